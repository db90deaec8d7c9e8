"""What a reader waits for, in a real browser with a warm cache, against an empty page."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indicators.catalogue import catalogue
from indicators.judging import registry
from tests import browser
from tests.bench.figures import Measure
from tests.browser import Server

ROUNDS = 7
CLAIM = "gdp-without-ai"
CHARTS = sum(
    CLAIM in one.serves and one.hints.kind != "table" and all(catalogue.series()[id].ships for id in one.series)
    for one in registry.indicators().values()
)
THESIS = f"/ai-capex?claim={CLAIM}&further=true"
EMPTY = Path(__file__).with_name("empty.py")

#: Looks at the page once a frame, from before its first script on.
WATCH = """(() => {
    const marks = window.marks = {}
    const look = () => {
        const app = document.querySelector('[data-testid=stApp]')
        const drawn = document.querySelectorAll('.js-plotly-plot .main-svg').length
        if (document.querySelector('[data-testid=stMain] h1')) marks.content ??= performance.now()
        if (drawn != marks.drawn) { marks.drawn = drawn; delete marks.settled }
        if (marks.content && app.dataset.testScriptState == 'notRunning') marks.settled ??= performance.now()
        requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
})()"""
#: From a click to the frame that shows what it asked for.
CLICK = """([name, option, sign]) => new Promise(done => {
    const group = [...document.querySelectorAll('[role=radiogroup]')].find(g => g.ariaLabel == name)
    const button = [...group.querySelectorAll('button')].find(b => b.textContent.trim() == option)
    const started = performance.now()
    const look = () => document.querySelector('[data-testid=stMain]').textContent.replace(/\\s+/g, '').includes(sign)
        ? done(performance.now() - started) : requestAnimationFrame(look)
    button.click()
    look()
})"""
#: A control: its name, and option -> what then stands on the page, blanks left out (a chart breaks its lines).
IMPORTS = ("Imports", {"Net of computer imports": "imports:netofcomputerimports", "Gross": "imports:gross"})
CHOICE = ("Choice", {"Two": "Chosen:Two", "One": "Chosen:One"})


def measure(folder: Path, store: Path) -> list[Measure]:
    with servers(folder, store) as (ours, empty), browser.chromium() as chromium:
        context = chromium.new_context(viewport=browser.WIDE, reduced_motion="no-preference")  # as most readers
        started = [
            Measure("empty server, health", [1000 * empty.started_in]),
            Measure("server, health", [1000 * ours.started_in]),
        ]
        loads, plotly = _loads(context, ours, empty)
        reruns = [
            Measure("empty page, one control", _reruns(context, empty.url + "/", 0, *CHOICE)),
            Measure("thesis page, one control", _reruns(context, ours.url + THESIS, CHARTS, *IMPORTS)),
        ]
    return [*started, *loads, Measure("board, Plotly files loaded", [plotly], ""), *reruns]


@contextmanager
def servers(folder: Path, store: Path) -> Iterator[tuple[Server, Server]]:
    """Ours and that of the empty page, under the same settings."""
    for name in ("ours", "empty"):
        (folder / name).mkdir(parents=True)
    with browser.serving(folder / "ours", store) as ours, browser.serving(folder / "empty", store, EMPTY) as empty:
        yield ours, empty


def _loads(context: Any, ours: Server, empty: Server) -> tuple[list[Measure], int]:
    """Content and settled of each page, interleaved, after one visit each; and what the board loads of Plotly."""
    visits = {
        "empty page": (empty.url + "/", 0),
        "board": (ours.url + "/", 0),
        "thesis page": (ours.url + THESIS, CHARTS),
    }
    marks: dict[str, list[dict[str, float]]] = {name: [] for name in visits}
    plotly = 0
    for round_ in range(ROUNDS + 1):
        for name, (url, charts) in visits.items():
            found, loaded = _load(context, url, charts)
            plotly += loaded if name == "board" else 0
            if round_:
                marks[name].append(found)
    kinds = (
        ("empty page", "first content", "content"), ("empty page", "settled", "settled"),
        ("board", "first content", "content"), ("board", "settled", "settled"),
        ("thesis page", "all charts drawn", "settled"),
    )  # fmt: skip
    return [Measure(f"{name}, {what}", [one[key] for one in marks[name]]) for name, what, key in kinds], plotly


def _load(context: Any, url: str, charts: int) -> tuple[dict[str, float], int]:
    """When a page had content and when it was settled, and how many files of Plotly it loaded."""
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(url)
    browser.until(page, f"window.marks?.settled && marks.drawn >= {charts}")
    page.wait_for_timeout(400)  # a chart that is still to come takes the mark back
    while "settled" not in (found := page.evaluate("marks")):  # asked and read at once: it may be taken back between
        page.wait_for_timeout(50)
    files = page.evaluate("performance.getEntriesByType('resource').filter(r => /plotly/i.test(r.name)).length")
    page.close()
    return found, files


def _reruns(context: Any, url: str, charts: int, name: str, options: dict[str, str]) -> list[float]:
    page = context.new_page()
    page.goto(url)
    browser.settle(page, charts)
    readings = []
    for _ in range(ROUNDS):
        for option, sign in options.items():
            readings.append(page.evaluate(CLICK, [name, option, sign]))
            page.wait_for_timeout(300)
    page.close()
    return readings[len(options) :]  # the first round computes what later ones have at hand
