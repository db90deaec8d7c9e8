"""Small multiples: a plot a unit above one time axis, and never a second axis on one plot.

Each plot is drawn as a chart of its own and set into the picture, so a line looks the same in both.
"""

from dataclasses import replace

import plotly.graph_objects as go

from dashboard import charts
from dashboard.card import LEFT, Line
from dashboard.sketch import LABEL, Sketch, safe
from dashboard.tongue import told
from indicators import exploration
from indicators.model import Indicator

#: Least height of a plot on a page and on a card, and the room between two, pixels.
LEAST, LEAST_ON_CARD, BETWEEN = 140, 66, 26


def height(sketch: Sketch) -> float:
    """The height of all plots together, with what is written above each; on a card the least they need."""
    return sum(part.size.plot + _room(_head(part)) for part in split(sketch))


def split(sketch: Sketch) -> list[Sketch]:
    """A sketch a plot, in the order of the frame; together 1.4 times as high as one chart, where that is enough."""
    plots, size = exploration.plots(sketch.indicator, sketch.frame), sketch.size
    plot = LEAST_ON_CARD * size.scale if size.height else max(LEAST, round(size.plot * 1.4 / len(plots)))
    size = replace(size, plot=plot, height=None)
    return [replace(sketch, indicator=_bare(own), frame=rows, size=size, link="") for own, rows in plots]


def _bare(own: Indicator) -> Indicator:
    """Recessions are shaded once, through all plots."""
    return replace(own, hints=replace(own.hints, recessions=False))


def fill(fig: go.Figure, sketch: Sketch) -> None:
    """Set the plots into a picture that has been laid out around them, top to bottom."""
    total = fig.layout.height - fig.layout.margin.t - fig.layout.margin.b
    parts = split(sketch)
    heads = [_head(part) for part in parts]
    each = (total - sum(map(_room, heads))) / len(parts)
    notes, top = list(fig.layout.annotations), float(total)
    for place, (part, head) in enumerate(zip(parts, heads, strict=True)):
        drawn = charts.figure(replace(part, size=replace(part.size, plot=each)))
        top -= _room(head)
        notes += _set_in(fig, drawn, place, (max(0.0, (top - each) / total), top / total)) + _written(head, top / total)
        top -= each
    fig.update_layout(annotations=notes, hovermode="x unified", hoversubplots="axis")
    _one_axis(fig, sketch, len(parts))


def _head(part: Sketch) -> list[Line]:
    """The unit of a plot, and where lines are not named at their ends their names."""
    title = part.size.wrap(told(part.indicator.title), LABEL)
    return [Line(f"<b>{safe(text)}</b>", LABEL, part.look.muted, step=17) for text in title] + charts.key(part)


def _room(head: list[Line]) -> float:
    return sum(line.step for line in head) + BETWEEN


def _written(head: list[Line], y: float) -> list[go.layout.Annotation]:
    """The lines of a head, above the plot whose top is at `y`."""
    above, notes = sum(line.step for line in head) + 8, []
    for line in head:
        notes.append(
            go.layout.Annotation(
                text=line.text, x=0, xref="paper", xanchor="left", xshift=8 - LEFT, y=y, yref="paper", yanchor="top",
                yshift=above, showarrow=False, align="left", font={"size": line.size, "color": line.colour},
            )
        )  # fmt: skip
        above -= line.step
    return notes


def _set_in(fig: go.Figure, part: go.Figure, place: int, ends: tuple[float, float]) -> list[go.layout.Annotation]:
    """Take over a chart's lines and its axis between two heights, and return the names at the ends of its lines."""
    number = str(place + 1) if place else ""
    fig.add_traces([trace.update(yaxis=f"y{number}") for trace in part.data])
    own = part.layout.yaxis.to_plotly_json() | {"domain": ends, "anchor": "x"}
    fig.update_layout({f"yaxis{number}": own, "margin_r": max(fig.layout.margin.r, part.layout.margin.r)})
    return [note.update(yref=f"y{number}") for note in part.layout.annotations if note.xref == "paper" and note.x == 1]


def _one_axis(fig: go.Figure, sketch: Sketch, count: int) -> None:
    """One time axis below the lowest plot; shading and marks run through all of them."""
    span = [day.strftime("%Y-%m-%d") for day in (sketch.frame.x.min(), sketch.frame.x.max())]
    fig.update_xaxes(range=span, anchor=f"y{count}")
    for shape in fig.layout.shapes:
        if shape.yref == "y domain":
            shape.yref = "paper"
