"""The colours and names of a chart's lines. A name is beside the line's end, or where there is no room in a key."""

import math
import textwrap
from typing import Any
from unicodedata import east_asian_width

import plotly.graph_objects as go

from dashboard.charts import captions, letter_widths
from dashboard.charts.spec import Line, Sketch, ems, safe, wrap

#: The most letters of one line of text of a name at the end of a line.
COLUMNS = 20
#: From the end of the plot to a name there, pixels.
_BESIDE = 8


def colours(sketch: Sketch) -> dict[str, str]:
    """The colour of each line by its name: the first of the palette for the one the chart is about."""
    hints, palette = sketch.indicator.hints, sketch.look.series
    names = [name for name, _ in sketch.lines if name not in hints.quiet]
    if hints.focus in names:
        names = [hints.focus, *(name for name in names if name != hints.focus)]
    painted = {name: palette[n % len(palette)] for n, name in enumerate(names)}
    return painted | dict.fromkeys(hints.quiet, sketch.look.muted)


def key_where_not_at_end(sketch: Sketch) -> list[Line]:
    """The key, empty where lines are named beside their ends."""
    return [] if stand_at_end(sketch) else key(sketch)


def stand_at_end(sketch: Sketch) -> bool:
    """Whether lines are named beside their ends; of a card before the height of its plot is known."""
    return sketch.names_at_end and (sketch.is_card or height(sketch) <= sketch.size.plot)


def key(sketch: Sketch) -> list[Line]:
    """The names in the colours of their lines, as many to a row as fit; of panels none, each plot has its own."""
    if sketch.indicator.hints.chart.has_plots:
        return []
    paint = colours(sketch)
    size = sketch.size
    room, used, rows = size.room / size.label, 0.0, [""]
    for name, line in sketch.lines:
        label = captions.label(sketch, name, line)
        wide = ems(f"■ {label}   ")
        if used and used + wide > room:
            rows.append("")
            used = 0.0
        rows[-1] += f'<span style="color:{paint[name]}">■ {safe(label)}</span>   '
        used += wide
    return [Line(row, size.label, sketch.look.ink, step=17 * size.scale) for row in rows]


def _names(sketch: Sketch) -> dict[str, list[str]]:
    """Each line's name at its end, in lines of text."""
    return {name: _wrapped(captions.label(sketch, name, rows)) for name, rows in sketch.lines}


def _wrapped(label: str) -> list[str]:
    """Lines of text of at most COLUMNS letters, or of half as many where letters are as wide as they are high."""
    return textwrap.wrap(label, COLUMNS) if columns(label) == len(label) else wrap(label, COLUMNS / 2)


def columns(text: str) -> int:
    """The width of a text in Latin letters; one of Chinese script or Hangul counts as two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _gap(sketch: Sketch) -> float:
    """The least distance of two names at the ends of lines, pixels."""
    return (15 * max(map(len, _names(sketch).values())) + 2) * sketch.size.scale


def height(sketch: Sketch) -> float:
    """The height that the names at the ends of lines need together, pixels."""
    return _gap(sketch) * len(sketch.lines)


def at_end(fig: go.Figure, sketch: Sketch) -> list[dict[str, Any]]:
    """Annotations that name each line beside its last point, in its colour, none over another.

    Sets the range of the dates and the right margin of `fig`, whose value axis must have its range.
    """
    paint = colours(sketch)
    ends = {name: float(rows.value.iloc[-1]) for name, rows in sketch.lines}
    names, size = _names(sketch), sketch.size
    low, high = fig.layout.yaxis.range
    heights = {name: math.log10(end) if sketch.is_log else end for name, end in ends.items()}
    wanted = {name: (height - low) / (high - low) * size.plot for name, height in heights.items()}
    placed = spread(wanted, gap=_gap(sketch))
    if sketch.first < sketch.last:
        fig.update_xaxes(range=[sketch.first.isoformat(), sketch.last.isoformat()])
    widest = max(letter_widths.width(part) for parts in names.values() for part in parts) * size.label
    fig.update_layout(margin_r=math.ceil(_BESIDE + widest + size.edge))
    return [
        {
            "text": "<br>".join(safe(part) for part in names[name]), "x": 1, "xref": "paper", "xanchor": "left",
            "xshift": _BESIDE, "y": heights[name], "yshift": placed[name] - wanted[name], "showarrow": False, "align": "left",
            "font": {"size": size.label, "color": paint[name]},
        }
        for name in ends
    ]  # fmt: skip


def spread(wanted: dict[str, float], gap: float) -> dict[str, float]:
    """Heights by name, at least `gap` apart, in the order of the wanted ones and on average as high."""
    placed: dict[str, float] = {}
    order = sorted(wanted, key=lambda name: wanted[name])
    for before, name in zip([None, *order], order, strict=False):
        placed[name] = wanted[name] if before is None else max(wanted[name], placed[before] + gap)
    drift = sum(placed[name] - wanted[name] for name in order) / len(order)
    return {name: placed[name] - drift for name in placed}
