"""Charts: an indicator's frame as one Plotly figure that carries its own title, source and dates.

The figure is the card (`dashboard.charts.card_layout`): what a reader saves is what is on the screen. It is built
deterministically, so that an unchanged chart costs nothing on a rerun.
"""

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import axes, captions, card_layout, line_names, small_multiples
from dashboard.charts.line_names import colours
from dashboard.charts.spec import Sketch, ems, safe
from dashboard.i18n import labels
from dashboard.i18n.locale import translate
from indicators.model.unit import parse

#: More points than this are thinned on screen; the table has them all.
MOST_POINTS = 2000
#: Up to this many dots have their values written beside them.
FEW_DOTS = 12


def figure(sketch: Sketch) -> go.Figure:
    """The chart of an indicator, in one theme and for one width, with all that belongs to it inside."""
    fig, said = go.Figure(), captions.compose(sketch)
    at_end = line_names.stand_at_end(sketch)
    fitted, placed = card_layout.place(said, sketch, [] if at_end or sketch.names_one else line_names.key(sketch))
    if at_end and line_names.height(fitted) > fitted.size.plot:
        at_end = False
        fitted, placed = card_layout.place(said, sketch, line_names.key(sketch))
    DRAW[sketch.indicator.hints.kind](fig, fitted)
    card_layout.lay_out(fig, fitted, placed)
    card_layout.write(fig, fitted, placed, _named_within(fig, fitted, at_end))
    return fig


def _named_within(fig: go.Figure, sketch: Sketch, at_end: bool) -> Iterable[Any]:
    """What is written among the data: the names of lines, and of plots."""
    if sketch.indicator.hints.chart.has_plots:
        return small_multiples.fill(fig, sketch, figure)
    return line_names.at_end(fig, sketch) if at_end else []


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
    return {"x": days, "y": values, "name": safe(translate(name)), **_hover(sketch, values)}


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
            x=rows.value.tolist(), y=[str(label) for label in rows.x], name=translate(name), orientation="h",
            marker={"color": paint[name], "line": {"width": 0}}, text=amounts, textposition="outside",
            textfont={"color": sketch.look.ink, "size": sketch.size.small if shared else sketch.size.label}, cliponaxis=False,
            constraintext="none", hovertemplate="%{text}<extra>%{customdata}</extra>",
            customdata=[safe(translate(str(label))) for label in rows.x],
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
