"""What crawlers, previews and programs are told of the board: robots.txt, the sitemap, oEmbed, OpenAPI."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape, quoteattr

from dashboard.api import claims
from dashboard.api.asked import Asked, Refused
from dashboard.exports import bundle, embed
from dashboard.i18n.locale import NAMES, translate
from dashboard.urls import links, view_state
from dashboard.urls.view_state import BOARD, CORRECTIONS, DATA, EXPLORER, LEDGER, METHOD, RELEASES, ViewState
from indicators.catalogue import catalogue
from indicators.model import Claim

#: The narrowest and the lowest frame in which a claim can be read, pixels.
LEAST = 200


def robots(asked: Asked) -> str:
    """Everything may be read, but for Streamlit's own paths."""
    return f"User-agent: *\nDisallow: /_stcore/\nAllow: /\n\nSitemap: {asked.base}/sitemap.xml\n"


def sitemap(asked: Asked) -> str:
    """Every page and every claim, with its languages and, of a claim, the day of its newest figure."""
    urls = "\n".join(_urls(asked))
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {spaces}>\n{urls}\n</urlset>\n'


def _urls(asked: Asked) -> Iterator[str]:
    for page in (BOARD, *catalogue.theses(), EXPLORER, RELEASES, LEDGER, CORRECTIONS, DATA, METHOD):
        yield _url(asked, page, None, "")
    for claim in catalogue.claims().values():
        newest = asked.now.edition.newest(claim.series)
        yield _url(asked, claim.thesis, claim.id, f"{datetime.fromtimestamp(newest, UTC):%Y-%m-%d}" if newest else "")


def _url(asked: Asked, page: str, claim: str | None, changed: str) -> str:
    links = [
        f'<xhtml:link rel="alternate" hreflang="{name}" href={quoteattr(address)}/>'
        for name, address in languages(asked, page, claim).items()
    ]
    day = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{escape(page_at(asked, page, claim))}</loc>{day}{''.join(links)}</url>"


def page_at(asked: Asked, page: str, claim: str | None = None, language: str | None = None) -> str:
    """The address of a page, of the same day and figures."""
    day, moment = asked.view.day, links.moment_of(asked.view.at)
    shown = replace(ViewState.of(page, claim, day, moment, {}), language=language)
    return f"{asked.base}/{shown.path}" + (f"?{shown.query}" if shown.query else "")


def languages(asked: Asked, page: str, claim: str | None) -> dict[str, str]:
    """The addresses of a page by language; `x-default` is in the reader's own."""
    return {name: page_at(asked, page, claim, name) for name in NAMES} | {"x-default": page_at(asked, page, claim)}


def oembed(asked: Asked) -> str:
    """How a page of a claim, named by its address, is framed by another page. Raises Refused."""
    asked.one_of("format", ("json",), "json")
    claim = _claim_at(asked)
    width = _most(asked, "maxwidth", embed.WIDTH)
    height = _most(asked, "maxheight", embed.HEIGHT)
    title = translate(claim.title)
    address = claims.address(asked, f"/embed/{claim.id}")
    picture = claims.address(asked, f"/claims/{claim.id}.png")
    own = {
        "type": "rich",
        "version": "1.0",
        "title": title,
        "provider_name": "Claimboard",
        "provider_url": f"{asked.base}/",
    }
    thumbnail = {"thumbnail_url": picture, "thumbnail_width": 1200, "thumbnail_height": 628}
    frame = {"html": embed.snippet(address, title, width, height), "width": width, "height": height}
    return bundle.dumped(own | frame | thumbnail | {"cache_age": 3600})


def _claim_at(asked: Asked) -> Claim:
    """The claim whose page, embed or card has the address asked for. Raises Refused."""
    asked_for = asked.texts.get("url", [""])
    try:
        place = urlsplit(asked_for[0])
    except ValueError:
        place = urlsplit("")
    base = urlsplit(asked.base)
    own = place.path.removeprefix(base.path).removeprefix("/")
    folder, _, name = own.partition("/")
    if folder in ("embed", "claims"):
        named = name.partition(".")[0]
    else:
        named = ViewState.from_query(view_state.page_at(own), parse_qs(place.query)).claim or ""
    if len(asked_for) != 1 or place.netloc != base.netloc or named not in catalogue.claims():
        raise Refused(404, translate("url is no address of a claim of this board."))
    return catalogue.find_claim(named)


def _most(asked: Asked, name: str, usual: int) -> int:
    text = (asked.texts.get(name) or [str(usual)])[-1]
    if not text.isascii() or not text.isdecimal() or len(text) > 6 or int(text) < LEAST:
        raise Refused(400, translate("{name} is a number of pixels, at least {least}.", name=name, least=LEAST))
    return min(usual, int(text))


def openapi(asked: Asked, addresses: Iterable[Any]) -> str:
    """The addresses as OpenAPI 3.1."""
    paths = {one.path: {"get": _operation(one)} for one in addresses}
    info = {
        "title": "Claimboard",
        "version": bundle.software().partition(" ")[2] or "0",
        "description": "Claims of an article beside the public data that can hold or break them.",
    }
    return bundle.dumped({"openapi": "3.1.0", "info": info, "servers": [{"url": asked.base}], "paths": paths})


def _operation(one: Any) -> dict[str, Any]:
    ids = [{"name": "id", "in": "path", "required": True, "schema": _ids(one)}] if "{id}" in one.path else []
    given = [{"name": name, "in": "query", "schema": schema(name)} for name in one.parameters]
    refused = {"description": "A sentence that says why", "content": {one.media.partition(";")[0]: {}}}
    answers = {
        "200": {"description": one.says, "content": {one.media.partition(";")[0]: {}}},
        "304": {"description": "As the ETag says"},
    }
    named = one.path.strip("/").replace("/", "-").replace("{id}", "id").replace(".", "-")
    return {
        "operationId": named,
        "summary": one.says,
        "parameters": [*ids, *given],
        "responses": answers | {"400": refused, "429": refused} | ({"404": refused} if ids else {}),
    }


def _ids(one: Any) -> dict[str, Any]:
    known = catalogue.series() if one.path.startswith("/series") else catalogue.claims()
    return {"type": "string", "enum": list(known)}


def schema(name: str) -> dict[str, Any]:
    """What a parameter of a query may be."""
    known: dict[str, dict[str, Any]] = {
        "asof": {"type": "string", "format": "date", "description": "What was known on a day"},
        "data": {"type": "string", "format": "date-time", "description": "The figures this board held at a moment"},
        "lang": {"type": "string", "enum": list(NAMES)},
        "chart": {"type": "string", "description": "A chart of the claim, by its id; without it that of what decided"},
        "view": {"type": "string", "enum": ["card", "chart"]},
        "size": {"type": "string", "enum": ["1200x628", "850x600", "540x540", "680", "350"]},
        "theme": {"type": "string", "enum": ["light", "dark", "auto"]},
        "url": {"type": "string", "format": "uri", "description": "The address of a claim's page"},
        "format": {"type": "string", "enum": ["json"]},
    }
    return known.get(name, {"type": "integer", "minimum": LEAST})
