"""Thesis: the economy is splitting in two.

Two baskets, one for each economy, from the article's own two lists. Every part is a quarterly series,
z-scored on its own history and signed so that up is strength; a basket is the plain mean of its
parts. A composite is only as good as its parts, so every part can be seen and left out.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from indicators import maths
from indicators.ai_capex import quarter, quarter_end
from indicators.data.panel import MissingData, Panel
from indicators.model import Control, Hints, Status, Verdict
from indicators.registry import indicator, judges, tidy

THESIS = "two_economies"
QUARTERS, DECADE = 8, 40


@dataclass(frozen=True)
class Part:
    """One row of the article's lists: what it is, and how it is read as strength of its economy."""

    name: str
    series: tuple[str, ...]
    read: Callable[[Panel], pd.Series]


def quarterly(series: pd.Series) -> pd.Series:
    """Quarterly means of a series of any frequency; a quarter not complete by month is absent."""
    if set(series.index.month) <= {1, 4, 7, 10}:
        return series
    by_month = series.groupby(series.index.to_period("M")).mean()
    return maths.quarters(by_month.set_axis(by_month.index.to_timestamp().as_unit("s")), "mean")


def _necessity(panel: Panel) -> pd.Series:
    """Mean inflation of food at home, shelter and energy, percent on the year."""
    parts = [maths.year_on_year(panel[id]) for id in ("CUSR0000SAF11", "CUSR0000SAH1", "CPIENGSL")]
    return pd.concat(parts, axis=1, join="inner").mean(axis=1, skipna=False).dropna()


def _real_loans(panel: Panel) -> pd.Series:
    """Bank loans and leases in constant dollars of 1982-84, monthly."""
    loans = panel["TOTLL"].resample("MS").mean()
    return (100 * loans / panel["CPIAUCSL"]).dropna()


def other_payrolls(panel: Panel) -> pd.Series:
    """Payrolls outside health care, social assistance and information, persons."""
    return (panel["PAYEMS"] - panel["CES6562000001"] - panel["USINFO"]).dropna()


AI_ECONOMY = {
    "productivity": Part("Productivity growth", ("OPHNFB",), lambda p: maths.year_on_year(p["OPHNFB"])),
    "margins": Part(
        "Corporate profits / GDP", ("A053RC1Q027SBEA", "GDP"), lambda p: maths.share(p["A053RC1Q027SBEA"], p["GDP"])
    ),
    "labour": Part(
        "Light labour: share of jobs in computer systems design, falling",
        ("CES6054150001", "PAYEMS"),
        lambda p: -quarterly(maths.share(p["CES6054150001"], p["PAYEMS"])),
    ),
    "capital": Part(
        "AI-related investment / GDP", ("A679RC1Q027SBEA", "GDP"), lambda p: maths.share(p["A679RC1Q027SBEA"], p["GDP"])
    ),
}
REAL_ECONOMY = {
    "absorption": Part("Hires rate", ("JTSHIR",), lambda p: quarterly(p["JTSHIR"])),
    "consumers": Part("Credit-card delinquencies, falling", ("DRCCLACBS",), lambda p: -p["DRCCLACBS"]),
    "liquidity": Part(
        "Real bank loans, growth",
        ("TOTLL", "CPIAUCSL"),
        lambda p: quarterly(maths.year_on_year(_real_loans(p)).dropna()),
    ),
    "concentration": Part("Top 1% share of net worth, falling", ("WFRBST01134",), lambda p: -p["WFRBST01134"]),
    "inflation": Part(
        "Consumer prices, inflation falling",
        ("CPIAUCSL",),
        lambda p: -quarterly(maths.year_on_year(p["CPIAUCSL"]).dropna()),
    ),
}
AI_NAME, REAL_NAME = "AI economy", "Real economy"


def _parts_control(id: str, label: str, parts: dict[str, Part]) -> Control:
    names = {key: part.name.split(":")[0].split(",")[0] for key, part in parts.items()}
    return Control(id, label, tuple(parts), tuple(parts), names, "Every part weighs the same", many=True)


AI_PARTS = _parts_control("ai", AI_NAME, AI_ECONOMY)
REAL_PARTS = _parts_control("real", REAL_NAME, REAL_ECONOMY)
SERIES = tuple(dict.fromkeys(id for part in (*AI_ECONOMY.values(), *REAL_ECONOMY.values()) for id in part.series))


def scores(panel: Panel, parts: dict[str, Part], chosen: tuple[str, ...]) -> pd.DataFrame:
    """z-scores of the chosen parts by quarter, on the quarters that all of them have.

    A part whose series cannot be had on the panel's day is left out. Raises MissingData when none can.
    """
    read = {parts[key].name: _try(parts[key], panel) for key in chosen}
    columns = {name: maths.zscore(series) for name, series in read.items() if series is not None}
    if not columns:
        raise panel.why_empty()
    return pd.concat(columns, axis=1, join="inner")


def _try(part: "Part | Row", panel: Panel) -> pd.Series | None:
    try:
        return part.read(panel).dropna()
    except MissingData:
        return None


def baskets(
    panel: Panel, ai: tuple[str, ...] = AI_PARTS.default, real: tuple[str, ...] = REAL_PARTS.default
) -> pd.DataFrame:
    """Both baskets by quarter, standard deviations, on common quarters."""
    columns = {
        AI_NAME: scores(panel, AI_ECONOMY, ai).mean(axis=1),
        REAL_NAME: scores(panel, REAL_ECONOMY, real).mean(axis=1),
    }
    return pd.concat(columns, axis=1, join="inner")


CAVEAT = (
    "A composite is only as good as its parts; each weighs the same and can be left out. The hires rate begins in "
    "2013, so the common history is short. Strategic protection, on the article's list, has no public series."
)


@indicator(
    thesis=THESIS,
    title="Two economies: mean z-score of each basket",
    unit="standard deviations from each part's own mean",
    formula="each part quarterly, z-scored on its own history and signed so that up is strength; basket: plain mean",
    series=SERIES,
    serves=("two-economies",),
    controls=(AI_PARTS, REAL_PARTS),
    hints=Hints(decimals=2, focus=AI_NAME),
    caveat=CAVEAT,
)
def two_baskets(panel: Panel, ai: tuple[str, ...], real: tuple[str, ...]) -> pd.DataFrame:
    both = baskets(panel, ai, real)
    return tidy({AI_NAME: both[AI_NAME], REAL_NAME: both[REAL_NAME]})


@indicator(
    thesis=THESIS,
    title="The gap between the two baskets and its trend",
    unit="standard deviations",
    formula="AI economy less real economy; trend: mean of eight quarters",
    series=SERIES,
    serves=("two-economies",),
    controls=(AI_PARTS, REAL_PARTS),
    hints=Hints(decimals=2, focus="Gap", quiet=("Mean of 8 quarters",)),
    caveat=CAVEAT,
)
def basket_gap(panel: Panel, ai: tuple[str, ...], real: tuple[str, ...]) -> pd.DataFrame:
    gap = _gap(baskets(panel, ai, real))
    return tidy({"Gap": gap, "Mean of 8 quarters": gap.rolling(QUARTERS).mean().dropna()})


@indicator(
    thesis=THESIS,
    title="Every part of the two baskets, latest quarter",
    unit="standard deviations",
    formula="z-score of each part on its own history in the last quarter that all parts have",
    series=SERIES,
    serves=("two-economies",),
    hints=Hints("ranks", 2, recessions=False),
    caveat="Signed so that up is strength: falling delinquencies, falling inflation and falling concentration count up.",
)
def basket_parts(panel: Panel) -> pd.DataFrame:
    sides = {
        AI_NAME: scores(panel, AI_ECONOMY, AI_PARTS.default),
        REAL_NAME: scores(panel, REAL_ECONOMY, REAL_PARTS.default),
    }
    day = min(table.index[-1] for table in sides.values())
    rows = [
        {"x": name, "line": side, "value": value}
        for side, table in sides.items()
        for name, value in table.loc[day].items()
    ]
    return pd.DataFrame(rows)


# --- the real economy alone -----------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One reading of the real economy: its level now against a year earlier, and which way is worse."""

    name: str
    read: Callable[[Panel], pd.Series]
    worse_when_up: bool = False


ROWS = (
    Row("Hires rate", lambda p: p["JTSHIR"]),
    Row("Real disposable income", lambda p: p["DSPIC96"]),
    Row("Payrolls outside health care and information", other_payrolls),
    Row("Real bank loans", _real_loans),
    Row("Credit-card delinquency rate", lambda p: p["DRCCLACBS"], worse_when_up=True),
    Row("Inflation of necessities", _necessity, worse_when_up=True),
    Row("Top 1% share of net worth", lambda p: p["WFRBST01134"], worse_when_up=True),
)
#: The readings whose fall is a shrinking in level and not only a slowing.
LEVELS = ("Real disposable income", "Payrolls outside health care and information")


def against_a_year_earlier(panel: Panel) -> pd.DataFrame:
    """One row a reading that can be had: `day` of its last value, `now`, `then` (a year earlier), `worse`."""
    found = []
    for row in ROWS:
        series = _try(row, panel)
        if series is None:
            continue
        pairs = pd.DataFrame({"now": series, "then": maths.ago(series, months=12)}).dropna()
        now, then = pairs.iloc[-1]
        found.append((row.name, pairs.index[-1], now, then, (now > then) == row.worse_when_up and now != then))
    return pd.DataFrame(found, columns=["name", "day", "now", "then", "worse"]).set_index("name")


@indicator(
    thesis=THESIS,
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
            "All": (all_jobs - maths.ago(all_jobs, months=12)).dropna()[elsewhere.index[0] :],
            "Elsewhere": (elsewhere - maths.ago(elsewhere, months=12)).dropna(),
        }
    )


@indicator(
    thesis=THESIS,
    title="Consumers: income, delinquencies and debt service",
    unit="z-score on its own history",
    formula="real disposable income: change on the year; the others: level; each less its mean, over its standard "
    "deviation, quarterly",
    series=("DSPIC96", "DRCCLACBS", "TDSP", "PSAVERT"),
    serves=("real-economy-shrinks",),
    hints=Hints(decimals=1, years=20),
    caveat="Levels and growth side by side: up is not better for delinquencies and debt service.",
)
def consumers(panel: Panel) -> pd.DataFrame:
    lines = {
        "Real income growth": quarterly(maths.year_on_year(panel["DSPIC96"]).dropna()),
        "Card delinquencies": panel["DRCCLACBS"],
        "Debt service": panel["TDSP"],
        "Saving rate": quarterly(panel["PSAVERT"]),
    }
    return tidy({name: maths.zscore(line) for name, line in lines.items()})


@indicator(
    thesis=THESIS,
    title="Inflation of necessities against all items",
    unit="percent, year on year",
    formula="consumer prices of food at home, shelter and energy, and of all items",
    series=("CUSR0000SAF11", "CUSR0000SAH1", "CPIENGSL", "CPIAUCSL"),
    serves=("real-economy-shrinks",),
    hints=Hints(decimals=1, focus="All items", years=10),
    caveat="October 2025 was never collected: the gap stays, and October 2026 will have no base.",
)
def necessities(panel: Panel) -> pd.DataFrame:
    names = {"CUSR0000SAF11": "Food at home", "CUSR0000SAH1": "Shelter", "CPIENGSL": "Energy", "CPIAUCSL": "All items"}
    return tidy({name: maths.year_on_year(panel[id]) for id, name in names.items()})


@indicator(
    thesis=THESIS,
    title="Level and growth: private demand and real bank loans",
    unit="percent, year on year",
    formula="real final sales to private domestic purchasers; bank loans and leases over consumer prices",
    series=("LB0000031Q020SBEA", "TOTLL", "CPIAUCSL"),
    serves=("real-economy-shrinks",),
    hints=Hints(decimals=1, years=20),
    caveat="Shrinking is stronger than slowing: below zero is a falling level.",
)
def demand_and_loans(panel: Panel) -> pd.DataFrame:
    return tidy(
        {
            "Private demand": maths.year_on_year(panel["LB0000031Q020SBEA"]),
            "Real bank loans": maths.year_on_year(_real_loans(panel)),
        }
    )


# --- the tests ------------------------------------------------------------------------------------


@judges(
    "two-economies",
    unit="standard deviations, change of the gap over eight quarters",
    threshold="supported when the gap widened over eight quarters and quarterly changes of the baskets correlate under "
    "0.2 over ten years; contradicted when the gap narrowed",
    falsifier="a gap narrower than eight quarters earlier",
    source="z-scored composites; correlation of changes, for levels share trends",
)
def judge_two_economies(panel: Panel) -> Verdict:
    both = baskets(panel)
    gap, overlap = _gap(both), both.diff().tail(DECADE).corr().iloc[0, 1]
    widened = gap.iloc[-1] - gap.iloc[-1 - QUARTERS]
    status: Status = "contradicted" if widened <= 0 else "supported" if overlap < 0.2 else "mixed"
    day = gap.index[-1]
    return Verdict(
        status,
        float(widened),
        f"The AI economy's basket stood {gap.iloc[-1]:+.2f} standard deviations from the real economy's in {quarter(day)}, "
        f"against {gap.iloc[-1 - QUARTERS]:+.2f} eight quarters earlier; over ten years their quarterly changes correlate "
        f"at {overlap:.2f}.",
        sensitivity=_without_each(panel),
        sample=f"{len(both)} common quarters since {quarter(both.index[0])}, {min(DECADE, len(both) - 1)} changes; "
        f"{_count(panel)} parts",
        through=quarter_end(day),
    )


def _gap(both: pd.DataFrame) -> pd.Series:
    return both[AI_NAME] - both[REAL_NAME]


def _count(panel: Panel) -> str:
    parts = [*AI_ECONOMY.values(), *REAL_ECONOMY.values()]
    return f"{sum(_try(part, panel) is not None for part in parts)} of {len(parts)}"


def _without_each(panel: Panel) -> str:
    """The change of the gap with each part left out in turn."""
    changes = []
    for left_out in (*AI_PARTS.default, *REAL_PARTS.default):
        ai, real = (tuple(key for key in side.default if key != left_out) for side in (AI_PARTS, REAL_PARTS))
        gap = _gap(baskets(panel, ai, real))
        changes.append(gap.iloc[-1] - gap.iloc[-1 - QUARTERS])
    return f"With any one part left out the gap changed by {min(changes):+.2f} to {max(changes):+.2f}."


@judges(
    "real-economy-shrinks",
    unit="percent of readings worse than a year earlier",
    threshold="supported above 50; contradicted when most are better",
    falsifier="most of the readings better than a year earlier",
)
def judge_real_economy(panel: Panel) -> Verdict:
    found = against_a_year_earlier(panel)
    if found.empty:
        raise panel.why_empty()
    worse = int(found.worse.sum())
    half = len(found) / 2
    status: Status = "supported" if worse > half else "contradicted" if worse < half else "mixed"
    names = ", ".join(name[0].lower() + name[1:] for name in found.index[found.worse]) or "none"
    shrank = [name for name in LEVELS if name in found.index and found.at[name, "worse"]]
    return Verdict(
        status,
        100 * worse / len(found),
        f"{worse} of {len(found)} readings ({100 * worse / len(found):.0f}%) were worse than a year earlier: {names}. "
        + (
            f"Shrinking in level, not only slowing: {' and '.join(n[0].lower() + n[1:] for n in shrank)}."
            if shrank
            else "Neither real income nor those payrolls had shrunk in level."
        ),
        sensitivity=f"The verdict turns at {len(found) // 2 + 1} of {len(found)}.",
        sample=f"{len(found)} readings, last of {found.day.min():%B %Y} to {found.day.max():%B %Y}",
    )
