"""The running dashboard in a real browser: what a reader sees, clicks, saves, and is spared."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dashboard.server import scripts
from dashboard.theme.tokens import DARK, LIGHT
from dashboard.views.layout import path_of
from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.store.store import Store
from tests import browser
from tests.browser import PHONE, WIDE, Server, rgb
from tests.conftest import IN_BROWSER
from tests.patience import LONG, until

pytestmark = IN_BROWSER

CLAIM = "capex-dependence"
SIZES = {"wide": WIDE, "tablet": {"width": 820, "height": 1180}, "phone": PHONE}
#: Claims whose charts have the longest words.
WORDY = ("two-economies",)
HOSTILE = ("%3Cscript%3Ealert(1)%3C%2Fscript%3E", "a&claim=b&claim=%00")
#: The page answers a click: a dialog opened by smuggled script would stop it.
NO_DIALOG = "window.alert = () => { document.title = 'smuggled' }"


ESCAPING = """[...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
    const box = plot.getBoundingClientRect()
    return [...plot.querySelectorAll('.annotation text, .xtick text, .ytick text')].filter(text => {
        const t = text.getBoundingClientRect()
        return t.width && (t.left < box.left - 1 || t.right > box.right + 1
            || t.top < box.top - 1 || t.bottom > box.bottom + 1)
    }).map(text => text.textContent)
})"""


class Visit:
    """A page open in a window of its own, and what went wrong on it."""

    def __init__(self, page: Any, base: str) -> None:
        self.page, self.base = page, base
        self.trouble = browser.watch(page)
        page.add_init_script(NO_DIALOG)

    def go(self, path: str, charts: int = 0) -> "Visit":
        self.page.goto(self.base + path)
        browser.settle(self.page, charts)
        return self


@pytest.fixture(scope="module")
def window(chromium: Any) -> Callable[..., Any]:
    """A browser window of a size and scheme, with a cache of its own that stays warm."""

    @cache
    def opened(size: str, scheme: str) -> Any:
        return chromium.new_context(viewport=SIZES[size], color_scheme=scheme, accept_downloads=True)

    return opened


@pytest.fixture
def visit(server: Server, window: Callable[..., Any]) -> Iterator[Callable[..., Visit]]:
    opened: list[Any] = []

    def open_page(path: str, charts: int = 0, size: str = "wide", scheme: str = "light") -> Visit:
        page = window(size, scheme).new_page()
        opened.append(page)
        return Visit(page, server.url).go(path, charts)

    yield open_page
    for page in opened:
        page.close()


def charts_of(claim: str) -> int:
    """How many charts a claim's page draws when all are asked for."""
    served = [one for one in registry.indicators().values() if claim in one.serves and one.hints.kind != "table"]
    return sum(all(catalogue.series()[id].ships for id in one.series) for one in served)


def drawn(visit: Callable[..., Visit], claim: str = CLAIM, **window: str) -> Visit:
    path = catalogue.claims()[claim].thesis.replace("_", "-")
    return visit(f"/{path}?claim={claim}&further=true", charts=charts_of(claim), **window)


def background(page: Any) -> str:
    return page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")


# --- opening --------------------------------------------------------------------------------------


def test_a_deep_link_as_very_first_request_shows_the_framed_page_and_that_the_server_is_gone_covers_no_button(
    store: Store, chromium: Any, tmp_path: Path
):
    with browser.serving(tmp_path, store.name) as brief:
        first = Visit(chromium.new_page(viewport=WIDE), brief.url).go("/ai-capex", charts=1)
        sidebar = first.page.inner_text("[data-testid=stSidebar]")
        heading = first.page.inner_text("h1")
        first.page.close()
        page = Visit(chromium.new_page(viewport=PHONE), brief.url).go("/").page
    assert "Board" in sidebar and "Data" in sidebar
    assert heading == catalogue.theses()["ai_capex"].title
    assert not first.trouble

    said = browser.box(page.locator("[data-testid=stStatusWidget]"))
    button = browser.box(page.locator(".st-key-page-link"))
    page.close()
    assert said["width"] and said["x"] + said["width"] <= button["x"]


def test_the_board_opens_clean_loads_no_plotly_and_leads_to_a_claims_charts(visit: Callable[..., Visit]):
    board = visit("/")
    loaded = board.page.evaluate("performance.getEntriesByType('resource').map(r => r.name)")
    assert loaded and not [name for name in loaded if "plotly" in name.lower()]
    assert not board.trouble
    title = catalogue.claims()[CLAIM].en
    board.page.locator(f"li.cb-row a[href*='{CLAIM}']").click()
    board.page.wait_for_url(f"**/ai-capex?*claim={CLAIM}*")
    browser.settle(board.page, 1)
    assert title in board.page.inner_text("h2")
    assert not board.trouble


@pytest.mark.parametrize("path", [f"/{path_of(id)}" for id in catalogue.theses() if id != "ai_capex"])
def test_every_thesis_opens_clean_with_every_chart_drawn_and_what_each_shows_told(
    visit: Callable[..., Visit], path: str
):
    """Other pages are opened with axe-core, in `test_accessible`."""
    first = next(claim.id for claim in catalogue.claims().values() if f"/{path_of(claim.thesis)}" == path)
    page = visit(f"{path}?further=true", charts=charts_of(first))
    assert "Traceback" not in browser.visible_text(page.page)
    tells_what_each_shows(page.page, first)
    assert not page.trouble


def tells_what_each_shows(page: Any, claim: str) -> None:
    figures = page.get_by_role("figure")
    labels = [figures.nth(n).get_attribute("aria-label") for n in range(figures.count())]
    assert len(labels) >= charts_of(claim)
    assert all(label and len(label) > 60 for label in labels)


def test_a_claims_page_draws_every_chart_and_says_what_the_data_is(visit: Callable[..., Visit]):
    page = drawn(visit)
    tells_what_each_shows(page.page, CLAIM)
    assert not page.trouble
    text = browser.visible_text(page.page)
    for words in ("Figures as shipped", "Source:", "At publication", "Not investment advice"):
        assert words in text, words


def test_our_own_fonts_are_loaded_from_our_own_origin(visit: Callable[..., Visit], server: Server):
    page = visit("/").page
    # Not `document.fonts.ready`, which is also so before the first face is asked for.
    for family in ("Source Serif 4", "Inter"):
        browser.until(
            page,
            "family => [...document.fonts].some(f => f.status == 'loaded' && f.family.includes(family))",
            arg=family,
        )
    files = page.evaluate("performance.getEntriesByType('resource').map(r => r.name).filter(n => n.endsWith('.woff2'))")
    assert files and all(file.startswith(server.url) for file in files)


def test_the_windows_title_says_which_page_it_is(visit: Callable[..., Visit]):
    assert visit("/?lang=ja").page.title() == "ボード · Claimboard"


# --- light, dark, narrow --------------------------------------------------------------------------


@pytest.mark.parametrize(("scheme", "look"), [("light", LIGHT), ("dark", DARK)])
def test_page_and_chart_follow_the_readers_scheme(visit: Callable[..., Visit], scheme: str, look: Any):
    page = drawn(visit, scheme=scheme).page
    assert background(page) == rgb(look.paper)
    browser.until(
        page,
        "colour => getComputedStyle(document.querySelector('.js-plotly-plot .main-svg')).backgroundColor == colour",
        arg=rgb(look.paper),
    )


@pytest.mark.parametrize("path", ["/flows", "/explorer"])
def test_no_chart_is_wider_than_a_phone(visit: Callable[..., Visit], path: str):
    page = visit(path, size="phone").page
    browser.until(page, "[...document.querySelectorAll('.js-plotly-plot')].length > 0")
    browser.until(
        page, "[...document.querySelectorAll('.js-plotly-plot .main-svg')].every(e => e.clientWidth <= innerWidth)"
    )
    browser.settle(page)
    assert browser.overflow(page) <= PHONE["width"]
    assert browser.widest(page, ".js-plotly-plot") <= PHONE["width"]


def test_beside_the_open_menu_of_a_tablet_the_board_has_one_column(visit: Callable[..., Visit]):
    page = visit("/", size="tablet").page
    assert browser.box(page.locator("[data-testid=stSidebar]"))["width"] > 200
    lefts = page.locator("li.cb-row").evaluate_all("rows => new Set(rows.map(row => row.offsetLeft)).size")
    assert lefts == 1 and browser.overflow(page) <= SIZES["tablet"]["width"]


@pytest.mark.parametrize(("size", "most"), [("wide", 800), ("phone", 1200)])
def test_all_claims_of_the_board_are_near_at_hand_a_line_each(visit: Callable[..., Visit], size: str, most: int):
    """To the last row from the window's top."""
    page = visit("/", size=size).page
    rows = page.locator("li.cb-row")
    rows.last.wait_for()
    assert rows.count() == len(catalogue.claims())
    last = max(rows.evaluate_all("rows => rows.map(row => row.getBoundingClientRect().bottom)"))
    assert last <= most and last - browser.box(page.locator("h1"))["y"] <= 1200
    assert {*rows.evaluate_all("rows => rows.map(row => row.offsetHeight)")} == {24}, "a line, and room for a finger"


@pytest.mark.parametrize("path", ["/", f"/ai-capex?claim={CLAIM}"])
def test_scripts_of_what_every_page_has_are_at_hand(visit: Callable[..., Visit], path: str):
    opened = visit(path)
    assert opened.page.evaluate("Object.keys(window.atHand)") == [*scripts.KINDS] and not opened.trouble


@pytest.mark.parametrize("language", ["en", "ja", "ko", "vi"])
@pytest.mark.parametrize("size", ["wide", "phone"])
def test_a_rows_number_and_its_verdict_in_words_stay_within_their_columns(
    visit: Callable[..., Visit], language: str, size: str
):
    page = visit(f"/?lang={language}", size=size).page
    page.locator("li.cb-row").last.wait_for()
    browser.until(page, "[...document.fonts].every(one => one.status != 'loading')")
    beyond = "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent)"
    assert page.locator("li.cb-row :is(.number, .cb-mid .cb-note)").evaluate_all(beyond) == []
    if size == "phone":
        names = page.locator("li.cb-row .name").evaluate_all("all => [...new Set(all.map(one => one.clientWidth))]")
        assert len(names) == 1 and names[0] >= 150, "a long number takes no room from the names"


def test_a_row_opens_its_answer_under_the_pointer_and_its_claim_inside_the_app(visit: Callable[..., Visit]):
    page = visit("/").page
    row = page.locator(f"li.cb-row a[href*='{CLAIM}']")
    assert page.locator(".pop").count() == 0, "made when it is asked for"
    row.hover()
    row.locator(".pop .said").wait_for()
    page.mouse.move(0, 0)
    row.locator(".pop").wait_for(state="hidden")
    page.keyboard.press("Tab")  # the next focus is the keyboard's
    row.focus()
    row.locator(".pop .said").wait_for()
    assert page.locator(".pop").count() == 1
    begun = page.evaluate("performance.timeOrigin")
    row.click()
    page.wait_for_selector(".cb-claim h2", timeout=1000 * LONG)
    browser.settle(page, 1)
    assert f"claim={CLAIM}" in page.url and page.evaluate("performance.timeOrigin") == begun
    page.go_back()
    page.wait_for_selector("li.cb-row", timeout=1000 * LONG)
    assert page.evaluate("performance.timeOrigin") == begun


def test_the_replay_fits_a_desk_and_scrolls_on_a_phone_beside_the_claims_names(visit: Callable[..., Visit]):
    page = visit("/ledger").page
    page.wait_for_selector(".cb-replay th:nth-child(4)", timeout=1000 * LONG)  # with its months
    wider = "box => box.scrollWidth - box.clientWidth"
    assert page.locator(".cb-wide").evaluate(wider) == 0
    page.set_viewport_size(PHONE)
    assert page.locator(".cb-wide").evaluate(wider) > 0
    assert browser.overflow(page) <= PHONE["width"]
    stay = [page.locator(f".cb-replay tr.claim > {one}").first for one in ("th", "td.now")]
    before = [browser.box(one) for one in stay]
    page.locator(".cb-wide").evaluate("box => box.scrollTo(200, 0)")
    assert [browser.box(one) for one in stay] == before


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_a_reader_chooses_between_which_days_a_verdict_moved(visit: Callable[..., Visit], size: str):
    page = visit("/ai-capex?claim=capex-dependence&moved=Two+days&moved-until=2026-07-31", charts=1, size=size).page
    page.locator(".st-key-moved-since button").first.click()
    page.locator("[role=gridcell]", has_text="16").first.click()
    browser.until(page, "location.search.includes('moved-since=2025-12-16')")
    browser.settle(page, 1)
    assert "Turned by gross domestic product" in page.inner_text("section.cb-evidence:has(.cb-moves)")
    assert browser.overflow(page) <= SIZES[size]["width"]


def test_a_claim_leads_to_its_own_entry_in_method_opened_and_in_sight_and_back(visit: Callable[..., Visit]):
    page = drawn(visit, "vix-inversion").page
    page.locator(".cb-more a[href^='method?']").click()
    entry = page.locator(".cb-entry-vix-inversion")
    entry.wait_for(timeout=1000 * LONG)
    browser.until(page, "() => Math.abs(document.querySelector('.cb-entry-vix-inversion')"
                        ".getBoundingClientRect().top - 64) < 80", timeout=1000 * LONG)  # fmt: skip
    entry.get_by_role("link").first.click()
    page.wait_for_url("**/flows?*claim=vix-inversion*", timeout=1000 * LONG)


@pytest.mark.parametrize("path", ["/method?table=true", "/data"])
def test_a_table_of_all_is_read_on_a_phone_without_moving_it_aside(visit: Callable[..., Visit], path: str):
    page = visit(path, size="phone").page
    table = page.locator(".cb-figures").first
    table.wait_for(timeout=1000 * LONG)
    assert browser.overflow(page) <= PHONE["width"]
    assert (
        table.evaluate(
            "one => [...one.querySelectorAll('td, th')].filter(x => x.scrollWidth > x.clientWidth + 1).length"
        )
        == 0
    )
    assert table.evaluate("one => one.parentElement.scrollWidth - one.parentElement.clientWidth") <= 0


def test_a_quarter_is_named_alike_by_the_pointer_the_table_and_the_text(visit: Callable[..., Visit]):
    page = drawn(visit, "gdp-without-ai").page
    plot = page.locator(".js-plotly-plot").first
    label = plot.locator(".hoverlayer").get_by_text(re.compile("20[0-9]{2}Q[1-4]")).first

    def told() -> bool:  # a chart that is laid out anew forgets its pointer
        box = browser.box(plot.locator(".nsewdrag").first)
        page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2)
        page.wait_for_timeout(200)
        return label.is_visible()

    until(told)


def test_a_table_behind_a_chart_shows_its_columns(visit: Callable[..., Visit]):
    page = drawn(visit, "gdp-without-ai").page
    chart = page.locator(".st-key-exhibit-ai-contribution")
    chart.get_by_role("button", name="Table", exact=True).click()
    table = page.locator("[data-testid=stPopoverBody] [data-testid=stDataFrame]")
    table.locator("[aria-colcount='4']").wait_for(state="attached")
    assert browser.box(table)["width"] > 600


@pytest.mark.parametrize("claim", WORDY)
@pytest.mark.parametrize("size", SIZES)
def test_a_charts_words_stay_inside_its_picture(visit: Callable[..., Visit], claim: str, size: str):
    page = drawn(visit, claim, size=size).page
    from playwright.sync_api import TimeoutError

    with suppress(TimeoutError):  # charts are drawn anew when the page has told the width of its window
        browser.until(page, f"() => !({ESCAPING}).length", timeout=1000 * LONG)
    assert escaping_text(page) == []


def escaping_text(page: Any) -> list[str]:
    """Texts of charts that stick out of their picture, by more than a pixel."""
    return page.evaluate(ESCAPING)


# --- the explorer ---------------------------------------------------------------------------------


def test_on_a_phone_a_series_is_found_by_its_title_and_the_address_brings_it_back(visit: Callable[..., Visit]):
    first = visit("/explorer?explorer-series=UNRATE&explorer-units=Change+from+a+year+ago", charts=1, size="phone")
    page = first.page
    page.get_by_role("combobox", name="Series").fill("total nonfarm")
    page.get_by_role("option", name="PAYEMS").click()
    page.wait_for_url("**explorer-series=PAYEMS**")
    browser.until(page, "document.querySelectorAll('.js-plotly-plot .subplot').length == 2")
    assert "explorer-series=UNRATE" in page.url and "Change" in page.url
    browser.until(page, f"() => !({ESCAPING}).length")
    again = visit(page.url.removeprefix(first.base), charts=1, size="phone").page
    browser.until(again, "document.querySelectorAll('.js-plotly-plot .subplot').length == 2")
    for words in ("PAYEMS", "All employees, total nonfarm", "change from a year ago"):
        assert words in browser.visible_text(again), words
    assert browser.widest(again, ".js-plotly-plot") <= PHONE["width"]
    assert not first.trouble


# --- hostile --------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", HOSTILE, ids=["script", "repeated"])
def test_a_hostile_claim_is_ignored(visit: Callable[..., Visit], words: str):
    page = visit(f"/ai-capex?claim={words}&quote={words}")
    assert page.page.title() != "smuggled"
    assert page.page.locator("h2").count() > 0
    assert "Traceback" not in browser.visible_text(page.page)
    assert not page.trouble


def test_an_unknown_page_says_so_and_leads_to_the_board(server: Server, chromium: Any):
    page = chromium.new_page()
    assert page.goto(server.url + "/no-such-page").status == 404
    assert page.inner_text("p") == "There is no page at this address."
    page.click("a")
    browser.settle(page)
    assert page.url == server.url + "/"
    page.close()
