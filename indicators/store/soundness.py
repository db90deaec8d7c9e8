"""Whether a series is stored as it was written: each vintage has a checksum of its source and rows.

A database detects a torn page, but not a changed figure. A series is checked as a whole when
it is first read and again after its vintages change; damage affects that series alone.
"""

import struct
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any
from zlib import crc32

from indicators.i18n.messages import Message, message
from indicators.store.database import Connection, StoreError, marks, rebuilt

#: One vintage: known-from, source, checksum; unchecked, so of any type.
Listed = frozenset[tuple[Any, ...]]

#: One statement, so that no write intervenes: a series' vintages (without date) and its rows.
_WHOLE = (
    "SELECT known_from, source, checksum, NULL, NULL FROM vintage WHERE series = ?"
    " UNION ALL SELECT known_from, NULL, NULL, date, value FROM observation WHERE series = ?"
)
#: The largest valid date, as an ordinal.
LAST_DAY = date.max.toordinal()
#: The errors of damaged rows: a text for a number, an invalid day.
_ODD = (TypeError, ValueError, OverflowError, OSError, AttributeError, struct.error)


def checksum(source: str, rows: Iterable[tuple[int, float | None]]) -> int:
    """32-bit checksum of a vintage's source, dates, values and withdrawals."""
    ordered = sorted(rows)
    values = [0.0 if value is None else value + 0.0 for _, value in ordered]  # no store keeps the sign of zero
    gone = [day for day, value in ordered if value is None]
    form = f"<{len(ordered)}q{len(values)}d{len(gone)}q"
    return crc32(struct.pack(form, *(day for day, _ in ordered), *values, *gone), crc32(source.encode()))


def seal(connection: Connection, key: int, at: int) -> None:
    """Write the checksum of a vintage's rows."""
    connection.execute(
        "UPDATE vintage SET checksum = ? WHERE series = ? AND known_from = ?", (_actual(connection, key, at), key, at)
    )


def seal_all(connection: Connection) -> None:
    """Write every vintage's checksum, except for invalid vintages, which then count as damaged."""
    for (key,) in connection.execute("SELECT DISTINCT series FROM vintage").fetchall():
        listed, held = _read(connection, key)
        sums = [(checksum(source, held[at]), key, at) for at, source, _ in listed if _is_possible(at, source, held[at])]
        connection.executemany("UPDATE vintage SET checksum = ? WHERE series = ? AND known_from = ?", sums)


def require(connection: Connection, id: str, key: int, at: int) -> None:
    """Raise StoreError where a vintage does not match its checksum: nothing may be added to it."""
    query = "SELECT checksum FROM vintage WHERE series = ? AND known_from = ?"
    if connection.execute(query, (key, at)).fetchone()[0] != _actual(connection, key, at):
        raise harmed(id, _of(at))


def harmed(id: str, why: Message) -> StoreError:
    """The error for a damaged series."""
    return StoreError(f"{id}: {why}; {rebuilt()}", message("{series}: {reason}", series=id, reason=why))


class Seals:
    """The cached checksum results of one store's series. Thread-safe."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Listed, Message | None]] = {}

    def damage(self, connection: Connection, ids: Iterable[str]) -> dict[str, Message]:
        """The damage by series, for those of `ids` that are damaged."""
        wanted = dict.fromkeys(ids)
        # By primary key: an index may be damaged. What is computed of an id is in none.
        query = f"SELECT id, key FROM series WHERE id || '' IN ({marks(wanted)}) ORDER BY key"
        keys: dict[str, int] = dict(connection.execute(query, tuple(wanted)))
        listed: dict[int, list[tuple[Any, ...]]] = {key: [] for key in keys.values()}
        query = f"SELECT series, known_from, source, checksum FROM vintage WHERE series IN ({marks(listed)})"
        for key, *vintage in connection.execute(query, tuple(listed)):
            listed[key].append(tuple(vintage))
        why = {id: self._why(connection, key, frozenset(listed[key])) for id, key in keys.items()}
        if len(keys) < len(wanted) and _has_nameless(connection):
            why |= {id: message("the store is damaged: its vintages") for id in wanted if id not in keys}
        return {id: words for id, words in why.items() if words}

    def _why(self, connection: Connection, key: int, listed: Listed) -> Message | None:
        if self._known.get(key, ((), None))[0] != listed:
            self._known[key] = _looked_through(connection, key)
        return self._known[key][1]


def _read(connection: Connection, key: int) -> tuple[list[tuple[Any, ...]], dict[Any, list[tuple[Any, ...]]]]:
    """The vintages of a series as listed, and the rows of each by the moment it became known."""
    listed: list[tuple[Any, ...]] = []
    held: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    for at, source, seal, day, value in connection.execute(_WHOLE, (key, key)):
        if day is None:
            listed.append((at, source, seal))
        else:
            held[at].append((day, value))
    return listed, held


def _looked_through(connection: Connection, key: int) -> tuple[Listed, Message | None]:
    listed, held = _read(connection, key)
    wrong = next((at for at, source, seal in listed if not _is_sound(at, source, seal, held.pop(at, []))), None)
    if wrong is None:
        wrong = next(iter(held), None)  # rows without a vintage
    return frozenset(listed), None if wrong is None else _of(wrong)


def _is_sound(at: Any, source: Any, seal: Any, rows: Sequence[tuple[Any, ...]]) -> bool:
    try:
        return _day(at) is not None and bool(checksum(source, rows) == seal)
    except _ODD:
        return False


def _is_possible(at: Any, source: Any, rows: Sequence[tuple[Any, ...]]) -> bool:
    """Whether a vintage has the types and bounds that every write guarantees."""
    try:
        checksum(source, rows)
        dated = all(0 <= day <= LAST_DAY for day, _ in rows)
        return _day(at) is not None and dated and all(value is None or isfinite(value) for _, value in rows)
    except _ODD:
        return False


def _day(at: Any) -> Any:
    return datetime.fromtimestamp(at, UTC).date() if isinstance(at, int) else None


def _of(at: Any) -> Message:
    try:
        day = _day(at)
    except _ODD:
        day = None
    return (
        message("the store is damaged: vintage of {day:day}", day=day)
        if day
        else message("the store is damaged: its vintages")
    )


def _actual(connection: Connection, key: int, at: int) -> int | None:
    query = "SELECT source FROM vintage WHERE series = ? AND known_from = ?"
    try:
        return checksum(connection.execute(query, (key, at)).fetchone()[0], _rows(connection, key, at))
    except _ODD:
        return None


def _rows(connection: Connection, key: int, at: int) -> list[tuple[int, float | None]]:
    return connection.execute(
        "SELECT date, value FROM observation WHERE series = ? AND known_from = ?", (key, at)
    ).fetchall()


def _has_nameless(connection: Connection) -> bool:
    """Whether there are vintages whose series is missing."""
    query = "SELECT 1 FROM vintage WHERE series NOT IN (SELECT key FROM series) LIMIT 1"
    return connection.execute(query).fetchone() is not None
