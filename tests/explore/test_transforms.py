"""Transformations against FRED's documented formulas, worked by hand, and what must hold of any series."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.explore import formula as formulas
from indicators.explore import transforms
from indicators.explore.transforms import UNITS, Method, Unfit
from indicators.model import Frequency
from indicators.model.frequency import FREQUENCIES
from indicators.panel import panel
from indicators.store.store import Store

VALUES = st.floats(0.5, 1e6)


def dated(values: list[float], start: str = "2024-01-01", freq: str = "MS") -> pd.Series:
    return pd.Series(values, pd.date_range(start, periods=len(values), freq=freq), dtype=float, name="X")


def without(series: pd.Series, *days: str) -> pd.Series:
    return series.drop(pd.to_datetime(list(days)))


# --- units ----------------------------------------------------------------------------------------

# A year and a month: 100 in January 2024, 110 in December, 121 a month and a year later.
YEAR = dated([100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 109.5, 110, 121])


@pytest.mark.parametrize(
    ("code", "worked"),
    [
        ("lin", 121),
        ("chg", 11),  # 121 − 110
        ("ch1", 21),  # 121 − 100
        ("pch", 10),  # 121 / 110
        ("pc1", 21),  # 121 / 100
        ("pca", 213.8428376721),  # 1.1 to the twelfth is 3.138428376721
        ("cch", 9.531017980432),  # ln 1.1 = 0.09531017980432
        ("cca", 114.37221576518),  # twelve times that
        ("log", 4.795790545596741),  # ln 121
        ("nbd", 110),  # 121 to December's 110
    ],
)
def test_each_unit_is_freds_formula(code: str, worked: float):
    changed = transforms.transform(YEAR, "monthly", code, date(2024, 12, 15))
    assert changed["2025-01-01"] == pytest.approx(worked, rel=1e-10)


@pytest.mark.parametrize(
    ("frequency", "freq", "n"), [("quarterly", "QS", 4), ("annual", "YS", 1), ("weekly", "7D", 52), ("daily", "B", 260)]
)
def test_an_annual_rate_compounds_as_often_as_fred_counts_observations_in_a_year(
    frequency: Frequency, freq: str, n: int
):
    series = dated([100, 100.1], freq=freq)
    assert transforms.transform(series, frequency, "pca").iloc[-1] == pytest.approx(100 * (1.001**n - 1))
    assert transforms.transform(series, frequency, "cca").iloc[-1] == pytest.approx(100 * n * np.log(1.001))


@pytest.mark.parametrize("code", UNITS)
def test_every_unit_has_a_name_a_formula_and_a_unit_without_holes(code: str):
    for frequency in FREQUENCIES:
        words = transforms.formula_of(code, frequency, date(2019, 1, 1))
        unit = transforms.unit_of(code, "percent", frequency, date(2019, 1, 1))
        assert words and unit and not {"{", "}"} & set(words + unit)


def test_a_difference_of_percents_is_percentage_points():
    assert transforms.unit_of("ch1", "percent at annual rate", "monthly").startswith(
        "percentage points at annual rate,"
    )
    assert transforms.unit_of("chg", "dollars", "weekly") == "dollars, change from the week before"


@pytest.mark.parametrize("code", ["chg", "pch", "pca", "cch", "cca"])
def test_a_month_after_a_missing_one_has_no_change(code: str):
    changed = transforms.transform(without(YEAR, "2024-06-01"), "monthly", code)
    assert not {pd.Timestamp("2024-06-01"), pd.Timestamp("2024-07-01")} & set(changed.index)
    assert pd.Timestamp("2024-08-01") in changed.index


def test_a_year_ago_goes_by_date(store: Store):
    prices = panel.read(store, ["CPIAUCSL"])["CPIAUCSL"]
    change = transforms.transform(prices, "monthly", "pc1")
    assert pd.Timestamp("2025-10-01") not in change.index
    assert change["2025-11-01"] == pytest.approx(100 * (prices["2025-11-01"] / prices["2024-11-01"] - 1))


def test_of_days_the_value_a_year_ago_is_the_last_one_up_to_that_date():
    days = pd.to_datetime(
        ["2024-03-08", "2024-03-11", "2025-03-10", "2025-03-11", "2025-03-20"]
    )  # 10 March 2024: Sunday
    change = transforms.transform(pd.Series([100.0, 200.0, 300.0, 400.0, 500.0], days), "daily", "ch1")
    assert change.to_dict() == {days[2]: 200.0, days[3]: 200.0}  # and nothing is nearer than nine days to the last


def test_a_market_closed_for_a_week_has_a_change_and_a_longer_hole_has_none():
    days = pd.to_datetime(["2001-09-10", "2001-09-17", "2001-09-26"])
    change = transforms.transform(pd.Series([100.0, 90.0, 95.0], days), "daily", "chg")
    assert change.to_dict() == {days[1]: -10.0}


@pytest.mark.parametrize("code", ["log", "cch", "cca"])
def test_there_is_no_logarithm_of_what_is_not_positive(code: str):
    assert transforms.transform(dated([-1, 0, -2]), "monthly", code).empty


def test_nothing_is_infinite():
    assert transforms.transform(dated([0, 1, 2]), "monthly", "pch").to_list() == [100.0]


@given(st.lists(VALUES, min_size=1, max_size=40), st.data())
def test_an_index_is_100_at_its_base_and_keeps_every_ratio(values: list[float], data: st.DataObject):
    series = dated(values)
    base = data.draw(st.sampled_from(list(series.index)))
    index = transforms.transform(series, "monthly", "nbd", base.date())
    assert index[base] == pytest.approx(100)
    assert (index / index.iloc[0]).to_numpy() == pytest.approx((series / series.iloc[0]).to_numpy())


def test_an_index_needs_a_value_in_the_period_of_its_day():
    gap = without(YEAR, "2024-06-01")
    assert transforms.at(gap, "monthly", date(2024, 7, 31)) == 106
    for day in (date(2024, 6, 15), date(2023, 12, 31), date(2026, 1, 1)):
        with pytest.raises(Unfit, match="no value"):
            transforms.at(gap, "monthly", day)
    with pytest.raises(Unfit):
        transforms.transform(gap, "monthly", "nbd")


@given(st.lists(VALUES, min_size=2, max_size=40))
def test_changes_add_up_and_rates_compound_to_the_last_level(values: list[float]):
    series = dated(values)
    assert transforms.transform(series, "monthly", "chg").sum() == pytest.approx(values[-1] - values[0], abs=1e-3)
    growth = transforms.transform(series, "monthly", "pch")
    assert (1 + growth / 100).prod() == pytest.approx(values[-1] / values[0], rel=1e-6)
    logs = transforms.transform(series, "monthly", "cch")
    assert logs.sum() == pytest.approx(100 * np.log(values[-1] / values[0]), abs=1e-6)


def test_a_series_published_now_and_then_has_no_annual_rate():
    with pytest.raises(Unfit, match="now and then"):
        transforms.transform(YEAR, "irregular", "pca")
    assert transforms.transform(YEAR, "irregular", "chg").iloc[-1] == 11


# --- aggregation ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "first"), [("average", 101), ("sum", 303), ("end", 102)])
def test_months_make_quarters(method: Method, first: float):
    quarters = transforms.aggregate(YEAR, "monthly", "quarterly", method)
    assert quarters.iloc[0] == first
    assert list(quarters.index) == list(pd.date_range("2024-01-01", periods=4, freq="QS"))  # 2025Q1 has one month only


def test_a_quarter_short_of_a_month_is_absent_in_the_middle_too(store: Store):
    prices = panel.read(store, ["CPIAUCSL"])["CPIAUCSL"]
    quarters = transforms.aggregate(prices, "monthly", "quarterly", "average")
    assert pd.Timestamp("2025-10-01") not in quarters.index
    assert {pd.Timestamp("2025-07-01"), pd.Timestamp("2026-01-01")} <= set(quarters.index)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2023-12-01", "2024-02-29", [12, 1, 2]),
        ("2023-12-01", "2024-02-28", [12, 1]),
        ("2023-12-04", "2024-02-29", [1, 2]),  # the first of December is a Friday, and not there
        ("2023-12-01", "2023-12-30", [12]),  # only a Sunday is left
        ("2021-12-01", "2021-12-30", []),  # a Friday is left: New Year's Day on a Saturday closes none before it
    ],
)
def test_a_month_of_days_is_whole_from_its_first_business_day_to_its_last(first: str, last: str, months: list[int]):
    days = pd.date_range(first, last, freq="B")
    series = pd.Series(1.0, days)
    assert list(transforms.aggregate(series, "daily", "monthly", "average").index.month) == months


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2024-01-02", "2024-02-29", [1, 2]),  # New Year's Day
        ("2006-01-03", "2006-02-28", [1, 2]),  # its Monday, where it is a Sunday
        ("1962-01-02", "1962-02-28", [1, 2]),
        ("2024-02-01", "2024-03-28", [2, 3]),  # Good Friday is the last weekday of March
        ("2021-05-03", "2021-05-28", [5]),  # Memorial Day is its last day
        ("2025-09-02", "2025-09-30", [9]),  # Labor Day its first
    ],
)
def test_a_holiday_at_either_end_leaves_a_month_whole_with_a_value_on_it_or_without(
    first: str, last: str, months: list[int]
):
    def whole(days: pd.DatetimeIndex) -> list[int]:
        return list(transforms.aggregate(pd.Series(1.0, days), "daily", "monthly", "average").index.month)

    days, one = pd.date_range(first, last, freq="B"), pd.offsets.BusinessDay()
    assert whole(days) == months
    assert whole(pd.date_range(days[0] - one, days[-1] + one, freq="B")) == months


def test_a_series_of_every_day_needs_the_weekend_at_a_months_end():
    to_friday = pd.Series(1.0, pd.date_range("2024-02-01", "2024-03-29"))
    assert list(transforms.aggregate(to_friday, "daily", "monthly", "sum")) == [29.0]


def test_a_holiday_is_no_hole_and_a_missing_fortnight_is():
    days = pd.Series(1.0, pd.date_range("2024-01-01", "2024-04-30", freq="B"))
    assert len(transforms.aggregate(days.drop(days.index[5]), "daily", "monthly", "average")) == 4
    holed = days.drop(days["2024-02-20":"2024-03-05"].index)
    assert list(transforms.aggregate(holed, "daily", "monthly", "average").index.month) == [1, 4]


def test_a_week_belongs_to_the_month_it_is_dated_in_and_the_last_month_waits_for_its_weeks():
    weeks = pd.Series(range(9), pd.date_range("2024-01-03", periods=9, freq="7D"), dtype=float)  # to 28 February
    months = transforms.aggregate(weeks, "weekly", "monthly", "average")
    assert months.to_list() == [2.0, 6.5]
    assert len(transforms.aggregate(weeks.iloc[:-1], "weekly", "monthly", "average")) == 1


@pytest.mark.parametrize(
    ("frequency", "to"), [("quarterly", "monthly"), ("monthly", "monthly"), ("irregular", "annual")]
)
def test_nothing_is_spread_over_finer_periods(frequency: Frequency, to: Frequency):
    with pytest.raises(Unfit):
        transforms.aggregate(YEAR, frequency, to, "average")


@given(st.lists(VALUES, min_size=12, max_size=60))
def test_an_average_lies_between_its_parts_and_a_sum_loses_none(values: list[float]):
    series = dated(values)
    average = transforms.aggregate(series, "monthly", "annual", "average")
    total = transforms.aggregate(series, "monthly", "annual", "sum")
    assert len(average) == len(values) // 12
    assert series.min() - 1e-6 <= average.min() and average.max() <= series.max() + 1e-6
    assert total.sum() == pytest.approx(sum(values[: 12 * len(total)]))


# --- prices ---------------------------------------------------------------------------------------


def test_constant_prices_are_those_of_the_base():
    prices = dated([100, 125, 150])
    assert transforms.real(dated([10, 10, 30]), prices, 125).to_list() == [12.5, 10, 25]


def test_a_year_of_prices_is_whole_or_absent(store: Store):
    years = transforms.whole_years(panel.read(store, ["CPIAUCSL"])["CPIAUCSL"], "monthly")
    assert 2024 in years.index and 2025 not in years.index  # October 2025 was never collected
    assert transforms.whole_years(dated([1, 3, 5, 7], freq="QS"), "quarterly").to_dict() == {2024: 4.0}


# --- formulas -------------------------------------------------------------------------------------

LINES = {"a": dated([10, 20, 30]), "b": dated([1, 2, 4]), "c": dated([5, 5], start="2024-02-01")}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a - b", [9, 18, 26]),
        ("a / b * 100", [1000, 1000, 750]),
        ("-(a − b) × 2", [-18, -36, -52]),
        ("b^2", [1, 4, 16]),
        ("a - b - c", [13, 21]),  # on the dates that all have
        ("A+0.5", [10.5, 20.5, 30.5]),
        ("a/(b-2)", [-10, 15]),  # and nothing where it would be infinite
    ],
)
def test_a_formula_is_arithmetic_over_common_dates(text: str, values: list[float]):
    assert formulas.read(text, "abc").compute(LINES).to_list() == pytest.approx(values)


@pytest.mark.parametrize(
    "text",
    [
        "", "3", "a -", "a b", "d - a", "a.real", "a[0]", "a if b else c", "__import__('os')", "a // b", "a % b", "lambda: a",
        "(" * 40 + "a" + ")" * 40, "a" * 81, "a == b", "'a'", "a, b", "max(a, b)", "a := b", "1j*a", "True*a", "\0", "a\nb",
    ],
)  # fmt: skip
def test_what_is_no_arithmetic_is_refused_in_words(text: str):
    with pytest.raises(Unfit) as refused:
        formulas.read(text, "abc")
    assert str(refused.value).startswith(("is ", "may ", "cannot ", "names "))


@given(st.text(alphabet="abcf0129.+-*/^() ", max_size=30))
def test_whatever_is_typed_is_a_formula_or_a_sentence(text: str):
    try:
        read = formulas.read(text, "abc")
    except Unfit:
        return
    assert np.isfinite(read.compute(LINES)).all()


def test_a_tower_of_powers_takes_no_time():
    assert formulas.read("a * 9^9^9^9", "abc").compute(LINES).empty


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("a - b", "dollars"), ("-a", "dollars"), ("a / b", "ratio"), ("a / b * 100", "percent"), ("100 * a/b", "percent"),
        ("(a - b) / b * 100", "percent"), ("a * b / b", "calculated"), ("a / b - 1", "ratio"), ("-0.5 * a * 2", "dollars"),
        ("100 - c", "percent"), ("c - d", "percent"), ("e + e", "persons"), ("e - f", "persons and jobs"), ("a * b", "calculated"), ("a / 1000", "calculated"), ("a / c", "calculated"),
        ("a / b * 50", "calculated"), ("a * b - c", "calculated"),
    ],
)  # fmt: skip
def test_the_unit_of_a_formula_is_what_its_parts_give(text: str, unit: str):
    units = {
        "a": "dollars",
        "b": "dollars",
        "c": "percent",
        "d": "percent change from a year ago",
        "e": "persons",
        "f": "jobs",
    }
    assert formulas.read(text, "abcdef").unit(units) == unit


@pytest.mark.parametrize("text", ["a - b", "a + b", "2 * (a - b)", "b - a / a"])
def test_unlike_units_are_neither_added_nor_subtracted(text: str):
    with pytest.raises(Unfit, match="adds or subtracts unlike units, "):
        formulas.read(text, "ab").unit({"a": "dollars", "b": "percent"})


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("a-b /c* 100", "GDP − X-1 ÷ e × 100"),
        ("a - 1.5e-3", "GDP − 0.0015"),
        ("a*1e-9", "GDP × 1e−09"),
        ("1E3 * a + 2.0 - .50", "1000 × GDP + 2 − 0.5"),
        ("10.05*a", "10.05 × GDP"),
        ("a**2 ^ -b", "GDP ^ 2 ^ (−X-1)"),
        ("-(a-b) × (c)", "−(GDP − X-1) × e"),
        ("a-(b-c)", "GDP − (X-1 − e)"),
        ("a - -b", "GDP − −X-1"),
    ],
)
def test_a_formula_is_written_with_the_names_of_its_series_and_its_numbers_whole(text: str, reads: str):
    assert formulas.read(text, "abc").written({"a": "GDP", "b": "X-1", "c": "e"}) == reads


@pytest.mark.parametrize("text", ["0x10+a", "a * 0B1", "a-0o7"])
def test_numbers_are_decimal(text: str):
    with pytest.raises(Unfit, match="decimal numbers only"):
        formulas.read(text, "abcdef")


@given(st.text(alphabet="abce129.+-*/^() ", max_size=20))
def test_what_is_written_is_the_same_formula(text: str):
    try:
        read = formulas.read(text, "abc")
    except Unfit:
        return
    again = formulas.read(read.written({letter: letter for letter in "abc"}), "abc")
    assert again.compute(LINES).to_list() == read.compute(LINES).to_list()


@pytest.mark.parametrize(
    ("text", "to", "after"),
    [
        ("a - b - c", {"a": "c", "b": "d", "c": "e"}, "c - d - e"),
        ("A/b*1e3", {"a": "b", "b": "a"}, "b/a*1e3"),
        ("a - b", {"a": "a"}, ""),  # what it subtracted is gone
        ("2 *(", {}, "2 *("),
    ],
)
def test_a_formula_follows_its_series_to_other_letters(text: str, to: dict[str, str], after: str):
    assert formulas.moved(text, to) == after
