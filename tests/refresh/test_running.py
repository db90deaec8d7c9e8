"""A dashboard that runs while figures come in: it shows them without a restart, and its refresher ends with it."""

import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dashboard.server import refresh_process
from indicators.judging import ledger
from indicators.store.store import Attempt, Store, end_of, open_store
from tests.browser import free_port
from tests.conftest import ROOT
from tests.patience import LONG, until
from tests.refresh.conftest import Fred

pytestmark = pytest.mark.served

ID = "SPX_CLOSE"
MAIN = "from dashboard.cli.main import main; main()"


def test_attempts_that_bring_nothing_do_not_make_pages_compute_again(tmp_path: Path):
    own = open_store(tmp_path / "own.sqlite")
    revision = own.revision()
    own.note([Attempt(ID, 1, "yahoo:^GSPC", "failed", "finance.yahoo.com cannot be reached")])
    assert own.revision() == revision


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    store = open_store(tmp_path / "own.sqlite")
    ledger.record(store, datetime.now(UTC))
    monkeypatch.setenv("CLAIMBOARD_STORE", store.name)
    return store


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_a_server_that_refreshes_brings_figures_in_and_takes_its_refresher_along(
    own: Store, fred: Fred, tmp_path: Path
):
    rows = own.states({"UNRATE": end_of(date.max)})["UNRATE"]
    fred.has["UNRATE"] = {date.fromordinal(day).isoformat(): value for day, value in rows} | {"2026-10-01": 4.3}
    log = (tmp_path / "log").open("w+")
    server = subprocess.Popen(
        [sys.executable, "-c", MAIN, "run", "--port", str(free_port()), "--refresh-every", "1d"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        until(lambda: own.attempts(["UNRATE"]).get("UNRATE"))
        assert own.spans(["UNRATE"])["UNRATE"][1] == date(2026, 10, 1).toordinal()
        (child,) = children(server.pid)
        server.send_signal(signal.SIGKILL)  # nothing of it can tell its refresher to end
        server.wait(timeout=LONG)
        until(lambda: not alive(child))
    finally:
        server.kill()
        server.wait()
        log.seek(0)
        assert "Traceback" not in log.read()
        log.close()


def test_without_an_interval_there_is_no_refresher(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(refresh_process.EVERY, raising=False)
    monkeypatch.setattr(subprocess, "Popen", None)
    with refresh_process.beside():
        pass
