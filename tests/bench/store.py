"""The store and the findings, in this process."""

import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from indicators.catalogue import catalogue
from indicators.catalogue.figure_pack import write
from indicators.judging import evaluate
from indicators.model.vintage import Vintage
from indicators.store.store import Store, end_of, open_store
from tests import postgres
from tests.bench.figures import Measure

LONG = tuple((date(1980, 1, 1).toordinal() + n, n * 1.25) for n in range(10_000))
ARTICLE = date(2025, 12, 1)


def measure(folder: Path, filled: Path) -> list[Measure]:
    folder.mkdir()
    imports = [_timed(lambda n=n: open_store(folder / f"first{n}.sqlite")) for n in range(3)]
    store = open_store(filled)
    long, moment = _long_store(folder / "long"), end_of(date.today())
    ids = [one.id for one in catalogue.series().values() if one.ships][:20]
    moments = dict.fromkeys(ids, moment)
    evaluate.findings(store, as_of=ARTICLE)  # imports what the theses need
    return [
        *_in_postgres(moments, moment),
        Measure("store, 10,000 rows", _several(lambda: long.states({"LONG": moment}))),
        Measure("store, 20 series", _several(lambda: store.states(moments))),
        Measure("store, first start", imports),
        # What is kept is kept by store: one newly opened has nothing to fall back on.
        Measure("all findings of a day", _several(lambda: evaluate.findings(open_store(store.name), as_of=ARTICLE), 5)),
        Measure("base rates and flips of all claims", [_timed(lambda: _worth(open_store(store.name)))]),
        Measure("all findings month by month", [_timed(lambda: _histories(open_store(store.name)))]),
    ]


def _in_postgres(moments: dict[str, int], moment: int) -> list[Measure]:
    if why := postgres.why_none():
        print(f"PostgreSQL is not measured: {why}.", file=sys.stderr)
        return []
    with postgres.running() as url:
        store = open_store(url)
        store.add("LONG", moment, LONG, "bench")
        return [
            Measure("PostgreSQL, 10,000 rows", _several(lambda: store.states({"LONG": moment}))),
            Measure("PostgreSQL, 20 series", _several(lambda: store.states(moments))),
        ]


def _histories(store: Store) -> None:
    for claim in catalogue.claims().values():
        evaluate.history(store, claim, date.today())


def _worth(store: Store) -> None:
    """The findings of today, whose base rates reach back to where their data begin, and their flip maps."""
    for found in evaluate.findings(store):
        evaluate.with_flips(store, found)


def _long_store(folder: Path) -> Store:
    figures = folder / "figures"
    figures.mkdir(parents=True)
    write(figures / "LONG.csv", [Vintage(date(2026, 1, 1), LONG)])
    return open_store(folder / "long.sqlite", figures)


def _several(act: Callable[[], object], times: int = 11) -> list[float]:
    return [_timed(act) for _ in range(times)]


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - started)
