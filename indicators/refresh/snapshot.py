"""A new figure pack from a store, in the form of `seeds/figures`.

Left out are series that may not ship, and of the others all vintages from the first fetch of a provider that
forbids redistribution on. A store made from the pack has this one's states at the end of each day with a
vintage.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from indicators.catalogue import catalogue
from indicators.catalogue.figure_pack import write
from indicators.model.vintage import Vintage
from indicators.providers import may_pass_on
from indicators.store.store import Store, end_of


def take(store: Store, folder: Path) -> list[str]:
    """Write the pack into a folder, created if need be; returns the ids of its series. Raises StoreError, OSError.

    An existing file is replaced atomically.
    """
    store.require(catalogue.series())
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for one in catalogue.series().values():
        vintages = list(_vintages(store, one.id)) if one.ships else []
        if vintages:
            write(folder / f"{one.id}.csv", vintages)
            written.append(one.id)
    return written


def _vintages(store: Store, id: str) -> Iterator[Vintage]:
    """The new or revised rows by day: the difference between the states of two days."""
    before: dict[int, float] = {}
    for day in _days(store, id):
        state = dict(store.states({id: end_of(day)})[id])
        news: dict[int, float | None] = {when: value for when, value in state.items() if before.get(when) != value}
        gone = dict.fromkeys(when for when in before if when not in state)
        yield Vintage(day, tuple(sorted((news | gone).items())))
        before = state


def _days(store: Store, id: str) -> list[date]:
    """The days with a vintage of a series, up to the first that may not be redistributed."""
    known = store.vintages([id])[id]
    end = next((one.day for one in known if not may_pass_on(one.source)), date.max)
    return list(dict.fromkeys(one.day for one in known if one.day < end))
