"""The languages in the sidebar, each a link to this view in that language.

The link opens the page anew: options are in the address as they read on screen, and the server translates an address
into the language that it asks for before the page opens (`dashboard.server.query`).
"""

import streamlit as st

from dashboard.i18n.locale import NAMES, language, translate
from dashboard.theme import assets


def offer() -> None:
    """Show the links; that of the current language is marked."""
    style, script = assets.text("theme/language_switch.css"), assets.text("static/language_switch.js")
    mount = st.components.v2.component("claimboard_languages", html="<nav></nav>", css=style, js=script)
    with st.sidebar:
        mount(key="languages", data={"names": NAMES, "spoken": language(), "label": translate("Language")})
