"""The days that FRED lists of releases, as a refresh keeps them in the store's metadata, and the calendar with them.

They are copies of what can be asked for again, so a text that cannot be read counts as none.
"""

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from indicators.catalogue import catalogue
from indicators.model import Release, Series
from indicators.model.release_calendar import ReleaseCalendar
from indicators.model.renewed_calendar import Listed, Renewed, renewed
from indicators.store import meta
from indicators.store.store import Store

KEY = "release days"


def leads() -> dict[str, Series]:
    """By release the series of it that FRED is asked for, and that dates its periods: the first one FRED has."""
    found: dict[str, Series] = {}
    for one in catalogue.series().values():
        if one.calendar and fred_id(one):
            found.setdefault(one.calendar, one)
    return found


def fred_id(series: Series) -> str:
    """FRED's id of a series; empty where FRED does not have it."""
    ids = (source.partition(":")[2] for source in series.sources if source.startswith("fred:"))
    return next(ids, "").partition("@")[0]


def listed(store: Store) -> dict[str, Listed]:
    """What is kept, by release. Raises StoreError."""
    return dict(_listed(_text(store)))


def keep(store: Store, days: Mapping[str, Listed]) -> None:
    """Keep what was listed, in place of what was. Raises StoreError.

    The store's revision grows where a day is another one, and not for a later asking: readers judge again then.
    """
    with store.database.writing() as connection:
        before = _listed(meta.read(connection, KEY) or "")
        meta.write(connection, KEY, msgspec.json.encode(days).decode())
        if {id: one.days for id, one in before.items()} != {id: one.days for id, one in days.items()}:
            meta.grow(connection)


def entries(store: Store) -> Renewed:
    """The entries of the calendar with what is kept. Raises StoreError."""
    return _entries(_text(store), catalogue.releases())


def calendar(store: Store) -> ReleaseCalendar:
    """The calendar with what is kept: for what is to come. A past day is cut by `catalogue.calendar`. Raises StoreError."""
    text = _text(store)
    return _calendar(text, catalogue.releases()) if text else catalogue.calendar()


def _text(store: Store) -> str:
    with store.database.reading() as connection:
        return meta.read(connection, KEY) or ""


def _listed(text: str) -> Mapping[str, Listed]:
    try:
        return msgspec.json.decode(text or "{}", type=dict[str, Listed])
    except (msgspec.DecodeError, UnicodeError):
        return {}


@lru_cache(maxsize=4)
def _entries(text: str, seeds: tuple[Release, ...]) -> Renewed:
    return renewed(seeds, _listed(text), leads()) if text else Renewed(seeds)


@lru_cache(maxsize=4)
def _calendar(text: str, seeds: tuple[Release, ...]) -> ReleaseCalendar:
    return ReleaseCalendar(_entries(text, seeds).entries, catalogue.events())
