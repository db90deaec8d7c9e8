"""The card: what surrounds a plot inside its picture, so that a saved picture carries its provenance.

Title and measure above, source and dates below, recessions and the article's day behind the data.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import wording
from dashboard.look import SANS, SERIF, Look
from indicators import registry
from indicators.data import catalogue
from indicators.data.panel import Panel
from indicators.model import Control, Event, Indicator

LABEL, SMALL = 12, 11
#: The plot's left edge: fixed, so that title and source line up with the edge of the picture.
LEFT = 58
#: Room below the plot for the axis' own labels, and above it for the article's mark.
AXIS, MARK = 42, 34
#: Words of a unit that cannot be seasonally adjusted, whatever its series are.
UNADJUSTED = ("year on year", "variance explained")
#: Kinds of event that a chart may mark, in words.
MARKED = {"fomc": "FOMC decisions", "cpi": "CPI releases", "shutdown": "the lapse in appropriations"}


@dataclass(frozen=True)
class Frame:
    """What a figure is laid out for: the width its text must fit and the height of its plot, pixels."""

    width: int
    plot: int
    narrow: bool

    def wrap(self, text: str, size: float, short_by: float = 0) -> list[str]:
        """Lines of text that fit the width, less some pixels, at a font size."""
        room = (self.width - 24 - short_by) / size
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and ems(longer) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines


def ems(text: str) -> float:
    """About how wide a text is drawn, in font sizes, on the generous side: a browser measures exactly, we cannot."""
    return sum(map(_em, text))


def _em(letter: str) -> float:
    if letter in "iIljtfr.,:;'|!()[] ":
        return 0.32
    if letter in "mwMW%@÷■":
        return 0.9
    return 0.68 if letter.isupper() or letter.isdigit() or letter == "_" else 0.57


WIDE = Frame(800, 330, narrow=False)
NARROW = Frame(350, 280, narrow=True)


@dataclass(frozen=True)
class Sketch:
    """All that a picture is made from."""

    indicator: Indicator
    #: Tidy, as `registry.run` returns it, and not empty.
    frame: pd.DataFrame
    #: The series it was computed from: source and dates are derived from them.
    panel: Panel
    look: Look
    size: Frame = WIDE
    #: What the reader chose of the controls.
    chosen: Mapping[str, Any] = field(default_factory=dict)

    @property
    def lines(self) -> list[tuple[str, pd.DataFrame]]:
        """The rows of each line, in the order the indicator gives them."""
        return [(str(name), rows) for name, rows in self.frame.groupby("line", sort=False)]

    @property
    def is_dated(self) -> bool:
        return isinstance(self.frame.x.iloc[0], pd.Timestamp)

    @property
    def is_stacked(self) -> bool:
        return self.indicator.hints.kind == "bars"

    @property
    def shows_recessions(self) -> bool:
        return self.is_dated and self.indicator.hints.recessions

    @property
    def is_log(self) -> bool:
        """By the indicator's own hint, or where it has a control "scale" and the reader chose "log"."""
        return self.indicator.hints.log or self.chosen.get("scale") == "log"

    @property
    def names_at_end(self) -> bool:
        """Whether lines are named beside their last point; otherwise in a key above the plot."""
        return self.indicator.hints.kind == "line" and not self.size.narrow


@dataclass(frozen=True)
class Line:
    """One line of text in the margin."""

    text: str
    size: float
    colour: str
    family: str = SANS
    #: Distance to the next line.
    step: float = 15


def above(sketch: Sketch, key: list[Line]) -> list[Line]:
    """Title and measure, and below them the key where there is one."""
    points = 17 if sketch.size.narrow else 20
    title = [
        Line(f"<b>{safe(text)}</b>", points, sketch.look.ink, SERIF, points * 1.25)
        for text in sketch.size.wrap(sketch.indicator.title, points, short_by=40)
    ]
    return (
        title
        + [Line(safe(text), 13, sketch.look.muted, step=17) for text in sketch.size.wrap(measure(sketch), 13)]
        + key
    )


def below(sketch: Sketch) -> list[Line]:
    """Source, dates, and what the shading is."""
    text = [wording.source_line(sketch.panel), f"{wording.date_line(sketch.panel)} {_legend(sketch)}"]
    return [Line(safe(line), SMALL, sketch.look.muted) for part in text for line in sketch.size.wrap(part, SMALL)]


def _legend(sketch: Sketch) -> str:
    """What the shading, the upright lines and the dots mean."""
    hints, notes = sketch.indicator.hints, []
    if sketch.shows_recessions:
        notes.append("Shaded: NBER recessions; the latest dating may lag.")
    for what, kinds in (("Upright lines", _marked(sketch, False)), ("Shaded", _marked(sketch, True))):
        if kinds:
            notes.append(f"{what}: {' and '.join(kinds)}.")
    if hints.provisional:
        notes.append(f"Dotted: {hints.provisional[1]}.")
    return " ".join(notes)


def _marked(sketch: Sketch, spans: bool) -> list[str]:
    """Names of the kinds of day (or of `spans`) that the indicator asks to be marked and that there are."""
    there = {event.kind for event in catalogue.events() if bool(event.end) == spans}
    return [MARKED[kind] for kind in sketch.indicator.hints.marks if kind in there]


def measure(sketch: Sketch) -> str:
    """Unit, seasonal adjustment and what was chosen, in words: the subtitle."""
    unit = sketch.indicator.unit[0].upper() + sketch.indicator.unit[1:]
    origins = sketch.panel.provenance.values()
    adjusted = bool(origins) and all(o.series.adjustment.startswith("season") for o in origins)
    adjusted = adjusted and not any(words in unit for words in UNADJUSTED)
    parts = [unit + (", seasonally adjusted" if adjusted else "")]
    settled = registry.settle(sketch.indicator, sketch.chosen)
    shown = [c for c in sketch.indicator.controls if c.options or c.bounds]
    parts += [f"{c.label.lower()}: {_choice(c, settled[c.id])}" for c in shown]
    return "; ".join(parts)


def _choice(control: Control, value: Any) -> str:
    if control.bounds:
        return f"{value:,.10g}"
    options = value if control.many else (value,)
    return ", ".join(_uncapped(str(control.names.get(option, option))) for option in options)


def _uncapped(name: str) -> str:
    """A name as it reads within a sentence: S&P 500 and VIX keep their capitals."""
    first = name.split(" ")[0]
    ordinary = len(first) == 1 or (first.isalpha() and first[1:].islower())
    return name[0].lower() + name[1:] if ordinary else name


def safe(text: str) -> str:
    """Plotly reads a little HTML in text; words of a provider are never markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def lay_out(fig: go.Figure, sketch: Sketch, key: list[Line]) -> None:
    """Margins that hold the text, quiet axes, and all that is written and marked around the data."""
    head, foot = above(sketch, key), below(sketch)
    top, bottom = MARK + sum(line.step for line in head), AXIS + 10 + sum(line.step for line in foot)
    look, hints = sketch.look, sketch.indicator.hints
    fig.update_layout(
        height=sketch.size.plot + top + bottom,
        margin={"l": LEFT, "r": 14, "t": top, "b": bottom, "pad": 4},
        paper_bgcolor=look.paper,
        plot_bgcolor=look.paper,
        font={"family": SANS, "size": LABEL, "color": look.muted},
        showlegend=False,
        hovermode="x unified" if hints.kind in ("line", "bars") else "closest",
        hoverlabel={"bgcolor": look.paper, "bordercolor": look.grid, "font": {"color": look.ink, "family": SANS}},
        modebar={"bgcolor": "rgba(0,0,0,0)", "color": look.muted, "activecolor": look.ink},
    )
    _axes(fig, sketch)
    _write(fig, head, 1, top - 10)
    _write(fig, foot, 0, -AXIS)
    for level, meaning in hints.thresholds.items():
        _threshold(fig, level, meaning, look)
    if sketch.is_dated:
        _mark_time(fig, sketch)


def _axes(fig: go.Figure, sketch: Sketch) -> None:
    unit, look = sketch.indicator.unit, sketch.look
    percent = unit.startswith("percent") and "points" not in unit
    fig.update_xaxes(showgrid=False, linecolor=look.muted, ticks="outside", ticklen=4, tickcolor=look.muted)
    fig.update_yaxes(
        gridcolor=look.grid, zeroline=True, zerolinecolor=look.muted, zerolinewidth=1, nticks=6,
        ticksuffix="%" if percent else "",
    )  # fmt: skip
    if sketch.is_log:
        _log_axis(fig, sketch)
    elif sketch.indicator.hints.kind == "line":
        fig.update_yaxes(range=_range(sketch.frame))
    if not sketch.is_dated:
        _label_axis(fig, sketch)
    if sketch.indicator.hints.kind == "ranks":
        _turn(fig, sketch)
    elif "dollars" in unit and not sketch.is_log:
        _dollar_ticks(fig, sketch)


def _label_axis(fig: go.Figure, sketch: Sketch) -> None:
    """Labels in the frame's order, as they are written: Plotly would take "2021" for a number."""
    if not all(isinstance(label, str) for label in sketch.frame.x):
        return
    order = {"type": "category", "categoryorder": "array", "categoryarray": list(dict.fromkeys(sketch.frame.x))}
    if sketch.indicator.hints.kind == "ranks":
        fig.update_yaxes(**order)
    else:
        fig.update_xaxes(**order)


def _turn(fig: go.Figure, sketch: Sketch) -> None:
    """Horizontal bars: labels stand on the left, and the scale is in the labels of the bars."""
    longest = max(len(str(label)) for label in sketch.frame.x)
    left, right = min(20 + 6.4 * longest, sketch.size.width * 0.45), 70
    fig.update_layout(margin_l=left, margin_r=right)
    low, high = min(float(sketch.frame.value.min()), 0), max(float(sketch.frame.value.max()), 0)
    if low < 0:  # a negative bar's label stands to its left, and not on the names
        room, across = 52, sketch.size.width - left - right
        fig.update_xaxes(range=(low - (high - low) * room / (across - room), high))
    fig.update_xaxes(showticklabels=False, ticks="", showline=False)
    fig.update_yaxes(
        autorange="reversed", tickmode="linear", nticks=0, dtick=1, showgrid=False, zeroline=False, ticksuffix="  "
    )


def _range(frame: pd.DataFrame) -> tuple[float, float]:
    """The values with a little air; from zero unless that would flatten them."""
    low, high = float(frame.value.min()), float(frame.value.max())
    air = (high - low or abs(high) or 1) * 0.06
    return (low - air if low < 0 or low > 0.4 * high else 0.0), high + air


def _dollar_ticks(fig: go.Figure, sketch: Sketch) -> None:
    """Ticks that read $50bn, below zero too: Plotly's own would say 50B, or 50G."""
    low, high = fig.layout.yaxis.range or _stacked_range(sketch)
    step = _nice((high - low) / 5)
    ticks = [n * step for n in range(math.ceil(low / step), math.floor(high / step) + 1)]
    fig.update_yaxes(tickvals=ticks, ticktext=[_tick(tick, "dollars") for tick in ticks])


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
    fig.update_yaxes(ticktext=[_tick(tick, sketch.indicator.unit) for tick in ticks], ticksuffix="")


def _tick(value: float, unit: str) -> str:
    """A value on an axis, with a decimal only where it needs one: $1m, $1.5m."""
    if "dollars" not in unit:
        return f"{value:,.10g}" + ("%" if unit.startswith("percent") and "points" not in unit else "")
    return wording.number(value, "dollars", 1).replace(".0", "")


def _nice(step: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is no less than a step."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(n * power for n in (1, 2, 5, 10) if n * power >= step)


def _threshold(fig: go.Figure, level: float, meaning: str, look: Look) -> None:
    fig.add_hline(y=level, line={"color": look.muted, "width": 1, "dash": "dot"}, layer="below")
    if meaning:
        fig.add_annotation(
            text=meaning, x=0, xref="paper", xanchor="left", y=level, yanchor="bottom",
            showarrow=False, font={"size": SMALL, "color": look.muted},
        )  # fmt: skip


def _write(fig: go.Figure, lines: list[Line], y: float, offset: float) -> None:
    """Lines of text at the left edge of the picture, the first's top `offset` pixels above `y` of the plot."""
    for line in lines:
        fig.add_annotation(
            text=line.text, x=0, xref="paper", xanchor="left", xshift=8 - fig.layout.margin.l,
            y=y, yref="paper", yanchor="top", yshift=offset, showarrow=False, align="left",
            font={"family": line.family, "size": line.size, "color": line.colour},
        )  # fmt: skip
        offset -= line.step


def _mark_time(fig: go.Figure, sketch: Sketch) -> None:
    first, last = sketch.frame.x.min().date(), sketch.frame.x.max().date()
    fig.update_xaxes(type="date", hoverformat="%-d %b %Y" if sketch.indicator.hints.kind == "dots" else "%b %Y")
    for event in catalogue.events() if sketch.shows_recessions else ():
        if event.kind == "recession":
            _shade(fig, event, first, last, sketch.look)
    for event in catalogue.events():
        if event.kind not in sketch.indicator.hints.marks:
            continue
        if event.end:
            _shade(fig, event, first, last, sketch.look)
        elif first <= event.date <= last:
            fig.add_vline(x=event.date.isoformat(), line={"color": sketch.look.muted, "width": 0.75}, layer="below")
    published = catalogue.article().published
    if first <= published <= last:
        early = (published - first) < (last - first) / 4
        _mark_article(fig, published, sketch.look, "left" if early else "right")


def _shade(fig: go.Figure, period: Event, first: date, last: date, look: Look) -> None:
    start, end = max(period.date, first), min(period.end or last, last)
    if start < end:
        fig.add_vrect(
            x0=start.isoformat(), x1=end.isoformat(), fillcolor=look.band, line_width=0, layer="below"
        )  # fmt: skip


def _mark_article(fig: go.Figure, published: date, look: Look, anchor: str) -> None:
    """The article's day, with its words on the side where there is room."""
    day = published.isoformat()
    fig.add_vline(x=day, line={"color": look.mark, "width": 1})
    fig.add_annotation(
        text=f"article, {published:%b %Y}", x=day, y=1, yref="paper", yanchor="bottom", xanchor=anchor,
        xshift=4 if anchor == "right" else -4,
        showarrow=False, font={"size": SMALL, "color": look.mark},
    )  # fmt: skip
