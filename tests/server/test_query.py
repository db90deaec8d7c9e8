"""An address asks for what it likes: the page is drawn, and the server answers others meanwhile."""

import asyncio
from collections.abc import Iterable
from urllib.parse import urlencode

import httpx
import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest

from dashboard.server.query import LONGEST
from dashboard.urls import view_state
from tests.browser import Server
from tests.fuzz import queries
from tests.patience import LONG
from tests.views.running import APP

HEADERS = {"Accept-Language": "en"}


# --- what a page is shown of its address ----------------------------------------------------------


@pytest.fixture
def shipped(store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMBOARD_STORE", store.name)


def fallen(asked: Iterable[tuple[str, queries.Query]]) -> list[tuple[str, queries.Query, list[str]]]:
    return [one for one in queries.falls(asked) if one[2]]


def test_hostile_addresses_make_no_error_page(shipped: None):
    assert fallen(queries.queries(len(queries.places()), seed=1)) == []


#: One of each kind of control, with what its own reader in Streamlit does not survive.
FATAL = [
    ("ai_capex", {"quote": [""]}),
    ("ai_capex", {"claim": ["capex-dependence"], "ai-investment-share-years": [""]}),
    ("ai_capex", {"claim": ["gdp-without-ai"], "gdp-without-ai-horizon": [""]}),
    ("explorer", {"explorer-from": ["inf"]}),
    ("explorer", {"explorer-to": ["9" * 400]}),
    ("explorer", {"explorer-year": ["1e999"]}),
]


@pytest.mark.parametrize(("page", "query"), FATAL)
def test_a_control_that_is_emptied_or_endless_in_the_address_is_as_if_it_were_not_there(shipped: None, page, query):
    assert fallen([(page, query)]) == []


def test_what_is_refused_leaves_the_address_too(shipped: None):
    page = AppTest.from_file(str(APP), default_timeout=LONG)
    page.query_params.update({"verdict": ["junk"], "asof": "9999-12-31", "else": "kept"})
    assert page.run().query_params == {"else": "kept"}


def test_a_control_that_holds_nothing_is_at_its_default():
    empty = {key: None for page in queries.PAGES for key in view_state.params(page)}
    for page in queries.PAGES:
        assert view_state.ViewState.of(page, None, None, None, empty).to_query() == {}


# --- over the wire --------------------------------------------------------------------------------


def run(server: Server, page: str, query: str) -> list[str]:
    """The errors that a page sends over a raw websocket for a query that went past the address of any page."""

    async def ask() -> list[str]:
        errors = []
        address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
        async with websockets.connect(address, proxy=None, max_size=None, compression=None) as link:
            message = BackMsg()
            message.rerun_script.query_string, message.rerun_script.page_name = query, page
            await link.send(message.SerializeToString())
            while True:
                told = ForwardMsg.FromString(await asyncio.wait_for(link.recv(), 60))
                if told.delta.new_element.WhichOneof("type") == "exception":
                    errors.append(told.delta.new_element.exception.message)
                if told.WhichOneof("type") == "script_finished":
                    return errors

    return asyncio.run(ask())


@pytest.mark.parametrize(("page", "query"), FATAL)
def test_a_raw_websocket_gets_no_further_than_an_address(server: Server, page: str, query: dict[str, list[str]]):
    assert run(server, view_state.path_of(page), urlencode(query, doseq=True)) == []


@pytest.mark.parametrize("query", ["quote=", "quote=&quote=", "explorer-from=inf", "verdict=junk", "asof=9999-12-31"])
def test_an_address_is_asked_for_again_without_what_no_control_reads(server: Server, query: str):
    answer = httpx.get(f"{server.url}/ai-capex?claim=capex-dependence&{query}", headers=HEADERS)
    assert (answer.status_code, answer.headers["location"]) == (307, "?claim=capex-dependence")


def test_an_address_without_end_is_refused_in_a_sentence(server: Server):
    answer = httpx.get(f"{server.url}/?verdict={'a' * LONGEST}", headers={"Accept-Language": "ja"})
    assert answer.status_code == 414 and '<html lang="ja"' in answer.text and str(LONGEST) in answer.text


@pytest.mark.parametrize("times", [1, 7])
def test_an_address_full_of_texts_is_answered(server: Server, times: int):
    query = ("&".join(["verdict=a", "note=b"] * (LONGEST // 17)))[:LONGEST]
    answer = httpx.get(f"{server.url}/?{query * times}", headers=HEADERS)
    assert answer.status_code == (307 if times == 1 else 414)
