"""How wide the column of charts is, and whether it is touched. Streamlit does not say, so a few lines of script do."""

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.charts.spec import MIDDLE, NARROW, WIDE, Frame
from dashboard.theme import assets

if TYPE_CHECKING:
    import plotly.graph_objects as go

FRAMES = {"wide": WIDE, "middle": MIDDLE, "narrow": NARROW}


def probe() -> None:
    """Mount the script; a wide window says nothing and costs no rerun."""
    component = st.components.v2.component("claimboard_viewport", js=assets.text("static/viewport.js"))
    widths = {"wide": WIDE.width, "middle": MIDDLE.width}
    told = component(key="viewport", data=widths, default={"size": None}, on_size_change=_noted).size
    size, _, touched = (told or "").partition(" ")
    if size in FRAMES and touched in ("", "touched"):
        st.session_state["size"], st.session_state["touched"] = size, bool(touched)


def _noted() -> None:
    """Streamlit reruns the page when a component with a callback reports."""


def frame() -> Frame:
    """What charts are laid out for: as last told; before that, as the browser names itself."""
    if "size" in st.session_state:
        return FRAMES[st.session_state["size"]]
    return NARROW if _is_phone() else WIDE


def is_touched() -> bool:
    """Whether the reader's finger is what points: a swipe over a chart is then to scroll the page, not to zoom."""
    return bool(st.session_state.get("touched", _is_phone()))


def still(figure: "go.Figure") -> "go.Figure":
    """The figure, which under a finger does not zoom: Plotly would keep every swipe to itself. A tap still shows values."""
    return figure.update_layout(dragmode=False) if is_touched() else figure


def _is_phone() -> bool:
    return "Mobile" in st.context.headers.get("User-Agent", "")
