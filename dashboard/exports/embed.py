"""A claim as a page to be framed by other pages: verdict, answer, chart, the rulers of its test, and a link.

It has no script and no file of its own but the picture, takes the width of its frame, and is light or dark as asked.
"""

from collections.abc import Callable
from typing import Any, Literal, get_args

from markupsafe import Markup

from dashboard.charts import ruler
from dashboard.exports.claim_picture import CHARTS
from dashboard.exports.selection import Card
from dashboard.i18n import labels
from dashboard.i18n.locale import translate
from dashboard.templates import render
from dashboard.theme import assets
from dashboard.theme.tokens import DARK, LIGHT
from indicators.catalogue import catalogue
from indicators.model import Claim, Finding

#: `auto`: as the reader's browser prefers.
Scheme = Literal["auto", "light", "dark"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
#: The widest frame in which the narrow chart is shown, pixels.
NARROW = 520
#: What a page that frames it is told to make it, pixels: enough for most claims in every language.
WIDTH, HEIGHT = 680, 860


def page(
    claim: Claim,
    finding: Finding,
    card: Card | None,
    chart: Callable[[str, str], str],
    link: str,
    scheme: Scheme = "auto",
    drawings: tuple[str, str] | None = None,
    *,
    is_file: bool = False,
) -> str:
    """The page. `chart` returns the address of the chart alone in a size and a theme, `link` is that of the claim's page.

    Without a card, or where that has no chart, there is no picture. `drawings`, of a published site: the chart as SVG
    for two widths and their style, in place of pictures of their own addresses. A file, for which no server reads the
    query, has a script that does.
    """
    shown = card if card and card.has_chart else None
    words = {"claim": claim, "finding": finding, "thesis": catalogue.theses()[claim.thesis].title}
    said = {"title": translate(claim.title), "link": link, "open": translate("Open on Claimboard")}
    source = "" if card is None or shown else labels.provenance(card.panel, card.indicator)
    picture = _picture(shown, chart, scheme) if shown and not drawings else None
    drawn = dict(zip(("drawings", "drawn_style"), drawings or ("", ""), strict=True))
    drawn |= {"schemed": _schemed() if is_file else ""}
    test = Markup(render("claim_test.html", heading="h2", **ruler.test(finding)))
    return f"{render('embed.html', **words, **said, source=source, picture=picture, test=test, **drawn, **_style(scheme))}\n"


def _picture(card: Card, chart: Callable[[str, str], str], scheme: Scheme) -> dict[str, Any]:
    wide, narrow = CHARTS
    usual = "dark" if scheme == "dark" else "light"
    by_size = [(f"(max-width: {NARROW}px)", chart(narrow, usual))]
    dark = [
        (f"(prefers-color-scheme: dark) and (max-width: {NARROW}px)", chart(narrow, "dark")),
        ("(prefers-color-scheme: dark)", chart(wide, "dark")),
    ]
    sources = [*dark, *by_size] if scheme == "auto" else by_size
    return {"sources": sources, "usual": chart(wide, usual), "alt": card.alt, "width": CHARTS[wide].width}


def _style(scheme: Scheme) -> dict[str, Any]:
    schemes = "light dark" if scheme == "auto" else scheme
    return {"schemes": schemes, "light": LIGHT, "dark": DARK, "style": Markup(assets.text("static/ruler.css"))}


def _schemed() -> str:
    """A script that makes a page light or dark as its address asks."""
    return Markup(f"<script>{assets.text('static/scheme.js')}</script>")


def snippet(address: str, title: str, width: int = WIDTH, height: int = HEIGHT) -> str:
    """The HTML by which another page frames it."""
    return str(render("embed_snippet.html", address=address, title=title, width=width, height=height))
