"""Check of this machine's clock, which gives every fetched vintage its known-from moment.

A clock years ahead would date today's figures in the future, where no "as known on" finds them and all later
vintages would follow them. So providers are asked for the time before anything is stored, and a clock that is a day
or more off is refused. `redate` repairs a store that such a clock has written to.
"""

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from indicators.catalogue import catalogue
from indicators.providers import timekeeper
from indicators.refresh.due import Task
from indicators.store import chain, meta
from indicators.store.database import Connection, StoreError
from indicators.store.store import SHIPPED, Known, Store

#: Accepted error of the clock, seconds: a day, the resolution of vintages.
TOLERANCE = 24 * 60 * 60
#: Accepted distance from the newest figure where no provider gives the time.
LONGEST = timedelta(days=2 * 365)
#: Number of providers asked for the time, one after another, until one answers.
ASKED = 3


class ClockError(StoreError):
    """The clock is wrong. The message gives its time and the contradicting one."""


def check(store: Store, tasks: Iterable[Task], now: datetime) -> None:
    """Raise ClockError where this machine's clock (`now`, UTC) is off by more than the tolerance."""
    names = dict.fromkeys(one.locators[0].partition(":")[0] for one in tasks if one.locators)
    if told := timekeeper.said(list(names)[:ASKED]):
        host, then = told
        if abs(time.time() - then.timestamp()) >= TOLERANCE:
            raise _wrong(datetime.now(UTC), f"{host} says {_said(then)}")
    elif (newest := _newest(store)) and now - newest > LONGEST:
        raise _wrong(now, f"the newest figures are of {newest:%Y-%m-%d}, and no provider can be asked for the time")


def future(store: Store, now: datetime) -> dict[str, list[Known]]:
    """The vintages dated after `now` (UTC) by more than the tolerance, by series."""
    until = now.timestamp() + TOLERANCE
    held = store.vintages(catalogue.series())
    return {id: late for id, known in held.items() if (late := [one for one in known if one.at > until])}


def redate(store: Store, now: datetime) -> int:
    """Redate vintages of the future to `now` (UTC), keeping their order; returns their number.

    No figure is lost; moments of attempts and of the ledger are corrected too. Raises ClockError where the clock
    is behind, Busy, StoreError.
    """
    late = future(store, now)
    if shipped := [one for known in late.values() for one in known if one.source == SHIPPED]:
        raise _wrong(now, f"figures that ship are of {shipped[0].day}")
    held, at = store.vintages(late), int(now.timestamp())
    with store.refreshing(), store.database.writing() as connection:
        for id, known in late.items():
            before = max((one.at for one in held[id] if one not in known), default=0)
            _redate(connection, id, known, max(at - len(known), before + 1))
        _redate_ledger(connection, at)
        connection.execute("UPDATE attempt SET at = ? WHERE at > ?", (at, at + TOLERANCE))
        meta.grow(connection)
    return sum(map(len, late.values()))


def _redate_ledger(connection: Connection, at: int) -> None:
    """Redate entries of the future to `at` (UTC seconds), and chain them anew; a chain that was broken stays so."""
    whole = chain.read(connection).broken() is None
    connection.execute("UPDATE ledger SET computed_at = ? WHERE computed_at > ?", (at, at + TOLERANCE))
    if whole and chain.read(connection).broken():
        chain.seal_all(connection)


def _redate(connection: Connection, id: str, late: list[Known], first: int) -> None:
    """Redate the vintages of a series to `first` and the seconds after it."""
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
