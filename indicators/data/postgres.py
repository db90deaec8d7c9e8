"""The store in PostgreSQL: many dashboards, one refresher, one truth.

The tables are in the schema that the address leads to (`?options=-csearch_path%3D…` names another).
Connections are kept open between calls and shared by threads. Not psycopg's own pool: that meets a
refused password with a time-out and no reason.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict

from indicators.data.database import (
    MIGRATIONS,
    PATIENCE,
    VERSION,
    Connection,
    StoreError,
    foreign,
    full,
    newer,
    statements,
    taken,
    unwritable,
)

#: First halves of the keys of our advisory locks; the second is the schema's.
WRITER, REFRESHER = 0x434C4D42, 0x434C4D43
TABLES = "'meta', 'series', 'vintage', 'observation', 'attempt', 'ledger'"
#: Connections kept open between calls.
IDLE = 8


class Talk:
    """A connection that takes the store's SQL, its answers in binary form: half the time of text."""

    def __init__(self, raw: "psycopg.Connection[Any]") -> None:
        self.raw = raw

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> "psycopg.Cursor[Any]":
        return self.raw.execute(sql.replace("?", "%s"), parameters or None, binary=True)

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> None:
        with self.raw.cursor() as cursor:
            cursor.executemany(sql.replace("?", "%s"), parameters)


class Postgres:
    """A schema that holds the tables of a store."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.name = _name(url)
        self._idle: deque[psycopg.Connection[Any]] = deque()

    @contextmanager
    def reading(self) -> Iterator[Talk]:
        with self._in_words():
            connection = self._borrow()
            try:
                yield Talk(connection)
            finally:
                self._give_back(connection)

    def _borrow(self) -> "psycopg.Connection[Any]":
        while self._idle:
            with suppress(IndexError, psycopg.Error):  # taken by another thread, or gone since it was used
                connection = self._idle.pop()
                connection.execute("")
                return connection
        return psycopg.connect(self._url, autocommit=True, connect_timeout=5, fallback_application_name="claimboard")

    def _give_back(self, connection: "psycopg.Connection[Any]") -> None:
        at_rest = connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
        if at_rest and len(self._idle) < IDLE:
            self._idle.append(connection)
        else:
            connection.close()

    @contextmanager
    def writing(self) -> Iterator[Talk]:
        with self.reading() as connection, connection.raw.transaction():
            connection.execute(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
            connection.execute(f"SELECT pg_advisory_xact_lock({WRITER}, hashtext(current_schema))")
            yield connection

    @contextmanager
    def locked(self) -> Iterator[bool]:
        key = f"{REFRESHER}, hashtext(current_schema)"
        with self.reading() as connection:
            (mine,) = connection.execute(f"SELECT pg_try_advisory_lock({key})").fetchall()[0]
            try:
                yield mine
            finally:
                with suppress(psycopg.Error):  # a connection that is gone has let go of it
                    connection.execute("SELECT pg_advisory_unlock_all()")

    def prepare(self) -> None:
        with self.reading() as connection:
            if self._version(connection) == VERSION:
                return
        with self.writing() as connection:
            for script in MIGRATIONS[self._version(connection) :]:
                for statement in statements(
                    script, compact="", number="INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
                ):
                    connection.execute(statement)
            connection.execute(
                "INSERT INTO meta VALUES ('claimboard', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (str(VERSION),),
            )

    def _version(self, connection: Talk) -> int:
        query = f"SELECT tablename FROM pg_tables WHERE schemaname = current_schema AND tablename IN ({TABLES})"
        tables = {name for (name,) in connection.execute(query)}
        if not tables:
            return 0
        found = self._mark(connection) if "meta" in tables else None
        if found is None:
            raise foreign(self.name)
        if found > VERSION:
            raise newer(self.name, found)
        return found

    def _mark(self, connection: Talk) -> int | None:
        try:
            row = connection.execute("SELECT value FROM meta WHERE key = 'claimboard'").fetchone()
        except errors.UndefinedColumn:
            return None
        return int(row[0]) if row else None

    def read_only(self) -> "Postgres | None":
        with self.reading() as connection:
            return self if self._version(connection) == VERSION else None

    def latest(self, where: str) -> str:
        return (
            f"SELECT DISTINCT ON (series, date) date, value, series FROM observation WHERE {where}"
            " ORDER BY series, date, known_from DESC"
        )

    def fill(self, connection: Connection, key: int, at: int, rows: Sequence[tuple[int, float | None]]) -> None:
        assert isinstance(connection, Talk)
        with connection.raw.cursor() as cursor, cursor.copy("COPY observation FROM STDIN") as copy:
            for day, value in rows:
                copy.write_row((key, day, at, value))

    def damage(self) -> str:
        return ""  # the server watches over its own files

    def about(self) -> str:
        with self.reading() as connection:
            version, size = connection.execute(
                "SELECT current_setting('server_version'), pg_total_relation_size('observation')"
            ).fetchall()[0]
        return f"PostgreSQL {version.split()[0]}, {size / 1e6:.1f} MB"

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except errors.DiskFull as error:
            raise full(self.name) from error
        except (errors.LockNotAvailable, errors.DeadlockDetected) as error:
            raise taken(self.name) from error
        except (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction) as error:
            raise unwritable(self.name) from error
        except psycopg.OperationalError as error:
            raise StoreError(f"the store {self.name} cannot be reached: {_line(error)}") from error
        except psycopg.Error as error:
            raise StoreError(f"the store {self.name} cannot be used: {_line(error)}") from error


def _line(error: psycopg.Error) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _name(url: str) -> str:
    """The address without password or options. Raises StoreError, which repeats nothing of one that is malformed."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        parts = {"port": "none"}
    host, port, database = (str(parts.get(key) or "") for key in ("host", "port", "dbname"))
    # An unescaped / or @ in a password makes a port or a name of a piece of it.
    if (port and not port.replace(",", "").isdigit()) or "@" in host + database:
        raise StoreError(
            "CLAIMBOARD_STORE is no PostgreSQL address: postgresql://USER:PASSWORD@HOST/DATABASE is wanted, "
            "with special characters of the password percent-encoded"
        )
    user = f"{parts['user']}@" if parts.get("user") else ""
    return f"postgresql://{user}{host}{':' if port else ''}{port}/{database}"
