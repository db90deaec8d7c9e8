"""Captions are composed once, with their shorter forms; the layout chooses among them and asks for no other words."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.charts import captions, card_layout, drawing
from dashboard.charts.card_layout import CUTS, Placed
from dashboard.charts.spec import WIDE, Sketch
from tests import cards

CHARTS = Path(drawing.__file__).parent


def card(size: str = "540x540") -> Sketch:
    return cards.card("line").sketch(size)


def written(placed: Placed) -> str:
    return " ".join(line.text for line in (*placed.head, *placed.foot))


def placed_by(sketch: Sketch, cut: int) -> Placed:
    said = captions.compose(sketch)
    return Placed(card_layout._above(said, sketch, [], CUTS[cut]), card_layout._below(said, sketch, CUTS[cut]))


def words(count: int) -> captions.Opening:
    return captions.Opening(" ".join(["word,"] * count), "{} … cut")


def test_a_picture_composes_its_captions_once(monkeypatch: pytest.MonkeyPatch):
    compose, asked = captions.compose, []
    monkeypatch.setattr(captions, "compose", lambda sketch: asked.append(sketch) or compose(sketch))
    drawing.figure(card())
    assert len(asked) == 1


def test_captions_are_the_same_in_every_size():
    assert captions.compose(card("540x540")) == captions.compose(card("1200x628"))


def test_the_layout_has_no_words_of_its_own():
    said = captions.compose(card())
    blank = replace(
        said, title="", measure="", opening=captions.Opening("", "{}"), sources=("",) * 3, dates=("",) * 2, verdict=None,
        link="Whose: L",
    )  # fmt: skip
    _, placed = card_layout.place(blank, card(), [])
    assert "".join(line.text for line in (*placed.head, *placed.foot)).replace("<b></b>", "") == "<b>Whose</b>   L"


def test_each_cut_takes_what_it_says_and_no_more():
    whole, without_test, without_ids, brief, *smaller = (written(placed_by(card(), cut)) for cut in range(len(CUTS)))
    assert "Test: supported above 4" in whole and "Test:" not in without_test
    assert "(X, Y)" in without_test and "(X" not in without_ids
    assert "the latest dating may lag" in without_ids and "Shaded: recessions." in brief
    for text in (whole, without_test, without_ids, brief, *smaller):
        for kept in ("Source:", "ata through", "Claim:", "Claimboard", "5.05%", "ercent of GDP"):
            assert kept in text, kept


def test_the_opening_is_written_smaller_before_it_is_cut():
    sketch = card()
    sizes = [card_layout._opening(words(24), sketch, cut)[0].size for cut in CUTS]
    assert sizes[0] == sizes[1] == sizes[2] == sizes[3] > sizes[4] > sizes[5]
    tight = card_layout._opening(words(28), sketch, CUTS[0])
    assert tight[0].size < sizes[0] and "cut" not in tight[-1].text, "where it would have to be cut, at once"
    lines = card_layout._opening(words(200), sketch, CUTS[0])
    assert len(lines) == card_layout.OPENING_LINES and lines[-1].text.endswith("word … cut</b>")


def test_a_chart_on_a_page_shows_the_long_forms():
    sketch = replace(card(), size=WIDE, about=None, link="")
    said = captions.compose(sketch)
    _, placed = card_layout.place(said, sketch, [])
    assert "(X, Y)" in written(placed) and said.verdict is None


@pytest.mark.parametrize("path", sorted(CHARTS.glob("*.py")), ids=lambda path: path.stem)
def test_no_function_of_charts_imports_anything(path: Path):
    functions = (
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
    )
    found = [
        node for function in functions for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not found
