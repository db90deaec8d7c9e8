"""What it takes to publish the board as a site, anew and after one series changed, and to read a page of it."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import run
from unittest.mock import patch

from dashboard.publishing import site
from dashboard.session import over_time, state
from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.store.store import open_store
from tests import browser
from tests.bench.figures import Measure
from tests.browser import ROOT
from tests.publishing.sites import served

URL = "https://board.example.org/a/b"
#: A series on which two claims stand; on nine in ten no more do.
CHANGED = "B850RC1Q027SBEA"
FEW, TEN_TIMES = 3, 30
ROUNDS = 7
#: When a page's first words are painted.
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def measure(folder: Path, filled: Path) -> list[Measure]:
    """Milliseconds; of a growing number of claims those of the processor, in English."""
    folder.mkdir()
    own = Path(shutil.copy(filled, folder / "store.sqlite"))
    first = _published(folder, own)
    _change(own)
    again = _published(folder, own)
    return [
        Measure("publish, the whole board", [first]),
        Measure("publish, after one series changed", [again]),
        *(Measure(f"publish, {count} claims", [_taken(folder / f"{count}", own, count)]) for count in (FEW, TEN_TIMES)),
        Measure("site, first content", list(_reads(folder / "site"))),
    ]


def _published(folder: Path, store: Path) -> float:
    """How long the command takes, in all four languages."""
    start = "from dashboard.cli.main import main; main()"
    options = ["--out", folder / "site", "--url", URL, "--cache", folder / "cache"]
    began = time.perf_counter()
    told = os.environ | {"CLAIMBOARD_STORE": str(store)}
    run([sys.executable, "-c", start, "publish", *options], check=True, cwd=ROOT, env=told, stdout=sys.stderr)
    return 1000 * (time.perf_counter() - began)


def _change(place: Path) -> None:
    """Revise the newest figure of a series."""
    store = open_store(place)
    newest = store.vintages([CHANGED])[CHANGED][-1]
    day, value = store.states({CHANGED: newest.at})[CHANGED][-1]
    store.add(CHANGED, newest.at + 1, [(day, 1.01 * value)], newest.source)


def _taken(folder: Path, store: Path, count: int) -> float:
    """What the processor does for a site of some claims, with the processes that were started for it."""
    folder.mkdir()
    with _claims(count), patch.object(state, "store", lambda: open_store(store)):
        began = sum(os.times()[:4])
        site.publish(folder / "site", URL, folder / "cache", languages=("en",))
        return 1000 * (sum(os.times()[:4]) - began)


@contextmanager
def _claims(count: int) -> Iterator[None]:
    """Context in which the article makes so many claims, and nothing of it was corrected."""
    registry.indicators()  # the theses are read by all of them
    kept = dict([*catalogue.claims().items()][:count])
    for one in (state._findings, state._finding, over_time._histories, over_time._coming):
        one.cache_clear()
    with patch.object(catalogue, "claims", lambda: kept), patch.object(catalogue, "corrections", lambda: ()):
        yield


def _reads(root: Path) -> Iterator[float]:
    """When a reader without script sees the Board's words, from a plain file server, with a warm cache."""
    with served(root) as url, browser.chromium() as chromium:
        window = chromium.new_context(viewport=browser.WIDE, java_script_enabled=False)
        for number in range(ROUNDS + 1):
            page = window.new_page()
            page.goto(url, wait_until="load")
            while (painted := page.evaluate(PAINTED)) is None:
                page.wait_for_timeout(20)
            page.close()
            if number:
                yield painted
