"""What comes next, which verdicts hang on it, and the print that would turn one."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from indicators.catalogue import catalogue
from indicators.judging import evaluate, radar
from indicators.judging.radar import AHEAD, Coming
from indicators.store.store import Store

DAY = date(2026, 6, 1)
JOBS = "employment situation"


@pytest.fixture(scope="module")
def found(store: Store) -> list[Coming]:
    return radar.coming(store, DAY, DAY)


def named(found: list[Coming], name: str) -> Coming:
    return next(one for one in found if one.name == name)


def test_releases_of_thirty_days_are_in_the_order_of_their_days(found: list[Coming]):
    days = [one.day for one in found]
    assert days == sorted(days) and days[0] >= DAY and days[-1] <= DAY + AHEAD
    assert {one.on_calendar for one in found} == {True, False}


def test_a_day_of_the_calendar_is_the_agencys_own_with_its_period(found: list[Coming]):
    jobs = named(found, JOBS)
    (entry,) = [one for one in catalogue.releases() if (one.release, one.published) == (JOBS, jobs.day)]
    assert jobs.on_calendar and (jobs.period, jobs.estimate) == (entry.period, entry.estimate)
    assert {catalogue.find_series(id).calendar for id in jobs.series} == {JOBS}


def test_a_day_that_the_calendar_lacks_is_expected_by_the_lag(found: list[Coming]):
    expected = [one for one in found if not one.on_calendar]
    assert all(one.period is None and one.claims for one in expected)
    assert all(catalogue.find_series(id).frequency != "daily" for one in expected for id in one.series)


def test_a_claim_hangs_on_a_release_that_its_verdict_was_read_from(store: Store, found: list[Coming]):
    for one in found:
        for id in one.claims:
            read = evaluate.judged(store, catalogue.find_claim(id), DAY)[1]
            assert set(read) & set(one.series) and evaluate.about(id) != "untestable"
    assert "low-skill-third" in named(found, JOBS).claims and "poverty-line" not in named(found, JOBS).claims


def test_the_print_that_would_turn_a_verdict_does_and_a_little_less_does_not(store: Store, found: list[Coming]):
    claim, jobs = catalogue.find_claim("low-skill-third"), replace(named(found, JOBS), claims=("low-skill-third",))
    (bearing,) = radar.bearings(store, jobs, DAY)
    verdict, data = evaluate.judged(store, claim, DAY)
    assert bearing.status == verdict.status == "mixed" and bearing.distance == verdict.worth.distance
    (turn,) = bearing.prints
    assert (turn.series, turn.period, turn.is_floor, turn.change) == ("LNS14027660", jobs.period, False, None)
    for id in set(data) & set(jobs.series):
        usual = radar._usual(data, id, jobs.period)
        assert usual and usual.period == jobs.period
        data = radar._with(data, id, usual.period, usual.value)

    def said(value: float) -> str:
        return evaluate.judge(store, claim)(radar._with(data, turn.series, turn.period, value))

    assert (said(turn.value), said(turn.value + 0.01)) == (turn.status, "mixed") and turn.status != "mixed"


def test_what_is_not_held_up_to_the_release_has_no_print(store: Store, found: list[Coming]):
    later = replace(named(found, JOBS), period=date(2026, 8, 1), claims=("low-skill-third",))
    (bearing,) = radar.bearings(store, later, DAY)
    assert bearing.prints == () and bearing.distance


def test_a_print_stands_in_a_panel_of_its_own(store: Store):
    data = evaluate.judged(store, catalogue.find_claim("low-skill-third"), DAY)[1]
    before = data["LNS14027660"]
    after = radar._with(data, "LNS14027660", date(2026, 5, 1), 9.9)
    assert after["LNS14027660"].iloc[-1] == 9.9 and after["LNS14027660"].index[-1] == pd.Timestamp(2026, 5, 1)
    assert after.provenance["LNS14027660"].last == date(2026, 5, 1)
    assert data["LNS14027660"].equals(before)


def test_the_next_release_is_the_agencies_own_before_an_expected_one():
    own = Coming(date(2026, 6, 5), JOBS, claims=("a",))
    expected = Coming(date(2026, 6, 2), "an agency", on_calendar=False, claims=("a", "b"))
    idle = Coming(date(2026, 6, 1), "nobody waits for it")
    many = replace(own, name="on which more hang", claims=("a", "b"))
    assert radar.next_of([idle, expected, own, many]) == many
    assert radar.next_of([idle, expected]) == expected and radar.next_of([idle]) is None
