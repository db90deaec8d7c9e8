"""The pages that ten readers get while a refresh publishes 150 series, beside those they get while none does."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from indicators.catalogue import catalogue
from indicators.judging.round import update
from indicators.model import Series
from indicators.providers import Observed, can_fetch
from indicators.refresh import engine
from indicators.store.store import connect, end_of, open_store
from tests import browser
from tests.bench import memory
from tests.bench.figures import Measure
from tests.bench.pages import EMPTY
from tests.browser import ROOT, Server

SECONDS = 40.0
SERIES = 150
#: Seconds that the provider takes to answer: a round of 150 lasts some twenty seconds.
LATENCY = 1.0
PAGES = ("", "ai-capex", "labor", "flows", "inequality", "energy", "outlook")
FLOOR, QUIET, BUSY = "empty page, ten readers", "a page, ten readers", "a page, ten readers, during a refresh"


def measure(folder: Path, filled: Path) -> list[Measure]:
    """Milliseconds a page that any of the ten got."""
    folder.mkdir()
    own = folder / "store.sqlite"
    shutil.copy(filled, own)
    with browser.serving(folder, own, EMPTY) as server:
        empty = _pages(server, SECONDS / 2, ("",))
    with browser.serving(folder, own) as server:
        _pages(server, 15.0)  # each page once, so that both begin alike
        quiet = _pages(server, SECONDS)
        revision = connect(own).revision()
        with _refresh(own):
            busy = _pages(server, SECONDS)
        assert connect(own).revision() > revision, "the refresh published nothing"
    floor = Measure(FLOOR, [1000 * SECONDS / 2 / empty])
    return [floor, Measure(QUIET, [1000 * SECONDS / quiet]), Measure(BUSY, [1000 * SECONDS / max(1, busy)])]


def _pages(server: Server, seconds: float, pages: Sequence[str] = PAGES) -> int:
    """How many pages ten readers open, one after the other each, in so many seconds."""
    until, got = time.monotonic() + seconds, [0] * 10

    def read(n: int) -> None:
        with suppress(TimeoutError), memory.session(server) as reader:
            for step in range(1_000_000):
                memory.read(reader, pages[(n + step) % len(pages)], "")
                if time.monotonic() > until:
                    return
                got[n] += 1

    threads = [threading.Thread(target=read, args=(n,)) for n in range(10)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sum(got)


@contextmanager
def _refresh(place: Path) -> Iterator[None]:
    """A refresh in a process of its own, as it is for a reader."""
    command = [sys.executable, "-c", f"from tests.bench.rounds import refresh; refresh({str(place)!r})"]
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)}) as other:
        yield
        assert other.wait() == 0


def refresh(place: str) -> None:
    """Ask for 150 series, of each of which the last value was revised, and judge all claims again."""
    store = open_store(Path(place))
    held = {id: store.states({id: end_of(date.max)})[id] for id in catalogue.series()}
    todo = [id for id, rows in held.items() if rows and any(map(can_fetch, catalogue.series()[id].sources))][:SERIES]

    def revised(locator: str, one: Series, since: date | None = None) -> Observed:
        time.sleep(LATENCY)
        *rows, (day, value) = held[one.id]
        return Observed((*rows, (day, value * 1.0001)), locator)

    engine.fetch = revised
    print(update(store, todo, full=True).report, file=sys.stderr)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        filled = Path(name) / "filled.sqlite"
        open_store(filled)
        _, quiet, busy = measure(Path(name) / "rounds", filled)
    print(
        f"{SECONDS:.0f} s, ten readers: {1000 * SECONDS / quiet.middle:.0f} pages without a refresh, "
        f"{1000 * SECONDS / busy.middle:.0f} during one that publishes"
    )


if __name__ == "__main__":
    main()
