"""Pure functions on dated series. No unit is converted here and no gap is filled.

A dated series is a `pandas.Series` of floats on an ascending, unique DatetimeIndex. Where a function
needs the value of an earlier date and there is none, the result has no value there: October 2025 was
never collected, so October 2026 has no year-on-year change, and every shift goes by date.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

import numpy as np
import pandas as pd

from indicators.model.missing import enough

#: A dated series, or several side by side.
Dated = TypeVar("Dated", pd.Series, pd.DataFrame)


def ago(series: Dated, *, months: int = 0, days: int = 0) -> Dated:
    """The value of exactly so many months and days earlier, at each date; NaN where there is none."""
    earlier = series.index - pd.DateOffset(months=months, days=days)
    return series.reindex(earlier).set_axis(series.index)


def change(series: pd.Series, *, months: int = 0, days: int = 0) -> pd.Series:
    """The value less that of so many months and days earlier, in the series' unit, where there is one."""
    return (series - ago(series, months=months, days=days)).dropna()


def growth(series: pd.Series, *, months: int = 0, days: int = 0) -> pd.Series:
    """Percent change from so many months and days earlier; NaN where there is no earlier value, or it is zero."""
    return 100 * (series / _based(ago(series, months=months, days=days)) - 1)


def year_on_year(series: pd.Series) -> pd.Series:
    """Percent change from the same date a year earlier."""
    return growth(series, months=12)


def annualised_growth(series: pd.Series, months: int = 3) -> pd.Series:
    """Percent change over `months`, compounded to a year.

    Quarterly data with `months=3` gives the seasonally adjusted annual rate of growth.
    """
    return 100 * ((series / _based(ago(series, months=months))) ** (12 / months) - 1)


def share(part: pd.Series, whole: pd.Series) -> pd.Series:
    """`part` as a percent of `whole`, on the dates that both have; NaN of nothing."""
    part, whole = part.align(whole, join="inner")
    return 100 * part / _based(whole)


def share_over(part: pd.Series, whole: pd.Series, months: int) -> pd.Series:
    """`part` as a percent of `whole`, both monthly, each added up over so many months; absent where a month is."""
    return share(*(sum_over(one, months) for one in (part, whole))).dropna()


def sum_over(monthly: pd.Series, months: int) -> pd.Series:
    """The sum of so many months, at the last of them; absent where one has no value."""
    return every_month(monthly).rolling(months).sum().dropna()


def _based(base: pd.Series) -> pd.Series:
    """A denominator with NaN for its zeros."""
    return base.where(base != 0)


def by_month(series: pd.Series | pd.DataFrame, months: int = 1) -> Any:
    """Grouped by calendar month, quarter (3 months) or year (12), each dated by its first day.

    As `resample`, which walks from period to period in Python and takes four times as long; but a period
    without a value is absent.
    """
    month = series.index.to_numpy().astype("datetime64[M]").astype("int64")
    starts = (month // months * months).astype("datetime64[M]").astype("datetime64[s]")
    return series.groupby(pd.DatetimeIndex(starts, name=series.index.name))


def quarters(monthly: pd.Series, how: Literal["sum", "mean"]) -> pd.Series:
    """A monthly series by calendar quarter, dated by its first day; a quarter short of a month is absent."""
    grouped = by_month(monthly, 3)
    return grouped.agg(how)[grouped.count() == 3]


def every_month(series: pd.Series) -> pd.Series:
    """A monthly series with a row for every month from its first to its last, without a value where there is none.

    As `resample("MS").asfreq()`, which walks from month to month in Python and takes ten times as long.
    """
    months = series.index.to_numpy().astype("datetime64[M]")
    every = np.arange(months[0], months[-1] + 1).astype("datetime64[s]")
    return series.reindex(pd.DatetimeIndex(every, name=series.index.name))


def quarterly(series: pd.Series) -> pd.Series:
    """Means by quarter of a daily, weekly, monthly or quarterly series; a quarter short of a month is absent."""
    if set(series.index.month) <= {1, 4, 7, 10}:
        return series
    return quarters(by_month(series).mean().dropna(), "mean")


def deflate(nominal: pd.Series, prices: pd.Series, base: date) -> pd.Series:
    """`nominal` in the prices of the period dated `base`. Raises KeyError if prices lack it."""
    nominal, prices_there = nominal.align(prices, join="inner")
    return nominal / prices_there * prices[pd.Timestamp(base)]


def at(series: pd.Series, day: str) -> float:
    """The value dated `day` (ISO), in the series' unit.

    Raises TooShort where the series ends before that day or starts after it; KeyError where it has a gap there.
    """
    return float(between(series, day, day)[pd.Timestamp(day)])


def between(series: pd.Series, first: str, last: str) -> pd.Series:
    """The observations from `first` to `last` (ISO). Raises TooShort where the series does not span both."""
    start, end = pd.Timestamp(first), pd.Timestamp(last)
    enough(series[:start], series[end:])
    return series[start:end]


def of_year(series: pd.Series, year: int) -> pd.Series:
    """The observations of a calendar year. Raises TooShort where there are none."""
    found = series[f"{year}" : f"{year}"]
    enough(found)
    return found


def index_to(series: pd.Series, base: date, level: float = 100.0) -> pd.Series:
    """`series` scaled so that it is `level` at the last date on or before `base`.

    Raises TooShort if the series starts after `base`.
    """
    before = series[: pd.Timestamp(base)]
    enough(before)
    return series / before.iloc[-1] * level


def zscore(series: pd.Series, window: int | None = None) -> pd.Series:
    """Distance from the mean in standard deviations (n - 1).

    `window` observations up to and including each date; None takes the whole series. Undefined
    (NaN) where the window is not full or nothing in it varies.
    """
    if window is None:
        mean, deviation = series.mean(), series.std()
        return (series - mean) / deviation if series.nunique() > 1 else series * np.nan
    rolling = series.rolling(window)
    return (series - rolling.mean()) / rolling.std().replace(0, np.nan)


def contribution(
    nominal: pd.Series, real: pd.Series, total_nominal: pd.Series, total_real: pd.Series, months: int = 3
) -> pd.Series:
    """Contribution of a component to the growth of a Fisher-chained total, in percentage points.

    BEA's formula (NIPA handbook, chapter 4): the change of the component's quantity, valued at the
    prices of both periods, those of the earlier one raised by the total's price relative P:

        (v0 (q - 1) / P + v1 (1 - 1 / q)) / (V0 / P + V1 / F)

    with v and V the nominal component and total before and now, q and F their quantity relatives.
    (V1 / F stands for the total's old quantities at new prices, which differs from it by the gap
    between Paasche's index and Fisher's.) Contributions of all components add up to the growth of
    the total; chained dollars are not additive, so levels are never subtracted.

    `months` is the step between observations compared (3: quarter on quarter at an annual rate;
    12: four-quarter growth). Result on the dates that all four have with their earlier values.
    """
    frame = pd.concat([nominal, real, total_nominal, total_real], axis=1, join="inner")
    v1, r1, total1, chained1 = frame.to_numpy().T
    v0, r0, total0, chained0 = ago(frame, months=months).to_numpy().T
    with np.errstate(divide="ignore", invalid="ignore"):
        quantity, growth = r1 / r0, chained1 / chained0
        price = total1 / total0 / growth
        change = v0 * (quantity - 1) / price + v1 * (1 - 1 / quantity)
        simple = change / (total0 / price + total1 / growth)
        return pd.Series(100 * simple * _annualising(growth, months), frame.index).dropna()


def _annualising(relative: np.ndarray, months: int) -> np.ndarray | float:
    """The factor from growth over the step to growth at an annual rate; 1 for a step of a year."""
    if months == 12:
        return 1.0
    compounded = relative ** (12 / months) - 1
    return np.where(np.isclose(relative, 1), 12 / months, compounded / (relative - 1))


@dataclass(frozen=True)
class Episode:
    """A run of consecutive observations above a threshold."""

    start: pd.Timestamp
    end: pd.Timestamp
    length: int
    peak: float
    peak_day: pd.Timestamp


def episodes(series: pd.Series, threshold: float) -> list[Episode]:
    """Every maximal run of observations strictly above `threshold`, in order.

    Length counts observations; a run that is still going ends at the last one.
    """
    above = series > threshold
    run = (above != above.shift()).cumsum()[above]
    found = []
    for _, part in series[above].groupby(run):
        found.append(Episode(part.index[0], part.index[-1], len(part), float(part.max()), part.idxmax()))
    return found


def forward_return(prices: pd.Series, sessions: int) -> pd.Series:
    """Percent change over the next `sessions` observations; the last `sessions` have none."""
    return (100 * (prices.shift(-sessions) / prices - 1)).iloc[: max(len(prices) - sessions, 0)]


def median(values: np.ndarray, axis: int = -1) -> np.ndarray:
    """As `np.median` where no value is NaN, in a sixth of its time for thousands of values: it sorts them all."""
    n, ordered = values.shape[axis], np.sort(values, axis)
    if n == 0:
        return values.sum(axis) * np.nan
    return (ordered.take((n - 1) // 2, axis) + ordered.take(n // 2, axis)) / 2


@dataclass(frozen=True)
class Interval:
    """A point estimate with the ends of its interval and the number of observations."""

    value: float
    low: float
    high: float
    n: int


#: Numbers drawn at once: they fit a processor's cache, which all draws of daily data would not.
BATCH = 2**18


def block_bootstrap(
    sample: np.ndarray,
    statistic: Callable[[np.ndarray], np.ndarray],
    block: int,
    *,
    level: float = 0.90,
    draws: int = 2000,
    seed: int = 0,
) -> Interval:
    """Percentile interval of a statistic by the moving-block bootstrap (Kuensch 1989).

    `sample` has observations along its first axis; overlapping blocks of `block` of them are drawn
    with replacement, so that dependence within a block survives: `block` is at least the horizon of
    overlapping returns. `statistic` takes an array of some draws, shape (draws, n, ...), and returns (draws,).
    The seed is fixed: the same data give the same interval. Raises TooShort when `block` exceeds n.
    """
    n = len(sample)
    if block < 1:
        raise ValueError(f"a block has at least one observation, not {block}")
    enough(sample[block - 1 :])
    starts = np.random.default_rng(seed).integers(0, n - block + 1, size=(draws, -(-n // block)))
    blocks = np.moveaxis(np.lib.stride_tricks.sliding_window_view(sample, block, axis=0), -1, 1)
    batches = np.array_split(starts, -(-draws * sample.size // BATCH))
    drawn = np.concatenate([statistic(_joined(blocks[some])[:, :n]) for some in batches])
    low, high = np.nanquantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(statistic(sample[None])[0]), float(low), float(high), n)


def _joined(blocks: np.ndarray) -> np.ndarray:
    """Blocks of shape (draws, blocks, length, ...) put end to end: (draws, blocks x length, ...)."""
    return blocks.reshape(len(blocks), -1, *blocks.shape[3:])
