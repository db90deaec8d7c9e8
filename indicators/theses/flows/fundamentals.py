"""Thesis: markets move on flows. How much of the S&P 500's moves fundamentals and flows account for.

The regressions are in `indicators.theses.flows.regressors`: adjusted R² on changes over a moving window. A lead is
what flows and policy account for less what fundamentals do, with the VIX and without it: the VIX is priced from
options on the very index it is to explain. Whether shares look at fundamentals is told by the days on which these
are published.
"""

from contextlib import suppress

import numpy as np
import pandas as pd

from indicators.i18n.messages import message, named
from indicators.judging.judgement import Said
from indicators.judging.registry import indicator, statistic, tidy, words_of
from indicators.model import Control, Hints
from indicators.model.declaration import Reading
from indicators.model.missing import MissingData, enough
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.theses.flows.regressors import (
    HAPPENED,
    MONTHLY,
    POSITIONS,
    PUBLISHED,
    SERIES,
    SPX,
    WEEKLY,
    WIDER_SERIES,
    as_known,
    changes,
    grid_of,
    monthly_changes,
    readings,
)
from indicators.theses.flows.scheduled_days import DATA, REACH, USUAL, ranks, trailing

YEAR, MONTHS = 52, 36
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
    unit="percentage points of variance explained; dotted: neither leads",
    formula="adjusted R² of flows and policy − adjusted R² of fundamentals, over a moving window of weeks",
    series=(*SERIES, *WIDER_SERIES),
    serves=("fundamentals-ignored",),
    controls=(WINDOW, TIMING, SET),
    hints=Hints(decimals=0, focus=WITHOUT, years=10, thresholds={0.0: ""}),
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


# --- the first version of the tests ---------------------------------------------------------------


@statistic
def weekly_flows_lead(panel: Panel) -> Reading:
    return _lead(changes(panel, WEEKLY), YEAR, WITHOUT)


@statistic
def weekly_flows_lead_with_vix(panel: Panel) -> Reading:
    return _lead(changes(panel, WEEKLY), YEAR, WITH)


@statistic
def monthly_flows_lead(panel: Panel) -> Reading:
    return _lead(monthly_changes(panel), MONTHS, WITHOUT)


@statistic
def monthly_flows_lead_with_vix(panel: Panel) -> Reading:
    return _lead(monthly_changes(panel), MONTHS, WITH)


def _lead(frame: pd.DataFrame, window: int, kind: str) -> Reading:
    """Points of R² by which flows and policy lead over the last window, with the VIX or without it."""
    past = leads(readings(frame, window))[kind]
    enough(past)
    return Reading(float(past.iloc[-1]), past.index[-1].date(), past=past)


# --- the test -------------------------------------------------------------------------------------


@statistic
def data_day_rank(panel: Panel, *, months: int, sessions: int) -> Reading:
    """How moves of the S&P 500 on days of data rank among those of ordinary sessions, percent; by chance 50."""
    mean, error, count = (part[DATA] for part in trailing(ranks(np.log(panel["SPX_CLOSE"]), sessions), months))
    value, reach, day = float(mean.iloc[-1]), float(REACH * error.iloc[-1]), mean.index[-1]
    return Reading(
        value,
        day.date(),
        value - reach,
        value + reach,
        null=50.0,
        sample=message("{days} days of payrolls or consumer prices", days=int(count.iloc[-1])),
        past=mean,
    )


ANSWERS = {
    "supported": message(
        "Yes: shares moved hardly more on days of payrolls and consumer prices than on ordinary days."
    ),
    "contradicted": message(
        "No: shares moved clearly more on days of payrolls and consumer prices than on ordinary days."
    ),
    "mixed": message(
        "Not settled: whether shares move clearly more on days of payrolls and consumer prices cannot be told yet."
    ),
}


@words_of("fundamentals-ignored")
def fundamentals_words(said: Said) -> Words:
    read = said["data-day-rank"]
    sentence = message(
        "In the {months} months to {day:day} the S&P 500's move on days of payrolls or consumer prices was larger than "
        "on {value:.0f}% of ordinary days ({low:.0f} to {high:.0f}; if they were like any other, {null:.0f}%).",
        months=said.test.numbers()["months"],
        day=read.day,
        value=read.value,
        low=read.low,
        high=read.high,
        null=read.null,
    )
    return Words(USUAL if said.worth.ordinary else ANSWERS[said.status], sentence)
