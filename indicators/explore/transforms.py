"""Transforms of published series, by FRED's documented formulas and in its order.

1. *Frequency*: a fine series is aggregated. 2. *Units*: the result is transformed. 3. *Formula*: results
are combined (`indicators.explore.formula`). Two operations that FRED leaves to formulas are steps of their own:
deflation between 1 and 2 (`real`), and z-scores after 3 (`indicators.stats.maths`).

Where FRED counts observations back, we go by date, so that a gap shifts nothing and stays a gap: a result
without its earlier value is absent. An incomplete period is left out, in the middle of a series too (FRED
leaves out only the first and the last such period).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

import numpy as np
import pandas as pd
from pandas.tseries import holiday

from indicators.i18n.messages import Message, fill, message
from indicators.model import Frequency
from indicators.model.frequency import FREQUENCIES, coarseness
from indicators.model.unit import parse
from indicators.stats import maths

Method = Literal["average", "sum", "end"]

#: The label of each method, and pandas' name for it.
METHODS: Mapping[Method, tuple[str, str]] = {
    "average": (message("average"), "mean"),
    "sum": (message("sum"), "sum"),
    "end": (message("end of period"), "last"),
}
#: Largest distance before the same day of last year, for daily and weekly series.
_NEAR = pd.Timedelta(days=6)


class Unfit(ValueError):
    """The transform does not apply to a series. The message gives the reason; `of` names the series in it."""

    def __init__(self, template: str, **values: Any) -> None:
        super().__init__(fill(template, values | {"what": ""}).strip())
        self.template, self.values = template, values

    def of(self, what: str) -> Message:
        """The sentence about a series by name."""
        return fill(self.template, self.values | {"what": what})


# --- 1. frequency ---------------------------------------------------------------------------------


def is_finer(frequency: Frequency, than: Frequency) -> bool:
    """Whether a series of a frequency can be aggregated to another. One published now and then cannot."""
    return FREQUENCIES[than].is_coarse and coarseness(frequency) < coarseness(than)


def aggregate(series: pd.Series, frequency: Frequency, to: Frequency, method: Method) -> pd.Series:
    """The series by month, quarter or year, dated by its first day; incomplete periods are absent.

    A week belongs to the period in which its observation is dated. Raises Unfit where `to` is not coarser.
    """
    if not is_finer(frequency, to):
        raise Unfit(message("{what} is {frequency} and cannot be made {to}"), frequency=frequency, to=to)
    grouped = series.groupby(series.index.to_period(FREQUENCIES[to].pandas))
    whole = grouped.agg(METHODS[method][1])[_is_whole(series, frequency, to)]
    return whole.set_axis(whole.index.to_timestamp().as_unit("s")).rename(series.name)


def _is_whole(series: pd.Series, frequency: Frequency, to: Frequency) -> pd.Series:
    """Whether each coarse period has all its observations."""
    period = series.index.to_period(FREQUENCIES[to].pandas)
    if months := FREQUENCIES[frequency].months:
        return series.groupby(period).count() == FREQUENCIES[to].months / months
    day, step = series.index.to_series(), _step(series.index, frequency)
    hole = day.diff() > pd.Timedelta(days=FREQUENCIES[frequency].longest)
    short = hole | hole.shift(-1, fill_value=False)  # a hole makes the periods at both its ends incomplete
    if len(day):
        short.iloc[0] |= day.iloc[0] - step >= period[0].start_time
        short.iloc[-1] |= day.iloc[-1] + step <= period[-1].end_time
    return ~short.groupby(period).any()


def _step(days: pd.DatetimeIndex, frequency: Frequency) -> pd.DateOffset | pd.Timedelta:
    """The offset from one observation to the earliest next one."""
    if frequency == "weekly":
        return pd.Timedelta(days=7)
    return pd.Timedelta(days=1) if (days.day_of_week >= 5).any() else _business_day()


@cache
def _business_day() -> pd.DateOffset:
    """The business-day offset: weekdays without federal holidays and Good Friday, on which markets are closed."""
    # Markets and Reserve Banks are open on a Friday before a holiday, which matters at the end of a year.
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
    if months := FREQUENCIES[frequency].months:
        return maths.ago(series, months=months)
    steps, longest = series.index.to_series().diff(), FREQUENCIES[frequency].longest
    earlier = series.shift(1)
    return earlier if longest is None else earlier.where(steps <= pd.Timedelta(days=longest))


def year_before(series: pd.Series, frequency: Frequency) -> pd.Series:
    """x(t − 1 year): the value of the same date; for daily and weekly series the last one up to it, within a week."""
    if FREQUENCIES[frequency].months:
        return maths.ago(series, months=12)
    dates = series.index - pd.DateOffset(years=1)
    return pd.Series(series.reindex(dates, method="pad", tolerance=_NEAR).to_numpy(), index=series.index)


def at(series: pd.Series, frequency: Frequency, day: date) -> float:
    """The value of the period of a day; for daily and weekly series the last one up to it. Raises Unfit."""
    there, one = pd.Timestamp(day), FREQUENCIES[frequency]
    if one.months:
        there = there.to_period(one.pandas).start_time
        found = series.get(there)
    else:
        near = pd.Timedelta(days=one.longest or 366)
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
    #: The unit of the result, where it changes.
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
        lambda x, f, b: ((x / before(x, f)) ** FREQUENCIES[f].per_year - 1) * 100,
        message("percent change from the {period} before, compounded annual rate"),
    ),
    "cch": Units(
        message("Continuously compounded rate of change"), "(ln x(t) − ln x(t−1)) × 100",
        lambda x, f, b: (_logs(x) - _logs(before(x, f))) * 100,
        message("percent change from the {period} before, continuously compounded"),
    ),
    "cca": Units(
        message("Continuously compounded annual rate of change"), "(ln x(t) − ln x(t−1)) × 100 × {n}",
        lambda x, f, b: (_logs(x) - _logs(before(x, f))) * 100 * FREQUENCIES[f].per_year,
        message("percent change from the {period} before, continuously compounded annual rate"),
    ),
    "log": Units(message("Natural log"), "ln x(t)", lambda x, f, b: _logs(x), message("natural log")),
    "nbd": Units(message("Index = 100 on a day"), "x(t) / x({base:day}) × 100", _index, message("index, {base:day} = 100")),
}  # fmt: skip


def transform(series: pd.Series, frequency: Frequency, code: str, base: date | None = None) -> pd.Series:
    """The transformed series; `base` is the base day of an index. Raises Unfit."""
    if not FREQUENCIES[frequency].per_year and code in ("pca", "cca"):
        raise Unfit(message("{what} is published now and then and has no annual rate"))
    with np.errstate(all="ignore"):
        changed = UNITS[code].compute(series, frequency, base)
    return changed[np.isfinite(changed)].rename(series.name)


def unit_of(code: str, unit: str, frequency: Frequency, base: date | None = None) -> str:
    """The unit of a series in `unit` after a transformation."""
    if code == "lin":
        return unit
    held = {"points": parse(unit).of_difference, "period": FREQUENCIES[frequency].period, "base": base}
    return fill(UNITS[code].unit, held)


def formula_of(code: str, frequency: Frequency, base: date | None = None) -> str:
    """The formula of a transformation."""
    return fill(UNITS[code].formula, {"n": FREQUENCIES[frequency].per_year or "", "base": base})
