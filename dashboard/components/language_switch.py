"""The languages, in the sidebar: each a link to this very view in that language.

A language is a page of its own, opened anew: an option stands in the address as it reads on screen, and the
server puts an address into the language it asks for before the page opens (`dashboard.server.query`).
"""

import streamlit as st

from dashboard.i18n.locale import NAMES, language, translate
from dashboard.theme import assets


def offer() -> None:
    """The links, the language spoken here marked."""
    style, script = assets.text("theme/language_switch.css"), assets.text("static/language_switch.js")
    mount = st.components.v2.component("claimboard_languages", html="<nav></nav>", css=style, js=script)
    with st.sidebar:
        mount(key="languages", data={"names": NAMES, "spoken": language(), "label": translate("Language")})
