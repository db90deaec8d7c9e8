"""Thesis: AI is the only engine. Built from the other theses' functions and no measure of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from indicators.i18n.messages import Message, message
from indicators.judging.registry import indicator, judges, tidy
from indicators.model import Hints, Status, Verdict
from indicators.model.periods import period_end
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.ai_capex import investment
from indicators.theses.ai_capex.investment import EQUIPMENT, GROSS, NET, SOFTWARE, YEAR
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
#: What is worse, as sentences have it.
FAMILY_NAMES = dict(
    zip(
        [family.name for family in FAMILIES],
        [message("labour"), message("households"), message("purchasing power"), message("access to assets")],
        strict=True,
    )
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


@judges(
    "only-engine",
    unit=message("percent of four-quarter real GDP growth, gross"),
    threshold=message(
        "supported at {share} with {families:words} of the four families worse than a year earlier; contradicted under {low} or with "
        "{better:words} or more families better"
    ),
    falsifier=message(
        "AI-related investment under {low:part} of growth, or {better:words} of the four families improving"
    ),
    source="BEA contributions formula (NIPA handbook, chapter 4)",
)
def judge_only_engine(panel: Panel, *, share: float, low: float, families: int, better: int) -> Verdict:
    basket = (EQUIPMENT, SOFTWARE)
    total = investment.growth(panel, YEAR)
    gross = maths.share(investment.basket_contribution(panel, basket, GROSS, YEAR), total)
    net = maths.share(investment.basket_contribution(panel, basket, NET, YEAR), total)
    latest = {name: column.dropna() for name, column in worsening(panel).items()}
    worse = [FAMILY_NAMES[str(name)] for name, column in latest.items() if column.iloc[-1] > 0]
    improved = sum(column.iloc[-1] < 0 for column in latest.values())
    supplied, day = float(gross.iloc[-1]), gross.index[-1]
    status: Status = "mixed"
    if supplied >= share and len(worse) >= families:
        status = "supported"
    elif supplied < low or improved >= better:
        status = "contradicted"
    return Verdict(
        status,
        supplied,
        _shares_in_words(supplied, day, net, worse),
        sensitivity=message(
            "Over the last eight quarters the gross share ran from {low:.0f}% to {high:.0f}%.",
            low=gross.tail(8).min(),
            high=gross.tail(8).max(),
        ),
        sample=message("four quarters; one series for each of four families"),
        through=period_end(day, "quarterly"),
    )


def _shares_in_words(share: float, day: pd.Timestamp, net: pd.Series, worse: Sequence[str]) -> Message:
    known = {"share": share, "day": day, "net": net.iloc[-1], "net_day": net.index[-1]}
    if not worse:
        return message(
            "AI-related investment supplied {share:.0f}% of real GDP growth in the four quarters to {day:quarter}, gross "
            "({net:.0f}% net of computer imports in the four to {net_day:quarter}); of labour, households, purchasing "
            "power and access to assets 0 were worse than a year earlier.",
            **known,
        )
    return message(
        "AI-related investment supplied {share:.0f}% of real GDP growth in the four quarters to {day:quarter}, gross "
        "({net:.0f}% net of computer imports in the four to {net_day:quarter}); of labour, households, purchasing "
        "power and access to assets {count} were worse than a year earlier: {worse}.",
        **known,
        count=len(worse),
        worse=worse,
    )
