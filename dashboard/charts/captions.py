"""Captions: every text around a plot, composed once, in its long form and in the shorter ones that it may have.

They are title and measure, source and dates, and what the shading means; on a card also claim, verdict and link. Where
they stand is decided in `dashboard.charts.card_layout`, which writes no other words.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.spec import About, Sketch
from dashboard.i18n import labels
from dashboard.i18n.locale import format_number, language, translate, translate_list
from dashboard.theme.tokens import VERDICTS
from indicators.catalogue import catalogue
from indicators.i18n.messages import ENGLISH
from indicators.judging import registry
from indicators.model import Control, Finding
from indicators.model.unit import parse

#: How many agencies the shortest form of a source names.
FEW_AGENCIES = 3


@dataclass(frozen=True)
class Opening:
    """The first words of a card, and the form they have when their end is cut: `{}` stands for what is left of them."""

    words: str
    cut: str


@dataclass(frozen=True)
class Verdict:
    """The finding on a card's claim, in words."""

    thesis: str
    claim: str
    #: Glyph, word and number of the verdict.
    chip: str
    colour: str
    #: The unit of the number, or why there is none.
    meaning: str
    #: Empty where there is no number, or no threshold for it.
    test: str
    #: Whose words the claim is in.
    quoted_from: str


@dataclass(frozen=True)
class Captions:
    """All texts around a plot but the names of its lines. Of several forms of one text the longest is first."""

    title: str
    measure: str
    opening: Opening
    #: With the ids of the series, without them, and with a few agencies only.
    sources: tuple[str, str, str]
    #: Dates and what marks mean: in full, and with the shading named in one word.
    dates: tuple[str, str]
    #: Of a card of a claim only.
    verdict: Verdict | None
    #: The titles of the series of a reader's own chart, where its lines are named by their ids.
    series: str
    #: The board's name and the address of the chart; of a card only.
    link: str


def compose(sketch: Sketch) -> Captions:
    """The captions of a picture, whatever its size."""
    return Captions(
        title=translate(sketch.headline or sketch.indicator.title),
        measure=measure(sketch),
        opening=_opening(sketch),
        sources=_sources(sketch),
        dates=(_below(sketch, brief=False), _below(sketch, brief=True)),
        verdict=_verdict(sketch.about) if sketch.about else None,
        series="" if sketch.about else _series(sketch),
        link=_link(sketch) if sketch.is_card else "",
    )


def _link(sketch: Sketch) -> str:
    """The board's name with the address of the chart, where that leads there from a picture: not without a host."""
    return f"Claimboard: {sketch.link}" if sketch.link.startswith("http") else "Claimboard"


def _opening(sketch: Sketch) -> Opening:
    """The claim in the words of the reader's edition of the article, or in our English; without a claim the title."""
    if sketch.about:
        quote = translate("“{quote}”", quote=labels.quoted(sketch.about.claim))
        return Opening(quote, translate("{quote} …”", quote="{}"))
    return Opening(translate(sketch.indicator.title), translate("{words} …", words="{}"))


def _verdict(about: About) -> Verdict:
    finding, word = about.finding, VERDICTS[about.finding.status]
    has_number = finding.value is not None
    chip = (word.glyph, translate(word.word), labels.amount(finding.value, finding.unit))
    beside = labels.unit_beside(finding.unit) if has_number else finding.threshold or finding.sentence
    return Verdict(
        thesis=translate(catalogue.theses()[about.claim.thesis].title),
        claim=about.claim.id,
        chip=" ".join(filter(None, chip)),
        colour=word.light,
        meaning=translate(beside),
        test=_test(finding) if has_number else "",
        quoted_from=_quoted_from(),
    )


def _test(finding: Finding) -> str:
    return labels.sentence(translate("Test: {test}", test=finding.threshold)) if finding.threshold else ""


def _quoted_from() -> str:
    """Whose words the claim is in: those of an edition, or our translation."""
    article = catalogue.article()
    who = {"author": article.author, "publisher": article.publisher, "day": article.published}
    if language() == ENGLISH:
        return translate("Claim: {author}, {publisher}, {day:month}, our English.", **who)
    return translate("Claim: {author}, {publisher}, {day:month}.", **who)


def _sources(sketch: Sketch) -> tuple[str, str, str]:
    panel, one = sketch.panel, sketch.indicator
    few = labels.provenance(panel, one, ids=False, most=FEW_AGENCIES)
    return labels.provenance(panel, one), labels.provenance(panel, one, ids=False), few


def _below(sketch: Sketch, brief: bool) -> str:
    """Dates, and what the shading is."""
    parts = (_dates(sketch), _judged(sketch), _not_drawn(sketch), _legend(sketch, brief))
    return translate_list([*filter(None, parts)], "sentences")


def _dates(sketch: Sketch) -> str:
    """How far the data reaches. Of dots, which are events, not how far the last is: data beyond it says there was none."""
    return labels.date_line(sketch.panel, None if sketch.indicator.hints.chart.is_of_days else sketch.frame)


def _judged(sketch: Sketch) -> str:
    """How far the figures of the verdict reach, which may be less far than those of the chart."""
    finding = sketch.about.finding if sketch.about else None
    if not finding or not finding.data_through:
        return ""
    if finding.stale:
        return translate("Verdict on data through {day:day}, stale.", day=finding.data_through)
    return translate("Verdict on data through {day:day}.", day=finding.data_through)


def _not_drawn(sketch: Sketch) -> str:
    """The series that the chart does without, as no figures of them are held."""
    if not sketch.panel.missing:
        return ""
    return translate("Not drawn, no figures held: {ids}.", ids=list(sketch.panel.missing))


def _series(sketch: Sketch) -> str:
    """The titles of the series, where lines are named by their ids."""
    if not any(id in name for id in sketch.panel for name, _ in sketch.lines):
        return ""
    titles = {id: translate(origin.series.title) for id, origin in sketch.panel.provenance.items()}
    return translate_list([f"{id}: {title}" for id, title in titles.items()], "semicolon")


def _legend(sketch: Sketch, brief: bool) -> str:
    """What the shading, the upright lines and the dots mean."""
    hints, notes = sketch.indicator.hints, []
    if sketch.shows_recessions:
        notes.append(
            translate("Shaded: recessions.")
            if brief
            else translate("Shaded: NBER recessions; the latest dating may lag.")
        )
    if kinds := _marked(sketch, False):
        notes.append(translate("Upright lines: {kinds:and}.", kinds=kinds))
    if kinds := _marked(sketch, True):
        notes.append(translate("Shaded: {kinds:and}.", kinds=kinds))
    if hints.provisional:
        notes.append(translate("Dotted: {why}.", why=hints.provisional[1]))
    return translate_list(notes, "sentences")


def _marked(sketch: Sketch, spans: bool) -> list[str]:
    """Names of the kinds of event that the indicator marks and that there are: of single days, or of `spans`."""
    there = {event.kind for event in catalogue.events() if bool(event.end) == spans}
    return [kind.words for kind in sketch.indicator.hints.marks if kind in there]


def measure(sketch: Sketch) -> str:
    """The subtitle: unit, seasonal adjustment, the choices of the controls, the name of a single line, a log scale.

    Below a title that is what was found it begins with what is measured.
    """
    unit = sketch.indicator.unit
    origins = sketch.panel.provenance.values()
    adjusted = bool(origins) and all(o.series.adjustment.startswith("season") for o in origins)
    adjusted = adjusted and parse(unit).has_season
    if sketch.headline:  # every control is as it is declared, and says nothing
        named = {"title": sketch.indicator.title, "unit": unit}
        said = (
            translate("{title}: {unit}, seasonally adjusted", **named)
            if adjusted
            else translate("{title}: {unit}", **named)
        )
        return translate_list([said, *_only(sketch), *_scale(sketch)], "semicolon")
    said = (
        translate("{unit:title}, seasonally adjusted", unit=unit) if adjusted else translate("{unit:title}", unit=unit)
    )
    settled = registry.settle(sketch.indicator, sketch.chosen)
    shown = [c for c in sketch.indicator.controls if c.options or c.bounds]
    chosen = [translate("{label:lower}: {choice}", label=c.label, choice=_choice(c, settled[c.id])) for c in shown]
    parts = [said, *chosen]
    return translate_list([*parts, *_only(sketch), *_scale(sketch)], "semicolon")


def _scale(sketch: Sketch) -> list[str]:
    """That the scale is logarithmic, where no control that is shown says so."""
    is_said = any(control.id == "scale" for control in sketch.indicator.controls)
    return [uncapped(translate("Log scale"))] if sketch.is_log and not is_said else []


def _only(sketch: Sketch) -> list[str]:
    """The name of a single line, where it says more than the title and the unit."""
    if not sketch.names_one or sketch.indicator.hints.decides:
        return []
    [(name, rows)] = sketch.lines
    said = f"{sketch.indicator.title} {sketch.indicator.unit}".lower()
    words = label(sketch, name, rows)
    return [] if words == translate(name) and all(word in said for word in name.lower().split()) else [uncapped(words)]


def label(sketch: Sketch, name: str, rows: pd.DataFrame) -> str:
    """A line's name; over time with its last value, and with the period of that where other lines go on.

    Of a chart that decides the value alone, written as the verdict beside it.
    """
    hints = sketch.indicator.hints
    if not hints.chart.tells_last:
        return translate(name)
    if hints.decides:  # its only line is what the title says
        return labels.amount(float(rows.value.iloc[-1]), sketch.indicator.unit)
    value = labels.number(rows.value.iloc[-1], sketch.indicator.unit, hints.decimals)
    period = labels.ended(rows, sketch.last, sketch.panel) if sketch.is_dated else ""
    return f"{translate(name)} {translate_list([*filter(None, (value, period))])}"


def _choice(control: Control, value: Any) -> str:
    if control.bounds:
        low, high, _ = control.bounds
        return format_number(value, ".10g" if 1900 <= low < high <= 2100 else ",.10g")  # a year is no thousand
    options = value if control.many else (value,)
    words = [translate(str(control.names.get(option, option))) for option in options]
    return translate_list(words if control.is_of_names else list(map(uncapped, words)))


def uncapped(name: str) -> str:
    """A name within a sentence, with a small first letter unless it is no ordinary word: S&P 500 and VIX stay."""
    first = name.split(" ")[0]
    parts = first.split("-")  # data-centre is a word as others are, T-bill is not
    ordinary = len(first) == 1 or (all(map(str.isalpha, parts)) and parts[0][1:].islower() and first[1:].islower())
    return name[0].lower() + name[1:] if ordinary else name
