"""For who hears the page, has no mouse, sees little contrast or is made ill by motion: in a real browser, with axe-core."""

import json
from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Any
from urllib.parse import urlsplit

import pytest

from dashboard.theme.tokens import DARK, LIGHT
from tests import browser
from tests.browser import PHONE, WIDE, Server, rgb
from tests.conftest import IN_BROWSER

pytestmark = IN_BROWSER

THESIS = "/ai-capex"
EXHIBIT = "ai-contribution-net"
PAGES = ("/", "/explorer", "/data", "/ledger", "/corrections", "/method", THESIS)
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
#: Everything on a page, that of shadow roots included, and the element that has the keyboard.
WALK = """
const within = root => [...root.querySelectorAll('*')].flatMap(e => e.shadowRoot ? [e, ...within(e.shadowRoot)] : [e])
const upwards = e => e ? [e, ...upwards(e.assignedSlot ?? e.parentElement ?? e.getRootNode().host)] : []
let at = document.activeElement
while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
"""
#: Notes the element that has the keyboard, and tells what it is called, in which exhibit, and whether it can be seen.
STOP = f"""() => {{ {WALK}
    const [style, box] = [getComputedStyle(at), at.getBoundingClientRect()]
    ;(window.reached ??= []).push(at)
    return {{
        name: at.ariaLabel || at.innerText?.split('\\n')[0] || '',
        role: at.role ?? at.tagName.toLowerCase(),
        exhibit: upwards(at).flatMap(e => [...e.classList]).find(name => name.startsWith('st-key-exhibit-')) ?? '',
        dialog: upwards(at).some(e => e.role === 'dialog'),
        ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1,
        seen: box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight,
    }}
}}"""
#: What invites a click and was not reached: neither itself, nor what it lies in, nor another of its group,
#: in which the arrows lead from one to the next.
UNREACHED = f"""() => {{ {WALK}
    const groups = new Set(reached.map(e => e.closest('[role=radiogroup], [role=group]')).filter(Boolean))
    return within(document.body).filter(e =>
        getComputedStyle(e).cursor === 'pointer' && e.checkVisibility({{ visibilityProperty: true }})
        && e.getBoundingClientRect().width > 1
        && !reached.some(r => r.contains(e) || e.contains(r)) && ![...groups].some(group => group.contains(e))
    ).map(e => e.outerHTML.slice(0, 160))
}}"""
MOVING = """() => {
    const still = s => /^0s(, 0s)*$/.test(s.transitionDuration) && s.animationName === 'none' && s.scrollBehavior === 'auto'
    const parts = [undefined, '::before', '::after']
    return [...document.querySelectorAll('*')].filter(e => !parts.every(part => still(getComputedStyle(e, part)))).length
}"""


@pytest.fixture(scope="module")
def page(server: Server, chromium: Any) -> Iterator[Any]:
    """One page for all tests of this file: opening one takes longer than most of them."""
    with chromium.new_context(viewport=WIDE, color_scheme="light", reduced_motion="reduce") as window:
        page = window.new_page()
        trouble = browser.watch(page)
        page.goto(server.url)
        browser.settle(page)
        yield page
        assert not trouble


@pytest.fixture
def go(page: Any) -> Iterator[Callable[[str], Any]]:
    """Goes to a page by the menu, wide, light and without motion; what a test changes of that is changed back."""

    def by_menu(path: str) -> Any:
        if urlsplit(page.url).path != path:
            before = page.inner_text(browser.HEADING)
            page.locator(f"[data-testid=stSidebarNavLink][href$='{path}']").click()
            browser.until(page, f"old => document.querySelector('{browser.HEADING}')?.innerText !== old", arg=before)
            browser.settle(page, charts=int(path in (THESIS, "/explorer")))
        return page

    yield by_menu
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")


def audit(page: Any) -> list[str]:
    """What axe-core finds now: impact, rule and where of each."""
    from axe_playwright_python.base import AXE_SCRIPT

    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(f"axe.run(document, {json.dumps(RULES)})")["violations"]
    return [f"{one['impact']} {one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


def findings(page: Any) -> list[str]:
    """What it finds once all has come to rest: components take their names and colours a moment after the page."""
    return browser.lasting(page, lambda: audit(page))


def darken(page: Any) -> None:
    page.emulate_media(color_scheme="dark")
    browser.until(page, "getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'")


# --- axe ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_a_wide_light_page_nor_on_a_dark_phone(go: Callable[[str], Any], path: str):
    page = go(path)
    if path == "/method":
        page.locator("summary").first.click()
    if path == "/explorer":  # with what its search found open
        page.get_by_role("combobox", name="Series", exact=True).fill("rate")
    assert findings(page) == []
    assert "Traceback" not in browser.visible_text(page)
    page.set_viewport_size(PHONE)
    darken(page)
    assert findings(page) == []
    if path != THESIS:  # whose charts are drawn anew for the width
        assert browser.overflow(page) <= PHONE["width"]


def test_axe_is_listened_to(chromium: Any):
    page = chromium.new_page()
    page.set_content("<html lang=en><title>T</title><main><h1>T</h1><img src=x><p style='color: #ccc'>Pale</p></main>")
    assert {one.split(":")[0] for one in audit(page)} == {"critical image-alt", "serious color-contrast"}
    page.close()


def test_nothing_moves_for_who_asked_for_that(go: Callable[[str], Any]):
    page = go(THESIS)
    assert page.evaluate(MOVING) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVING) > 0


# --- the keyboard ---------------------------------------------------------------------------------


def tab(page: Any) -> dict[str, Any]:
    page.keyboard.press("Tab")
    return page.evaluate(STOP)


def walk(page: Any) -> list[dict[str, Any]]:
    """Every stop of Tab, from the first link until it leaves the page at its end."""
    page.focus("[data-testid=stSkipToContent]")
    for keys in ("Tab", "Shift+Tab"):  # a ring is for who came by the keyboard
        page.keyboard.press(keys)
    rest = takewhile(lambda stop: stop["role"] != "body", (tab(page) for _ in range(200)))
    return [page.evaluate(STOP), *rest]


def test_tab_reaches_whatever_invites_a_click_in_the_order_it_is_read(go: Callable[[str], Any]):
    page = go(THESIS)
    stops = walk(page)
    names = [stop["name"] for stop in stops]
    in_order = ["Skip to main content", "Board", "Method", "日本語", "Copy link", "Table"]
    assert sorted(in_order, key=names.index) == in_order and names[0] == in_order[0]
    of_exhibit = [stop["name"] for stop in stops if stop["exhibit"] == f"st-key-exhibit-{EXHIBIT}"]
    assert of_exhibit[-4:] == ["Table", "Method and sources", "Share", "Take"]
    assert page.evaluate(UNREACHED) == []
    assert [stop for stop in stops if not (stop["ring"] and stop["seen"])] == []


def test_a_card_keeps_the_keyboard_until_escape_gives_it_back(go: Callable[[str], Any]):
    page = go(THESIS)
    page.get_by_role("button", name="Take").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Card", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=dialog] .js-plotly-plot .main-svg")
    page.get_by_role("button", name="SVG", exact=True).wait_for()
    stops = [tab(page) for _ in range(6)]
    assert {"Close", "1200x628", "PNG, 2×", "SVG"} <= {stop["name"] for stop in stops}
    assert all(stop["dialog"] and stop["ring"] for stop in stops)
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.wait_for_selector("[role=dialog]", state="detached")
    browser.until(page, "document.activeElement.innerText.startsWith('Take')")


@pytest.mark.parametrize(
    ("menu", "offers"),
    [
        (
            "Share",
            ["Link with these figures", "Link to the newest figures", "Caption, source and link", "Embed (HTML)"],
        ),
        ("Take", ["Card", "Add to note", "Copy picture", "PNG, 2×", "SVG", "PDF", "CSV", "ZIP, all of this claim"]),
    ],
)
def test_a_menu_under_a_chart_is_walked_by_tab_and_left_by_escape(
    go: Callable[[str], Any], menu: str, offers: list[str]
):
    page = go(THESIS)
    page.get_by_role("button", name=menu).first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name=offers[-1], exact=True).wait_for()
    stops = [tab(page) for _ in offers]
    assert [stop["name"] for stop in stops] == offers
    assert all(stop["dialog"] and stop["ring"] for stop in stops)
    assert findings(page) == []
    page.keyboard.press("Escape")
    browser.until(page, f"document.activeElement.innerText.startsWith('{menu}')")


def test_the_table_behind_a_chart_has_the_keyboard_at_once_and_escape_gives_it_back(go: Callable[[str], Any]):
    page = go(THESIS)
    page.get_by_role("button", name="Table").first.focus()
    page.keyboard.press("Enter")
    page.locator("[role=dialog] canvas").first.wait_for()
    assert page.evaluate(STOP)["dialog"]
    stops = [tab(page) for _ in range(4)]
    assert all(stop["dialog"] for stop in stops) and stops[-1]["role"] in ("canvas", "gridcell")
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.wait_for_selector("[role=dialog]", state="detached")
    browser.until(page, "document.activeElement.innerText.startsWith('Table')")


def test_the_first_link_skips_the_menu(go: Callable[[str], Any]):
    page = go("/ledger")
    page.reload()
    browser.settle(page)
    assert tab(page)["name"] == "Skip to main content"
    page.keyboard.press("Enter")
    browser.until(page, "document.querySelector('[data-testid=stMain]').matches(':focus, :has(:focus)')")
    assert tab(page)["name"] == "Copy link"


def test_on_a_phone_tab_does_not_walk_through_the_folded_menu(go: Callable[[str], Any]):
    page = go("/ledger")
    page.set_viewport_size(PHONE)
    page.reload()
    browser.settle(page)
    stops = walk(page)
    assert [stop["name"] for stop in stops if not (stop["ring"] and stop["seen"])] == []
    assert "Expand sidebar" in [stop["name"] for stop in stops]


def test_the_ring_has_the_accent_of_the_scheme_in_dialogs_too(go: Callable[[str], Any]):
    page = go("/ledger")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<button id=outside>Outside</button>')")
    page.keyboard.press("Tab")
    assert ring(page, "#outside") == rgb(LIGHT.series[0])
    darken(page)
    page.keyboard.press("Tab")
    assert ring(page, "#outside") == rgb(DARK.series[0])


def ring(page: Any, selector: str) -> str:
    page.focus(selector)
    return page.evaluate("getComputedStyle(document.activeElement).outlineColor")
