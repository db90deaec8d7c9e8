"""What a kind of chart is stands in one table."""

from typing import get_args

import pytest

from indicators.judging import registry
from indicators.model.chart_kind import KINDS, ChartKind, KindName


def test_every_kind_is_in_the_table_and_used():
    assert list(KINDS) == list(get_args(KindName))
    used = {one.hints.kind for one in registry.indicators().values()}
    assert used | {"panels"} == set(KINDS), "panels are the Explorer's"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_what_a_kind_is_does_not_contradict_itself(kind: ChartKind):
    assert kind.is_drawn or kind == ChartKind(kind.name, is_drawn=False)
    assert not (kind.has_plots and (kind.is_horizontal or kind.is_stacked))
    assert kind.tells_last or not (kind.runs_on or kind.hovers_together)
