"""Many at the store at once: readers beside a writer, processes that open it together, writers that are killed."""

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path

import pytest

from indicators.store.store import Store, open_store
from tests.conftest import python, small_store
from tests.patience import LONG
from tests.store.test_store import FOREVER, blocks_of

pytestmark = pytest.mark.served

WRITER = """
import sys
from pathlib import Path
from indicators.store.sqlite import Sqlite
from indicators.store.store import connect
store, first, count = connect(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
for n in range(first, first + count):
    store.add("X", n, [(day, float(n)) for day in range(300)], "test")
    print(n, flush=True)
"""


def whole(store: Store) -> int:
    """The newest vintage, after making sure that all of its 300 rows are there and of one write."""
    rows = store.states({"X": FOREVER})["X"]
    assert len(rows) in (0, 300)
    assert len({value for _, value in rows}) <= 1
    return int(rows[0][1]) if rows else 0


@contextmanager
def readers(store: Store) -> Iterator[tuple[list[int], list[BaseException]]]:
    """Two readers at work: the newest write that each read saw, and what went wrong."""
    seen: list[int] = []
    problems: list[BaseException] = []
    over = threading.Event()

    def read() -> None:
        try:
            while not over.is_set():
                seen.append(whole(store))
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield seen, problems
    finally:
        over.set()
        for thread in threads:
            thread.join()


def test_readers_see_whole_writes_and_no_error_while_another_process_writes(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)
    with readers(store) as (seen, problems):
        writer = python(WRITER, place, 1, 80)
        _, errors = writer.communicate(timeout=LONG)
    assert (writer.returncode, errors, problems) == (0, "", [])
    assert whole(store) == 80
    assert len(set(seen)) > 2, "the readers read while it was written"


def test_writers_at_once_wait_for_each_other(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)
    writers = [python(WRITER, place, first, 20) for first in (1_000, 2_000)]
    assert [writer.communicate(timeout=LONG)[1] for writer in writers] == ["", ""]
    assert len(store.vintages(["X"])["X"]) == 40
    assert whole(store) == 2_019


OPENER = """
import sys
from indicators.store.sqlite import Sqlite
from indicators.store.store import open_store
print(len(open_store(sys.argv[1]).spans(["GDP", "PAYEMS", "WTREGEN"])))
"""


def test_processes_that_open_a_new_store_at_once_all_succeed(place: str):
    openers = [python(OPENER, place) for _ in range(3)]
    assert [opener.communicate(timeout=LONG) for opener in openers] == [("3\n", "")] * 3
    assert len(open_store(place).vintages(["PAYEMS"])["PAYEMS"]) == len(blocks_of("PAYEMS"))


# killed

NURSERY = """
import os, sys
from indicators.store.store import connect
store = connect(sys.argv[1])
for line in sys.stdin:
    if child := os.fork():
        os.waitpid(child, 0)
        print("dead", flush=True)
    else:
        store.revision()
        print("child", os.getpid(), flush=True)
        for n in range(int(line), 10**6):
            store.add("X", n, [(day, float(n)) for day in range(300)], "test")
            print(n, flush=True)
"""


def killed_at(nursery: subprocess.Popen[str], first: int, writes: int, after: float) -> int:
    """Start a writer and kill it so many seconds after so many writes; the last it acknowledged, 0 for none."""
    assert nursery.stdin and nursery.stdout
    nursery.stdin.write(f"{first}\n")
    nursery.stdin.flush()
    child = nursery.stdout.readline().split()[1]
    seen = [nursery.stdout.readline() for _ in range(writes)]
    time.sleep(after)
    os.kill(int(child), signal.SIGKILL)
    said = takewhile(lambda line: line != "dead\n", nursery.stdout)
    return max(map(int, [*seen, *said]), default=0)


def test_writers_killed_at_random_moments_lose_nothing_they_acknowledged(place: str, tmp_path: Path):
    store, chance, kills = small_store(tmp_path, place), random.Random(1), 50 if ".sqlite" in place else 15
    sure = written = writes = 0
    with readers(store) as (seen, problems), python(NURSERY, place) as nursery:
        for _ in range(kills):
            first = written + 1
            acknowledged = killed_at(nursery, first, chance.randrange(3), chance.uniform(0, 0.03))
            writes += max(0, acknowledged - written)
            sure = acknowledged or sure
            written = max(acknowledged + 1, first)  # one more may be in that was not said
            assert sure <= whole(store) <= written
        nursery.stdin.close()
    print(f"{kills} kills, {writes} writes acknowledged, 0 lost, {len(seen)} reads, {len(problems)} errors")
    assert problems == []
    assert store.damage() == ""
    assert writes and len(set(seen)) > 1, "how many there are is a matter of the machine's speed"
