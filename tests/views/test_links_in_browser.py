"""Links that are copied from the running dashboard: what they bring to another reader, however busy the server is."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests import browser
from tests.browser import WIDE, Server
from tests.conftest import IN_BROWSER
from tests.views.test_in_browser import Visit, charts_of, visit, window

__all__ = ["visit", "window"]

pytestmark = IN_BROWSER

FIGURES = "JSON.stringify([...document.querySelectorAll('.js-plotly-plot')].map(plot => [plot.data, plot.layout]))"


def test_a_copied_link_brings_the_same_figures_to_another_reader(server: Server, chromium: Any):
    allowed = ["clipboard-read", "clipboard-write"]
    mine, theirs = (chromium.new_context(viewport=WIDE, permissions=granted) for granted in (allowed, []))
    claim, chart, other = "gdp-without-ai", "gdp-without-ai", "ai-contribution"
    here = Visit(mine.new_page(), server.url).go(f"/ai-capex?claim={claim}&further=true", charts_of(claim))
    untouched = here.page.evaluate(FIGURES)
    here.page.locator(f".st-key-exhibit-{chart}").get_by_text("A quarter, annualised").click()
    here.page.wait_for_url(f"**{chart}-horizon=**")
    browser.until(here.page, f"before => {FIGURES} != before", arg=untouched)
    here.page.locator(f".st-key-exhibit-{other}").get_by_role("button", name="Share").click()
    here.page.get_by_role(
        "button", name="Link with these figures"
    ).click()  # of a chart that has not run since: what was chosen elsewhere is in its link all the same
    here.page.get_by_role("button", name="Copied").wait_for()
    link = here.page.evaluate("navigator.clipboard.readText()")

    there = Visit(theirs.new_page(), link).go("", charts_of(claim))
    assert link.startswith(f"{server.url}/ai-capex?") and "data=" in link
    browser.until(there.page, f"wanted => {FIGURES} == wanted", arg=here.page.evaluate(FIGURES))
    browser.until(
        there.page, f"Math.abs(document.querySelector('.st-key-exhibit-{other}').getBoundingClientRect().top) < 200"
    )
    assert not here.trouble and not there.trouble
    mine.close()
    theirs.close()


@contextmanager
def asleep(server: Server) -> Iterator[None]:
    """The server answers nothing meanwhile, as one that is busy."""
    os.kill(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.pid, signal.SIGCONT)


def test_a_link_copied_while_the_server_is_busy_has_the_choice_that_was_just_made(server: Server, chromium: Any):
    mine = chromium.new_context(viewport=WIDE, permissions=["clipboard-read", "clipboard-write"])
    page = (
        Visit(mine.new_page(), server.url)
        .go("/ai-capex?claim=gdp-without-ai&further=true", charts_of("gdp-without-ai"))
        .page
    )
    exhibit = page.locator(".st-key-exhibit-gdp-without-ai")
    exhibit.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="Link with these figures").wait_for()
    page.keyboard.press("Escape")
    with asleep(server):
        exhibit.get_by_text("A quarter, annualised").click()
        exhibit.get_by_role("button", name="Share").click()
        links = {}
        for words in ("Link with these figures", "Link to the newest figures", "Caption, source and link"):
            page.get_by_role("button", name=words).click()
            page.get_by_role("button", name="Copied").wait_for()
            links[words] = page.evaluate("navigator.clipboard.readText()")
            browser.until(page, "![...document.querySelectorAll('button')].some(one => one.innerText === 'Copied')")
        page.keyboard.press("Escape")
        page.locator(".st-key-page-link").get_by_role("button", name="Copy link").click()
        page.locator(".st-key-page-link").get_by_role("button", name="Copied").wait_for()
        of_page = page.evaluate("navigator.clipboard.readText()")
    chosen = "gdp-without-ai-horizon=A+quarter%2C+annualised"
    assert all(chosen in link for link in (*links.values(), of_page)), "the new choice, not the one it was sent"
    these, newest, caption = links.values()
    assert "data=" in these and "data=" in of_page and "data=" not in newest
    assert "chart=gdp-without-ai" in these and "chart=" not in of_page
    assert "Source: U.S. Bureau of Economic Analysis" in caption and caption.endswith(these)
    mine.close()


def test_where_the_clipboard_is_refused_the_link_stands_in_a_field(visit: Callable[..., Visit]):
    page = visit("/").page
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="Copy link").click()
    field = page.get_by_label("Link to this view")
    field.wait_for()
    assert field.input_value().startswith(page.url.split("?")[0] + "?data=")
