"""What a kind of chart is stands in one table; nobody else asks for a kind by its name."""

import re
from pathlib import Path
from typing import get_args

import pytest

from dashboard.charts.drawing import DRAW
from indicators.judging import registry
from indicators.model.chart_kind import KINDS, ChartKind, KindName

PACKAGES = [Path(__file__).parents[2] / name for name in ("dashboard", "indicators")]


def test_every_kind_is_in_the_table_and_used():
    assert list(KINDS) == list(get_args(KindName))
    used = {one.hints.kind for one in registry.indicators().values()}
    assert used | {"panels"} == set(KINDS), "panels are the Explorer's"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_what_is_drawn_can_be_drawn(kind: ChartKind):
    assert (kind.name in DRAW) == kind.is_drawn


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_what_a_kind_is_does_not_contradict_itself(kind: ChartKind):
    assert kind.is_drawn or kind == ChartKind(kind.name, is_drawn=False)
    assert not (kind.has_plots and (kind.is_horizontal or kind.is_stacked))
    assert kind.tells_last or not (kind.runs_on or kind.hovers_together)


def test_nobody_asks_for_a_kind_by_its_name():
    """Neither by comparing a kind nor by looking one up, but for who draws it."""
    asks = re.compile(r"hints\.kind (?:==|!=|in|not in) .*|(?:(?<!DRAW)\[|match )[\w.]*hints\.kind\b.*")
    files = (file for folder in PACKAGES for file in folder.rglob("*.py"))
    assert {file.name: found for file in files if (found := asks.findall(file.read_text(encoding="utf-8")))} == {}
    assert asks.search('if hints.kind == "ranks"') and asks.search("SIZES[sketch.indicator.hints.kind]")
