"""An edition: the store's figures as they stood at one reading, while a refresh goes on publishing.

The store only ever grows, and what was known at a moment stays as it was. So it is enough to keep which
vintages there were: whatever is read of those, now or in an hour, is of one revision.
"""

from bisect import bisect_right
from collections.abc import Hashable, Iterable
from weakref import WeakKeyDictionary

from indicators.catalogue import catalogue
from indicators.store.store import ENDLESS, Known, Store


class Edition(Store):
    """A read-only store whose figures are frozen. Attempts and the ledger are current."""

    def __init__(self, store: Store, ids: Iterable[str]) -> None:
        super().__init__(store.database)
        self._seals = store._seals  # a series that was found sound is not looked through again
        self._revision = store.revision()  # first: a publication in between leads to another edition
        self._held = store.listed(ids)
        #: Those that were asked for, none of a damaged series.
        self._checked: dict[str, list[Known]] = {}
        self._moments = sorted({known.at for held in self._held.values() for known in held})

    def revision(self) -> int:
        return self._revision

    def vintages(self, ids: Iterable[str]) -> dict[str, list[Known]]:
        wanted = list(ids)
        if new := [id for id in wanted if id in self._held and id not in self._checked]:
            sound = {*self._sound(new)}
            self._checked |= {id: self._held[id] if id in sound else [] for id in new}
        return {id: self._checked.get(id, []) for id in wanted}

    def older(self, id: str, day: int, at: int, until: int = ENDLESS) -> list[tuple[int, float]]:
        return super().older(id, day, at, min(until, self.newest([id])))

    def spans(self, ids: Iterable[str], at: int | None = None) -> dict[str, tuple[int, int, int]]:
        return super().spans(ids, min(ENDLESS if at is None else at, self.newest()))

    def newest(self, ids: Iterable[str] | None = None) -> int:
        """When the newest figure of some series (default: all) became known, UTC seconds; 0 where there is none."""
        return max(
            (held[-1].at for held in self.vintages(self._held if ids is None else ids).values() if held), default=0
        )

    def mark(self, ids: Iterable[str]) -> Hashable:
        """A cache key of these series: it changes when any of them gets a new vintage."""
        return tuple((len(held), held[-1].at if held else 0) for held in self.vintages(ids).values())

    def settled(self, at: int) -> int:
        """The last publication up to `at` (UTC seconds); between two publications every figure is the same."""
        place = bisect_right(self._moments, at)
        return self._moments[place - 1] if place else 0


_NEWEST: "WeakKeyDictionary[Store, Edition]" = WeakKeyDictionary()


def edition(store: Store) -> Edition:
    """The store as it stands, of every series in the catalogue; the same object until a figure comes.

    Of an edition it is that one. Raises StoreError.
    """
    if isinstance(store, Edition):
        return store
    held = _NEWEST.get(store)
    if held is None or held.revision() != store.revision():
        held = _NEWEST[store] = Edition(store, catalogue.series())
    return held
