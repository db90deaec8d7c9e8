"""The Streamlit script: navigation and what every page has in common."""

import streamlit as st

from dashboard import layout

with layout.in_words():
    layout.set_up()
    st.navigation(layout.pages(), position="sidebar", expanded=True).run()
    layout.close()
