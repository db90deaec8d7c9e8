"""Groups: at each label or date a point a line, with its interval where there is one."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.line_names import colours
from dashboard.charts.spec import Sketch, ems
from dashboard.charts.traces import points
from dashboard.i18n import labels


def draw(fig: go.Figure, sketch: Sketch) -> None:
    """A trace a line, with its values written beside the points; the points of a label stand side by side."""
    paint = colours(sketch)
    for name, rows in sketch.lines:
        interval: dict[str, Any] = {"thickness": 2, "width": 0, "color": paint[name]}
        if "high" in rows:
            interval |= {"array": (rows.high - rows.value).tolist(), "arrayminus": (rows.value - rows.low).tolist()}
        fig.add_scatter(
            **points(sketch, name, rows), mode="markers+text", error_y=interval,
            marker={"color": paint[name], "size": 11}, textposition=_beside(sketch, rows), cliponaxis=False,
            text=_amounts(sketch, rows),
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


def style_axes(fig: go.Figure, sketch: Sketch) -> None:
    """Room on the right for the value beside the last point."""
    if sketch.is_dated or not _stands_right(sketch):
        return
    margin, label = fig.layout.margin, sketch.size.label
    last = max(ems(_amounts(sketch, rows)[-1]) for _, rows in sketch.lines) * label
    across = (sketch.size.width - margin.l - margin.r) / sketch.frame.x.nunique()
    within = across * (0.5 if len(sketch.lines) == 1 else 0.3)  # from the point to the end of its label's part
    fig.update_layout(margin_r=margin.r + max(0, last + label - within))


def _amounts(sketch: Sketch, rows: pd.DataFrame) -> list[str]:
    decimals, space = sketch.indicator.hints.decimals, "  " if sketch.is_dated or _stands_right(sketch) else ""
    return [f"{space}{labels.number(value, sketch.indicator.unit, decimals)}" for value in rows.value]


def _stands_right(sketch: Sketch) -> bool:
    """Whether values over labels stand on the right: where a label has many points, that would be under the next one."""
    return len(sketch.lines) <= 2


def _beside(sketch: Sketch, rows: pd.DataFrame) -> list[str]:
    """Where each value stands: over time on the inner side of points that are near the edge."""
    if not sketch.is_dated:
        return ["middle right" if _stands_right(sketch) else "top center"] * len(rows)
    left = (rows.x.max() - rows.x) / max(sketch.frame.x.max() - sketch.frame.x.min(), pd.Timedelta(days=1))
    wide = [(ems(text) + 1) * sketch.size.label for text in _amounts(sketch, rows)]
    fits = [part * 0.8 * sketch.size.room > width for part, width in zip(left, wide, strict=True)]
    under = _under_another(sketch, rows, wide)
    above = ["top right" if one else "top left" for one in fits]
    return ["middle left" if low else place for low, place in zip(under, above, strict=True)]


def _under_another(sketch: Sketch, rows: pd.DataFrame, wide: list[float]) -> list[bool]:
    """Whether above a point stands the value of a higher one beside it."""
    x = 0.8 * sketch.size.room * (rows.x - rows.x.min()) / max(rows.x.max() - rows.x.min(), pd.Timedelta(days=1))
    y = sketch.size.plot * rows.value / max(_top(sketch), 1e-9)
    points = list(zip(x, y, wide, strict=True))
    line = 1.5 * sketch.size.label

    def is_under(at: int) -> bool:
        mine = points[at]
        near = (points[n] for n in (at - 1, at + 1) if 0 <= n < len(points))
        return any(abs(one[0] - mine[0]) < mine[2] and 0 < one[1] - mine[1] < line for one in near)

    return [is_under(at) for at in range(len(points))]
