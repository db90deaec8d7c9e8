"""Thesis: the real economy is shrinking. Its readings alone, each against a year earlier."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from indicators.i18n.messages import Message, joined, message
from indicators.judging.registry import indicator, judges, tidy
from indicators.model import Hints, Status, Verdict
from indicators.model.missing import enough
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.two_economies.gap import necessity, other_payrolls, read_if_held, real_loans


@dataclass(frozen=True)
class Row:
    """One reading of the real economy: its level now against a year earlier, and which way is worse."""

    name: str
    read: Callable[[Panel], pd.Series]
    worse_when_up: bool = False


ROWS = (
    Row(message("Hires rate"), lambda p: p["JTSHIR"]),
    Row(message("Real disposable income"), lambda p: p["DSPIC96"]),
    Row(message("Payrolls outside health care and information"), other_payrolls),
    Row(message("Real bank loans"), real_loans),
    Row(message("Credit-card delinquency rate"), lambda p: p["DRCCLACBS"], worse_when_up=True),
    Row(message("Inflation of necessities"), necessity, worse_when_up=True),
    Row(message("Top 1% share of net worth"), lambda p: p["WFRBST01134"], worse_when_up=True),
)
#: The readings whose fall is a shrinking in level and not only a slowing.
LEVELS = ("Real disposable income", "Payrolls outside health care and information")


def against_a_year_earlier(panel: Panel) -> pd.DataFrame:
    """One row a reading that can be had: `day` of its last value, `now`, `then` (a year earlier), `worse`."""
    found = []
    for row in ROWS:
        series = read_if_held(row, panel)
        if series is None:
            continue
        pairs = pd.DataFrame({"now": series, "then": maths.ago(series, months=12)}).dropna()
        enough(pairs)
        now, then = pairs.iloc[-1]
        found.append((row.name, pairs.index[-1], now, then, (now > then) == row.worse_when_up and now != then))
    return pd.DataFrame(found, columns=["name", "day", "now", "then", "worse"]).set_index("name")


@indicator(
    title="Payrolls outside health care and information",
    unit="persons, change on the year",
    formula="payrolls less health care and social assistance less information; change from the same month a year earlier",
    series=("PAYEMS", "CES6562000001", "USINFO"),
    serves=("real-economy-shrinks",),
    hints=Hints(decimals=1, years=10, recessions=True),
    caveat="Payrolls are rewritten by the annual benchmark: this is the latest vintage.",
)
def payrolls_elsewhere(panel: Panel) -> pd.DataFrame:
    all_jobs, elsewhere = panel["PAYEMS"], other_payrolls(panel)
    return tidy(
        {
            "All": maths.change(all_jobs, months=12)[elsewhere.index[0] :],
            message("Elsewhere"): maths.change(elsewhere, months=12),
        }
    )


@indicator(
    title="Payrolls that make and build",
    unit="percent, year on year",
    formula="employees in manufacturing, in construction, and in all of nonfarm, change from a year earlier",
    series=("MANEMP", "USCONS", "PAYEMS"),
    serves=("real-economy-shrinks",),
    hints=Hints(decimals=1, years=10),
    caveat="Construction includes the building of data centres and plants.",
)
def goods_payrolls(panel: Panel) -> pd.DataFrame:
    names = {"MANEMP": message("Manufacturing"), "USCONS": "Construction", "PAYEMS": "All"}
    return tidy({name: maths.year_on_year(panel[id]) for id, name in names.items()})


@indicator(
    title="Consumers: income, delinquencies and debt service",
    unit="z-score on its own history",
    formula="real disposable income: change on the year; the others: level; each less its mean, over its standard "
    "deviation, quarterly",
    series=("DSPIC96", "DRCCLACBS", "CORCCACBS", "TDSP", "PSAVERT"),
    serves=("real-economy-shrinks",),
    hints=Hints(decimals=1, years=20),
    caveat="Levels and growth side by side: up is not better for delinquencies and debt service.",
)
def consumers(panel: Panel) -> pd.DataFrame:
    lines = {
        message("Real income growth"): maths.quarterly(maths.year_on_year(panel["DSPIC96"]).dropna()),
        message("Card delinquencies"): panel["DRCCLACBS"],
        message("Card charge-offs"): panel["CORCCACBS"],
        message("Debt service"): panel["TDSP"],
        message("Saving rate"): maths.quarterly(panel["PSAVERT"]),
    }
    return tidy({name: maths.zscore(line) for name, line in lines.items()})


@indicator(
    title="Inflation of necessities against all items",
    unit="percent, year on year",
    formula="consumer prices of food at home, shelter and energy, and of all items",
    series=("CUSR0000SAF11", "CUSR0000SAH1", "CPIENGSL", "CPIAUCSL"),
    serves=("real-economy-shrinks",),
    hints=Hints(decimals=1, focus="All items", years=10),
    caveat="October 2025 was never collected: the gap stays, and October 2026 will have no base.",
)
def necessities(panel: Panel) -> pd.DataFrame:
    names = {
        "CUSR0000SAF11": message("Food at home"),
        "CUSR0000SAH1": message("Shelter"),
        "CPIENGSL": "Energy",
        "CPIAUCSL": message("All items"),
    }
    return tidy({name: maths.year_on_year(panel[id]) for id, name in names.items()})


@indicator(
    title="Inflation: all items and core, two measures",
    unit="percent, year on year",
    formula="consumer price index, all items and less food and energy; price index of consumption less food and energy",
    series=("CPIAUCSL", "CPILFESL", "PCEPILFE"),
    serves=("real-economy-shrinks",),
    hints=Hints(decimals=1, focus="All items", years=10),
    caveat="October 2025 was never collected for the consumer price index: the gap stays.",
)
def core_inflation(panel: Panel) -> pd.DataFrame:
    names = {"CPIAUCSL": "All items", "CPILFESL": message("Core CPI"), "PCEPILFE": message("Core PCE")}
    return tidy({name: maths.year_on_year(panel[id]) for id, name in names.items()})


@indicator(
    title="Consumer sentiment",
    unit="index, first quarter of 1966 = 100",
    formula="as published by the University of Michigan",
    series=("UMCSENT",),
    serves=("real-economy-shrinks",),
    hints=Hints(decimals=1, focus="Sentiment", years=20),
    caveat="The University of Michigan's figures may not be redistributed: they appear after a refresh.",
)
def sentiment(panel: Panel) -> pd.DataFrame:
    return tidy({"Sentiment": panel["UMCSENT"]})


@indicator(
    title="Level and growth: private demand, consumption, loans",
    unit="percent, year on year",
    formula="real final sales to private domestic purchasers; real consumption; bank loans and leases over consumer "
    "prices",
    series=("LB0000031Q020SBEA", "PCEC96", "TOTLL", "CPIAUCSL"),
    serves=("real-economy-shrinks",),
    hints=Hints(decimals=1, years=20),
    caveat="Shrinking is stronger than slowing: below zero is a falling level.",
)
def demand_and_loans(panel: Panel) -> pd.DataFrame:
    return tidy(
        {
            message("Private demand"): maths.year_on_year(panel["LB0000031Q020SBEA"]),
            "Consumption": maths.year_on_year(panel["PCEC96"]),
            "Real bank loans": maths.year_on_year(real_loans(panel)),
        }
    )


@judges(
    "real-economy-shrinks",
    unit=message("percent of readings worse than a year earlier"),
    threshold=message("supported above {share}; contradicted when most are better"),
    falsifier=message("most of the readings better than a year earlier"),
    source="a diffusion index: the share of readings that worsened, each weighing the same",
)
def judge_real_economy(panel: Panel, *, share: float) -> Verdict:
    found = against_a_year_earlier(panel)
    if found.empty:
        raise panel.why_empty()
    worse = 100 * int(found.worse.sum()) / len(found)
    status: Status = "supported" if worse > share else "contradicted" if worse < 100 - share else "mixed"
    shrank = [name for name in LEVELS if name in found.index and found.at[name, "worse"]]
    return Verdict(
        status,
        worse,
        joined([_worse_in_words(found), _shrinking_in_words(shrank)], "sentences"),
        sensitivity=message(
            "The verdict turns at {turn} of {readings}.", turn=int(len(found) * share / 100) + 1, readings=len(found)
        ),
        sample=message(
            "{readings} readings, last of {first:month} to {last:month}",
            readings=len(found),
            first=found.day.min(),
            last=found.day.max(),
        ),
    )


def _worse_in_words(found: pd.DataFrame) -> Message:
    return message(
        "{worse} of {readings} readings ({share:.0f}%) were worse than a year earlier: {names:comma inline}.",
        worse=int(found.worse.sum()),
        readings=len(found),
        share=100 * found.worse.mean(),
        names=list(found.index[found.worse]) or [message("none")],
    )


def _shrinking_in_words(shrank: list[str]) -> Message:
    if not shrank:
        return message("Neither real income nor those payrolls had shrunk in level.")
    return message("Shrinking in level, not only slowing: {names:and inline}.", names=shrank)
