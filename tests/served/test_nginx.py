"""Served as `docs/nginx.conf` says: nginx with TLS, at the root, and below a folder that it keeps or takes off."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from indicators.store.store import Store
from tests.browser import Server, free_port, serving, until
from tests.conftest import IN_BROWSER
from tests.programs import needs
from tests.served.nginx import NAME, in_front
from tests.served.reader import looking, may_refresh, opens, reads

pytestmark = [*IN_BROWSER, needs("nginx", "openssl"), pytest.mark.timeout(900)]

TOLD = {"CLAIMBOARD_ALLOWED_HOSTS": NAME}
BELOW = ("location / {", "location /macro/ {")
TAKEN_OFF = ("http://127.0.0.1:8501;", "http://127.0.0.1:8501/;")
#: What nginx does unless told otherwise: it asks by the name of the board's machine.
OWN_NAME = ("proxy_set_header   Host              $http_host;", "")


@pytest.fixture(scope="module")
def board(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("board"), store.name, told=TOLD) as running:
        yield running


def test_at_the_root(chromium: Any, board: Server, tmp_path: Path):
    with in_front(tmp_path / "nginx", board.port) as home:
        opens(chromium, home)
        packed(home)


def test_below_a_folder_that_is_taken_off(chromium: Any, board: Server, tmp_path: Path):
    with in_front(tmp_path / "nginx", board.port, BELOW, TAKEN_OFF) as home:
        reads(chromium, f"{home}/macro")
        odd_paths(chromium, f"{home}/macro")


def test_below_a_folder_that_is_kept(chromium: Any, store: Store, tmp_path: Path):
    told = TOLD | {"STREAMLIT_SERVER_BASE_URL_PATH": "macro"}
    with serving(tmp_path, store.name, told=told) as board, in_front(tmp_path / "nginx", board.port, BELOW) as home:
        reads(chromium, f"{home}/macro")
        odd_paths(chromium, f"{home}/macro")


def test_by_a_proxy_that_asks_by_a_name_of_its_own(chromium: Any, store: Store, tmp_path: Path):
    port = free_port()
    told = {"CLAIMBOARD_ALLOWED_HOSTS": f"{NAME}:{port}"}  # no usual port, and nobody else says so
    with (
        serving(tmp_path, store.name, told=told) as board,
        in_front(tmp_path / "nginx", board.port, OWN_NAME, port=port) as home,
    ):
        reads(chromium, home)
        assert not may_refresh(chromium, home)


def test_a_reader_whom_such_a_proxy_hides_is_told_why_there_is_no_page(chromium: Any, board: Server, tmp_path: Path):
    with in_front(tmp_path / "nginx", board.port, OWN_NAME) as home, looking(chromium, NAME) as (page, _):
        page.goto(f"{home}/ai-capex")
        until(page, "document.body?.innerText.includes('CLAIMBOARD_ALLOWED_HOSTS')")
        where = home.removeprefix("https://")
        assert page.inner_text("body").startswith(f"Claimboard does not answer to pages of {where}.")


def odd_paths(chromium: Any, home: str) -> None:
    """A slash too much or too little leads to the page, in the folder; from a page that is none there is a way to the board."""
    with looking(chromium, NAME) as (page, trouble):
        for path, there in (("/ai-capex/", "/ai-capex"), ("", "/")):
            page.goto(home + path)
            page.wait_for_selector("[data-testid=stMain] h1")
            assert page.url == home + there
        assert trouble == [], trouble
        answer = page.goto(f"{home}/no/such-page")
        assert answer.status == 404 and "There is no page at this address." in page.inner_text("body")
        page.click("a")
        page.wait_for_selector("[data-testid=stMain] h1")
        assert page.url == f"{home}/"


def packed(home: str) -> None:
    """What is large travels packed, and over TLS only."""
    port = home.rpartition(":")[2]
    with httpx.Client(verify=False, headers={"Host": f"{NAME}:{port}", "Accept-Encoding": "gzip"}) as client:
        answer = client.get(f"https://127.0.0.1:{port}/")
        assert answer.headers["content-encoding"] == "gzip" and "max-age" in answer.headers["strict-transport-security"]
        foreign = client.get(f"https://127.0.0.1:{port}/", headers={"Host": "evil.example"})
        assert foreign.status_code == 421 and "CLAIMBOARD_ALLOWED_HOSTS" in foreign.text
