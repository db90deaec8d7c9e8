"""Charts and cards as files, which the reader's own browser makes, with our fonts in them."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial

import streamlit as st

from dashboard.charts import drawing
from dashboard.charts.spec import CARDS, Sketch
from dashboard.components import viewport
from dashboard.exports import outlines
from dashboard.i18n import labels
from dashboard.i18n.locale import translate
from dashboard.session import state
from dashboard.theme import assets
from dashboard.theme.tokens import DARK, LIGHT

_HTML = "<span class='cb-save'></span>"
#: One after the other: each calls what those before it define.
SCRIPTS = ("static/picture_fonts.js", "static/picture_files.js", "static/save_chart.js")


def show(sketch: Callable[[str], Sketch], name: str, about: Mapping[str, str]) -> None:
    """Open the dialog of a card: its size to choose, its picture, and buttons that save it as files of a name.

    `sketch` returns the sketch of the card in a size of `CARDS`, `about` is what its files say of themselves.
    """
    st.dialog(translate("Card"), width="large")(_show)(sketch, name, about)


def _show(sketch: Callable[[str], Sketch], name: str, about: Mapping[str, str]) -> None:
    state.speak()
    usual = "540x540" if viewport.frame().narrow else "1200x628"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        size = str(st.segmented_control(translate("Size"), list(CARDS), default=usual, key="card-size", required=True))
        save("card-picture", name, about, sized=True)
    drawn = sketch(size)
    with st.container(key="card-picture"):
        st.plotly_chart(
            viewport.still(drawing.figure(drawn)),
            theme=None,
            width="content",
            height="content",
            key=f"card-{drawn.indicator.id}-{size}",
            alt=labels.alt_text(drawn.indicator, drawn.frame, state.frequency(drawn.panel)),
            config={"displayModeBar": False},
        )


def save(place: str, name: str, about: Mapping[str, str], sized: bool = False) -> None:
    """Buttons that copy the chart in the container with the key `place`, or save it as PNG and as SVG.

    `name` is that of the files, to which `sized` adds the picture's size, `about` what they say of themselves.
    """
    script = "".join(map(assets.text, SCRIPTS))
    mount = st.components.v2.component
    # Not isolated: in a dialog or a popover, Tab passes by what is in a shadow root.
    component = mount(
        "claimboard_press", html=_HTML, css=assets.text("theme/save_chart.css"), js=script, isolate_styles=False
    )
    key = f"save-{place}"
    data = {
        "labels": {"copy": translate("Copy picture"), "png": translate("PNG, 2×"), "svg": "SVG", "pdf": "PDF"},
        "done": translate("Copied"),
        "help": translate("Save this chart: a picture at twice its size, or a drawing that stays sharp"),
        "printing": translate("Opens the print window of your browser: choose to save as PDF there"),
        "unprinted": translate("This browser does not print: take PNG or SVG"),
        "place": place,
        "name": name,
        "sized": sized,
        "about": about,
        "colours": DARK.beside(LIGHT),
        "outlines": st.session_state.pop(f"outlines-{key}", None),  # told once
    }
    component(key=key, data=data, width="stretch", on_texts_change=partial(_outline, key))


def _outline(key: str) -> None:
    """Outline the texts of the drawing that the reader asked for: a browser has the type, but not its outlines."""
    with suppress(KeyError, TypeError, ValueError):  # sent by a browser: anything
        asked = st.session_state[key]["texts"]
        st.session_state[f"outlines-{key}"] = {"of": str(asked["of"]), "texts": [*outlines.of_texts(asked["texts"])]}
