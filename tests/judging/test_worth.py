"""What a verdict is worth, with numbers worked out by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from indicators.judging.decider import Decision, LegResult, past_statuses
from indicators.judging.worth import base_rate, distance, flips, percentile, told, worth
from indicators.model import Status
from indicators.model.declaration import About, Bar, Declaration, Leg, Parameter, Reading
from indicators.model.verdict import BaseRate

DAY = date(2026, 6, 30)
LEG = Leg("share", "percent", supports=Bar(at_least=50), contradicts=Bar(under=25))


def months(*values: Any) -> pd.Series:
    return pd.Series(values, pd.date_range("2020-01-31", periods=len(values), freq="ME"))


def test_a_base_rate_is_the_share_of_past_months_with_the_same_verdict():
    past = months(*["supported"] * 9, *["mixed"] * 3)
    assert base_rate(past, "supported", {}) == BaseRate(75.0, date(2020, 1, 31), 12)
    assert base_rate(past, "contradicted", {}) == BaseRate(0.0, date(2020, 1, 31), 12)
    assert base_rate(past[:11], "supported", {}) is None


def test_a_month_that_is_known_as_it_was_counts_as_known_and_once():
    past = months(*["supported"] * 12)
    known: dict[date, Status] = {date(2020, 12, 31): "mixed", date(2021, 3, 31): "mixed"}
    found = base_rate(past, "mixed", known)
    assert found == BaseRate(100 * 2 / 13, date(2020, 1, 31), 13, 2, date(2020, 12, 31))
    assert found.basis == "point-in-time in part"
    assert base_rate(past, "mixed", {}).basis == "hindsight"  # type: ignore[union-attr]
    none = past_statuses(Declaration("a-claim", 1, DAY, "", "standing", (LEG,)), {"share": Reading(40, DAY)})
    assert base_rate(none, "mixed", {}) is None
    alone = base_rate(none, "mixed", {date(2020, month, 28): "mixed" for month in range(1, 13)})
    assert alone and (alone.basis, alone.share) == ("point-in-time", 100)


def test_what_happened_once_and_what_is_open_has_no_base_rate():
    past, asked = months(*["mixed"] * 24), []
    once = replace(LEG, has_past=False)
    for leg, status in ((once, "mixed"), (LEG, "open"), (LEG, "untestable")):
        result = LegResult(leg, Reading(40, DAY), "neither")
        found = Decision(status, (result,), result)  # type: ignore[arg-type]
        valued = worth(
            Declaration("a-claim", 1, DAY, "", "standing", (leg,)), found, past, lambda: asked.append(1) or {}
        )
        assert valued.base_rate is None and not asked


@pytest.mark.parametrize(
    ("about", "status", "share", "published"),
    [
        ("now", "supported", 81, "mixed"),
        ("now", "contradicted", 81, "mixed"),
        ("now", "supported", 80, "supported"),
        ("now", "open", 99, "open"),
        ("standing", "supported", 99, "supported"),
        ("rule", "supported", 100, "supported"),
        ("forecast", "contradicted", 99, "contradicted"),
    ],
)
def test_what_is_said_of_now_must_be_told_from_before(about: About, status: Status, share: float, published: Status):
    test = Declaration("a-claim", 1, DAY, "", about, (LEG,))
    assert told(test, status, BaseRate(share, DAY, 100)) == published
    assert told(test, status, None) == status


@pytest.mark.parametrize(("value", "bar", "by"), [(45, 50, -5), (55, 50, 5), (30, 25, -5), (20, 25, 5)])
def test_the_distance_is_to_the_nearest_bar_and_positive_beyond_it(value: float, bar: float, by: float):
    found = distance(LegResult(LEG, Reading(value, DAY), "neither"))
    assert found and (found.bar, found.by, found.deviations) == (bar, by, None)


def test_a_distance_is_told_in_deviations_of_its_own_changes():
    # changes +1, -1, +1, ... over 14 months: 13 changes with mean 1/13; their standard deviation is 1.0377
    past = months(*[40.0, 41.0] * 7)
    found = distance(LegResult(LEG, Reading(41, DAY, past=past), "neither"))
    assert found and found.by == -9 and found.deviations == pytest.approx(-9 / 1.0377, rel=1e-3)
    still = distance(LegResult(LEG, Reading(41, DAY, past=months(*[41.0] * 14)), "neither"))
    assert still and still.deviations is None


def test_a_leg_without_a_bar_has_no_distance():
    assert distance(LegResult(Leg("share", "percent"), Reading(1, DAY), "neither")) is None


def test_a_percentile_counts_ties_by_half():
    assert percentile(Reading(5, DAY, past=months(*range(1, 13)))) == pytest.approx(100 * 4.5 / 12)
    assert percentile(Reading(5, DAY, past=months(1, 2, 3))) is None


def test_a_parameter_is_turned_over_its_values_with_the_others_as_they_are():
    test = Declaration(
        "a-claim", 1, DAY, "", "now", (LEG,), parameters=(Parameter("years", 3, (1, 3)), Parameter("cut", 10, (5, 10)))
    )
    asked: list[Mapping[str, Any]] = []

    def judged(chosen: Mapping[str, Any]) -> Status:
        asked.append(chosen)
        return "supported" if chosen["years"] > 1 else "mixed"

    found = flips(test, judged)
    assert found == {
        "years": ((1, "mixed"), (3, "supported")),
        "cut": ((5, "supported"), (10, "supported")),
    }
    assert asked == [{"years": 1, "cut": 10}, {"years": 3, "cut": 10}, {"years": 3, "cut": 5}, {"years": 3, "cut": 10}]
