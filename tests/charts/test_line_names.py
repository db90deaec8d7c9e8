"""Names at the ends of lines stand apart."""

import string
from functools import cache
from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import line_names
from dashboard.charts.spec import widest
from dashboard.theme import fonts


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


@pytest.mark.parametrize("letter", [*string.printable[:95], *"−–…“”’·×÷éü€£¥°đơưệẢ"])
def test_no_letter_is_wider_than_the_room_that_a_name_is_given_nor_much_less_wide(letter: str):
    wide = [
        font["hmtx"][name][0] / font["head"].unitsPerEm
        for font in inter()
        if (name := font.getBestCmap().get(ord(letter)))
    ]
    assert wide and max(wide) <= widest(letter) <= max(wide) + 0.12


@cache
def inter() -> list[TTFont]:
    return [TTFont(face.file) for face in fonts.faces() if face.family == "Inter"]


def test_a_name_in_a_script_of_squares_has_a_square_a_letter():
    assert widest("金利") == widest("금리") == 2
