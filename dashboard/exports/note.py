"""A note: chosen claims with their cards, findings, methods and sources, as one page that needs nothing else.

Drawings are in the page as they are, or, where there was no browser to make them, drawn by Plotly's script
when it is opened. It prints well: a browser makes a PDF of it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.charts.spec import CARDS
from dashboard.exports import bundle, files
from dashboard.exports.headless_browser import Studio
from dashboard.exports.selection import Card
from dashboard.i18n import finding_rows, labels
from dashboard.i18n.locale import format_number, translate, translate_list, translate_or_mark
from dashboard.templates import render
from dashboard.theme import assets, fonts
from dashboard.theme.tokens import LIGHT, SANS, SERIF, VERDICTS
from indicators.catalogue import catalogue
from indicators.model import Claim, Finding, Status

SIZE = "850x600"
#: By the name of a card its picture as SVG, or the HTML in which a script draws it.
Drawings = Mapping[str, str]


def page(cards: Sequence[Card], drawings: Drawings, script: str = "") -> str:
    """The note as HTML: theses in the board's order, the claims of each in the order of their cards, of which there is
    at least one. `script` is what draws pictures that are not drawn yet.
    """
    by_thesis: dict[str, dict[str, list[Card]]] = {id: {} for id in catalogue.theses()}
    for card in cards:
        by_thesis[card.claim.thesis].setdefault(card.claim.id, []).append(card)
    theses = [list(claims.values()) for claims in by_thesis.values() if claims]
    sections = [_section(claim, drawings) for thesis in theses for claim in thesis]
    said = {"title": _title(cards), **_head(cards), "summary": _summary(theses), "foot": _foot()}
    body = render("note_body.html", **said, sections=sections, lead_in=translate("In our English:"))
    page = render("note.html", title=said["title"], body=body + Markup(script), **_style(body))
    return f"{page}\n"


def _style(body: str) -> dict[str, Any]:
    faces, style = Markup(fonts.css(files.letters(body))), Markup(assets.text("theme/note.css"))
    type = {"sans": Markup(SANS), "serif": Markup(SERIF)}
    return type | {"software": bundle.software(), "look": LIGHT, "size": CARDS[SIZE], "faces": faces, "style": style}


def drawn(cards: Sequence[Card]) -> Drawings:
    """The pictures of the cards as SVG. Raises StudioError where no browser can make them."""
    charted = [card for card in cards if card.has_chart]
    if not charted:
        return {}
    with Studio() as studio:
        svgs = [files.drawing(studio, card, SIZE) for card in charted]
    return {card.name: _inlined(svg, number) for number, (card, svg) in enumerate(zip(charted, svgs, strict=True))}


def _inlined(svg: str, number: int) -> str:
    """An SVG without its fonts, which the page has, and with names of clip paths that are its own on the page."""
    bare = re.sub(r"<style>@font-face.*?</style>|<\?xml.*?\?>", "", svg, flags=re.DOTALL)
    return re.sub(r"cbid(\d\d)", rf"cb{number}-\1", bare).replace("<svg", "<svg role='img'", 1)


def scripted(cards: Sequence[Card]) -> tuple[Drawings, str]:
    """The places in which Plotly draws the cards when the page is opened, and the script that does it."""
    return files.scripted(cards, SIZE)


def _title(cards: Sequence[Card]) -> str:
    claims = list(dict.fromkeys(card.claim.id for card in cards))
    if len(claims) == 1:
        return translate(cards[0].claim.title)
    return translate(
        "{count} claim and what the data says back", "{count} claims and what the data says back", count=len(claims)
    )


def _head(cards: Sequence[Card]) -> dict[str, str]:
    article, day = catalogue.article(), cards[0].panel.as_of
    reach = max((card.finding.data_through for card in cards if card.finding.data_through), default=None)
    parts = [
        translate("as known on {day:day}", day=day) if day else "",
        translate("data through {reach}", reach=labels.day_name(reach)) if reach else "",
        bundle.software(),
    ]
    lead = translate(
        "Claims of {author}, “{title}”, {publisher}, about {day:day}, beside public data, each with a stated test.",
        author=article.author,
        title=article.title,
        publisher=article.publisher,
        day=article.published,
    )
    stamp = translate("{parts:title}.", parts=translate_list([*filter(None, parts)]))
    return {"lead": lead, "stamp": stamp}


def _summary(theses: Sequence[Sequence[Sequence[Card]]]) -> dict[str, Any] | None:
    """The summary table: one row a claim, with a link to its section; None for a single claim."""
    if sum(map(len, theses)) < 2:
        return None
    head = (translate("Verdict"), translate("Claim"), translate("Deciding number"), translate("At publication"))
    groups = [
        (_thesis(claims[0][0].claim), [_row(cards[0].claim, cards[0].finding) for cards in claims]) for claims in theses
    ]
    return {"label": translate("Claims"), "head": head, "groups": groups}


def _row(claim: Claim, finding: Finding) -> dict[str, Any]:
    then = finding.at_publication
    before = translate_list([*filter(None, (_verdict(then["status"]), labels.amount(then["value"], then["unit"])))])
    changed = then["status"] != finding.status
    return {"claim": claim, **_found(finding), "before": before, "changed": changed}


def _found(finding: Finding) -> dict[str, str]:
    """A verdict with its colour, and its deciding number."""
    colour = VERDICTS[finding.status].light
    return {"verdict": _verdict(finding.status), "colour": colour, "number": _number(finding)}


def _thesis(claim: Claim) -> str:
    return translate(catalogue.theses()[claim.thesis].title)


def _verdict(status: Status) -> str:
    """A verdict as glyph and word."""
    return f"{VERDICTS[status].glyph} {translate(VERDICTS[status].word)}"


def _number(finding: Finding) -> str:
    """The deciding number with its unit; empty where there is none."""
    number = labels.amount(finding.value, finding.unit)
    return number and " ".join(filter(None, (number, labels.unit_beside(finding.unit))))


def _section(cards: Sequence[Card], drawings: Drawings) -> dict[str, Any]:
    claim, finding = cards[0].claim, cards[0].finding
    rows = [(name, _sentence(text)) for name, text in finding_rows.first(finding) + finding_rows.more(finding)]
    figures = [_figure(card, drawings) for card in cards]
    what = {"claim": claim, "thesis": _thesis(claim), "finding": finding, **_found(finding)}
    return {**what, "rows": rows, "figures": figures}


def _sentence(text: str) -> str:
    return labels.sentence(translate("{text:title}", text=text))


def _figure(card: Card, drawings: Drawings) -> dict[str, Any]:
    """A card's picture or table, and below it what that does not say itself."""
    one, drawing = card.indicator, drawings.get(card.name, "")
    parts = {translate("Formula"): one.formula, translate("Method"): one.method, translate("Caution"): one.caveat}
    lines = [
        translate("{name}: {text}", name=name, text=labels.sentence(translate_or_mark(text)))
        for name, text in parts.items()
        if text
    ]
    source = "" if _names_series(drawing, card) else labels.provenance(card.panel, one)
    dates = "" if drawing else labels.date_line(card.panel)
    lines.append(translate_list([*filter(None, (source, dates))], "sentences"))
    table = None if drawing else _table(card)
    return {"drawing": Markup(drawing), "table": table, "lines": [line for line in lines if line.strip()]}


def _names_series(drawing: str, card: Card) -> bool:
    """Whether a picture names the ids of its series: it has none where there was no room for them."""
    first = next(iter(card.panel.provenance), None)
    return first is not None and f"({first}" in re.sub(r"<metadata>.*?</metadata>", "", drawing)


def _table(card: Card) -> dict[str, Any]:
    """An indicator that has no chart, as a table."""
    wide = card.frame.pivot_table(index="x", columns="line", values="value", sort=False)
    wide.index = pd.Index([labels.x_name(x, "daily") for x in wide.index])
    decimals = max(2, card.indicator.hints.decimals)
    cells = [
        ["" if pd.isna(value) else format_number(value, f",.{decimals}f") for value in values]
        for values in wide.to_numpy()
    ]
    rows = list(zip(wide.index, cells, strict=True))
    return {"title": translate(card.indicator.title), "head": [translate(str(name)) for name in wide], "rows": rows}


def _foot() -> str:
    article = catalogue.article()
    words = translate("Quotes: {author}, edited by {editor}.", author=article.author, editor=article.editor)
    return f"{words} {translate(bundle.TERMS)}"
