"""Slopes and means with intervals that hold where errors are correlated over time (Newey and West 1987).

Analytic: nothing is drawn, so the same data give the same interval whatever the seed.
"""

from statistics import NormalDist

import numpy as np
import pandas as pd

from indicators.model.missing import enough
from indicators.stats.maths import Interval


def slope(x: np.ndarray, y: np.ndarray, lags: int, *, level: float = 0.90, centred: bool = True) -> Interval:
    """The least-squares slope of y on x, both of shape (n,), with its interval; through the origin unless `centred`.

    With x of 0 and 1 it is the mean of y where x is 1, less that where it is 0 if `centred`. `lags` reaches at least as
    far as neighbouring values of y overlap. Raises TooShort where x does not vary or nothing is left to vary about it.
    """
    n = len(x)
    enough(x[2:])
    if centred:
        x, y = x - x.mean(), y - y.mean()
    square = float(x @ x)
    enough(x[np.abs(x) > 1e-12])
    found = float(x @ y) / square
    scores = x * (y - found * x)
    spread = float(scores @ scores)
    for lag in range(1, min(lags, n - 1) + 1):
        spread += 2 * (1 - lag / (lags + 1)) * float(scores[lag:] @ scores[:-lag])
    reach = NormalDist().inv_cdf((1 + level) / 2) * np.sqrt(max(spread, 0.0)) / square
    return Interval(found, found - reach, found + reach, n)


def mean(values: np.ndarray, lags: int = 0, *, level: float = 0.90) -> Interval:
    """The mean of values, shape (n,), with its interval."""
    return slope(np.ones(len(values)), values, lags, level=level, centred=False)


def slope_so_far(x: pd.Series, y: pd.Series, fewest: int, *, centred: bool = True) -> pd.Series:
    """What `slope` would have found at each date, of the observations up to it; none before there are `fewest`."""
    n = np.arange(1, len(x) + 1)
    sum_x, sum_y, square, product = (np.cumsum(one.to_numpy(float)) for one in (x, y, x * x, x * y))
    shift = 1 / n if centred else 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (product - sum_x * sum_y * shift) / (square - sum_x**2 * shift)
    return pd.Series(np.where(np.isfinite(found), found, np.nan), x.index).iloc[fewest - 1 :].dropna()
