"""The layout of every page: navigation, styles, footer."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.components import copy_link, inside_links, language_switch
from dashboard.i18n.locale import translate
from dashboard.session import state
from dashboard.templates import render
from dashboard.theme import assets
from dashboard.urls.query_params import FIRST_DAY
from dashboard.urls.view_state import BOARD, CORRECTIONS, DATA, EXPLORER, LEDGER, METHOD, RELEASES, path_of
from indicators.catalogue import catalogue
from indicators.runtime import clock


def pages() -> dict[str, list[StreamlitPage]]:
    """The navigation: the board, the explorer, a page for each thesis, the ledger and what else is about the board."""
    board = st.Page("app_pages/board.py", title=translate("Board"), default=True)
    theses = [
        st.Page(f"app_pages/{thesis.id}.py", title=translate(thesis.title), url_path=path_of(thesis.id))
        for thesis in catalogue.theses().values()
    ]
    data = st.Page("app_pages/data.py", title=translate("Data"), url_path="data")
    ledger = st.Page("app_pages/ledger.py", title=translate("Ledger"), url_path="ledger")
    corrections = st.Page("app_pages/corrections.py", title=translate("Corrections"), url_path="corrections")
    method = st.Page("app_pages/method.py", title=translate("Method"), url_path="method")
    releases = st.Page("app_pages/releases.py", title=translate("Releases"), url_path="releases")
    explorer = st.Page("app_pages/explorer.py", title=translate("Explorer"), url_path="explorer")
    about = [ledger, corrections, data, method]
    return {"": [board, explorer, releases], translate("Theses"): theses, translate("About"): about}


def set_up() -> None:
    """Language, page settings and styles. Raises StoreError when the store cannot be used."""
    copy_link.keep_language()
    state.begin()
    st.set_page_config(page_title="Claimboard", page_icon=assets.text("static/icon.svg"), layout="wide")
    st.html(f"<style>{assets.text('theme/style.css')}{assets.text('theme/ruler.css')}</style>")
    state.store()
    _travel()
    language_switch.offer()
    copy_link.follow()
    inside_links.follow([BOARD, EXPLORER, RELEASES, *catalogue.theses(), LEDGER, CORRECTIONS, DATA, METHOD])


def _travel() -> None:
    """The control of the past day, in the address of every page."""
    st.sidebar.date_input(
        translate("As known on"),
        value=None,
        min_value=FIRST_DAY,
        max_value=clock.today(),
        key="asof",
        bind="query-params",
        help=translate(
            "Every page as it would have been at the end of that day: from the vintages known then, or reconstructed"
        ),
    )


def close() -> None:
    """The foot of every page."""
    article = catalogue.article()
    words = translate(
        "Quotes: {author}, edited by {editor}, {publisher}, about {day:day}. {note} This product uses FRED® data but is "
        "not endorsed or certified by the Federal Reserve Bank of St. Louis. Not investment advice.",
        author=article.author,
        editor=article.editor,
        publisher=article.publisher,
        day=article.published,
        note=article.published_note,
    )
    st.html(render("foot.html", words=words))


def shipped_line() -> str:
    """The line on the figures at the top of the board: as shipped or as of a day, and their reach."""
    reach = max((f.data_through for f in state.findings().values() if f.data_through), default=None)
    if reach is None:
        return translate("No figures yet")
    if day := state.as_of():
        return translate("As known on {day:day}, verdicts on data up to {reach:day}", day=day, reach=reach)
    if newest := state.fetched():
        return translate(
            "Figures as fetched up to {day:day}, verdicts on data up to {reach:day}", day=newest, reach=reach
        )
    return translate("Figures as shipped, verdicts on data up to {reach:day}", reach=reach)
