"""All that follows from a frequency stands in one table, and its facts fit each other."""

import ast
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.model import Frequency
from indicators.model.frequency import COARSE, FREQUENCIES, Cadence, coarseness, finest, guess
from indicators.model.periods import add_months

PACKAGES = [Path(__file__).parents[2] / name for name in ("dashboard", "indicators")]
REGULAR = [one for one in FREQUENCIES.values() if one.per_year]


def test_every_frequency_is_in_the_table_from_the_finest_on():
    assert set(FREQUENCIES) == set(get_args(Frequency))
    counts = [one.per_year for one in FREQUENCIES.values()]
    assert counts == sorted(counts, reverse=True)
    assert [coarseness(name) for name in FREQUENCIES] == list(range(len(FREQUENCIES)))
    assert list(COARSE) == ["monthly", "quarterly", "annual"]


@given(st.dates(date(1700, 1, 1), date(2200, 1, 1)), st.sampled_from([one for one in REGULAR if one.months]))
def test_periods_of_months_are_as_far_apart_as_the_table_says(day: date, one: Cadence):
    assert one.months * one.per_year == 12
    start = add_months(day, 0)
    days = (add_months(start, one.months) - start).days
    assert one.spacing[0] <= days <= one.spacing[1] < one.step


@given(st.sampled_from(REGULAR), st.data())
def test_dates_as_far_apart_as_months_quarters_or_years_are_told_by_it(one: Cadence, data: st.DataObject):
    step = data.draw(st.integers(*one.spacing))
    assert guess(step) == (one.name if one.months else "daily")


def test_a_single_date_seems_a_day():
    assert guess(float("nan")) == "daily"


def test_the_finest_is_that_of_most_observations_and_irregular_only_where_there_is_no_other():
    assert finest(["annual", "weekly", "irregular", "monthly"]) == "weekly"
    assert finest(["irregular"]) == finest([]) == "irregular"


@pytest.mark.parametrize("one", REGULAR, ids=lambda one: one.name)
def test_an_answer_that_is_asked_for_shows_a_spacing(one: Cadence):
    assert min(one.overlap, one.recent) > 1.5 * one.spacing[1], "two observations at least"


def test_no_other_table_is_by_frequency():
    """A dictionary of three frequencies or more is one; of two it names the choices of a chart."""
    tables = {
        f"{file.name}:{node.lineno}"
        for folder in PACKAGES
        for file in folder.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Dict)
        and len({key.value for key in node.keys if isinstance(key, ast.Constant)} & {*FREQUENCIES}) > 2
    }
    assert tables == set()
