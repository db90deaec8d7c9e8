"""What a researcher does with the board: how many actions each job takes, and how long beside an empty page's load.

An action is an address opened, a click, a word typed or a key. What lies between them is the board's time alone.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from tests import browser
from tests.bench.figures import Measure
from tests.bench.pages import DESK, EMPTY

ROUNDS = 3
CLAIM = "/flows?claim=vix-inversion"
CHART = ".js-plotly-plot .main-svg"


@dataclass
class Reader:
    """A reader with a page, whose actions are counted."""

    page: Any
    url: str
    actions: int = field(default=0)

    def opens(self, path: str, sign: str) -> None:
        self.actions += 1
        self.page.goto(self.url + path)
        self.page.locator(sign).first.wait_for()

    def clicks(self, what: Any) -> None:
        self.actions += 1
        what.click()

    def presses(self, button: str) -> None:
        self.clicks(self.page.get_by_role("button", name=button, exact=True).first)

    def takes(self, button: str) -> None:
        """A file, from the menu of the chart."""
        self.presses("Take")
        with self.page.expect_download():
            self.presses(button)

    def searches(self, words: str, sign: str) -> None:
        field_ = self.page.get_by_role("combobox", name="Series", exact=True)
        self.actions += 2
        field_.fill(words)
        self.page.get_by_role("option").first.wait_for()
        field_.press("Enter")
        self.page.get_by_role("button", name=sign).first.wait_for()


def _news(reader: Reader) -> None:
    reader.opens("/", "li.cb-row")


def _claim_from_board(reader: Reader) -> None:
    reader.opens("/", "li.cb-row")
    reader.clicks(reader.page.locator("li.cb-row a").first)
    reader.page.locator(CHART).first.wait_for()


def _file(button: str) -> Callable[[Reader], None]:
    def job(reader: Reader) -> None:
        reader.opens(CLAIM, CHART)
        reader.takes(button)

    return job


def _note(reader: Reader) -> None:
    reader.opens(CLAIM, CHART)
    reader.presses("Take")
    reader.presses("Add to note")
    reader.clicks(reader.page.locator(".cb-basket"))
    reader.page.wait_for_url("**/?note=**")


def _link(reader: Reader) -> None:
    reader.opens(CLAIM, CHART)
    reader.presses("Copy link")
    reader.page.get_by_role("button", name="Copied").wait_for()


def _series(words: str, sign: str) -> Callable[[Reader], None]:
    def job(reader: Reader) -> None:
        reader.opens("/explorer", CHART)
        reader.searches(words, sign)

    return job


def _replay(reader: Reader) -> None:
    reader.opens("/ledger", "h2")


#: Each job by its name; of one that only opens a page nothing else is asked.
JOBS: dict[str, Callable[[Reader], None]] = {
    "read what moved": _news,
    "from the Board to a claim's chart": _claim_from_board,
    "a chart as PNG": _file("PNG, 2×"),
    "a chart as CSV": _file("CSV"),
    "a claim into a note": _note,
    "a link to this view": _link,
    "core PCE in the Explorer": _series("core PCE", "Remove PCEPILFE"),
    "10y-2y in the Explorer": _series("10y-2y", "Remove DGS10"),
    "verdicts month by month": _replay,
}


def measure(folder: Path, store: Path) -> list[Measure]:
    """Milliseconds of a job from its first action, the pages once visited; and how many actions each takes."""
    for name in ("ours", "empty"):
        (folder / name).mkdir(parents=True)
    with (
        browser.serving(folder / "ours", store) as ours,
        browser.serving(folder / "empty", store, EMPTY) as empty,
        browser.chromium() as chromium,
    ):
        context = chromium.new_context(viewport=DESK, permissions=["clipboard-read", "clipboard-write"])
        floor = [_done(context, empty.url, lambda reader: reader.opens("/", "h1"))[0] for _ in range(ROUNDS + 1)]
        done = {name: [_done(context, ours.url, job) for _ in range(ROUNDS + 1)] for name, job in JOBS.items()}
    times = [Measure(f"job: {name}", [taken for taken, _ in found[1:]]) for name, found in done.items()]
    actions = [Measure(f"actions: {name}", [median(count for _, count in found)], "") for name, found in done.items()]
    return [Measure("job: open an empty page", floor[1:]), *times, *actions]


def _done(context: Any, url: str, job: Callable[[Reader], None]) -> tuple[float, int]:
    reader = Reader(context.new_page(), url)
    started = time.perf_counter()
    job(reader)
    taken = 1000 * (time.perf_counter() - started)
    reader.page.close()
    return taken, reader.actions
