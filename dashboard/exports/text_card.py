"""A card in words: for a claim that has no chart, and for a machine that has no browser to draw one.

Its letters are our faces' own, measured and painted by Pillow, so it is made in milliseconds and needs nothing else.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.charts.spec import CARDS, Frame, wrap_by
from dashboard.exports import outlines
from dashboard.i18n import labels
from dashboard.i18n.locale import translate
from dashboard.theme.tokens import LIGHT, SANS, VERDICTS
from indicators.catalogue import catalogue
from indicators.model import Claim, Finding, Status

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

# Imported in functions: Pillow takes 0.1 s, which only who draws a card in words pays for.

#: The size of the picture of the whole board: a link's preview.
BOARD_SIZE = "1200x628"
#: By how much everything is made smaller until it fits its card, and where that ends.
STEP, LEAST = 0.94, 0.35


@dataclass(frozen=True)
class Words:
    """A paragraph of the card; sizes are pixels on a card 1200 wide, before it is made to fit."""

    text: str
    size: float
    colour: str = LIGHT.ink
    weight: int = 400
    #: Above it, as a part of its size.
    gap: float = 0.6


@dataclass(frozen=True)
class Line:
    """A line at its place: `x` is where each letter stands, `y` the line that the letters stand on; pixels."""

    text: str
    x: tuple[float, ...]
    y: float
    size: float
    colour: str
    weight: int


def png(claim: Claim, finding: Finding, size: str, link: str = "") -> bytes:
    """The card as PNG, in a size of `CARDS`, in the reader's language."""
    return _as_png(said(claim, finding, link), size)


def svg(claim: Claim, finding: Finding, size: str, link: str = "") -> bytes:
    """The card as SVG, with the outlines of its letters."""
    return _as_svg(said(claim, finding, link), size)


def _as_png(parts: Sequence[Words], size: str) -> bytes:
    from PIL import Image, ImageDraw

    frame = CARDS[size]
    image = Image.new("RGB", (frame.width, frame.height or frame.width), LIGHT.paper)
    pen = ImageDraw.Draw(image)
    for line in lines(parts, frame):
        for letter, x in zip(line.text, line.x, strict=True):
            _paint(pen, letter, x, line)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _as_svg(parts: Sequence[Words], size: str) -> bytes:
    frame = CARDS[size]
    paths = "".join(outlines.markup(_run(line)) for line in lines(parts, frame))
    label = escape(" ".join(words.text for words in parts))
    box = f'width="{frame.width}" height="{frame.height}" viewBox="0 0 {frame.width} {frame.height}"'
    ground = f'<rect width="100%" height="100%" fill="{LIGHT.paper}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" aria-label="{label}">{ground}{paths}</svg>'.encode()
    )


def said(claim: Claim, finding: Finding, link: str = "") -> list[Words]:
    """What the card says, from its top."""
    word = VERDICTS[finding.status]
    number = labels.amount(finding.value, finding.unit)
    beside = " ".join(filter(None, (number, labels.unit_beside(finding.unit) if number else "")))
    article = catalogue.article()
    by = translate("Quotes: {author}, edited by {editor}.", author=article.author, editor=article.editor)
    parts = [
        Words(f"{translate(catalogue.theses()[claim.thesis].title)} · {claim.id}", 20, LIGHT.muted),
        Words(translate("“{quote}”", quote=labels.quoted(claim)), 40, weight=600),
        Words(f"{word.glyph} {translate(word.word)}  {beside}".strip(), 36, word.light, 600, 0.9),
        Words(finding.answer and translate(finding.answer), 30, weight=600),
        Words(translate(finding.sentence), 26),
        Words(translate("Test: {test}", test=finding.threshold) if finding.threshold else "", 22, LIGHT.muted),
        Words(by, 18, LIGHT.muted, gap=1.2),
        Words(f"Claimboard  {link if link.startswith('http') else ''}".strip(), 18, LIGHT.muted),
    ]
    return [part for part in parts if part.text]


def lines(parts: Sequence[Words], frame: Frame) -> list[Line]:
    """The paragraphs in lines, made as small as the card wants; what it has no room for at the smallest is left out."""
    scale, height = frame.width / 1200 if not frame.narrow else 0.62, frame.height or frame.width
    least = scale * LEAST
    while True:
        placed = list(_placed(parts, frame, scale))
        if scale <= least or placed[-1].y <= height - frame.edge:
            return [line for line in placed if line.y <= height - frame.edge]
        scale *= STEP


def _placed(parts: Sequence[Words], frame: Frame, scale: float) -> Iterator[Line]:
    y = float(frame.edge)
    for part in parts:
        size = max(part.size * scale, 9.0)
        y += part.gap * size
        for text in wrap_by(part.text, (frame.width - 2 * frame.edge) / size, partial(_width, weight=part.weight)):
            y += size
            yield Line(text, _places(text, frame.edge, size, part.weight), round(y, 2), size, part.colour, part.weight)
            y += 0.3 * size


def _places(text: str, start: float, size: float, weight: int) -> tuple[float, ...]:
    """Where each letter begins."""
    found = [start]
    for letter in text:
        found.append(round(found[-1] + _ems(letter, weight) * size, 2))
    return tuple(found[:-1])


def _width(text: str, weight: int) -> float:
    """The width of a text, ems."""
    return sum(_ems(letter, weight) for letter in text)


@lru_cache(maxsize=4096)
def _ems(letter: str, weight: int) -> float:
    file = outlines.face_of(SANS, letter)
    return float(_font(file, 100, weight).getlength(letter)) / 100 if file else 0.8


@lru_cache(maxsize=64)
def _font(file: Path, size: float, weight: int) -> "FreeTypeFont":
    from PIL import ImageFont

    font = ImageFont.truetype(str(file), size)
    if outlines.is_variable(file):
        font.set_variation_by_axes([weight])
    return font


def _paint(pen: "ImageDraw", letter: str, x: float, line: Line) -> None:
    file = outlines.face_of(SANS, letter)
    if file is not None:
        bolder = line.weight >= 600 and not outlines.is_variable(file)
        thick = line.size * outlines.EMBOLDENED / 2 if bolder else 0
        font = _font(file, line.size, line.weight)
        pen.text((x, line.y), letter, line.colour, font, anchor="ls", stroke_width=thick)
    elif letter in outlines.MARKS:
        _mark(pen, letter, (x + 0.08 * line.size, line.y - 0.67 * line.size), 0.62 * line.size, line.colour)


def _mark(pen: "ImageDraw", mark: str, corner: tuple[float, float], width: float, colour: str) -> None:
    """A mark of a verdict, which no face of ours has."""
    box = [*corner, corner[0] + width, corner[1] + width]
    if mark == "■":
        return pen.rectangle(box, colour)
    pen.ellipse(box, colour if mark == "●" else None, colour, max(1, round(width / 8)))
    if mark == "◐":
        pen.pieslice(box, 90, 270, colour)


def _run(line: Line) -> dict[str, Any]:
    """A line as `outlines.markup` takes it."""
    style = {"size": line.size, "weight": line.weight, "fill": line.colour, "family": SANS}
    return {"text": line.text, "x": line.x, "y": line.y} | style


def board(found: Sequence[Status], link: str) -> bytes:
    """How many claims have each verdict, as PNG."""
    article = catalogue.article()
    lead = translate(
        "Claims of {author}, “{title}”, {publisher}, about {day:day}, beside public data, each with a stated test.",
        author=article.author, title=article.title, publisher=article.publisher, day=article.published,
    )  # fmt: skip
    tally = [
        Words(f"{word.glyph} {translate(word.word)}  {found.count(status)}", 40, word.light, 600, 0.3)
        for status, word in VERDICTS.items()
        if status in found
    ]
    address = link if link.startswith("http") else ""
    return _as_png(
        [Words("Claimboard", 64, weight=600), Words(lead, 30), *tally, Words(address, 22, LIGHT.muted)], BOARD_SIZE
    )


def notice(sentence: str, kind: str) -> bytes:
    """A sentence as a picture, for who asked for one that there is not."""
    parts, size = [Words(sentence, 40), Words("Claimboard", 26, LIGHT.muted)], "850x600"
    return _as_png(parts, size) if kind == "png" else _as_svg(parts, size)
