"""Whether the reader's window is narrow. Streamlit does not say, so a few lines of script do."""

import streamlit as st

_SCRIPT = """
export default function ({ setStateValue }) {
  const query = window.matchMedia('(max-width: 640px)')
  const tell = () => setStateValue('narrow', query.matches)
  if (query.matches) tell()
  query.addEventListener('change', tell)
  return () => query.removeEventListener('change', tell)
}
"""


def probe() -> None:
    """Mount the script; a wide window says nothing and costs no rerun."""
    component = st.components.v2.component("claimboard_viewport", js=_SCRIPT)
    st.session_state["narrow"] = bool(
        component(key="viewport", default={"narrow": False}, on_narrow_change=_noted).narrow
    )


def _noted() -> None:
    """Streamlit reruns the page when a component with a callback reports."""


def is_narrow() -> bool:
    """As last told; before that, as the browser names itself."""
    if st.session_state.get("narrow"):
        return True
    return "narrow" not in st.session_state and "Mobile" in st.context.headers.get("User-Agent", "")
