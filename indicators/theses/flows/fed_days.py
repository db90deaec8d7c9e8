"""Thesis: markets move on flows. Days of the Federal Reserve against days of data.

How far the two-year Treasury yield and the VIX move on FOMC decision days, and on the days of
consumer prices and payrolls; and whether activity follows the price of shares. Days of decisions and
of consumer prices are listed in `seeds/events.toml`. No list of payroll days ships: they are
reconstructed by the rule of their publisher. Speeches are in no free public calendar.
"""

from collections.abc import Callable, Iterable
from functools import cache

import numpy as np
import pandas as pd

from indicators.i18n.messages import Message, joined, message, named
from indicators.judging.registry import indicator, judges, tidy
from indicators.model import Control, Hints, Status, Verdict
from indicators.model.event_kind import EventKind
from indicators.model.missing import enough
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.flows.scheduled_days import listed_days, payroll_days

YEARS = 3
TWO_YEAR, VIX = "DGS2", "VIXCLS"
#: Yields are read in percent and their moves told in basis points; the VIX is told in its own points.
SCALE = {TWO_YEAR: 100.0, VIX: 1.0}
FOMC, CPI, PAYROLLS, OTHER = "FOMC decisions", "CPI releases", message("Payroll releases"), message("Other days")

ACTIVITY = {
    "INDPRO": message("Industrial production"),
    "PAYEMS": message("Payroll employment"),
    "ICSA": message("Initial claims, sign turned"),
}
LAGS = range(-6, 13)
SINCE_2006, BEFORE_2020, SINCE_2022 = "2006", "2019", "2022"
SPANS = {SINCE_2006: slice("2006", None), BEFORE_2020: slice("2006", "2019"), SINCE_2022: slice("2022", None)}

WINDOW = Control("window", "Over the last", (2, 3, 4), YEARS, {n: named(message("{n} years", n=n)) for n in (2, 3, 4)})
CHANGE = Control("change", "Change over", (3, 6, 12), 6, {n: named(message("{n} months", n=n)) for n in (3, 6, 12)})
SPAN = Control(
    "span",
    "Period",
    tuple(SPANS),
    SINCE_2006,
    {SINCE_2006: "Since 2006", BEFORE_2020: "2006 to 2019", SINCE_2022: "Since 2022"},
)
CALENDARS = (
    "CPI days are listed from February 2022 to July 2026, without those of January to March 2026. Payroll days are "
    "reconstructed by the rule of the Bureau of Labor Statistics, the third Friday after the week of the 12th, with "
    "the moves for holidays and lapses in appropriations that are known. Speeches and minutes are not among them."
)


# --- the calendars --------------------------------------------------------------------------------


@cache
def days_by_kind() -> dict[str, pd.DatetimeIndex]:
    """The days of each kind. A day that is of two kinds says nothing of either and is in none."""
    days = {FOMC: listed_days(EventKind.FOMC), CPI: listed_days(EventKind.CPI), PAYROLLS: payroll_days()}
    counts = pd.Series(1, np.concatenate(list(days.values()))).groupby(level=0).sum()
    return {kind: found.difference(counts.index[counts > 1]) for kind, found in days.items()}


def moves(panel: Panel, id: str) -> pd.DataFrame:
    """Every session with a close before it: `move`, the absolute change of a series, and `kind` of day.

    Moves of yields in basis points, of the VIX in its points. A day of two kinds has no `kind`.
    """
    change = SCALE[id] * panel[id].diff().abs().dropna()
    kind = pd.Series(OTHER, index=change.index, dtype=object)
    named = listed_days(EventKind.FOMC).union(listed_days(EventKind.CPI)).union(payroll_days())
    kind[change.index.isin(named)] = None
    for name, days in days_by_kind().items():
        kind[change.index.isin(days)] = name
    return pd.DataFrame({"move": change, "kind": kind})


def latest(table: pd.DataFrame, years: int) -> pd.DataFrame:
    """The last so many years of `moves` up to the last CPI release listed: beyond it no day can be told.

    Empty where they end before the first that is listed.
    """
    known = listed_days(EventKind.CPI)
    known = known[known <= table.index.max()]
    if known.empty:
        return table[:0]
    end = known[-1]
    return table[(table.index > end - pd.DateOffset(years=years)) & (table.index <= end)]


def means(table: pd.DataFrame) -> pd.Series:
    """Mean move by kind of day."""
    return table.groupby("kind").move.mean()


def rolling_means(panel: Panel, id: str) -> dict[str, pd.Series]:
    """Mean move over three years by kind of day, at each month's last session.

    A line begins three years after its calendar does and ends with it; none begins before that of the FOMC.
    """
    table, days = moves(panel, id), days_by_kind()
    lines = {}
    for kind, (first, last) in {
        FOMC: (days[FOMC][0], days[FOMC][-1]),
        CPI: (days[CPI][0], days[CPI][-1]),
        PAYROLLS: (days[FOMC][0], days[PAYROLLS][-1]),
        OTHER: (days[FOMC][0], days[CPI][-1]),
    }.items():
        start, end = max(first, table.index[0]) + pd.DateOffset(years=YEARS), last + pd.DateOffset(months=1)
        mean = table.move.where(table.kind == kind).rolling(f"{round(365.25 * YEARS)}D", min_periods=12).mean()
        lines[kind] = mean[start:end].groupby(pd.Grouper(freq="ME")).tail(1).dropna()
    return lines


# --- the indicators -------------------------------------------------------------------------------


@indicator(
    title="Moves of the two-year yield on Fed days and data days",
    unit="basis points, mean absolute daily change over three years",
    formula="absolute change of the two-year Treasury yield from the session before, mean over the days of each kind "
    "in three years",
    series=(TWO_YEAR,),
    serves=("fed-talk-moves-vol",),
    hints=Hints(decimals=1, focus=FOMC, quiet=(OTHER,), years=10),
    caveat=CALENDARS + " Days that are of two kinds are left out; before 2022 other days hold CPI days.",
    method="U.S. Bureau of Labor Statistics, Handbook of Methods, Current Employment Statistics, on release days",
)
def two_year_moves(panel: Panel) -> pd.DataFrame:
    return tidy(rolling_means(panel, TWO_YEAR))


@indicator(
    title="Moves of the VIX on Fed days and data days",
    unit="index points, mean absolute daily change over three years",
    formula="absolute change of the VIX from the session before, mean over the days of each kind in three years",
    series=(VIX,),
    serves=("fed-talk-moves-vol",),
    hints=Hints(decimals=2, focus=FOMC, quiet=(OTHER,), years=10),
    caveat=CALENDARS + " The VIX mostly falls on decision days. 4 April 2025 was a payroll day and the day China "
    "answered the tariffs.",
    method="U.S. Bureau of Labor Statistics, Handbook of Methods, Current Employment Statistics, on release days",
)
def vix_moves(panel: Panel) -> pd.DataFrame:
    return tidy(rolling_means(panel, VIX))


@indicator(
    title="Fed days and data days against other days",
    unit="multiple of other days' mean absolute change, with 90% interval",
    formula="mean absolute daily change on the days of each kind ÷ mean on other days; interval: 90%, moving-block "
    "bootstrap over sessions, 21 at a time",
    series=(TWO_YEAR, VIX),
    serves=("fed-talk-moves-vol",),
    controls=(WINDOW,),
    hints=Hints("groups", 1, recessions=False, thresholds={1.0: ""}),
    caveat=CALENDARS + " Few days of each kind: the intervals overlap.",
    method="Kuensch (1989)",
)
def event_multiples(panel: Panel, window: int) -> pd.DataFrame:
    rows = []
    for id, line in ((TWO_YEAR, message("Two-year yield")), (VIX, "VIX")):
        table = latest(moves(panel, id), window).dropna()
        enough(table)
        for kind in (FOMC, CPI, PAYROLLS):
            found = _compare(table, kind, OTHER, np.divide)
            rows.append({"x": kind, "line": line, "value": found.value, "low": found.low, "high": found.high})
    return pd.DataFrame(rows)


def _compare(table: pd.DataFrame, kind: str, other: str, by: Callable[..., np.ndarray]) -> maths.Interval:
    """Mean move on one kind of day compared with that on another, with its interval."""
    sample = np.column_stack([table.kind == kind, table.kind == other, table.move]).astype(float)

    def statistic(drawn: np.ndarray) -> np.ndarray:
        days, others, move = np.moveaxis(drawn, -1, 0)
        return by((days * move).sum(-1) / days.sum(-1), (others * move).sum(-1) / others.sum(-1))

    return maths.block_bootstrap(sample, statistic, 21, draws=500)


# --- lead and lag ---------------------------------------------------------------------------------


def month_ends(daily: pd.Series) -> pd.Series:
    """The last value of each month, dated by its first day; the last month, which may go on, is left out."""
    return maths.by_month(daily).last().iloc[:-1].dropna()


def monthly(panel: Panel, id: str) -> pd.Series:
    """An activity series by month, higher when activity is: claims as the negative of their month's mean."""
    if id != "ICSA":
        return panel[id]
    return -maths.by_month(panel[id]).mean().iloc[:-1]


def percent_change(series: pd.Series, months: int) -> pd.Series:
    """Percent change over so many months, by date, of a series of one sign."""
    before = maths.ago(series, months=months)
    return (100 * (series - before) / before.abs()).dropna()


def by_lag(price: pd.Series, activity: pd.Series, lags: range = LAGS) -> pd.Series:
    """Correlation of a month's change of price with the change of activity so many months later, by lag.

    Indexed by the lag in months: above zero activity comes after the price.
    """
    price = price[price.index.isin(activity.index)]  # every lag is read over the same months
    later = {lag: activity.reindex(price.index + pd.DateOffset(months=lag)).set_axis(price.index) for lag in lags}
    return pd.Series({lag: float(price.corr(moved)) for lag, moved in later.items()})


def lead_lag(panel: Panel, id: str, change: int, span: str = SINCE_2006) -> pd.Series:
    """`by_lag` of the S&P 500 and one activity series, both as changes over so many months."""
    # Activity is cut to neither end of the span: what comes later is what the lag asks for.
    price = percent_change(month_ends(panel["SPX_CLOSE"]), change)[SPANS[span]]
    return by_lag(price, percent_change(monthly(panel, id), change))


@indicator(
    title="Lead and lag of activity against the S&P 500",
    unit="correlation of changes, by months that activity comes after the price",
    formula="correlation of the percent change of the S&P 500's month-end close with the percent change of activity, "
    "over the same number of months, so many months later",
    series=("SPX_CLOSE", *ACTIVITY),
    serves=("fed-talk-moves-vol",),
    controls=(CHANGE, SPAN),
    hints=Hints("curve", 2, recessions=False, thresholds={0.0: ""}),
    caveat="Left of zero activity leads, right of it the price. Changes overlap and two recessions decide most of it; "
    "activity is as revised, not as first published.",
)
def activity_lag(panel: Panel, change: int, span: str) -> pd.DataFrame:
    found = {name: lead_lag(panel, id, change, span) for id, name in ACTIVITY.items() if id in panel}
    rows = [
        {"x": f"{lag:+d}" if lag else "0", "line": name, "value": value}
        for name, correlations in found.items()
        for lag, value in correlations.items()
    ]
    return pd.DataFrame(rows)


# --- the test -------------------------------------------------------------------------------------


@judges(
    "fed-talk-moves-vol",
    unit=message("basis points, two-year yield: FOMC days less the larger of CPI and payroll days"),
    threshold=message(
        "supported when the two-year yield or the VIX moves more on FOMC days than on CPI and on payroll days, "
        "and industrial production follows the S&P 500; contradicted when both move less than on either"
    ),
    falsifier=message(
        "the two-year yield and the VIX both moving less on FOMC days than on CPI days and on payroll days"
    ),
    source="Mean absolute change by kind of day; Kuensch (1989) for the interval",
)
def judge_fed_talk(panel: Panel) -> Verdict:
    tables = {id: latest(moves(panel, id), YEARS).dropna() for id in (TWO_YEAR, VIX)}
    enough(*tables.values())
    yields, vix = means(tables[TWO_YEAR]), means(tables[VIX])
    by_change = {months: lead_lag(panel, "INDPRO", months) for months in CHANGE.options}
    correlations = by_change[CHANGE.default]
    rival = CPI if yields[CPI] > yields[PAYROLLS] else PAYROLLS
    found = _compare(tables[TWO_YEAR], FOMC, rival, np.subtract)
    lag = int(correlations.idxmax())
    end = tables[TWO_YEAR].index[-1]
    return Verdict(
        _weigh(yields, vix, lag),
        found.value,
        message(
            "In the three years to {end:day} the two-year yield moved {fomc:.1f} basis points on FOMC days, {cpi:.1f} on "
            "CPI days and {payrolls:.1f} on payroll days (other days {other:.1f}), the VIX {vix_fomc:.2f}, {vix_cpi:.2f} "
            "and {vix_payrolls:.2f} points. {follows}",
            end=end,
            fomc=yields[FOMC],
            cpi=yields[CPI],
            payrolls=yields[PAYROLLS],
            other=yields[OTHER],
            vix_fomc=vix[FOMC],
            vix_cpi=vix[CPI],
            vix_payrolls=vix[PAYROLLS],
            follows=_follows(lag, correlations),
        ),
        sensitivity=joined(
            [_difference(found, rival), _by_median(tables), _by_change(by_change.values())], "sentences"
        ),
        sample=_count(tables[TWO_YEAR]),
        through=end.date(),
    )


def _weigh(yields: pd.Series, vix: pd.Series, lag: int) -> Status:
    more = any(mean[FOMC] > max(mean[CPI], mean[PAYROLLS]) for mean in (yields, vix))
    less = all(mean[FOMC] < min(mean[CPI], mean[PAYROLLS]) for mean in (yields, vix))
    if more and lag > 0:
        return "supported"
    return "contradicted" if less else "mixed"


def _follows(lag: int, correlations: pd.Series) -> Message:
    if lag <= 0:
        return message("Industrial production does not come after the S&P 500.")
    return message(
        "Industrial production follows the S&P 500 by {months} months (correlation {correlation:.2f}).",
        months=lag,
        correlation=correlations[lag],
    )


def _difference(found: maths.Interval, rival: str) -> Message:
    known = {"low": found.low, "high": found.high}
    if rival == CPI:
        return message("Against cpi releases the 90% interval is {low:+.1f} to {high:+.1f} basis points.", **known)
    return message("Against payroll releases the 90% interval is {low:+.1f} to {high:+.1f} basis points.", **known)


def _by_median(tables: dict[str, pd.DataFrame]) -> Message:
    medians = {id: table.groupby("kind").move.median() for id, table in tables.items()}
    yields, vix = ([medians[id][kind] for kind in (FOMC, CPI, PAYROLLS)] for id in (TWO_YEAR, VIX))
    return message(
        "Medians, in that order: {yields:slash .1f} basis points, {vix:slash .2f} points of VIX.",
        yields=yields,
        vix=vix,
    )


def _by_change(correlations: Iterable[pd.Series]) -> Message:
    lags = [int(by_lag.idxmax()) for by_lag in correlations]
    return message(
        "With changes over 3, 6 and 12 months production lags by {short}, {middle} and {long} months.",
        short=lags[0],
        middle=lags[1],
        long=lags[2],
    )


def _count(table: pd.DataFrame) -> Message:
    n = table.kind.value_counts()
    return message(
        "{fomc} FOMC, {cpi} CPI and {payrolls} payroll days; the monthly sample begins in 2006",
        fomc=n[FOMC],
        cpi=n[CPI],
        payrolls=n[PAYROLLS],
    )
