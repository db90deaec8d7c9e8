"""Slopes and means with Newey-West intervals, against formulas by hand."""

import numpy as np
import pandas as pd
import pytest

from indicators.model.missing import TooShort
from indicators.stats import newey_west

RNG = np.random.default_rng(3)
X, Y = RNG.normal(size=200), RNG.normal(size=200)


def test_without_lags_the_mean_has_the_usual_error():
    found = newey_west.mean(Y)
    reach = 1.6449 * np.std(Y) / np.sqrt(len(Y))
    assert (found.value, found.high - found.value) == (pytest.approx(Y.mean()), pytest.approx(reach, rel=1e-4))


def test_one_lag_adds_half_of_twice_the_first_autocovariance():
    rest = Y - Y.mean()
    spread = rest @ rest + 2 * 0.5 * (rest[1:] @ rest[:-1])
    found = newey_west.mean(Y, 1)
    assert found.value - found.low == pytest.approx(1.6449 * np.sqrt(spread) / len(Y), rel=1e-4)


def test_the_slope_is_that_of_least_squares_and_on_a_dummy_a_difference_of_means():
    assert newey_west.slope(X, Y, 3).value == pytest.approx(np.polyfit(X, Y, 1)[0])
    some = (X > 1).astype(float)
    assert newey_west.slope(some, Y, 3).value == pytest.approx(Y[X > 1].mean() - Y[X <= 1].mean())
    assert newey_west.slope(some, Y, 3, centred=False).value == pytest.approx(Y[X > 1].mean())


def test_overlapping_sums_need_lags_for_their_interval_to_hold():
    overlapping = np.convolve(RNG.normal(size=2000), np.ones(20), "valid")
    none, enough = (newey_west.mean(overlapping, lags) for lags in (0, 40))
    assert enough.high - enough.low > 3 * (none.high - none.low)


@pytest.mark.parametrize("centred", [True, False])
def test_so_far_is_the_slope_of_what_is_known_by_each_date(centred: bool):
    days = pd.date_range("2020-01-01", periods=200)
    past = newey_west.slope_so_far(pd.Series(X, days), pd.Series(Y, days), 50, centred=centred)
    assert len(past) == 151
    for n in (50, 120, 200):
        assert past.iloc[n - 50] == pytest.approx(newey_west.slope(X[:n], Y[:n], 2, centred=centred).value)


def test_nothing_that_varies_has_no_slope():
    for x in (np.ones(10), np.zeros(2)):
        with pytest.raises(TooShort):
            newey_west.slope(x, np.arange(float(len(x))), 1)
