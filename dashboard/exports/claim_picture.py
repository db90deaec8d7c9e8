"""The picture of a claim: its card or its chart alone, as SVG or PNG, light or dark. There always is one.

A browser draws it (`Studio`). Where none can, and for what has no chart, it is a card in words.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, get_args

from dashboard.charts.spec import BELOW, CARDS, Frame
from dashboard.exports import files, outlines, subset_fonts, text_card
from dashboard.exports.headless_browser import Format, StudioError
from dashboard.exports.selection import Card
from dashboard.theme.tokens import DARK, LIGHT, PRINT, Look
from indicators.model import Claim, Finding

if TYPE_CHECKING:
    import plotly.graph_objects as go

_LOG = logging.getLogger(__name__)

Kind = Literal["svg", "png"]
View = Literal["card", "chart"]
Theme = Literal["light", "dark", "print"]
Letters = Literal["outlines", "texts", "faces"]
LOOKS: Mapping[str, Look] = {"light": LIGHT, "dark": DARK, "print": PRINT}
LETTERS: Mapping[Letters, Callable[[str], str]] = {
    "outlines": outlines.outlined,
    "texts": outlines.plain,
    "faces": lambda svg: subset_fonts.cut(outlines.plain(svg)),
}
#: The sizes of a chart alone, by its width in pixels: of a page, and of a phone.
CHARTS: Mapping[str, Frame] = {"680": Frame(680, 260, narrow=False), "350": BELOW}
#: The sizes of each view, its usual one first.
SIZES: Mapping[View, tuple[str, ...]] = {"card": tuple(CARDS), "chart": tuple(CHARTS)}
KINDS: tuple[Kind, ...] = get_args(Kind)


class Draws(Protocol):
    """What draws figures: a `Studio`."""

    def draw(self, figure: "go.Figure", format: Format, scale: float = 1) -> bytes: ...


@dataclass(frozen=True)
class Wanted:
    """Which picture of a claim. A card has room for everything and is always light; a chart is for a page beside it."""

    kind: Kind = "svg"
    view: View = "card"
    #: One of `SIZES` of the view.
    size: str = "1200x628"
    theme: Theme = "light"
    #: Pixels of a PNG for each pixel of the size.
    scale: float = 1.0
    #: Of an SVG: outlines read the same in every program, faces are lighter and for browsers, texts for a page with the type.
    letters: Letters = "outlines"


def picture(studio: Draws | None, card: Card, wanted: Wanted = Wanted()) -> bytes:
    """A card as the content of a picture file, in the current language, the same bytes each time. It never fails.

    Without a studio, where its browser fails, and for an indicator that is shown as a table it is a card in words.
    """
    if studio is not None and card.has_chart:
        try:
            return drawn(studio, card, wanted)
        except StudioError as error:
            _LOG.warning("a picture of %s is a card in words: %s", card.claim.id, error)
    return in_words(card.claim, card.finding, wanted, card.link)


def drawn(studio: Draws, card: Card, wanted: Wanted) -> bytes:
    """The same as a browser draws it. Raises StudioError."""
    figure = card.figure(wanted.size) if wanted.view == "card" else _chart(card, wanted)
    content = studio.draw(figure, wanted.kind, wanted.scale if wanted.kind == "png" else 1)
    if wanted.kind == "png":
        return files.marked_png(content, files.about(card), wanted.scale)
    return files.marked_svg(LETTERS[wanted.letters](content.decode()).encode(), files.about(card))


def _chart(card: Card, wanted: Wanted) -> "go.Figure":
    return card.plain(CHARTS[wanted.size], LOOKS[wanted.theme])


def in_words(claim: Claim, finding: Finding, wanted: Wanted, link: str = "") -> bytes:
    """The card in words, of a claim that may have no chart at all."""
    size = wanted.size if wanted.size in CARDS else "850x600"
    make: Callable[[Claim, Finding, str, str], bytes] = text_card.png if wanted.kind == "png" else text_card.svg
    return make(claim, finding, size, link)
