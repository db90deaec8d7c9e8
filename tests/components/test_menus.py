"""The menus under a chart: what Take and Share offer, and the note's basket that Take fills."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import browser
from tests.browser import WIDE, Server
from tests.components.test_save_chart import saved
from tests.conftest import IN_BROWSER
from tests.views.test_in_browser import Visit, visit, window

__all__ = ["visit", "window"]

pytestmark = IN_BROWSER

CLAIM, CHART = "capex-dependence", "ai-share-rise"
#: The print window of a frame that is printed, as what it would put on paper.
PRINTS = """new MutationObserver(() => {
    const frame = document.querySelector('iframe.cb-paper')
    if (frame) frame.contentWindow.print = () => { window.printed = frame.contentDocument.documentElement.outerHTML }
}).observe(document, {childList: true, subtree: true})"""


@pytest.fixture
def page(server: Server, chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(
        viewport=WIDE, accept_downloads=True, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.add_init_script(PRINTS)
    yield Visit(page, server.url).go(f"/ai-capex?claim={CLAIM}", 1).page
    context.close()


def opened(page: Any, menu: str) -> Any:
    page.locator(f".st-key-{menu}-{CHART}").get_by_role("button").first.click()
    return page.locator("[data-testid=stPopoverBody]")


def test_a_chart_is_printed_on_paper_of_its_size_with_our_type(page: Any, chromium: Any):
    opened(page, "take").get_by_role("button", name="PDF").click()
    browser.until(page, "window.printed")
    paper, size = (
        page.evaluate("window.printed"),
        browser.box(page.locator(f".st-key-exhibit-{CHART} .js-plotly-plot")),
    )
    assert "font-face" in paper and f"{round(size['width'])}" in re.search(r"size: (\d+)", paper)[1]
    sheet = chromium.new_page()
    sheet.set_content(paper)
    assert sheet.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    sheet.close()


def test_the_figures_of_a_claim_come_in_one_file(page: Any, tmp_path: Path):
    opened(page, "take")
    package = saved(page, "ZIP, all of this claim", tmp_path)
    assert package.name.startswith(f"claimboard-{CLAIM}-20")
    with zipfile.ZipFile(package) as files:
        assert len([name for name in files.namelist() if name.endswith(".csv")]) > 2


def test_a_claim_is_put_in_the_note_and_the_header_of_every_page_leads_to_it(page: Any):
    opened(page, "take").get_by_role("button", name="Add to note").click()
    header = page.locator(".cb-basket")
    header.wait_for()
    assert header.inner_text() == "Note: 1 claim"
    page.locator("[data-testid=stSidebarNav]").get_by_text("Ledger").click()
    page.wait_for_url("**/ledger**")
    header.click()
    page.wait_for_url("**/?note=**")
    browser.settle(page)
    page.get_by_role("button", name="Note and figures").click()
    page.locator("[data-testid=stPopoverBody]").get_by_text("Dependence on AI capex").wait_for()
