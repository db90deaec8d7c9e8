"""Links of our own HTML that open inside the app: a page switch instead of loading everything again.

A link stays a link: with a modifier key, without the script, or to elsewhere the browser follows it itself.
"""

from urllib.parse import parse_qs, urlsplit

import streamlit as st

from dashboard.session import state
from dashboard.theme import assets
from dashboard.urls.view_state import page_at, path_of


def follow(pages: list[str]) -> None:
    """Switch to the page that a reader clicked on; `pages` are the ids of all pages."""
    script = st.components.v2.component("claimboard_inside_links", js=assets.text("static/inside_links.js"))
    paths = [path_of(one) for one in pages]
    went = script(key="inside-links", data={"pages": paths, "base": _base(paths)}, on_go_change=_noted).go
    if went:
        asked = urlsplit(went)
        st.switch_page(f"app_pages/{page_at(asked.path)}.py", query_params=parse_qs(asked.query))


def _base(paths: list[str]) -> str:
    """The path below which the board is served, with a slash at its end."""
    path = urlsplit(state.page_address()).path or "/"
    above, _, last = path.rpartition("/")
    return f"{above if last in paths else path}/"


def _noted() -> None:
    """Streamlit reruns the page when a component with a callback reports."""
