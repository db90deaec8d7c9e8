"""A board that is ten times as large: copies of the series, of their vintages and of the claims, for timing only."""

import os
import runpy
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from dashboard.server.launch import HERE, command
from indicators.catalogue import catalogue, figure_pack
from indicators.catalogue.declarations import declarations
from indicators.judging import registry
from indicators.model import Claim, Series
from indicators.model.vintage import Vintage
from indicators.store.store import Attempt, Store, open_store
from tests import browser
from tests.browser import ROOT, Server


@dataclass(frozen=True)
class Size:
    """How many times the series, the vintages of each and its attempts, and the claims there are."""

    series: int = 1
    history: int = 1
    claims: int = 1


def figures(folder: Path, size: Size) -> Path:
    """A figures pack of that size in a new folder."""
    folder.mkdir(parents=True)
    for file in sorted(catalogue.FIGURES.glob("*.csv")):
        vintages = list(revised(figure_pack.read(file), size.history))
        for n in range(size.series):
            figure_pack.write(folder / f"{copy_of(file.stem, n)}.csv", vintages)
    return folder


def copy_of(id: str, n: int) -> str:
    """The id of a copy; the first is what there is."""
    return f"{id}~{n}" if n else id


def revised(vintages: list[Vintage], times: int) -> Iterator[Vintage]:
    """Each vintage, revised by a millionth on each of the days after it, as far as the next is that far off."""
    ends = [one.known_from for one in vintages[1:]] + [date.max]
    for vintage, end in zip(vintages, ends, strict=True):
        for n in range(times):
            if (day := vintage.known_from + timedelta(n)) < end:
                share = 1 + n * 1e-6
                yield Vintage(day, tuple((at, value and value * share) for at, value in vintage.rows))


def attempted(store: Store, size: Size) -> None:
    """Ten attempts of each series for every time its history is taken."""
    ids = [copy_of(id, n) for id in catalogue.series() if "~" not in id for n in range(size.series)]
    now = int(time.time())
    store.note(Attempt(id, now - 60 * n, "bench", "unchanged") for n in range(10 * size.history) for id in ids)


@contextmanager
def catalogued(size: Size) -> Iterator[None]:
    """Context in which the catalogue has copies of its series and claims, the latter judged by the same tests."""
    registry.tests()  # the charts of their legs are of the claims that there are
    tables: list[dict[str, object]] = [catalogue.series(), catalogue.claims(), declarations(), registry._tests]  # type: ignore[list-item]
    before = [dict(table) for table in tables]
    _add(before, tables, size)
    try:
        yield
    finally:
        for table, held in zip(tables, before, strict=True):
            table.clear()
            table.update(held)


def _add(before: list[dict[str, object]], tables: list[dict[str, object]], size: Size) -> None:
    for table, held in zip(tables, before, strict=True):
        times = size.series if table is tables[0] else size.claims
        table.update(
            {copy_of(id, n): _copied(one, copy_of(id, n)) for id, one in held.items() for n in range(1, times)}
        )


def _copied(one: object, id: str) -> object:
    return replace(one, id=id) if isinstance(one, (Series, Claim)) else one


def filled(folder: Path, size: Size) -> Store:
    """A store of that size, in a new folder that holds its figures too."""
    store = open_store(folder / "store.sqlite", figures(folder / "figures", size))
    attempted(store, size)
    return store


@contextmanager
def serving(folder: Path, size: Size) -> Iterator[Server]:
    """A board of that size, of a store that `filled` made in the folder."""
    port = browser.free_port()
    start = f"from tests.bench.grown import Size, board; board({size!r}, {port})"
    told = {"CLAIMBOARD_STORE": str(folder / "store.sqlite"), "CLAIMBOARD_FIGURES": str(folder / "figures")}
    with browser.started([sys.executable, "-c", start], port, folder / "server.log", told) as server:
        yield server


def board(size: Size, port: int) -> None:
    """Run the server, with a larger catalogue, until it is stopped."""
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    _, _, module, *arguments = command("127.0.0.1", port)
    sys.argv = [module, *arguments]
    assert HERE.parent == ROOT
    with catalogued(size):
        runpy.run_module(module, run_name="__main__")
