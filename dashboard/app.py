"""The Streamlit script: navigation and the common parts of every page."""

import streamlit as st

from dashboard.components import basket, copy_link, error_boundary
from dashboard.views import layout

with error_boundary.around_store():
    layout.set_up()
    page = st.navigation(layout.pages(), position="sidebar", expanded=True)
    st.set_page_config(page_title=f"{page.title} · Claimboard")
    with (
        copy_link.frame(page.url_path, basket.lead),
        error_boundary.around(f"page {page.url_path or 'board'}", page.title),
    ):
        page.run()
    layout.close()
