"""Many readers for a while, with a refresh every minute: `python -m tests.bench.soak 50 10` (readers, minutes).

Each is a session as a browser opens one, and goes from page to page. Ends with 1 and says why where a page had an
error, two readers of one page and revision were sent different charts, or memory grew after the first minute.
"""

import random
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from statistics import median

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection

from indicators.store.store import Store, end_of, open_store
from tests import browser
from tests.bench.memory import session
from tests.browser import Server
from tests.patience import LONG

PAGES = (
    "", "ai-capex", "labor", "flows", "inequality", "energy", "outlook", "crypto", "two-economies", "method",
    "corrections", "explorer",
)  # fmt: skip
#: What each refresh revises.
REVISED = ("SPX_CLOSE", "UNRATE", "GDP")
#: Megabytes that a server may grow by after its first minute.
GROWTH = 300


@dataclass
class Told:
    """What a reader was sent of a page."""

    errors: list[str] = field(default_factory=list)
    #: A digest of each chart, by its key.
    charts: dict[str, str] = field(default_factory=dict)
    sent: int = 0


@dataclass
class Soak:
    """What all readers were sent."""

    seconds: list[float] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    #: Resident megabytes over time, of the server.
    memory: list[tuple[float, float]] = field(default_factory=list)
    #: The charts that were sent of a page and chart key, and by how many readings.
    charts: defaultdict[tuple[str, str], dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    refreshes: int = 0

    def note(self, page: str, told: Told, took: float) -> None:
        self.seconds.append(took)
        self.sent.append(told.sent)
        self.errors += [f"{page or 'board'}: {words}" for words in told.errors]
        for key, digest in told.charts.items():
            seen = self.charts[page, key]
            seen[digest] = seen.get(digest, 0) + 1

    def trouble(self) -> Iterator[str]:
        """What was not as it must be, a sentence each."""
        yield from sorted(set(self.errors))
        for (page, chart), seen in self.charts.items():
            if len(seen) > self.refreshes + 1:
                yield f"{page}: {chart} was sent in {len(seen)} forms, with {self.refreshes} refreshes"
        begun = [held for at, held in self.memory if at >= 60]
        if begun and max(begun) - begun[0] > GROWTH:
            yield f"memory grew from {begun[0]:.0f} to {max(begun):.0f} MB after the first minute"


def read(reader: ClientConnection, page: str) -> Told:
    """Open a page and take all that is sent until its script has ended."""
    ask = BackMsg()
    ask.rerun_script.page_name = page
    reader.send(ask.SerializeToString())
    told = Told()
    while True:
        data = bytes(reader.recv(timeout=LONG))
        told.sent += len(data)
        message = ForwardMsg.FromString(data)
        if message.WhichOneof("type") == "script_finished":
            return told
        element = message.delta.new_element
        if element.WhichOneof("type") == "plotly_chart":
            chart = element.plotly_chart
            told.charts[chart.id.rpartition("-chart-")[2]] = sha256(chart.spec.encode()).hexdigest()
        elif element.WhichOneof("type") == "exception":
            told.errors.append(element.exception.message)
        elif element.WhichOneof("type") == "alert" and "could not be computed" in element.alert.body:
            told.errors.append(element.alert.body)


def soak(server: Server, store: Store, readers: int, seconds: float, every: float, pause: float) -> Soak:
    """Let readers go from page to page, `pause` seconds on each, while figures are revised `every` so many seconds."""
    found, begun, lock = Soak(), time.monotonic(), threading.Lock()

    def left() -> float:
        return seconds - (time.monotonic() - begun)

    def go(n: int) -> None:
        chance = random.Random(n)
        try:
            with session(server) as reader:
                while left() > 0:
                    page, asked = chance.choice(PAGES), time.monotonic()
                    told = read(reader, page)
                    with lock:
                        found.note(page, told, time.monotonic() - asked)
                    time.sleep(chance.uniform(0.5, 1.5) * pause)
        except Exception as error:
            with lock:
                found.errors.append(f"reader: {error!r}")

    threads = [threading.Thread(target=go, args=(n,)) for n in range(readers)]
    for one in threads:
        one.start()
    while left() > 0:
        time.sleep(max(0.0, min(every, left())))
        with lock:
            if Path("/proc").is_dir():
                found.memory.append((time.monotonic() - begun, server.memory()))
        if left() > 0:
            refresh(store)
            found.refreshes += 1
    for one in threads:
        one.join()
    return found


def refresh(store: Store) -> None:
    """What a refresh brings: the last figure of some series, revised a little."""
    for id in REVISED:
        newest = store.vintages([id])[id][-1].at
        day, value = store.states({id: end_of(date.max)})[id][-1]
        store.publish(id, max(newest + 1, int(time.time())), [(day, value * 1.001)], f"fred:{id}", False)


def main() -> int:
    readers, minutes = (int(one) for one in (sys.argv[1:] or ("50", "10")))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = open_store(folder / "store.sqlite")
        with browser.serving(folder, store.name) as server:
            found = soak(server, store, readers, 60.0 * minutes, every=60.0, pause=2.0)
            log = server.log.read_text()
    pages = sorted(found.seconds)
    print(
        f"{readers} readers, {minutes} minutes, {found.refreshes} refreshes: {len(pages)} pages, "
        f"{len(pages) / (60 * minutes):.1f} a second; median {median(pages):.2f} s, 95th percentile "
        f"{pages[int(0.95 * len(pages))]:.2f} s; {median(found.sent) / 1000:.0f} kB a page before compression; "
        f"memory {', '.join(f'{held:.0f}' for _, held in found.memory)} MB"
    )
    trouble = [*found.trouble(), *(["the server's log has a traceback"] if "Traceback" in log else [])]
    print("\n".join(trouble) or "No error, memory flat, one chart for all.")
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main())
