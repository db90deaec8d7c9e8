"""Validation of the query parameters before any widget reads them."""

from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from dashboard.urls import view_state


def settle() -> None:
    """Remove invalid query parameters, from the address and from session state.

    Streamlit passes a parameter to its widget, where an empty or infinite number raises. Parameters come with every
    message of the browser, so this runs at the start of every script run.
    """
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return
    texts = {key: st.query_params.get_all(key) for key in st.query_params}
    clean = view_state.cleaned(texts)
    with context.session_state.query_params() as params:
        params.set_initial_query_params(urlencode(clean, doseq=True))
        for key in texts:
            if key not in clean:
                params.remove_param(key)  # in the browser's address too
            elif clean[key] != texts[key]:
                params.set_with_no_forward_msg(key, clean[key])
