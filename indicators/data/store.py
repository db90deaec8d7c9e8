"""The store: every observation with the moment it became known, in one SQLite file.

Bitemporal: `(series, date, known_from) -> value`. A revision adds a row, a withdrawal adds a row
without a value, and nothing is overwritten or deleted, so the state at any past moment can be read
back. Dates are ordinal days (`date.toordinal`), `known_from` is UTC seconds.

Plain `sqlite3` in WAL mode: readers never wait for the writer and see whole transactions only. Each
call opens its own connection (about 0.1 ms), so a store may be used from any thread.
"""

import os
import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from indicators.data import catalogue, figures

#: Marks the file as ours, so that another program's database is never written to.
APPLICATION_ID = 0x434C4D42  # "CLMB"

#: The script at position n takes a file from version n to n + 1.
MIGRATIONS = (
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE series (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
    CREATE TABLE vintage (
        series INTEGER NOT NULL, known_from INTEGER NOT NULL, source TEXT NOT NULL,
        PRIMARY KEY (series, known_from)) WITHOUT ROWID;
    CREATE TABLE observation (
        series INTEGER NOT NULL, date INTEGER NOT NULL, known_from INTEGER NOT NULL, value REAL,
        PRIMARY KEY (series, date, known_from)) WITHOUT ROWID;
    """,
)
VERSION = len(MIGRATIONS)
SHIPPED = "shipped"
#: A moment after all others, UTC seconds.
ENDLESS = 2**53


class StoreError(RuntimeError):
    """The store cannot be used. The message says why, in a sentence, and that nothing was lost."""


@dataclass(frozen=True)
class Known:
    """One vintage of a series: when it became known and where it came from."""

    at: int
    source: str

    @property
    def day(self) -> date:
        return datetime.fromtimestamp(self.at, UTC).date()


def default_path() -> Path:
    """Where the store is: `CLAIMBOARD_STORE`, or a file in the user's data directory."""
    chosen = os.environ.get("CLAIMBOARD_STORE", "").strip()
    if "://" in chosen:
        kind = chosen.split("://")[0]
        raise StoreError(f"CLAIMBOARD_STORE names a {kind} database; this version keeps its store in a file")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path  # wanted only where no path is given

    return user_data_path("claimboard", appauthor=False) / "claimboard.sqlite"


def start_of(day: date) -> int:
    """UTC seconds at the start of a day: when a vintage dated by day is held to be known."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def end_of(day: date) -> int:
    """The last UTC second of a day."""
    return start_of(day) + 24 * 60 * 60 - 1


class Store:
    """An open store. Use `open_store`, which also brings in the figures that ship."""

    def __init__(self, path: Path, mode: str = "rw") -> None:
        self.path = path
        self._mode = mode

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        options = {"rw": "mode=rwc", "ro": "mode=ro", "immutable": "mode=ro&immutable=1"}[self._mode]
        with _in_words(self.path):
            connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?{options}", uri=True, timeout=5, isolation_level=None
            )
            try:
                yield connection
            finally:
                connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._connection() as connection:
            connection.execute("PRAGMA synchronous = NORMAL")  # in WAL a killed process loses nothing
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute(
                    "INSERT INTO meta VALUES ('revision', '1') ON CONFLICT (key) DO UPDATE SET value = value + 1"
                )
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def prepare(self) -> None:
        """Check that the file is ours and readable by this version, create or migrate it.

        Raises StoreError, having changed nothing, if it is not.
        """
        with self._connection() as connection:
            connection.execute("BEGIN")  # one snapshot: another process may be creating the file just now
            version = self._check(connection)
            connection.execute("COMMIT")
            if version < VERSION:
                _patiently(connection, "PRAGMA journal_mode = WAL")
                connection.execute("BEGIN IMMEDIATE")
                for script in MIGRATIONS[self._check(connection) :]:
                    for statement in script.split(";"):
                        connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {VERSION}")
                connection.execute("COMMIT")

    def _check(self, connection: sqlite3.Connection) -> int:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        empty = not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        if not ours and not (version == 0 and empty):
            raise StoreError(f"{self.path} is a database of another program; nothing was written to it")
        if version > VERSION:
            raise StoreError(
                f"the store {self.path} was written by a newer Claimboard (version {version}, this one reads "
                f"up to {VERSION}); install the newer one or point CLAIMBOARD_STORE elsewhere"
            )
        return version

    def damage(self) -> str:
        """What SQLite's own check finds wrong with the file; empty when it is sound."""
        with self._connection() as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        return "" if found == "ok" else str(found)

    def revision(self) -> int:
        """A number that grows with every write: what depends on the data may be kept until it does."""
        return int(self._meta("revision") or 0)

    def _meta(self, key: str) -> str | None:
        with self._connection() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def vintages(self, ids: Iterable[str]) -> dict[str, list[Known]]:
        """The vintages held of each series, oldest first."""
        found: dict[str, list[Known]] = {id: [] for id in ids}
        marks = ",".join("?" * len(found))
        with self._connection() as connection:
            rows = connection.execute(
                "SELECT id, known_from, source FROM vintage JOIN series ON series.key = vintage.series"
                f" WHERE id IN ({marks}) ORDER BY known_from",
                tuple(found),
            )
            for id, at, source in rows:
                found[id].append(Known(at, source))
        return found

    def states(self, moments: dict[str, int]) -> dict[str, list[tuple[int, float]]]:
        """For each series the observations known at a moment (UTC seconds), ascending by date."""
        with self._connection() as connection:
            return {id: _state(connection, id, at) for id, at in moments.items()}

    def older(self, moments: dict[str, int], until: int = ENDLESS) -> dict[str, list[tuple[int, float]]]:
        """For each series what lies before the first date known at a moment, by the next vintage that has it.

        Some vintages are held only for their last years. Empty where nothing older is held, or was at `until`.
        """
        with self._connection() as connection:
            return {id: _older(connection, id, at, until) for id, at in moments.items()}

    def spans(self, ids: Iterable[str]) -> dict[str, tuple[int, int, int]]:
        """First and last date and number of observations, as known now, of the series that have any."""
        wanted = tuple(ids)
        query = f"""
            SELECT id, min(date), max(date), count(*) FROM (
                SELECT series, date, value, max(known_from) FROM observation
                WHERE series IN (SELECT key FROM series WHERE id IN ({",".join("?" * len(wanted))}))
                GROUP BY series, date
            ) AS latest JOIN series ON series.key = latest.series
            WHERE value IS NOT NULL GROUP BY id"""
        with self._connection() as connection:
            return {id: (first, last, rows) for id, first, last, rows in connection.execute(query, wanted)}

    def add(self, id: str, at: int, rows: Iterable[tuple[int, float | None]], source: str) -> None:
        """Add what became known of a series at a moment, in one transaction.

        `rows` are (ordinal day, value as published, None = withdrawn) and hold only what is new or
        revised against the state before `at`; `figures.changes` finds that.
        """
        with self._transaction() as connection:
            _add(connection, _key(connection, id), at, tuple(rows), source)

    def import_figures(self, folder: Path) -> bool:
        """Bring in the figures of a folder unless they are in already; says whether it did.

        One transaction: a reader sees all of them or none, and a failure leaves the store as it was.
        """
        files = sorted(folder.glob("*.csv"))
        mark = f"{_checksum(files):08x}"
        if self._meta("figures") == mark:
            return False
        with self._transaction() as connection:
            for file in files:
                _import(connection, _key(connection, file.stem), figures.read(file))
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('figures', ?)", (mark,))
        return True


def open_store(path: Path | None = None, folder: Path = catalogue.FIGURES) -> Store:
    """The store at a path (default: `default_path`), created and filled from `folder` if need be.

    Where the place cannot be written a store that is there is read as it is. Raises StoreError.
    """
    path = path or default_path()
    try:
        store = _open(path)
        store.prepare()
        store.import_figures(folder)
        return store
    except StoreError as error:
        if isinstance(error.__cause__, OSError | sqlite3.OperationalError) and path.is_file():
            return _read_only(path, error)
        raise


def _open(path: Path) -> Store:
    with _in_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    return Store(path)


def _read_only(path: Path, reason: StoreError) -> Store:
    # WAL needs a writable -shm file even to read; where there can be none SQLite must be told
    # that nobody writes ("immutable").
    for mode in ("ro",) if _has_log(path) else ("ro", "immutable"):
        store = Store(path, mode)
        try:
            if store.revision():
                return store
        except StoreError:
            continue
    raise reason


def _has_log(path: Path) -> bool:
    """Whether writes are still in the log: "immutable" would read past them without a word."""
    log = path.with_name(f"{path.name}-wal")
    return log.is_file() and log.stat().st_size > 0


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


def _state(connection: sqlite3.Connection, id: str, at: int) -> list[tuple[int, float]]:
    # A bare column beside max() takes its value from the row of the maximum: SQLite guarantees it,
    # and it is twice as fast as a window function (11 against 19 ms for 10,000 rows).
    rows = connection.execute(
        "SELECT date, value, max(known_from) FROM observation"
        " WHERE series = (SELECT key FROM series WHERE id = ?) AND known_from <= ? GROUP BY date",
        (id, at),
    )
    return [(day, value) for day, value, _ in rows if value is not None]


def _older(connection: sqlite3.Connection, id: str, at: int, until: int) -> list[tuple[int, float]]:
    rows = connection.execute(
        """WITH one AS (SELECT key FROM series WHERE id = ?1)
           SELECT date, value, min(known_from) FROM observation
           WHERE series = (SELECT key FROM one) AND known_from > ?2 AND known_from <= ?3 AND date < (
               SELECT min(date) FROM observation WHERE series = (SELECT key FROM one) AND known_from <= ?2)
           GROUP BY date""",
        (id, at, until),
    )
    return [(day, value) for day, value, _ in rows if value is not None]


def _key(connection: sqlite3.Connection, id: str) -> int:
    connection.execute("INSERT OR IGNORE INTO series (id) VALUES (?)", (id,))
    key: int = connection.execute("SELECT key FROM series WHERE id = ?", (id,)).fetchone()[0]
    return key


def _import(connection: sqlite3.Connection, key: int, vintages: list[figures.Vintage]) -> None:
    fresh = not connection.execute("SELECT 1 FROM vintage WHERE series = ? LIMIT 1", (key,)).fetchone()
    for vintage in vintages:
        at = start_of(vintage.known_from)
        if fresh:
            _insert(connection, key, at, vintage.rows, SHIPPED)
        else:
            _add(connection, key, at, vintage.rows, SHIPPED)


def _insert(
    connection: sqlite3.Connection, key: int, at: int, rows: tuple[tuple[int, float | None], ...], source: str
) -> None:
    connection.execute("INSERT OR IGNORE INTO vintage VALUES (?, ?, ?)", (key, at, source))
    connection.executemany(
        f"INSERT OR IGNORE INTO observation VALUES ({key}, ?, {at}, ?)",
        rows,
    )


def _add(
    connection: sqlite3.Connection, key: int, at: int, rows: tuple[tuple[int, float | None], ...], source: str
) -> None:
    """Insert a vintage that may be older than ones already held.

    Vintages hold only changes, so a row put in between would show through the next vintage where
    that one had nothing to say about its date: what the next one stood for is written out first.
    """
    held = connection.execute("SELECT 1 FROM vintage WHERE series = ? AND known_from = ?", (key, at)).fetchone()
    if held:
        return
    later = connection.execute(
        "SELECT min(known_from) FROM vintage WHERE series = ? AND known_from > ?", (key, at)
    ).fetchone()[0]
    if later is not None:
        connection.executemany(
            f"""INSERT OR IGNORE INTO observation
                SELECT {key}, ?1, {later}, (
                    SELECT value FROM observation WHERE series = {key} AND date = ?1 AND known_from < {later}
                    ORDER BY known_from DESC LIMIT 1)""",
            [(day,) for day, _ in rows],
        )
    _insert(connection, key, at, rows, source)


def _checksum(files: list[Path]) -> int:
    total = 0
    for file in files:
        total = zlib.crc32(file.read_bytes(), zlib.crc32(file.name.encode(), total))
    return total


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreError(_operational(path, str(error))) from error
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"the store {path} is damaged ({error}); nothing was changed: move the file away and start again, "
            "and it is rebuilt from the figures that ship"
        ) from error
    except OSError as error:
        raise StoreError(f"cannot make the folder of the store {path}: {error.strerror}") from error


def _operational(path: Path, words: str) -> str:
    if "full" in words:
        return f"the disk is full: nothing was written to the store {path}, what was in it is untouched"
    if "readonly" in words or "unable to open" in words:
        return f"the store {path} cannot be opened for writing; set CLAIMBOARD_STORE to a place that can"
    if "locked" in words:
        return f"the store {path} is being written by another process; try again in a moment"
    return f"the store {path} cannot be used: {words}"
