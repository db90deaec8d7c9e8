"""For who runs the server: what it prints, what its probes say, and how much of it strangers can hold."""

import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from dashboard.server import health, journal, limits
from dashboard.session import state
from indicators.catalogue import catalogue
from indicators.store.store import StoreError
from tests.bench import memory
from tests.browser import ROOT, Server, claimboard, free_port
from tests.patience import LONG
from tests.server.test_query import run as run_page

pytestmark = pytest.mark.served

TOKEN = "a-secret-of-who-counts"


@contextmanager
def running(folder: Path, store: str, **settings: str) -> Iterator[tuple[str, Path, Path]]:
    """A server with settings of its own: its address, what it printed, and what it complained of."""
    port, out, err = free_port(), folder / "out", folder / "err"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "CLAIMBOARD_STORE": store} | settings
    with out.open("w") as output, err.open("w") as errors:
        process = subprocess.Popen(claimboard(port), cwd=ROOT, env=environment, stdout=output, stderr=errors)
        try:
            _wait(process, f"http://127.0.0.1:{port}/readyz")  # it answers before all claims are judged
            yield f"http://127.0.0.1:{port}", out, err
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + LONG
    while process.poll() is None and time.monotonic() < deadline:
        try:
            return httpx.get(url).raise_for_status() and None
        except httpx.HTTPError:
            time.sleep(0.05)
    raise RuntimeError(f"the server did not answer; its status is {process.poll()}")


@pytest.fixture(scope="module")
def served(store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, Path]]:
    """A server that notes requests, may be counted, and serves few at once."""
    folder = tmp_path_factory.mktemp("served")
    own = folder / "own.sqlite"
    shutil.copy(store.name, own)
    settings = {"CLAIMBOARD_LOG": "-", health.TOKEN: TOKEN, limits.VARIABLE: "20"}
    with running(folder, str(own), **settings) as one:
        yield one


def lines(out: Path) -> list[dict]:
    return [json.loads(line) for line in out.read_text().splitlines() if line.startswith("{")]


def noted(out: Path, event: str, part: str) -> dict:
    """The line of what happened at a path, once it is there: a moment after the answer."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if found := [line for line in lines(out) if line["event"] == event and part in line["path"]]:
            return found[-1]
        time.sleep(0.05)
    raise AssertionError(f"no line of {event} at {part}")


# --- what is written down -------------------------------------------------------------------------


def test_nothing_is_printed_at_the_start_but_where_the_board_is(server: Server):
    httpx.get(server.url)
    said = server.log.read_text().splitlines()
    assert said[0] == f"Claimboard is at {server.url}"
    assert not [line for line in said if "ScriptRunContext" in line or line.startswith("{")]


def test_each_request_is_a_line_without_what_was_asked_for(served: tuple[str, Path, Path]):
    url, out, _ = served
    httpx.get(f"{url}/ai-capex?search=my-secret", headers={"Cookie": "a=my-secret", "Authorization": "my-secret"})
    one = noted(out, "request", "/ai-capex")
    assert (one["path"], one["method"], one["status"], one["peer"]) == ("/ai-capex", "GET", 200, "127.0.0.1")
    assert one["bytes"] > 1000 and one["ms"] > 0 and one["time"].endswith("Z")
    assert "my-secret" not in out.read_text()


def test_a_websocket_is_a_line_when_it_opens_and_one_when_it_closes(served: tuple[str, Path, Path]):
    url, out, _ = served
    run_page(Server(url, int(url.rpartition(":")[2]), 0, out, 0), "data", "")
    noted(out, "websocket closed", "/_stcore/stream")
    events = [line["event"] for line in lines(out) if line["path"] == "/_stcore/stream"]
    assert events[:2] == ["websocket opened", "websocket closed"]


def test_probes_that_find_nothing_amiss_leave_no_line(served: tuple[str, Path, Path]):
    """While claims were still being judged at the start `/readyz` said so, which is a line."""
    url, out, _ = served

    def probes() -> list[dict]:
        return [line for line in lines(out) if line["path"] in ("/healthz", "/readyz")]

    before = probes()
    httpx.get(f"{url}/healthz")
    httpx.get(f"{url}/readyz")
    assert {line["status"] for line in before} <= {503} and probes() == before


def test_a_path_cannot_write_a_line_of_its_own(served: tuple[str, Path, Path]):
    url, out, _ = served
    httpx.get(f'{url}/a%0A{{"event":"forged"}}%1B[31m')
    assert noted(out, "request", "forged") and not [line for line in lines(out) if line["event"] == "forged"]
    assert "\x1b" not in out.read_text()


def test_what_is_said_again_and_again_is_left_out():
    log, filter = logging.getLogger("tests.sparing"), journal.Sparing()
    passed = [
        filter.filter(log.makeRecord("x", 30, "", 0, "out of descriptors %d", (n,), None)) for n in range(100_000)
    ]
    assert sum(passed) == journal.OFTEN
    assert filter.filter(log.makeRecord("x", 30, "", 0, "another thing", (), None))


def test_a_page_that_fails_is_written_down_with_its_trace(caplog: pytest.LogCaptureFixture):
    try:
        raise KeyError("what a page fell over")
    except KeyError as error:
        assert journal.script_failed(error)
    assert "Traceback" in caplog.text and "what a page fell over" in caplog.text


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        (journal.LEVEL, "loud"),
        (limits.VARIABLE, "many"),
        (limits.VARIABLE, "0"),
        (journal.PLACE, "/no/such/folder/log"),
    ],
)
def test_a_setting_that_is_none_is_said_in_one_line(store, tmp_path: Path, setting: str, value: str):
    settings = os.environ | {"PYTHONPATH": str(ROOT), "CLAIMBOARD_STORE": store.name, setting: value}
    done = subprocess.run(claimboard(free_port()), env=settings, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode != 0 and (setting in done.stderr or value in done.stderr)
    assert len(done.stderr.splitlines()) == 1


# --- probes ---------------------------------------------------------------------------------------


def test_a_server_that_lives_and_can_serve_says_so(served: tuple[str, Path, Path]):
    url = served[0]
    assert httpx.get(f"{url}/healthz").json() == {"alive": True}
    answer = httpx.get(f"{url}/readyz", headers={"Host": "anything"})
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    found = answer.json()
    claims = len(catalogue.claims())
    assert found["ready"] and found["says"] == f"{claims} of {claims} claims judged"
    assert sum(found["claims"].values()) == claims


@pytest.mark.parametrize("error", [StoreError("/home/who/store.sqlite is gone"), RuntimeError("poisoned")])
def test_what_cannot_be_served_is_not_ready_and_tells_a_stranger_nothing(monkeypatch, caplog, error: Exception):
    def fail() -> None:
        raise error

    monkeypatch.setattr(state, "findings", fail)
    monkeypatch.setattr(state, "store", lambda: type("Held", (), {"revision": lambda self: 1})())
    found = health.examine()
    assert not found.ready and str(error) not in found.says and str(error) in caplog.text


@pytest.mark.parametrize("spoil", ["delete", "damage"])
def test_a_store_that_is_lost_while_it_is_served_is_not_ready(store, tmp_path: Path, spoil: str):
    own = tmp_path / "own.sqlite"
    shutil.copy(store.name, own)
    with running(tmp_path, str(own)) as (url, _, err):
        assert httpx.get(f"{url}/readyz", timeout=30).status_code == 200
        for file in tmp_path.glob("own.sqlite*"):
            if spoil == "delete":
                file.unlink()
            else:
                file.write_bytes(b"no store" * 10_000)
        deadline = time.monotonic() + 60
        while (answer := httpx.get(f"{url}/readyz", timeout=30)).status_code == 200 and time.monotonic() < deadline:
            time.sleep(0.2)
        assert answer.status_code == 503 and answer.json()["says"] == "the store cannot be read; the log says why"
        assert str(own) not in answer.text and httpx.get(f"{url}/healthz").status_code == 200
        assert "not ready" in err.read_text()


def test_metrics_are_for_who_shows_the_token(served: tuple[str, Path, Path], server: Server):
    url = served[0]
    assert httpx.get(f"{url}/metrics").status_code == 404
    assert httpx.get(f"{url}/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    assert httpx.get(f"{server.url}/metrics", headers={"Authorization": "Bearer"}).status_code == 404
    answer = httpx.get(f"{url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/plain")
    assert "claimboard_ready 1.0" in answer.text and 'claimboard_claims{status="supported"}' in answer.text
    assert 'claimboard_requests_total{method="GET",status="404"}' in answer.text


# --- limits ---------------------------------------------------------------------------------------


def link(url: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=60)


def answer(connection: socket.socket) -> bytes:
    """All that comes until the other side ends it."""
    parts = []
    while part := connection.recv(4096):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("sent", [b"GET / HTTP/1.1\r\nHost: x\r\nX-A", b"GET / HT", b""])
def test_a_request_that_does_not_come_is_ended(served: tuple[str, Path, Path], sent: bytes):
    with link(served[0]) as half:
        half.sendall(sent)
        assert answer(half).startswith(b"HTTP/1.1 408" if sent else b"")


def test_a_request_that_drips_is_ended(served: tuple[str, Path, Path]):
    with link(served[0]) as slow, pytest.raises(OSError):
        slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        for n in range(10 * limits.PATIENCE):
            slow.sendall(f"X-{n}: 1\r\n".encode())
            time.sleep(0.5)


def test_a_reader_stays_connected_however_long_nothing_is_said(server: Server):
    """No request is waited for on a websocket: what ends half a request must leave it alone."""
    with memory.session(server) as reader:
        memory.read(reader, "", "")
        time.sleep(limits.PATIENCE + 3)
        assert memory.read(reader, "data", "") > 0


def test_more_connections_than_are_served_get_a_sentence_at_once(served: tuple[str, Path, Path]):
    url = served[0]
    held = [link(url) for _ in range(20)]
    try:
        with link(url) as more:
            told = answer(more)
        assert told.startswith(b"HTTP/1.1 503") and b"try again in a minute" in told
    finally:
        for one in held:
            one.close()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            return httpx.get(f"{url}/healthz").raise_for_status() and None
        except httpx.HTTPError:
            time.sleep(0.1)
    pytest.fail("those that had gone were still counted")


UPGRADE = "GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"


@pytest.mark.parametrize(
    "odd",
    ["X-A: a\x01b\r\n", f"Origin: http://127.0.0.1/{'a' * 20_000}\r\n", "".join(f"X-{n}: 1\r\n" for n in range(200))],
)
def test_an_odd_handshake_is_answered(served: tuple[str, Path, Path], odd: str):
    with link(served[0]) as one:
        one.sendall(f"{UPGRADE}{KEY}{odd}\r\n".encode("latin-1"))
        assert answer(one).startswith(b"HTTP/1.1 400")


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_the_process_takes_the_file_descriptors_there_are(served: tuple[str, Path, Path], tmp_path: Path, store):
    code = (
        "import resource as r; r.setrlimit(r.RLIMIT_NOFILE, (256, 4096))\n"
        "from dashboard.server import limits; before = limits.most(); limits.raise_descriptors(); print(before, limits.most())"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    before, after = map(int, said.split())
    assert before < 50 < 500 < after <= limits.MOST
