"""Where captions stand: above and below a plot inside its picture, so that a saved picture carries its provenance.

A chart on a page is as high as its captions and its plot need. A card has a fixed height: where its captions are long
it shows shorter forms of them. A card of the Explorer, which is of no claim, grows instead.
"""

import math
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import plotly.graph_objects as go

from dashboard.charts import annotations, axes, kinds
from dashboard.charts.annotations import Drawn
from dashboard.charts.captions import Captions, Opening, Verdict
from dashboard.charts.spec import Line, Sketch, ems, safe, wrap
from dashboard.i18n.locale import format_number, language
from dashboard.theme.tokens import SANS, heading

#: The plot's left edge: fixed, so that title and source line up with the edge of the picture.
LEFT = 58
#: Room below the plot for the axis' own labels, and above it for the article's mark; less where there is neither.
AXIS, MARK, TIGHT, BARE = 42, 34, 26, 12
#: The part of a card's height that its plot has at least.
LEAST = 0.32
#: The most lines of a card's opening, and the sizes it is tried in, as shares of the usual; then it is cut.
OPENING_LINES = 3
OPENING_SIZES = (1.0, 0.88, 0.76)
#: How much wider than `ems` says a line of bold letters of a heading can be.
BOLDER = 1.06
#: The padding of a verdict's chip, pixels.
CHIP = 4


@dataclass(frozen=True)
class Cut:
    """How much of its captions a card shows: whether the claim's test, and which forms of source and dates."""

    test: bool = True
    source: int = 0
    dates: int = 0
    #: The sizes that the opening is tried in.
    sizes: tuple[float, ...] = OPENING_SIZES
    #: The most lines of the measure.
    measure: int = 99


#: What a card drops, one after the other, until its plot has room: the test; the ids of series; all but a few agencies
#: and the full words about the shading; the largest size of the opening; the next; all but two lines of the measure.
CUTS = (
    Cut(),
    Cut(test=False),
    Cut(test=False, source=1),
    Cut(test=False, source=2, dates=1),
    Cut(test=False, source=2, dates=1, sizes=OPENING_SIZES[1:]),
    Cut(test=False, source=2, dates=1, sizes=OPENING_SIZES[2:]),
    Cut(test=False, source=2, dates=1, sizes=OPENING_SIZES[2:], measure=2),
)
#: A card that can grow keeps the size of its opening.
CUTS_OF_GROWING = CUTS[:4]


@dataclass(frozen=True)
class Placed:
    """The lines of text above and below a plot."""

    head: list[Line]
    foot: list[Line]

    def top(self, sketch: Sketch) -> float:
        """The height above the plot, pixels."""
        marked = TIGHT if sketch.size.tight else MARK
        mark = marked if sketch.is_dated else BARE
        return _rim(sketch) + mark * sketch.size.scale + sum(line.step for line in self.head)

    def bottom(self, sketch: Sketch) -> float:
        """The height below the plot, pixels."""
        return _axis(sketch) + max(10, _rim(sketch)) + sum(line.step for line in self.foot)


def _rim(sketch: Sketch) -> float:
    """The air above and below the text of a card, which may stand on someone else's page; pixels."""
    return sketch.size.edge * 0.6 if sketch.is_card else 0


def _axis(sketch: Sketch) -> float:
    return sketch.size.scale * (BARE if sketch.indicator.hints.chart.is_horizontal else AXIS)


def place(captions: Captions, sketch: Sketch, key: list[Line]) -> tuple[Sketch, Placed]:
    """The captions as lines of text, with `key` (the names of the lines) right above the plot.

    Returns the sketch too, of a card with the height that is left for its plot. A card of a claim has the first of
    `CUTS` that leaves the plot its least height; one of the Explorer grows to it, for its title, names and link are as
    long as the reader makes them.
    """
    size = sketch.size
    if size.height is None:
        cut = Cut(source=1, dates=1) if size.brief else Cut()
        return sketch, Placed(_above(captions, sketch, key, cut), _below(captions, sketch, cut))
    least = kinds.of(sketch).least_height(sketch, LEAST * size.height)
    for cut in CUTS if sketch.about else CUTS_OF_GROWING:
        placed = Placed(_above(captions, sketch, key, cut), _below(captions, sketch, cut))
        plot = size.height - placed.top(sketch) - placed.bottom(sketch)
        if plot >= least:
            break
    taller = 0 if sketch.about else max(0, math.ceil(least - plot))
    return replace(sketch, size=replace(size, plot=plot + taller, height=size.height + taller)), placed


def _above(captions: Captions, sketch: Sketch, key: list[Line], cut: Cut) -> list[Line]:
    """Title and measure, and the key where there is one; on a card below the claim and its verdict."""
    size, look = sketch.size, sketch.look
    points, measured = _points(sketch), (12 if size.tight else 13) * size.scale
    told = size.wrap(captions.measure, measured)
    told = told if len(told) <= cut.measure else [*told[: cut.measure - 1], f"{told[cut.measure - 1]} …"]
    unit = [Line(safe(t), measured, look.muted, step=1.3 * measured) for t in told]
    key = [_space(sketch, 4), *key] if key else key
    if not sketch.is_card:
        title = _bold(sketch, size.wrap(captions.title, BOLDER * points), points, step=1.3 * points)
        return [*title, _space(sketch, 0 if size.tight else 4), *unit, *key]
    opening = _opening(captions.opening, sketch, cut)
    if not captions.verdict:
        return [*opening, *unit, *key]
    smaller = 1.08 * measured
    named = _bold(sketch, size.wrap(captions.title, smaller), smaller, SANS, 1.4 * measured)
    verdict = _verdict(captions.verdict, sketch, cut)
    return [_kicker(captions.verdict, sketch), *opening, *verdict, *named, *unit, *key]


def _points(sketch: Sketch) -> float:
    """The font size of the first lines, a chart's title or a card's opening; pixels."""
    return (15 if sketch.size.tight else 17 if sketch.size.narrow else 20) * sketch.size.scale


def _bold(sketch: Sketch, texts: list[str], points: float, family: str = "", step: float = 0) -> list[Line]:
    family, step = family or heading(language()), step or 1.25 * points
    return [Line(f"<b>{safe(text)}</b>", points, sketch.look.ink, family, step) for text in texts]


def _opening(opening: Opening, sketch: Sketch, cut: Cut) -> list[Line]:
    """A card's opening, in the largest size that fits OPENING_LINES; its end is cut where none does."""
    for share in cut.sizes:
        points = share * _points(sketch)
        lines = sketch.size.wrap(opening.words, points)
        if len(lines) <= OPENING_LINES:
            return _bold(sketch, lines, points)
    last = lines[OPENING_LINES - 1].rstrip(",;:、； ")
    return _bold(sketch, [*lines[: OPENING_LINES - 1], opening.cut.format(last)], points)


def _kicker(verdict: Verdict, sketch: Sketch) -> Line:
    """The thesis, and the claim it is of."""
    small = sketch.size.small
    text = f"<b>{safe(verdict.thesis.upper())}</b>  ·  {safe(verdict.claim)}"
    return Line(text, small, sketch.look.muted, step=1.6 * small)


def _verdict(verdict: Verdict, sketch: Sketch, cut: Cut) -> list[Line]:
    """The verdict as a chip of its colour; beside it the unit of its number, and below the test unless it is cut."""
    size, ink = sketch.size, sketch.look.ink
    indent = 1.05 * ems(verdict.chip) * size.label + 2 * CHIP + 14 * size.scale  # bold is wider
    lines = wrap(verdict.meaning, (size.room - indent) / size.label)[:2]
    chip = Line(f"<b>{safe(verdict.chip)}</b>", size.label, sketch.look.paper, step=0, fill=verdict.colour)
    meaning = [Line(safe(line), size.label, ink, step=1.35 * size.label, indent=indent) for line in lines]
    test = _small(sketch, verdict.test) if cut.test and verdict.test else []
    return [_space(sketch, 10), chip, *meaning, _space(sketch, 6), *test, _space(sketch, 5)]


def _space(sketch: Sketch, step: float) -> Line:
    """An empty line, `step` pixels high before the sketch is scaled."""
    return Line("", sketch.size.small, sketch.look.ink, step=step * sketch.size.scale)


def _below(captions: Captions, sketch: Sketch, cut: Cut) -> list[Line]:
    """Source, dates, and what the shading is; on a card also whose words its claim is in, and its link."""
    lines = _small(sketch, captions.sources[cut.source]) + _small(sketch, captions.dates[cut.dates])
    if not sketch.is_card:
        return lines
    whose = captions.verdict.quoted_from if captions.verdict else captions.series
    return [*(_small(sketch, whose) if whose else []), *lines, *_link(captions.link, sketch)]


def _small(sketch: Sketch, text: str) -> list[Line]:
    small = sketch.size.small
    return [Line(safe(line), small, sketch.look.muted, step=15 / 11 * small) for line in sketch.size.wrap(text, small)]


def _link(link: str, sketch: Sketch) -> list[Line]:
    small = sketch.size.small
    room = int(sketch.size.room / (0.62 * small))
    parts = textwrap.wrap(link.replace("&", "& "), room, break_on_hyphens=False)
    first, *rest = (part.replace("& ", "&") for part in parts)
    name, _, address = safe(first).partition(":")
    lines = [f"<b>{name}</b>  {address}", *map(safe, rest)]
    return [Line(line, small, sketch.look.muted, step=15 / 11 * small) for line in lines]


def lay_out(fig: go.Figure, sketch: Sketch, placed: Placed) -> None:
    """Set a figure's size, margins, colours and axes; its traces are there already."""
    top, bottom = placed.top(sketch), placed.bottom(sketch)
    look, hints, size = sketch.look, sketch.indicator.hints, sketch.size
    edge = size.edge - 8
    fig.update_layout(
        height=size.height or kinds.of(sketch).height(sketch) + top + bottom,
        width=size.width if size.height else None,
        margin={"l": LEFT * size.scale + edge, "r": 14 + edge, "t": top, "b": bottom, "pad": 0},
        paper_bgcolor=look.paper,
        plot_bgcolor=look.paper,
        font={"family": SANS, "size": size.label, "color": look.muted},
        showlegend=False,
        hovermode="x unified" if hints.chart.hovers_together else "closest",
        hoverlabel={"bgcolor": look.paper, "bordercolor": look.grid, "font": {"color": look.ink, "family": SANS}},
        separators=format_number(0.5, ".1f")[1] + format_number(1000, ",")[1],  # of decimals, of thousands
    )
    axes.style(fig, sketch)
    if size.height:  # Plotly would move the margins once more when it has measured, now and then after the picture
        fig.update_layout(margin_r=max(fig.layout.margin.r, 26 * size.scale + edge))
        fig.update_xaxes(automargin=False)
        fig.update_yaxes(automargin=False)
    if sketch.is_dated:
        fig.update_xaxes(type="date", **axes.dates(sketch))


def write(fig: go.Figure, sketch: Sketch, placed: Placed, names: Iterable[Any]) -> None:
    """Write captions, marks and `names` (annotations). All at once: to add one, Plotly copies those that are there."""
    margin = fig.layout.margin
    fig.update_layout(
        shapes=annotations.shapes(sketch),
        annotations=[
            *_written(sketch, placed.head, 1, margin.t - max(10, _rim(sketch)), margin.l),
            *_written(sketch, placed.foot, 0, -_axis(sketch), margin.l),
            *annotations.texts(sketch, None if sketch.is_log else fig.layout.yaxis.range),
            *names,
        ],
    )


def _written(sketch: Sketch, lines: list[Line], y: float, offset: float, margin: float) -> Iterator[Drawn]:
    """Annotations of lines at the left edge of the picture; the top of the first is `offset` pixels above `y`, a part
    of the plot's height.
    """
    left = sketch.size.edge - margin
    for line in lines:
        chip = {"bgcolor": line.fill, "borderpad": CHIP} if line.fill else {}
        if line.text:
            yield chip | {
                "text": line.text, "x": 0, "xref": "paper", "xanchor": "left",
                "xshift": left + line.indent + (2 if chip else 0), "y": y, "yref": "paper", "yanchor": "top",
                "yshift": offset + (CHIP if chip else 0), "showarrow": False, "align": "left",
                "font": {"family": line.family, "size": line.size, "color": line.colour},
            }  # fmt: skip
        offset -= line.step
