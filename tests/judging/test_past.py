"""Every claim and chart as of any day: what a day lacks is said, and a slip of ours is no lack."""

from datetime import date

import pytest

from indicators.judging import registry
from indicators.store.store import Store
from tests.fuzz.days import days, faults_of


@pytest.mark.parametrize(
    "day", [date(1962, 2, 28), date(1999, 12, 31), date(2009, 3, 9), date(2015, 1, 1), date(2020, 3, 16)], ids=str
)
def test_a_past_day_meets_no_fault_of_ours(store: Store, day: date):
    assert list(faults_of(store, day)) == []


@pytest.mark.parametrize("error", [TypeError, KeyError, IndexError, ZeroDivisionError])
def test_a_slip_in_a_judge_or_a_chart_is_found_on_a_past_day(
    store: Store, monkeypatch: pytest.MonkeyPatch, faults: list[str], error: type[Exception]
):
    def slip(*given: object, **chosen: object) -> None:
        raise error("a slip")

    monkeypatch.setattr(registry, "run", slip)
    monkeypatch.setattr(registry, "explained", slip)
    found = list(faults_of(store, date(2011, 8, 8)))  # of no other test: findings are kept by the day
    assert len([one for one in found if one.startswith("claim ")]) == len(registry.tests())
    assert len([one for one in found if one.startswith("chart ")]) == len(registry.indicators())


def test_days_of_a_scan_differ_and_end_with_the_pack():
    found = list(days(2020, 3))
    assert found[0] == date(2020, 1, 1) and found[-1].year == 2026 and len({day.day for day in found}) > 20
