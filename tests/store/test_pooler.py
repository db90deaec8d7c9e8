"""The store behind a pooler that lends another connection to each transaction: every figure is still the one asked for."""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indicators.catalogue import catalogue
from indicators.store import lease
from indicators.store.store import Busy, Store, StoreError, connect, open_store
from tests import postgres
from tests.conftest import figure_folder, python, small_store
from tests.programs import needs
from tests.store.test_store import FOREVER

pytest.importorskip("psycopg")
from tests import pooler

pytestmark = [pytest.mark.served, needs("pgbouncer")]


@pytest.fixture
def pooled(postgres_server: str) -> Iterator[str]:
    """A new database behind a pooler by transaction that has two connections for all."""
    with pooler.running(postgres_server, "transaction") as url:
        yield url


READER = """
import json, sys, threading
from indicators.store.store import open_store
place, ids, times = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
truth = {id: [tuple(row) for row in rows] for id, rows in json.load(sys.stdin).items()}
store, wrong, read = open_store(place), [], []
def work():
    try:
        for n in range(times):
            asked = ids[n % 3:] + ids[: n % 3]  # not all threads ask the same words
            found = store.states(dict.fromkeys(asked, 10**12))
            wrong.extend(id for id in asked if found[id] != truth[id])
            wrong.extend(id for id, held in store.vintages(asked).items() if not held)
            read.append(len(asked))
    except BaseException as error:
        wrong.append(repr(error))
threads = [threading.Thread(target=work) for _ in range(5)]
[one.start() for one in threads], [one.join() for one in threads]
print(json.dumps([sum(read), wrong]))
"""

REFRESHER = """
import sys, time
from indicators.store.store import connect
store = connect(sys.argv[1])
with store.refreshing():
    print("in", flush=True)
    for n in range(1, 10**6):
        store.publish("PUBLISHED", n * 100_000, [(day, float(n)) for day in range(1, 300)], "test", True)
        print(n, flush=True)
"""


def test_every_figure_read_by_many_through_two_connections_is_the_one_asked_for(pooled: str, store: Store):
    open_store(pooled)
    ids = [one.id for one in catalogue.series().values() if one.ships][:20]
    truth = json.dumps(store.states(dict.fromkeys(ids, FOREVER)))
    with python(REFRESHER, pooled) as refresher:
        assert refresher.stdout and refresher.stdout.readline() == "in\n"
        readers = [python(READER, pooled, json.dumps(ids), 6) for _ in range(3)]
        for reader in readers:
            assert reader.stdin
            reader.stdin.write(truth)
            reader.stdin.close()
            reader.stdin = None
        answers = [reader.communicate(timeout=240) for reader in readers]
        refresher.kill()
        published = max(int(line) for line in refresher.stdout)
    assert [error for _, error in answers] == [""] * 3
    assert [json.loads(said) for said, _ in answers] == [[20 * 6 * 5, []]] * 3
    assert [value for _, value in connect(pooled).states({"PUBLISHED": FOREVER})["PUBLISHED"]][:1] >= [float(published)]


def test_the_lock_of_refreshes_is_taken_and_freed_each_time(pooled: str, tmp_path: Path):
    one, other = small_store(tmp_path, pooled), connect(pooled)
    for _ in range(20):
        with one.refreshing(), pytest.raises(Busy), other.refreshing():
            pass
        with other.refreshing():
            pass


def test_the_lock_outlives_its_own_span_while_its_process_lives(
    pooled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(lease, "BEAT", 0.2)
    one, other = small_store(tmp_path, pooled), connect(pooled)
    with one.refreshing():
        time.sleep(lease.LASTS + 2)
        with pytest.raises(Busy):
            other.refreshing().__enter__()


def test_a_killed_refresh_frees_the_store_behind_a_pooler(pooled: str, tmp_path: Path):
    store = small_store(tmp_path, pooled)
    with python(REFRESHER, pooled) as refresher:
        assert refresher.stdout and refresher.stdout.readline() == "in\n"
        os.kill(refresher.pid, signal.SIGKILL)
    with pytest.raises(Busy, match=f"process {refresher.pid} on "):
        store.refreshing().__enter__()
    deadline = time.monotonic() + 60
    while not is_free(store):
        assert time.monotonic() < deadline
        time.sleep(0.5)


def is_free(store: Store) -> bool:
    try:
        with store.refreshing():
            return True
    except Busy:
        return False


def test_a_refresh_keeps_its_lock_while_the_database_is_away(
    postgres_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    import psycopg

    place = postgres.new_schema(postgres_server)
    store, other = small_store(tmp_path, place), connect(place)
    monkeypatch.setattr(lease, "BEAT", 0.1)
    with store.refreshing(), psycopg.connect(postgres_server, autocommit=True) as admin:
        for _ in range(5):  # as a restart does: every connection is ended
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'claimboard'"
            )
            time.sleep(0.3)
        with pytest.raises(Busy):
            other.refreshing().__enter__()
    assert is_free(other)


def test_a_lock_that_another_took_is_said_in_the_log_and_not_freed(
    pooled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    store = small_store(tmp_path, pooled)
    monkeypatch.setattr(lease, "BEAT", 0.1)
    with store.refreshing():
        with store.database.writing() as connection:
            connection.execute("UPDATE meta SET value = '99999999999 another' WHERE key = 'lease'")
        wait_until(lambda: "was taken by another process" in caplog.text)
    assert not is_free(store)


def wait_until(done: Any) -> None:
    deadline = time.monotonic() + 60
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_nothing_is_left_on_a_connection(pooled: str, tmp_path: Path):
    """Another client that is lent the same connections finds no statement, setting or lock of ours."""
    import psycopg

    store = small_store(tmp_path, pooled, X=(("2026-01-01", {"2025-01-01": 1.5}),))
    with store.refreshing():
        threads = [threading.Thread(target=lambda: [store.spans(["X"]) for _ in range(10)]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with psycopg.connect(pooled, autocommit=True, prepare_threshold=None) as stranger:
            for _ in range(6):
                assert stranger.execute("SELECT name FROM pg_prepared_statements").fetchall() == []
                locks = "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
                assert stranger.execute(locks).fetchall() == []
                assert stranger.execute("SHOW lock_timeout").fetchall() == [("0",)]


def test_a_pooler_by_session_will_do(postgres_server: str, tmp_path: Path):
    with pooler.running(postgres_server, "session", 5) as url:
        store = small_store(tmp_path, url, X=(("2026-01-01", {"2025-01-01": 1.5}),))
        with store.refreshing():
            store.publish("X", 10**10, [(1, 2.0)], "test", False)
        assert len(store.states({"X": FOREVER})["X"]) == 2


REFUSED = {
    "statement": ("statement", "", "", "lends by statement; the store needs pool_mode transaction or session"),
    "options": (
        "transaction",
        "",
        "?options=-csearch_path%3Dpublic",
        "takes no `options` in the address; leave it out",
    ),
    "options left out": (
        "transaction",
        "ignore_startup_parameters = options",
        "?options=-csearch_path%3Dpublic",
        "leaves out the `search_path` of the address; leave it out and say ALTER ROLE",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_pooler_that_will_not_do_is_one_sentence(case: str, postgres_server: str, tmp_path: Path):
    mode, settings, options, words = REFUSED[case]
    with pooler.running(postgres_server, mode, more=settings) as url, pytest.raises(StoreError) as caught:
        open_store(url + options, figure_folder(tmp_path / "figures"))
    said = str(caught.value)
    assert words in said and "\n" not in said and postgres.PASSWORD not in said
