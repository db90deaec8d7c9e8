"""What pages say to who does not run them, read by a parser of HTML."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.requests import Request

from dashboard.api import unfurl
from dashboard.api.asked import Refused
from dashboard.exports.text_card import BOARD_SIZE
from dashboard.i18n.locale import NAMES, speaking, translate
from dashboard.session import state
from dashboard.theme.tokens import VERDICTS
from indicators.catalogue import catalogue
from indicators.judging import evaluate
from tests.views.running import forget

BASE = "https://board.example.org"


class Head(HTMLParser):
    """Meta tags, links, scripts and text, by their names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.meta: dict[str, list[str]] = {}
        self.links: list[dict[str, str]] = []
        self.anchors: list[str] = []
        self.scripts: list[str] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "meta":
            self.meta.setdefault(given.get("property") or given["name"], []).append(given["content"])
        elif tag == "link":
            self.links.append(given)
        else:
            self.open.append(tag)
            self.anchors += [given["href"]] if tag == "a" else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"{tag} is not open"

    def handle_data(self, data: str) -> None:
        (self.scripts if self.open[-1:] == ["script"] else self.text).append(data)

    def one(self, name: str) -> str:
        (content,) = self.meta[name]
        return content

    def rel(self, rel: str, **wanted: str) -> list[str]:
        return [one["href"] for one in self.links if one["rel"] == rel and wanted.items() <= one.items()]


@pytest.fixture(scope="module", autouse=True)
def board(store):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(state, "store", lambda: store)
        patch.delenv("CLAIMBOARD_PUBLIC_URL", raising=False)
        state._newest.cache_clear()
        yield
    forget()


@pytest.fixture(scope="module")
def findings(store):
    return {one.id: one for one in evaluate.findings(store)}


def told(path: str, query: str = "", language: str = "en") -> unfurl.Told:
    headers = [(b"host", b"board.example.org")]
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": headers,
        "scheme": "https", "server": ("board.example.org", 443),
    }  # fmt: skip
    return unfurl.told(Request(scope), "", language)


@pytest.mark.parametrize("language", NAMES)
def test_every_claim_says_what_was_found_in_every_language(findings, language: str):
    for claim in catalogue.claims().values():
        finding = findings[claim.id]
        made = told(f"/{claim.thesis.replace('_', '-')}", f"claim={claim.id}&lang={language}", language)
        head, body = Head(made.head), Head(made.noscript)
        with speaking(language):
            word, said = translate(VERDICTS[finding.status].word), translate(finding.answer or finding.sentence)
            title, test = translate(claim.title), translate(claim.holds_if)
        quote = getattr(claim, language)
        assert made.title == head.one("og:title") == head.one("twitter:title") == f"{title} · Claimboard"
        assert head.one("description") == head.one("og:description") == head.one("twitter:description")
        assert head.one("description").startswith(word) and said in head.one("description"), claim.id
        assert (
            head.one("og:image").startswith(f"{BASE}/claims/{claim.id}.png")
            and head.one("twitter:card") == "summary_large_image"
        )
        assert quote in head.one("og:image:alt")
        text = " ".join(body.text)
        assert all(part in text for part in (quote, word, said, test)), claim.id
        review = json.loads(head.scripts[0])
        assert review["claimReviewed"] == quote and review["reviewRating"]["alternateName"] == word
        assert review["inLanguage"] == language and review["url"] == head.one("og:url")


def test_a_page_names_its_addresses(findings):
    head = Head(told("/ai-capex", "claim=capex-dependence", "ko").head)
    assert head.rel("canonical") == [f"{BASE}/ai-capex?claim=capex-dependence"]
    assert head.rel("alternate", hreflang="ja") == [f"{BASE}/ai-capex?claim=capex-dependence&lang=ja"]
    assert len([one for one in head.links if "hreflang" in one]) == len(NAMES) + 1
    assert head.rel("alternate", type="application/json") == [f"{BASE}/claims/capex-dependence.json?lang=ko"]
    (oembed,) = head.rel("alternate", type="application/json+oembed")
    assert parse_qs(urlsplit(oembed).query)["url"] == [f"{BASE}/ai-capex?claim=capex-dependence&lang=ko"]
    assert (head.one("og:locale"), len(head.meta["og:locale:alternate"])) == ("ko_KR", 3)


def test_a_past_day_is_in_every_address():
    made = told("/ai-capex", "claim=capex-dependence&asof=2025-12-01&data=2026-11-01T00:00:00Z")
    head = Head(made.head)
    places = [*head.rel("canonical"), *head.rel("alternate", type="application/json"), head.one("og:image")]
    assert all("asof=2025-12-01" in place and "data=2026-" in place for place in places), places


@pytest.mark.parametrize("path", ["/", "/ai-capex", "/explorer", "/ledger", "/corrections", "/data", "/method"])
def test_every_page_says_what_it_is(path: str):
    made = told(path, "", "vi")
    head, body = Head(made.head), Head(made.noscript)
    assert head.one("description") and head.one("og:image") == f"{BASE}/board.png?lang=vi" and not head.scripts
    assert head.rel("canonical") == [f"{BASE}{path}"] and made.title.endswith("Claimboard")
    shown = [one for one in catalogue.claims().values() if path == "/" or f"/{one.thesis.replace('_', '-')}" == path]
    assert len(body.anchors) == len(shown) and "Tiếng" not in made.title
    assert f"{head.one('og:image:width')}x{head.one('og:image:height')}" == BOARD_SIZE


def test_what_stands_in_a_page_ends_no_element(monkeypatch):
    hostile = "\"'></title></script></noscript><script>alert(1)</script><!--"
    claim = replace(catalogue.find_claim("capex-dependence"), en=hostile)
    monkeypatch.setattr(catalogue, "find_claim", lambda id: claim)
    monkeypatch.setattr(unfurl, "_kept", type(unfurl._kept)())
    made = told("/ai-capex", "claim=capex-dependence")
    head, body = Head(made.head), Head(made.noscript)
    assert json.loads(head.scripts[0])["claimReviewed"] == hostile and len(head.scripts) == 1
    assert hostile in head.one("og:image:alt") and hostile in body.text and not body.scripts


def test_a_query_that_no_page_has_is_refused():
    with pytest.raises(Refused):
        told("/ai-capex", "asof=tomorrow")


def test_the_public_address_is_that_of_the_operator(monkeypatch):
    monkeypatch.setenv("CLAIMBOARD_PUBLIC_URL", "https://macro.example.org/board/")
    head = Head(told("/ai-capex", "claim=capex-dependence").head)
    assert head.rel("canonical") == ["https://macro.example.org/board/ai-capex?claim=capex-dependence"]
