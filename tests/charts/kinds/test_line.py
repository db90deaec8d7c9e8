"""Lines: the scale is cut to the values, and begins at zero where that hides nothing."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts import drawing
from dashboard.charts.kinds import line
from dashboard.charts.spec import Sketch
from dashboard.theme.tokens import LIGHT
from indicators.model import Hints, Indicator
from indicators.panel.panel import Panel
from tests.charts.made_up import made_up


@pytest.mark.parametrize(
    "low, begins", [(0.0, 0.0), (39.0, 0.0), (40.0, 0.0), (41.0, 41 - 59 * 0.06), (-1.0, -1 - 101 * 0.06)]
)
def test_an_axis_begins_at_zero_unless_that_flattens_what_is_shown(low: float, begins: float):
    assert line.value_range(pd.DataFrame({"value": [low, 100.0]}))[0] == pytest.approx(begins)


@pytest.mark.parametrize(
    ("low", "high", "ends"), [(40.0, 100.0, 103.6), (-5.0, 5.0, 5.6), (5.0, 5.0, 5.3), (-5.0, -5.0, -4.7), (0, 0, 0.06)]
)
def test_an_axis_ends_a_little_above_the_highest_value(low: float, high: float, ends: float):
    """Six hundredths of what is between them, or of the value itself where there is one."""
    assert line.value_range(pd.DataFrame({"value": [low, high]}))[1] == pytest.approx(ends)


@pytest.mark.parametrize("values", [[0.0] * 5, [1.0] * 5, [-3.0] * 5, [1e-9] * 5, [1.0]], ids=str)
def test_a_flat_or_single_line_is_drawn(values: list[float]):
    days = pd.date_range("2025-01-01", periods=len(values), freq="MS")
    low, high = drawing.figure(made_up(values, days)).layout.yaxis.range
    assert low < high and low <= values[0] <= high


def test_what_decides_is_marked_with_its_bars_in_sight_and_the_reading_at_publication_as_a_ring():
    days = pd.date_range("2024-01-01", periods=30, freq="MS")
    frame = pd.DataFrame({"x": days, "line": "Reading", "value": [1.0] * 30})
    hints = Hints(focus="Reading", thresholds={4.0: "above: supports the claim"}, decides=True)
    one = Indicator("i", "flows", "t", "percent", "f", (), (), lambda panel: frame, hints=hints)
    sketch = Sketch(one, frame, Panel({}, {}, {}), LIGHT, then=-2.0)
    fig = go.Figure()
    line.draw(fig, sketch)
    line.style_axes(fig, sketch)
    ring, dot = [trace for trace in fig.data if trace.mode == "markers"]
    assert (ring.x[0], ring.y[0], ring.marker.color) == ("2025-12-01", -2.0, LIGHT.paper)
    assert (dot.x[0], dot.y[0]) == ("2026-06-01", 1.0)
    low, high = fig.layout.yaxis.range
    assert low < -2.0 and high > 4.0


def test_a_point_without_neighbours_shows_as_a_dot_and_others_do_not():
    days = pd.to_datetime(["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-09-01"])
    [drawn] = [trace for trace in drawing.figure(made_up([1.0, 2.0, 3.0, 2.0, 4.0], days)).data if trace.x is not None]
    assert drawn.y[-2] is None, "the gap before it is one"
    assert "markers" in drawn.mode and drawn.marker.size[-1] == line.DOT and not any(drawn.marker.size[:-1])
    whole = drawing.figure(made_up([1.0, 2.0, 3.0], days[:3]))
    assert all(trace.mode == "lines" for trace in whole.data)
