"""Charts: an indicator's frame as one Plotly figure that carries its own title, source and dates.

The figure is the card (`dashboard.charts.card_text`): what a reader saves is what is on the screen. It is built
deterministically, so that an unchanged chart costs nothing on a rerun.
"""

import math
import textwrap
from collections.abc import Callable, Iterable
from typing import Any
from unicodedata import east_asian_width

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import axes, card_text
from dashboard.charts.card_text import Line
from dashboard.charts.spec import Sketch, ems, safe, wrap
from dashboard.i18n import labels
from dashboard.i18n.locale import told
from indicators.model.unit import parse

#: More points than this are thinned on screen; the table has them all.
MOST_POINTS = 2000
#: Up to this many dots have their values written beside them.
FEW_DOTS = 12
#: The width of a line's name at its end, letters.
COLUMNS = 20


def figure(sketch: Sketch) -> go.Figure:
    """The chart of an indicator, in one theme and for one width, with all that belongs to it inside."""
    fig = go.Figure()
    at_end = _named_at_end(sketch)
    fitted, words = card_text.fit(sketch, [] if at_end or sketch.names_one else _key(sketch))
    if at_end and _height_of_names(fitted) > fitted.size.plot:
        at_end = False
        fitted, words = card_text.fit(sketch, _key(sketch))
    DRAW[sketch.indicator.hints.kind](fig, fitted)
    card_text.lay_out(fig, fitted, words)
    card_text.write(fig, fitted, words, _named_within(fig, fitted, at_end))
    return fig


def _named_within(fig: go.Figure, sketch: Sketch, at_end: bool) -> Iterable[Any]:
    """What is written among the data: the names of lines, and of plots."""
    if sketch.indicator.hints.chart.has_plots:
        from dashboard.charts import small_multiples  # which draws each of its plots by `figure`

        return small_multiples.fill(fig, sketch)
    return _names_at_end(fig, sketch) if at_end else []


def key(sketch: Sketch) -> list[Line]:
    """The names of a sketch's lines, where they are not beside their ends."""
    return [] if _named_at_end(sketch) else _key(sketch)


def _named_at_end(sketch: Sketch) -> bool:
    """Whether lines are named beside their ends, as far as the height of the plot is known."""
    return sketch.names_at_end and (sketch.is_card or _height_of_names(sketch) <= sketch.size.plot)


def colours(sketch: Sketch) -> dict[str, str]:
    """The colour of each line: the accent for the one the chart is about, then the others in order."""
    hints, palette = sketch.indicator.hints, sketch.look.series
    names = [name for name, _ in sketch.lines if name not in hints.quiet]
    if hints.focus in names:
        names = [hints.focus, *(name for name in names if name != hints.focus)]
    painted = {name: palette[n % len(palette)] for n, name in enumerate(names)}
    return painted | dict.fromkeys(hints.quiet, sketch.look.muted)


def thin(x: pd.Series, y: pd.Series, most: int = MOST_POINTS) -> tuple[pd.Series, pd.Series]:
    """At most about `most` points: the lowest and highest of each bucket, and both ends."""
    if len(y) <= most:
        return x, y
    buckets = pd.Series(range(len(y)), index=y.index) // -(-2 * len(y) // most)
    groups = y.groupby(buckets)
    keep = sorted({*groups.idxmin(), *groups.idxmax(), y.index[0], y.index[-1]})
    return x.loc[keep], y.loc[keep]


def _points(sketch: Sketch, name: str, rows: pd.DataFrame) -> dict[str, Any]:
    """What every trace has. Dates are plain ISO days: small, and no browser shifts them by a timezone."""
    x, y = thin(rows.x, rows.value)
    days = list(x.dt.strftime("%Y-%m-%d")) if sketch.is_dated else x.tolist()
    values = y.tolist()
    for place in reversed(_breaks(x)) if sketch.is_dated and sketch.indicator.hints.chart.runs_on else ():
        between = x.iloc[place - 1] + (x.iloc[place] - x.iloc[place - 1]) / 2
        days.insert(place, between.strftime("%Y-%m-%d"))
        values.insert(place, None)
    return {"x": days, "y": values, "name": safe(told(name)), **_hover(sketch, values)}


def _breaks(x: pd.Series) -> list[int]:
    """Where a line of monthly or longer periods has a period missing: no line is drawn over what is not known."""
    steps = x.diff().dt.days.to_numpy()
    usual = x.diff().dt.days.median()
    return [place for place, step in enumerate(steps) if usual >= 28 and step > 1.5 * usual]


def _hover(sketch: Sketch, values: list[float | None]) -> dict[str, Any]:
    """What is said where a point is pointed at; dollars in our words: Plotly's own would say 228G."""
    unit, decimals = sketch.indicator.unit, sketch.indicator.hints.decimals
    if not parse(unit).is_currency:
        return {"hovertemplate": f"%{{y:,.{decimals}f}}<extra>%{{fullData.name}}</extra>"}
    words = ["" if value is None else labels.number(value, unit, max(1, decimals)) for value in values]
    return {"hovertemplate": "%{customdata}<extra>%{fullData.name}</extra>", "customdata": words}


def _lines(fig: go.Figure, sketch: Sketch) -> None:
    paint, hints = colours(sketch), sketch.indicator.hints
    for name, rows in sorted(sketch.lines, key=lambda line: line[0] == hints.focus):  # the focus last, on top
        thick = 1.5 if hints.focus in paint and name != hints.focus else 2.25
        style: dict[str, Any] = {"color": paint[name], "width": thick}
        if name in hints.quiet:
            style |= {"width": 1, "dash": "dot"}
        for part, dash in _by_standing(sketch, rows):
            fig.add_scatter(**_points(sketch, name, part), mode="lines", line=style | dash)


def _by_standing(sketch: Sketch, rows: pd.DataFrame) -> list[tuple[pd.DataFrame, dict[str, str]]]:
    """The rows before and from the day on which a line becomes provisional; they share that point."""
    if not sketch.indicator.hints.provisional:
        return [(rows, {})]
    day = pd.Timestamp(sketch.indicator.hints.provisional[0])
    parts = [(rows[rows.x <= day], {}), (rows[rows.x >= day], {"dash": "dot"})]
    return [(part, dash) for part, dash in parts if len(part)]


def _bars(fig: go.Figure, sketch: Sketch) -> None:
    paint = colours(sketch)
    for name, rows in sketch.lines:
        fig.add_bar(**_points(sketch, name, rows), marker={"color": paint[name], "line": {"width": 0}})
    fig.update_layout(barmode="relative", bargap=0.2)


def _groups(fig: go.Figure, sketch: Sketch) -> None:
    """A point a group, with its interval where there is one."""
    paint, hints = colours(sketch), sketch.indicator.hints
    for name, rows in sketch.lines:
        interval: dict[str, Any] = {"thickness": 2, "width": 0, "color": paint[name]}
        if "high" in rows:
            interval |= {"array": (rows.high - rows.value).tolist(), "arrayminus": (rows.value - rows.low).tolist()}
        fig.add_scatter(
            **_points(sketch, name, rows), mode="markers+text", error_y=interval,
            marker={"color": paint[name], "size": 11}, textposition=_beside(sketch, len(rows)), cliponaxis=False,
            text=[f"  {labels.number(value, sketch.indicator.unit, hints.decimals)}" for value in rows.value],
            textfont={"color": paint[name], "size": sketch.size.label},
        )  # fmt: skip
    fig.update_xaxes(type="category")  # a year is a label here
    if "high" not in sketch.frame:
        fig.update_yaxes(autorangeoptions={"include": [_room_above(sketch)]})
    fig.update_layout(scattermode="group", scattergap=0.4)


def _room_above(sketch: Sketch) -> float:
    """How far up an axis goes for the value above its highest point: Plotly makes room for the point alone."""
    low, high = min(0.0, float(sketch.frame.value.min())), float(sketch.frame.value.max())
    return high + (high - low) * 2 * sketch.size.label / sketch.size.plot


def _beside(sketch: Sketch, count: int) -> list[str]:
    """Where each value stands: over time the last point is at the edge, and its value on the inner side of it."""
    if not sketch.is_dated:  # of many to a label, a value on the right would be under the next one's point
        return ["middle right" if len(sketch.lines) <= 2 else "top center"] * count
    return ["top right"] * (count - 1) + ["top left"]


def _curve(fig: go.Figure, sketch: Sketch) -> None:
    paint = colours(sketch)
    for name, rows in sketch.lines:
        style = {"color": paint[name], "width": 2}
        fig.add_scatter(**_points(sketch, name, rows), mode="lines+markers", line=style, marker={"size": 8})


def _dots(fig: go.Figure, sketch: Sketch) -> None:
    paint = colours(sketch)
    for number, (name, rows) in enumerate(sketch.lines):
        symbol = ("circle", "diamond", "square")[number % 3]  # told apart without colour
        marker = {"size": 8, "color": paint[name], "symbol": symbol, "opacity": 0.8}
        fig.add_scatter(**_points(sketch, name, rows), **_written(sketch, rows), marker=marker)


def _written(sketch: Sketch, rows: pd.DataFrame) -> dict[str, Any]:
    """The values beside the dots, where dots are few enough to be read one by one."""
    if len(sketch.frame) > FEW_DOTS:
        return {"mode": "markers"}
    hints, unit = sketch.indicator.hints, sketch.indicator.unit
    text = [labels.number(value, unit, hints.decimals) for value in rows.value]
    return {
        "mode": "markers+text",
        "text": text,
        "textposition": _by_turns(sketch, rows, text),
        "cliponaxis": False,
        "textfont": {"size": sketch.size.label},
    }


def _by_turns(sketch: Sketch, rows: pd.DataFrame, text: list[str]) -> list[str]:
    """Each value above its dot, or below it where the one before is so near that the two would meet."""
    if not sketch.is_dated or len(rows) < 2:
        return ["top center"] * len(text)
    pixels = 0.8 * sketch.size.room / max(1, (sketch.last - sketch.first).days)
    places = ["top center"]
    for words, days in zip(text[1:], rows.x.diff().dt.days[1:], strict=True):
        meets = days * pixels < ems(words) * sketch.size.label
        places.append("bottom center" if meets and places[-1] == "top center" else "top center")
    return places


def _ranks(fig: go.Figure, sketch: Sketch) -> None:
    """Horizontal bars, the first label on top."""
    paint = colours(sketch)
    shared = axes.bars_to_a_row(sketch) > 1
    for name, rows in sketch.lines:
        amounts = [labels.number(value, sketch.indicator.unit, sketch.indicator.hints.decimals) for value in rows.value]
        fig.add_bar(
            x=rows.value.tolist(), y=[str(label) for label in rows.x], name=told(name), orientation="h",
            marker={"color": paint[name], "line": {"width": 0}}, text=amounts, textposition="outside",
            textfont={"color": sketch.look.ink, "size": sketch.size.small if shared else sketch.size.label}, cliponaxis=False,
            constraintext="none", hovertemplate="%{text}<extra>%{customdata}</extra>",
            customdata=[safe(told(str(label))) for label in rows.x],
        )  # fmt: skip
    # Where lines share no label, each bar has its row to itself.
    fig.update_layout(barmode="group" if shared else "overlay", bargap=0.15 if shared else 0.25)


#: How each kind of chart is drawn.
DRAW: dict[str, Callable[[go.Figure, Sketch], None]] = {
    "line": _lines,
    "bars": _bars,
    "dots": _dots,
    "groups": _groups,
    "curve": _curve,
    "ranks": _ranks,
    "panels": lambda fig, sketch: None,  # its plots are set in when the picture is laid out
}

# --- names of lines -------------------------------------------------------------------------------


def _key(sketch: Sketch) -> list[Line]:
    """The lines' names in their colours, as many to a row as fit."""
    if sketch.indicator.hints.chart.has_plots:
        return []
    paint = colours(sketch)
    size = sketch.size
    room, used, rows = size.room / size.label, 0.0, [""]
    for name, line in sketch.lines:
        label = card_text.label(sketch, name, line)
        wide = ems(f"■ {label}   ")
        if used and used + wide > room:
            rows.append("")
            used = 0.0
        rows[-1] += f'<span style="color:{paint[name]}">■ {safe(label)}</span>   '
        used += wide
    return [Line(row, size.label, sketch.look.ink, step=17 * size.scale) for row in rows]


def _names(sketch: Sketch) -> dict[str, list[str]]:
    """The lines of text that name each line at its end."""
    return {name: _wrapped(card_text.label(sketch, name, rows)) for name, rows in sketch.lines}


def _wrapped(label: str) -> list[str]:
    """Lines of about 20 letters, or of ten as wide as they are high."""
    return textwrap.wrap(label, COLUMNS) if columns(label) == len(label) else wrap(label, COLUMNS / 2)


def columns(text: str) -> int:
    """How many letters wide a text is, of which a letter of Chinese script or Hangul counts two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _gap(sketch: Sketch) -> float:
    """How far apart names at the ends of lines must be."""
    return (15 * max(map(len, _names(sketch).values())) + 2) * sketch.size.scale


def _height_of_names(sketch: Sketch) -> float:
    return _gap(sketch) * len(sketch.lines)


def _names_at_end(fig: go.Figure, sketch: Sketch) -> list[dict[str, Any]]:
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
