"""Names at the ends of lines stand apart."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import letter_widths, line_names


@given(st.dictionaries(st.text(min_size=1, max_size=5), st.floats(-500, 500), min_size=1, max_size=8), st.floats(1, 40))
def test_labels_are_spread_apart_in_order_and_no_further_than_needed(wanted: dict[str, float], gap: float):
    placed = line_names.spread(wanted, gap)
    order = sorted(wanted, key=lambda name: wanted[name])
    heights = [placed[name] for name in order]
    assert set(placed) == set(wanted)
    assert all(over - under >= gap - 1e-6 for under, over in pairwise(heights))
    apart = [wanted[over] - wanted[under] for under, over in pairwise(order)]
    if all(step >= gap for step in apart):
        assert placed == pytest.approx(wanted)
    assert sum(placed.values()) == pytest.approx(sum(wanted.values()), abs=1e-6), "they move as far up as down"


def test_labels_that_meet_move_apart_by_what_they_lack_and_no_more():
    assert line_names.spread({"a": 0.0, "b": 4.0}, 10) == pytest.approx({"a": -3.0, "b": 7.0})


@pytest.mark.parametrize(("text", "ems"), [("", 0), ("N", 0.8), ("ẫ", letter_widths.width("a")), ("兆", 1), ("한", 1)])
def test_a_letter_is_as_wide_as_without_its_accents(text: str, ems: float):
    assert letter_widths.width(text) == ems
