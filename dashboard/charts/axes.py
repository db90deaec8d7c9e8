"""Axes: thin lines, ticks at round values written as the board writes numbers, labels that fit."""

import math
from datetime import timedelta
from typing import Any

import plotly.graph_objects as go

from dashboard.charts import kinds, letter_widths
from dashboard.charts.spec import Sketch, ems, safe, wrap
from dashboard.i18n.locale import format_day, format_dollars_exactly, format_number, language, translate
from indicators.i18n.messages import CUSTOMS
from indicators.model.unit import DOLLARS, parse

#: Up to this many labels stand below a chart side by side.
FEW = 6
#: The least distance of two ticks, pixels.
TICK = 18


def style(fig: go.Figure, sketch: Sketch) -> None:
    """Style both axes of a figure whose traces and margins are set; the left margin grows where its labels need it."""
    unit, look = parse(sketch.indicator.unit), sketch.look
    fig.update_xaxes(showgrid=False, linecolor=look.muted, ticks="outside", ticklen=4, tickcolor=look.muted)
    fig.update_yaxes(
        gridcolor=look.grid, zeroline=True, zerolinecolor=look.muted, zerolinewidth=1, nticks=_most_ticks(sketch), separatethousands=True,
        ticksuffix="%" if unit.is_percent else "", ticklabelstandoff=4,
    )  # fmt: skip
    if sketch.is_log:
        _log_axis(fig, sketch)
    if not sketch.is_dated:
        _label_axis(fig, sketch)
    kinds.of(sketch).style_axes(fig, sketch)
    if unit.is_currency and not sketch.is_log and not sketch.indicator.hints.chart.is_horizontal:
        _dollar_ticks(fig, sketch)
    _make_room(fig, sketch)


def _make_room(fig: go.Figure, sketch: Sketch) -> None:
    """Room on the left for tick labels of our own: in other languages than English they can be long."""
    labels = fig.layout.yaxis.ticktext
    if labels and not sketch.indicator.hints.chart.is_horizontal:
        room = max(map(ems, labels)) * sketch.size.label + 12 + sketch.size.edge - 8
        fig.update_layout(margin_l=max(fig.layout.margin.l, room))


def _most_ticks(sketch: Sketch) -> int:
    """As many as can be told apart at the plot's height."""
    return max(2, min(6 if sketch.size.narrow else 8, int(sketch.size.plot / (TICK * sketch.size.scale))))


def dates(sketch: Sketch) -> dict[str, Any]:
    """Plotly's settings of an axis of dates: how dates are written below it and in the hover text."""
    return _written(sketch) | (_one_day(sketch) if sketch.first == sketch.last else {})


def _written(sketch: Sketch) -> dict[str, Any]:
    own = CUSTOMS[language()].axis
    to_the_day = sketch.indicator.hints.chart.is_of_days or sketch.form == "day"
    if sketch.form == "year":
        return _years(sketch, own[2] if own else "%Y")
    # As the texts and the table beside it name a date.
    of_quarter = CUSTOMS[language()].quarter if sketch.form == "quarter" and not to_the_day else ""
    if own is None:
        return {"hoverformat": of_quarter or ("%-d %B %Y" if to_the_day else "%B %Y")}
    day, month, year, full = own
    stops = [((None, 28 * _DAY), day), (("M1", "M11"), month), (("M12", None), year)]
    return {
        "hoverformat": of_quarter or (full if to_the_day else month),
        "nticks": _side_by_side(sketch, day, month, year),
        "tickangle": 0,
        "tickformatstops": [{"dtickrange": list(span), "value": form} for span, form in stops],
    }


def _side_by_side(sketch: Sketch, day: str, month: str, year: str) -> int:
    """How many dates fit beside one another, written as such a span is: Plotly would turn them, down into the words below."""
    days = (sketch.last - sketch.first).days
    form = day if days < 120 else month if days < 3650 else year
    apart = letter_widths.width(sketch.last.strftime(form)) * sketch.size.label + 12 * sketch.size.scale
    return max(2, int(0.75 * sketch.size.room / apart))


def _one_day(sketch: Sketch) -> dict[str, Any]:
    """The only day there is, by the name of its period, in the middle: Plotly would write parts of a second beside it."""
    day = sketch.first
    ends = [(day + timedelta(days=days)).isoformat() for days in (-180, 180)]
    return {"tickvals": [day.isoformat()], "ticktext": [format_day(day, sketch.form)], "range": ends}


def _years(sketch: Sketch, form: str) -> dict[str, Any]:
    """Ticks at whole years, as many as fit side by side: Plotly would put some at months, where no value is."""
    apart = ems(sketch.first.strftime(form)) * sketch.size.label + 12 * sketch.size.scale
    span = sketch.last.year - sketch.first.year
    step = next(n for n in (1, 2, 5, 10, 20, 50, span) if n * 0.75 * sketch.size.room >= span * apart or n == span)
    start = sketch.first.replace(year=2000).isoformat()
    return {"hoverformat": form, "tickformat": form, "tick0": start, "dtick": f"M{12 * step}"}


#: A day as Plotly counts it, milliseconds.
_DAY = 24 * 60 * 60 * 1000


def _label_axis(fig: go.Figure, sketch: Sketch) -> None:
    """Labels in the frame's order, as they are written: Plotly would take "2021" for a number."""
    if not all(isinstance(label, str) for label in sketch.frame.x):
        return
    order = {"type": "category", "categoryorder": "array", "categoryarray": list(dict.fromkeys(sketch.frame.x))}
    if sketch.indicator.hints.chart.is_horizontal:
        fig.update_yaxes(**order)
        return
    fig.update_xaxes(**order)
    labels = order["categoryarray"]
    if len(labels) <= FEW:  # in lines that fit side by side: Plotly would turn them, down into the words below
        room = sketch.size.room * 0.85 / len(labels) / sketch.size.label
        lines = ["<br>".join(map(safe, wrap(translate(label), room)[:2])) for label in labels]
        fig.update_xaxes(tickmode="array", tickvals=labels, ticktext=lines, tickangle=0)
    else:  # as many as fit beside one another, the last one among them: Plotly would turn them, one over the other
        named = {label: safe(translate(label)) for label in labels}
        apart = max(map(ems, named.values())) * sketch.size.label + 8 * sketch.size.scale
        step = math.ceil(apart * len(labels) / (0.75 * sketch.size.room))
        told = [label for n, label in enumerate(reversed(labels)) if n % step == 0]
        fig.update_xaxes(tickmode="array", tickvals=told, ticktext=[named[label] for label in told], tickangle=0)


def _dollar_ticks(fig: go.Figure, sketch: Sketch) -> None:
    """Ticks that read $50bn, below zero too: Plotly's own would say 50B, or 50G."""
    low, high = fig.layout.yaxis.range or _stacked_range(sketch)
    step = _nice((high - low) / min(5 if sketch.size.narrow else 6, _most_ticks(sketch)))
    ticks = [n * step for n in range(math.ceil(low / step), math.floor(high / step) + 1)]
    fig.update_yaxes(tickvals=ticks, ticktext=[tick(at, DOLLARS) for at in ticks])


def _stacked_range(sketch: Sketch) -> tuple[float, float]:
    """From the lowest to the highest end of the bars, or of the values where they are not stacked; zero is in it."""
    values = sketch.frame.value
    if not sketch.is_stacked:
        return min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    down, up = (part.groupby(sketch.frame.x).sum() for part in (values.clip(upper=0), values.clip(lower=0)))
    return float(down.min()), float(up.max())


def _log_axis(fig: go.Figure, sketch: Sketch) -> None:
    """Ticks at 1, 2 and 5 times powers of ten, written out: Plotly's own read 100, 2, 5."""
    low, high = (math.log10(value) for value in (sketch.frame.value.min(), sketch.frame.value.max()))
    powers = range(math.floor(low), math.ceil(high) + 1)
    ticks = [
        n * 10.0**power for power in powers for n in (1, 2, 5) if low - 0.05 <= math.log10(n) + power <= high + 0.05
    ]
    fig.update_yaxes(type="log", range=(low - 0.05, high + 0.05), tickvals=ticks)
    fig.update_yaxes(ticktext=[tick(at, sketch.indicator.unit) for at in ticks], ticksuffix="")


def tick(value: float, unit: str) -> str:
    """A value on an axis, of dollars with as many decimals as it needs to be exact: $1m, $1.5m, $1.25tn."""
    if not parse(unit).is_currency:
        return format_number(value, ",.10g") + ("%" if parse(unit).is_percent else "")
    return ("−" if value < 0 else "") + format_dollars_exactly(abs(value))


def _nice(step: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is no less than a step."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(n * power for n in (1, 2, 2.5, 5, 10) if n * power >= step)
