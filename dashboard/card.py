"""The card: what surrounds a plot inside its picture, so that a saved picture carries its provenance.

Title and measure above, source and dates below, recessions and the article's day behind the data.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go

from dashboard import axes, wording
from dashboard.look import SANS, SERIF, Look
from dashboard.sketch import LABEL, SMALL, Sketch, safe
from indicators import registry
from indicators.data import catalogue
from indicators.model import Control, Event

#: The plot's left edge: fixed, so that title and source line up with the edge of the picture.
LEFT = 58
#: Room below the plot for the axis' own labels, and above it for the article's mark.
AXIS, MARK = 42, 34
#: Words of a unit that cannot be seasonally adjusted, whatever its series are.
UNADJUSTED = ("year on year", "variance explained")
#: Kinds of event that a chart may mark, in words.
MARKED = {"fomc": "FOMC decisions", "cpi": "CPI releases", "shutdown": "the lapse in appropriations"}


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


def lay_out(fig: go.Figure, sketch: Sketch, key: list[Line]) -> None:
    """Margins that hold the text, quiet axes, and all that is written and marked around the data."""
    head, foot = above(sketch, key), below(sketch)
    top, bottom = MARK + sum(line.step for line in head), AXIS + 10 + sum(line.step for line in foot)
    look, hints = sketch.look, sketch.indicator.hints
    fig.update_layout(
        height=axes.plot_height(sketch) + top + bottom,
        margin={"l": LEFT, "r": 14, "t": top, "b": bottom, "pad": 4},
        paper_bgcolor=look.paper,
        plot_bgcolor=look.paper,
        font={"family": SANS, "size": LABEL, "color": look.muted},
        showlegend=False,
        hovermode="x unified" if hints.kind in ("line", "bars") else "closest",
        hoverlabel={"bgcolor": look.paper, "bordercolor": look.grid, "font": {"color": look.ink, "family": SANS}},
        modebar={"bgcolor": "rgba(0,0,0,0)", "color": look.muted, "activecolor": look.ink},
    )
    axes.style(fig, sketch)
    _write(fig, head, 1, top - 10)
    _write(fig, foot, 0, -AXIS)
    for level, meaning in hints.thresholds.items():
        _threshold(fig, level, meaning, look)
    if sketch.is_dated:
        _mark_time(fig, sketch)


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
