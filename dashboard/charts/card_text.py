"""The card: what surrounds a plot inside its picture, so that a saved picture carries its provenance.

Title and measure above, source and dates below, recessions and the article's day behind the data. A card,
which is a picture by itself, opens with its claim and verdict and ends with its link; where words are many it
has fewer. That of no claim, made in the Explorer, grows instead.
"""

import math
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import annotations, axes
from dashboard.charts.annotations import Drawn
from dashboard.charts.spec import About, Sketch, ems, safe, wrap
from dashboard.i18n import labels
from dashboard.i18n.locale import language, tell, told, told_list, told_number
from dashboard.theme.tokens import SANS, VERDICTS, heading
from indicators.catalogue import catalogue
from indicators.i18n.messages import ENGLISH
from indicators.judging import registry
from indicators.model import Control
from indicators.model.unit import parse

#: The plot's left edge: fixed, so that title and source line up with the edge of the picture.
LEFT = 58
#: Room below the plot for the axis' own labels, and above it for the article's mark; less where there is neither.
AXIS, MARK, BARE = 42, 34, 12
#: The part of a card's height that its plot has at least.
LEAST = 0.32
#: What goes, one after the other, until it has: the test, ids of series, all but three agencies and the shading's
#: full words, a step of the claim's size, another.
WHOLE, NO_TEST, NO_IDS, BRIEF, SMALLER_CLAIM, SMALLEST_CLAIM = range(6)
#: As many lines as a claim has at most: it is written smaller, step by step, and then cut.
CLAIM_LINES = 3
CLAIM_SIZES = (1.0, 0.88, 0.76)
#: The colour around the words of a verdict.
CHIP = 4


@dataclass(frozen=True)
class Line:
    """One line of text in the margin."""

    text: str
    size: float
    colour: str
    family: str = SANS
    #: Distance to the next line.
    step: float = 15
    #: From the left edge of the text, and a colour behind it.
    indent: float = 0
    fill: str = ""


@dataclass(frozen=True)
class Words:
    """All that is written above and below a plot."""

    head: list[Line]
    foot: list[Line]

    def top(self, sketch: Sketch) -> float:
        """The height above the plot."""
        mark = MARK if sketch.is_dated else BARE
        return _rim(sketch) + mark * sketch.size.scale + sum(line.step for line in self.head)

    def bottom(self, sketch: Sketch) -> float:
        """The height below the plot."""
        return _axis(sketch) + max(10, _rim(sketch)) + sum(line.step for line in self.foot)


def _rim(sketch: Sketch) -> float:
    """A card stands free on a page of someone else: air around its text."""
    return sketch.size.edge * 0.6 if sketch.is_card else 0


def _axis(sketch: Sketch) -> float:
    return sketch.size.scale * (BARE if sketch.indicator.hints.chart.is_horizontal else AXIS)


def fit(sketch: Sketch, key: list[Line]) -> tuple[Sketch, Words]:
    """The words, and the sketch with the height of its plot.

    On a card of a claim there are as few words as leave the plot enough. One of the Explorer, whose title, names
    and link are as long as its reader makes them, grows until it has enough.
    """
    size = sketch.size
    if size.height is None:
        return sketch, Words(above(sketch, key), below(sketch))
    least = axes.least_height(sketch, LEAST * size.height)
    for shorter in range(WHOLE, (SMALLEST_CLAIM if sketch.about else BRIEF) + 1):
        words = Words(above(sketch, key, shorter), below(sketch, shorter))
        plot = size.height - words.top(sketch) - words.bottom(sketch)
        if plot >= least:
            break
    taller = 0 if sketch.about else max(0, math.ceil(least - plot))
    return replace(sketch, size=replace(size, plot=plot + taller, height=size.height + taller)), words


def above(sketch: Sketch, key: list[Line], shorter: int = WHOLE) -> list[Line]:
    """Title and measure, and the key where there is one; on a card below the claim and its verdict."""
    size, look = sketch.size, sketch.look
    points, measured = _points(sketch), 13 * size.scale
    unit = [Line(safe(t), measured, look.muted, step=1.3 * measured) for t in size.wrap(measure(sketch), measured)]
    title = told(sketch.indicator.title)
    key = [_space(sketch, 4), *key] if key else key
    if not sketch.is_card:
        return [*_bold(sketch, size.wrap(title, points), points, step=1.3 * points), *unit, *key]
    if not sketch.about:
        lines, points = _large(sketch, title, shorter)
        return [*_bold(sketch, _few(lines, tell("{words} …", words=_last(lines))), points), *unit, *key]
    smaller = 1.08 * measured
    named = _bold(sketch, size.wrap(title, smaller), smaller, SANS, 1.4 * measured)
    claim = _claim(sketch, sketch.about, shorter)
    return [_kicker(sketch, sketch.about), *claim, *_verdict(sketch, sketch.about, shorter), *named, *unit, *key]


def _points(sketch: Sketch) -> float:
    """The size of what a picture says first: a chart's title, a card's claim."""
    return (17 if sketch.size.narrow else 20) * sketch.size.scale


def _bold(sketch: Sketch, texts: list[str], points: float, family: str = "", step: float = 0) -> list[Line]:
    family, step = family or heading(language()), step or 1.25 * points
    return [Line(f"<b>{safe(text)}</b>", points, sketch.look.ink, family, step) for text in texts]


def _claim(sketch: Sketch, about: About, shorter: int) -> list[Line]:
    """The article's words in the reader's edition, or in our English."""
    lines, points = _large(sketch, tell("“{quote}”", quote=labels.quoted(about.claim)), shorter)
    return _bold(sketch, _few(lines, tell("{quote} …”", quote=_last(lines))), points)


def _large(sketch: Sketch, words: str, shorter: int) -> tuple[list[str], float]:
    """The lines of what a card says first, and their size: as large as they are a few."""
    for share in CLAIM_SIZES[max(0, shorter - BRIEF) :]:
        points = share * _points(sketch)
        lines = sketch.size.wrap(words, points)
        if len(lines) <= CLAIM_LINES:
            break
    return lines, points


def _few(lines: list[str], last: str) -> list[str]:
    """As many lines as there may be; where there are more, the last of them as it reads when it is cut."""
    return lines if len(lines) <= CLAIM_LINES else [*lines[: CLAIM_LINES - 1], last]


def _last(lines: list[str]) -> str:
    """The last line there may be, to be cut behind."""
    return lines[min(len(lines), CLAIM_LINES) - 1].rstrip(",;:、； ")


def _kicker(sketch: Sketch, about: About) -> Line:
    """The thesis, and the claim it is of."""
    thesis, small = told(catalogue.theses()[about.claim.thesis].title), sketch.size.small
    text = f"<b>{safe(thesis.upper())}</b>  ·  {safe(about.claim.id)}"
    return Line(text, small, sketch.look.muted, step=1.6 * small)


def _verdict(sketch: Sketch, about: About, shorter: int) -> list[Line]:
    """The verdict as a chip of glyph, word and number; beside it what the number is, and the test where there is room."""
    finding, size = about.finding, sketch.size
    word = VERDICTS[finding.status]
    text = " ".join(filter(None, (word.glyph, told(word.word), labels.amount(finding.value, finding.unit))))
    indent = 1.05 * ems(text) * size.label + 2 * CHIP + 14 * size.scale  # bold is wider
    beside = labels.unit_beside(finding.unit) if finding.value is not None else finding.threshold or finding.sentence
    lines = wrap(told(beside), (size.room - indent) / size.label)[:2]
    chip = Line(f"<b>{safe(text)}</b>", size.label, sketch.look.paper, step=0, fill=word.light)
    meaning = [Line(safe(line), size.label, sketch.look.ink, step=1.35 * size.label, indent=indent) for line in lines]
    shows_test = shorter < NO_TEST and finding.value is not None and finding.threshold
    test = _small(sketch, tell("Test: {test}.", test=finding.threshold)) if shows_test else []
    return [_space(sketch, 10), chip, *meaning, _space(sketch, 6), *test, _space(sketch, 5)]


def _space(sketch: Sketch, step: float) -> Line:
    """An empty line, `step` pixels high on a page."""
    return Line("", sketch.size.small, sketch.look.ink, step=step * sketch.size.scale)


def below(sketch: Sketch, shorter: int = WHOLE) -> list[Line]:
    """Source, dates, and what the shading is; on a card also whose words its claim is in, and its link."""
    ids, panel = shorter < NO_IDS, sketch.panel
    source = labels.provenance(panel, sketch.indicator, ids, most=3 if shorter >= BRIEF else 99)
    parts = (_dates(sketch), _judged(sketch), _not_drawn(sketch), _legend(sketch, brief=shorter >= BRIEF))
    dates = told_list([*filter(None, parts)], "sentences")
    lines = _small(sketch, source) + _small(sketch, dates)
    quoted = _quoted_from(sketch) if sketch.about else _series(sketch) if sketch.is_card else []
    return [*quoted, *lines, *(_link(sketch) if sketch.is_card else [])]


def _dates(sketch: Sketch) -> str:
    """Of dots, which are events, the data may reach further than the last: it tells that there was none since."""
    return labels.date_line(sketch.panel, None if sketch.indicator.hints.chart.is_of_days else sketch.frame)


def _judged(sketch: Sketch) -> str:
    """How far the figures reach that the verdict rests on, which is not always as far as the chart."""
    finding = sketch.about.finding if sketch.about else None
    if not finding or not finding.data_through:
        return ""
    if finding.stale:
        return tell("Verdict on data through {day:day}, stale.", day=finding.data_through)
    return tell("Verdict on data through {day:day}.", day=finding.data_through)


def _not_drawn(sketch: Sketch) -> str:
    """The series that the chart would draw and that cannot be had."""
    if not sketch.panel.missing:
        return ""
    return tell("Not drawn, no figures held: {ids}.", ids=list(sketch.panel.missing))


def _small(sketch: Sketch, text: str) -> list[Line]:
    small = sketch.size.small
    return [Line(safe(line), small, sketch.look.muted, step=15 / 11 * small) for line in sketch.size.wrap(text, small)]


def _quoted_from(sketch: Sketch) -> list[Line]:
    """Whose words the claim is in: of an edition as it is, or ours."""
    article = catalogue.article()
    who = {"author": article.author, "publisher": article.publisher, "day": article.published}
    if language() == ENGLISH:
        return _small(sketch, tell("Claim: {author}, {publisher}, {day:month}, our English.", **who))
    return _small(sketch, tell("Claim: {author}, {publisher}, {day:month}.", **who))


def _series(sketch: Sketch) -> list[Line]:
    """What the series of a reader's own chart are, where it calls them by their ids."""
    if not any(id in name for id in sketch.panel for name, _ in sketch.lines):
        return []
    titles = {id: told(origin.series.title) for id, origin in sketch.panel.provenance.items()}
    return _small(sketch, told_list([f"{id}: {title}" for id, title in titles.items()], "semicolon"))


def _link(sketch: Sketch) -> list[Line]:
    small = sketch.size.small
    room = int(sketch.size.room / (0.62 * small))
    parts = textwrap.wrap(f"Claimboard: {sketch.link}".replace("&", "& "), room, break_on_hyphens=False)
    first, *rest = (part.replace("& ", "&") for part in parts)
    lines = [safe(first).replace("Claimboard:", "<b>Claimboard</b>  ", 1), *map(safe, rest)]
    return [Line(line, small, sketch.look.muted, step=15 / 11 * small) for line in lines]


def _legend(sketch: Sketch, brief: bool = False) -> str:
    """What the shading, the upright lines and the dots mean."""
    hints, notes = sketch.indicator.hints, []
    if sketch.shows_recessions:
        notes.append(
            tell("Shaded: recessions.") if brief else tell("Shaded: NBER recessions; the latest dating may lag.")
        )
    if kinds := _marked(sketch, False):
        notes.append(tell("Upright lines: {kinds:and}.", kinds=kinds))
    if kinds := _marked(sketch, True):
        notes.append(tell("Shaded: {kinds:and}.", kinds=kinds))
    if hints.provisional:
        notes.append(tell("Dotted: {why}.", why=hints.provisional[1]))
    return told_list(notes, "sentences")


def _marked(sketch: Sketch, spans: bool) -> list[str]:
    """Names of the kinds of day (or of `spans`) that the indicator asks to be marked and that there are."""
    there = {event.kind for event in catalogue.events() if bool(event.end) == spans}
    return [kind.words for kind in sketch.indicator.hints.marks if kind in there]


def measure(sketch: Sketch) -> str:
    """Unit, seasonal adjustment, what was chosen, the name of an only line and a log scale, in words: the subtitle."""
    unit = sketch.indicator.unit
    origins = sketch.panel.provenance.values()
    adjusted = bool(origins) and all(o.series.adjustment.startswith("season") for o in origins)
    adjusted = adjusted and parse(unit).has_season
    parts = [tell("{unit:title}, seasonally adjusted", unit=unit) if adjusted else tell("{unit:title}", unit=unit)]
    settled = registry.settle(sketch.indicator, sketch.chosen)
    shown = [c for c in sketch.indicator.controls if c.options or c.bounds]
    parts += [tell("{label:lower}: {choice}", label=c.label, choice=_choice(c, settled[c.id])) for c in shown]
    return told_list([*parts, *_only(sketch), *_scale(sketch)], "semicolon")


def _scale(sketch: Sketch) -> list[str]:
    """That the scale is no linear one, where no control that is shown says so."""
    is_said = any(control.id == "scale" for control in sketch.indicator.controls)
    return [uncapped(tell("Log scale"))] if sketch.is_log and not is_said else []


def _only(sketch: Sketch) -> list[str]:
    """The name of a line that has no other beside it, where it is more than what stands above it."""
    if not sketch.names_one:
        return []
    [(name, rows)] = sketch.lines
    said = f"{sketch.indicator.title} {sketch.indicator.unit}".lower()
    words = label(sketch, name, rows)
    return [] if words == told(name) and all(word in said for word in name.lower().split()) else [uncapped(words)]


def label(sketch: Sketch, name: str, rows: pd.DataFrame) -> str:
    """A line's name, with its last value where lines run over time, and its period where others run on."""
    hints = sketch.indicator.hints
    if not hints.chart.tells_last:
        return told(name)
    value = labels.number(rows.value.iloc[-1], sketch.indicator.unit, hints.decimals)
    period = labels.ended(rows.x, sketch.last) if sketch.is_dated else ""
    return f"{told(name)} {told_list([*filter(None, (value, period))])}"


def _choice(control: Control, value: Any) -> str:
    if control.bounds:
        low, high, _ = control.bounds
        return told_number(value, ".10g" if 1900 <= low < high <= 2100 else ",.10g")  # a year is no thousand
    options = value if control.many else (value,)
    return told_list([uncapped(told(str(control.names.get(option, option)))) for option in options])


def uncapped(name: str) -> str:
    """A name as it reads within a sentence: S&P 500 and VIX keep their capitals."""
    first = name.split(" ")[0]
    parts = first.split("-")  # data-centre is a word as others are, T-bill is not
    ordinary = len(first) == 1 or (all(map(str.isalpha, parts)) and parts[0][1:].islower() and first[1:].islower())
    return name[0].lower() + name[1:] if ordinary else name


def lay_out(fig: go.Figure, sketch: Sketch, words: Words) -> None:
    """Margins that hold the text, and quiet axes."""
    top, bottom = words.top(sketch), words.bottom(sketch)
    look, hints, size = sketch.look, sketch.indicator.hints, sketch.size
    edge = size.edge - 8
    fig.update_layout(
        height=size.height or axes.plot_height(sketch) + top + bottom,
        width=size.width if size.height else None,
        margin={"l": LEFT * size.scale + edge, "r": 14 + edge, "t": top, "b": bottom, "pad": 0},
        paper_bgcolor=look.paper,
        plot_bgcolor=look.paper,
        font={"family": SANS, "size": size.label, "color": look.muted},
        showlegend=False,
        hovermode="x unified" if hints.chart.hovers_together else "closest",
        hoverlabel={"bgcolor": look.paper, "bordercolor": look.grid, "font": {"color": look.ink, "family": SANS}},
        separators=told_number(0.5, ".1f")[1] + told_number(1000, ",")[1],  # of decimals, of thousands
    )
    axes.style(fig, sketch)
    if size.height:  # Plotly would move the margins once more when it has measured, now and then after the picture
        fig.update_layout(margin_r=max(fig.layout.margin.r, 26 * size.scale + edge))
        fig.update_xaxes(automargin=False)
        fig.update_yaxes(automargin=False)
    if sketch.is_dated:
        fig.update_xaxes(type="date", **axes.dates(sketch))


def write(fig: go.Figure, sketch: Sketch, words: Words, names: Iterable[Any]) -> None:
    """All that is written and marked around the data. At once: Plotly copies what is there for each that is added."""
    margin = fig.layout.margin
    fig.update_layout(
        shapes=annotations.shapes(sketch),
        annotations=[
            *_written(sketch, words.head, 1, margin.t - max(10, _rim(sketch)), margin.l),
            *_written(sketch, words.foot, 0, -_axis(sketch), margin.l),
            *annotations.texts(sketch),
            *names,
        ],
    )


def _written(sketch: Sketch, lines: list[Line], y: float, offset: float, margin: float) -> Iterator[Drawn]:
    """Lines of text at the left edge of the picture, the first's top `offset` pixels above `y` of the plot."""
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
