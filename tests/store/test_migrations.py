"""A store of an older version: it becomes one of today, whole, or stays what it was."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from indicators.store.schema import MIGRATIONS
from indicators.store.store import Attempt, StoreError, connect, open_store
from tests.conftest import python
from tests.patience import LONG
from tests.store.test_sqlite import public, without_rights

__all__ = ["public"]

#: As version 1 made it, before there was a version 2.
OLD = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE series (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE TABLE vintage (
    series INTEGER NOT NULL, known_from INTEGER NOT NULL, source TEXT NOT NULL,
    PRIMARY KEY (series, known_from)) WITHOUT ROWID;
CREATE TABLE observation (
    series INTEGER NOT NULL, date INTEGER NOT NULL, known_from INTEGER NOT NULL, value REAL,
    PRIMARY KEY (series, date, known_from)) WITHOUT ROWID;
INSERT INTO series (id) VALUES ('X');
INSERT INTO vintage VALUES (1, 10, 'fred:X'), (1, 20, 'fred:X');
INSERT INTO observation VALUES (1, 1, 10, 1.5), (1, 2, 10, 2.5), (1, 2, 20, NULL);
INSERT INTO meta VALUES ('revision', '7'), ('figures', '00000000');
PRAGMA application_id = 0x434C4D42;
PRAGMA user_version = 1;
"""


def old_store(path: Path) -> Path:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(OLD)
    connection.close()
    return path


def test_a_store_of_version_1_becomes_one_of_today_with_all_that_was_in_it(tmp_path: Path):
    path = old_store(tmp_path / "store.sqlite")
    store = open_store(path, tmp_path)
    assert store.states({"X": 10})["X"] == [(1, 1.5), (2, 2.5)]
    assert store.states({"X": 20})["X"] == [(1, 1.5)]
    assert [(known.at, known.source) for known in store.vintages(["X"])["X"]] == [(10, "fred:X"), (20, "fred:X")]
    assert store.revision() == 7
    store.note([Attempt("X", 30, "fred:X", "new")])
    store.publish("X", 30, [(1, 1.5), (2, 2.0)], "fred:X", True)
    assert store.states({"X": 30})["X"] == [(1, 1.5), (2, 2.0)]
    assert connect(path).attempts(["X"])["X"].at == 30
    assert store.damage() == ""


def test_a_store_of_version_2_gets_checksums_and_what_no_store_should_hold_counts_as_damaged(tmp_path: Path):
    path = old_store(tmp_path / "store.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(MIGRATIONS[1].format(number="INTEGER PRIMARY KEY"))
        connection.execute("INSERT INTO series (id) VALUES ('Y')")
        connection.execute("INSERT INTO vintage VALUES (2, 10, 'fred:Y')")
        connection.execute("INSERT INTO observation VALUES (2, 1, 10, 'abc')")
        connection.execute("PRAGMA user_version = 2")
        connection.commit()
    store = open_store(path, tmp_path)
    assert store.states({"X": 20})["X"] == [(1, 1.5)]
    assert store.damaged(["X", "Y", "Z"]) == {"Y": "the store is damaged: vintage of 1 January 1970"}


def test_a_migration_that_is_cut_short_leaves_the_older_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = old_store(tmp_path / "store.sqlite")
    with monkeypatch.context() as broken:
        broken.setattr("indicators.store.schema.MIGRATIONS", (MIGRATIONS[0], MIGRATIONS[1] + "; nonsense"))
        with pytest.raises(StoreError):
            open_store(path, tmp_path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert len(connection.execute("SELECT * FROM sqlite_master WHERE type = 'table'").fetchall()) == 4
    connection.close()
    assert open_store(path, tmp_path).states({"X": 10})["X"] == [(1, 1.5), (2, 2.5)]


def test_processes_that_migrate_at_once_all_succeed(tmp_path: Path):
    path = old_store(tmp_path / "store.sqlite")
    code = "import sys; from pathlib import Path; from indicators.store.store import open_store; " + (
        "open_store(sys.argv[1], Path(sys.argv[2]))"
    )
    openers = [python(code, path, tmp_path) for _ in range(3)]
    assert [opener.communicate(timeout=LONG) for opener in openers] == [("", "")] * 3


def test_a_store_of_version_1_that_may_only_be_read_is_one_sentence(public: Path):
    path = old_store(public / "store.sqlite")
    said = without_rights(public, lambda: str(open_store(path, public)))
    assert said.startswith("Unwritable: ") and str(path) in said
