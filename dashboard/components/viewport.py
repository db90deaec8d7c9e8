"""How wide the column of charts is, and whether a finger points. Streamlit does not know, so a script reports it."""

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.charts.spec import BELOW, BESIDE, MIDDLE, NARROW, ROOMY, WIDE, Frame
from dashboard.theme import assets

if TYPE_CHECKING:
    import plotly.graph_objects as go

#: By the name that the script says.
FRAMES = {"roomy": WIDE, "full": WIDE, "wide": WIDE, "middle": MIDDLE, "narrow": NARROW}
#: The columns in which a claim has its chart beside it.
BESIDES = {"roomy": ROOMY, "full": BESIDE}
#: The width of the words of a claim and of the gap to the chart beside them, pixels.
WORDS = 368 + 26


def probe() -> None:
    """Mount the script. A wide window with a mouse reports nothing and so costs no rerun."""
    component = st.components.v2.component("claimboard_viewport", js=assets.text("static/viewport.js"))
    widths = {name: WORDS + one.width for name, one in BESIDES.items()} | {"wide": WIDE.width, "middle": MIDDLE.width}
    told = component(key="viewport", data=widths, default={"size": None}, on_size_change=_noted).size
    size, _, touched = (told or "").partition(" ")
    if size in FRAMES and touched in ("", "touched"):
        st.session_state["size"], st.session_state["touched"] = size, bool(touched)


def _noted() -> None:
    """Streamlit reruns the page when a component with a callback reports."""


def frame() -> Frame:
    """The size that charts are laid out for: as last reported; before that by the browser's User-Agent."""
    if "size" in st.session_state:
        return FRAMES[st.session_state["size"]]
    return NARROW if _is_phone() else WIDE


def beside() -> Frame | None:
    """The size of a chart beside the words of its claim; None where they have no room beside each other."""
    return BESIDES.get(st.session_state.get("size", "roomy")) if frame() is WIDE else None


def below() -> Frame | None:
    """The size of a chart below them where it is not as wide as the column's others."""
    return BELOW if frame() is NARROW else None


def is_touched() -> bool:
    """Whether the reader points with a finger: a swipe over a chart then scrolls the page and does not zoom."""
    return bool(st.session_state.get("touched", _is_phone()))


def still(figure: "go.Figure") -> "go.Figure":
    """The figure, changed so that a finger does not zoom: Plotly would take every swipe. A tap still shows values."""
    return figure.update_layout(dragmode=False) if is_touched() else figure


def _is_phone() -> bool:
    return "Mobile" in st.context.headers.get("User-Agent", "")
