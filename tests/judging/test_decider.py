"""The decider: what legs come to, by the stated rule and nothing else."""

from datetime import date

import pandas as pd
import pytest

from indicators.judging.decider import decide, past_statuses
from indicators.model.declaration import About, Bar, Declaration, Leg, Quorum, Reading

DAY = date(2026, 6, 30)
SHARE = Leg("share", "percent", supports=Bar(at_least=50), contradicts=Bar(under=25))
FAMILIES = Leg("families worse", "families", supports=Bar(at_least=3), contradicts=Bar(at_most=2))


def declared(
    *legs: Leg, supported: Quorum = "all", contradicted: Quorum = "any", about: About = "standing"
) -> Declaration:
    return Declaration(
        "a-claim", 2, date(2026, 11, 30), "a reason", about, legs, supported=supported, contradicted=contradicted
    )


def reading(value: float, low: float | None = None, high: float | None = None, error: float = 0) -> Reading:
    return Reading(value, DAY, low, high, error)


@pytest.mark.parametrize(
    ("share", "families", "status", "decided"),
    [
        (50, 3, "supported", "share"),
        (49.9, 3, "mixed", "share"),
        (60, 2, "contradicted", "families worse"),
        (24.9, 4, "contradicted", "share"),
        (25, 4, "mixed", "share"),
    ],
)
def test_all_legs_support_or_one_contradicts(share: float, families: float, status: str, decided: str):
    found = decide(declared(SHARE, FAMILIES), {"share": reading(share), "families worse": reading(families)})
    assert (found.status, found.deciding.leg.statistic) == (status, decided)


def test_the_leg_that_keeps_a_claim_mixed_decided():
    legs = (SHARE, Leg("families worse", "families", supports=Bar(at_least=3)))
    found = decide(declared(*legs), {"share": reading(70), "families worse": reading(2)})
    assert (found.status, found.deciding.leg.statistic) == ("mixed", "families worse")
    assert [one.side for one in found.legs] == ["supports", "neither"]


@pytest.mark.parametrize(
    ("contradicted", "sides", "status"), [("any", 1, "contradicted"), ("all", 1, "mixed"), (2, 2, "contradicted")]
)
def test_legs_combine_by_their_quorum(contradicted: Quorum, sides: int, status: str):
    legs = [Leg(name, "index", supports=Bar(above=0), contradicts=Bar(under=0)) for name in "abc"]
    read = {name: reading(-1.0 if n < sides else 0.0) for n, name in enumerate("abc")}
    assert decide(declared(*legs, contradicted=contradicted), read).status == status


def test_a_leg_with_one_bar_has_no_say_on_the_other_side():
    only = Leg("level", "index", contradicts=Bar(under=0))
    found = decide(declared(SHARE, only, contradicted="all"), {"share": reading(60), "level": reading(5)})
    assert found.status == "supported"


@pytest.mark.parametrize(
    ("low", "high", "error", "status"),
    [(51, 70, 0, "supported"), (49, 70, 0, "mixed"), (20, 24, 0, "contradicted"), (51, 70, 2, "mixed")],
)
def test_an_interval_and_an_error_of_measurement_must_clear_the_bar(low: float, high: float, error: float, status: str):
    assert decide(declared(SHARE), {"share": reading((low + high) / 2, low, high, error)}).status == status


def test_a_forecast_is_open_until_nothing_can_change_its_readings():
    early = Reading(60, DAY, is_final=False)
    assert decide(declared(SHARE, about="forecast"), {"share": early}).status == "open"
    assert decide(declared(SHARE, about="now"), {"share": early}).status == "supported"
    assert decide(declared(SHARE, about="forecast"), {"share": reading(60)}).status == "supported"


@pytest.mark.parametrize(
    ("bar", "passed"),
    [
        (Bar(at_least=1), [1, 2]),
        (Bar(above=1), [2]),
        (Bar(at_most=1), [0, 1]),
        (Bar(under=1), [0]),
    ],
)
def test_what_is_on_a_bar_passes_where_the_bar_says_so(bar: Bar, passed: list[int]):
    assert [n for n in (0, 1, 2) if bar.is_passed(n)] == passed


def test_a_bar_is_one_number():
    for wrong in ({}, {"above": 1.0, "under": 2.0}):
        with pytest.raises(ValueError, match="one of"):
            Bar(**wrong)


def test_the_past_is_judged_by_the_same_rule_from_when_all_legs_are_known():
    months = pd.date_range("2020-01-31", periods=4, freq="ME")
    share = Reading(60, DAY, past=pd.Series([60.0, 10.0, 40.0, 60.0], months))
    families = Reading(3, DAY, past=pd.Series([3.0, 3.0, 3.0], months[1:]))
    found = past_statuses(declared(SHARE, FAMILIES), {"share": share, "families worse": families})
    assert found.to_dict() == dict(zip(months[1:], ["contradicted", "mixed", "supported"], strict=True))


def test_a_quarterly_leg_stands_until_its_next_quarter():
    quarters = pd.Series([60.0, 10.0], pd.to_datetime(["2020-01-01", "2020-04-01"]))
    found = past_statuses(declared(SHARE), {"share": Reading(10, DAY, past=quarters)})
    assert list(found) == ["supported"] * 3 + ["contradicted"]
