"""The store in PostgreSQL: what goes wrong with a server is one sentence, and no password is ever in one."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.cli import checks
from indicators.store.store import StoreError, connect, open_store
from tests import browser, postgres
from tests.conftest import ROOT, figure_folder, python, small_store
from tests.patience import LONG, until

pytestmark = pytest.mark.served

psycopg = pytest.importorskip("psycopg")
SECRET = quote(postgres.PASSWORD, safe="")


@pytest.fixture
def url(postgres_server: str) -> str:
    return postgres.new_schema(postgres_server)


@pytest.fixture
def admin(url: str) -> Iterator[Any]:
    """A connection to do harm with."""
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def sentence(error: BaseException) -> str:
    said = str(error)
    assert said and "\n" not in said and postgres.PASSWORD not in said and SECRET not in said
    return said


def test_the_name_has_no_password_and_no_options(url: str):
    assert connect(url).name == f"postgresql://me@{url.split('@')[1].split('?')[0]}"


MALFORMED = (
    "postgresql://me:sec/ret@db.example/claims",
    "postgresql://me:12/sec@ret@db.example/claims",
    "postgresql://me:sec%zzret@db.example/claims",
    "postgresql://me:sec@ret@db.example/claims",
)


@pytest.mark.parametrize("address", MALFORMED)
def test_an_address_whose_password_is_not_encoded_is_refused_and_not_repeated(address: str):
    with pytest.raises(StoreError, match="is no PostgreSQL address") as caught:
        connect(address)
    assert not any(piece in str(caught.value) for piece in ("sec", "ret", "12"))


def test_a_wrong_password_is_one_sentence(url: str):
    with pytest.raises(StoreError, match="password authentication failed") as caught:
        open_store(url.replace(SECRET, "another"))
    assert "another" not in sentence(caught.value)


def test_a_server_that_is_not_there_is_one_sentence():
    with pytest.raises(StoreError, match="cannot be reached") as caught:
        open_store(f"postgresql://me:{SECRET}@127.0.0.1:{browser.free_port()}/claims")
    assert "postgresql://me@127.0.0.1" in sentence(caught.value)


def test_without_what_speaks_to_a_server_is_one_sentence(url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "indicators.store.postgres", None)
    with pytest.raises(StoreError, match=r"pip install 'claimboard\[postgres\]'") as caught:
        connect(url)
    sentence(caught.value)


def test_tables_of_another_program_are_left_alone(url: str, admin: Any):
    admin.execute("CREATE TABLE series (title TEXT)")
    with pytest.raises(StoreError, match="another program; nothing was written"):
        open_store(url)
    tables = admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema").fetchall()
    assert tables == [("series",)]


def test_tables_beside_ours_are_no_hindrance(url: str, admin: Any, tmp_path: Path):
    admin.execute("CREATE TABLE recipes (name TEXT)")
    assert small_store(tmp_path, url, X=(("2026-01-01", {"2025-01-01": 1.5}),)).spans(["X"])


def test_a_store_of_a_newer_version_is_refused(url: str, admin: Any, tmp_path: Path):
    small_store(tmp_path, url)
    admin.execute("UPDATE meta SET value = '99' WHERE key = 'claimboard'")
    with pytest.raises(StoreError, match=r"newer Claimboard \(version 99, this one reads up to 4\)"):
        open_store(url)


def test_a_full_disk_is_one_sentence_and_what_was_in_the_store_is_untouched(url: str, admin: Any, tmp_path: Path):
    store = small_store(tmp_path, url, X=(("2026-01-01", {"2025-01-01": 1.5}),))
    revision = store.revision()
    admin.execute(
        "CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
    )
    admin.execute("CREATE TRIGGER fill BEFORE INSERT ON observation EXECUTE FUNCTION fill()")
    with pytest.raises(StoreError, match="the disk is full: nothing was written to the store") as caught:
        store.publish("Y", 10, [(1, 1.0)], "test", True)
    sentence(caught.value)
    assert (set(store.spans(["X", "Y"])), store.revision()) == ({"X"}, revision)


def test_a_user_who_may_only_read_reads(url: str, admin: Any, tmp_path: Path):
    small_store(tmp_path, url, X=(("2026-01-01", {"2025-01-01": 1.5}),))
    schema = url.rpartition("%3D")[2]
    admin.execute(f"CREATE ROLE {schema}r LOGIN PASSWORD 'r'")
    admin.execute(f"GRANT USAGE ON SCHEMA {schema} TO {schema}r")
    admin.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {schema}r")
    reader = url.replace(f"me:{SECRET}", f"{schema}r:r")
    newer = figure_folder(tmp_path / "newer", X=(("2026-02-01", {"2025-01-01": 9.0}),))
    store = open_store(reader, newer)
    assert [value for _, value in store.states({"X": 10**12})["X"]] == [1.5]
    with pytest.raises(StoreError, match="cannot be opened for writing"):
        store.add("X", 10, [(1, 1.0)], "test")


def test_a_connection_that_the_server_ended_is_replaced(url: str, admin: Any, tmp_path: Path):
    store = small_store(tmp_path, url)
    before = store.revision()
    ended = admin.execute(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE application_name = 'claimboard' AND pid <> pg_backend_pid()"
    ).fetchone()
    assert ended[0] >= 1
    assert store.revision() == before


def test_connections_are_kept_and_not_heaped_up(url: str, admin: Any, tmp_path: Path):
    def count() -> int:
        return admin.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'claimboard'").fetchone()[
            0
        ]

    before, store = count(), small_store(tmp_path, url)
    with ExitStack() as many:
        for _ in range(20):
            many.enter_context(store.database.reading())
    for _ in range(50):
        store.revision()
    until(lambda: count() - before <= 12)  # the server ends a connection a moment after it was closed
    assert count() - before <= 12


def test_doctor_and_status_name_the_store(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    name = open_store(url).name
    monkeypatch.setenv("CLAIMBOARD_STORE", url)
    found = checks.store()
    assert found.state == "fine" and name in found.says and "PostgreSQL 1" in found.says
    answer = subprocess.run(
        [sys.executable, "-c", "from dashboard.cli.main import main; main()", "status", "--json"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(answer.stdout)["store"] == name
    assert SECRET not in answer.stdout + answer.stderr


# --- many readers ---------------------------------------------------------------------------------

WRITER = """
import sys, time
from indicators.store.store import open_store
store = open_store(sys.argv[1])
with store.refreshing():
    store.publish("VIXCLS", int(time.time()), [(739_900, 99.0)], "fred:SEEN-NOW", False)
"""


def data_page(server: browser.Server) -> str:
    """What a new reader of the Data page gets over the websocket, of one series."""

    async def ask() -> bytes:
        said, message = b"", BackMsg()
        message.rerun_script.query_string, message.rerun_script.page_name = "search=VIXCLS", "data"
        address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
        async with websockets.connect(address, proxy=None, max_size=None, compression=None) as link:
            await link.send(message.SerializeToString())
            while (
                ForwardMsg.FromString(part := await asyncio.wait_for(link.recv(), LONG)).WhichOneof("type")
                != "script_finished"
            ):
                said += part
        return said

    page = asyncio.run(ask()).decode("latin-1")
    assert "VIXCLS" in page
    return page


def test_two_dashboards_show_what_one_refresher_writes_without_restart(url: str, tmp_path: Path):
    """The arrangement of compose.yaml on loopback, without containers or proxy."""
    open_store(url)
    with ExitStack() as stack:
        servers = []
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            servers.append(stack.enter_context(browser.serving(tmp_path / name, url)))
        assert ["fred:SEEN-NOW" in data_page(server) for server in servers] == [False, False]
        with python(WRITER, url) as writer:
            assert writer.communicate(timeout=LONG) == ("", "")
        assert ["fred:SEEN-NOW" in data_page(server) for server in servers] == [True, True]
        assert SECRET not in "".join(server.log.read_text() for server in servers)


def test_stores_that_are_open_see_what_another_wrote_at_once(url: str, tmp_path: Path):
    stores = [small_store(tmp_path, url) for _ in range(3)]
    before = [store.revision() for store in stores]
    stores[0].publish("X", 10, [(1, 1.0)], "test", True)
    assert [store.revision() for store in stores] == [before[0] + 1] * 3
    assert [store.states({"X": 10})["X"] for store in stores] == [[(1, 1.0)]] * 3
