"""Where periods end, and when figures are due by their lag."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.model.periods import add_months, next_due, period_end, quarter
from tests.conftest import series

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
MONTHS = st.integers(-600, 600)


@given(DAYS, MONTHS)
def test_months_are_added_to_the_month_and_give_its_first_day(day: date, months: int):
    there = add_months(day, months)
    assert there.day == 1
    assert (there.year - day.year) * 12 + there.month - day.month == months


@given(DAYS, MONTHS)
def test_months_added_can_be_taken_off_again(day: date, months: int):
    assert add_months(add_months(day, months), -months) == day.replace(day=1)


@pytest.mark.parametrize(
    "frequency, day, end",
    [
        ("daily", date(2025, 12, 1), date(2025, 12, 1)),
        ("weekly", date(2025, 12, 3), date(2025, 12, 3)),
        ("irregular", date(2025, 6, 1), date(2025, 6, 1)),
        ("monthly", date(2024, 2, 1), date(2024, 2, 29)),
        ("monthly", date(2025, 12, 1), date(2025, 12, 31)),
        ("quarterly", date(2025, 10, 1), date(2025, 12, 31)),
        ("quarterly", date(2025, 3, 1), date(2025, 5, 31)),
        ("annual", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_ends_on_its_last_day(frequency: str, day: date, end: date):
    assert period_end(day, frequency) == end


@pytest.mark.parametrize(
    "frequency, last, due",
    [
        ("daily", date(2026, 8, 20), date(2026, 9, 3)),
        ("weekly", date(2026, 8, 19), date(2026, 9, 7)),
        ("monthly", date(2026, 1, 1), date(2026, 3, 10)),
        ("quarterly", date(2026, 1, 1), date(2026, 7, 10)),
        ("annual", date(2025, 1, 1), date(2027, 1, 10)),
        ("irregular", date(2025, 1, 1), None),
    ],
)
def test_the_next_figure_is_due_its_lag_after_the_next_period_ends(frequency: str, last: date, due: date | None):
    assert next_due(last, series(frequency=frequency, lag=10)) == due


@given(DAYS)
def test_a_quarter_is_named_alike_on_all_its_days(day: date):
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    assert (
        quarter(day)
        == quarter(first)
        == quarter(period_end(first, "quarterly"))
        == f"{day.year}Q{first.month // 3 + 1}"
    )
