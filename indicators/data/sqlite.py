"""The store in one SQLite file, in WAL mode: readers never wait for the writer.

Each call opens its own connection (about 0.1 ms), so a store may be used from any thread.
"""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from indicators.data.database import (
    MIGRATIONS,
    PATIENCE,
    VERSION,
    Connection,
    StoreError,
    Unwritable,
    foreign,
    full,
    newer,
    statements,
    taken,
    unwritable,
)

#: Marks the file as ours, so that another program's database is never written to.
APPLICATION_ID = 0x434C4D42  # "CLMB"

#: How the file may be opened. WAL needs a writable -shm file even to read; where there can be none
#: SQLite must be told that nobody writes ("immutable").
MODES = {"rw": "mode=rwc", "ro": "mode=ro", "immutable": "mode=ro&immutable=1"}


class Sqlite:
    """A file that holds the tables of a store."""

    def __init__(self, path: Path, mode: str = "rw") -> None:
        self.path = path
        self.name = str(path)
        self._mode = mode

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        # Where nothing may be written a lock that is held stays held: a killed writer left it.
        patience = PATIENCE if self._mode == "rw" else 0.2
        with self._in_words():
            connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?{MODES[self._mode]}", uri=True, timeout=patience, isolation_level=None
            )
            try:
                yield connection
            finally:
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
            with self._in_words():
                lock.acquire()
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def prepare(self) -> None:
        with self._in_words():
            self.path.parent.mkdir(parents=True, exist_ok=True)
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
        for mode in ("ro",) if self._has_log() else ("ro", "immutable"):
            database = Sqlite(self.path, mode)
            try:
                with database.reading() as connection:
                    if self._check(connection) == VERSION:
                        return database
            except StoreError:
                continue
        return None

    def _has_log(self) -> bool:
        """Whether writes are still in the log: "immutable" would read past them without a word."""
        log = self.path.with_name(f"{self.path.name}-wal")
        return log.is_file() and log.stat().st_size > 0

    def first_of(self, order: str, where: str) -> str:
        # A bare column beside max() takes its value from the row of the maximum: SQLite guarantees it,
        # and it is twice as fast as a window function (11 against 19 ms for 10,000 rows).
        which = {"ASC": "min", "DESC": "max"}[order]
        return (
            f"SELECT date, value, series, {which}(known_from) FROM observation WHERE {where}"
            " GROUP BY series, date ORDER BY series, date"
        )

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
            raise StoreError(
                f"the store {self.name} is damaged ({error}); nothing was changed: move the file away and start again, "
                "and it is rebuilt from the figures that ship"
            ) from error
        except OSError as error:
            raise Unwritable(f"cannot make the folder of the store {self.name}: {error.strerror}") from error

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
