"""What a store needs of a database. SQLite and PostgreSQL each have a module that gives it.

Both speak the store's own SQL, with `?` for parameters; only what they cannot say alike is here.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from indicators.i18n.messages import message

#: Seconds that a writer waits for another one.
PATIENCE = 15


class StoreError(RuntimeError):
    """The store cannot be used. The message says why, in a sentence, and that nothing was lost.

    It is for who runs the board. `public` is for its readers: it names no path, host or user, and can be translated.
    """

    def __init__(self, says: str, public: str = "") -> None:
        super().__init__(says)
        self.public = public or message("The store of figures cannot be used at the moment.")

    def publicly(self) -> str:
        """`public`, once the whole sentence is in the log, where who runs the board finds it."""
        logging.getLogger(__name__).error("%s", self)
        return self.public


class Unwritable(StoreError):
    """There is no right to write to the store; reading it may still be possible."""


class Busy(StoreError):
    """Another refresh has the store. The message says who and since when."""


class Cursor(Protocol):
    """What a statement answers."""

    def __iter__(self) -> Iterator[Any]: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...


class Connection(Protocol):
    """A connection that takes the store's SQL."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Cursor: ...
    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> object: ...


class Database(Protocol):
    """Where the tables of a store are. Every method raises StoreError."""

    @property
    def name(self) -> str:
        """What the place is called in messages; never holds a password."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees whole transactions only and waits for no writer."""

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction, one writer at a time: durable once left, undone by any error."""

    def locked(self) -> AbstractContextManager[bool]:
        """Hold the one lock of refreshes, or yield False at once where another has it; it ends with the process."""

    def prepare(self) -> None:
        """Create the tables or migrate them. Changes nothing where they are not ours or are newer."""

    def read_only(self) -> "Database | None":
        """The same database to be read as it is; None where there is no store in it."""

    def latest(self, where: str) -> str:
        """A query for (date, value, series): of each series and date the row last known."""

    def fill(self, connection: Connection, key: int, at: int, rows: Sequence[tuple[int, float | None]]) -> None:
        """Insert the rows of a vintage; one that is there already is an error."""

    def damage(self) -> str:
        """What the database's own check finds wrong; empty when it is sound."""

    def trouble(self) -> str:
        """Why nothing can be written at the moment though it can be read; empty when it can."""

    def about(self) -> str:
        """What it is and how large, for a person."""


def foreign(name: str) -> StoreError:
    """Why tables of another program are refused."""
    return StoreError(f"{name} is a database of another program; nothing was written to it")


#: What a full disk leaves.
FULL = "the disk is full: what is in the store is read as it is, and nothing can be written"


def full(name: str) -> Unwritable:
    """Why nothing more can be written."""
    public = message("The disk is full: nothing was written, and what was there is untouched.")
    return Unwritable(f"the disk is full: nothing was written to the store {name}, what was in it is untouched", public)


def gone(name: str) -> StoreError:
    """Why a store is not read whose file is not there, or no longer."""
    return StoreError(f"there is no store at {name}; start again, and it is rebuilt from the figures that ship")


def unfit(name: str) -> StoreError:
    """Why a file system without locks or shared memory is refused."""
    return StoreError(
        f"the file system of the store {name} cannot hold it (it has no locks or no shared memory, as some network "
        "drives); put it on a local disk or use PostgreSQL"
    )


def taken(name: str) -> StoreError:
    """Why a writer, or a reader that needs the file for itself, was turned away."""
    public = message("The figures are being written; try again in a moment.")
    return StoreError(f"the store {name} is being written by another process; try again in a moment", public)


def rebuilt() -> str:
    """What to do about a store that is damaged."""
    return "nothing was changed: move the store away and start again, and it is rebuilt from the figures that ship"


def damaged(what: str, name: str = "") -> StoreError:
    """Why a store is not read that is not as it was written."""
    called = f"the store {name}" if name else "the store"
    return StoreError(f"{called} is damaged: {what}; {rebuilt()}", message("The store of figures is damaged."))


def unwritable(name: str) -> Unwritable:
    """Why a place that may not be written is refused."""
    return Unwritable(f"the store {name} cannot be opened for writing; set CLAIMBOARD_STORE to a place that can")


def marks(values: Iterable[object]) -> str:
    """Places for parameters; NULL, which equals nothing, for none."""
    return ",".join("?" for _ in values) or "NULL"
