"""The registry of addresses: path, what it answers, and what makes the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from dashboard.api import claims, series, site
from dashboard.api.asked import Asked, Refused
from dashboard.api.easel import Easel
from dashboard.exports import claim_picture, embed, text_card
from dashboard.feeds import atom, ical
from dashboard.feeds.places import Board
from dashboard.i18n.locale import translate
from dashboard.session import over_time, state
from dashboard.urls.hosts import is_here_only
from indicators.model import Claim

#: Content, and whether a later one would be the same.
Answer = tuple[bytes, bool]
#: Checks a request and returns what identifies its answer besides `Asked.key`, and what makes it.
Prepare = Callable[[Asked, str], tuple[object, Callable[[], Answer]]]

VIEW = ("asof", "data", "lang")
EASEL = Easel()


@dataclass(frozen=True)
class Address:
    """A path below the root of the board; `{id}` in it is the name of a claim or a series."""

    path: str
    says: str
    media: str
    parameters: tuple[str, ...]
    prepare: Prepare
    #: Whether it is in the language of the reader's browser where none is asked for.
    negotiates: bool = False
    #: Whether any page may frame it.
    framed: bool = False
    #: Whether it stays the same as long as the figures and the day do.
    lasts: bool = True


def _board(asked: Asked, id: str) -> tuple[object, Callable[[], Answer]]:
    def make() -> Answer:
        found = state.findings_of(asked.now, asked.view)
        return text_card.board([one.status for one in found.values()], _printed(asked, asked.base)), True

    return (), make


def _text(make: Callable[[Asked], str]) -> Prepare:
    return lambda asked, id: ((), lambda: (make(asked).encode(), True))


def _of_claim(make: Callable[[Asked, Claim], str]) -> Prepare:
    """An answer about a claim; a chart and its controls, which any parameter may be, tell it from another."""

    def prepare(asked: Asked, id: str) -> tuple[object, Callable[[], Answer]]:
        claim = claims.claim_of(id)
        chart = claims.chart_key(asked, claim)
        return (claim.id, chart), lambda: (make(asked, claim).encode(), True)

    return prepare


def _picture(kind: claim_picture.Kind) -> Prepare:
    def prepare(asked: Asked, id: str) -> tuple[object, Callable[[], Answer]]:
        claim, wanted = claims.claim_of(id), claims.wanted(asked, kind)
        return (claim.id, wanted, claims.chart_key(asked, claim)), partial(picture, asked, claim, wanted)

    return prepare


def picture(asked: Asked, claim: Claim, wanted: claim_picture.Wanted) -> Answer:
    """The picture of a claim; of one without figures in words."""
    if card := claims.card_of(asked, claim):
        return EASEL.picture(card, wanted)
    return claim_picture.in_words(
        claim, claims.finding_of(asked, claim), wanted, _printed(asked, claims.page_of(asked, claim))
    ), True


def _printed(asked: Asked, address: str) -> str:
    """An address in a picture: none that leads to the reader's own machine."""
    return "" if is_here_only(urlsplit(asked.base).hostname or "") else address


def _series(make: Callable[..., str]) -> Prepare:
    def prepare(asked: Asked, id: str) -> tuple[object, Callable[[], Answer]]:
        one = series.series_of(id)
        return one.id, lambda: (make(asked, one).encode(), True)

    return prepare


def _embed(asked: Asked, id: str) -> tuple[object, Callable[[], Answer]]:
    claim = claims.claim_of(id)
    scheme = asked.one_of("theme", embed.SCHEMES, "auto")

    def make() -> Answer:
        def chart(size: str, theme: str) -> str:
            # Relative, so that the frame finds it wherever the board is.
            return f"../claims/{claim.id}.svg{claims.relative(asked, card, size, theme) if card else ''}"

        card = claims.card_of(asked, claim)
        page = embed.page(claim, claims.finding_of(asked, claim), card, chart, claims.page_of(asked, claim), scheme)  # type: ignore[arg-type]
        return page.encode(), True

    return (claim.id, scheme, claims.chart_key(asked, claim)), make


def _oembed(asked: Asked, id: str) -> tuple[object, Callable[[], Answer]]:
    content = site.oembed(asked).encode()  # cheap, and every parameter matters
    return content, lambda: (content, True)


def _feed(asked: Asked, id: str) -> tuple[object, Callable[[], Answer]]:
    count, changes = over_time.changes_of(asked.now, asked.view)  # the ledger is written after the figures it is of
    return count, lambda: (atom.text(changes, Board(asked.base)).encode(), True)


def _calendar(asked: Asked) -> str:
    return ical.text(over_time.coming_of(asked.now, asked.view), Board(asked.base), asked.now.edition.newest())


def _openapi(asked: Asked) -> str:
    return site.openapi(asked, ADDRESSES)


JSON, CSV, SVG, PNG = "application/json", "text/csv; charset=utf-8", "image/svg+xml", "image/png"
HTML, TEXT, XML = "text/html; charset=utf-8", "text/plain; charset=utf-8", "application/xml"
ATOM, ICS = "application/atom+xml; charset=utf-8", "text/calendar; charset=utf-8"
PICTURE = ("size", "view", "theme", "chart", *VIEW)

#: All of them, in the order of the README.
ADDRESSES: tuple[Address, ...] = (
    Address("/claims.json", "Every finding, as `claimboard claims --json`", JSON, VIEW, _text(claims.every)),
    Address("/claims/{id}.json", "A finding, its claim and its test", JSON, VIEW, _of_claim(claims.as_json)),
    Address("/claims/{id}.csv", "The rows behind a chart of a claim", CSV, ("chart", *VIEW), _of_claim(claims.as_csv)),
    Address("/claims/{id}.svg", "The card of a claim, or its chart alone", SVG, PICTURE, _picture("svg")),
    Address("/claims/{id}.png", "The same as pixels", PNG, PICTURE, _picture("png")),
    Address("/board.png", "How many claims hold, as a picture", PNG, VIEW, _board),
    Address("/series/{id}.csv", "The observations of a series", CSV, VIEW, _series(series.as_csv)),
    Address("/series/{id}.json", "The same with what is known about it", JSON, VIEW, _series(series.as_json)),
    Address("/embed/{id}", "A claim as a page to be framed", HTML, ("theme", "chart", *VIEW), _embed, True, True),
    Address("/oembed", "How to frame the claim at an address", JSON, ("url", "format", "maxwidth", "maxheight", *VIEW), _oembed),
    Address("/robots.txt", "What crawlers may read", TEXT, (), _text(site.robots)),
    Address("/sitemap.xml", "Every page and claim", XML, (), _text(site.sitemap)),
    Address("/feed.atom", "Changed verdicts, newest first", ATOM, VIEW, _feed, lasts=False),
    Address("/calendar.ics", "The releases of the next 30 days that verdicts hang on", ICS, VIEW, _text(_calendar)),
    Address("/openapi.json", "These addresses as OpenAPI", JSON, (), _text(_openapi)),
)  # fmt: skip


def no_address() -> Refused:
    return Refused(404, translate("There is no page at this address."))
