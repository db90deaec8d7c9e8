"""A note: chosen claims with their findings, charts, methods and sources, as one page that needs nothing else.

On paper a claim has a page, with the chart of what decided, and two of its further charts have one. Nothing is said
twice: claim and verdict stand in no chart, and what one chart says of its method its neighbours do not.

Drawings are in the page as they are, or, where there was no browser to make them, drawn by Plotly's script when it is
opened.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Lock
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from dashboard.charts import ruler
from dashboard.charts.spec import NOTE
from dashboard.exports import bundle, files
from dashboard.exports.headless_browser import Studio, StudioError
from dashboard.exports.inline_svg import inlined
from dashboard.exports.selection import Card
from dashboard.i18n import finding_rows, labels
from dashboard.i18n.locale import format_number, translate, translate_list, translate_or_mark
from dashboard.templates import render
from dashboard.theme import assets, fonts
from dashboard.theme.tokens import PRINT, SANS, SERIF, VERDICTS
from dashboard.urls import links
from indicators.catalogue import catalogue
from indicators.model import Claim, Finding, Status

#: How many rows of a table stand in a note: its figures have them all.
ROWS = 16
#: How many pictures a reader of the board waits for: a browser draws one or two a second.
MOST = 40
#: Held by whoever has the browser draw a note: a server has no room for one a reader.
_drawing = Lock()

#: By the name of a card its chart as SVG, or the HTML in which a script draws it.
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
    faces = Markup(fonts.css(files.letters(body)))
    style = Markup(assets.text("static/ruler.css") + assets.text("theme/note.css"))
    type = {"sans": Markup(SANS), "serif": Markup(SERIF)}
    return type | {"software": bundle.software(), "look": PRINT, "faces": faces, "style": style}


def quickly(cards: Sequence[Card]) -> tuple[Drawings, str]:
    """The charts of the cards for a reader who waits: drawn here, or by the script with them in the reader's browser.

    It is the script where there is no browser here, where that draws another note, and for more than MOST charts.
    """
    if len(cards) <= MOST and _drawing.acquire(blocking=False):
        try:
            with suppress(StudioError):
                return drawn(cards)
        finally:
            _drawing.release()
    return scripted(cards)


def drawn(cards: Sequence[Card]) -> tuple[Drawings, str]:
    """The charts of the cards as SVG, and the style that they share. Raises StudioError where no browser can make them."""
    charted = [card for card in cards if card.has_chart]
    if not charted:
        return {}, ""
    with Studio() as studio:
        svgs = [studio.draw(card.plain(NOTE), "svg").decode() for card in charted]
    styles: dict[str, str] = {}
    bare = [inlined(svg, str(number), styles) for number, svg in enumerate(svgs)]
    named = {
        card.name: svg.replace("<svg", f'<svg role="img" aria-label="{escape(card.alt)}"', 1)
        for card, svg in zip(charted, bare, strict=True)
    }
    rules = "".join(f".{name}{{{style}}}" for style, name in styles.items())
    return named, Markup("<style>{}</style>").format(Markup(rules))


def scripted(cards: Sequence[Card]) -> tuple[Drawings, str]:
    """The places in which Plotly draws the charts when the page is opened, and the script that does it."""
    return files.scripted({card.name: card.plain(NOTE) for card in cards if card.has_chart})


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
    head = (translate("Verdict"), translate("Claim"), translate("Deciding number"), "", translate("At publication"))
    groups = [
        (_thesis(claims[0][0].claim), [_row(cards[0].claim, cards[0].finding) for cards in claims]) for claims in theses
    ]
    return {"label": translate("Claims"), "head": head, "groups": groups}


def _row(claim: Claim, finding: Finding) -> dict[str, Any]:
    then = finding.at_publication
    before = translate_list([*filter(None, (_verdict(then["status"]), labels.amount(then["value"], then["unit"])))])
    changed = then["status"] != finding.status
    return {
        "claim": claim,
        **_found(finding),
        "before": before,
        "changed": changed,
        "rulers": ruler.rulers(finding)[:1],
    }


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
    """A claim: its page with what decided, and its further charts by two, each saying what was not said before."""
    claim, finding = cards[0].claim, cards[0].finding
    rows = [(name, _sentence(text)) for name, text in finding_rows.beyond_legs(finding)]
    said = {text for _, text in rows}
    first, *others = [_figure(card, drawings, said) for card in sorted(cards, key=lambda card: not card.decides)]
    what = {"claim": claim, "thesis": _thesis(claim), "finding": finding, **_found(finding)}
    own = {
        "was": finding_rows.was(finding),
        "test": render("claim_test.html", **ruler.test(finding)),
        "rows": rows,
        "link": _link(cards[0]),
    }
    return {**what, **own, "figure": first, "pairs": [others[n : n + 2] for n in range(0, len(others), 2)]}


def _link(card: Card) -> str:
    """The address of the claim, where it has one that leads there from a file."""
    address = links.to_claim(card.claim, card.indicator, {}, card.panel.as_of, card.at)
    return address if address.startswith("http") else ""


def _sentence(text: str) -> str:
    return labels.sentence(translate("{text:title}", text=text))


def _figure(card: Card, drawings: Drawings, said: set[str]) -> dict[str, Any]:
    """A card's chart or table, and below it how it is made, but for what is in `said`, to which that is added."""
    one, drawing = card.indicator, drawings.get(card.name, "")
    parts = {translate("Formula"): one.formula, translate("Method"): one.method, translate("Caution"): one.caveat}
    told = {name: labels.sentence(translate_or_mark(text)) for name, text in parts.items() if text}
    lines = [translate("{name}: {text}", name=name, text=text) for name, text in told.items() if text not in said]
    said |= {*told.values()}
    if not drawing:
        source, dates = labels.provenance(card.panel, one), labels.date_line(card.panel)
        lines.append(translate_list([*filter(None, (source, dates))], "sentences"))
    return {
        "drawing": Markup(drawing),
        "table": None if drawing else table(card),
        "lines": [line for line in lines if line.strip()],
    }


def table(card: Card) -> dict[str, Any]:
    """An indicator that has no chart, as a table."""
    whole = card.frame.pivot_table(index="x", columns="line", values="value", sort=False)
    wide = whole.tail(ROWS)
    wide.index = pd.Index([labels.x_name(x, "daily") for x in wide.index])
    decimals = max(2, card.indicator.hints.decimals)
    cells = [
        ["" if pd.isna(value) else format_number(value, f",.{decimals}f") for value in values]
        for values in wide.to_numpy()
    ]
    rows = list(zip(wide.index, cells, strict=True))
    cut = translate("The last {count} rows of {all}.", count=len(wide), all=len(whole)) if len(whole) > ROWS else ""
    head = [translate(str(name)) for name in wide]
    return {"title": translate(card.indicator.title), "head": head, "rows": rows, "cut": cut}


def _foot() -> str:
    article = catalogue.article()
    words = translate("Quotes: {author}, edited by {editor}.", author=article.author, editor=article.editor)
    return f"{words} {translate(bundle.TERMS)}"
