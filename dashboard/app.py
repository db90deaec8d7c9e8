"""The Streamlit script: navigation and what every page has in common."""

import streamlit as st

from dashboard import layout, permalink

with layout.in_words():
    layout.set_up()
    page = st.navigation(layout.pages(), position="sidebar", expanded=True)
    st.set_page_config(page_title=f"{page.title} · Claimboard")
    with permalink.frame(page.url_path), layout.stands(f"page {page.url_path or 'board'}", page.title):
        page.run()
    layout.close()
