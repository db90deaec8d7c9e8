"""Shared by all tests: the shipped store, opened once, and makers of tiny catalogues and figure folders."""

import logging
import os
import subprocess
import sys
import threading
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

import indicators.judging.faults
from dashboard.charts import drawing
from dashboard.session import pictures
from dashboard.urls import view_state
from indicators.catalogue import catalogue
from indicators.catalogue.figure_pack import write
from indicators.model import Event, Release, Series
from indicators.model.frequency import FREQUENCIES
from indicators.model.release_calendar import ReleaseCalendar
from indicators.model.vintage import Vintage
from indicators.refresh import floor
from indicators.store.store import Store, open_store
from tests import browser, postgres

# A loaded machine is slow, and that is no failure; examples are not kept between runs.
settings.register_profile("plain", deadline=None, database=None)
settings.load_profile("plain")

# What tests ask is on this machine. The standard library keeps the proxies of its first question, and one test sets some.
urllib.request.install_opener(urllib.request.build_opener(urllib.request.ProxyHandler({})))

ROOT = Path(__file__).resolve().parents[1]

#: A vintage as tests write it: the day it became known, and value by period.
Block = tuple[str, Mapping[str, float | None]]


#: The marks of a file that drives a browser.
IN_BROWSER = [
    pytest.mark.served,
    pytest.mark.skipif(bool(browser.why_none()) and not browser.is_required(), reason=browser.why_none() or "unused"),
]

#: Files that take longest, longest first: begun last, one of them would be waited for by itself.
LONG = (
    "test_container",
    "test_nginx",
    "test_names",
    "test_in_browser",
    "test_compose",
    "test_save_chart",
    "test_pages",
    "test_accessible",
    "test_broken_series",
    "test_operating",
    "test_paper",
    "test_explorer_card",
    "test_every_chart",
    "test_chart_panel",
    "test_soundness",
    "test_clock",
    "test_recipes",
    "test_view_state",
    "test_postgres",
    "test_commands",
    "test_cards",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--sweep", action="store_true", help="run every case of the sweeps, not a sample of them")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG))
    if not config.getoption("sweep"):
        left_out = set(beyond_sample(items))
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def beyond_sample(items: list[pytest.Item]) -> list[pytest.Item]:
    """What a sample leaves of the tests marked `sweep(n)`: all cases of each but every n-th."""
    seen: Counter[str] = Counter()
    left_out = []
    for item in items:
        if mark := item.get_closest_marker("sweep"):
            test = item.nodeid.partition("[")[0]
            if seen[test] % mark.args[0]:
                left_out.append(item)
            seen[test] += 1
    return left_out


# --- faults of ours, which the board survives and tests do not --------------------------------------


class Faults(logging.Handler):
    """What was logged as a fault of ours while a test was set up and ran."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(self.format(record))


FAULTS = Faults()
logging.getLogger(indicators.judging.faults.__name__).addHandler(FAULTS)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for thread in threading.enumerate():  # what an earlier test left at work would be judged by this one's catalogue
        if thread.name in ("preparing", "warming"):
            thread.join()
    FAULTS.found.clear()
    indicators.judging.faults._logged.clear()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """A fault that was isolated fails the test all the same, but for one that asks for `faults` and so expects it."""
    report = (yield).get_result()  # type: ignore[attr-defined]
    expected = "faults" in getattr(item, "fixturenames", ())
    if call.when == "call" and report.passed and FAULTS.found and not expected:
        report.outcome = "failed"
        report.longrepr = "A fault of ours was isolated while this test ran:\n\n" + "\n".join(FAULTS.found)


@pytest.fixture
def faults() -> list[str]:
    """The faults of ours logged so far, with their traces: for a test that expects some."""
    return FAULTS.found


@pytest.fixture(scope="session", autouse=True)
def components() -> Iterator[None]:
    """Streamlit reads the metadata of all installed packages for components at each page under test: once is enough."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the next test would have a store: one folder for all, for thousands of them take a while to make."""
    folder = tmp_path_factory.mktemp("own")
    return (folder / f"{number}.sqlite" for number in count())


@pytest.fixture(autouse=True)
def own_store_path(stores: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees or touches the store of the person who runs it."""
    monkeypatch.setenv("CLAIMBOARD_STORE", str(next(stores)))


@pytest.fixture(autouse=True)
def kept_controls(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Which controls a page has is kept by page: nothing of a test that has other claims is kept for the next."""
    claims = catalogue.claims
    yield
    if catalogue.claims is not claims:  # `monkeypatch` puts them back after this
        view_state.params.cache_clear()


@pytest.fixture(autouse=True)
def kept_pictures(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pictures of a test that draws other figures are not kept for the next."""
    figure = drawing.figure
    yield
    if drawing.figure is not figure:  # `monkeypatch` puts it back after this
        pictures._kept.cache_clear()


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The figures that ship, in a store. Read it only: it is shared by the whole session."""
    return open_store(tmp_path_factory.mktemp("shipped") / "store.sqlite")


@pytest.fixture(scope="session")
def server(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Server]:
    """The dashboard on the figures that ship."""
    with browser.serving(tmp_path_factory.mktemp("server"), store.name) as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser. It holds this thread's event loop, so it ends with its file."""
    with browser.chromium() as running:
        yield running


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server that runs as long as the tests."""
    if why := postgres.why_none():
        if postgres.is_required():
            pytest.fail(f"{postgres.REQUIRED}=1, and {why}")
        pytest.skip(why)
    with postgres.running() as url:
        yield url


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def new_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Makes places for new stores, in each of the databases: what is tested with it holds for both."""
    if request.param == "SQLite":
        return lambda: str(tmp_path_factory.mktemp("place") / "store.sqlite")
    server = request.getfixturevalue("postgres_server")
    return lambda: postgres.new_schema(server)


@pytest.fixture
def place(new_place: Callable[[], str]) -> str:
    """Where a new store can be made, in each of the databases."""
    return new_place()


def series(id: str = "X", **changed: Any) -> Series:
    """A monthly index published ten days after its month, but for what is `changed`."""
    plain: dict[str, Any] = {
        "title": id,
        "agency": "Agency",
        "unit": "index",
        "frequency": "monthly",
        "adjustment": "not adjusted",
        "terms": "public domain",
        "lag": 10,
        "sources": (f"fred:{id}",),
    }
    return Series(id=id, **(plain | changed))


@pytest.fixture
def catalogued(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Replace the catalogue for one test: `catalogued(series("X"), ..., events=(...), releases=(...))`."""

    def replace(*known: Series, events: tuple[Event, ...] = (), releases: tuple[Release, ...] = ()) -> None:
        calendar = ReleaseCalendar(releases, events)
        monkeypatch.setattr(catalogue, "series", lambda: {one.id: one for one in known})
        monkeypatch.setattr(catalogue, "events", lambda: events)
        monkeypatch.setattr(catalogue, "releases", lambda: releases)
        monkeypatch.setattr(catalogue, "calendar", lambda: calendar)

    return replace


def vintages(blocks: tuple[Block, ...]) -> list[Vintage]:
    return [
        Vintage(date.fromisoformat(known), tuple((date.fromisoformat(d).toordinal(), v) for d, v in rows.items()))
        for known, rows in blocks
    ]


def figure_folder(folder: Path, **files: tuple[Block, ...]) -> Path:
    """A folder of figure files: `figure_folder(path, X=(("2026-01-01", {"2025-01-01": 1.0}),))`."""
    folder.mkdir(parents=True, exist_ok=True)
    for id, blocks in files.items():
        write(folder / f"{id}.csv", vintages(blocks))
    return folder


def small_store(folder: Path, place: Path | str | None = None, /, **files: tuple[Block, ...]) -> Store:
    """A store of a few figures, beside their files or at another place."""
    return open_store(place or folder / "store.sqlite", figure_folder(folder / "figures", **files))


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Another Python process that sees this checkout, with its input and output as text.

    It says whole lines: told not to buffer, Python writes a line's end by itself, and a kill could come before it.
    """
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": ""},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def killed(writer: subprocess.Popen[str], lines: int) -> int:
    """Kill a writer once it has acknowledged so many writes; the last one that it acknowledged."""
    with writer:
        assert writer.stdout
        said = [writer.stdout.readline() for _ in range(lines)]
        writer.kill()
        return int((said + writer.stdout.readlines())[-1])


def allow_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate takes a first answer of any length: made ones have the shape of a series, not its length."""
    few = {name: replace(cadence, fewest=1) for name, cadence in FREQUENCIES.items()}
    monkeypatch.setattr(floor, "FREQUENCIES", few)
