"""A round is seen at once and once: by readers meanwhile, after a kill, and where one series cannot be published."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indicators.refresh import engine
from indicators.refresh.due import due
from indicators.store.store import Store, connect
from tests.conftest import python, series, small_store
from tests.patience import until
from tests.refresh.conftest import HELD, NEWS, Fred
from tests.refresh.test_engine import refreshed, values
from tests.store.test_store import is_free

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
IDS = [f"S{n}" for n in range(20)]


@pytest.fixture
def twenty(place: str, tmp_path: Path, catalogued: Callable[..., None], fred: Fred) -> Store:
    """A store of twenty series of which each has news."""
    catalogued(*map(series, IDS))
    fred.has = dict.fromkeys(IDS, NEWS)
    return small_store(tmp_path, place, **dict.fromkeys(IDS, (("2026-09-10", HELD),)))


def with_news(store: Store) -> int:
    """How many of the series a reader sees the news of, in one reading of the store."""
    return sum(len(known) == 2 for known in store.vintages(IDS).values())


@contextmanager
def reader(place: str) -> Iterator[set[tuple[int, int]]]:
    """A reader who looks all the time: every (revision, series with news) that was seen."""
    seen: set[tuple[int, int]] = set()
    own, over = connect(place), threading.Event()

    def look() -> None:
        while not over.is_set():
            revision, count = own.revision(), with_news(own)
            if own.revision() == revision:  # else the round came between the two readings
                seen.add((revision, count))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def test_a_round_is_seen_at_once_and_as_one_revision(twenty: Store, place: str):
    before = twenty.revision()
    with reader(place) as seen:
        assert refreshed(twenty).status == 0
        after = twenty.revision()
    assert with_news(twenty) == 20
    assert (before, 0) in seen and seen <= {(before, 0), (after, 20)}


def test_a_round_that_lasts_is_published_meanwhile(twenty: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(engine, "PATIENCE", 0.0)
    seen: list[int] = []
    refreshed(twenty, progress=lambda id, done, total: seen.append(with_news(twenty)))
    assert seen == list(range(1, 21))


def test_a_round_of_very_many_figures_is_published_meanwhile(twenty: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(engine, "MOST", 10 * len(NEWS))
    seen: list[int] = []
    refreshed(twenty, progress=lambda id, done, total: seen.append(with_news(twenty)))
    assert set(seen) == {0, 10, 20}


def test_one_series_that_cannot_be_published_costs_no_other(twenty: Store, monkeypatch: pytest.MonkeyPatch):
    publish = Store.publish

    def slip(self: Store, id: str, *rest: object) -> int:
        rows = publish(self, id, *rest)  # type: ignore[arg-type]
        if id == "S7":
            raise ValueError("https://example.com/?api_key=0123456789abcdef")
        return rows

    monkeypatch.setattr(Store, "publish", slip)
    report = refreshed(twenty)
    assert [(one.series, one.cause) for one in report.failed] == [("S7", "an error of Claimboard's own (ValueError)")]
    assert report.status == 1 and len(report.attempts) == 20
    assert with_news(twenty) == 19 and values(twenty, "S7") == HELD
    assert twenty.attempts(["S7"])["S7"] == report.failed[0]


def test_how_many_were_asked_is_to_be_read_while_a_round_lasts(twenty: Store, place: str):
    own, seen = connect(place), []
    refreshed(twenty, progress=lambda id, done, total: seen.append((done, own.progress(since=0))))
    assert seen == [(n, n) for n in range(1, 21)]
    assert own.progress(since=2**40) == 0, "of another round it says nothing"


#: A refresh whose series come one by one, eight answers published at once.
SLOW = """
import sys, threading
from datetime import UTC, datetime
from indicators.catalogue import catalogue
from indicators.refresh import engine
from indicators.refresh.due import due
from indicators.providers import Observed
from indicators.store.store import connect
from tests.conftest import series
from tests.refresh.conftest import NEWS
from tests.refresh.test_round import IDS, NOW
catalogue.series = lambda: {id: series(id) for id in IDS}
rows = tuple((datetime.fromisoformat(day).toordinal(), value) for day, value in NEWS.items())
engine.fetch = lambda locator, one, since=None: Observed(rows, locator)
engine.MOST = 8 * len(rows)
def told(id, done, total):
    print(done, flush=True)
    if done == 13:
        threading.Event().wait()
engine.run(connect(sys.argv[1]), due(connect(sys.argv[1]), NOW), told, clock=lambda: NOW)
"""


def test_a_killed_refresh_leaves_what_it_published_to_be_seen_and_the_next_one_brings_the_rest(
    twenty: Store, place: str
):
    before = twenty.revision()
    with python("from indicators.store.sqlite import Sqlite\n" + SLOW, place) as process:
        assert process.stdout
        while process.stdout.readline().strip() != "13":
            pass
        process.send_signal(signal.SIGKILL)
    assert twenty.damage() == "" and twenty.revision() > before
    assert with_news(twenty) == 8, "what was published before the kill; the five gathered since are not there"
    assert len(twenty.attempts(IDS)) == 8
    assert len(due(twenty, NOW)) == 12, "the next round asks for the rest"
    until(lambda: is_free(twenty))
    assert refreshed(twenty).status == 0
    assert with_news(twenty) == 20
