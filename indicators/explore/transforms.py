"""What is done to a published series before it is drawn, by FRED's documented formulas and in its order.

1. *Frequency*: a fine series is aggregated. 2. *Units*: the result is transformed. 3. *Formula*: results
are combined (`indicators.explore.formula`). Two things FRED leaves to a formula have a place of their own:
prices are taken out between 1 and 2 (`real`), and z-scores are taken after 3 (`indicators.stats.maths`).

Where FRED counts observations back, we go by date, so that a gap shifts nothing and stays a gap: what
has no earlier value to stand on is absent. A period short of an observation is left out, in the middle
of a series too (FRED leaves out only the first and the last such period).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from indicators.i18n.messages import Message, fill, message
from indicators.model import Frequency
from indicators.model.periods import MONTHS
from indicators.stats import maths

Method = Literal["average", "sum", "end"]

#: Observations in a year, as FRED counts them; a series published now and then has no such number.
PER_YEAR: Mapping[Frequency, int] = {"daily": 260, "weekly": 52, "monthly": 12, "quarterly": 4, "annual": 1}
#: What a series can be aggregated to: pandas' name of the period.
COARSE: Mapping[Frequency, str] = {"monthly": "M", "quarterly": "Q", "annual": "Y"}
#: One observation of each frequency, in words.
PERIOD: Mapping[Frequency, str] = {
    "daily": message("day"),
    "weekly": message("week"),
    "monthly": message("month"),
    "quarterly": message("quarter"),
    "annual": message("year"),
    "irregular": message("observation"),
}
#: How a method reads, and pandas' name for it.
METHODS: Mapping[Method, tuple[str, str]] = {
    "average": (message("average"), "mean"),
    "sum": (message("sum"), "sum"),
    "end": (message("end of period"), "last"),
}
#: Days between observations beyond which one is missing: no market is closed for longer than a week.
_LONGEST: Mapping[Frequency, int] = {"daily": 7, "weekly": 10}
#: How far before the same day of last year the value of a daily or weekly series may lie.
_NEAR = pd.Timedelta(days=6)
_FINEST_FIRST: tuple[Frequency, ...] = tuple(PER_YEAR)


class Unfit(ValueError):
    """What was asked cannot be done to a series. The message says why; `of` says it of a series by name."""

    def __init__(self, template: str, **values: Any) -> None:
        super().__init__(fill(template, values | {"what": ""}).strip())
        self.template, self.values = template, values

    def of(self, what: str) -> Message:
        """The sentence about what it is that cannot be."""
        return fill(self.template, self.values | {"what": what})


# --- 1. frequency ---------------------------------------------------------------------------------


def is_finer(frequency: Frequency, than: Frequency) -> bool:
    """Whether a series of a frequency can be aggregated to another. One published now and then cannot."""
    order = _FINEST_FIRST
    return frequency in order and than in COARSE and order.index(frequency) < order.index(than)


def aggregate(series: pd.Series, frequency: Frequency, to: Frequency, method: Method) -> pd.Series:
    """The series by month, quarter or year, dated by its first day; incomplete periods are absent.

    A week belongs to the period in which its observation is dated. Raises Unfit where `to` is not coarser.
    """
    if not is_finer(frequency, to):
        raise Unfit(message("{what} is {frequency} and cannot be made {to}"), frequency=frequency, to=to)
    grouped = series.groupby(series.index.to_period(COARSE[to]))
    whole = grouped.agg(METHODS[method][1])[_is_whole(series, frequency, to)]
    return whole.set_axis(whole.index.to_timestamp().as_unit("s")).rename(series.name)


def _is_whole(series: pd.Series, frequency: Frequency, to: Frequency) -> pd.Series:
    """Whether each coarse period has all its observations."""
    period = series.index.to_period(COARSE[to])
    if frequency in MONTHS:
        return series.groupby(period).count() == MONTHS[to] / MONTHS[frequency]
    day, step = series.index.to_series(), _step(series.index, frequency)
    hole = day.diff() > pd.Timedelta(days=_LONGEST[frequency])
    short = hole | hole.shift(-1, fill_value=False)  # a hole leaves the periods at both its ends short
    if len(day):
        short.iloc[0] |= day.iloc[0] - step >= period[0].start_time
        short.iloc[-1] |= day.iloc[-1] + step <= period[-1].end_time
    return ~short.groupby(period).any()


def _step(days: pd.DatetimeIndex, frequency: Frequency) -> pd.DateOffset | pd.Timedelta:
    """From one observation to when the next can be."""
    if frequency == "weekly":
        return pd.Timedelta(days=7)
    return pd.Timedelta(days=1) if (days.day_of_week >= 5).any() else _business_day()


@cache
def _business_day() -> pd.DateOffset:
    """From one weekday to the next that is no holiday: federal, or Good Friday, on which markets are closed."""
    from pandas.tseries import holiday

    # Markets and Reserve Banks are open on a Friday before a holiday: only New Year's Day can end a month so.
    new_year = holiday.Holiday("New Year's Day", month=1, day=1, observance=holiday.sunday_to_monday)
    rules = [new_year, holiday.GoodFriday, *holiday.USFederalHolidayCalendar.rules[1:]]
    days = holiday.AbstractHolidayCalendar("Business days", rules).holidays("1900-01-01", "2100-01-01")
    return pd.offsets.CustomBusinessDay(holidays=days)


# --- between: prices ------------------------------------------------------------------------------


def whole_years(prices: pd.Series, frequency: Frequency) -> pd.Series:
    """The mean price level of each year that has all its observations, by year."""
    yearly = prices if frequency == "annual" else aggregate(prices, frequency, "annual", "average")
    return yearly.set_axis(yearly.index.year)


def real(nominal: pd.Series, prices: pd.Series, base: float) -> pd.Series:
    """`nominal` at the prices of a base: x(t) / P(t) × `base`, on the dates that both have."""
    nominal, prices = nominal.align(prices, join="inner")
    return nominal / prices * base


# --- 2. units -------------------------------------------------------------------------------------


def before(series: pd.Series, frequency: Frequency) -> pd.Series:
    """x(t − 1): the value of the period before; absent where that one is missing."""
    if frequency in MONTHS:
        return maths.ago(series, months=MONTHS[frequency])
    steps, longest = series.index.to_series().diff(), _LONGEST.get(frequency)
    earlier = series.shift(1)
    return earlier if longest is None else earlier.where(steps <= pd.Timedelta(days=longest))


def year_before(series: pd.Series, frequency: Frequency) -> pd.Series:
    """x(t − 1 year): the value of the same date; of days and weeks the last one up to it, within a week."""
    if frequency in MONTHS:
        return maths.ago(series, months=12)
    dates = series.index - pd.DateOffset(years=1)
    return pd.Series(series.reindex(dates, method="pad", tolerance=_NEAR).to_numpy(), index=series.index)


def at(series: pd.Series, frequency: Frequency, day: date) -> float:
    """The value of the period that a day lies in; of days and weeks the last one up to it. Raises Unfit."""
    there = pd.Timestamp(day)
    if frequency in MONTHS:
        there = there.to_period(COARSE[frequency]).start_time
        found = series.get(there)
    else:
        near = pd.Timedelta(days=_LONGEST.get(frequency, 366))
        found = series.reindex([there], method="pad", tolerance=near).iloc[0]
    if found is None or not np.isfinite(found) or found == 0:
        raise Unfit(message("{what} has no value on {day} to be 100"), day=day)
    return float(found)


def _logs(series: pd.Series) -> pd.Series:
    return np.log(series.where(series > 0))


def _index(series: pd.Series, frequency: Frequency, base: date | None) -> pd.Series:
    if base is None:
        raise Unfit(message("{what} has no day to be 100 on"))
    return series / at(series, frequency, base) * 100


@dataclass(frozen=True)
class Units:
    """One of FRED's transformations of units; `{n}` and `{period}` depend on the frequency."""

    name: str
    formula: str
    compute: Callable[[pd.Series, Frequency, date | None], pd.Series]
    #: What the result is counted in, where that is another than before.
    unit: str = ""


#: FRED's transformations by its own codes, in its order.
UNITS: Mapping[str, Units] = {
    "lin": Units(message("Level"), "x(t)", lambda x, f, b: x),
    "chg": Units(
        message("Change"), "x(t) − x(t−1)", lambda x, f, b: x - before(x, f), message("{points}, change from the {period} before")
    ),
    "ch1": Units(
        message("Change from a year ago"), "x(t) − x(t−1 year)", lambda x, f, b: x - year_before(x, f),
        message("{points}, change from a year ago"),
    ),
    "pch": Units(
        message("Percent change"), "(x(t) / x(t−1) − 1) × 100", lambda x, f, b: (x / before(x, f) - 1) * 100,
        message("percent change from the {period} before"),
    ),
    "pc1": Units(
        message("Percent change from a year ago"), "(x(t) / x(t−1 year) − 1) × 100",
        lambda x, f, b: (x / year_before(x, f) - 1) * 100, message("percent change from a year ago"),
    ),
    "pca": Units(
        message("Compounded annual rate of change"), "((x(t) / x(t−1))^{n} − 1) × 100",
        lambda x, f, b: ((x / before(x, f)) ** PER_YEAR[f] - 1) * 100,
        message("percent change from the {period} before, compounded annual rate"),
    ),
    "cch": Units(
        message("Continuously compounded rate of change"), "(ln x(t) − ln x(t−1)) × 100",
        lambda x, f, b: (_logs(x) - _logs(before(x, f))) * 100,
        message("percent change from the {period} before, continuously compounded"),
    ),
    "cca": Units(
        message("Continuously compounded annual rate of change"), "(ln x(t) − ln x(t−1)) × 100 × {n}",
        lambda x, f, b: (_logs(x) - _logs(before(x, f))) * 100 * PER_YEAR[f],
        message("percent change from the {period} before, continuously compounded annual rate"),
    ),
    "log": Units(message("Natural log"), "ln x(t)", lambda x, f, b: _logs(x), message("natural log")),
    "nbd": Units(message("Index = 100 on a day"), "x(t) / x({base:day}) × 100", _index, message("index, {base:day} = 100")),
}  # fmt: skip


def transform(series: pd.Series, frequency: Frequency, code: str, base: date | None = None) -> pd.Series:
    """The series in other units, where it has them; `base` is the day of an index. Raises Unfit."""
    if frequency not in PER_YEAR and code in ("pca", "cca"):
        raise Unfit(message("{what} is published now and then and has no annual rate"))
    with np.errstate(all="ignore"):
        changed = UNITS[code].compute(series, frequency, base)
    return changed[np.isfinite(changed)].rename(series.name)


def unit_of(code: str, unit: str, frequency: Frequency, base: date | None = None) -> str:
    """What a series counted in `unit` is counted in after a transformation."""
    if code == "lin":
        return unit
    held = {"points": _points(unit), "period": PERIOD[frequency], "base": base}
    return fill(UNITS[code].unit, held)


def formula_of(code: str, frequency: Frequency, base: date | None = None) -> str:
    """A transformation written out."""
    return fill(UNITS[code].formula, {"n": PER_YEAR.get(frequency, ""), "base": base})


def _points(unit: str) -> str:
    """The unit of a difference: of percents it is percentage points."""
    return (
        f"percentage points{unit.removeprefix('percent')}" if unit.startswith("percent ") or unit == "percent" else unit
    )
