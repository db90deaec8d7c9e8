"""Lines over time. The one that the chart is about lies on top; one that is only a reference is dotted and grey."""

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.line_names import colours
from dashboard.charts.spec import Sketch
from dashboard.charts.traces import points
from indicators.catalogue import catalogue

#: Up to so many are counted one by one on the scale.
FEW = 8
#: The diameter of a point that stands alone, pixels.
DOT = 6


def draw(fig: go.Figure, sketch: Sketch) -> None:
    """A trace a line; of one that becomes provisional two."""
    paint, hints = colours(sketch), sketch.indicator.hints
    for name, rows in sorted(sketch.lines, key=lambda line: line[0] == hints.focus):  # the focus last, on top
        thick = 1.5 if hints.focus in paint and name != hints.focus else 2.25
        style: dict[str, Any] = {"color": paint[name], "width": thick}
        if _counts(sketch):
            style["shape"] = "hv"  # a count goes from one number to the next at once
        if name in hints.quiet:
            style |= {"width": 1, "dash": "dot"}
        for part, dash in _by_standing(sketch, rows):
            drawn = points(sketch, name, part)
            fig.add_scatter(**drawn, **_with_dots(drawn["y"], paint[name]), line=style | dash)
        if hints.decides and name == hints.focus:
            _mark(fig, sketch, rows, paint[name])


def _with_dots(values: list[float | None], colour: str) -> dict[str, Any]:
    """How a line is drawn: a point without neighbours, such as the first after a gap, is no line and shows as a dot."""
    around = [None, *values, None]
    alone = [
        value is not None and before is None and after is None
        for before, value, after in zip(around, values, around[2:], strict=False)
    ]
    if not any(alone):
        return {"mode": "lines"}
    return {"mode": "lines+markers", "marker": {"color": colour, "size": [DOT if one else 0 for one in alone]}}


def _mark(fig: go.Figure, sketch: Sketch, rows: pd.DataFrame, colour: str) -> None:
    """The last point, which decides, and as a ring what was read at publication, which revisions may have moved."""
    published = catalogue.article().published
    if sketch.then is not None and sketch.is_dated and sketch.first <= published <= sketch.last:
        ring = {"size": 9, "color": sketch.look.paper, "line": {"color": colour, "width": 2}}
        _dot(fig, published.isoformat(), sketch.then, ring)
    x, y = rows.x.iloc[-1], float(rows.value.iloc[-1])
    _dot(fig, x.strftime("%Y-%m-%d") if isinstance(x, pd.Timestamp) else x, y, {"size": 9, "color": colour})


def _dot(fig: go.Figure, x: Any, y: float, marker: dict[str, Any]) -> None:
    fig.add_scatter(x=[x], y=[y], mode="markers", marker=marker, cliponaxis=False, hoverinfo="skip", name="")


def _by_standing(sketch: Sketch, rows: pd.DataFrame) -> list[tuple[pd.DataFrame, dict[str, str]]]:
    """The rows before and from the day on which a line becomes provisional; both have that day, so that they meet."""
    if not sketch.indicator.hints.provisional:
        return [(rows, {})]
    day = pd.Timestamp(sketch.indicator.hints.provisional[0])
    parts = [(rows[rows.x <= day], {}), (rows[rows.x >= day], {"dash": "dot"})]
    return [(part, dash) for part, dash in parts if len(part)]


def style_axes(fig: go.Figure, sketch: Sketch) -> None:
    """The scale is cut to the values; a log scale has its range already."""
    if not sketch.is_log:
        hints = sketch.indicator.hints
        then = [] if sketch.then is None else [sketch.then]
        fig.update_yaxes(range=value_range(sketch.frame, [*hints.thresholds, *then] if hints.decides else ()))
    if _counts(sketch):
        fig.update_yaxes(dtick=1)


def _counts(sketch: Sketch) -> bool:
    """Whether it is the chart of a leg that counts a few things."""
    values = sketch.frame.value
    return sketch.indicator.hints.decides and bool((values % 1 == 0).all()) and values.max() - values.min() <= FEW


def value_range(frame: pd.DataFrame, levels: Iterable[float] = ()) -> tuple[float, float]:
    """The ends of a scale of a frame's values and of levels, with a little air; from zero unless that would flatten them."""
    levels = list(levels)
    low, high = min(float(frame.value.min()), *levels, math.inf), max(float(frame.value.max()), *levels, -math.inf)
    air = (high - low or abs(high) or 1) * (0.1 if levels else 0.06)  # the label of a level has room beyond it
    return (low - air if low < 0 or low > 0.4 * high else 0.0), high + air
