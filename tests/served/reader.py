"""What a reader does wherever the board is served: opens a page by its link, changes the language, follows a link."""

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
        page.wait_for_selector("[data-testid=stDataFrame]")  # below where the button would be
        settled(page)
        return page.get_by_role("button", name="Refresh now").count() == 1


def reads(chromium: Any, home: str) -> None:
    """Everything works for a reader of the board at an address, and nothing is asked for outside of it."""
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

        with page.expect_navigation():
            page.get_by_role("link", name="日本語").click()
        settled(page, charts=1)
        assert page.url.startswith(f"{home}/ai-capex?") and "lang=ja" in page.url
        assert page.evaluate("document.documentElement.lang") == "ja"

        # Streamlit's own navigation, and from there a link of ours.
        page.locator("[data-testid=stSidebarNavLink]").first.click()
        page.wait_for_selector("a.cb-verdict")
        settled(page)
        assert urlsplit(page.url)._replace(query="").geturl() == f"{home}/"
        with page.expect_navigation():
            page.locator("a.cb-verdict").first.click()
        settled(page, charts=1)
        assert page.url.startswith(f"{home}/") and "claim=" in page.url

        assert trouble == []
        outside = {one for one in asked if one.startswith("http") and not one.startswith(f"{home}/")}
        assert not outside, outside
