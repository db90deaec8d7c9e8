"""Bars over time or over labels, those of several lines stacked."""

import plotly.graph_objects as go

from dashboard.charts.line_names import colours
from dashboard.charts.spec import Sketch
from dashboard.charts.traces import points


def draw(fig: go.Figure, sketch: Sketch) -> None:
    """A trace a line; negative values are stacked below zero."""
    paint = colours(sketch)
    for name, rows in sketch.lines:
        fig.add_bar(**points(sketch, name, rows), marker={"color": paint[name], "line": {"width": 0}})
    fig.update_layout(barmode="relative", bargap=0.2)
