"""How a reader's own chart is drawn, told in every language, and written to a file."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pandas as pd
import pytest

from dashboard.charts import drawing
from dashboard.charts.spec import NARROW, WIDE, Frame
from dashboard.i18n import labels
from dashboard.i18n.locale import speaking, translate
from dashboard.views.explorer import csv
from indicators.explore import chart
from indicators.explore.pipeline import LETTERS, MOST, Choice
from indicators.i18n import messages
from indicators.i18n.messages import Message
from tests.explore.charts import SEVERAL, Data, data, sketch

__all__ = ["data"]


def test_series_of_one_unit_share_a_plot_and_others_get_their_own(data: Data):
    assert data.explore(Choice(("UNRATE", "DGS10"))).indicator.hints.kind == "line"
    assert data.explore(Choice(("UNRATE", "DGS10"), apart=True)).frame.panel.nunique() == 2
    found = data.explore(Choice(SEVERAL))
    assert found.indicator.hints.kind == "panels"
    shared = found.frame.groupby("panel", sort=False).line.unique().map(len)
    assert shared.to_dict() == {"dollars": 2, "percent": 2, "index, 1982-84=100": 1, "millions of persons": 1}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("apart", [False, True])
def test_plots_stand_one_above_the_other_on_one_time_axis(data: Data, size: Frame, apart: bool):
    found = data.explore(Choice(SEVERAL, apart=apart, first=2015))
    fig = drawing.figure(sketch(found, size))
    axes = sorted((axis for axis in fig.select_yaxes()), key=lambda axis: -axis.domain[0])
    assert len(axes) == found.frame.panel.nunique()
    assert all(lower.domain[1] < upper.domain[0] for upper, lower in pairwise(axes))
    assert len(list(fig.select_xaxes())) == 1 and {trace.xaxis or "x" for trace in fig.data} == {"x"}
    assert all(axis.overlaying is None for axis in axes), "a second axis on one plot"
    assert {trace.yaxis for trace in fig.data} == {axis.plotly_name.replace("axis", "") for axis in axes}
    assert {shape.yref for shape in fig.layout.shapes} == {"paper"}
    plot = fig.layout.height - fig.layout.margin.t - fig.layout.margin.b
    assert all((axis.domain[1] - axis.domain[0]) * plot >= 120 for axis in axes)
    for note in fig.layout.annotations:
        assert note.font.size >= 11
        if note.yref == "paper" and 0 < note.y < 1:  # what a plot is headed by is below the plot before
            above = min((a.domain[0] for a in axes if a.domain[0] > note.y), default=9)
            assert note.y * plot + note.yshift < above * plot


def test_a_panel_says_its_unit_and_its_lines_with_their_last_values(data: Data):
    found = data.explore(Choice(("GDP", "UNRATE"), first=2000))
    for size in (WIDE, NARROW):
        words = " ".join(note.text for note in drawing.figure(sketch(found, size)).layout.annotations)
        for said in ("<b>Dollars</b>", "<b>Percent</b>", "$32.6tn", "4.2%"):
            assert said in words.replace("<br>", " "), said
    alt = labels.alt_text(found.indicator, found.frame, "monthly")
    assert "Dollars: Gross domestic product: $32.6tn in" in alt and "Percent: Unemployment rate: 4.2% in" in alt


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (Choice(("UNRATE",), frequency="annual"), ["4.03% in 2024"]),
        (Choice(("UNRATE", "DGS10", "GDP")), ["4.20% in September 2026", "in 20 August 2026", "in 2026Q2"]),
        (Choice(("UNRATE", "DGS10"), formulas=("b - a",)), ["in July 2026"]),
    ],
)
def test_each_line_is_told_with_the_dates_of_its_own_frequency(data: Data, choice: Choice, said: list[str]):
    found = data.explore(choice)
    alt = labels.alt_text(found.indicator, found.frame, "daily")
    assert all(words in alt for words in said), alt


def test_the_same_choice_gives_the_same_bytes(data: Data):
    choice = Choice(SEVERAL, first=2015)
    first, again = (drawing.figure(sketch(data.explore(choice))).to_json() for _ in range(2))
    assert first == again


@pytest.mark.parametrize(
    ("values", "unit", "digits"),
    [
        ([0.171, 0.182], "dollars", 3), ([3.2e13], "dollars", 1), ([6.7e12], "dollars", 2), ([1.0e9] * 3 + [9e11], "dollars", 2),
        ([250.0, 300.0], "percent", 1), ([4.2, 3.5], "percent", 1), ([4.23], "percent", 2), ([0.04123], "percent", 2), ([250.0], "index", 0), ([0.0], "index", 1), ([0.4891], "index", 3), ([-0.19612], "standard deviations", 2),
    ],
)  # fmt: skip
def test_values_are_written_with_three_digits(values: list[float], unit: str, digits: int):
    assert chart.decimals(pd.Series(values), unit) == digits


def test_there_is_a_letter_for_each_series_of_the_most():
    assert len(LETTERS) == MOST


# --- languages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "choice",
    [
        Choice(("UNRATE", "GDP"), units=("nbd", "chg"), base=date(2019, 1, 1)),
        Choice(("UNRATE", "GDP"), units=("ch1", "lin"), prices="CPIAUCSL", year=2001, apart=True),
        Choice(("ICSA", "UNRATE"), units=("chg", "log")),
    ],
)
def test_units_that_a_reader_makes_are_told_in_every_language_and_kept_nowhere_else(
    data: Data, choice: Choice, monkeypatch: pytest.MonkeyPatch
):
    kept: dict[str, Message] = {}
    monkeypatch.setattr(messages, "_NAMED", kept)
    found = data.explore(choice)
    with speaking("ja"):
        alt = labels.alt_text(found.indicator, found.frame, "daily")
        drawn = [note.text for note in drawing.figure(sketch(found)).layout.annotations]
        beside = [translate(unit) for unit in found.frame.unit.unique()]
    assert not [text for text in (alt, *drawn, *beside) if re.search("change|index|dollars|log|millions", text, re.I)]
    assert not kept


# --- the file -------------------------------------------------------------------------------------


def test_the_file_has_a_row_a_date_a_column_a_line_and_no_filled_gap(data: Data):
    found = data.explore(Choice(("GDP", "UNRATE"), first=2025))
    head, *rows = csv(found).decode().splitlines()
    assert head == "date,Gross domestic product (dollars),Unemployment rate (percent),Source,Terms,Dates"
    assert "2025-02-01,,4.2,,," in rows and not any(row.startswith("2025-11-01,3") for row in rows)
    assert [row for row in rows if row.startswith("2025-10-01")] == [f"2025-10-01,{data['GDP']['2025-10-01']},,,,"]


def test_the_file_is_written_as_every_file_here_no_cell_a_formula_to_a_spreadsheet(data: Data):
    found = data.explore(Choice(("UNRATE",)))
    file = csv(replace(found, frame=found.frame.assign(line="=1+1")))
    assert file.startswith(b"date,'=1+1 (percent),Source,Terms,Dates\r\n1948-01-01,3.4,Source: U.S. Bureau of Labor")
