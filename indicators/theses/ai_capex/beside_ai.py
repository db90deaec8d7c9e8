"""What AI-related investment adds to growth, and what growth is without it: the statistics of several claims, and the
test of whether GDP would be far weaker without it."""

import pandas as pd

from indicators.i18n.messages import Message, joined, message
from indicators.judging.judgement import Said
from indicators.judging.registry import statistic, words_of
from indicators.model.declaration import Reading
from indicators.model.missing import enough
from indicators.model.periods import period_end
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.ai_capex import investment
from indicators.theses.ai_capex.investment import EQUIPMENT, GROSS, NET, QUARTER, SOFTWARE, STRUCTURES, YEAR

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
        sample=message("{count} quarters since {first:quarter}", count=len(rest), first=rest.index[0]),
        past=rest,
        words={"quarter": day, **both.loc[day].to_dict(), "held_back": held_back(panel, day)},
    )


def held_back(panel: Panel, day: pd.Timestamp) -> list[Message]:
    """A sentence where GDP is known for a later quarter than its parts; else none."""
    last = panel["GDPC1"].index[-1]
    if last <= day:
        return []
    return [
        message("GDP is held to {last:quarter}, real investment by kind only to {day:quarter}.", last=last, day=day)
    ]


# --- gdp-without-ai -------------------------------------------------------------------------------


@statistic
def ai_growth_share_gross(panel: Panel) -> Reading:
    return _share_of_both(panel, GROSS)


@statistic
def ai_growth_share_net(panel: Panel) -> Reading:
    return _share_of_both(panel, NET)


def _share_of_both(panel: Panel, imports: str) -> Reading:
    """A share of four-quarter growth, structures included, in the last quarter that gross and net have."""
    whole = (*BASKET, STRUCTURES)
    kinds = {kind: investment.basket_contribution(panel, whole, kind, YEAR) for kind in (GROSS, NET)}
    share = maths.share(pd.concat(kinds, axis=1, join="inner")[imports], investment.growth(panel, YEAR))
    enough(share)
    return Reading(float(share.iloc[-1]), period_end(share.index[-1], "quarterly"), past=share)


@statistic
def ai_contribution_gross(panel: Panel, *, quarters: int) -> Reading:
    return _contribution(panel, GROSS, quarters)


@statistic
def ai_contribution_net(panel: Panel, *, quarters: int) -> Reading:
    return _contribution(panel, NET, quarters)


def _contribution(panel: Panel, imports: str, quarters: int) -> Reading:
    """Percentage points at an annual rate; the null is the mean of all that are known."""
    points = investment.basket_contribution(panel, BASKET, imports, QUARTER * quarters)
    enough(points)
    day = points.index[-1]
    return Reading(
        float(points[day]),
        period_end(day, "quarterly"),
        null=float(points.mean()),
        sample=message("{count} quarters since {first:quarter}", count=len(points), first=points.index[0]),
        past=points,
        words={"quarter": day, "held_back": held_back(panel, day)},
    )


ANSWERS = {
    "supported": message(
        "Yes: without AI-related investment growth would be far weaker, even net of imported computers."
    ),
    "contradicted": message("No: AI-related investment adds no more to growth than growth is commonly revised by."),
    "mixed": message(
        "Partly: gross it adds more to growth than growth is commonly revised by, net of imported computers it does not."
    ),
}


@words_of("gdp-without-ai")
def gdp_without_ai_words(said: Said) -> Words:
    gross, net = said["ai-contribution-gross"], said["ai-contribution-net"]
    sentence = message(
        "AI-related investment added {gross:.2f} percentage points to real GDP growth in the four quarters to "
        "{day:quarter} (usually {usual:.2f}); net of computer imports, known to {net_day:quarter}, {net:.2f} (usually "
        "{net_usual:.2f}).",
        gross=gross.value,
        day=gross.words["quarter"],
        usual=gross.null,
        net=net.value,
        net_day=net.words["quarter"],
        net_usual=net.null,
    )
    return Words(ANSWERS[said.status], joined([sentence, *gross.words["held_back"]], "sentences"))
