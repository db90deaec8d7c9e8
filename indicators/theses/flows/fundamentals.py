"""Thesis: markets move on flows. How much of the S&P 500's moves fundamentals and flows account for.

The regressions are in `indicators.theses.flows.regressors`: adjusted R² on changes over a moving window. A claim's
lead is what flows and policy account for less what fundamentals do, with the VIX and without it: the
VIX is priced from options on the very index it is to explain.
"""

from contextlib import suppress

import numpy as np
import pandas as pd

from indicators.catalogue import catalogue
from indicators.i18n.messages import Message, message, named
from indicators.judging.registry import indicator, judges, tidy
from indicators.model import Control, Hints, Status, Verdict
from indicators.model.missing import MissingData, enough
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.flows.regressors import (
    HAPPENED,
    LEVERAGED,
    MANAGERS,
    MARGIN,
    MONTHLY,
    POSITIONS,
    PUBLISHED,
    SERIES,
    SPX,
    WEEKLY,
    WIDER_SERIES,
    adjusted_r2,
    as_known,
    changes,
    grid_of,
    monthly_changes,
    readings,
    regressors,
)

YEAR, MONTHS = 52, 36
#: Points of R² by which flows must lead.
LEAD = catalogue.claims()["fundamentals-ignored"].thresholds["lead"]
BLOCK, DRAWS = 4, 500
NAMES = {
    "fundamentals": message("Fundamentals"),
    "flows": message("Flows and policy"),
    "without VIX": message("Flows without the VIX"),
}
WITH, WITHOUT = message("With the VIX"), message("Without the VIX")

TIMING = Control(
    "timing", "Fundamentals count", (PUBLISHED, HAPPENED), PUBLISHED,
    {PUBLISHED: "When published", HAPPENED: "For their own week"},
    "By the publication lag, or by the period they describe",
)  # fmt: skip
CORE, WIDER = "core", "wider"
SET = Control(
    "regressors", "Regressors", (CORE, WIDER), CORE, {CORE: "Core", WIDER: "Wider"},
    "Wider adds the NFCI to flows, and job postings and the Weekly Economic Index, where held, to fundamentals. All "
    "three are rewritten throughout, so that no past day can be judged with them",
)  # fmt: skip
WINDOW = Control(
    "window", "Window", (26, YEAR, 104), YEAR, {n: named(message("{n} weeks", n=n)) for n in (26, YEAR, 104)}
)
SPAN = Control(
    "span", "Window", (24, MONTHS, 60), MONTHS, {n: named(message("{n} months", n=n)) for n in (24, MONTHS, 60)}
)
STEP = Control("step", "Changes by", (WEEKLY, MONTHLY), WEEKLY, {WEEKLY: "Week", MONTHLY: "Month"})

UNIT = "percent of variance explained, adjusted R²"
LISTS = (
    "adjusted R² of least squares on changes. Fundamentals: initial and continued claims, payrolls, industrial "
    "production. Flows and policy: VIX, 2-year yield, net liquidity"
)
CAUTION = (
    "Association, not cause. Fundamentals are changes, not surprises against expectations, and earnings have no public "
    "weekly series: both understate them. The VIX is computed from S&P 500 options. "
)
TREASURY = (
    "Net liquidity is a Wednesday level (WALCL) less the Treasury's account and reverse repo; of the account the "
    "closing balance is used, and the week average (WTREGEN) only where that is not held."
)
METHOD = "Rolling ordinary least squares; adjusted R² because the sets differ in number"


# --- the indicators -------------------------------------------------------------------------------


def by_name(found: pd.DataFrame) -> pd.DataFrame:
    return tidy({NAMES[str(kind)]: series for kind, series in found.items()})


def leads(found: pd.DataFrame) -> pd.DataFrame:
    """By how many points flows and policy account for more than fundamentals, with and without the VIX."""
    return pd.DataFrame({WITH: found["flows"], WITHOUT: found["without VIX"]}).sub(found["fundamentals"], axis=0)


@indicator(
    title="Lead of flows and policy over fundamentals",
    unit="percentage points of variance explained; dotted: the test's threshold",
    formula="adjusted R² of flows and policy − adjusted R² of fundamentals, over a moving window of weeks",
    series=(*SERIES, *WIDER_SERIES),
    serves=("fundamentals-ignored",),
    controls=(WINDOW, TIMING, SET),
    hints=Hints(decimals=0, focus=WITHOUT, years=10, thresholds={LEAD: ""}),
    caveat=CAUTION,
    method=METHOD,
)
def weekly_lead(panel: Panel, window: int, timing: str, regressors: str) -> pd.DataFrame:
    found = leads(readings(changes(panel, WEEKLY, timing, regressors == WIDER), window))
    return tidy({str(name): series for name, series in found.items()})


@indicator(
    title="Weekly S&P 500 returns: fundamentals against flows and policy",
    unit=UNIT,
    formula=LISTS + "; wider: also the NFCI, job postings and the Weekly Economic Index where held",
    series=(*SERIES, *WIDER_SERIES),
    serves=("fundamentals-ignored",),
    controls=(WINDOW, TIMING, SET),
    hints=Hints(decimals=0, focus="Flows without the VIX", years=10),
    caveat=CAUTION + TREASURY,
    method=METHOD,
)
def weekly_r2(panel: Panel, window: int, timing: str, regressors: str) -> pd.DataFrame:
    return by_name(readings(changes(panel, WEEKLY, timing, regressors == WIDER), window))


@indicator(
    title="What each variable accounts for by itself",
    unit="percent of variance explained, R² of each alone",
    formula="squared correlation of the S&P 500's return with the change of one variable: over the last 52 weeks or 36 "
    "months, and over all of them",
    series=(*SERIES, *WIDER_SERIES, *POSITIONS, "FINRA_MARGIN_DEBT"),
    serves=("fundamentals-ignored", "flows-over-fundamentals"),
    controls=(STEP,),
    hints=Hints("ranks", 1),
    caveat=CAUTION + "Positions and margin debt follow prices as well as move them.",
    method=METHOD,
)
def each_alone(panel: Panel, step: str) -> pd.DataFrame:
    frame = changes(panel, WEEKLY, wider=True) if step == WEEKLY else monthly_changes(panel)
    if step == WEEKLY:
        window, names = YEAR, (named(message("Last {n} weeks", n=YEAR)), message("All weeks held"))
    else:
        window, names = MONTHS, (named(message("Last {n} months", n=MONTHS)), message("All months held"))
    parts = dict(zip(names, (frame[-window:], frame), strict=True))
    rows = [
        {"x": name, "line": line, "value": 100 * part[SPX].corr(part[name]) ** 2}
        for line, part in parts.items()
        for name in sorted(set(frame) - {SPX}, key=lambda name: -abs(frame[SPX][-window:].corr(frame[name])))
    ]
    return pd.DataFrame(rows)


@indicator(
    title="Net liquidity and the S&P 500: levels against changes",
    unit="correlation of levels, and of changes over 1 and 13 weeks",
    formula="correlation of the S&P 500 with net liquidity (WALCL − WTREGEN − reverse repo) on Wednesdays: of levels, "
    "of changes over a week, and over 13 weeks (logarithmic for the index, dollars for liquidity)",
    series=("SPX_CLOSE", "WALCL", "WTREGEN", "RRPONTSYD"),
    serves=("fundamentals-ignored", "flows-over-fundamentals"),
    hints=Hints("ranks", 2),
    caveat="Two trending levels correlate whatever they are: the correlation of levels is no evidence, and its sign "
    "turns with the period. WTREGEN is a week average beside a Wednesday level.",
    method="correlation of changes: levels that trend correlate by chance (Granger and Newbold 1974)",
)
def liquidity_correlation(panel: Panel) -> pd.DataFrame:
    frame = liquidity_levels(panel)
    decade = frame.index[-1] - pd.DateOffset(years=10)
    parts = {
        message("Ten years"): frame[decade:],
        message("2020 to 2022"): frame["2020":"2022"],
        message("Since 2023"): frame["2023":],
    }
    rows = [
        {"x": name, "line": line, "value": correlation}
        for line, part in parts.items()
        for name, correlation in correlations(part).items()
    ]
    return pd.DataFrame(rows)


def liquidity_levels(panel: Panel) -> pd.DataFrame:
    """On Wednesdays: `stocks`, logarithm of the S&P 500; `liquidity`, WALCL − WTREGEN − reverse repo, dollars."""
    grid = grid_of(panel, WEEKLY, ("SPX_CLOSE", "WALCL", "WTREGEN", "RRPONTSYD"))
    assets, treasury, repo = (as_known(panel, id, grid, 0) for id in ("WALCL", "WTREGEN", "RRPONTSYD"))
    stocks = np.log(as_known(panel, "SPX_CLOSE", grid, 0))
    return pd.DataFrame({"stocks": stocks, "liquidity": assets - treasury - repo})


def correlations(frame: pd.DataFrame) -> dict[str, float]:
    """Of `stocks` (logarithm) with `liquidity`: in levels, and in changes over one and thirteen weeks."""
    levels = float(np.exp(frame.stocks).corr(frame.liquidity))
    moved = {message("1 week"): frame.diff(1), named(message("{n} weeks", n=13)): frame.diff(13)}
    return {"Levels": levels} | {name: float(part.stocks.corr(part.liquidity)) for name, part in moved.items()}


@indicator(
    title="Monthly S&P 500 returns with positions and liquidity",
    unit=UNIT,
    formula=LISTS + ", net positions of asset managers and leveraged funds in S&P 500 futures (of open interest), and "
    "margin debt where held",
    series=(*SERIES, *POSITIONS, "FINRA_MARGIN_DEBT"),
    serves=("flows-over-fundamentals",),
    controls=(SPAN,),
    hints=Hints(decimals=0, focus="Flows without the VIX", years=10),
    caveat=CAUTION + "Positions and margin debt follow prices as well as move them. Margin debt may not be shipped: it "
    "joins after a refresh.",
    method=METHOD,
)
def monthly_r2(panel: Panel, span: int) -> pd.DataFrame:
    return by_name(readings(monthly_changes(panel), span))


@indicator(
    title="Margin debt",
    unit="dollars at the end of the period",
    formula="as published: loans against securities to households and to hedge funds at the end of the quarter, and "
    "debit balances in customers' margin accounts by month",
    series=("BOGZ1FL663067003Q", "BOGZ1FL624123035Q", "FINRA_MARGIN_DEBT"),
    serves=("flows-over-fundamentals",),
    hints=Hints(decimals=2, focus="Households", years=20),
    caveat="In current dollars: it grows with prices. FINRA's monthly figure may not ship; it appears after a refresh.",
)
def margin_debt(panel: Panel) -> pd.DataFrame:
    lines = {"Households": panel["BOGZ1FL663067003Q"], message("Hedge funds"): panel["BOGZ1FL624123035Q"]}
    with suppress(MissingData):
        lines["Customers (FINRA)"] = panel["FINRA_MARGIN_DEBT"]
    return tidy(lines)


# --- the tests ------------------------------------------------------------------------------------


THRESHOLD = message(
    "supported at a lead of {lead} points both with and without the VIX; contradicted when fundamentals lead in both"
)
FALSIFIER = message(
    "fundamentals accounting for more of the S&P 500's moves than flows and policy do, with the VIX and without it"
)
SOURCE = "Adjusted R² of rolling least squares on changes; Kuensch (1989) for the interval"


def weigh(with_vix: float, without: float, lead: float) -> Status:
    if min(with_vix, without) >= lead:
        return "supported"
    return "contradicted" if max(with_vix, without) < 0 else "mixed"


@judges(
    "fundamentals-ignored",
    unit=message("points of R² by which flows and policy lead fundamentals, without the VIX"),
    threshold=THRESHOLD,
    falsifier=FALSIFIER,
    source=SOURCE,
)
def judge_fundamentals_ignored(panel: Panel, *, lead: float) -> Verdict:
    frame = changes(panel, WEEKLY)
    found = readings(frame, YEAR)
    enough(found)
    both, last = leads(found), found.index[-1]
    often = 100 * (both.min(axis=1) >= lead).mean()
    return Verdict(
        weigh(both.at[last, WITH], both.at[last, WITHOUT], lead),
        float(both.at[last, WITHOUT]),
        message(
            "In the {weeks} weeks to {last:day} {readings}; a lead of {lead} points, and of {lead_without} without the VIX.",
            weeks=YEAR,
            last=last,
            readings=accounted(found.loc[last]),
            lead=whole(both.at[last, WITH]),
            lead_without=_with_interval(frame[:last][-YEAR:]),
        ),
        sensitivity=message(
            "Without the VIX the lead is {leads}. Both leads were {bar} points or more in {often:.0f}% of the weeks since "
            "{year}.",
            leads=_other_leads(panel, frame[:last]),
            bar=lead,
            often=often,
            year=found.index[0].year,
        ),
        sample=message(
            "{weeks} weeks to {last:day}; {windows} such windows, which overlap",
            weeks=YEAR,
            last=last,
            windows=len(found),
        ),
        through=last.date(),
    )


def whole(value: float) -> int:
    """A whole number, which knows no negative zero."""
    return round(value)


def accounted(row: pd.Series) -> Message:
    return message(
        "adjusted R² was {fundamentals}% for fundamentals, {flows}% for flows and policy, {without}% for these without the "
        "VIX",
        fundamentals=whole(row["fundamentals"]),
        flows=whole(row["flows"]),
        without=whole(row["without VIX"]),
    )


def _with_interval(frame: pd.DataFrame) -> Message:
    found = lead_interval(frame)
    return message(
        "{lead} (90% interval {low} to {high})", lead=whole(found.value), low=whole(found.low), high=whole(found.high)
    )


def _other_leads(panel: Panel, frame: pd.DataFrame) -> list[Message]:
    """The lead by window, by timing of the fundamentals, and with what is rewritten throughout."""
    found = {
        message("{weeks} weeks", weeks=weeks): latest_lead(frame, weeks) for weeks in WINDOW.options if weeks != YEAR
    }
    happened = changes(panel, WEEKLY, HAPPENED)[: frame.index[-1]]
    found[message("fundamentals in their own week")] = latest_lead(happened, YEAR)
    wider = changes(panel, WEEKLY, wider=True)
    added = [str(name) for name in wider if name not in frame]
    if added:
        known = wider.dropna()
        name = message("with {added:and lower}, to {day:date}", added=added, day=known.index[-1])
        found[name] = latest_lead(known, YEAR)
    return [message("{lead} ({reading})", lead=whole(value), reading=name) for name, value in found.items()]


def latest_lead(frame: pd.DataFrame, window: int) -> float:
    """The lead without the VIX over the last window. Raises TooShort where a row of it lacks a value."""
    found = readings(frame[-window:], window)
    enough(found)
    return float(leads(found)[WITHOUT].iloc[-1])


def lead_interval(frame: pd.DataFrame) -> maths.Interval:
    """The lead without the VIX over all rows, with its 90% interval: blocks of four weeks or months."""
    sets = regressors(frame)
    flows, real = (frame.columns.get_indexer(sets[kind]) for kind in ("without VIX", "fundamentals"))
    y = frame.columns.get_loc(SPX)

    def lead(drawn: np.ndarray) -> np.ndarray:
        return adjusted_r2(drawn[..., y], drawn[..., flows]) - adjusted_r2(drawn[..., y], drawn[..., real])

    return maths.block_bootstrap(frame.to_numpy(), lead, BLOCK, draws=DRAWS)


@judges(
    "flows-over-fundamentals",
    unit=message("points of R² by which flows and policy lead fundamentals, monthly, without the VIX"),
    threshold=THRESHOLD,
    falsifier=FALSIFIER,
    source=SOURCE,
)
def judge_flows_over_fundamentals(panel: Panel, *, lead: float) -> Verdict:
    frame = monthly_changes(panel)
    found = readings(frame, MONTHS)
    enough(found)
    both, last = leads(found), found.index[-1]
    frame = frame[:last]
    others = [
        message("{lead} over {months} months", lead=whole(latest_lead(frame, n)), months=n)
        for n in SPAN.options
        if n != MONTHS
    ]
    bare = latest_lead(frame.drop(columns=[MANAGERS, LEVERAGED, MARGIN], errors="ignore"), MONTHS)
    return Verdict(
        weigh(both.at[last, WITH], both.at[last, WITHOUT], lead),
        float(both.at[last, WITHOUT]),
        message(
            "In the {months} months to {last:month} {readings}; a lead of {lead} points, and of {lead_without} without the "
            "VIX. With liquidity and the 2-year yield alone it is {bare}: the rest is positions, which follow prices too.",
            months=MONTHS,
            last=last,
            readings=accounted(found.loc[last]),
            lead=whole(both.at[last, WITH]),
            lead_without=_with_interval(frame[-MONTHS:]),
            bare=whole(bare),
        ),
        sensitivity=message("Without the VIX the lead is {leads}.", leads=others),
        sample=message(
            "{months} months to {last:month}; {windows} such windows, which overlap",
            months=MONTHS,
            last=last,
            windows=len(found),
        ),
        through=last.date(),
    )
