"""compose.yaml's arrangement on loopback: PostgreSQL, one refresher, two dashboards, HAProxy; one dashboard is killed."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from uuid import uuid4

import httpx
import psycopg
import pytest

from indicators.store.store import Store, StoreError, connect, end_of
from tests import pooler
from tests.browser import ROOT, Server, claimboard, free_port, started
from tests.conftest import IN_BROWSER
from tests.programs import needs
from tests.refresh.conftest import Fred
from tests.refresh.conftest import fred as fred
from tests.refresh.test_commands import IDS, MAIN
from tests.served import haproxy
from tests.served.reader import looking, opens, settled
from tests.served.test_files import SERVICES

pytestmark = [*IN_BROWSER, needs("haproxy", "pgbouncer"), pytest.mark.timeout(1200)]

#: Two machines of the network `inside`.
PLACES = ("127.0.0.2", "127.0.0.3")
PASSWORD = "reader's pass/word"
#: The page, and Streamlit's mark of one that has its server.
APP, CONNECTED = "[data-testid=stApp]", "[data-test-connection-state=CONNECTED]"


@pytest.fixture(params=["PostgreSQL", "PgBouncer by transaction"])
def addresses(request: pytest.FixtureRequest, postgres_server: str) -> Iterator[tuple[str, str]]:
    """Where the refresher has the store, and where the dashboards have it: as a login that may only read."""
    if "PgBouncer" in request.param:
        with pooler.running(postgres_server, "transaction", size=4) as url:
            yield url, url
        return
    database = f"d{uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database}")
        for statement in _reader():
            connection.execute(statement)
    owner = urlsplit(postgres_server)._replace(path=f"/{database}").geturl()
    reader = re.sub(r"//[^@]*@", f"//claimboard_reader:{quote(PASSWORD, safe='')}@", owner)
    yield owner, reader
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("DROP ROLE claimboard_reader")


def _reader() -> list[str]:
    """The statements of deploy/reader.sh, with a password as psql would put it in."""
    script = (ROOT / "deploy" / "reader.sh").read_text(encoding="utf-8")
    (found,) = re.findall(r"<<'SQL'\n(.*?)\nSQL\n", script, re.S)
    return found.replace(":'password'", "'" + PASSWORD.replace("'", "''") + "'").split(";")[:-1]


@contextmanager
def refresher(address: str, fred: Fred, log: Path) -> Iterator[None]:
    """The refresher's own command."""
    command = [sys.executable, "-c", MAIN, *SERVICES["refresher"]["command"]]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "CLAIMBOARD_STORE": address}
    with log.open("w") as output, subprocess.Popen(command, env=environment, stdout=output, stderr=output) as process:
        try:
            yield
        finally:
            process.terminate()


@contextmanager
def dashboards(address: str, folder: Path) -> Iterator[tuple[int, list[Server]]]:
    """Two of them, at a port of their two machines."""
    port, secret = free_port(), folder / "password"
    secret.write_text(unquote(urlsplit(address).password or ""))
    told = {
        "CLAIMBOARD_STORE": re.sub(r":[^:/@]*@", "@", address),
        "PGPASSWORD_FILE": str(secret),
        "CLAIMBOARD_ALLOWED_HOSTS": "localhost",  # compose.yaml's default
    }
    with ExitStack() as all:
        commands = [(at, [*claimboard(port), "--host", at]) for at in PLACES]
        logs = [folder / f"{at}.log" for at in PLACES]
        yield (
            port,
            [
                all.enter_context(started(command, port, log, told, at=at))
                for (at, command), log in zip(commands, logs, strict=True)
            ],
        )


def until(true: Callable[[], object], seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)


def readers_of(server: Server) -> int:
    """Connections that a dashboard has open (Linux)."""
    at = urlsplit(server.url)
    mine = bytes(reversed([int(n) for n in (at.hostname or "").split(".")])).hex().upper() + f":{at.port:04X}"
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[1] == mine and row[3] == "01" for row in rows)


def test_a_reader_goes_on_when_a_dashboard_is_killed(
    chromium: Any, store: Store, fred: Fred, addresses: tuple[str, str], tmp_path: Path
):
    for id in IDS:
        rows = store.states({id: end_of(store.vintages([id])[id][-1].day)})[id]
        fred.has[id] = {date.fromordinal(day).isoformat(): value for day, value in rows} | {"2026-10-01": rows[-1][1]}
    owner, reader = addresses
    with refresher(owner, fred, tmp_path / "refresher.log"):
        until(lambda: _is_made(owner))  # as depends_on has it
        with (
            dashboards(reader, tmp_path) as (port, servers),
            haproxy.in_front(tmp_path, PLACES, port) as front,
        ):
            home = f"http://localhost:{front}"
            until(lambda: _answers(home))
            # After new figures a dashboard judges before it is ready, which a busy machine does late.
            until(lambda: " new" in (tmp_path / "refresher.log").read_text())
            until(lambda: all(_answers(f"{one.url}/readyz") for one in servers))
            opens(chromium, home)
            with looking(chromium, "localhost") as (page, _):
                page.goto(f"{home}/ai-capex?claim=capex-dependence")
                settled(page, charts=1)
                mine = _served_by(servers)
                os.kill(mine.pid, signal.SIGKILL)
                page.wait_for_selector(f"{APP}:not({CONNECTED})")
                page.wait_for_selector(f"{APP}{CONNECTED}")  # by itself, and to the other one
                assert page.url.endswith("claim=capex-dependence")
                page.locator("[data-testid=stSidebarNavLink]").first.click()
                page.wait_for_selector("li.cb-row a")
                with page.expect_navigation():
                    page.locator("li.cb-row a").first.click()
                settled(page, charts=1)
                assert "claim=" in page.url
            assert [_lives(one) for one in servers] == [one is not mine for one in servers]
        until(lambda: len(connect(owner).attempts(IDS)) == len(IDS))
        assert {one.outcome for one in connect(owner).attempts(IDS).values()} == {"new"}


def _is_made(address: str) -> bool:
    try:
        return connect(address).revision() > 0
    except StoreError:
        return False


def _answers(home: str) -> bool:
    try:
        return httpx.get(home, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def _served_by(servers: list[Server]) -> Server:
    """The dashboard that the one page open is at, once the connections that only loaded it are gone."""
    until(lambda: sorted(bool(readers_of(one)) for one in servers) == [False, True])
    return next(one for one in servers if readers_of(one))


def _lives(server: Server) -> bool:
    state = Path(f"/proc/{server.pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"
