"""What takes longer, and how much, as the series, their history, the claims and the readers become ten times as many.

In processor time, which a neighbour's load leaves as it is. Each has its floor in the same work on what ships.
"""

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from unittest.mock import patch

from indicators.catalogue import catalogue
from indicators.judging import evaluate
from indicators.model import Series
from indicators.panel import freshness
from indicators.providers import Observed
from indicators.refresh import engine
from indicators.refresh.due import ASKED_FOR, Task
from indicators.store.edition import Edition
from indicators.store.store import Store, connect, end_of, open_store
from tests.bench import grown
from tests.bench.figures import AS_IT_IS, Measure, grown_name
from tests.bench.grown import Size
from tests.bench.readers import crowd, warm
from tests.bench.soak import PAGES

SIZES = {AS_IT_IS: Size(), "series": Size(series=10), "history": Size(history=10), "claims": Size(claims=10)}
#: The claims whose base rates are taken: all take half a minute.
SOME = 4
TODAY = date(2026, 6, 1)
READERS = (5, 50)
SECONDS = 15.0


def measure(folder: Path, filled: Path) -> list[Measure]:
    """Milliseconds of the processor, and megabytes."""
    folder.mkdir()
    found = []
    for name, size in SIZES.items():
        own = folder / name.replace(" ", "-")
        found += [Measure(grown_name(what, name), [taken]) for what, taken in _computed(own, size)]
        found += _served(own, size, name)
    return found


def _computed(folder: Path, size: Size) -> Iterator[tuple[str, float]]:
    """What the processor does in this process, by its name."""
    pack, place = grown.figures(folder / "figures", size), folder / "store.sqlite"
    with grown.catalogued(size):
        yield "first start", min(_timed(lambda n=n: open_store(folder / f"{n}.sqlite", pack)) for n in range(2))
        open_store(place, pack)
        grown.attempted(connect(place), size)
        for what, act in WORKS.items():
            yield what, act(place)


def _of(act: Callable[[Store], object], times: int = 3) -> Callable[[Path], float]:
    """The least of some times that something takes of a store which is newly opened, and was read once: whatever else
    the machine does only adds to it.
    """

    def timed(place: Path) -> float:
        def once() -> float:
            store = connect(place)
            store.damaged(catalogue.series())
            return _timed(lambda: act(store))

        return min(once() for _ in range(times))

    return timed


def _read_one(store: Store) -> None:
    for _ in range(20):
        store.states({"GDP": end_of(TODAY)})


def _worth(store: Store) -> None:
    for found in evaluate.findings(store, [*catalogue.claims().values()][:SOME], as_of=TODAY):
        evaluate.with_flips(store, found, as_of=TODAY)


def _refresh(store: Store) -> None:
    """Ask for every series that has figures, of each of which the last was revised."""
    held = store.states({id: end_of(TODAY) for id in catalogue.series()})
    known = [one for id, one in catalogue.series().items() if held[id]]
    tasks = [one for one in (Task(one, None, ASKED_FOR) for one in known) if one.locators]

    def revised(locator: str, one: Series, since: date | None = None) -> Observed:
        *rows, (day, value) = held[one.id]
        return Observed((*rows, (day, value * 1.0001)), locator)

    with patch.object(engine, "fetch", revised):
        assert len(engine.run(store, tasks).attempts) == len(tasks)


#: By name, each a function of a store's place to milliseconds; what changes the store comes last.
WORKS: dict[str, Callable[[Path], float]] = {
    "figures checked": _of(lambda store: connect(store.name).damaged(catalogue.series())),
    "20 reads of a series": _of(_read_one),
    "an edition": _of(lambda store: Edition(store, catalogue.series())),
    "freshness of all series": _of(lambda store: freshness.standings(store, TODAY)),
    "findings of a day": _of(lambda store: evaluate.findings(store, as_of=TODAY)),
    "base rates and flips": _of(_worth, 2),
    "refresh": _of(_refresh, 2),
}


def _served(folder: Path, size: Size, name: str) -> Iterator[Measure]:
    """The processor's work for a page, and the memory of the server; at first of few readers, at last of many."""
    if not Path("/proc").is_dir():
        return
    with grown.serving(folder, size) as server:
        warm(server, PAGES)
        for readers in READERS if name == AS_IT_IS else READERS[:1]:
            before = server.worked()
            pages = len(crowd(server, readers, SECONDS, PAGES).waits)
            at = "readers" if readers == READERS[-1] else name
            yield Measure(grown_name("a page", at), [1000 * (server.worked() - before) / pages])
            yield Measure(grown_name("memory", at), [server.memory()], "MB")


def _timed(act: Callable[[], object]) -> float:
    """Milliseconds of the processor in all threads of this process."""
    started = time.process_time()
    act()
    return 1000 * (time.process_time() - started)
