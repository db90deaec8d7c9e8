"""Groups: at each label or date a point a line, with its interval where there is one."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.line_names import colours
from dashboard.charts.spec import Sketch, ems
from dashboard.charts.traces import points
from dashboard.i18n import labels

#: Pixels of a point.
MARK = 11
#: Where a value may stand beside its point over time, the best first.
SPOTS = (
    "top right",
    "top left",
    "top center",
    "middle right",
    "middle left",
    "bottom right",
    "bottom left",
    "bottom center",
)


def draw(fig: go.Figure, sketch: Sketch) -> None:
    """A trace a line, with its values written beside the points; the points of a label stand side by side."""
    paint = colours(sketch)
    for name, rows in sketch.lines:
        interval: dict[str, Any] = {"thickness": 2, "width": 0, "color": paint[name]}
        if "high" in rows:
            interval |= {"array": (rows.high - rows.value).tolist(), "arrayminus": (rows.value - rows.low).tolist()}
        fig.add_scatter(
            **points(sketch, name, rows), mode="markers+text", error_y=interval,
            marker={"color": paint[name], "size": MARK}, cliponaxis=False, text=_amounts(sketch, rows),
            textposition="middle right" if _stands_right(sketch) else "top center",
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
    """Over time each value where it is clear of others; over labels with room on the right for that of the last point."""
    if sketch.is_dated:
        for trace, (_, rows) in zip(fig.data, sketch.lines, strict=True):
            spots = _beside(fig, sketch, rows)
            trace.textposition = [spot or SPOTS[0] for spot in spots]
            trace.text = [text if spot else "" for text, spot in zip(trace.text, spots, strict=True)]
        return
    if not _stands_right(sketch):
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


def _beside(fig: go.Figure, sketch: Sketch, rows: pd.DataFrame) -> list[str | None]:
    """The spot of each value over time, by where the margins leave its point; None of one that has no room.

    The first, the last, the highest and the lowest are always written.
    """
    margin, size = fig.layout.margin, sketch.size
    across, up = size.width - margin.l - margin.r, fig.layout.height - margin.t - margin.b
    days = max(sketch.frame.x.max() - sketch.frame.x.min(), pd.Timedelta(days=1))
    points = [
        (across * ((x - sketch.frame.x.min()) / days), up * value / max(_top(sketch), 1e-9))
        for x, value in zip(rows.x, rows.value, strict=True)
    ]
    values = rows.value.to_numpy()
    needed = {0, len(values) - 1, int(values.argmin()), int(values.argmax())}
    wide = [(ems(text) + 1) * size.label for text in _amounts(sketch, rows)]
    return _written(points, wide, 1.2 * size.label, across, needed)


def _written(
    points: list[tuple[float, float]], wide: list[float], high: float, across: float, needed: set[int]
) -> list[str | None]:
    """The spots of values of so many pixels; of what covers something, the worst is left out until all is clear."""
    left = list(range(len(points)))
    while True:
        spots, costs = _clear(points, [wide[n] for n in left], high, across, left)
        worst = max((n for n in left if n not in needed), key=lambda n: costs[n], default=None)
        if worst is None or not costs[worst]:
            return [spots.get(n) for n in range(len(points))]
        left.remove(worst)


def _clear(
    points: list[tuple[float, float]], wide: list[float], high: float, across: float, shown: list[int]
) -> tuple[dict[int, str], dict[int, float]]:
    """The spot of each value shown that covers least while the others stand where they are, and what it covers."""
    chosen = dict.fromkeys(shown, SPOTS[0])
    width = dict(zip(shown, wide, strict=True))
    marks = [_Box(x - MARK / 2, y - MARK / 2, x + MARK / 2, y + MARK / 2) for x, y in points]

    def covers(at: int, spot: str) -> float:
        mine = _box(points[at], spot, width[at], high)
        others = [_box(points[n], chosen[n], width[n], high) for n in shown if n != at]
        beyond = max(0.0, mine.right - across, -mine.left) * high
        # An edge cuts a value off, and a point may be hidden whole.
        return 10 * beyond + 4 * sum(map(mine.shared, marks)) + sum(map(mine.shared, others))

    for _ in range(4):  # what was clear of a value may not be where that one has moved to
        for at in shown:
            chosen[at] = min(SPOTS, key=lambda spot, at=at: covers(at, spot))  # type: ignore[misc]
    return chosen, {at: covers(at, spot) for at, spot in chosen.items()}


@dataclass(frozen=True)
class _Box:
    left: float
    low: float
    right: float
    top: float

    def shared(self, other: "_Box") -> float:
        """The area, in pixels, of what both cover."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        return max(0.0, wide) * max(0.0, min(self.top, other.top) - max(self.low, other.low))


def _box(point: tuple[float, float], spot: str, wide: float, high: float) -> _Box:
    x, y = point
    row, column = spot.split()
    left = {"right": x + MARK / 2, "left": x - MARK / 2 - wide, "center": x - wide / 2}[column]
    low = {"top": y + MARK / 2, "middle": y - high / 2, "bottom": y - MARK / 2 - high}[row]
    return _Box(left, low, left + wide, low + high)
