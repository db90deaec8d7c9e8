"""The floor of a switch of pages: two pages of a heading each."""

import streamlit as st


def first() -> None:
    st.title("First")


def second() -> None:
    st.title("Second")


st.navigation([st.Page(first, default=True), st.Page(second)]).run()
