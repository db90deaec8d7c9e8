"""Curves over numbers or labels that have an order: a line with a marker at each of its values."""

import plotly.graph_objects as go

from dashboard.charts.line_names import colours
from dashboard.charts.spec import Sketch
from dashboard.charts.traces import points


def draw(fig: go.Figure, sketch: Sketch) -> None:
    """A trace a line."""
    paint = colours(sketch)
    for name, rows in sketch.lines:
        style = {"color": paint[name], "width": 2}
        fig.add_scatter(**points(sketch, name, rows), mode="lines+markers", line=style, marker={"size": 8})
