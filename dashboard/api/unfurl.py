"""What a page says to who does not run it: previews of links, crawlers, and readers without script."""

import json
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, urlencode

from markupsafe import Markup

from dashboard.api import addresses, asked, claims, site
from dashboard.api.asked import Asked
from dashboard.exports.text_card import BOARD_SIZE
from dashboard.i18n import labels
from dashboard.i18n.locale import NAMES, speaking, translate, translate_list
from dashboard.session import state
from dashboard.templates import render
from dashboard.theme.tokens import VERDICTS
from dashboard.urls import links, view_state
from dashboard.urls.view_state import BOARD, CORRECTIONS, DATA, EXPLORER, LEDGER, METHOD, ViewState
from indicators.catalogue import catalogue
from indicators.i18n.messages import message
from indicators.model import Claim, Finding, Status

#: The names of pages that have no thesis, as in the navigation.
PAGES = {
    EXPLORER: message("Explorer"),
    LEDGER: message("Ledger"),
    CORRECTIONS: message("Corrections"),
    DATA: message("Data"),
    METHOD: message("Method"),
}
#: Open Graph's names of our languages.
LOCALES = {"en": "en_US", "ja": "ja_JP", "ko": "ko_KR", "vi": "vi_VN"}
#: A verdict as ClaimReview's number, of 1 to 5; others have none.
RATINGS: Mapping[Status, int] = {"supported": 5, "mixed": 3, "contradicted": 1}
FEED = "/feed.atom"


@dataclass(frozen=True)
class Told:
    """The parts of a page's HTML that say what it is."""

    title: str
    head: str
    noscript: str


#: The most pages that are kept.
MOST = 512
_kept: OrderedDict[Hashable, Told] = OrderedDict()
_lock = Lock()


def told(request: Any, root: str, language: str) -> Told:
    """What the page asked for says, in a language. It may judge: not for the event loop. Raises Refused, StoreError."""
    path = request.url.path.removeprefix(root).strip("/")
    page = view_state.page_at(path)
    own = asked.read(request, asked.served(), root)
    query = parse_qs(request.scope["query_string"].decode("latin-1"))
    claim = ViewState.from_query(page, query).claim
    is_named = "lang" in query
    key = (page, claim, is_named, language, *own.key)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    with speaking(language):
        made = (
            _claim(own, catalogue.find_claim(claim), language, is_named)
            if claim
            else _page(own, page, language, is_named)
        )
    with _lock:
        _kept[key] = made
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made


def _claim(own: Asked, claim: Claim, language: str, is_named: bool) -> Told:
    finding = claims.finding_of(own, claim)
    word = VERDICTS[finding.status].word
    description = translate("{word}. {sentence}", word=word, sentence=finding.answer or finding.sentence)
    picture = own.base + f"/claims/{claim.id}.png" + _query(own, language)
    at = {
        "title": translate(claim.title),
        "description": description,
        "picture": picture,
        "alt": f"{labels.quoted(claim)} {description}",
        "json": own.base + f"/claims/{claim.id}.json" + _query(own, language),
        "oembed": own.base
        + "/oembed?"
        + urlencode({"url": _address(own, claim.thesis, claim.id, language), "lang": language}),
        "review": Markup(_script(review(own, claim, finding, language))),
    }
    return _made(own, claim.thesis, claim.id, language, is_named, at, [_told(claim, finding, True)])


def _page(own: Asked, page: str, language: str, is_named: bool) -> Told:
    article = catalogue.article()
    lead = translate(
        "Claims of {author}, “{title}”, {publisher}, about {day:day}, beside public data, each with a stated test.",
        author=article.author, title=article.title, publisher=article.publisher, day=article.published,
    )  # fmt: skip
    thesis = catalogue.theses().get(page)
    name = thesis.title if thesis else PAGES.get(page, "")
    at = {
        "title": translate(name) if name else "",
        "description": translate(thesis.lead) if thesis else lead,
        "picture": own.base + "/board.png" + _query(own, language),
        "alt": lead,
        "json": own.base + "/claims.json" + _query(own, language),
        "oembed": "",
        "review": "",
    }
    shown = view_state.claims_of(page) if thesis else list(catalogue.claims().values()) if page == BOARD else []
    found = (
        state.findings_of(own.now, own.view)
        if page == BOARD
        else {one.id: claims.finding_of(own, one) for one in shown}
    )
    return _made(
        own, page, None, language, is_named, at, [_told(one, found[one.id], thesis is not None) for one in shown]
    )


def _made(
    own: Asked,
    page: str,
    claim: str | None,
    language: str,
    is_named: bool,
    at: dict[str, Any],
    rows: list[dict[str, Any]],
) -> Told:
    title = f"{at['title']} · Claimboard" if at["title"] else "Claimboard"
    feed = own.base + FEED if any(one.path == FEED for one in addresses.ADDRESSES) else ""
    alternates = {name: _address(own, page, claim, name) for name in NAMES} | {"x-default": _address(own, page, claim)}
    head = render(
        "unfurl.html",
        **(at | {"title": title}),
        canonical=_address(own, page, claim, language if is_named else None),
        alternates=alternates,
        feed=feed,
        size=BOARD_SIZE.split("x"),
        locale=LOCALES[language],
        locales=[name for code, name in LOCALES.items() if code != language],
        kind="article" if claim else "website",
    )
    lines = [row | {"link": _address(own, row["claim"].thesis, row["claim"].id, language)} for row in rows]
    script = translate("This board needs script to show its charts. What it found, in words:")
    noscript = render(
        "noscript.html", title=at["title"] or "Claimboard", lead=at["description"], rows=lines, script=script
    )
    return Told(title, str(head), str(noscript))


def _told(claim: Claim, finding: Finding, is_whole: bool) -> dict[str, Any]:
    """A claim in words: with its test and source where there is room."""
    agencies = dict.fromkeys(translate(catalogue.find_series(id).agency) for id in claim.series)
    source = translate("Source: {names}.", names=translate_list(list(agencies), "semicolon")) if agencies else ""
    test = {
        translate("Test"): claim.measure,
        translate("Holds if"): claim.holds_if,
        translate("Fails if"): claim.fails_if,
    }
    rows = [(name, translate(text)) for name, text in test.items()] if is_whole else []
    return {"claim": claim, "finding": finding, "source": source if is_whole else "", "rows": rows}


def review(own: Asked, claim: Claim, finding: Finding, language: str) -> dict[str, Any]:
    """The finding as schema.org's ClaimReview."""
    article = catalogue.article()
    newest = own.now.edition.newest(claim.series)
    day = datetime.fromtimestamp(newest, UTC).date().isoformat() if newest else article.published.isoformat()
    value = RATINGS.get(finding.status)
    number = {} if value is None else {"ratingValue": value, "bestRating": 5, "worstRating": 1}
    work = {
        "@type": "Article",
        "name": article.title,
        "publisher": {"@type": "Organization", "name": article.publisher},
    }
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": _address(own, claim.thesis, claim.id, language),
        "inLanguage": language,
        "datePublished": day,
        "claimReviewed": labels.quoted(claim),
        "reviewBody": " ".join(filter(None, (translate(finding.answer), translate(finding.sentence)))),
        "author": {"@type": "Organization", "name": "Claimboard", "url": f"{own.base}/"},
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": article.author},
            "datePublished": article.published.isoformat(),
            "appearance": work,
        },
        "reviewRating": {"@type": "Rating", "alternateName": translate(VERDICTS[finding.status].word)} | number,
    }


def _script(content: Any) -> str:
    """JSON that ends no script and begins no comment."""
    return json.dumps(content, ensure_ascii=False).replace("<", "\\u003c")


def _query(own: Asked, language: str) -> str:
    return links.query(own.view.day, own.view.at, language)


def _address(own: Asked, page: str, claim: str | None, language: str | None = None) -> str:
    """The address of a page, of the same day and figures."""
    return site.page_at(own, page, claim, language)
