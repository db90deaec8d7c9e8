"""The floor of a page: a heading and one control."""

import streamlit as st

st.title("Empty")
choice = st.segmented_control("Choice", ["One", "Two"], default="One", required=True)
st.write(f"Chosen: {choice}")
