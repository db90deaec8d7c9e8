"""Where periods end, when figures are due, and what explains a late one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.model import Event
from indicators.model.periods import Age, add_months, age, next_due, period_end, quarter
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


def test_a_series_is_fresh_then_due_then_late():
    one, last, due = series(), date(2026, 1, 1), date(2026, 3, 10)
    assert age(one, last, due) == Age("fresh", due, expected=due)
    assert age(one, last, due + timedelta(days=1)).state == "due"
    assert age(one, last, due + timedelta(days=11)).state == "due"
    late = age(one, last, due + timedelta(days=12))
    assert late.state == "late" and str(due) in late.cause


def test_a_series_without_figures_or_without_a_calendar_says_so():
    assert age(series(), None, date(2026, 1, 1)).state == "no data"
    assert age(series(frequency="irregular"), date(2000, 1, 1), date(2026, 1, 1)).state == "no schedule"


@given(st.sampled_from(["daily", "weekly", "monthly", "quarterly", "annual"]), DAYS, st.integers(0, 800))
def test_a_series_never_gets_younger(frequency: str, last: date, days: int):
    order = ["fresh", "due", "late"]
    one, today = series(frequency=frequency), last + timedelta(days=days)
    assert order.index(age(one, last, today).state) <= order.index(age(one, last, today + timedelta(days=1)).state)


DELAY = Event(date(2026, 3, 1), "delay", "Shutdown", "Agency", date(2026, 6, 30), "prices")
PRICES = series(release="prices")


def test_a_delay_that_covers_the_due_day_explains_lateness_while_it_lasts():
    found = age(PRICES, date(2026, 1, 1), date(2026, 5, 1), (DELAY,))
    assert found == Age("late, explained", date(2026, 3, 10), "Shutdown", date(2026, 6, 30))
    assert age(PRICES, date(2026, 1, 1), date(2026, 7, 1), (DELAY,)).state == "late"
    assert age(PRICES, date(2025, 10, 1), date(2026, 5, 1), (DELAY,)).state == "late"


def test_a_delay_noted_a_few_days_after_our_calendar_expected_the_figure_explains_it_too():
    noted = replace(DELAY, date=date(2026, 3, 20))
    assert age(PRICES, date(2026, 1, 1), date(2026, 5, 1), (noted,)).state == "late, explained"
    assert age(PRICES, date(2026, 1, 1), date(2026, 5, 1), (replace(noted, date=date(2026, 3, 22)),)).state == "late"


def test_only_a_delay_explains_lateness():
    shutdown = replace(DELAY, kind="shutdown")
    assert age(PRICES, date(2026, 1, 1), date(2026, 5, 1), (shutdown,)).state == "late"


@pytest.mark.parametrize("release", ["", "jobs"])
def test_a_delay_of_one_release_does_not_explain_a_series_of_another_of_the_same_agency(release: str):
    assert age(series(release=release), date(2026, 1, 1), date(2026, 5, 1), (DELAY,)).state == "late"
    nameless = replace(DELAY, release="")
    assert age(series(release=release), date(2026, 1, 1), date(2026, 5, 1), (nameless,)).state == "late"


#: Series, its last figure before the shutdown of 2025, a day on which the next was late, and words of why.
LATE_IN_2025 = [
    ("GDP", date(2025, 4, 1), date(2025, 12, 1), "GDP"),
    ("UNRATE", date(2025, 8, 1), date(2025, 11, 10), "September 2025 jobs"),
    ("UNRATE", date(2025, 9, 1), date(2025, 12, 1), "October 2025 household survey"),
    ("CPIAUCSL", date(2025, 9, 1), date(2025, 12, 1), "October 2025 consumer prices"),
    ("WPU117", date(2025, 8, 1), date(2025, 11, 10), "September 2025 producer prices"),
    ("JTSJOL", date(2025, 8, 1), date(2025, 12, 1), "September 2025 job openings"),
    ("COT_SP500_OI", date(2025, 9, 30), date(2025, 12, 1), "Futures positions"),
]


@pytest.mark.parametrize("id, last, day, words", LATE_IN_2025)
def test_the_shutdown_of_2025_explains_each_release_by_its_own_delay(id: str, last: date, day: date, words: str):
    found = age(catalogue.series()[id], last, day, catalogue.events())
    assert found.state == "late, explained" and words in found.cause
    assert found.expected and found.expected >= day


def test_every_delay_is_of_a_release_that_the_catalogue_has():
    releases = {one.release for one in catalogue.series().values()}
    assert {event.release for event in catalogue.events() if event.kind == "delay"} <= releases - {""}


@given(DAYS)
def test_a_quarter_is_named_alike_on_all_its_days(day: date):
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    assert (
        quarter(day)
        == quarter(first)
        == quarter(period_end(first, "quarterly"))
        == f"{day.year}Q{first.month // 3 + 1}"
    )
