"""Marks behind a chart's data: thresholds, recessions, events, and the day of the article."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np

from dashboard.charts.letter_widths import width
from dashboard.charts.spec import Sketch, safe, wrap_by
from dashboard.i18n import labels
from dashboard.i18n.locale import translate
from indicators.catalogue import catalogue
from indicators.model import Event
from indicators.model.event_kind import EventKind

#: A shape or a text in Plotly's plain form.
Drawn = dict[str, Any]


def shapes(sketch: Sketch) -> list[Drawn]:
    """The lines and bands of all marks."""
    return [*_levels(sketch), *_marks(sketch)]


def texts(sketch: Sketch, scale: tuple[float, float] | None = None) -> list[Drawn]:
    """The labels of thresholds and of the article's day; what shading and other lines mean is in the captions.

    `scale`: the lowest and highest value shown, where they are set.
    """
    return [*_meanings(sketch, scale), *_article(sketch)]


def _levels(sketch: Sketch) -> Iterator[Drawn]:
    for level in sketch.indicator.hints.thresholds:
        yield {
            "type": "line", "xref": "x domain", "x0": 0, "x1": 1, "y0": level, "y1": level, "layer": "below",
            "line": {"color": sketch.look.muted, "width": 1, "dash": "dot"},
        }  # fmt: skip


def _meanings(sketch: Sketch, scale: tuple[float, float] | None) -> Iterator[Drawn]:
    for level, meaning in sketch.indicator.hints.thresholds.items():
        if meaning:
            said = translate(meaning).replace("{level}", labels.amount(level, sketch.indicator.unit))
            lines = wrap_by(said, PLOT * sketch.size.room / sketch.size.small, width)  # of a phone's plot two
            x, y = _clearest(sketch, lines, level, scale) if scale and sketch.is_dated else (0.0, "bottom")
            yield {
                "text": "<br>".join(map(safe, lines)), "x": x, "xref": "paper", "xanchor": "right" if x == 1 else "left",
                "align": "left", "y": level, "yanchor": y,
                "showarrow": False, "font": {"size": sketch.size.small, "color": sketch.look.muted},
                "bgcolor": f"{sketch.look.paper}{VEIL}", "borderpad": 0,
            }  # fmt: skip


#: How much of the width for text a plot has at least.
PLOT = 0.78
#: How much of the data the paper behind the label of a threshold covers, as the last part of a colour: 80%.
VEIL = "CC"
#: Where the label of a threshold may begin, as parts of the plot's width; 1: where it ends. Above its line or below.
SPOTS = [(x, y) for x in (0.0, 1.0, *(n / 20 for n in range(1, 19))) for y in ("bottom", "top")]


def _clearest(sketch: Sketch, lines: list[str], level: float, scale: tuple[float, float]) -> tuple[float, str]:
    """The spot, within the plot, where the label stands on least of the lines."""
    low, high = scale
    tall = (0.3 + 1.3 * len(lines)) * sketch.size.small / sketch.size.plot * (high - low)
    wide = max(map(width, lines)) * sketch.size.small / (sketch.size.room * PLOT)

    def covered(spot: tuple[float, str]) -> float:
        bottom = level if spot[1] == "bottom" else level - tall
        start = 1 - wide if spot[0] == 1 else spot[0]
        outside = bottom < low or bottom + tall > high or start < 0 or start + wide > 1
        return outside + sum(_within(rows, start, wide, bottom, bottom + tall) for _, rows in sketch.lines)

    return min(SPOTS, key=covered)


def _within(rows: Any, start: float, wide: float, bottom: float, top: float) -> float:
    """The share of a line, from `start` on as parts of the plot's width, that passes behind the label there."""
    x = rows.x.to_numpy().astype("float64")
    if x[0] == x[-1]:
        return 0.0
    values = np.interp(np.linspace(start, start + wide, 40), (x - x[0]) / (x[-1] - x[0]), rows.value)
    lower, upper = np.minimum(values[1:], values[:-1]), np.maximum(values[1:], values[:-1])
    return float(((upper >= bottom) & (lower <= top)).mean())


def _marks(sketch: Sketch) -> Iterator[Drawn]:
    """Recessions, the events that the indicator asks for, and the article's day, those of them in the days shown."""
    if not sketch.is_dated:
        return
    wanted = {*sketch.indicator.hints.marks, *([EventKind.RECESSION] if sketch.shows_recessions else [])}
    for event in catalogue.events():
        if event.kind not in wanted:
            continue
        if event.end or event.kind == EventKind.RECESSION:
            yield from _shade(sketch, event)
        elif sketch.first <= event.date <= sketch.last:
            yield _upright(event.date, {"color": sketch.look.muted, "width": 0.75}) | {"layer": "below"}
    published = catalogue.article().published
    if sketch.first <= published <= sketch.last:
        line = {"color": sketch.look.ink, "width": 1, "dash": "dash"}
        yield _upright(published, line) | ({"layer": "below"} if sketch.is_stacked else {})


def _upright(day: date, line: Drawn) -> Drawn:
    at = day.isoformat()
    return {"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _shade(sketch: Sketch, period: Event) -> Iterator[Drawn]:
    start, end = max(period.date, sketch.first), min(period.end or sketch.last, sketch.last)
    if start < end:
        yield {
            "type": "rect", "x0": start.isoformat(), "x1": end.isoformat(), "yref": "paper", "y0": 0, "y1": 1,
            "fillcolor": sketch.look.band, "line": {"width": 0}, "layer": "below",
        }  # fmt: skip


def _article(sketch: Sketch) -> Iterator[Drawn]:
    """The label of the article's day: left of its line, or right of it where the line is in the first quarter."""
    published = catalogue.article().published
    if not sketch.is_dated or not sketch.first <= published <= sketch.last:
        return
    early = (published - sketch.first) < (sketch.last - sketch.first) / 4
    yield {
        "text": translate("article, {day:briefly}", day=published), "x": published.isoformat(), "y": 1, "yref": "paper",
        "yanchor": "bottom", "xanchor": "left" if early else "right", "xshift": -4 if early else 4,
        "showarrow": False, "font": {"size": sketch.size.small, "color": sketch.look.ink},
    }  # fmt: skip
