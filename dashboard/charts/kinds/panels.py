"""Panels (small multiples): a plot a unit above one time axis, and never a second axis on one plot.

Each plot is drawn as a chart of its own and set into the picture, so a line looks the same in both.
"""

from collections.abc import Callable
from dataclasses import replace

import plotly.graph_objects as go

from dashboard.charts.line_names import key_where_not_at_end
from dashboard.charts.spec import Line, Sketch, safe
from dashboard.i18n.locale import translate
from indicators.explore import chart
from indicators.model import Indicator

#: Least height of a plot on a page and on a card, and the room between two, pixels.
LEAST, LEAST_ON_CARD, BETWEEN = 140, 60, 26


def draw(fig: go.Figure, sketch: Sketch) -> None:
    """No traces yet: the plots are set in by `fill` when the picture around them is laid out."""


def height(sketch: Sketch) -> float:
    """The height of all plots together with what is written above each, pixels; on a card the least they need."""
    parts = split(sketch)
    return sum(part.size.plot for part in parts) + sum(_rooms(parts))


def least_height(sketch: Sketch, usual: float) -> float:
    """The least height of the plots on a card, pixels, whatever that of other kinds."""
    return height(sketch)


def split(sketch: Sketch) -> list[Sketch]:
    """A sketch a plot, in the order of the frame.

    On a card each has the least height, and `fill` shares out the rest. On a page they are together 1.4 times as high
    as one chart, or as high as their least heights where that is more.
    """
    plots, size = chart.plots(sketch.indicator, sketch.frame), sketch.size
    plot = LEAST_ON_CARD * size.scale if sketch.is_card else max(LEAST, round(size.plot * 1.4 / len(plots)))
    size = replace(size, plot=plot, height=None)
    return [_settled(replace(sketch, indicator=_bare(own), frame=rows, size=size)) for own, rows in plots]


def _settled(part: Sketch) -> Sketch:
    """A plot that is too low to name its lines at their ends names them above it, also when it is then drawn higher."""
    return replace(part, size=replace(part.size, narrow=bool(key_where_not_at_end(part))))


def _bare(own: Indicator) -> Indicator:
    """Recessions are shaded once, through all plots."""
    return replace(own, hints=replace(own.hints, recessions=False))


def fill(fig: go.Figure, sketch: Sketch, draw: Callable[[Sketch], go.Figure]) -> list[go.layout.Annotation]:
    """Draw each plot by `draw` and set it into a picture that is laid out, top to bottom; returns what is written there.

    `fig` has its height and margins.
    """
    total = fig.layout.height - fig.layout.margin.t - fig.layout.margin.b
    parts = split(sketch)
    rooms = _rooms(parts)
    each = (total - sum(rooms)) / len(parts)
    tops = [total - n * each - sum(rooms[: n + 1]) for n in range(len(parts))]
    names = []
    for place, (part, top) in enumerate(zip(parts, tops, strict=True)):
        drawn = draw(replace(part, size=replace(part.size, plot=each)))
        names += _set_in(fig, drawn, place, (max(0.0, (top - each) / total), top / total))
    _one_axis(fig, sketch, len(parts))
    left = sketch.size.edge - fig.layout.margin.l
    return names + [note for part, top in zip(parts, tops, strict=True) for note in _written(part, top / total, left)]


def _head(part: Sketch) -> list[Line]:
    """The unit of a plot, and where lines are not named at their ends their names."""
    size = part.size
    title = size.wrap(translate(part.indicator.title), size.label)
    bold = [Line(f"<b>{safe(text)}</b>", size.label, part.look.muted, step=17 * size.scale) for text in title]
    return bold + key_where_not_at_end(part)


def _rooms(parts: list[Sketch]) -> list[float]:
    """The height above each plot."""
    return [sum(line.step for line in _head(part)) + BETWEEN * part.size.scale for part in parts]


def _written(part: Sketch, y: float, left: float) -> list[go.layout.Annotation]:
    """The head of a plot whose top is at `y`, at the left edge of the text."""
    head, notes = _head(part), []
    above = sum(line.step for line in head) + 8
    for line in head:
        notes.append(
            go.layout.Annotation(
                text=line.text, x=0, xref="paper", xanchor="left", xshift=left, y=y, yref="paper", yanchor="top",
                yshift=above, showarrow=False, align="left", font={"size": line.size, "color": line.colour},
            )
        )  # fmt: skip
        above -= line.step
    return notes


def _set_in(fig: go.Figure, part: go.Figure, place: int, ends: tuple[float, float]) -> list[go.layout.Annotation]:
    """Take over the traces of a chart, its value axis and its margins; returns the names at the ends of its lines.

    `ends` are the lowest and the highest point of the plot, as parts of the height of all.
    """
    number = str(place + 1) if place else ""
    fig.add_traces([trace.update(yaxis=f"y{number}") for trace in part.data])
    own, room = part.layout.yaxis.to_plotly_json() | {"domain": ends, "anchor": "x"}, part.layout.margin
    margin = {side: max(fig.layout.margin[side], room[side]) for side in "lr"}
    fig.update_layout({f"yaxis{number}": own, "margin": margin})
    return [note.update(yref=f"y{number}") for note in part.layout.annotations if note.xref == "paper" and note.x == 1]


def _one_axis(fig: go.Figure, sketch: Sketch, count: int) -> None:
    """One time axis below the lowest plot, and one hover through all of them."""
    span = [day.strftime("%Y-%m-%d") for day in (sketch.frame.x.min(), sketch.frame.x.max())]
    fig.update_xaxes(range=span, anchor=f"y{count}")
    fig.update_layout(hovermode="x unified", hoversubplots="axis")
