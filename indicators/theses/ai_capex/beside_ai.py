"""What AI-related investment adds to growth, and what growth is without it: statistics of several claims."""

import pandas as pd

from indicators.i18n.messages import Message, message
from indicators.judging.registry import statistic
from indicators.model.declaration import Reading
from indicators.model.missing import enough
from indicators.model.periods import period_end
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.ai_capex import investment
from indicators.theses.ai_capex.investment import EQUIPMENT, GROSS, QUARTER, SOFTWARE, YEAR

BASKET = (EQUIPMENT, SOFTWARE)


@statistic
def ai_growth_share(panel: Panel) -> Reading:
    share = maths.share(investment.basket_contribution(panel, BASKET, GROSS, YEAR), investment.growth(panel, YEAR))
    enough(share)
    return Reading(float(share.iloc[-1]), period_end(share.index[-1], "quarterly"), past=share)


@statistic
def growth_beside_ai(panel: Panel, *, quarters: int, revision: float) -> Reading:
    """Real growth less what equipment and software contributed to it, percent at an annual rate."""
    months = QUARTER * quarters
    both = pd.DataFrame(
        {
            "growth": investment.growth(panel, months),
            "ai": investment.basket_contribution(panel, BASKET, GROSS, months),
        }
    ).dropna()
    enough(both)
    rest = both["growth"] - both["ai"]
    day = rest.index[-1]
    return Reading(
        float(rest[day]),
        period_end(day, "quarterly"),
        error=revision,
        null=float(rest.mean()),
        sample=message("{count} overlapping spans since {first:quarter}", count=len(rest), first=rest.index[0]),
        past=rest,
        words={"quarter": day, **both.loc[day].to_dict(), "held_back": held_back(panel, day)},
    )


def held_back(panel: Panel, day: pd.Timestamp) -> list[Message]:
    """A sentence where GDP is known for a later quarter than its parts; else none."""
    last = panel["GDPC1"].index[-1]
    if last <= day:
        return []
    return [message("GDP reaches {last:quarter}, but real investment by kind only {day:quarter}.", last=last, day=day)]
