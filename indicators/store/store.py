"""The store: every observation with the moment it became known, in a SQLite file or in PostgreSQL.

Bitemporal: `(series, date, known_from) -> value`. A revision adds a row, a withdrawal adds a row
without a value, and nothing is overwritten or deleted, so the state at any past moment can be read
back. Dates are ordinal days (`date.toordinal`), `known_from` is UTC seconds.

Beside the observations stand two logs, append-only as well: every attempt to fetch a series, and
every finding that differed from the one before (the ledger).
"""

import csv
import os
import platform
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from indicators.catalogue import catalogue, figure_pack
from indicators.i18n.messages import Message, message
from indicators.model.vintage import Vintage, changes
from indicators.store import chain, logs, meta, observations, vintage_merge
from indicators.store.database import Busy, Connection, Database, StoreError, Unwritable, marks
from indicators.store.logs import Attempt, Entry
from indicators.store.place import default_place, read
from indicators.store.soundness import Seals, harmed
from indicators.store.sqlite import Sqlite
from indicators.store.vintage_merge import Rows

__all__ = ["Attempt", "Busy", "Entry", "Known", "Store", "StoreError", "connect", "default_place", "open_store"]

SHIPPED = "shipped"
DAY = 24 * 60 * 60
#: A moment after all others, UTC seconds.
ENDLESS = 2**53


@dataclass(frozen=True)
class Known:
    """One vintage of a series: when it became known and where it came from."""

    at: int
    source: str

    @property
    def day(self) -> date:
        return datetime.fromtimestamp(self.at, UTC).date()


def start_of(day: date) -> int:
    """UTC seconds at the start of a day: when a vintage dated by day is held to be known."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def end_of(day: date) -> int:
    """The last UTC second of a day."""
    return start_of(day) + DAY - 1


class Store:
    """An open store, to be used from any thread. Use `open_store`, which also brings in the figures that ship.

    Everything that returns has happened: a write is on the disk. Every method raises StoreError.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self._mine = threading.local()
        self._seals = Seals()

    @property
    def name(self) -> str:
        """The store's name in messages: its path, or its address without the password."""
        return self.database.name

    def damage(self) -> str:
        """The finding of the database's integrity check, or of our checksums; empty when sound. Raises StoreError."""
        if found := self.database.damage():
            return found
        with self.database.reading() as connection:
            meta.revision(connection)
            ids = [id for (id,) in connection.execute("SELECT id FROM series")]
            logs.attempts(connection, ids)
            logs.ledger(connection, None)
        damaged = self.damaged([*ids, *catalogue.series()])
        more = f", and {len(damaged) - 1} more series" if len(damaged) > 1 else ""
        return next((f"{id}: {why}{more}" for id, why in damaged.items()), "")

    def trouble(self) -> str:
        """Why writing is impossible at the moment while reading works; empty when it works."""
        return self.database.trouble()

    def together(self) -> AbstractContextManager[Connection]:
        """Context in which this thread reads over one connection: many small readings take half the time."""
        return self.database.reading()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Context in which all writes of this thread are one transaction, of which readers see all or nothing.

        An error rolls all of it back; a caller that catches one inside must not continue as if it had been written.
        """
        with self.database.writing() as connection:
            self._mine.connection = connection
            try:
                yield
            finally:
                self._mine.connection = None

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if outer := getattr(self._mine, "connection", None):
            yield outer
            return
        with self.database.writing() as connection:
            yield connection

    def revision(self) -> int:
        """A number that grows with every publication: the key of every cache of results."""
        with self.database.reading() as connection:
            return meta.revision(connection)

    def _meta(self, key: str) -> str | None:
        with self.database.reading() as connection:
            return meta.read(connection, key)

    # --- figures ----------------------------------------------------------------------------------

    def damaged(self, ids: Iterable[str]) -> dict[str, Message]:
        """The damage by series, for those of `ids` that are damaged: they are not read."""
        with self.database.reading() as connection:
            return self._seals.damage(connection, ids)

    def require(self, ids: Iterable[str]) -> None:
        """Raise StoreError where one of the series is damaged."""
        for id, why in self.damaged(ids).items():
            raise harmed(id, why)

    def _sound(self, ids: Iterable[str]) -> list[str]:
        wanted = list(ids)
        damaged = self.damaged(wanted)
        return [id for id in wanted if id not in damaged]

    def vintages(self, ids: Iterable[str]) -> dict[str, list[Known]]:
        """The vintages of each series, oldest first; none of a damaged one."""
        wanted = list(ids)
        with self.database.reading():
            return {id: [] for id in wanted} | self.listed(self._sound(wanted))

    def listed(self, ids: Iterable[str]) -> dict[str, list[Known]]:
        """The vintages of each series as they are listed, oldest first, before their figures are looked at."""
        found: dict[str, list[Known]] = {id: [] for id in ids}
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT id, known_from, source FROM vintage JOIN series ON series.key = vintage.series"
                f" WHERE id IN ({marks(found)}) ORDER BY known_from",
                tuple(found),
            )
            for id, at, source in rows:
                found[id].append(Known(at, source))
        return found

    def checksums(self, ids: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
        """When each vintage of some series became known (UTC seconds) and the checksum of its rows, ascending."""
        wanted: dict[str, list[tuple[int, int]]] = {id: [] for id in ids}
        query = (
            "SELECT series.id, known_from, checksum FROM vintage JOIN series ON series.key = vintage.series"
            " ORDER BY series.id, known_from"
        )
        with self.database.reading() as connection:
            for id, at, checksum in connection.execute(query):
                if id in wanted:
                    wanted[id].append((at, checksum))
        return wanted

    def states(self, moments: Mapping[str, int]) -> dict[str, list[tuple[int, float]]]:
        """For each series the observations known at a moment (UTC seconds), ascending by date."""
        with self.database.reading() as connection:
            self.require(moments)
            keys = observations.keys(connection, moments)
            return {
                id: observations.last_of(connection, "series = ? AND known_from <= ?", (keys.get(id), at))
                for id, at in moments.items()
            }

    def older(self, id: str, day: int, at: int, until: int = ENDLESS) -> list[tuple[int, float]]:
        """The observations dated before `day` that a series did not have at `at`, each as first known after it.

        Some vintages hold their last years only. Empty where nothing older is held, or was by `until`.
        """
        where = "series = ? AND date < ? AND known_from > ? AND known_from <= ?"
        with self.database.reading() as connection:
            self.require((id,))
            key = observations.keys(connection, (id,)).get(id)
            return observations.last_of(connection, where, (key, day, at, until), "DESC")

    def spans(self, ids: Iterable[str], at: int | None = None) -> dict[str, tuple[int, int, int]]:
        """First and last date and number of observations, as known at a moment (None: now), of the series with any.

        Without those that are damaged.
        """
        known = "" if at is None else f" AND known_from <= {at:d}"
        with self.database.reading() as connection:
            sound = self._sound(ids)
            among = f"series IN (SELECT key FROM series WHERE id IN ({marks(sound)})){known}"
            query = f"""
                SELECT id, min(date), max(date), count(*) FROM ({self.database.latest(among)}) AS latest
                JOIN series ON series.key = latest.series WHERE value IS NOT NULL GROUP BY id"""
            return {id: (first, last, rows) for id, first, last, rows in connection.execute(query, sound)}

    def add(self, id: str, at: int, rows: Rows, source: str) -> None:
        """Add what became known of a series at a moment, in one transaction.

        `rows` are (ordinal day, value as published, None = withdrawn) and hold only what is new or
        revised against the state before `at`; `changes` finds that. Where a vintage of that
        very moment is held the rows are added to it; one that contradicts it raises StoreError.
        """
        given = vintage_merge.unique(id, rows)
        with self._writing() as connection:
            observations.insert(self.database, connection, id, at, given, source)
            meta.grow(connection)

    def publish(self, id: str, at: int, rows: Rows, source: str, complete: bool) -> int:
        """Add what `rows` change about the latest state, in one transaction; returns the number of observations.

        A `complete` answer withdraws the dates between its first and last that it does not have. An
        answer that changes nothing is kept as a vintage without rows, once a day. Where the clock is
        behind the newest vintage the new one is dated a second after that one: neither hidden nor lost.
        """
        published = {day: value for day, value in vintage_merge.unique(id, rows).items() if value is not None}
        if not published:
            return 0
        with self._writing() as connection:
            self.require((id,))
            newest = max(observations.moments(connection, id), default=None)
            changed = self._changes(connection, id, published, complete)
            if changed or newest is None or at - newest >= DAY:
                known = vintage_merge.after(id, at, newest)
                observations.insert(self.database, connection, id, known, changed, source)
                meta.grow(connection)
        return len(changed)

    def fill_in(self, id: str, published: Sequence[tuple[date, Rows]], source: str) -> tuple[int, list[date]]:
        """Add past vintages for days without one, in one transaction; every later state is unchanged.

        `published` has the new or revised rows by day, oldest first. Returns the number of observations
        added, and the days held with other values than published: those stay as they are.
        """
        given = [(day, vintage_merge.unique(id, rows)) for day, rows in published]
        with self._writing() as connection:
            self.require((id,))
            new, differing = vintage_merge.lacking(
                vintage_merge.held(connection, observations.key(connection, id)), given
            )
            for day, rows in new:
                observations.insert(self.database, connection, id, start_of(day), rows, source)
            if new:
                meta.grow(connection)
        return sum(len(rows) for _, rows in new), differing

    def _changes(
        self, connection: Connection, id: str, published: Mapping[int, float], complete: bool
    ) -> dict[int, float | None]:
        state = dict(observations.last_of(connection, "series = ?", (observations.key(connection, id),)))
        changed = dict(changes(state, published))
        return changed if complete else {day: value for day, value in changed.items() if value is not None}

    def import_figures(self, folder: Path) -> bool:
        """Import the figures of a folder unless they are imported already; returns whether it did.

        One transaction: a reader sees all of them or none, and a failure leaves the store as it was.
        """
        files = sorted(folder.glob("*.csv"))
        mark = f"{figure_pack.checksum(files):08x}"
        if self._meta("figures") == mark:
            return False
        with self._writing() as connection:
            if meta.read(connection, "figures") == mark:
                return False  # another process brought them in while this one waited
            damaged = self.damaged(file.stem for file in files)  # reported where the series is read
            for file in files:
                if file.stem not in damaged:
                    self._import(connection, file)
            meta.write(connection, "figures", mark)
            meta.grow(connection)
        return True

    def _import(self, connection: Connection, file: Path) -> None:
        held = observations.moments(connection, file.stem)
        for vintage in _read(file):
            at = start_of(vintage.known_from)
            if at not in held:
                observations.insert(self.database, connection, file.stem, at, dict(vintage.rows), SHIPPED)

    # --- logs -------------------------------------------------------------------------------------

    def note(self, attempts: Iterable[Attempt]) -> None:
        """Add attempts to their log, in one transaction."""
        with self._writing() as connection:
            logs.note(connection, attempts)

    def attempts(self, ids: Iterable[str]) -> dict[str, Attempt]:
        """The newest attempt of each series that has one."""
        with self.database.reading() as connection:
            return logs.attempts(connection, ids)

    def keep(self, entries: Iterable[Entry]) -> int:
        """Append the entries that differ from the newest of their claim's test, in one transaction; returns their number.

        Two entries differ when their status, value, inputs, day (`as_of`) or declaration do.
        """
        with self._writing() as connection:
            return logs.keep(connection, entries)

    def ledger(self, claim: str | None = None) -> list[Entry]:
        """Every entry, or those of one claim, in the order they were kept: oldest first."""
        with self.database.reading() as connection:
            return logs.ledger(connection, claim)

    def chain(self) -> chain.Chain:
        """The ledger with its hashes, unchecked, to be proved."""
        with self.database.reading() as connection:
            return chain.read(connection)

    # --- refreshing -------------------------------------------------------------------------------

    @contextmanager
    def refreshing(self) -> Iterator[None]:
        """Hold the store's refresh lock. Raises Busy at once where another process holds it.

        The lock is released with its process, however that ends: in PostgreSQL some seconds after a kill.
        """
        with self.database.locked() as mine:
            if not mine:
                raise Busy(
                    f"another refresh of {self.name} is running{self._refresher()}; nothing was fetched",
                    message("Another refresh is running; nothing was fetched."),
                )
            with self._writing() as connection:
                since = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
                meta.write(connection, "refresher", f"process {os.getpid()} on {platform.node()} since {since}")
            yield

    def asked(self, count: int) -> None:
        """Publish the progress of the refresh under way: the number of series it has asked for."""
        with self._writing() as connection:
            meta.write(connection, "asked", f"{int(time.time())} {count}")

    def progress(self, since: int) -> int:
        """The published progress of a refresh that began at `since` (UTC seconds) or later, in series asked for."""
        at, _, count = str(self._meta("asked")).partition(" ")
        return int(count) if at.isdecimal() and count.isdecimal() and int(at) >= since else 0

    def _refresher(self) -> str:
        who = self._meta("refresher")
        return f" ({who})" if who else ""


def connect(place: Path | str) -> Store:
    """The store at a path or `postgresql://…` as it is: nothing is created, checked or imported."""
    place = read(place) or default_place() if isinstance(place, str) else place
    if isinstance(place, Path):
        return Store(Sqlite(place))
    try:
        from indicators.store.postgres import Postgres  # psycopg is an extra, and 0.15 s
    except ImportError:
        raise StoreError(
            "CLAIMBOARD_STORE names a PostgreSQL database, and what speaks to one is not installed: "
            "pip install 'claimboard[postgres]'"
        ) from None
    return Store(Postgres(place))


def open_store(place: Path | str | None = None, folder: Path = catalogue.FIGURES) -> Store:
    """The store at a place (default: `default_place`), created and filled from `folder` if need be.

    Without write permission an existing store is opened read-only. Raises StoreError.
    """
    store = connect(place or default_place())
    if folder == catalogue.FIGURES and not any(folder.glob("*.csv")):
        raise StoreError(f"there are no figures in {folder}, which CLAIMBOARD_FIGURES names, or which should ship")
    try:
        store.database.prepare()
        store.import_figures(folder)
        return store
    except Unwritable:
        if readable := store.database.read_only():
            return Store(readable)
        raise


def _read(file: Path) -> list[Vintage]:
    try:
        return figure_pack.read(file)
    except (figure_pack.FigureError, UnicodeDecodeError, csv.Error, OSError) as error:
        raise StoreError(f"the figures in {file.parent} cannot be read: {error}; the store was not changed") from error
