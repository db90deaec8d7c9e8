"""What the address asks of a page, settled before any widget reads it."""

from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from dashboard.urls import view_state


def settle() -> None:
    """Leave in the address what our own reader accepts of it, and show the widgets no more than that.

    Streamlit hands a widget what stands under its key, and an empty or endless number raises there. It comes with
    every message of the browser, so this runs at the start of whatever runs by itself.
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
                params.remove_param(key)  # in the reader's address too
            elif clean[key] != texts[key]:
                params.set_with_no_forward_msg(key, clean[key])
