"""The release calendar: when figures are published, which vintages it overtakes, and what explains a late figure."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.model import Event, Release
from indicators.model.periods import Age
from indicators.model.release_calendar import ReleaseCalendar, age
from tests.conftest import series

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
NONE = ReleaseCalendar()


def delays(*events: Event) -> ReleaseCalendar:
    return ReleaseCalendar((), events)


def test_a_series_is_fresh_then_due_then_late():
    one, last, due = series(), date(2026, 1, 1), date(2026, 3, 10)
    assert age(one, last, due, NONE) == Age("fresh", due, expected=due)
    assert age(one, last, due + timedelta(days=1), NONE).state == "due"
    assert age(one, last, due + timedelta(days=11), NONE).state == "due"
    late = age(one, last, due + timedelta(days=12), NONE)
    assert late.state == "late" and str(due) in late.cause


def test_a_series_without_figures_or_without_a_calendar_says_so():
    assert age(series(), None, date(2026, 1, 1), NONE).state == "no data"
    assert age(series(frequency="irregular"), date(2000, 1, 1), date(2026, 1, 1), NONE).state == "no schedule"


@given(st.sampled_from(["daily", "weekly", "monthly", "quarterly", "annual"]), DAYS, st.integers(0, 800))
def test_a_series_never_gets_younger(frequency: str, last: date, days: int):
    order = ["fresh", "due", "late"]
    one, today = series(frequency=frequency), last + timedelta(days=days)
    assert order.index(age(one, last, today, NONE).state) <= order.index(
        age(one, last, today + timedelta(days=1), NONE).state
    )


DELAY = Event(date(2026, 3, 1), "delay", "Shutdown", "Agency", date(2026, 6, 30), "prices")
PRICES = series(release="prices")


def test_a_delay_that_covers_the_due_day_explains_lateness_while_it_lasts():
    found = age(PRICES, date(2026, 1, 1), date(2026, 5, 1), delays(DELAY))
    assert found == Age("late, explained", date(2026, 3, 10), "Shutdown", date(2026, 6, 30))
    assert age(PRICES, date(2026, 1, 1), date(2026, 7, 1), delays(DELAY)).state == "late"
    assert age(PRICES, date(2025, 10, 1), date(2026, 5, 1), delays(DELAY)).state == "late"


def test_a_delay_noted_a_few_days_after_our_calendar_expected_the_figure_explains_it_too():
    noted = replace(DELAY, date=date(2026, 3, 20))
    assert age(PRICES, date(2026, 1, 1), date(2026, 5, 1), delays(noted)).state == "late, explained"
    assert (
        age(PRICES, date(2026, 1, 1), date(2026, 5, 1), delays(replace(noted, date=date(2026, 3, 22)))).state == "late"
    )


def test_only_a_delay_explains_lateness():
    shutdown = replace(DELAY, kind="shutdown")
    assert age(PRICES, date(2026, 1, 1), date(2026, 5, 1), delays(shutdown)).state == "late"


@pytest.mark.parametrize("release", ["", "jobs"])
def test_a_delay_of_one_release_does_not_explain_a_series_of_another_of_the_same_agency(release: str):
    assert age(series(release=release), date(2026, 1, 1), date(2026, 5, 1), delays(DELAY)).state == "late"
    nameless = replace(DELAY, release="")
    assert age(series(release=release), date(2026, 1, 1), date(2026, 5, 1), delays(nameless)).state == "late"


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
    found = age(catalogue.series()[id], last, day, catalogue.calendar())
    assert found.state == "late, explained" and words in found.cause
    assert found.expected and found.expected >= day


def test_every_delay_is_of_a_release_that_the_catalogue_has():
    releases = {one.calendar for one in catalogue.series().values()}
    assert {event.release for event in catalogue.events() if event.kind == "delay"} <= releases - {""}


# the calendar


def entry(period: str, published: str, release: str = "prices", estimate: str = "") -> Release:
    days = date.fromisoformat(period), date.fromisoformat(published)
    return Release(release, *days, status="actual", source="Agency", estimate=estimate)


def test_a_period_in_the_calendar_is_published_on_its_day_and_another_by_the_lag():
    calendar = ReleaseCalendar([entry("2026-01-01", "2026-02-20")])
    found = {
        str(month): (str(one.day), one.on_calendar)
        for month in (date(2026, 1, 1), date(2026, 2, 1))
        for one in [calendar.publication(PRICES, month)]
    }
    assert found == {"2026-01-01": ("2026-02-20", True), "2026-02-01": ("2026-03-10", False)}


def test_another_release_has_another_calendar():
    calendar = ReleaseCalendar([entry("2026-01-01", "2026-02-20", release="jobs")])
    assert not calendar.publication(PRICES, date(2026, 1, 1)).on_calendar
    assert calendar.publication(replace(PRICES, calendar="jobs"), date(2026, 1, 1)).on_calendar


def test_a_period_is_published_with_its_first_estimate():
    estimates = [entry("2026-01-01", "2026-03-20", estimate="second"), entry("2026-01-01", "2026-02-20")]
    assert ReleaseCalendar(estimates).publication(PRICES, date(2026, 1, 1)).day == date(2026, 2, 20)


def test_without_an_entry_a_period_is_not_published_before_the_delay_that_covers_it_ends():
    """Of several delays that cover a day the last to end counts."""
    longer = replace(DELAY, end=date(2026, 8, 1))
    assert delays(longer, DELAY).publication(PRICES, date(2026, 2, 1)).day == date(2026, 8, 1)
    assert delays(DELAY).publication(PRICES, date(2025, 12, 1)).day == date(2026, 1, 10)
    entered = ReleaseCalendar([entry("2026-02-01", "2026-04-01")], [DELAY])
    assert entered.publication(PRICES, date(2026, 2, 1)).day == date(2026, 4, 1)


@pytest.mark.parametrize(
    "day, overtaken", [("2026-02-19", False), ("2026-02-20", True), ("2026-03-19", True), ("2026-06-01", True)]
)
def test_a_vintage_is_superseded_from_the_day_of_the_next_release_on(day: str, overtaken: bool):
    calendar = ReleaseCalendar([entry("2026-01-01", "2026-02-20")])
    vintage, last = date(2026, 1, 20), date(2025, 12, 1)
    assert calendar.is_superseded(PRICES, vintage, last, date.fromisoformat(day)) == overtaken


def test_a_later_estimate_of_the_same_period_supersedes_a_vintage():
    calendar = ReleaseCalendar(
        [entry("2026-01-01", "2026-02-20"), entry("2026-01-01", "2026-03-05", estimate="second")]
    )
    found = [calendar.is_superseded(PRICES, date(2026, 2, 20), date(2026, 1, 1), date(2026, 3, day)) for day in (4, 5)]
    assert found == [False, True]


def test_a_vintage_of_the_day_of_a_release_is_superseded_unless_it_has_the_period():
    calendar, day = ReleaseCalendar([entry("2026-01-01", "2026-02-20")]), date(2026, 2, 20)
    found = [calendar.is_superseded(PRICES, day, last, day) for last in (date(2025, 12, 1), date(2026, 1, 1))]
    assert found == [True, False]


def test_where_the_vintage_that_follows_is_known_the_calendar_counts_and_the_lag_does_not():
    """The January figure is due on 10 March by the lag, and the calendar has it on 20 February."""
    vintage, last, day = date(2026, 1, 20), date(2025, 12, 1), date(2026, 3, 15)
    assert [NONE.is_superseded(PRICES, vintage, last, day, listed) for listed in (False, True)] == [True, False]
    entered = ReleaseCalendar([entry("2026-01-01", "2026-02-20")])
    assert [entered.is_superseded(PRICES, vintage, last, day, listed) for listed in (False, True)] == [True, True]


def test_a_vintage_of_the_day_on_which_the_lag_ends_stands():
    assert not NONE.is_superseded(PRICES, date(2026, 3, 10), date(2026, 1, 1), date(2026, 3, 10))


@pytest.mark.parametrize(
    "frequency, last, vintage, first",
    [
        ("monthly", "2026-01-01", "2026-02-11", "2026-03-10"),
        ("weekly", "2026-01-16", "2026-01-27", "2026-02-02"),
        ("annual", "2025-01-01", "2026-01-11", "2027-01-10"),
        ("daily", "2026-01-16", "2026-01-27", "2026-02-01"),
    ],
)
def test_without_an_entry_a_vintage_is_superseded_when_the_next_figure_is_due(
    frequency: str, last: str, vintage: str, first: str
):
    """Of a daily series, whose sessions nothing lists, after four days."""
    one, day = series(frequency=frequency), date.fromisoformat(first)
    ends = date.fromisoformat(vintage), date.fromisoformat(last)
    found = [NONE.is_superseded(one, *ends, day - timedelta(days=before)) for before in (1, 0)]
    assert found == [False, True]


def test_a_series_is_fresh_until_its_day_in_the_calendar_and_late_three_days_after_it():
    calendar, last, day = ReleaseCalendar([entry("2026-02-01", "2026-04-20")]), date(2026, 1, 1), date(2026, 4, 20)
    assert age(PRICES, last, day, calendar) == Age("fresh", day, expected=day, on_calendar=True)
    assert age(PRICES, last, day + timedelta(days=3), calendar).state == "due"
    late = age(PRICES, last, day + timedelta(days=4), calendar)
    assert (late.state, late.cause) == ("late", "the next figure was due by 2026-04-20")


def test_a_delayed_figure_is_expected_on_its_day_in_the_calendar():
    calendar = ReleaseCalendar([entry("2026-02-01", "2026-05-20")], [DELAY])
    found = age(PRICES, date(2026, 1, 1), date(2026, 5, 1), calendar)
    assert (found.state, found.due, found.expected) == ("late, explained", date(2026, 3, 10), date(2026, 5, 20))


def test_the_next_position_day_is_that_of_the_calendar_where_a_holiday_moves_it():
    one = catalogue.series()["COT_SP500_OI"]
    following = catalogue.calendar().next_publication(one, date(2025, 11, 4))
    assert following and (following.day, following.on_calendar) == (date(2025, 12, 12), True)


def test_the_next_release_of_a_late_series_is_the_next_day_of_its_calendar_or_of_its_lag():
    listed = ReleaseCalendar([Release("jobs", date(2026, 5, 1), date(2026, 6, 5), "published", "by hand")])
    late = date(2026, 1, 1)
    by_calendar = listed.coming(series("X", calendar="jobs"), late, date(2026, 6, 1))
    assert by_calendar and (by_calendar.day, by_calendar.on_calendar) == (date(2026, 6, 5), True)
    by_lag = ReleaseCalendar().coming(series("X"), late, date(2026, 6, 1))
    assert by_lag and by_lag.day >= date(2026, 6, 1) and not by_lag.on_calendar
    assert (by_lag.day - date(2026, 6, 1)).days < 31, "a monthly series has one a month"
    unheld = ReleaseCalendar().coming(series("X"), None, date(2026, 6, 1))
    assert unheld and unheld.day == by_lag.day, "one without any figure is published as often"


def test_what_is_published_daily_comes_on_the_next_weekday_and_what_is_irregular_never_for_sure():
    calendar, saturday = ReleaseCalendar(), date(2026, 6, 6)
    daily = calendar.coming(series("X", frequency="daily"), date(2026, 1, 5), saturday)
    assert daily and daily.day == date(2026, 6, 8)
    assert calendar.coming(series("X", frequency="irregular"), date(2026, 1, 5), saturday) is None
