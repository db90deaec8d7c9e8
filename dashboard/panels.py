"""Small multiples: a plot a unit above one time axis, and never a second axis on one plot.

Each plot is drawn as a chart of its own and set into the picture, so a line looks the same in both.
"""

from dataclasses import replace

import plotly.graph_objects as go

from dashboard import charts
from dashboard.card import LEFT, Line
from dashboard.sketch import LABEL, Sketch, safe
from indicators import exploration

#: Least height of a plot, and the room between two, pixels.
LEAST, BETWEEN = 140, 18


def height(sketch: Sketch) -> float:
    """The height of all plots together, with what is written above each."""
    parts = split(sketch)
    return sum(part.size.plot + _room(_head(part)) for part in parts)


def split(sketch: Sketch, share: float = 1.4) -> list[Sketch]:
    """A sketch a plot, in the order of the frame; together `share` of the height of one chart, where that is enough."""
    plots = exploration.plots(sketch.indicator, sketch.frame)
    size = replace(sketch.size, plot=max(LEAST, round(sketch.size.plot * share / len(plots))))
    return [replace(sketch, indicator=own, frame=rows, size=size) for own, rows in plots]


def fill(fig: go.Figure, sketch: Sketch) -> None:
    """Set the plots into a picture that has been laid out around them, top to bottom."""
    total = fig.layout.height - fig.layout.margin.t - fig.layout.margin.b
    parts = split(sketch)
    heads = [_head(part) for part in parts]
    each = (total - sum(map(_room, heads))) / len(parts)
    top = float(total)
    for place, (part, head) in enumerate(zip(parts, heads, strict=True)):
        part = replace(part, size=replace(part.size, plot=each))
        top -= _room(head)
        _set_in(fig, charts.figure(part), f"y{place + 1}" if place else "y", ((top - each) / total, top / total))
        _write(fig, head, top / total)
        top -= each
    _one_axis(fig, sketch, len(parts))


def _head(part: Sketch) -> list[Line]:
    """The unit of a plot, and where lines are not named at their ends their names."""
    title = part.size.wrap(part.indicator.title, LABEL)
    return [Line(f"<b>{safe(text)}</b>", LABEL, part.look.muted, step=17) for text in title] + charts.key(part)


def _room(head: list[Line]) -> float:
    return sum(line.step for line in head) + BETWEEN


def _write(fig: go.Figure, head: list[Line], y: float) -> None:
    above = sum(line.step for line in head) + 4
    for line in head:
        fig.add_annotation(
            text=line.text, x=0, xref="paper", xanchor="left", xshift=8 - LEFT, y=y, yref="paper", yanchor="top",
            yshift=above, showarrow=False, align="left", font={"size": line.size, "color": line.colour},
        )  # fmt: skip
        above -= line.step


def _set_in(fig: go.Figure, part: go.Figure, axis: str, ends: tuple[float, float]) -> None:
    fig.add_traces([trace.update(yaxis=axis) for trace in part.data])
    own = part.layout.yaxis.to_plotly_json() | {"domain": ends, "anchor": "x"}
    fig.update_layout({axis.replace("y", "yaxis"): own})
    names = [note for note in part.layout.annotations if note.xref == "paper" and note.x == 1]
    for note in names:
        fig.add_annotation(note.update(yref=axis))
    fig.update_layout(margin_r=max(fig.layout.margin.r, part.layout.margin.r))


def _one_axis(fig: go.Figure, sketch: Sketch, count: int) -> None:
    """One time axis below the lowest plot; shading and marks run through all of them."""
    span = [day.strftime("%Y-%m-%d") for day in (sketch.frame.x.min(), sketch.frame.x.max())]
    fig.update_xaxes(range=span, anchor=f"y{count}" if count > 1 else "y")
    fig.update_layout(hovermode="x unified", hoversubplots="axis")
    for shape in fig.layout.shapes:
        if shape.yref == "y domain":
            shape.yref = "paper"
