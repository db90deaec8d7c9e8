"""How wide the column of charts is. Streamlit does not say, so a few lines of script do."""

import streamlit as st

from dashboard.sketch import MIDDLE, NARROW, WIDE, Frame

#: The script says a name, and only when it changes: a width in pixels would rerun the page at every drag.
_SCRIPT = f"""
let told = 'wide'
export default function ({{ setStateValue }}) {{
  const column = document.querySelector('[data-testid=stMainBlockContainer]')
  const tell = () => {{
    const style = getComputedStyle(column)
    const width = column.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
    const size = width >= {WIDE.width} ? 'wide' : width >= {MIDDLE.width} ? 'middle' : 'narrow'
    if (size !== told) setStateValue('size', told = size)
  }}
  const observer = new ResizeObserver(tell)
  observer.observe(column)
  return () => observer.disconnect()
}}
"""
FRAMES = {"wide": WIDE, "middle": MIDDLE, "narrow": NARROW}


def probe() -> None:
    """Mount the script; a wide window says nothing and costs no rerun."""
    component = st.components.v2.component("claimboard_viewport", js=_SCRIPT)
    told = component(key="viewport", default={"size": None}, on_size_change=_noted).size
    if told in FRAMES:
        st.session_state["size"] = told


def _noted() -> None:
    """Streamlit reruns the page when a component with a callback reports."""


def frame() -> Frame:
    """What charts are laid out for: as last told; before that, as the browser names itself."""
    if "size" in st.session_state:
        return FRAMES[st.session_state["size"]]
    return NARROW if "Mobile" in st.context.headers.get("User-Agent", "") else WIDE
