"""Dates in the arithmetic: lookups, and grouping by month, quarter and year."""

import numpy as np
import pandas as pd
import pytest

from indicators.model.missing import TooShort
from indicators.stats import maths
from tests.stats.dated import monthly, quarterly


def test_a_quarter_short_of_a_month_is_absent():
    series = monthly(list(range(1, 10)), "2024-02-01").drop(pd.Timestamp("2024-08-01"))
    assert maths.quarters(series, "sum").to_dict() == {pd.Timestamp("2024-04-01"): 3 + 4 + 5}
    assert maths.quarters(series, "mean").tolist() == [4]


def test_a_year_is_its_twelve_months_and_one_without_any_is_too_short():
    months = monthly(list(range(16)), "2024-11-01")
    assert maths.of_year(months, 2025).tolist() == list(range(2, 14))
    with pytest.raises(TooShort):
        maths.of_year(months, 2023)


def test_a_fixed_date_is_looked_up_and_one_that_is_not_reached_is_too_short_a_history():
    series = monthly([1, 2, 3])
    assert [maths.at(series, day) for day in ("2024-01-01", "2024-03-01")] == [1, 3]
    for day in ("2023-12-01", "2024-04-01"):
        with pytest.raises(TooShort):
            maths.at(series, day)
    with pytest.raises(TooShort):
        maths.at(series[:0], "2024-01-01")


def test_a_fixed_date_within_the_history_that_has_no_value_is_a_mistake_of_who_asks():
    series = monthly([1, 2, 3]).drop(pd.Timestamp("2024-02-01"))
    with pytest.raises(KeyError):
        maths.at(series, "2024-02-01")


def test_a_span_is_had_whole_or_is_too_short_a_history():
    series = monthly([1, 2, 3, 4])
    assert maths.between(series, "2024-02-01", "2024-04-01").tolist() == [2, 3, 4]
    for first, last in (("2023-12-01", "2024-02-01"), ("2024-03-01", "2024-05-01")):
        with pytest.raises(TooShort):
            maths.between(series, first, last)


def test_a_quarter_short_of_a_month_has_no_mean():
    months = monthly([1, 2, 3, 4, 5, 6, 7]).drop(pd.Timestamp("2024-05-01"))
    assert maths.quarterly(months).to_dict() == {pd.Timestamp("2024-01-01"): 2}


@pytest.mark.parametrize(("months", "step"), [(1, "MS"), (3, "QS"), (12, "YS")])
def test_days_are_grouped_by_month_quarter_or_year_of_any_century(months: int, step: str):
    days = pd.Series(np.arange(900.0), pd.date_range("1968-11-20", periods=900))
    found = maths.by_month(days, months).mean()
    pd.testing.assert_series_equal(found, days.resample(step).mean(), check_freq=False, check_index_type=False)


def test_a_month_without_a_day_is_absent():
    days = pd.Series([1.0, 2.0], pd.DatetimeIndex(["2025-09-30", "2025-11-01"]))
    assert list(maths.by_month(days).last().index) == [pd.Timestamp("2025-09-01"), pd.Timestamp("2025-11-01")]


def test_days_are_averaged_by_month_first_and_quarters_come_back_as_they_are():
    days = pd.Series(1.0, pd.date_range("2025-01-01", "2025-03-31"))
    days["2025-02"] = 4.0
    assert maths.quarterly(days).to_dict() == {pd.Timestamp("2025-01-01"): 2}
    quarters = quarterly([1, 2, 3, 4, 5])
    pd.testing.assert_series_equal(maths.quarterly(quarters), quarters)


def test_every_month_has_its_row_and_a_gap_stays_one():
    held = pd.Series([1.0, 2.0, 4.0], pd.DatetimeIndex(["2025-08-01", "2025-09-01", "2025-11-01"]))
    pd.testing.assert_series_equal(
        maths.every_month(held), held.resample("MS").asfreq(), check_freq=False, check_index_type=False
    )
    assert np.isnan(maths.every_month(held)["2025-10-01"])
