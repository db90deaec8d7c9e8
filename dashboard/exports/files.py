"""Cards as files: pictures by one browser for the whole batch, figures and pages without any."""

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from itertools import product
from pathlib import Path
from typing import Any, get_args

from dashboard.charts.spec import CARDS
from dashboard.exports import bundle
from dashboard.exports.headless_browser import Format, Studio, StudioError
from dashboard.exports.selection import Card
from dashboard.i18n import labels
from dashboard.i18n.locale import language, translate, translate_list
from dashboard.theme import fonts
from indicators.runtime.files import write_whole

#: Of a picture by points: as many as a print needs.
SCALE: Mapping[str, float] = {"png": 2}
PICTURES: tuple[Format, ...] = get_args(Format)


def write(cards: Sequence[Card], formats: Sequence[str], sizes: Sequence[str], folder: Path) -> Iterator[Path]:
    """Write every card in every format, pictures in every size; the files' paths, as they are done.

    Pictures come last: where none can be made, all else is there. Raises StudioError then, which names what is not, and OSError.
    """
    charted = [card for card in cards if card.has_chart]
    for name, made in TEXTS.items():
        for card in charted if name == "html" else cards:
            if name in formats:
                yield _saved(folder / f"{card.name}.{name}", made(card, sizes[0]).encode())
    if "zip" in formats:
        yield _saved(folder / f"{package_name(cards)}.zip", bundle.as_zip(cards))
    pictured = [format for format in PICTURES if format in formats]
    if pictured and charted:
        yield from _pictures(charted, pictured, sizes, folder)


def _pictures(cards: Sequence[Card], formats: Sequence[Format], sizes: Sequence[str], folder: Path) -> Iterator[Path]:
    done = 0
    try:
        with Studio() as studio:
            for card, format, size in product(cards, formats, sizes):
                yield _saved(folder / f"{card.name}-{size}.{format}", picture(studio, card, size, format))
                done += 1
    except StudioError as error:
        wanted = len(cards) * len(formats) * len(sizes)
        raise StudioError(f"{wanted - done} of {wanted} pictures ({', '.join(formats)}) not written: {error}") from None


def package_name(cards: Sequence[Card]) -> str:
    """What a package is called: the card's own name, or how many there are and how far they reach."""
    if len(cards) == 1:
        return cards[0].name
    last = max((card.panel.through for card in cards if card.panel.through), default="")
    return f"claimboard-{len(cards)}-cards-{last}"


def _saved(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)
    return path


def picture(studio: Any, card: Card, size: str, format: Format) -> bytes:
    """A card as a picture that says in itself what it is."""
    content = studio.draw(card.figure(size), format, SCALE.get(format, 1))
    return MARKED[format](content, about(card))


def about(card: Card) -> dict[str, str]:
    """What a picture carries in its metadata."""
    return {
        "Title": translate(card.indicator.title),
        "Description": translate_list([labels.quoted(card.claim), card.finding.sentence], "sentences"),
        "Source": labels.provenance(card.panel, card.indicator),
        "Link": card.link,
        "As-of": labels.date_line(card.panel),
        "Through": str(card.panel.through or card.finding.data_through or "2000-01-01"),
        "Software": bundle.software(),
    }


def _marked_png(content: bytes, words: Mapping[str, str]) -> bytes:
    """Text chunks after the header, which is 33 bytes long in every PNG."""
    return content[:33] + b"".join(_chunk(name, text) for name, text in words.items()) + content[33:]


def _chunk(name: str, text: str) -> bytes:
    try:
        kind, body = b"tEXt", name.encode() + b"\0" + text.encode("latin-1")
    except UnicodeEncodeError:  # the chunk for other letters: neither packed nor of a named language
        kind, body = b"iTXt", name.encode() + b"\0\0\0\0\0" + text.encode()
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _marked_svg(content: bytes, words: Mapping[str, str]) -> bytes:
    rest = "; ".join(f"{name}: {text}" for name, text in words.items() if name not in ("Title", "Description"))
    head = f"<title>{escape(words['Title'])}</title><desc>{escape(words['Description'])}</desc>"
    head += f"<metadata>{escape(rest)}</metadata>"
    return content.replace(b">", b">" + head.encode(), 1)


def _marked_pdf(content: bytes, words: Mapping[str, str]) -> bytes:
    """The browser writes down when it printed; the same figures are to make the same bytes, of their own day."""
    day = words["Through"].replace("-", "").encode() + b"000000"
    return re.sub(rb"(/(?:Creation|Mod)Date \(D:)\d{14}", rb"\g<1>" + day, content)


MARKED: Mapping[str, Callable[[bytes, Mapping[str, str]], bytes]] = {
    "png": _marked_png,
    "svg": _marked_svg,
    "pdf": _marked_pdf,
}


def scripted(cards: Sequence[Card], size: str) -> tuple[dict[str, str], str]:
    """Cards that Plotly draws when their page is opened, by name, and the script that does it, once for all."""
    from plotly.offline import get_plotlyjs

    figures = {card.name: card.figure(size).to_json().replace("</", r"<\/") for card in cards if card.has_chart}
    places = {
        name: f"<div class='fit'><div class='card'></div></div><script type='application/json' class='figure'>{figure}</script>"
        for name, figure in figures.items()
    }
    return places, f"<script>{get_plotlyjs()}</script><script>{_DRAW}</script>" if places else ""


def fit(size: str) -> str:
    """Style that shrinks such cards to what holds them: a scale is the tangent of the angle of two lengths, until a browser
    divides them.
    """
    width, height = CARDS[size].width, CARDS[size].height
    return (
        f".fit {{ aspect-ratio: {width} / {height}; container-type: inline-size; max-width: {width}px; overflow: hidden; }}"
        f".card {{ transform: scale(tan(atan2(100cqi, {width}px))); transform-origin: 0 0; width: {width}px; }}"
    )


#: Plotly measures words once and keeps what it measured: our type must be there before it draws. Under a finger a chart
#: does not zoom, for a swipe is to scroll the page. Of Plotly's own buttons none is wanted that leaves the file: one of
#: them uploads the chart to its maker.
_DRAW = """
const still = matchMedia('(pointer: coarse)').matches ? {dragmode: false} : {}
const buttons = [['toImage', 'resetScale2d']]
Promise.all([...document.fonts].map(face => face.load())).then(() => {
  for (const one of document.querySelectorAll('script.figure')) {
    const {data, layout} = JSON.parse(one.textContent)
    Plotly.newPlot(one.previousElementSibling.firstElementChild, data, {...layout, ...still}, {displaylogo: false, modeBarButtons: buttons})
  }
})
"""


def as_html(card: Card, size: str) -> str:
    """The card as a page of its own that can be pointed at, with all it needs inside."""
    places, script = scripted([card], size)
    body = "".join(places.values())
    return (
        f"<!doctype html><html lang='{language()}'><head><meta charset='utf-8'><title>{escape(translate(card.indicator.title))}</title>"
        f"<style>{fonts.css(letters(body))}{fit(size)}</style></head><body>{body}{script}</body></html>\n"
    )


def letters(page: str) -> str:
    """A page's letters, those too that JSON writes as numbers."""
    return page + "".join(chr(int(number, 16)) for number in set(re.findall(r"\\u([0-9a-f]{4})", page)))


#: Formats that need no browser, by what makes them of a card and a size.
TEXTS: Mapping[str, Callable[[Card, str], str]] = {
    "csv": lambda card, _: bundle.as_csv(card),
    "json": lambda card, _: bundle.as_json(card),
    "html": as_html,
}
FORMATS = (*PICTURES, *TEXTS, "zip")
SIZES = tuple(CARDS)
