"""The store in one SQLite file, in WAL mode: readers never wait for the writer.

Each call opens its own connection (0.2 ms), so a store may be used from any thread; a nested call
of the same thread shares the outer one's. Readers open the file read-only: no reader creates a
file, or writes to one.

WAL needs a shared-memory file. Where the disk has no room for it the file is read as it is, and a
file system without shared memory (some network drives) gets a rollback journal, with which readers wait for a writer.
"""

import errno
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import local

from indicators.store import disk
from indicators.store.database import (
    FULL,
    PATIENCE,
    Connection,
    StoreError,
    Unwritable,
    damaged,
    foreign,
    full,
    gone,
    taken,
    unfit,
    unwritable,
)
from indicators.store.schema import VERSION, migrate, newer

#: Marks the file as ours, so that another program's database is never written to.
APPLICATION_ID = 0x434C4D42  # "CLMB"

#: Size of a log's header in bytes.
LOG_HEAD = 32
#: SQLite's errors where it cannot create or map the shared-memory file.
UNSHARED = (sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMMAP)
#: Its errors on a file system without locks or shared memory.
UNFIT = (*UNSHARED, sqlite3.SQLITE_IOERR_LOCK, sqlite3.SQLITE_IOERR_RDLOCK, sqlite3.SQLITE_IOERR_UNLOCK)


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
            with self._lent(self._opened()) as connection:
                yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        with self._in_words(), self._lent(self._opened_to_write("mode=rw")) as connection:
            connection.execute("PRAGMA synchronous = FULL")  # a commit survives a power cut
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _lent(self, connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        """Share the connection with nested calls of this thread; closed at the end."""
        outer = getattr(self._mine, "connection", None)
        self._mine.connection = connection
        try:
            yield connection
        finally:
            self._mine.connection = outer
            connection.close()

    def _opened(self) -> sqlite3.Connection:
        try:
            return self._connect("mode=ro" if self._writable else self._mode())
        except sqlite3.OperationalError as error:
            code = _code(error)
            if disk.size(self.path) < 0:
                raise gone(self.name) from error
            if code & 0xFF == sqlite3.SQLITE_READONLY:  # a killed writer's journal must be rolled back
                return self._connect("mode=rw")
            if (code in UNSHARED or code & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL)) and self._is_quiet():
                return self._connect("mode=ro&immutable=1")
            raise

    def _opened_to_write(self, mode: str) -> sqlite3.Connection:
        try:
            return self._connect(mode)
        except sqlite3.OperationalError as error:
            if _code(error) != sqlite3.SQLITE_IOERR_SHMMAP:
                raise
            self._leave_log()
            return self._connect(mode)

    def _connect(self, mode: str) -> sqlite3.Connection:
        connection = sqlite3.connect(f"{disk.uri(self.path)}?{mode}", uri=True, timeout=PATIENCE, isolation_level=None)
        try:
            connection.execute("SELECT 1 FROM sqlite_master LIMIT 1")  # the file is opened by the first statement
        except BaseException:
            connection.close()
            raise
        return connection

    def _leave_log(self) -> None:
        """Switch from WAL to a rollback journal, in exclusive mode, which needs no shared memory."""
        with closing(sqlite3.connect(f"{disk.uri(self.path)}?mode=rw", uri=True, timeout=PATIENCE)) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = DELETE")

    @contextmanager
    def locked(self) -> Iterator[bool]:
        from filelock import FileLock, Timeout  # 25 ms, for a refresh only

        lock = FileLock(f"{self.path}.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            yield False
            return
        except OSError as error:
            raise self._why_not(error) from error
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
        if not self._is_made():
            with self._in_words():
                self._keep_log()
                with self._lent(self._opened_to_write("mode=rw")) as connection:
                    self._make(connection)

    def _is_made(self) -> bool:
        if disk.size(self.path) <= 0:
            return False
        with self.reading() as connection:
            return self._check_at_once(connection) == VERSION

    def _keep_log(self) -> None:
        with self._lent(self._opened_to_write("mode=rwc")) as connection:
            version = self._check_at_once(connection)
            if version < VERSION:
                _patiently(connection, "PRAGMA journal_mode = WAL")

    def _make(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        migrate(connection, self._check(connection), compact="WITHOUT ROWID", number="INTEGER PRIMARY KEY")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")

    def _check_at_once(self, connection: sqlite3.Connection) -> int:
        """As `_check`, in one transaction: another process may be creating the file meanwhile."""
        connection.execute("BEGIN")
        try:
            return self._check(connection)
        finally:
            connection.execute("ROLLBACK")

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
        if disk.size(self.path) < 0:
            return None
        database = self if self._may_write() else Sqlite(self.path, writable=False)
        with database.reading() as connection:
            return database if self._check_at_once(connection) == VERSION else None

    def _mode(self) -> str:
        # WAL needs a writable -shm file even to read; where there is none SQLite must be told that
        # nobody writes ("immutable"). It would then silently ignore the log.
        return "mode=ro&immutable=1" if self._is_quiet() else "mode=ro"

    def _is_quiet(self) -> bool:
        """Whether the log holds nothing that is not in the file."""
        return disk.size(Path(f"{self.path}-wal")) <= LOG_HEAD

    def _may_write(self) -> bool:
        """Whether the file and its -shm may be written, which SQLite can take ten seconds to find out."""
        index = Path(f"{self.path}-shm")
        return disk.size(self.path) < 0 or all(
            os.access(one, os.W_OK) for one in (self.path, index if disk.size(index) >= 0 else self.path.parent)
        )

    def trouble(self) -> str:
        return FULL if disk.is_full(self.path) else ""

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
        return f"{disk.size(self.path) / 1e6:.1f} MB"

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise self._operational(error) from error
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # SQLite's message may quote damaged data
            raise damaged(str(error).partition(" in position")[0], self.name) from error

    def _operational(self, error: sqlite3.OperationalError) -> StoreError:
        code = _code(error)
        kind = code & 0xFF
        if kind == sqlite3.SQLITE_ERROR or not code:  # a missing table, an invalid text
            return damaged(str(error).partition(" with text")[0], self.name)
        if kind == sqlite3.SQLITE_FULL or (kind != sqlite3.SQLITE_BUSY and disk.is_full(self.path)):
            return full(self.name)
        if code in UNFIT or (kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_PROTOCOL) and not disk.has_locks(self.path)):
            return unfit(self.name)
        if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL):
            return taken(self.name)
        if kind in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            return unwritable(self.name)
        return StoreError(f"the store {self.name} cannot be used: {error}")

    def _why_not(self, error: OSError) -> StoreError:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return full(self.name)
        return unfit(self.name) if error.errno in disk.LOCKLESS else unwritable(self.name)


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", None) or 0


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    # Changing the journal mode does not wait for other connections, whatever the timeout says.
    for attempt in range(100):
        try:
            connection.execute(statement)
            return
        except sqlite3.OperationalError as error:
            if _code(error) & 0xFF != sqlite3.SQLITE_BUSY or attempt == 99:
                raise
            time.sleep(0.05)
