"""Thesis: AI is the only engine. Built from the other theses' functions and no measure of its own."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from indicators.i18n.messages import joined, message
from indicators.judging.judgement import Said
from indicators.judging.registry import indicator, statistic, tidy, words_of
from indicators.model import Hints
from indicators.model.declaration import Reading
from indicators.model.missing import enough
from indicators.model.periods import period_end
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.ai_capex import investment
from indicators.theses.ai_capex.investment import AS_BEFORE, EQUIPMENT, GROSS, NET, SOFTWARE, YEAR
from indicators.theses.inequality import housing

DEMAND = {
    "DPCERY2Q224SBEA": message("Consumption"),
    "A006RY2Q224SBEA": message("Private investment"),
    "A019RY2Q224SBEA": message("Net exports"),
    "A822RY2Q224SBEA": message("Government"),
}


@dataclass(frozen=True)
class Family:
    """One of the article's four kinds of "everything else", read as one series and which way is worse."""

    name: str
    read: Callable[[Panel], pd.Series]
    worse_when_up: bool


def monthly_payment(panel: Panel) -> pd.Series:
    """Payment on the median new house, 20% down over 30 years, as a percent of median household income.

    Quarterly; the income of a year stands until the next is published.
    """
    payment = housing.principal_and_interest(panel, down=20.0)
    income = panel["MEHOINUSA646N"].reindex(payment.index, method="ffill")
    return (100 * payment / income).dropna()


FAMILIES = (
    Family(message("Labour: unemployment rate"), lambda p: p["UNRATE"], worse_when_up=True),
    Family(message("Households: card delinquency rate"), lambda p: p["DRCCLACBS"], worse_when_up=True),
    Family(message("Purchasing power: real weekly earnings"), lambda p: p["LES1252881600Q"], worse_when_up=False),
    Family(message("Access to assets: house payment / income"), monthly_payment, worse_when_up=True),
)
#: What is worse, as a key to a chart has it.
SHORT = (message("Labour"), message("Households"), message("Purchasing power"), message("Access to assets"))
FAMILY_SERIES = ("UNRATE", "DRCCLACBS", "LES1252881600Q", "MSPUS", "MORTGAGE30US", "MEHOINUSA646N")


def worsening(panel: Panel) -> pd.DataFrame:
    """Change on the year of each family, signed so that up is worse, in its standard deviations."""
    columns = {}
    for family in FAMILIES:
        level = family.read(panel)
        change = maths.change(level, months=12) * (1 if family.worse_when_up else -1)
        columns[family.name] = change / change.std()
    return pd.DataFrame(columns)


@indicator(
    title="AI-related investment beside all growth, four quarters",
    unit="percentage points",
    formula="contribution of information-processing equipment and software to four-quarter growth, gross and net of "
    "computer imports; growth of real GDP",
    series=(*investment.INVESTMENT[:2], *investment.QUANTITIES, *investment.TOTALS, *investment.TRADE),
    serves=("only-engine",),
    hints=Hints(decimals=1, focus="AI, gross", years=4),
    caveat=investment.NOT_ADDITIVE,
    method="BEA, NIPA handbook, chapter 4",
)
def engine(panel: Panel) -> pd.DataFrame:
    basket = (EQUIPMENT, SOFTWARE)
    return tidy(
        {
            "Real GDP growth": investment.growth(panel, YEAR),
            message("AI, gross"): investment.basket_contribution(panel, basket, GROSS, YEAR),
            message("AI, net"): investment.basket_contribution(panel, basket, NET, YEAR),
        }
    )


@indicator(
    title="Contributions to real GDP growth",
    unit="contribution, percentage points at annual rate",
    formula="as published by BEA, table 1.1.2",
    series=tuple(DEMAND),
    serves=("only-engine",),
    hints=Hints("bars", 2, years=5),
    caveat="Private investment holds AI-related investment and all other; net exports take back what of it is imported.",
    method="BEA, NIPA handbook, chapter 4",
)
def demand_contributions(panel: Panel) -> pd.DataFrame:
    return tidy({name: panel[id] for id, name in DEMAND.items()})


@indicator(
    title="Everything else: change on the year, up is worse",
    unit="standard deviations of its own changes on the year",
    formula="change from a year earlier over the standard deviation of such changes, signed so that up is worse",
    series=FAMILY_SERIES,
    serves=("only-engine",),
    hints=Hints(decimals=1, years=10, thresholds={0.0: ""}),
    caveat="One series stands for each family: a choice, shown so that it can be disputed.",
    method="changes standardised by their own deviation, so that unlike series can be compared",
)
def everything_else(panel: Panel) -> pd.DataFrame:
    changes = worsening(panel)
    short = dict(zip([family.name for family in FAMILIES], SHORT, strict=True))
    return tidy({short[str(name)]: column.dropna() for name, column in changes.items()})


# --- the test -------------------------------------------------------------------------------------


@statistic
def families_down(panel: Panel) -> Reading:
    return _families(panel, lambda change: change > 0)


@statistic
def families_up(panel: Panel) -> Reading:
    return _families(panel, lambda change: change < 0)


@statistic
def families_worse(panel: Panel, *, band: float) -> Reading:
    """How many of the four are worse than a year earlier by more than a band, in deviations of each one's changes."""
    return _families(panel, lambda change: change > band)


def _families(panel: Panel, is_counted: Callable[[pd.DataFrame], pd.DataFrame]) -> Reading:
    """A count by month of the latest changes of all four; a quarter is known from its last month on."""
    changes = worsening(panel)
    monthly = pd.concat([_by_its_last_month(column.dropna()) for _, column in changes.items()], axis=1)
    known = monthly.asfreq("MS").ffill().dropna()
    enough(known)
    count = is_counted(known).sum(axis=1).astype(float)
    day = count.index[-1]
    return Reading(
        float(count.iloc[-1]),
        period_end(day, "monthly"),
        null=float(count.mean()),
        sample=message("the latest of four families, one series each, to {day:month}", day=day),
        past=count,
        words={"month": day},
    )


def _by_its_last_month(changes: pd.Series) -> pd.Series:
    is_quarterly = set(changes.index.month) <= {1, 4, 7, 10}
    return changes.set_axis(changes.index + pd.DateOffset(months=2)) if is_quarterly else changes


ANSWERS = {
    "supported": message(
        "Yes: the economy does not grow without AI-related investment, and most of the rest is worse."
    ),
    "contradicted": message(
        "No: the economy grows without AI-related investment, and hardly any of the rest is worse."
    ),
    "mixed": message(
        "Not settled: growth without AI-related investment and the four families do not both point one way."
    ),
}


@words_of("only-engine")
def engine_words(said: Said) -> Words:
    worse, rest = said["families-worse"], said["growth-beside-ai"]
    sentence = message(
        "Families worse than a year earlier by {month:month}: {worse:.0f} of 4 (usually {usual:.1f}). Growth without "
        "AI-related investment, which added {ai:.2f} points, was {rest:.1f}% in the four quarters to {quarter:quarter} "
        "(usually {before:.1f}%).",
        month=worse.words["month"],
        worse=worse.value,
        usual=worse.null,
        rest=rest.value,
        before=rest.null,
        quarter=rest.words["quarter"],
        ai=rest.words["ai"],
    )
    answer = AS_BEFORE if said.worth.ordinary else ANSWERS[said.status]
    return Words(answer, joined([sentence, *rest.words["held_back"]], "sentences"))
