"""Revisions of a series: two vintages as two lines, and what the later one changed."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.views.explorer_revisions import csv
from indicators.explore.pipeline import Choice
from indicators.explore.revisions import Revised, compare
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.store.store import Store, end_of
from tests.conftest import series, small_store

FIRST = ("2026-01-10", {"2025-10-01": 100.0, "2025-11-01": 102.0, "2025-12-01": 104.0})
SECOND = ("2026-03-10", {"2025-11-01": 103.0, "2025-12-01": 100.0, "2026-01-01": 110.0})

LEVELS = Choice(("X",))


@pytest.fixture
def held(tmp_path: Path, catalogued) -> Store:
    catalogued(series("X"))
    return small_store(tmp_path, X=(FIRST, SECOND))


def revised(held: Store, choice: Choice = LEVELS, before: str = "2026-02-01", after: str = "2026-03-10") -> Revised:
    vintages = [panel.read(held, choice.reads, at=end_of(date.fromisoformat(day))) for day in (before, after)]
    return compare(choice, *vintages)


def test_two_vintages_are_two_lines_named_by_their_days(held: Store):
    found = revised(held)
    lines = {name: rows.value.tolist() for name, rows in found.frame.groupby("line")}
    assert lines == {"2026-01-10": [100, 102, 104], "2026-03-10": [100, 103, 100, 110]}
    assert found.indicator.hints.focus == "2026-03-10" and found.panel.provenance["X"].vintage == date(2026, 3, 10)


def test_what_changed_is_of_the_periods_that_both_have(held: Store):
    found = revised(held)
    assert len(found.shared) == 3
    assert found.changed.change.tolist() == [1, -4] and f"{found.largest:%Y-%m}" == "2025-12"


def test_revisions_are_in_the_units_of_the_reader(held: Store):
    found = revised(held, Choice(("X",), units=("chg",)))
    assert found.shared.before.tolist() == [2, 2] and found.shared.after.tolist() == [3, -3]


def test_one_vintage_is_not_compared_with_itself_nor_a_later_with_an_earlier(held: Store):
    with pytest.raises(MissingData, match="only one"):
        revised(held, after="2026-02-20")
    with pytest.raises(MissingData, match="the later one"):
        revised(held, before="2026-03-10", after="2026-02-01")


def test_before_the_first_vintage_the_reason_is_told(held: Store):
    with pytest.raises(MissingData, match="X"):
        revised(held, before="2025-02-01")


def test_the_file_has_a_column_a_vintage_and_says_where_it_is_from(held: Store):
    head, first, *_, last = csv(revised(held)).decode().splitlines()
    assert head == "date,2026-01-10 (index),2026-03-10 (index),Source,Terms,Dates"
    assert first.startswith("2025-10-01,100.0,100.0,Source: Agency") and "public domain." in first
    assert last == "2026-01-01,,110.0,,,"
