"""Links in what leaves the board: where they begin, what they hold, and for whom."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st

from dashboard.components import download_menu
from dashboard.exports import selection
from dashboard.exports.selection import Card
from dashboard.i18n.locale import language, speaking
from dashboard.session import state
from dashboard.urls import links
from indicators.store.store import Store, end_of

CLAIM = "vix-inversion"


@pytest.fixture(scope="module")
def dealt(store: Store) -> list[Card]:
    return selection.deal(store, [CLAIM])[0]


def test_a_link_begins_with_the_public_address_where_there_is_one(dealt: list[Card], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("CLAIMBOARD_PUBLIC_URL", raising=False)
    assert dealt[0].link == f"/flows?claim={CLAIM}"
    monkeypatch.setenv("CLAIMBOARD_PUBLIC_URL", "https://board.example.org/")
    assert dealt[0].link == f"https://board.example.org/flows?claim={CLAIM}"


@pytest.fixture
def nowhere() -> Iterator[None]:
    """What a test notes of where the board is read is forgotten again."""
    yield
    links.read_at("")


@pytest.mark.parametrize(
    ("page", "home"),
    [
        ("https://board.example.org/flows", "https://board.example.org"),
        ("https://board.example.org/", "https://board.example.org"),
        ("https://board.example.org", "https://board.example.org"),
        ("https://example.org:8443/macro/flows", "https://example.org:8443/macro"),
        ("https://example.org/macro/", "https://example.org/macro"),
        ("https://example.org/macro-data/", "https://example.org/macro-data"),  # which ends as a page does
        ("https://example.org/user/me/proxy/8501/flows", "https://example.org/user/me/proxy/8501"),
        ("https://someone:secret@example.org/", "https://example.org"),
        ("http://192.168.1.4:8501/", "http://192.168.1.4:8501"),
        ("http://[2001:db8::1]:8501/", "http://[2001:db8::1]:8501"),
        *((f"http://{host}:8501/flows", "") for host in ("127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0")),
        *((f"http://{host}:8501/flows", "") for host in ("localhost", "app.localhost", "LOCALHOST.")),
        *((broken, "") for broken in ("", "/flows", "http://[::1/x", "http://example.org:port/")),
    ],
)
def test_without_one_a_link_begins_where_the_board_is_read_if_others_reach_it(
    dealt: list[Card], monkeypatch: pytest.MonkeyPatch, nowhere: None, page: str, home: str
):
    monkeypatch.delenv("CLAIMBOARD_PUBLIC_URL", raising=False)
    links.read_at("https://earlier.example.org/")
    links.read_at(page)
    assert dealt[0].link == f"{home}/flows?claim={CLAIM}"


def test_what_runs_for_a_reader_links_to_where_they_read(
    dealt: list[Card], monkeypatch: pytest.MonkeyPatch, nowhere: None
):
    monkeypatch.delenv("CLAIMBOARD_PUBLIC_URL", raising=False)
    monkeypatch.setattr(state, "page_address", lambda: "https://board.example.org/macro/")
    monkeypatch.setattr(st, "context", SimpleNamespace(headers={}, locale="ko-KR"))
    with speaking("en"):
        state.speak()
        assert dealt[0].link.startswith("https://board.example.org/macro/flows") and language() == "ko"


def test_what_is_made_when_it_is_clicked_speaks_and_links_as_the_page_does(
    dealt: list[Card], monkeypatch: pytest.MonkeyPatch, nowhere: None
):
    """Streamlit asks for it in a thread of its own, and two clicks may come at once."""
    monkeypatch.delenv("CLAIMBOARD_PUBLIC_URL", raising=False)
    buttons: list[Any] = []
    monkeypatch.setattr(st, "download_button", lambda label, content, *_, **__: buttons.append(content))
    with speaking("vi"):
        links.read_at("https://board.example.org/")
        download_menu._download("Note", "note.html", "text/html", "note", lambda: f"{language()} {dealt[0].link}")
    with ThreadPoolExecutor() as pool:
        made = list(pool.map(lambda _: buttons[0](), range(4)))
    assert made == [f"vi https://board.example.org/flows?claim={CLAIM}"] * 4


def test_a_card_of_figures_known_at_a_moment_reads_no_later_ones_and_links_to_them(store: Store):
    at = end_of(date(2026, 6, 15))
    earlier, _ = selection.deal(store, ["capex-dependence"], at=at)
    newest, _ = selection.deal(store, ["capex-dependence"])
    assert earlier[0].panel.through < newest[0].panel.through
    assert earlier[0].finding.data_through < newest[0].finding.data_through
    assert earlier[0].link.endswith("&data=2026-06-15T23:59:59Z") and "data=" not in newest[0].link


def test_a_link_holds_what_was_chosen_and_not_what_opens(dealt: list[Card]):
    one = dealt[0].indicator
    usual = {control.id: control.default for control in one.controls} | {"years": one.hints.years}
    assert links.to_claim(dealt[0].claim, one, usual) == dealt[0].link
    chosen = links.to_claim(dealt[0].claim, one, usual | {"years": 0})
    assert chosen == f"{dealt[0].link}&vix-ratio-years=All"
