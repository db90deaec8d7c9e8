"""A note: chosen claims with their cards, findings, methods and sources, as one page that needs nothing else.

Drawings are in the page as they are, or, where there was no browser to make them, drawn by Plotly's script
when it is opened. It prints well: a browser makes a PDF of it.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape

import pandas as pd

from dashboard.exports import bundle, files
from dashboard.exports.headless_browser import Studio
from dashboard.exports.selection import Card
from dashboard.i18n import finding_rows, labels
from dashboard.i18n.locale import as_html, format_number, language, translate, translate_list, translate_or_mark
from dashboard.theme import fonts
from dashboard.theme.tokens import LIGHT, SANS, SERIF, VERDICTS
from indicators.catalogue import catalogue
from indicators.i18n.messages import ENGLISH
from indicators.model import Claim, Finding, Status

SIZE = "850x600"
STYLE = f"""
.cb-english::after {{ content: " EN"; font-size: .7em; vertical-align: super; }}
:root {{ color-scheme: light; }}
:root {{ --head: {SERIF}; }}
:lang(ja), :lang(ko) {{ --head: {SANS}; }}
body {{ background: {LIGHT.paper}; color: {LIGHT.ink}; font: 1rem/1.5 {SANS}; margin: 0 auto; max-width: 850px; padding: 2rem 1.25rem 3rem; }}
h1, h2, h3 {{ font-family: var(--head); line-height: 1.2; break-after: avoid; }}
h1 {{ font-size: 2rem; margin: 0 0 .4rem; }}
h2 {{ font-size: 1.5rem; margin: .2rem 0 .6rem; }}
h3 {{ font-size: 1.0625rem; margin: 1rem 0 .2rem; }}
.lead, .kicker, .small, dt, footer {{ color: {LIGHT.muted}; }}
.kicker, .small, dl, footer, table {{ font-size: .8125rem; }}
.kicker {{ margin: 0; text-transform: uppercase; letter-spacing: .04em; }}
section {{ border-top: 1.5px solid {LIGHT.ink}; margin-top: 2.5rem; padding-top: .8rem; }}
.chip {{ color: {LIGHT.paper}; font-weight: 600; padding: .15rem .5rem; margin-right: .6rem; }}
blockquote {{ border-left: 3px solid {LIGHT.grid}; font-family: var(--head); margin: 1rem 0; padding-left: 1rem; }}
dl {{ display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: .25rem 1rem; }}
dd {{ margin: 0; overflow-wrap: anywhere; }}
figure {{ break-inside: avoid; margin: 1.5rem 0; }}
figure svg.main-svg {{ display: block; height: auto; max-width: 100%; }}
a {{ color: inherit; }}
nav {{ margin-top: 1.5rem; }}
nav table {{ width: 100%; }}
nav td, nav thead th {{ vertical-align: top; }}
tr {{ break-inside: avoid; }}
.thesis {{ break-after: avoid; }}
.thesis th {{ font-family: var(--head); font-size: .9375rem; padding-top: .9rem; }}
.verdict {{ font-weight: 600; white-space: nowrap; }}
.changed {{ font-weight: 600; }}
table {{ border-collapse: collapse; }}
figure tbody th {{ white-space: nowrap; }}
th, td {{ border-bottom: 1px solid {LIGHT.grid}; padding: .2rem .8rem .2rem 0; text-align: left; }}
@media screen {{ nav, figure {{ overflow-x: auto; }} }}
@page {{ size: A4; margin: 13mm 16mm; }}
@media print {{
  html {{ font-size: 10pt; }}
  body {{ line-height: 1.4; padding: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
  section {{ break-before: page; margin: 0; }}
  blockquote, figure {{ margin: .8rem 0; }}
  dl {{ row-gap: .1rem; }}
}}
"""

#: What is in the place of a card's picture, by the card's name.
Drawings = Mapping[str, str]


def page(cards: Sequence[Card], drawings: Drawings, script: str = "") -> str:
    """The note as HTML: theses in the board's order, the claims of each in that of their cards."""
    by_thesis: dict[str, dict[str, list[Card]]] = {id: {} for id in catalogue.theses()}
    for card in cards:
        by_thesis[card.claim.thesis].setdefault(card.claim.id, []).append(card)
    theses = [list(claims.values()) for claims in by_thesis.values() if claims]
    sections = "".join(_section(claim, drawings) for thesis in theses for claim in thesis)
    body = f"{_head(cards)}{_summary(theses)}{sections}{_foot()}"
    return (
        f"<!doctype html><html lang='{language()}'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<meta name='generator' content='{escape(bundle.software())}'><title>{_title(cards)}</title>"
        f"<style>{fonts.css(files.letters(body))}{STYLE}{files.fit(SIZE)}</style></head><body>{body}{script}</body></html>\n"
    )


def drawn(cards: Sequence[Card]) -> Drawings:
    """The cards as drawings. Raises StudioError where there is no browser to make them."""
    charted = [card for card in cards if card.has_chart]
    if not charted:
        return {}
    with Studio() as studio:
        svgs = [files.picture(studio, card, SIZE, "svg").decode() for card in charted]
    return {card.name: _inlined(svg, number) for number, (card, svg) in enumerate(zip(charted, svgs, strict=True))}


def _inlined(svg: str, number: int) -> str:
    """A drawing as part of a page: the page has the type already, and names of clip paths are of the whole page."""
    bare = re.sub(r"<style>@font-face.*?</style>|<\?xml.*?\?>", "", svg, flags=re.DOTALL)
    return re.sub(r"cbid(\d\d)", rf"cb{number}-\1", bare).replace("<svg", "<svg role='img'", 1)


def scripted(cards: Sequence[Card]) -> tuple[Drawings, str]:
    """The cards as Plotly draws them when the page is opened, and the script that does it."""
    return files.scripted(cards, SIZE)


def _title(cards: Sequence[Card]) -> str:
    claims = list(dict.fromkeys(card.claim.id for card in cards))
    if len(claims) == 1:
        return escape(translate(cards[0].claim.title))
    said = translate(
        "{count} claim and what the data says back", "{count} claims and what the data says back", count=len(claims)
    )
    return escape(said)


def _head(cards: Sequence[Card]) -> str:
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
    return (
        f"<header><h1>{_title(cards)}</h1><p class='lead'>{escape(lead)}</p>"
        f"<p class='small'>{escape(stamp)}</p></header>"
    )


def _summary(theses: Sequence[Sequence[Sequence[Card]]]) -> str:
    """A row a claim, which leads to its section, and is all that is wanted by who reads no further. None of only one."""
    if sum(map(len, theses)) < 2:
        return ""
    names = (translate("Verdict"), translate("Claim"), translate("Deciding number"), translate("At publication"))
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in names)
    groups = "".join(
        f"<tbody><tr class='thesis'><th colspan='{len(names)}' scope='rowgroup'>{_thesis(claims[0][0].claim)}</th></tr>"
        f"{''.join(_row(cards[0].claim, cards[0].finding) for cards in claims)}</tbody>"
        for claims in theses
    )
    return (
        f"<nav aria-label='{escape(translate('Claims'))}'><table><thead><tr>{head}</tr></thead>{groups}</table></nav>"
    )


def _row(claim: Claim, finding: Finding) -> str:
    word, then = VERDICTS[finding.status], finding.at_publication
    before = translate_list([*filter(None, (_verdict(then["status"]), labels.amount(then["value"], finding.unit)))])
    changed = " class='changed'" if then["status"] != finding.status else ""
    return (
        f"<tr><td class='verdict' style='color:{word.light}'>{_verdict(finding.status)}</td>"
        f"<td><a href='#{claim.id}'>{escape(translate(claim.title))}</a></td>"
        f"<td>{escape(_number(finding))}</td><td{changed}>{escape(before)}</td></tr>"
    )


def _thesis(claim: Claim) -> str:
    return escape(translate(catalogue.theses()[claim.thesis].title))


def _verdict(status: Status) -> str:
    """A verdict as glyph and word."""
    return f"{VERDICTS[status].glyph} {translate(VERDICTS[status].word)}"


def _number(finding: Finding) -> str:
    """The deciding number with its unit; empty where there is none."""
    number = labels.amount(finding.value, finding.unit)
    return number and " ".join(filter(None, (number, labels.unit_beside(finding.unit))))


def _section(cards: Sequence[Card], drawings: Drawings) -> str:
    claim, finding = cards[0].claim, cards[0].finding
    rows = [(name, _sentence(text)) for name, text in finding_rows.first(finding) + finding_rows.more(finding)]
    return (
        f"<section id='{claim.id}'><p class='kicker'>{_thesis(claim)} · {escape(claim.id)}</p>"
        f"<h2>{escape(labels.quoted(claim))}</h2><p><span class='chip' style='background:{VERDICTS[finding.status].light}'>"
        f"{_verdict(finding.status)}</span>{escape(_number(finding))}</p><p>{escape(translate(finding.sentence))}</p>"
        f"{_quote(claim)}{finding_rows.as_list(rows)}"
        f"{''.join(_figure(card, drawings) for card in cards)}</section>"
    )


def _sentence(text: str) -> str:
    return labels.sentence(translate("{text:title}", text=text))


def _quote(claim: Claim) -> str:
    """The claim as published, and in our English: whichever does not stand above it already."""
    if language() == ENGLISH:
        return f"<blockquote lang='ja'>{escape(claim.ja)}</blockquote>"
    return f"<p class='small'>{translate('In our English:')} <span lang='en'>{escape(claim.en)}</span></p>"


def _figure(card: Card, drawings: Drawings) -> str:
    """A card, and below it what it does not say itself."""
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
    caption = "<br>".join(as_html(line) for line in lines if line.strip())
    return f"<figure>{drawing or _table(card)}<figcaption class='small'>{caption}</figcaption></figure>"


def _names_series(drawing: str, card: Card) -> bool:
    """Whether a drawing's source line has the ids of the series: it does without where it had no room for them."""
    first = next(iter(card.panel.provenance), None)
    return first is not None and f"({first}" in re.sub(r"<metadata>.*?</metadata>", "", drawing)


def _table(card: Card) -> str:
    """An indicator that has no chart, as a table."""
    wide = card.frame.pivot_table(index="x", columns="line", values="value", sort=False)
    wide.index = pd.Index([labels.x_name(x, "daily") for x in wide.index])
    head = "".join(f"<th>{escape(translate(str(name)))}</th>" for name in wide)
    decimals = max(2, card.indicator.hints.decimals)
    cells = [
        ["" if pd.isna(value) else format_number(value, f",.{decimals}f") for value in values]
        for values in wide.to_numpy()
    ]
    rows = "".join(
        f"<tr><th>{escape(x)}</th>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
        for x, row in zip(wide.index, cells, strict=True)
    )
    return f"<h3>{escape(translate(card.indicator.title))}</h3><table><thead><tr><th></th>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _foot() -> str:
    article = catalogue.article()
    words = translate("Quotes: {author}, edited by {editor}.", author=article.author, editor=article.editor)
    return f"<footer><p>{escape(words)} {escape(translate(bundle.TERMS))}</p></footer>"
