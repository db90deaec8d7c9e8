"""Groups: at each label or date a point a line, with its interval where there is one."""

from typing import Any

import plotly.graph_objects as go

from dashboard.charts.line_names import colours
from dashboard.charts.spec import Sketch
from dashboard.charts.traces import points
from dashboard.i18n import labels


def draw(fig: go.Figure, sketch: Sketch) -> None:
    """A trace a line, with its values written beside the points; the points of a label stand side by side."""
    paint, hints = colours(sketch), sketch.indicator.hints
    for name, rows in sketch.lines:
        interval: dict[str, Any] = {"thickness": 2, "width": 0, "color": paint[name]}
        if "high" in rows:
            interval |= {"array": (rows.high - rows.value).tolist(), "arrayminus": (rows.value - rows.low).tolist()}
        fig.add_scatter(
            **points(sketch, name, rows), mode="markers+text", error_y=interval,
            marker={"color": paint[name], "size": 11}, textposition=_beside(sketch, len(rows)), cliponaxis=False,
            text=[f"  {labels.number(value, sketch.indicator.unit, hints.decimals)}" for value in rows.value],
            textfont={"color": paint[name], "size": sketch.size.label},
        )  # fmt: skip
    fig.update_xaxes(type="category")  # a year is a label here
    if "high" not in sketch.frame:
        fig.update_yaxes(autorangeoptions={"include": [_top(sketch)]})
    fig.update_layout(scattermode="group", scattergap=0.4)


def _top(sketch: Sketch) -> float:
    """How far up the axis reaches, so that the value above the highest point has room: Plotly leaves none for text."""
    low, high = min(0.0, float(sketch.frame.value.min())), float(sketch.frame.value.max())
    return high + (high - low) * 2 * sketch.size.label / sketch.size.plot


def _beside(sketch: Sketch, count: int) -> list[str]:
    """Where each value stands: over time the last point is at the edge, and its value on the inner side of it."""
    if not sketch.is_dated:  # where a label has many points, a value on the right would lie under the next one
        return ["middle right" if len(sketch.lines) <= 2 else "top center"] * count
    return ["top right"] * (count - 1) + ["top left"]
