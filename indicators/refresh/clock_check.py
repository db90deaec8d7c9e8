"""Whether this machine's clock may date what is fetched: every vintage is known from the moment it says.

A clock that was years ahead once would date figures of today in the future, where no "as known on" finds them and
all later ones come after. So providers are asked for the time before anything is kept, and a clock that is a day or
more off is refused. `redate` mends a store that such a clock has written to.
"""

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from indicators.catalogue import catalogue
from indicators.providers import timekeeper
from indicators.refresh.due import Task
from indicators.store import meta
from indicators.store.database import Connection, StoreError
from indicators.store.store import SHIPPED, Known, Store

#: How far a clock may be off, seconds: a day, which is as fine as figures are dated.
TOLERANCE = 24 * 60 * 60
#: Where nobody can be asked for the time, this long after the newest figure is believed.
LONGEST = timedelta(days=2 * 365)
#: Providers asked for the time, one after another, until one says it.
ASKED = 3


class ClockError(StoreError):
    """The clock cannot be right. The message says what it says, and who says otherwise."""


def check(store: Store, tasks: Iterable[Task], now: datetime) -> None:
    """Raise ClockError where this machine's clock, which says `now` (UTC), cannot be right."""
    names = dict.fromkeys(one.locators[0].partition(":")[0] for one in tasks if one.locators)
    if told := timekeeper.said(list(names)[:ASKED]):
        host, then = told
        if abs(time.time() - then.timestamp()) >= TOLERANCE:
            raise _wrong(datetime.now(UTC), f"{host} says {_said(then)}")
    elif (newest := _newest(store)) and now - newest > LONGEST:
        raise _wrong(now, f"the newest figures are of {newest:%Y-%m-%d}, and no provider can be asked for the time")


def future(store: Store, now: datetime) -> dict[str, list[Known]]:
    """By series the vintages that are dated after `now` (UTC), by more than a clock may be off."""
    until = now.timestamp() + TOLERANCE
    held = store.vintages(catalogue.series())
    return {id: late for id, known in held.items() if (late := [one for one in known if one.at > until])}


def redate(store: Store, now: datetime) -> int:
    """Date by `now` (UTC) what is dated in the future, in the order it is held; how many vintages that were.

    Every figure stays, and so do attempts and the ledger, whose moments are mended too. Raises ClockError where it
    is the clock that is behind, Busy, StoreError.
    """
    late = future(store, now)
    if shipped := [one for known in late.values() for one in known if one.source == SHIPPED]:
        raise _wrong(now, f"figures that ship are of {shipped[0].day}")
    held, at = store.vintages(late), int(now.timestamp())
    with store.refreshing(), store.database.writing() as connection:
        for id, known in late.items():
            before = max((one.at for one in held[id] if one not in known), default=0)
            _redate(connection, id, known, max(at - len(known), before + 1))
        connection.execute("UPDATE ledger SET computed_at = ? WHERE computed_at > ?", (at, at + TOLERANCE))
        connection.execute("UPDATE attempt SET at = ? WHERE at > ?", (at, at + TOLERANCE))
        meta.grow(connection)
    return sum(map(len, late.values()))


def _redate(connection: Connection, id: str, late: list[Known], first: int) -> None:
    """Date the vintages of a series by `first` and the seconds after it."""
    (key,) = connection.execute("SELECT key FROM series WHERE id = ?", (id,)).fetchone()
    for at, one in enumerate(late, first):
        for table in ("vintage", "observation"):
            connection.execute(
                f"UPDATE {table} SET known_from = ? WHERE series = ? AND known_from = ?", (at, key, one.at)
            )


def _newest(store: Store) -> datetime | None:
    newest = max((known[-1].at for known in store.vintages(catalogue.series()).values() if known), default=None)
    return None if newest is None else datetime.fromtimestamp(newest, UTC)


def _wrong(now: datetime, otherwise: str) -> ClockError:
    return ClockError(
        f"this machine's clock says {_said(now)}, and {otherwise}: nothing was fetched or changed; set the clock"
    )


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
