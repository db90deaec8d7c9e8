"""The interface of a database under the store; SQLite and PostgreSQL each have a module that implements it.

Both speak the store's own SQL, with `?` for parameters; only what differs between them is declared here.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from indicators.i18n.messages import message

#: Seconds a writer waits for another writer's lock.
PATIENCE = 15


class StoreError(RuntimeError):
    """The store cannot be used. The message says why, in a sentence, and that nothing was lost.

    It is for the operator. `public` is for readers: it names no path, host or user, and can be translated.
    """

    def __init__(self, says: str, public: str = "") -> None:
        super().__init__(says)
        self.public = public or message("The store of figures cannot be used at the moment.")

    def publicly(self) -> str:
        """`public`, after the full message is in the log for the operator."""
        logging.getLogger(__name__).error("%s", self)
        return self.public


class Unwritable(StoreError):
    """No permission to write to the store; reading may still be possible."""


class Busy(StoreError):
    """Another refresh holds the store's lock. The message names it and its start."""


class Cursor(Protocol):
    """The result of a statement."""

    def __iter__(self) -> Iterator[Any]: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...


class Connection(Protocol):
    """A connection that takes the store's SQL."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Cursor: ...
    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> object: ...


class Database(Protocol):
    """The database with a store's tables. Every method raises StoreError."""

    @property
    def name(self) -> str:
        """The store's name in messages, without a password."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees whole transactions only and waits for no writer."""

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction, one writer at a time: durable once left, undone by any error."""

    def locked(self) -> AbstractContextManager[bool]:
        """Hold the refresh lock, or yield False at once where another holds it; released with the process."""

    def prepare(self) -> None:
        """Create or migrate the tables. Foreign or newer tables are left unchanged."""

    def read_only(self) -> "Database | None":
        """The same database, read-only; None where it holds no store."""

    def latest(self, where: str) -> str:
        """A query for (date, value, series): the latest known row for each series and date."""

    def fill(self, connection: Connection, key: int, at: int, rows: Sequence[tuple[int, float | None]]) -> None:
        """Insert the rows of a vintage; an existing row is an error."""

    def damage(self) -> str:
        """The finding of the database's integrity check; empty when sound."""

    def trouble(self) -> str:
        """Why writing is impossible at the moment while reading works; empty when it works."""

    def about(self) -> str:
        """Kind and size, in words."""


def foreign(name: str) -> StoreError:
    """The error for tables of another program."""
    return StoreError(f"{name} is a database of another program; nothing was written to it")


#: The consequence of a full disk.
FULL = "the disk is full: what is in the store is read as it is, and nothing can be written"


def full(name: str) -> Unwritable:
    """The error for a full disk."""
    public = message("The disk is full: nothing was written, and what was there is untouched.")
    return Unwritable(f"the disk is full: nothing was written to the store {name}, what was in it is untouched", public)


def gone(name: str) -> StoreError:
    """The error for a missing file."""
    return StoreError(f"there is no store at {name}; start again, and it is rebuilt from the figures that ship")


def unfit(name: str) -> StoreError:
    """The error for a file system without locks or shared memory."""
    return StoreError(
        f"the file system of the store {name} cannot hold it (it has no locks or no shared memory, as some network "
        "drives); put it on a local disk or use PostgreSQL"
    )


def taken(name: str) -> StoreError:
    """The error for a writer, or an exclusive reader, that waited too long for the lock."""
    public = message("The figures are being written; try again in a moment.")
    return StoreError(f"the store {name} is being written by another process; try again in a moment", public)


def rebuilt() -> str:
    """Instructions for a damaged store."""
    return "nothing was changed: move the store away and start again, and it is rebuilt from the figures that ship"


def damaged(what: str, name: str = "") -> StoreError:
    """The error for a damaged store."""
    called = f"the store {name}" if name else "the store"
    return StoreError(f"{called} is damaged: {what}; {rebuilt()}", message("The store of figures is damaged."))


def unwritable(name: str) -> Unwritable:
    """The error for a store without write permission."""
    return Unwritable(f"the store {name} cannot be opened for writing; set CLAIMBOARD_STORE to a place that can")


def marks(values: Iterable[object]) -> str:
    """Parameter placeholders; NULL, which equals nothing, for an empty list."""
    return ",".join("?" for _ in values) or "NULL"
