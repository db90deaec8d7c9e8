"""The chain of the ledger: every entry holds the hash of the one before it, so that a change by hand is found.

Hashed are an entry's columns as JSON: sorted by name, without blanks, days as ordinals, moments as UTC seconds. The
store's metadata holds the number of entries and the newest hash, or the last entries could be cut off unnoticed.
Whoever can write to the database can write another whole chain: against that helps the newest hash, noted elsewhere.
"""

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from indicators.store import meta
from indicators.store.database import Connection, damaged

#: The largest valid moment, UTC seconds.
LAST_MOMENT = 253_402_300_799
#: The columns of the ledger that are hashed, beside the hash of the entry before.
COLUMNS = (
    *("claim", "computed_at", "as_of", "status", "value", "unit", "sentence", "through", "inputs"),
    *("declaration", "version"),
)
_END, _SEALED = "ledger_end", "ledger_sealed"


@dataclass(frozen=True)
class End:
    """The end of the chain: the number of entries and the hash of the last; 0 and empty before the first."""

    count: int = 0
    hash: str = ""

    def followed_by(self, columns: Mapping[str, Any]) -> "End":
        """The end of the chain after one more entry."""
        return End(self.count + 1, digest(columns, self.hash))


@dataclass(frozen=True)
class Link:
    """An entry as the database has it, unchecked; `position` counts from 1."""

    position: int
    columns: Mapping[str, Any]
    previous: Any
    hash: Any

    @property
    def claim(self) -> str:
        return str(self.columns["claim"])

    @property
    def day(self) -> date | None:
        """The day it was computed on; None where its moment is not one."""
        try:
            return datetime.fromtimestamp(self.columns["computed_at"], UTC).date()
        except (TypeError, ValueError, OverflowError, OSError):
            return None


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold; `link` is None where the entry itself is gone."""

    position: int
    link: Link | None
    why: str

    def __str__(self) -> str:
        what = f" ({self.link.claim}, {self.link.day or 'day unknown'})" if self.link else ""
        return f"entry {self.position}{what} {self.why}"


@dataclass(frozen=True)
class Chain:
    """The whole ledger as the database has it."""

    links: Sequence[Link]
    end: End
    #: The number of entries that were sealed afterwards as they stood, and when, UTC seconds.
    sealed: tuple[int, int]

    def broken(self) -> Break | None:
        """The first break; None where the chain is whole."""
        hashes: list[Any] = [End().hash]
        for link in self.links:
            if link.hash is None:
                return Break(link.position, link, "has no hash: it was put in by hand, or by an older Claimboard")
            if link.hash != digest(link.columns, link.previous):
                return Break(link.position, link, "was changed")
            if link.previous != hashes[-1]:
                return self._misplaced(link, hashes)
            hashes.append(link.hash)
        return self._cut(hashes[-1])

    def _misplaced(self, link: Link, hashes: Sequence[Any]) -> Break:
        """The break at an entry that does not follow the one before it, of which `hashes` ends with the hash."""
        last = link.position == len(self.links)
        if (self.end.hash if last else self.links[link.position].previous) == hashes[-1]:
            return Break(link.position, link, "was put in or moved")  # without it the chain goes on
        if link.previous in hashes:
            intruder = self.links[hashes.index(link.previous)]
            return Break(intruder.position, intruder, "was put in or moved")
        why = "does not follow the one before it: that one was changed together with its hash, or an entry was removed"
        return Break(link.position, link, why)

    def _cut(self, newest: Any) -> Break | None:
        held, recorded = len(self.links), self.end.count
        if held > recorded:
            return Break(recorded + 1, self.links[recorded], "was put in after the last one that was recorded")
        if held < recorded:
            return Break(held + 1, None, f"is missing: {recorded} were recorded, {held} are there")
        if newest != self.end.hash:
            return Break(held, self.links[-1] if held else None, "is not the one that was recorded last")
        return None


def digest(columns: Mapping[str, Any], previous: Any) -> str:
    """SHA-256 of an entry's columns and of the hash before it, in hexadecimal."""
    hashed = {**columns, "previous": previous}
    text = json.dumps(hashed, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read(connection: Connection) -> Chain:
    """The chain as it stands. Raises StoreError where its metadata is not as we write it."""
    return Chain(_links(connection), end(connection), _pair(connection, _SEALED))


def end(connection: Connection) -> End:
    """The recorded end of the chain. Raises StoreError."""
    count, _, hash = (meta.read(connection, _END) or "0 ").partition(" ")
    if not count.isdecimal():
        raise damaged("the end of the ledger's chain is no number")
    return End(int(count), hash)


def write_end(connection: Connection, end: End) -> None:
    """Record the end of the chain."""
    meta.write(connection, _END, f"{end.count} {end.hash}")


def seal_all(connection: Connection) -> None:
    """Chain every entry as it stands, and note how many these are and when that was.

    For entries of a store from before there was a chain, and after a correction of their moments.
    """
    last = End()
    for number, link in zip(_numbers(connection), _links(connection), strict=True):
        before, last = last, last.followed_by(link.columns)
        connection.execute(
            "UPDATE ledger SET previous = ?, hash = ? WHERE number = ?", (before.hash, last.hash, number)
        )
    write_end(connection, last)
    meta.write(connection, _SEALED, f"{last.count} {int(time.time())}")


def _numbers(connection: Connection) -> list[int]:
    return [number for (number,) in connection.execute("SELECT number FROM ledger ORDER BY number").fetchall()]


def _links(connection: Connection) -> list[Link]:
    rows = connection.execute(f"SELECT {', '.join(COLUMNS)}, previous, hash FROM ledger ORDER BY number").fetchall()
    return [
        Link(position, dict(zip(COLUMNS, columns, strict=True)), previous, hash)
        for position, (*columns, previous, hash) in enumerate(rows, start=1)
    ]


def _pair(connection: Connection, key: str) -> tuple[int, int]:
    count, _, at = (meta.read(connection, key) or "0 0").partition(" ")
    valid = count.isdecimal() and at.isdecimal() and int(at) <= LAST_MOMENT
    return (int(count), int(at)) if valid else (0, 0)
