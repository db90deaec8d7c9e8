"""What a reader does wherever the board is served: opens a page by its link and goes to another.

Where what stands in front of it may get in the way, they change the language and follow links of ours too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from tests.browser import HEADING, SETTLED, WIDE, until, watch

#: Time for a busy machine; none of it is waited for in vain.
PATIENCE = 120_000


@contextmanager
def looking(chromium: Any, *ours: str) -> Iterator[tuple[Any, list[str]]]:
    """A page of a new reader, and what goes wrong on it; the names of the board are this machine."""
    context = chromium.new_context(viewport=WIDE, ignore_https_errors=True, locale="en-US")
    context.set_default_timeout(PATIENCE)
    try:
        page = context.new_page()
        yield page, watch(page, *ours)
    finally:
        context.close()


def settled(page: Any, charts: int = 0) -> None:
    """Wait until the page is drawn."""
    page.wait_for_selector(HEADING)
    page.wait_for_selector(SETTLED)
    until(page, f"document.querySelectorAll('.js-plotly-plot:has(.main-svg)').length >= {charts}")


def may_refresh(chromium: Any, home: str) -> bool:
    """Whether the Data page at an address offers its reader to refresh the figures."""
    with looking(chromium, urlsplit(home).hostname or "") as (page, _):
        page.goto(f"{home}/data")
        page.wait_for_selector(".cb-series")  # below where the button would be
        settled(page)
        return page.get_by_role("button", name="Refresh now").count() == 1


def opens(chromium: Any, home: str) -> None:
    """A page of the board at an address opens by its link, with its chart, and leads to the board."""
    with _reading(chromium, home) as page:
        _goes_to_the_board(page, home)


def reads(chromium: Any, home: str) -> None:
    """As `opens`, and the links of ours work: to another language, and from the board to a claim.

    For where a proxy, a folder or another package than the checkout could break them.
    """
    with _reading(chromium, home) as page:
        with page.expect_navigation():
            page.get_by_role("link", name="日本語").click()
        settled(page, charts=1)
        assert page.url.startswith(f"{home}/ai-capex?") and "lang=ja" in page.url
        assert page.evaluate("document.documentElement.lang") == "ja"
        _goes_to_the_board(page, home)
        with page.expect_navigation():
            page.locator("li.cb-row a").first.click()
        settled(page, charts=1)
        assert page.url.startswith(f"{home}/") and "claim=" in page.url


@contextmanager
def _reading(chromium: Any, home: str) -> Iterator[Any]:
    """A claim's page, opened by its link; to the end nothing goes wrong, and nothing outside of the board is asked for."""
    sockets: list[str] = []
    with looking(chromium, urlsplit(home).hostname or "") as (page, trouble):
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda one: sockets.append(one.url))
        page.goto(f"{home}/ai-capex?claim=capex-dependence")
        settled(page, charts=1)
        assert page.url == f"{home}/ai-capex?claim=capex-dependence"
        assert page.evaluate("[...document.fonts].some(face => face.family == 'Inter' && face.status == 'loaded')")
        stream = home.replace("http", "ws", 1) + "/_stcore/stream"
        assert set(sockets) == {stream}, sockets  # more than one where a busy machine makes Streamlit try again

        yield page
        assert trouble == [], trouble
        outside = {one for one in asked if one.startswith("http") and not one.startswith(f"{home}/")}
        assert not outside, outside


def _goes_to_the_board(page: Any, home: str) -> None:
    """Streamlit's own navigation leads from any page to the board."""
    page.locator("[data-testid=stSidebarNavLink]").first.click()
    page.wait_for_selector("li.cb-row a")
    settled(page)
    assert urlsplit(page.url)._replace(query="").geturl() == f"{home}/"
