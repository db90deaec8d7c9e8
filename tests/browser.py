"""A running dashboard and a Chromium to look at it with: for the tests and the bench."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dashboard.cli.checks import BROWSERS
from tests.patience import LONG

ROOT = Path(__file__).resolve().parents[1]
REQUIRED = "CLAIMBOARD_REQUIRE_BROWSER"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: Said of a page without TLS under a name of its own: the header is for the others.
UNHEEDED = "The Cross-Origin-Opener-Policy header has been ignored"
LOOPBACK = ("127.0.0.1", "localhost", "::1", None)
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
#: The first content of every page, and Streamlit's mark of one whose script is not running.
HEADING = "[data-testid=stMain] h1"
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"


# --- the server -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Server:
    """A server of ours, listening."""

    url: str
    port: int
    pid: int
    #: Everything it printed.
    log: Path
    #: Seconds from the start of the process to its first answer.
    started_in: float

    def memory(self) -> float:
        """Resident memory, megabytes (Linux)."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def worked(self) -> float:
        """Seconds of the processor since its start (Linux)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def claimboard(port: int) -> list[str]:
    """The command that starts the dashboard."""
    return [sys.executable, "-c", "from dashboard.cli.main import main; main()", "run", "--port", str(port)]


def plain(script: Path, port: int) -> list[str]:
    """The command that starts any other Streamlit page, under the same settings."""
    return [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]


@contextmanager
def serving(
    folder: Path,
    store: Path | str,
    script: Path | None = None,
    options: Sequence[str] = (),
    told: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """A server on a free port, stopped at the end: the dashboard, or the page of a script.

    `options` are for the command, `told` for its environment.
    """
    port, log = free_port(), folder / "server.log"
    command = [*(plain(script, port) if script else claimboard(port)), *options]
    with started(command, port, log, {"CLAIMBOARD_STORE": str(store)} | dict(told or {})) as server:
        yield server


@contextmanager
def started(
    command: Sequence[str], port: int, log: Path, told: Mapping[str, str], at: str = "127.0.0.1"
) -> Iterator[Server]:
    """The server that a command starts, stopped at the end."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | told
    health = "/".join((*filter(None, [environment.get("STREAMLIT_SERVER_BASE_URL_PATH")]), "_stcore/health"))
    begun = time.monotonic()
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a group of its own, to be ended whole
        )
    try:
        _wait_for(f"http://{at}:{port}/{health}", process, log)
        yield Server(f"http://{at}:{port}", port, process.pid, log, time.monotonic() - begun)
    finally:
        end(process)


def end(process: subprocess.Popen[Any]) -> None:
    """End a process that leads a group, with all that it started: `make`, `faketime` and `unshare` wait for a server."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)


def _wait_for(health: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + LONG
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with status {process.returncode}:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(health, timeout=5):
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"the server did not answer:\n{log.read_text()}")


# --- the browser ----------------------------------------------------------------------------------


def why_none() -> str:
    """Why no browser can be driven here; empty when one can."""
    try:
        import playwright  # noqa: F401
    except ImportError:
        return "playwright is not installed"
    return "" if executable() else "no Chromium is installed"


def is_required() -> bool:
    return os.environ.get(REQUIRED) == "1"


def executable(whole: bool = False) -> str | None:
    """Chromium without its window, where the system has it apart: it draws the same with a quarter less work.

    `whole`: the one with a window, for a finger's tap makes no mouse move in the other.
    """
    names = BROWSERS if whole else ("chromium-headless-shell", *BROWSERS)
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def chromium(*flags: str) -> Iterator[Any]:
    """A Chromium that shows no window, as a Playwright browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=[*FLAGS, *flags])
        yield patient(browser)
        browser.close()


def patient(browser: Any) -> Any:
    """A browser whose contexts and pages are patient."""
    browser.new_context = partial(_patient, browser.new_context)
    browser.new_page = partial(_patient, browser.new_page)
    return browser


def _patient(make: Callable[..., Any], **wanted: Any) -> Any:
    """A context or a page of a reader who is asked to be patient, and who by default wants nothing to move.

    Without a graphics card Streamlit's pulsing placeholders take as much of the machine as the page itself does.
    """
    made = make(**{"reduced_motion": "reduce"} | wanted)
    made.set_default_timeout(1000 * LONG)  # milliseconds
    return made


def watch(page: Any, *ours: str) -> list[str]:
    """What goes wrong on a page from now on: errors, failed requests, requests that leave the machine.

    `ours`: names that are this machine's too.
    """
    here = {*LOOPBACK, *ours}
    trouble: list[str] = []

    def note(kind: str, text: str) -> None:
        trouble.append(f"{kind}: {text[:300]}")

    page.on("console", lambda m: note("console", m.text) if m.type == "error" and UNHEEDED not in m.text else None)
    page.on("pageerror", lambda error: note("error in the page", str(error)))
    # A page that is left before all has come breaks that off by itself: "net::ERR_ABORTED".
    page.on("requestfailed", lambda r: None if "ABORTED" in (r.failure or "") else note(f"failed, {r.failure}", r.url))
    page.on("response", lambda r: note(f"answered {r.status}", r.url) if r.status >= 400 else None)
    page.on("request", lambda r: None if urlsplit(r.url).hostname in here else note("left the machine", r.url))
    return trouble


def settle(page: Any, charts: int = 0) -> None:
    """Wait until the script has ended, and at least so many charts are drawn."""
    page.wait_for_selector(HEADING, timeout=1000 * LONG)  # before its first run a page is at rest too
    page.wait_for_selector(SETTLED, timeout=1000 * LONG)
    if charts:
        # By the chart: each has several drawings.
        until(page, f"document.querySelectorAll('.js-plotly-plot:has(.main-svg)').length >= {charts}")


def until(page: Any, expression: str, arg: Any = None, timeout: float = 1000 * LONG) -> None:
    """Wait, at most so many milliseconds, until an expression holds in the page.

    Playwright's own waiting evaluates text within the page, which its content security policy forbids.
    """
    deadline = time.monotonic() + timeout / 1000
    while not _holds(page, expression, arg):
        assert time.monotonic() < deadline, f"not so after {timeout / 1000:.0f} s: {expression}"
        page.wait_for_timeout(50)


def lasting(page: Any, find: Callable[[], list[str]]) -> list[str]:
    """What is found amiss in a page once it comes to rest: nothing, or the same five times in a row.

    A chart is laid out anew when its page has told its width, which a busy machine does late.
    """
    before, found, same = None, find(), 0
    while found and same < 5:
        page.wait_for_timeout(500)
        before, found = found, find()
        same = same + 1 if found == before else 0
    return found


def box(of: Any) -> dict[str, float]:
    """Where what a locator finds is seen, once it is seen and stays there: x, y, width and height, pixels.

    Playwright's own answer is of one moment, and nothing where a rerun just then draws it anew.
    """
    deadline = time.monotonic() + LONG
    before, now = None, of.bounding_box()
    while now is None or now != before:
        assert time.monotonic() < deadline, f"never at rest: {of}"
        of.page.wait_for_timeout(100)
        before, now = now, of.bounding_box()
    return now


def _holds(page: Any, expression: str, arg: Any) -> bool:
    from playwright.sync_api import Error

    try:
        return bool(page.evaluate(expression, arg))
    except Error as error:
        # Another page is coming, or what is asked about is not there yet: a rerun draws its charts anew.
        if "context was destroyed" in str(error) or "Cannot read properties of null" in str(error):
            return False
        raise


def visible_text(page: Any) -> str:
    return page.inner_text("[data-testid=stApp]")


def overflow(page: Any) -> int:
    """How wide what the page shows is; Streamlit scrolls inside its own container, which hides it from the document."""
    parts = "[document.documentElement, document.querySelector('[data-testid=stMain]')]"
    return max(page.evaluate(f"{parts}.map(e => e.scrollWidth)"))


def widest(page: Any, selector: str) -> float:
    """The rightmost edge of the elements, in pixels of the window; 0 without one."""
    edges: Sequence[float] = page.eval_on_selector_all(
        selector, "all => all.map(one => one.getBoundingClientRect().right)"
    )
    return max(edges, default=0)


def rgb(colour: str) -> str:
    """A hex colour as computed styles write it."""
    return f"rgb({', '.join(str(int(colour[n : n + 2], 16)) for n in (1, 3, 5))})"
