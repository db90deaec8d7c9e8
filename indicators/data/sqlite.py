"""The store in one SQLite file, in WAL mode: readers never wait for the writer.

Each call opens its own connection (0.2 ms), so a store may be used from any thread; a call inside a
reading of the same thread goes over that one's.
"""

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import local

from indicators.data.database import (
    MIGRATIONS,
    PATIENCE,
    VERSION,
    Connection,
    StoreError,
    Unwritable,
    damaged,
    foreign,
    full,
    newer,
    statements,
    taken,
    unwritable,
)

#: Marks the file as ours, so that another program's database is never written to.
APPLICATION_ID = 0x434C4D42  # "CLMB"

#: Bytes at the head of a log that stand before the first page written to it.
LOG_HEAD = 32


class Sqlite:
    """A file that holds the tables of a store."""

    def __init__(self, path: Path, writable: bool = True) -> None:
        self.path = path
        self.name = str(path)
        self._writable = writable
        self._mine = local()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        with self._in_words():
            if outer := getattr(self._mine, "connection", None):
                yield outer
                return
            address = f"{self.path.absolute().as_uri()}?{self._mode()}"
            connection = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)
            self._mine.connection = connection
            try:
                yield connection
            finally:
                self._mine.connection = None
                connection.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        with self.reading() as connection:
            connection.execute("PRAGMA synchronous = FULL")  # what is acknowledged outlives a power cut too
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def locked(self) -> Iterator[bool]:
        from filelock import FileLock, Timeout  # wanted by a refresh only

        lock = FileLock(f"{self.path}.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            yield False
            return
        except OSError as error:
            raise unwritable(self.name) from error
        try:
            yield True
        finally:
            lock.release()

    def prepare(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unwritable(f"cannot make the folder of the store {self.name}: {error.strerror}") from error
        if not self._may_write():
            raise unwritable(self.name)
        with self.reading() as connection:
            connection.execute("BEGIN")  # one snapshot: another process may be creating the file just now
            version = self._check(connection)
            connection.execute("COMMIT")
            if version < VERSION:
                _patiently(connection, "PRAGMA journal_mode = WAL")
                connection.execute("BEGIN IMMEDIATE")
                for script in MIGRATIONS[self._check(connection) :]:
                    for statement in statements(script, compact="WITHOUT ROWID", number="INTEGER PRIMARY KEY"):
                        connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {VERSION}")
                connection.execute("COMMIT")

    def _check(self, connection: sqlite3.Connection) -> int:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        empty = not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        if not ours and not (version == 0 and empty):
            raise foreign(self.name)
        if version > VERSION:
            raise newer(self.name, version)
        return version

    def read_only(self) -> "Sqlite | None":
        if not self.path.is_file():
            return None
        database = Sqlite(self.path, writable=False)
        with database.reading() as connection:
            return database if self._check(connection) == VERSION else None

    def _mode(self) -> str:
        # WAL wants a writable -shm file even to read; where there can be none SQLite must be told that
        # nobody writes ("immutable"). It would then read past what is in the log without a word.
        if self._writable:
            return "mode=rwc"
        return "mode=ro" if self._has_log() else "mode=ro&immutable=1"

    def _has_log(self) -> bool:
        log = Path(f"{self.path}-wal")
        return log.is_file() and log.stat().st_size > LOG_HEAD

    def _may_write(self) -> bool:
        """Whether the file and its -shm may be written, which SQLite can take ten seconds to find out."""
        index = Path(f"{self.path}-shm")
        return not self.path.exists() or all(
            os.access(one, os.W_OK) for one in (self.path, index if index.exists() else self.path.parent)
        )

    def latest(self, where: str) -> str:
        # A bare column beside max() takes its value from the row of the maximum: SQLite guarantees it,
        # and it is twice as fast as a window function (11 against 19 ms for 10,000 rows).
        return f"SELECT date, value, series, max(known_from) FROM observation WHERE {where} GROUP BY series, date"

    def fill(self, connection: Connection, key: int, at: int, rows: Sequence[tuple[int, float | None]]) -> None:
        connection.executemany(f"INSERT INTO observation VALUES ({key}, ?, {at}, ?)", rows)

    def damage(self) -> str:
        with self.reading() as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        return "" if found == "ok" else str(found)

    def about(self) -> str:
        return f"{self.path.stat().st_size / 1e6:.1f} MB"

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise self._operational(str(error)) from error
        except sqlite3.DatabaseError as error:
            raise damaged(self.name, str(error)) from error

    def _operational(self, words: str) -> StoreError:
        if "full" in words:
            return full(self.name)
        if "readonly" in words or "unable to open" in words:
            return unwritable(self.name)
        if "locked" in words:
            return taken(self.name)
        return StoreError(f"the store {self.name} cannot be used: {words}")


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    # Changing the journal mode does not wait for other connections, whatever the timeout says.
    for attempt in range(100):
        try:
            connection.execute(statement)
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or attempt == 99:
                raise
            time.sleep(0.05)
