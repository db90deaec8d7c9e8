"""The floor: what a first answer must be, and any answer, to be a series at all."""

from datetime import date, timedelta
from typing import Any

import pytest

from indicators.model.periods import add_months
from indicators.providers import Observed
from indicators.refresh import floor, publish_gate
from indicators.refresh.publish_gate import Held
from tests.conftest import series
from tests.refresh.gate import MONTHS, TODAY, X, cause


def first(values: list[float], frequency: str = "monthly", **changed: Any) -> str:
    """Why a first answer is held that ends in the period before today."""
    step = {"daily": 1, "weekly": 7}.get(frequency)
    months = {"monthly": 1, "quarterly": 3, "annual": 12}.get(frequency, 1)
    newest = date(TODAY.year, 1, 1) if months == 12 else TODAY
    days = [
        TODAY - timedelta(days=step * (n + 1)) if step else add_months(newest, -months * (n + 1))
        for n in reversed(range(len(values)))
    ]
    rows = [(day.toordinal(), value) for day, value in zip(days, values, strict=True)]
    return cause(series(frequency=frequency, **changed), [], rows)


WALK = [100.0 + n + n % 5 for n in range(300)]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (WALK[:1], "1 observations, where 24 are the fewest"),
        ([0.0] * 300, "nothing but zeros"),
        ([1e-300 * n for n in range(300)], "nothing but zeros"),
        ([7.0] * 300, "only 1 different value"),
        ([1e6, -1e6] * 150, "only 2 different values"),
        ([(-1) ** n * (1e5 + n % 11) for n in range(300)], "swings to and fro"),
        ([*WALK[:-1], 1e308], "1e+308 for 2026-10-01 is beyond what index can count"),
        ([*WALK[:-1], -2e6], "-2e+06 for 2026-10-01 is beyond what index can count"),
    ],
)
def test_a_first_answer_that_is_no_series_is_held(values: list[float], words: str):
    assert words in first(values)


@pytest.mark.parametrize("value", [0.0, 7.0])
def test_a_rate_that_moved_does_not_stand_still_over_its_whole_history(value: float):
    rates = [(day, 4.0 + n % 5) for n, (day, _) in enumerate(MONTHS)]
    flat = [(day, 4.0 + value) for day, _ in rates]
    assert cause(series(unit="percent"), rates, flat).startswith("an answer of 80 observations with only 1 different")
    assert cause(series(unit="percent"), flat, flat) == ""


@pytest.mark.parametrize(
    ("frequency", "fewest"), [("daily", 60), ("weekly", 26), ("monthly", 24), ("quarterly", 8), ("annual", 5)]
)
def test_a_first_answer_has_a_floor_of_rows_by_its_frequency(frequency: str, fewest: int):
    assert first(WALK[:fewest], frequency) == ""
    assert f"where {fewest} are the fewest" in first(WALK[: fewest - 1], frequency)


def test_a_source_that_shows_one_year_may_begin_with_that():
    assert first(WALK[:12], window=True) == ""
    assert "where 6 are the fewest" in first(WALK[:5], window=True)


def test_a_first_answer_reaches_near_today_and_no_answer_back_before_there_were_figures():
    old = [(day - 1000, value) for day, value in MONTHS]
    assert cause(X, [], old).startswith("a first answer that ends 2023-")
    assert "before there were figures" in cause(X, [], [(1, 1.0), *MONTHS])


def test_a_first_answer_with_the_spacing_of_another_frequency_is_held():
    half_weekly = [(MONTHS[0][0] + 7 * n, float(n)) for n in range(20)]
    rows = half_weekly + [(day, value) for day, value in MONTHS if day > half_weekly[-1][0]]
    assert "steps of a first answer are monthly" in cause(X, [], rows)


@pytest.mark.parametrize(
    ("frequency", "day", "fits"),
    [
        ("monthly", date(2026, 9, 30), False),
        ("quarterly", date(2026, 3, 1), True),  # of a company's own year
        ("quarterly", date(2026, 3, 31), False),
        ("annual", date(2025, 3, 1), False),
        ("annual", date(2025, 1, 1), True),
        ("daily", date(2026, 9, 30), True),
    ],
)
def test_a_period_is_dated_by_its_first_day_or_it_would_meet_no_other(frequency: str, day: date, fits: bool):
    one = series(frequency=frequency)
    before = [(day.toordinal() - 1000, 1.0), (day.toordinal(), 1.0)]
    assert floor.misplaced(one, [(day.toordinal(), 1.0)]) == (
        "" if fits else f"{day} is no first day of a period that is {frequency}"
    )
    if not fits:
        with pytest.raises(Held, match="no first day"):
            publish_gate.check(one, before, Observed(((day.toordinal(), 1.0),), "test"), TODAY, lenient=True)


def test_who_has_looked_lifts_the_history_and_not_the_floor():
    with pytest.raises(Held, match="the fewest"):
        publish_gate.check(X, [], Observed(tuple(MONTHS[-3:]), "test"), TODAY, lenient=True)


@pytest.mark.parametrize(
    ("unit", "fits", "beyond"),
    [
        ("percent", 9_000.0, 11_000.0),
        ("ratio", 900.0, 1_100.0),
        ("dollars per barrel", 9e5, 2e6),
        ("price, 100 minus rate", 99.0, 201.0),
        ("billions of dollars", 9e6, 2e7),
        ("thousands of persons", 9e12, 2e13),
    ],
)
def test_no_value_is_beyond_what_its_unit_can_count(unit: str, fits: float, beyond: float):
    assert cause(series(unit=unit), [], [*MONTHS[:-1], (MONTHS[-1][0], fits)]) == ""
    assert "beyond what" in cause(series(unit=unit), [], [*MONTHS[:-1], (MONTHS[-1][0], beyond)])
