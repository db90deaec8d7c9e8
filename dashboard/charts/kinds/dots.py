"""Dots: single days or estimates, with their values beside them where they are few."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.line_names import colours
from dashboard.charts.spec import Sketch, ems
from dashboard.charts.traces import points
from dashboard.i18n import labels

#: Up to this many dots have their values written beside them.
FEW_DOTS = 12
#: A symbol a line: lines are told apart without colour.
SYMBOLS = ("circle", "diamond", "square")


def draw(fig: go.Figure, sketch: Sketch) -> None:
    """A trace a line."""
    paint = colours(sketch)
    for number, (name, rows) in enumerate(sketch.lines):
        marker = {"size": 8, "color": paint[name], "symbol": SYMBOLS[number % len(SYMBOLS)], "opacity": 0.8}
        fig.add_scatter(**points(sketch, name, rows), **_values(sketch, rows), marker=marker)


def _values(sketch: Sketch, rows: pd.DataFrame) -> dict[str, Any]:
    """The values beside the dots, where dots are few enough to be read one by one."""
    if len(sketch.frame) > FEW_DOTS:
        return {"mode": "markers"}
    hints, unit = sketch.indicator.hints, sketch.indicator.unit
    text = [labels.number(value, unit, hints.decimals) for value in rows.value]
    return {
        "mode": "markers+text",
        "text": text,
        "textposition": _above_or_below(sketch, rows, text),
        "cliponaxis": False,
        "textfont": {"size": sketch.size.label},
    }


def _above_or_below(sketch: Sketch, rows: pd.DataFrame, text: list[str]) -> list[str]:
    """Each value above its dot, or below it where it would overlap the value of the dot before."""
    if not sketch.is_dated or len(rows) < 2:
        return ["top center"] * len(text)
    pixels = 0.8 * sketch.size.room / max(1, (sketch.last - sketch.first).days)
    places = ["top center"]
    for words, days in zip(text[1:], rows.x.diff().dt.days[1:], strict=True):
        meets = days * pixels < ems(words) * sketch.size.label
        places.append("bottom center" if meets and places[-1] == "top center" else "top center")
    return places
