"""Cards as files: pictures, all made by one browser; figures and pages, made without one."""

import gzip
import re
import struct
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pandas as pd
from markupsafe import Markup

from dashboard.charts.spec import CARDS
from dashboard.exports import bundle, outlines
from dashboard.exports.headless_browser import Format, Studio, StudioError
from dashboard.exports.selection import Card
from dashboard.i18n import labels
from dashboard.i18n.locale import translate, translate_list
from dashboard.templates import render
from dashboard.theme import assets, fonts
from indicators.model import Indicator
from indicators.panel.panel import Panel
from indicators.runtime.files import write_whole

#: Pixels of a picture's file for each pixel of its size, as many as print needs.
SCALE: Mapping[str, float] = {"png": 2}
PICTURES: tuple[Format, ...] = get_args(Format)


def write(cards: Sequence[Card], formats: Sequence[str], sizes: Sequence[str], folder: Path) -> Iterator[Path]:
    """Write every card in every format, pictures in every size; yields the path of each file once it is written.

    Pictures come last, so all else is there where they fail. Raises StudioError, which says how many were not written,
    and OSError.
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
    """The name of a package: that of its single card, or the number of cards and the last day they reach."""
    if len(cards) == 1:
        return cards[0].name
    last = max((card.panel.through for card in cards if card.panel.through), default="")
    return f"claimboard-{len(cards)}-cards-{last}"


def _saved(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)
    return path


def picture(studio: Any, card: Card, size: str, format: Format) -> bytes:
    """A card as the content of a picture file, with its metadata; of a drawing with outlines. Raises StudioError."""
    content = studio.draw(card.figure(size), format, SCALE.get(format, 1))
    if format == "svg":
        content = outlines.outlined(content.decode()).encode()
    return MARKED[format](content, about(card))


def drawing(studio: Any, card: Card, size: str) -> str:
    """A card as SVG for a page of ours, which has the type: its texts are texts. Raises StudioError."""
    content = outlines.plain(studio.draw(card.figure(size), "svg").decode())
    return marked_svg(content.encode(), about(card)).decode()


def about(card: Card) -> dict[str, str]:
    """The metadata of a card's picture."""
    return about_figures(card.indicator, card.panel, card.frame) | {
        "Title": translate(card.headline or card.indicator.title),
        "Description": translate_list([labels.quoted(card.claim), card.finding.sentence], "sentences"),
        "Link": card.link,
        "Through": str(card.panel.through or card.finding.data_through or "2000-01-01"),
    }


def about_figures(indicator: Indicator, data: Panel, frame: pd.DataFrame) -> dict[str, str]:
    """The metadata of a picture that is about no claim, without its link."""
    return {
        "Title": translate(indicator.title),
        "Source": labels.provenance(data, indicator),
        "As-of": labels.date_line(data, None if indicator.hints.chart.is_of_days else frame),
        "Software": bundle.software(),
    }


def marked_png(content: bytes, words: Mapping[str, str], scale: float = SCALE["png"]) -> bytes:
    """With its dots per metre and a text chunk for each of the words behind the header, which has 33 bytes."""
    dots = round(96 * scale / 0.0254)
    said = b"".join(_said(name, text) for name, text in words.items())
    return content[:33] + _chunk(b"pHYs", struct.pack(">IIB", dots, dots, 1)) + said + content[33:]


def _said(name: str, text: str) -> bytes:
    try:
        kind, body = b"tEXt", name.encode() + b"\0" + text.encode("latin-1")
    except UnicodeEncodeError:  # other letters need iTXt; its empty fields: not compressed, no language named
        kind, body = b"iTXt", name.encode() + b"\0\0\0\0\0" + text.encode()
    return _chunk(kind, body)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def marked_svg(content: bytes, words: Mapping[str, str]) -> bytes:
    rest = "; ".join(f"{name}: {text}" for name, text in words.items() if name not in ("Title", "Description"))
    head = f"<title>{escape(words['Title'])}</title><desc>{escape(words['Description'])}</desc>"
    head += f"<metadata>{escape(rest)}</metadata>"
    return content.replace(b">", b">" + head.encode(), 1)


def _marked_pdf(content: bytes, words: Mapping[str, str]) -> bytes:
    """With the day of the data for the time of printing, so that the same figures make the same bytes."""
    day = words["Through"].replace("-", "").encode() + b"000000"
    return re.sub(rb"(/(?:Creation|Mod)Date \(D:)\d{14}", rb"\g<1>" + day, content)


MARKED: Mapping[str, Callable[[bytes, Mapping[str, str]], bytes]] = {
    "png": marked_png,
    "svg": marked_svg,
    "pdf": _marked_pdf,
}


def scripted(figures: Mapping[str, Any]) -> tuple[dict[str, Markup], Markup]:
    """The HTML places of figures by name, and one script by which Plotly draws them when their page is opened.

    Plotly is packed: that is a third of its size.
    """
    if not figures:
        return {}, Markup()
    places = {name: _place(figure) for name, figure in figures.items()}
    packed = b64encode(gzip.compress(assets.text(assets.PLOTLY).encode(), mtime=0)).decode()
    return places, render("scripts.html", packed=packed, script=Markup(assets.text("static/draw_figures.js")))


def _place(figure: Any) -> Markup:
    size = {"width": round(figure.layout.width), "height": round(figure.layout.height)}
    return render("figure.html", figure=Markup(figure.to_json().replace("</", r"<\/")), **size)


def as_html(card: Card, size: str) -> str:
    """The card as an HTML page of its own, with hover text, fonts and script in it."""
    places, script = scripted({card.name: card.figure(size)})
    body = Markup("").join(places.values())
    faces = Markup(fonts.css(letters(body)))
    page = render("card.html", title=translate(card.indicator.title), faces=faces, body=body + script)
    return f"{page}\n"


def letters(page: str) -> str:
    """A page's text with the letters that JSON has escaped, to know which fonts it needs."""
    return page + "".join(chr(int(number, 16)) for number in set(re.findall(r"\\u([0-9a-f]{4})", page)))


#: Formats that need no browser, each with the function that makes its content from a card and a size.
TEXTS: Mapping[str, Callable[[Card, str], str]] = {
    "csv": lambda card, _: bundle.as_csv(card),
    "json": lambda card, _: bundle.as_json(card),
    "html": as_html,
}
FORMATS = (*PICTURES, *TEXTS, "zip")
SIZES = tuple(CARDS)
