"""Thesis: the economy is splitting in two.

Two baskets, one for each economy, from the article's own two lists. Every part is a quarterly series,
z-scored on its own history and signed so that up is strength; a basket is the plain mean of its
parts. A composite is only as good as its parts, so every part can be seen and left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from indicators.i18n.messages import message, named
from indicators.judging.registry import indicator, statistic, tidy
from indicators.model import Control, Hints
from indicators.model.declaration import Reading
from indicators.model.missing import MissingData, enough
from indicators.model.periods import period_end
from indicators.panel.panel import Panel
from indicators.stats import maths

QUARTERS, DECADE = 8, 40


class Readable(Protocol):
    """Something that is read off a panel as one series."""

    @property
    def read(self) -> Callable[[Panel], pd.Series]: ...


@dataclass(frozen=True)
class Part:
    """One row of the article's lists: what it is, and how it is read as strength of its economy."""

    name: str
    series: tuple[str, ...]
    read: Callable[[Panel], pd.Series]


def necessity(panel: Panel) -> pd.Series:
    """Mean inflation of food at home, shelter and energy, percent on the year."""
    parts = [maths.year_on_year(panel[id]) for id in ("CUSR0000SAF11", "CUSR0000SAH1", "CPIENGSL")]
    return pd.concat(parts, axis=1, join="inner").mean(axis=1, skipna=False).dropna()


def real_loans(panel: Panel) -> pd.Series:
    """Bank loans and leases in constant dollars of 1982-84, monthly."""
    loans = maths.by_month(panel["TOTLL"]).mean()
    return (100 * loans / panel["CPIAUCSL"]).dropna()


def other_payrolls(panel: Panel) -> pd.Series:
    """Payrolls outside health care, social assistance and information, persons."""
    return (panel["PAYEMS"] - panel["CES6562000001"] - panel["USINFO"]).dropna()


AI_ECONOMY = {
    "productivity": Part("Productivity growth", ("OPHNFB",), lambda p: maths.year_on_year(p["OPHNFB"])),
    "margins": Part("Corporate profits / GDP", ("CPROFIT", "GDP"), lambda p: maths.share(p["CPROFIT"], p["GDP"])),
    "labour": Part(
        message("Light labour: share of jobs in computer systems design, falling"),
        ("CES6054150001", "PAYEMS"),
        lambda p: -maths.quarterly(maths.share(p["CES6054150001"], p["PAYEMS"])),
    ),
    "capital": Part(
        "AI-related investment / GDP", ("A679RC1Q027SBEA", "GDP"), lambda p: maths.share(p["A679RC1Q027SBEA"], p["GDP"])
    ),
}
REAL_ECONOMY = {
    "absorption": Part("Hires rate", ("JTSHIR",), lambda p: maths.quarterly(p["JTSHIR"])),
    "consumers": Part(message("Credit-card delinquencies, falling"), ("DRCCLACBS",), lambda p: -p["DRCCLACBS"]),
    "liquidity": Part(
        message("Real bank loans, growth"),
        ("TOTLL", "CPIAUCSL"),
        lambda p: maths.quarterly(maths.year_on_year(real_loans(p)).dropna()),
    ),
    "concentration": Part(message("Top 1% share of net worth, falling"), ("WFRBST01134",), lambda p: -p["WFRBST01134"]),
    "inflation": Part(
        message("Consumer prices, inflation falling"),
        ("CPIAUCSL",),
        lambda p: -maths.quarterly(maths.year_on_year(p["CPIAUCSL"]).dropna()),
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
    held = standardised(panel, {key: parts[key] for key in chosen})
    if not held:
        raise panel.why_empty()
    return pd.concat({parts[key].name: series for key, series in held.items()}, axis=1, join="inner")


def standardised(panel: Panel, parts: dict[str, Part]) -> dict[str, pd.Series]:
    """The z-score of each part that can be had, by quarter and by key."""
    read = {key: read_if_held(part, panel) for key, part in parts.items()}
    return {key: maths.zscore(series) for key, series in read.items() if series is not None}


def read_if_held(part: Readable, panel: Panel) -> pd.Series | None:
    """The part's series, or None when one it needs cannot be had."""
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
    title="Two economies: mean z-score of each basket",
    unit="standard deviations from each part's own mean",
    formula="each part quarterly, z-scored on its own history and signed so that up is strength; basket: plain mean",
    series=SERIES,
    serves=("two-economies",),
    controls=(AI_PARTS, REAL_PARTS),
    hints=Hints(decimals=2, focus=AI_NAME),
    caveat=CAVEAT,
    method="OECD and JRC, Handbook on Constructing Composite Indicators (2008): z-scores, equal weights",
)
def two_baskets(panel: Panel, ai: tuple[str, ...], real: tuple[str, ...]) -> pd.DataFrame:
    both = baskets(panel, ai, real)
    return tidy({AI_NAME: both[AI_NAME], REAL_NAME: both[REAL_NAME]})


@indicator(
    title="The gap between the two baskets and its trend",
    unit="standard deviations",
    formula="AI economy less real economy; trend: mean of eight quarters",
    series=SERIES,
    serves=("two-economies",),
    controls=(AI_PARTS, REAL_PARTS),
    hints=Hints(decimals=2, focus="Gap", quiet=("Mean of 8 quarters",)),
    caveat=CAVEAT,
    method="OECD and JRC, Handbook on Constructing Composite Indicators (2008): z-scores, equal weights",
)
def basket_gap(panel: Panel, ai: tuple[str, ...], real: tuple[str, ...]) -> pd.DataFrame:
    gap = _gap(baskets(panel, ai, real))
    return tidy({message("Gap"): gap, message("Mean of 8 quarters"): gap.rolling(QUARTERS).mean().dropna()})


@indicator(
    title="Every part of the two baskets, latest quarter",
    unit="standard deviations",
    formula="z-score of each part on its own history in the last quarter that all parts have; beside the basket's "
    "name what each of its parts weighs",
    series=SERIES,
    serves=("two-economies",),
    hints=Hints("ranks", 2, recessions=False),
    caveat="Signed so that up is strength: falling delinquencies, falling inflation and falling concentration count up.",
    method="OECD and JRC, Handbook on Constructing Composite Indicators (2008): z-scores, equal weights",
)
def basket_parts(panel: Panel) -> pd.DataFrame:
    sides = {
        AI_NAME: scores(panel, AI_ECONOMY, AI_PARTS.default),
        REAL_NAME: scores(panel, REAL_ECONOMY, REAL_PARTS.default),
    }
    common = sides[AI_NAME].index.intersection(sides[REAL_NAME].index)
    enough(common)
    day = common[-1]
    rows = [
        {
            "x": name,
            "line": named(message("{side}, {share:.0f}% each", side=side, share=100 / len(table.columns))),
            "value": value,
        }
        for side, table in sides.items()
        for name, value in table.loc[day].items()
    ]
    return pd.DataFrame(rows)


# --- the first version of the test ----------------------------------------------------------------


def _gap(both: pd.DataFrame) -> pd.Series:
    return both[AI_NAME] - both[REAL_NAME]


@statistic
def gap_widening(panel: Panel) -> Reading:
    """Change of the gap over eight quarters, standard deviations."""
    gap = _gap(baskets(panel))
    widened = (gap - gap.shift(QUARTERS)).dropna()
    enough(widened)
    return Reading(float(widened.iloc[-1]), period_end(widened.index[-1], "quarterly"), past=widened)


@statistic
def basket_correlation(panel: Panel) -> Reading:
    changes = baskets(panel).diff()
    overlap = changes[AI_NAME].rolling(DECADE, min_periods=QUARTERS).corr(changes[REAL_NAME]).dropna()
    enough(overlap)
    return Reading(float(overlap.iloc[-1]), period_end(overlap.index[-1], "quarterly"), past=overlap)
