"""Served to others by name: one or several, in each of the ways they are written, and to nobody by another."""

import socket
import sys
from pathlib import Path
from typing import Any

import pytest
from websockets import InvalidStatus, Origin
from websockets.sync.client import connect

from indicators.store.store import Store
from tests.browser import ROOT, Server, free_port, serving, started
from tests.conftest import IN_BROWSER
from tests.programs import needs
from tests.served.reader import looking, may_refresh, opens, settled

pytestmark = [*IN_BROWSER, pytest.mark.timeout(900)]

A, B, C = "a.example.org", "b.example.org", "c.example.org"
EVERYWHERE = ("--host", "0.0.0.0")


def joined(server: Server, name: str, origin: str | None = None) -> int:
    """The status with which a page's stream is answered: 101 lets it in. A page is of the name that it asks for."""
    where = f"{name}:{server.port}"
    link, page = socket.create_connection(("127.0.0.1", server.port)), Origin(origin or f"http://{where}")
    try:
        with connect(f"ws://{where}/_stcore/stream", sock=link, origin=page, proxy=None):
            return 101
    except InvalidStatus as error:
        return error.response.status_code


def test_several_names_let_in_all_of_them_and_no_third(chromium: Any, store: Store, tmp_path: Path):
    """With commas; the next test has a JSON list, and `test_hosts` reads every way of writing them."""
    with serving(tmp_path, store.name, options=EVERYWHERE, told={"CLAIMBOARD_ALLOWED_HOSTS": f"{A},{B}"}) as server:
        assert [joined(server, name) for name in (A, B, C)] == [101, 101, 403]
        assert f"http://127.0.0.1:{server.port}, and answers to {A}, {B}\n" in server.log.read_text()
        with looking(chromium, B) as (page, trouble):
            page.goto(f"http://{B}:{server.port}/flows?claim=vix-inversion")
            settled(page, charts=1)
            assert trouble == [], trouble
        with looking(chromium, C) as (page, _):
            answer = page.goto(f"http://{C}:{server.port}/")
            assert answer.status == 421
            assert page.inner_text("body").startswith(f"Claimboard does not answer to the name '{C}:{server.port}'.")


def test_one_name_lets_in_its_readers(chromium: Any, store: Store, tmp_path: Path):
    with serving(tmp_path, store.name, options=EVERYWHERE, told={"CLAIMBOARD_ALLOWED_HOSTS": f'["{A}"]'}) as server:
        assert [joined(server, name) for name in (A, B)] == [101, 403]
        opens(chromium, f"http://{A}:{server.port}")


def test_the_other_loopback_address(chromium: Any, store: Store, tmp_path: Path):
    """`--host ::1`, which has brackets wherever it stands before a port."""
    port = free_port()
    command = [sys.executable, "-c", "from dashboard.cli.main import main; main()", "run", "--port", str(port)]
    told = {"CLAIMBOARD_STORE": store.name, "CLAIMBOARD_ALLOWED_HOSTS": ""}
    with started([*command, "--host", "::1"], port, tmp_path / "server.log", told, at="[::1]") as server:
        assert f"Claimboard is at http://[::1]:{port}\n" in server.log.read_text()
        opens(chromium, f"http://[::1]:{port}")


@needs("make")
def test_make_run(chromium: Any, store: Store, tmp_path: Path):
    """As a newcomer starts it. The environment is the one the tests run in: nothing is installed."""
    place, port = Path(sys.executable).parent, free_port()
    if not (place / "claimboard").exists():
        pytest.skip("the command is not installed beside this Python")
    alone = ["env", "-u", "MAKELEVEL", "-u", "MAKEFLAGS", "-u", "MFLAGS"]  # `make test` is no part of it
    command = [*alone, "make", "-o", ".venv/ready-run", "run", f"PORT={port}", f"BIN={place}"]
    told = {"CLAIMBOARD_STORE": store.name, "CLAIMBOARD_ALLOWED_HOSTS": ""}
    with started(command, port, tmp_path / "server.log", told) as server:
        assert server.log.read_text().startswith(f"Claimboard is at http://127.0.0.1:{port}\n")
        opens(chromium, f"http://127.0.0.1:{port}")
        assert may_refresh(chromium, f"http://127.0.0.1:{port}")


# --- nobody is asked ------------------------------------------------------------------------------

#: Put before everything else: writes down each name that is looked up, and each address that is connected or sent to.
EAR = """
import sys
def hear(event, told):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto"):
        with open({path!r}, "a") as file:
            print(event, told[0] if event.startswith("socket.get") else told[1], file=file)
sys.addaudithook(hear)
"""


def test_a_page_that_is_turned_away_makes_the_server_ask_nobody(store: Store, tmp_path: Path):
    """Streamlit asked a third party by which address the world sees this machine."""
    heard = tmp_path / "heard"
    (tmp_path / "sitecustomize.py").write_text(EAR.format(path=str(heard)))
    told = {"PYTHONPATH": f"{tmp_path}:{ROOT}", "CLAIMBOARD_ALLOWED_HOSTS": ""}
    with serving(tmp_path, store.name, told=told) as server:
        for page in (f"https://{A}", "http://localhost:3000", "null"):
            assert joined(server, "127.0.0.1", page) == 403
    assert heard.exists(), "the ear heard not even the start"
    away = [line for line in heard.read_text().splitlines() if "127.0.0.1" not in line and "localhost" not in line]
    assert away == []
