"""The store in PostgreSQL: many dashboards, one refresher, one truth.

The tables are in the schema that the address leads to (`?options=-csearch_path%3D…` names another).
Connections are kept open between calls and shared by threads. Not psycopg's own pool: that meets a
refused password with a time-out and no reason, and its threads do not outlive a fork.

A pooler may lend another connection to each transaction, so nothing is left on one: no prepared statement, no
setting, no lock of a session. A pooler in statement mode cannot hold a transaction and is refused.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from threading import local
from typing import Any

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict

from indicators.store import lease
from indicators.store.database import PATIENCE, Connection, StoreError, damaged, foreign, full, taken, unwritable
from indicators.store.schema import VERSION, migrate, newer

#: First half of the writers' advisory-lock key, released with the transaction; the second half is the schema's.
WRITER = 0x434C4D42
TABLES = "'meta', 'series', 'vintage', 'observation', 'attempt', 'ledger'"
ROLE = "leave it out and say ALTER ROLE … SET search_path = … to the database"
#: Connections kept open between calls.
IDLE = 8


class Talk:
    """A connection for the store's SQL with binary results, which take half the time of text."""

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
        self.name, self._schemas = _name(url)
        self._idle: deque[psycopg.Connection[Any]] = deque()
        self._mine = local()

    @contextmanager
    def reading(self) -> Iterator[Talk]:
        with self._in_words():
            if outer := getattr(self._mine, "talk", None):
                yield outer
                return
            connection = self._borrow()
            self._mine.talk = Talk(connection)
            try:
                yield self._mine.talk
            finally:
                self._mine.talk = None
                self._give_back(connection)

    def _borrow(self) -> "psycopg.Connection[Any]":
        while self._idle:
            with suppress(IndexError, psycopg.Error):  # taken by another thread, or gone since it was used
                connection = self._idle.pop()
                connection.execute("")
                return connection
        return psycopg.connect(
            self._url,
            autocommit=True,
            connect_timeout=5,
            prepare_threshold=None,  # a prepared statement stays with its connection, which a pooler shares
            fallback_application_name="claimboard",
        )

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

    def locked(self) -> AbstractContextManager[bool]:
        return lease.held(self.reading)

    def prepare(self) -> None:
        with self.reading() as connection:
            self._check_schema(connection)
            if self._version(connection) == VERSION:
                return
        with self.writing() as connection:
            migrate(
                connection,
                self._version(connection),
                compact="",
                number="INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
            )
            connection.execute(
                "INSERT INTO meta VALUES ('claimboard', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (str(VERSION),),
            )

    def _check_schema(self, connection: Talk) -> None:
        """Raise StoreError where a pooler drops the address's options: it would silently use another schema."""
        path = connection.execute("SELECT current_setting('search_path')").fetchall()[0][0]
        if self._schemas and self._schemas.replace(" ", "") != path.replace(" ", ""):
            raise StoreError(f"the pooler before {self.name} leaves out the `search_path` of the address; {ROLE}")

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
        if row and not row[0].isdecimal():
            raise damaged(f"its version is {row[0][:20]!r}", self.name)
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

    def trouble(self) -> str:
        return ""

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
        except (errors.UndefinedTable, errors.UndefinedColumn) as error:
            raise damaged(_line(error).partition(" LINE ")[0], self.name) from error
        except psycopg.Error as error:
            raise StoreError(self._why(error)) from error

    def _why(self, error: psycopg.Error) -> str:
        says = _line(error)
        if "startup parameter" in says:
            return f"the pooler before {self.name} takes no `options` in the address; {ROLE}"
        if "statement pooling" in says:
            return f"the pooler before {self.name} lends by statement; the store needs pool_mode transaction or session"
        reached = "used" if not isinstance(error, psycopg.OperationalError) else "reached"
        return f"the store {self.name} cannot be {reached}: {says}"


def _line(error: psycopg.Error) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _name(url: str) -> tuple[str, str]:
    """The address without password or options, and the search path it asks for.

    Raises StoreError, which repeats nothing of an address that is malformed.
    """
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        parts = {"port": "none"}
    host, port, database = (str(parts.get(key) or "") for key in ("host", "port", "dbname"))
    # With an unescaped / or @ in a password, part of it is parsed as port or name.
    if (port and not port.replace(",", "").isdigit()) or "@" in host + database:
        raise StoreError(
            "CLAIMBOARD_STORE is no PostgreSQL address: postgresql://USER:PASSWORD@HOST/DATABASE is wanted, "
            "with special characters of the password percent-encoded"
        )
    user = f"{parts['user']}@" if parts.get("user") else ""
    schemas = re.search(r"search_path=(\S+)", str(parts.get("options") or ""))
    return f"postgresql://{user}{host}{':' if port else ''}{port}/{database}", schemas[1] if schemas else ""
