"""Horizontal bars."""

import pytest

from dashboard.charts import drawing
from dashboard.charts.spec import WIDE
from indicators.model import Hints
from tests.charts.made_up import labelled


def test_horizontal_bars_go_down_in_the_order_given_and_begin_at_zero():
    fig = drawing.figure(labelled({"2021": [3.0], "2019": [30.0], "2020": [20.0]}, Hints("ranks")))
    assert list(fig.layout.yaxis.categoryarray) == ["2021", "2019", "2020"]
    assert (fig.layout.yaxis.type, fig.layout.yaxis.autorange) == ("category", "reversed")
    assert fig.layout.xaxis.range is None, "so Plotly's own, which for bars begins at zero"


@pytest.mark.parametrize("values", [[-10.0, 30.0], [-10.0, -4.0]], ids=str)
def test_a_negative_bar_has_52_pixels_for_its_label_to_its_left_and_ends_at_zero_or_the_longest(values: list[float]):
    fig = drawing.figure(labelled({"A": values[:1], "B": values[1:]}, Hints("ranks")))
    low, high = fig.layout.xaxis.range
    pixels = (WIDE.width - fig.layout.margin.l - fig.layout.margin.r) / (high - low)
    assert high == max(values[1], 0) and (-10 - low) * pixels == pytest.approx(52)
