"""Thesis: the real economy is shrinking. Its readings alone, each against a year earlier."""

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
from indicators.theses.two_economies.drifting import QUARTER
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


# --- the test -------------------------------------------------------------------------------------


@statistic
def readings_worse(panel: Panel) -> Reading:
    """The share of the readings that can be had which are worse than a year earlier, percent."""
    found = against_a_year_earlier(panel)
    if found.empty:
        raise panel.why_empty()
    worse, day = 100 * float(found.worse.mean()), found.day.max()
    return Reading(worse, period_end(day, "monthly"), past=pd.Series({day: worse}))


@statistic
def consumption_growth(panel: Panel, *, quarters: int, revision: float) -> Reading:
    return _growth(panel["PCEC96"], quarters, revision)


@statistic
def production_growth(panel: Panel, *, quarters: int, production: float) -> Reading:
    return _growth(panel["INDPRO"], quarters, production)


@statistic
def private_payroll_growth(panel: Panel, *, quarters: int, benchmark: float) -> Reading:
    return _growth(panel["USPRIV"], quarters, benchmark)


def _growth(monthly: pd.Series, quarters: int, error: float) -> Reading:
    """Growth of a monthly series over so many quarters, percent at an annual rate."""
    growth = maths.annualised_growth(monthly, QUARTER * quarters).dropna()
    enough(growth)
    return Reading(
        float(growth.iloc[-1]),
        period_end(growth.index[-1], "monthly"),
        error=error,
        null=float(growth.mean()),
        sample=message("{count} overlapping spans since {first:month}", count=len(growth), first=growth.index[0]),
        past=growth,
    )


ANSWERS = {
    "supported": message(
        "Yes: of output without AI, consumption, production and private jobs most are falling in level."
    ),
    "contradicted": message("No: of output without AI, consumption, production and private jobs most are growing."),
    "mixed": message(
        "Not settled: of output without AI, consumption, production and private jobs too few clearly move one way."
    ),
}


@words_of("real-economy-shrinks")
def shrinking_words(said: Said) -> Words:
    output = said["growth-beside-ai"]
    others = [said[leg.statistic] for leg in said.test.legs[1:]]
    consumption, production, jobs = others
    sentence = message(
        "Over a year: real GDP without AI-related investment {output:+.1f}% (to {day:quarter}), real consumption "
        "{consumption:+.1f}%, industrial production {production:+.1f}%, private payrolls {jobs:+.1f}%; usually "
        "{usual:comma +.1f}%.",
        output=output.value,
        day=output.words["quarter"],
        consumption=consumption.value,
        production=production.value,
        jobs=jobs.value,
        usual=[one.null for one in (output, *others)],
    )
    return Words(ANSWERS[said.status], joined([sentence, *output.words["held_back"]], "sentences"))
