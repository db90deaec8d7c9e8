"""The rows of a store by series: the latest known values, and the insertion of a vintage among others."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from indicators.store import soundness
from indicators.store.database import Connection, Database, StoreError, marks


def keys(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """The store's row keys of those series that it has."""
    wanted = tuple(ids)
    return dict(connection.execute(f"SELECT id, key FROM series WHERE id IN ({marks(wanted)})", wanted))


def key(connection: Connection, id: str) -> int:
    """The store's row key of a series, created if need be."""
    connection.execute("INSERT INTO series (id) VALUES (?) ON CONFLICT DO NOTHING", (id,))
    return keys(connection, (id,))[id]


def moments(connection: Connection, id: str) -> set[int]:
    """When the vintages of a series became known, UTC seconds."""
    query = "SELECT known_from FROM vintage WHERE series = ?"
    return {at for (at,) in connection.execute(query, (key(connection, id),))}


def last_of(connection: Connection, where: str, given: Sequence[Any], order: str = "ASC") -> list[tuple[int, float]]:
    """For each date the last row in an order of `known_from`, ascending by date, without withdrawn values."""
    query = f"SELECT date, value FROM observation WHERE {where} ORDER BY date, known_from {order}"
    return [(day, value) for day, value in dict(connection.execute(query, given)).items() if value is not None]


def insert(
    database: Database, connection: Connection, id: str, at: int, given: Mapping[int, float | None], source: str
) -> None:
    """Insert a vintage that may be older than ones already held. Raises StoreError where it contradicts one.

    Vintages hold only changes, so an inserted row would also apply after the next vintage where
    that one has no row for its date: the next vintage's implied values are written out first.
    """
    number = key(connection, id)
    held = _held(connection, number, at)
    rows = _lacking(id, at, held or {}, given)
    touched = [] if held is None else [at]
    if (later := _next(connection, number, at)) is not None:
        touched.append(later)
    for moment in touched:
        soundness.require(connection, id, number, moment)
    if later is not None:
        _write_out(connection, number, later, [day for day, _ in rows])
    database.fill(connection, number, at, rows)
    if held is None:
        vintage = (number, at, source, soundness.checksum(source, rows))
        connection.execute("INSERT INTO vintage (series, known_from, source, checksum) VALUES (?, ?, ?, ?)", vintage)
    for moment in touched:
        soundness.seal(connection, number, moment)


def _held(connection: Connection, number: int, at: int) -> dict[int, float | None] | None:
    """The rows of one vintage; None where it does not exist."""
    vintage = connection.execute("SELECT 1 FROM vintage WHERE series = ? AND known_from = ?", (number, at)).fetchone()
    if not vintage:
        return None
    query = "SELECT date, value FROM observation WHERE series = ? AND known_from = ?"
    return dict(connection.execute(query, (number, at)).fetchall())


def _lacking(
    id: str, at: int, held: Mapping[int, float | None], given: Mapping[int, float | None]
) -> list[tuple[int, float | None]]:
    """The given rows that a vintage does not have yet."""
    for day in held.keys() & given.keys():
        if held[day] != given[day]:
            says = (
                f"{id}: {date.fromordinal(day)} is held as {held[day]} in the vintage of "
                f"{datetime.fromtimestamp(at, UTC).date()}, not {given[day]}; nothing was added"
            )
            raise StoreError(says, says)
    return [(day, value) for day, value in given.items() if day not in held]


def _next(connection: Connection, number: int, at: int) -> int | None:
    query = "SELECT min(known_from) FROM vintage WHERE series = ? AND known_from > ?"
    later: int | None = connection.execute(query, (number, at)).fetchone()[0]
    return later


def _write_out(connection: Connection, number: int, at: int, days: Iterable[int]) -> None:
    """Write a vintage's implied values of some days into it as rows."""
    connection.executemany(
        f"""INSERT INTO observation VALUES ({number}, ?, {at}, (
                SELECT value FROM observation WHERE series = {number} AND date = ? AND known_from < {at}
                ORDER BY known_from DESC LIMIT 1)) ON CONFLICT DO NOTHING""",
        [(day, day) for day in days],
    )
