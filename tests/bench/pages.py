"""What a reader waits for, in a real browser with a warm cache, against an empty page."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
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
PAGE = f"/ai-capex?claim={CLAIM}"
ALL_CHARTS = f"{PAGE}&further=true"
EMPTY, EMPTY_PAGES = (Path(__file__).with_name(name) for name in ("empty.py", "empty_pages.py"))
DESK = {"width": 1440, "height": 900}

#: Looks at the page once a frame, from before its first script on.
WATCH = """(() => {
    const marks = window.marks = {}
    const look = () => {
        const app = document.querySelector('[data-testid=stApp]')
        const drawn = document.querySelectorAll('.js-plotly-plot .main-svg').length
        if (document.querySelector('[data-testid=stMain] h1')) marks.content ??= performance.now()
        if (document.querySelector('.cb-finding .answer')) marks.readable ??= performance.now()
        if (drawn) marks.chart ??= performance.now()
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
#: From a click in the list of pages to the frame that has what only the other page has.
SWITCH = """([to, sign]) => new Promise(done => {
    const link = [...document.querySelectorAll('[data-testid=stSidebarNav] a')]
        .find(a => new URL(a.href).pathname == to)
    const started = performance.now()
    const look = () => document.querySelector(sign) ? done(performance.now() - started) : requestAnimationFrame(look)
    link.click()
    look()
})"""
#: A control: its name, and option -> what then stands on the page, blanks left out (a chart breaks its lines).
IMPORTS = ("Imports", {"Net of computer imports": "imports:netofcomputerimports", "Gross": "imports:gross"})
CHOICE = ("Choice", {"Two": "Chosen:Two", "One": "Chosen:One"})
#: Pages by their paths -> what only they have.
EMPTY_SWITCH = {"/second": "h1#second", "/": "h1#first"}
SWITCHES = {"/ai-capex": ".cb-finding .answer", "/": "li.cb-row"}


def measure(folder: Path, store: Path) -> list[Measure]:
    with servers(folder, store) as (ours, empty, two), browser.chromium() as chromium:
        context = chromium.new_context(viewport=DESK, reduced_motion="no-preference")  # as most readers
        started = [
            Measure("empty server, health", [1000 * empty.started_in]),
            Measure("server, health", [1000 * ours.started_in]),
        ]
        loads, plotly = _loads(context, ours, empty)
        actions = [
            Measure("empty page, one control", _reruns(context, empty.url + "/", 0, *CHOICE)),
            Measure("claim page, one control", _reruns(context, ours.url + ALL_CHARTS, CHARTS, *IMPORTS)),
            Measure("empty page, a switch", _switches(context, two, EMPTY_SWITCH)),
            Measure("a page, a switch", _switches(context, ours, SWITCHES)),
        ]
    return [*started, *loads, Measure("board, Plotly files loaded", [plotly], ""), *actions]


@contextmanager
def servers(folder: Path, store: Path) -> Iterator[tuple[Server, Server, Server]]:
    """Ours, that of the empty page and that of two of them, under the same settings."""
    with ExitStack() as running:
        yield tuple(
            running.enter_context(browser.serving(_made(folder / name), store, script))
            for name, script in (("ours", None), ("empty", EMPTY), ("empty-pages", EMPTY_PAGES))
        )


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


#: Each page's measures: the name, and the mark of it.
MARKS = {
    "empty page": {"first content": "content", "settled": "settled"},
    "board": {"first content": "content", "settled": "settled"},
    "claim page": {"readable": "readable", "first chart": "chart", "settled": "settled"},
    "claim page, all charts": {"drawn": "settled"},
}


def _loads(context: Any, ours: Server, empty: Server) -> tuple[list[Measure], int]:
    """When each page has what it is waited for, interleaved, after one visit each; and what the board loads of Plotly."""
    visits = {
        "empty page": (empty.url + "/", 0),
        "board": (ours.url + "/", 0),
        "claim page": (ours.url + PAGE, 1),
        "claim page, all charts": (ours.url + ALL_CHARTS, CHARTS),
    }
    marks: dict[str, list[dict[str, float]]] = {name: [] for name in visits}
    plotly = 0
    for round_ in range(ROUNDS + 1):
        for name, (url, charts) in visits.items():
            found, loaded = _load(context, url, charts)
            plotly += loaded if name == "board" else 0
            if round_:
                marks[name].append(found)
    return [
        Measure(f"{name}, {what}", [one[key] for one in marks[name]])
        for name, whats in MARKS.items()
        for what, key in whats.items()
    ], plotly


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
    page.get_by_role("radiogroup", name=name).first.wait_for()
    readings = []
    for _ in range(ROUNDS):
        for option, sign in options.items():
            readings.append(page.evaluate(CLICK, [name, option, sign]))
            page.wait_for_timeout(300)
    page.close()
    return readings[len(options) :]  # the first round computes what later ones have at hand


def _switches(context: Any, server: Server, signs: dict[str, str]) -> list[float]:
    page = context.new_page()
    page.goto(server.url + "/")
    browser.settle(page)
    readings = []
    for _ in range(ROUNDS):
        for to, sign in signs.items():
            readings.append(page.evaluate(SWITCH, [to, sign]))
            browser.settle(page)
            page.wait_for_timeout(300)
    page.close()
    return readings[len(signs) :]
