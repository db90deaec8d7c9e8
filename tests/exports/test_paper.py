"""Charts on paper and under a finger: whole where they are printed, and passed by a swipe."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from dashboard.exports import files as export
from dashboard.exports import note
from tests import browser, cards
from tests.browser import PHONE, WIDE, Server
from tests.conftest import IN_BROWSER
from tests.patience import until

pytestmark = IN_BROWSER

CLAIM = "/ai-capex?claim=capex-dependence&further=true"
#: Letters of a line that stand outside the page: where paper would cut them off.
CUT = """width => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot =>
    [...plot.querySelectorAll('text')].filter(text => text.getBoundingClientRect().right > width + 1).map(t => t.textContent))"""
#: What is there to be clicked, and is seen.
CLICKED = """[...document.querySelectorAll('button, input, [data-testid=stSidebar]')].filter(one =>
    one.getBoundingClientRect().width && getComputedStyle(one).visibility != 'hidden').map(one => one.outerHTML.slice(0, 90))"""
SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"
AXIS = "document.querySelector('.js-plotly-plot')._fullLayout.yaxis.range.join()"
PLOT = ".js-plotly-plot .nsewdrag"
#: The width of A4 within our margins, in CSS pixels.
PAPER = {"width": 688, "height": 1000}


@pytest.fixture(scope="module", params=["light", "dark"])
def printed(server: Server, chromium: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A claim's page as it goes to paper: drawn for a screen, then laid out for print."""
    page = chromium.new_context(viewport=WIDE, color_scheme=request.param).new_page()
    page.goto(server.url + CLAIM)
    browser.settle(page, 2)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme=request.param)
    page.set_viewport_size(PAPER)
    yield page
    page.context.close()


def test_a_chart_on_paper_is_whole_and_nothing_is_there_to_be_clicked(printed: Any):
    with suppress(AssertionError):  # what is cut is shown below
        browser.until(printed, f"width => ({CUT})(width).length == 0", PAPER["width"], timeout=60_000)
    assert printed.evaluate(CUT, PAPER["width"]) == []
    assert printed.evaluate(CLICKED) == []
    assert printed.inner_text("h1") == "AI capital spending"


def test_words_on_paper_are_dark_whatever_the_screen_was(printed: Any):
    colours = printed.eval_on_selector_all(
        ".cb-page h1, .cb-finding .sentence, .cb-claim h2", "all => all.map(one => getComputedStyle(one).color)"
    )
    assert colours and set(colours) == {"rgb(27, 31, 36)"}


PAPERS = [(paper, across) for paper in ("A4", "Letter") for across in (False, True)]


def pages(page: Any, paper: str, across: bool) -> int:
    """How many pages the browser prints."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper, landscape=across)))


@pytest.fixture(scope="module", params=["light", "dark"])
def shown(server: Server, chromium: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A window in which to open a page and print it."""
    page = chromium.new_context(viewport={"width": 1440, "height": 900}, color_scheme=request.param).new_page()
    yield page
    page.context.close()


def test_all_claims_are_printed_on_a_page(server: Server, shown: Any):
    shown.goto(server.url)
    browser.until(shown, "document.querySelectorAll('.cb-row').length == 34")
    browser.settle(shown)
    for paper, across in PAPERS:
        assert pages(shown, paper, across) == 1, (paper, across)


def test_a_claim_is_printed_with_its_chart_and_further_charts_share_pages(server: Server, shown: Any):
    shown.goto(server.url + CLAIM)
    browser.settle(shown, 5)
    for paper, across in PAPERS:
        assert pages(shown, paper, across) <= (6 if across else 5), (paper, across)  # of five charts


#: What is said of the point under a finger.
VALUES = ".js-plotly-plot .hovertext, .js-plotly-plot .hoverlayer .legend"


def centre(page: Any) -> None:
    page.evaluate("selector => document.querySelector(selector).scrollIntoView({block: 'center'})", PLOT)


def swipe(page: Any) -> None:
    """A finger on the middle of the first chart, 200 pixels up."""
    box = browser.box(page.locator(PLOT).first)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)
    for kind, up in [("touchStart", 0), *(("touchMove", 10 * step) for step in range(1, 21))]:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y - up}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.fixture(scope="module")
def fingers(chromium: Any) -> Any:
    """A browser that feels a finger."""
    whole = browser.patient(
        chromium.browser_type.launch(executable_path=browser.executable(whole=True), args=browser.FLAGS)
    )
    yield whole
    whole.close()


@pytest.fixture(scope="module", params=[PHONE, {"width": 1180, "height": 820}], ids=["phone", "tablet"])
def touched(server: Server, fingers: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A claim's page under a finger."""
    page = fingers.new_context(viewport=request.param, has_touch=True, is_mobile=True).new_page()
    page.goto(server.url + CLAIM)
    page.bring_to_front()  # only what is seen scrolls
    browser.settle(page, 2)
    browser.until(page, "document.querySelector('.js-plotly-plot')._fullLayout.dragmode === false")
    yield page
    page.context.close()


def test_a_swipe_over_a_chart_scrolls_the_page(touched: Any):
    centre(touched)
    axis, before = touched.evaluate(AXIS), touched.evaluate(SCROLLED)
    swipe(touched)
    browser.until(touched, f"{SCROLLED} > {before + 100}")
    assert touched.evaluate(AXIS) == axis


def test_a_tap_on_a_chart_shows_values(touched: Any):
    from playwright.sync_api import TimeoutError as TookTooLong

    def shown() -> bool:
        """After a tap, which a page that still scrolls takes for its own: then the reader taps again."""
        centre(touched)
        touched.locator(PLOT).first.tap()
        with suppress(TookTooLong):
            return bool(touched.wait_for_selector(VALUES, timeout=5000))
        return False

    until(shown)


# --- files ----------------------------------------------------------------------------------------


def files() -> dict[str, str]:
    """A page of each kind that leaves the board and has charts in it."""
    made = [cards.card("line"), cards.card("bars")]
    return {
        "card.html": export.as_html(made[0], "850x600"),
        "note-by-script.html": note.page(made, *note.scripted(made)),
        "note-of-drawings.html": note.page(made, *note.drawn(made)),
    }


#: Every address in the page but those of a namespace, every form and frame, and every button of Plotly's.
REACH = """({
    addresses: [...document.querySelectorAll('*')].filter(one => one.localName != 'script').flatMap(one =>
        [...one.attributes].filter(a => !a.name.startsWith('xmlns')).flatMap(a => a.value.match(/https?:[^ "')]+/g) ?? [])),
    doors: document.querySelectorAll('form, iframe, object, embed, base, link, img[src^=http]').length,
    buttons: [...document.querySelectorAll('.modebar-btn')].map(one => one.dataset.title),
})"""


@pytest.mark.parametrize("name", ["card.html", "note-by-script.html", "note-of-drawings.html"])
def test_a_file_has_no_button_form_or_address_that_leads_to_a_third_party(
    chromium: Any, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CLAIMBOARD_PUBLIC_URL", "https://board.example.org")
    path = tmp_path / name
    path.write_text(files()[name], encoding="utf-8")
    page = chromium.new_page()
    trouble = browser.watch(page)
    page.goto(path.as_uri())
    page.wait_for_selector(".main-svg")
    reach = page.evaluate(REACH)
    assert reach["doors"] == 0 and trouble == []
    assert {address.split("/")[2] for address in reach["addresses"]} <= {"board.example.org"}
    assert set(reach["buttons"]) == (set() if "drawings" in name else {"Download plot as a PNG", "Reset axes"})
    page.close()
