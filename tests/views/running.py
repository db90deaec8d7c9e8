"""Pages run without a browser, by Streamlit's own means, and what they show."""

import html
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.session import over_time, pictures, standings, state
from dashboard.urls.view_state import path_of
from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.model import Indicator
from indicators.store.store import Store, open_store
from tests.patience import LONG

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "dashboard" / "app.py"
PAGES = ("board", *catalogue.theses(), "explorer", "releases", "ledger", "corrections", "data", "method")
CHARTED = sorted({claim for one in registry.indicators().values() for claim in one.serves})
HOSTILE = ("<script>alert(1)</script>", "x" * 10_000, "no-such-claim", "../../etc", "\0", "")
MARKUP = "<img src=x onerror=alert(1)>"
PAST = date(2025, 12, 1)
Open = Callable[..., AppTest]


@pytest.fixture
def fresh(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What pages keep between runs is of this test's store alone."""
    monkeypatch.setenv("CLAIMBOARD_STORE", store.name)
    forget()
    yield
    forget()


@pytest.fixture
def writable(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The figures that ship in a store of this test's, which the board has and the test may change."""
    path = Path(shutil.copy(store.name, tmp_path / "own.sqlite"))
    monkeypatch.setenv("CLAIMBOARD_STORE", str(path))
    forget()
    yield open_store(path)
    state._RUN.set(None)
    forget()


def forget() -> None:
    for kept in (*vars(state).values(), *vars(over_time).values(), *vars(pictures).values(), *vars(standings).values()):
        if hasattr(kept, "cache_clear") and not isinstance(kept, type):
            kept.cache_clear()


@pytest.fixture
def visit(store: Store, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page, with what the address carries."""
    monkeypatch.setenv("CLAIMBOARD_STORE", store.name)

    def open_page(name: str, **query: str | list[str]) -> AppTest:
        return clean(opened(name, query))

    return open_page


def opened(name: str, query: Mapping[str, str | list[str]] = MappingProxyType({})) -> AppTest:
    return followed(name, query).run()


def followed(name: str, query: Mapping[str, str | list[str]] = MappingProxyType({})) -> AppTest:
    """A page that a reader's first request is for, not yet run; of a claim with all of its charts.

    AppTest itself would have another page run first, to learn which pages there are.
    """
    page = AppTest.from_file(str(APP), default_timeout=LONG)
    if name != "board":
        page._page_hash = calc_hash(path_of(name))  # as `st.Page` names it
    page.query_params.update(({"further": "true"} if name in catalogue.theses() else {}) | dict(query))
    return page


def clean(page: AppTest) -> AppTest:
    assert not page.exception, page.exception[0].message
    assert not page.error, page.error[0].value
    return page


def of_claim(visit: Open, id: str, **query: str) -> AppTest:
    return visit(catalogue.claims()[id].thesis, claim=id, **query)


def markup(page: AppTest) -> str:
    """All of our own HTML on a page."""
    return "".join(block.proto.body for block in page.get("html"))


def text(page: AppTest) -> str:
    """What our own HTML says, and what its rows unfold."""
    without_style = re.sub(r"<style>.*?</style>", "", markup(page), flags=re.S)
    without_style = re.sub(r" data-answer='(.*?)'>", lambda row: f">{html.unescape(row[1])}", without_style)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", without_style)))


def figures(page: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in page.get("plotly_chart")]


def control(page: AppTest, key: str) -> Any:
    kinds = ("button_group", "date_input", "number_input")
    return next(one for kind in kinds for one in page.get(kind) if one.key == key)


def ships(indicator: Indicator) -> bool:
    return all(catalogue.series()[id].ships for id in indicator.series)


#: What the buttons under a chart open; the rest of a key is its indicator.
MENUS = ("look", "method", "share", "take")


def unfold(page: AppTest, *keys: str) -> AppTest:
    """Open buttons by their keys: what is behind one is made then."""
    for key in keys:
        page.session_state[key] = True
    return clean(page.run())


def press(page: AppTest, key: str) -> AppTest:
    next(button for button in page.button if button.key == key).click()
    return clean(page.run())


def squeezed(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def squeezed_notes(figure: dict) -> str:
    return squeezed(" ".join(note["text"] for note in figure["layout"]["annotations"]))
