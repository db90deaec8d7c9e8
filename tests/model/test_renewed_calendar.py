"""How days without periods, as FRED lists them, renew the release calendar: only where one period alone is possible."""

from datetime import date

import pytest

from indicators.model import Release, Series
from indicators.model.renewed_calendar import SOURCE, Listed, Renewed, renewed
from tests.conftest import series

ASKED, SINCE = date(2026, 11, 30), date(2026, 10, 1)
MONTHLY = series(release="prices", lag=13)
QUARTERLY = series(release="prices", lag=30, frequency="quarterly")
WEEKLY = series(release="prices", lag=5, frequency="weekly")


def day(text: str) -> date:
    return date.fromisoformat(f"{2027 if text < '10' else 2026}-{text}")


def entry(period: str, published: str, status: str = "scheduled") -> Release:
    return Release("prices", date.fromisoformat(period), day(published), status, "agency")  # type: ignore[arg-type]


def after(lead: Series, entries: list[Release], *days: str) -> Renewed:
    return renewed(entries, {"prices": Listed(10, ASKED, SINCE, tuple(map(day, days)))}, {"prices": lead})


def dated(found: Renewed) -> dict[str, str]:
    return {str(one.period): f"{one.published:%m-%d}" for one in found.entries}


LAST = entry("2026-10-01", "11-10", "actual")


def test_a_period_after_the_last_gets_the_one_day_near_that_its_lag_makes_it_due():
    found = after(MONTHLY, [LAST], "10-14", "11-10", "12-10", "01-13", "02-11")
    assert dated(found) == {
        "2026-10-01": "11-10",
        "2026-11-01": "12-10",
        "2026-12-01": "01-13",
        "2027-01-01": "02-11",
    }
    assert [(one.status, one.source) for one in found.entries[1:]] == [("scheduled", SOURCE)] * 3
    assert [on for on, _ in found.undated if on > ASKED] == []


def test_where_two_days_would_do_the_lag_stands_and_both_are_coming_without_a_period():
    found = after(MONTHLY, [LAST], "11-10", "12-07", "12-10", "01-13")
    assert dated(found) == {"2026-10-01": "11-10", "2026-12-01": "01-13"}
    assert found.undated == ((day("12-07"), "prices"), (day("12-10"), "prices"))


def test_first_estimates_of_quarters_are_told_and_later_ones_are_coming_without_a_period():
    found = after(QUARTERLY, [entry("2026-07-01", "10-29", "actual")], "10-29", "11-25", "12-23", "01-28", "02-25")
    assert dated(found) == {"2026-07-01": "10-29", "2026-10-01": "01-28"}
    assert found.undated == tuple((day(one), "prices") for one in ("11-25", "12-23", "02-25"))


def test_days_that_two_releases_share_at_fred_are_coming_of_the_first_only():
    days = Listed(53, ASKED, SINCE, (day("11-25"), day("12-23")))
    leads = {id: series(release=id, lag=lag, frequency="quarterly") for id, lag in (("accounts", 30), ("profits", 60))}
    found = renewed([], dict.fromkeys(("profits", "accounts"), days), leads)
    assert found.undated == ((day("11-25"), "accounts"), (day("12-23"), "accounts"))


def test_weeks_follow_each_other_a_holiday_notwithstanding():
    found = after(WEEKLY, [entry("2026-11-14", "11-19", "actual")], "11-19", "11-25", "12-03")
    assert dated(found) == {"2026-11-14": "11-19", "2026-11-21": "11-25", "2026-11-28": "12-03"}


@pytest.mark.parametrize(
    "status, listed, stands",
    [
        ("scheduled", ["12-10"], "12-10"),
        ("scheduled", ["12-15"], "12-15"),
        ("actual", ["12-15"], "12-10"),
        ("scheduled", ["12-08", "12-15"], "12-10"),
        ("scheduled", ["12-28"], "12-10"),
        ("scheduled", [], "12-10"),
        ("scheduled", ["12-04"], "12-10"),
    ],
    ids=["listed", "moved", "actual", "two would do", "too far", "none listed", "listed up to before"],
)
def test_a_scheduled_entry_moves_to_a_day_that_can_be_no_others(status: str, listed: list[str], stands: str):
    found = after(MONTHLY, [LAST, entry("2026-11-01", "12-10", status)], "11-10", *listed)
    assert dated(found)["2026-11-01"] == stands


def test_a_day_is_not_told_near_the_first_one_kept_as_another_may_have_been_before_it():
    kept = Listed(10, ASKED, date(2026, 12, 5), (day("12-10"),))
    assert dated(renewed([LAST], {"prices": kept}, {"prices": MONTHLY})) == {"2026-10-01": "11-10"}


def test_other_releases_and_a_release_of_no_period_are_left_as_they_are():
    daily = series(release="prices", frequency="daily")
    assert renewed([LAST], {}, {"prices": MONTHLY}) == Renewed((LAST,))
    assert renewed([LAST], {"jobs": Listed(50, ASKED, SINCE, (day("12-04"),))}, {"prices": MONTHLY}) == Renewed((LAST,))
    assert dated(after(daily, [LAST], "12-10")) == {"2026-10-01": "11-10"}
