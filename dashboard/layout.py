"""What frames every page: navigation, styles, the line that says what the data is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from html import escape
from importlib.resources import files

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import state
from dashboard.wording import day_name, plain
from indicators.data import catalogue
from indicators.data.store import StoreError

#: Before this day too few of the series are held for a verdict.
FIRST_DAY = date(2006, 1, 1)


def path_of(thesis: str) -> str:
    """The path of a thesis page: `ai_capex` is at /ai-capex."""
    return thesis.replace("_", "-")


def pages() -> dict[str, list[StreamlitPage]]:
    """The navigation: the board, a page a thesis, the data."""
    board = st.Page("pages/board.py", title="Board", default=True)
    theses = [
        st.Page(f"pages/{thesis.id}.py", title=thesis.title, url_path=path_of(thesis.id))
        for thesis in catalogue.theses().values()
    ]
    data = st.Page("pages/data.py", title="Data", url_path="data")
    ledger = st.Page("pages/ledger.py", title="Ledger", url_path="ledger")
    method = st.Page("pages/method.py", title="Method", url_path="method")
    return {"": [board], "Theses": theses, "About": [ledger, data, method]}


def set_up() -> None:
    """Page settings and styles. Raises StoreError when the store cannot be used."""
    st.set_page_config(page_title="Claimboard", page_icon=_own("static/icon.svg"), layout="wide")
    st.html(f"<style>{_own('style.css')}</style>")
    state.store()
    _travel()


def _travel() -> None:
    """The day as of which everything is shown, in the address of every page."""
    st.sidebar.date_input(
        "As known on",
        value=None,
        min_value=FIRST_DAY,
        max_value="today",
        key="asof",
        bind="query-params",
        help="Every page as it would have been at the end of that day: from the vintages known then, or reconstructed",
    )


@contextmanager
def in_words() -> Iterator[None]:
    """A store that cannot be used, now or no longer, is a sentence on the page."""
    try:
        yield
    except StoreError as error:
        st.error(plain(str(error)))


@cache
def _own(name: str) -> str:
    return files("dashboard").joinpath(name).read_text(encoding="utf-8")


def close() -> None:
    """The foot of every page."""
    article = catalogue.article()
    st.html(
        "<footer class='cb-foot'>Quotes: "
        f"{escape(article.author)}, edited by {escape(article.editor)}, {escape(article.publisher)}, about "
        f"{day_name(article.published)}. {escape(article.published_note)} "
        "This product uses FRED® data but is not endorsed or certified by the Federal Reserve Bank of St. Louis. "
        "Not investment advice.</footer>"
    )


def shipped_line() -> str:
    """What the figures are, for the top of the board: as shipped or as of a day, and how far they reach."""
    reach = [f.data_through for f in state.findings().values() if f.data_through]
    day = state.as_of()
    newest = state.fetched()
    now = f"Figures as fetched up to {day_name(newest)}" if newest else "Figures as shipped"
    whose = f"As known on {day_name(day)}" if day else now
    return f"{whose}, data through {day_name(max(reach))}" if reach else "No figures yet"
