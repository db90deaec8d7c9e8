"""When a claim can be read: of a published page whose script does not run, against the running board's.

`python -m tests.bench.site` measures this alone.
"""

import functools
import http.server
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from indicators.store.store import open_store
from tests import browser
from tests.bench.figures import Measure, report
from tests.bench.pages import WATCH
from tests.publishing import sites

CLAIM = sites.CLAIMS[0]
ROUNDS = 7
#: When all of the page was there and some of it was on the screen.
READABLE = """Math.max(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity,
    performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd || Infinity)"""


def measure(folder: Path, store: Path) -> list[Measure]:
    """Milliseconds, each page visited once before."""
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        sites.published(open_store(store), folder / "site", folder / "cache", patch)
    readings: dict[str, list[float]] = {"a claim of the board, first content": [], "a published claim, readable": []}
    with browser.serving(folder, store) as board, _files(folder / "site") as site, browser.chromium() as chromium:
        running, still = (
            chromium.new_context(java_script_enabled=is_run, viewport=browser.WIDE) for is_run in (True, False)
        )
        for n in range(ROUNDS + 1):
            found = (
                _of_board(running, f"{board.url}/ai-capex?claim={CLAIM}"),
                _of_site(still, f"{site}/claims/{CLAIM}/"),
            )
            for values, value in zip(readings.values(), found, strict=True):
                values += [value] if n else []
    return [Measure(name, values) for name, values in readings.items()]


def _of_board(context: Any, url: str) -> float:
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(url)
    browser.until(page, "window.marks?.content")
    found: float = page.evaluate("marks.content")
    page.close()
    return found


def _of_site(context: Any, url: str) -> float:
    page = context.new_page()
    page.goto(url)
    browser.until(page, f"isFinite({READABLE})")
    assert page.evaluate("document.scripts.length") and "Supported" in page.inner_text("main")
    found: float = page.evaluate(READABLE)
    page.close()
    return found


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _files(folder: Path) -> Iterator[str]:
    """A plain file server; its address."""
    answers = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        filled = Path(name) / "filled.sqlite"
        open_store(filled)
        table, met = report(measure(Path(name) / "site", filled))
    print(table)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
