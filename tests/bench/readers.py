"""Ten and fifty readers who open a page every one to three seconds, of the dashboard and of an empty page alike.

Each is a plain session without a browser: what is measured is the server and the way to it, with the readers
themselves on the same machine.
"""

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests import browser
from tests.bench import memory
from tests.bench.figures import Measure
from tests.bench.pages import EMPTY
from tests.bench.soak import PAGES
from tests.browser import Server
from tests.patience import LONG

#: Readers -> seconds they read.
LOADS = {10: 30.0, 50: 45.0}
#: Seconds that each stays on a page, at least and at most.
STAY = (1.0, 3.0)
#: Seconds of the processor in a second below which a server is at rest.
REST = 0.1


@dataclass
class Read:
    """What readers got in so many seconds."""

    seconds: float
    #: Seconds that each page was waited for which was asked for in that time.
    waits: list[float] = field(default_factory=list)
    #: Of each, whether it also came in that time.
    in_time: list[bool] = field(default_factory=list)

    @property
    def pages(self) -> int:
        return sum(self.in_time)


def measure(folder: Path, filled: Path) -> list[Measure]:
    """Milliseconds from one page to the next that any reader got, and how long a page was waited for."""
    folder.mkdir()
    found = []
    for readers, seconds in LOADS.items():
        for name, script, pages in (("empty page", EMPTY, ("",)), ("a page", None, PAGES)):
            with browser.serving(folder, filled, script) as server:
                warm(server, pages)
                found += measures(f"{name}, {readers} readers", crowd(server, readers, seconds, pages))
    return found


def measures(name: str, read: Read) -> list[Measure]:
    """How often a page came, and how long half and 95 of 100 of them were waited for (milliseconds)."""
    return [
        Measure(name, [1000 * read.seconds / max(1, read.pages)]),
        Measure(f"{name}, median", [1000 * median(read.waits)]),
        Measure(f"{name}, 95th percentile", [1000 * percentile(read.waits, 0.95)]),
    ]


def percentile(values: Sequence[float], share: float) -> float:
    """The least of the values that is not exceeded by this share of them."""
    ranked = sorted(values)
    return ranked[max(0, -int(-share * len(ranked) // 1) - 1)]


def warm(server: Server, pages: Sequence[str]) -> None:
    """Open each page twice, and wait until nothing is prepared behind them any more."""
    with memory.session(server) as reader:
        for page in (*pages, *pages):
            memory.read(reader, page, "")
    for _ in range(int(LONG) if Path("/proc").is_dir() else 0):
        before = server.worked()
        time.sleep(1)
        if server.worked() - before < REST:
            return


def crowd(server: Server, readers: int, seconds: float, pages: Sequence[str]) -> Read:
    """Let readers go from page to page, each to a next one once it has stayed on the last. Raises what any met."""
    found, troubles, until = Read(seconds), list[Exception](), time.monotonic() + seconds

    def go(n: int) -> None:
        chance = random.Random(n)
        try:
            with memory.session(server) as reader:
                time.sleep(chance.uniform(0, STAY[1]))  # they do not come all at once
                while (asked := time.monotonic()) < until:
                    memory.read(reader, chance.choice(pages), "")
                    found.waits.append(time.monotonic() - asked)
                    found.in_time.append(time.monotonic() < until)
                    time.sleep(chance.uniform(*STAY))
        except Exception as error:
            troubles.append(error)

    threads = [threading.Thread(target=go, args=(n,)) for n in range(readers)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if troubles:
        raise troubles[0]
    return found
