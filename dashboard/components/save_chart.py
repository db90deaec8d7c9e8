"""Charts and cards as files, which the reader's own browser makes, with our fonts in them."""

from collections.abc import Callable, Mapping

import streamlit as st

from dashboard.charts import drawing
from dashboard.charts.spec import CARDS, Sketch
from dashboard.components import viewport
from dashboard.i18n import labels
from dashboard.i18n.locale import translate
from dashboard.session import state
from dashboard.theme import assets
from dashboard.theme.tokens import DARK, LIGHT

_HTML = "<span class='cb-save'><button data-format='png'></button><button data-format='svg'></button></span>"


def show(sketch: Callable[[str], Sketch], name: str) -> None:
    """Open the dialog of a card: its size to choose, its picture, and buttons that save it as files of a name.

    `sketch` returns the sketch of the card in a size of `CARDS`.
    """
    st.dialog(translate("Card"), width="large")(_show)(sketch, name)


def _show(sketch: Callable[[str], Sketch], name: str) -> None:
    state.speak()
    usual = "540x540" if viewport.frame().narrow else "1200x628"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        size = str(st.segmented_control(translate("Size"), list(CARDS), default=usual, key="card-size", required=True))
        save("card-picture", name, {"png": translate("Save PNG, 2×"), "svg": translate("Save SVG")}, sized=True)
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


def save(place: str, name: str, labels: Mapping[str, str], sized: bool = False) -> None:
    """Buttons that save the chart in the container with the key `place` as PNG and as SVG.

    `labels` are the buttons' texts by format, `name` that of the files, to which `sized` adds the picture's size.
    """
    script = assets.text("static/picture_fonts.js") + assets.text("static/save_chart.js")
    mount = st.components.v2.component
    # Not isolated: in a dialog, Tab passes by what is in a shadow root.
    component = mount(
        "claimboard_press", html=_HTML, css=assets.text("theme/save_chart.css"), js=script, isolate_styles=False
    )
    data = {
        "labels": labels,
        "help": translate("Save this chart: a picture at twice its size, or a drawing that stays sharp"),
        "place": place,
        "name": name,
        "sized": sized,
        "colours": DARK.beside(LIGHT),
    }
    component(key=f"save-{place}", data=data, width="content")
