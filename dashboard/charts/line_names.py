"""The names of a chart's lines: beside their ends where there is room, else in a key above the plot."""

import math
import textwrap
from typing import Any
from unicodedata import east_asian_width

import plotly.graph_objects as go

from dashboard.charts import captions
from dashboard.charts.spec import Line, Sketch, ems, safe, wrap

#: The width of a line's name at its end, letters.
COLUMNS = 20


def colours(sketch: Sketch) -> dict[str, str]:
    """The colour of each line: the accent for the one the chart is about, then the others in order."""
    hints, palette = sketch.indicator.hints, sketch.look.series
    names = [name for name, _ in sketch.lines if name not in hints.quiet]
    if hints.focus in names:
        names = [hints.focus, *(name for name in names if name != hints.focus)]
    painted = {name: palette[n % len(palette)] for n, name in enumerate(names)}
    return painted | dict.fromkeys(hints.quiet, sketch.look.muted)


def key_where_not_at_end(sketch: Sketch) -> list[Line]:
    """The names of a sketch's lines, where they are not beside their ends."""
    return [] if stand_at_end(sketch) else key(sketch)


def stand_at_end(sketch: Sketch) -> bool:
    """Whether lines are named beside their ends, as far as the height of the plot is known."""
    return sketch.names_at_end and (sketch.is_card or height(sketch) <= sketch.size.plot)


def key(sketch: Sketch) -> list[Line]:
    """The lines' names in their colours, as many to a row as fit."""
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
    """The lines of text that name each line at its end."""
    return {name: _wrapped(captions.label(sketch, name, rows)) for name, rows in sketch.lines}


def _wrapped(label: str) -> list[str]:
    """Lines of about 20 letters, or of ten as wide as they are high."""
    return textwrap.wrap(label, COLUMNS) if columns(label) == len(label) else wrap(label, COLUMNS / 2)


def columns(text: str) -> int:
    """How many letters wide a text is, of which a letter of Chinese script or Hangul counts two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _gap(sketch: Sketch) -> float:
    """How far apart names at the ends of lines must be."""
    return (15 * max(map(len, _names(sketch).values())) + 2) * sketch.size.scale


def height(sketch: Sketch) -> float:
    """The height that the names beside the ends need, pixels."""
    return _gap(sketch) * len(sketch.lines)


def at_end(fig: go.Figure, sketch: Sketch) -> list[dict[str, Any]]:
    """Every line named beside its last point, in its own colour, none over another."""
    paint = colours(sketch)
    ends = {name: float(rows.value.iloc[-1]) for name, rows in sketch.lines}
    names, size = _names(sketch), sketch.size
    low, high = fig.layout.yaxis.range
    heights = {name: math.log10(end) if sketch.is_log else end for name, end in ends.items()}
    wanted = {name: (height - low) / (high - low) * size.plot for name, height in heights.items()}
    placed = spread(wanted, gap=_gap(sketch))
    fig.update_xaxes(range=[day.strftime("%Y-%m-%d") for day in (sketch.frame.x.min(), sketch.frame.x.max())])
    longest = max(columns(part) for parts in names.values() for part in parts)
    fig.update_layout(margin_r=18 + size.edge - 8 + 7 * size.scale * longest)
    return [
        {
            "text": "<br>".join(safe(part) for part in names[name]), "x": 1, "xref": "paper", "xanchor": "left",
            "xshift": 8, "y": heights[name], "yshift": placed[name] - wanted[name], "showarrow": False, "align": "left",
            "font": {"size": size.label, "color": paint[name]},
        }
        for name in ends
    ]  # fmt: skip


def spread(wanted: dict[str, float], gap: float) -> dict[str, float]:
    """Heights near the wanted ones, at least `gap` apart, in the same order."""
    placed: dict[str, float] = {}
    order = sorted(wanted, key=lambda name: wanted[name])
    for before, name in zip([None, *order], order, strict=False):
        placed[name] = wanted[name] if before is None else max(wanted[name], placed[before] + gap)
    drift = sum(placed[name] - wanted[name] for name in order) / len(order)
    return {name: placed[name] - drift for name in placed}
