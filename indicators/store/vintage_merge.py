"""Merging a series' published past vintages with those that the store holds."""

import logging
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from indicators.store.database import Connection, StoreError

#: Prefix of the source of a vintage that is complete as published on its day.
WHOLE = "alfred:"

#: Seconds that vintages, dated a second apart where published in one second, may be ahead of the clock.
HASTE = 60

Rows = Iterable[tuple[int, float | None]]
Values = Mapping[int, float | None]


def held(connection: Connection, key: int) -> dict[date, dict[int, float | None]]:
    """The rows of every vintage of a series, by day; those of one day together, as they stood at its end."""
    query = (
        "SELECT vintage.known_from, date, value FROM vintage LEFT JOIN observation AS one"
        " ON one.series = vintage.series AND one.known_from = vintage.known_from"
        " WHERE vintage.series = ? ORDER BY vintage.known_from"
    )
    found: dict[date, dict[int, float | None]] = {}
    for at, day, value in connection.execute(query, (key,)):
        rows = found.setdefault(datetime.fromtimestamp(at, UTC).date(), {})
        if day is not None:
            rows[day] = value
    return found


def lacking(
    held: Mapping[date, Values], published: Sequence[tuple[date, Values]]
) -> tuple[list[tuple[date, dict[int, float | None]]], list[date]]:
    """The published vintages of days that are not held, oldest first, and the days held otherwise than published.

    Both sides give rows that are new or revised against the day before. A vintage that is to stand
    between held ones has what it changes about the one before it; from the next held one on all is as
    it was. What lies before the first date published stands, as a vintage speaks for its own span.
    """
    news = dict(published)
    ours: dict[int, float | None] = {}
    theirs: dict[int, float | None] = {}
    apart: set[int] = set()
    new, differing = [], []
    as_held = True  # whether the day before ended as it is held, and not as it was published
    for day in sorted(held.keys() | news.keys()):
        ours |= held.get(day, {})
        theirs |= news.get(day, {})
        touched = held.get(day, {}).keys() | news.get(day, {}).keys()
        apart -= touched
        apart |= {one for one in touched if not _same(ours.get(one), theirs.get(one))}
        if day in held:
            as_held = True
            if day in news and _contradicted(ours, theirs, apart):
                differing.append(day)
            continue
        first = min(theirs, default=0)
        rows = {one: theirs.get(one) for one in apart if one >= first} if as_held else dict(news[day])
        new.append((day, rows))
        as_held = False
    return new, differing


def _contradicted(ours: Values, theirs: Values, apart: set[int]) -> bool:
    """Whether they differ on their common span: either may start later than the other."""
    began = min((day for day, value in ours.items() if value is not None), default=math.inf)
    first = max(began, min(theirs, default=0))
    return any(day >= first for day in apart)


def _same(one: float | None, other: float | None) -> bool:
    # Figures that ship are written with twelve digits.
    return one == other if one is None or other is None else math.isclose(one, other, rel_tol=1e-11)


def unique(id: str, rows: Rows) -> dict[int, float | None]:
    """The rows to add, by date. Raises StoreError for invalid rows."""
    listed = tuple(rows)
    unique = dict(listed)
    if len(unique) != len(listed):
        raise _unfit(id, "a date comes twice")
    if not all(value is None or math.isfinite(value) for value in unique.values()):
        raise _unfit(id, "a value is no number")
    return unique


def _unfit(id: str, what: str) -> StoreError:
    says = f"{id}: {what} in what was to be added; nothing was added"
    return StoreError(says, says)


def after(id: str, at: int, newest: int | None) -> int:
    """The known-from moment of a new vintage: now, or a second after the newest held (UTC seconds)."""
    if newest is None or at > newest:
        return at
    if newest - at > HASTE:
        _tell_set_back(id, at)
    return newest + 1


def _tell_set_back(id: str, at: int) -> None:
    logging.getLogger(__name__).warning(
        "%s: %s is not after its newest vintage, as if the clock had been set back; it is kept as of a second after it",
        id,
        datetime.fromtimestamp(at, UTC),
    )
