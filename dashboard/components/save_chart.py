"""The press: charts and cards as files, saved by the reader's own browser with our type inside."""

from collections.abc import Callable, Mapping

import streamlit as st

from dashboard.charts import drawing
from dashboard.charts.spec import CARDS, Sketch
from dashboard.components import viewport
from dashboard.i18n import labels
from dashboard.i18n.locale import translate
from dashboard.session import state
from dashboard.theme import fonts
from dashboard.theme.tokens import DARK, LIGHT

_HTML = "<span class='cb-save'><button data-format='png'></button><button data-format='svg'></button></span>"
_CSS = """
.cb-save { display: flex; gap: .5rem }
.cb-save button { font: inherit; font-size: .875rem; min-height: 2rem; color: inherit; background: none; cursor: pointer;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius); padding: 0 .75rem }
.cb-save button:is(:hover, :focus-visible) { color: var(--st-primary-color); border-color: currentColor }
"""
#: The chart on the page is drawn once more for the file: of exactly its size, and light, since it is for paper.
_SCRIPT = """
const address = async url => {
  const font = await (await fetch(new URL(url, document.baseURI))).blob()
  return new Promise(done => {
    const reader = new FileReader()
    reader.onload = () => done(reader.result)
    reader.readAsDataURL(font)
  })
}
const save = (href, name) => Object.assign(document.createElement('a'), {href, download: name}).click()

const rgb = hex => `rgb(${[1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16)).join(', ')})`
const lit = (svg, colours) => {
  const light = new Map(colours.flatMap(([dark, light]) => [[dark.toLowerCase(), light], [rgb(dark), rgb(light)]]))
  return svg.replace(/#[0-9a-f]{6}|rgb\\(\\d+, \\d+, \\d+\\)/gi, one => light.get(one.toLowerCase()) ?? one)
}

export default function ({data, parentElement}) {
  const picture = async format => {
    const chart = document.querySelector(`.st-key-${data.place} .js-plotly-plot`)
    const {width, height} = chart._fullLayout
    const name = data.sized ? `${data.name}-${width}x${height}` : data.name
    const bare = await Plotly.toImage(chart, {format: 'svg', imageDataOnly: true, width, height})
    const faces = await Promise.all(facesFor(data.faces, bare).map(async f => ({...f, src: await address(f.url)})))
    const svg = dressed(lit(bare, data.colours), faces)
    if (format == 'png') return save(await pngOf(svg, {width, height, scale: 2}), `${name}.png`)
    const file = URL.createObjectURL(new Blob([svg], {type: 'image/svg+xml'}))
    save(file, `${name}.svg`)
    setTimeout(() => URL.revokeObjectURL(file), 10000)
  }
  for (const button of parentElement.querySelectorAll('button')) {
    button.textContent = data.labels[button.dataset.format]
    button.title = data.help
    button.onclick = () => picture(button.dataset.format)
  }
}
"""


def show(sketch: Callable[[str], Sketch], name: str) -> None:
    """The card in a size of the reader's choice, and the buttons that save it as files of a name.

    `sketch` gives what it is drawn from in a size of `CARDS`.
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
    """Buttons that save the chart in the container of a key, as PNG and as SVG; `sized`: its size is in their names."""
    script = (fonts.HERE / "static" / "picture_fonts.js").read_text(encoding="utf-8") + _SCRIPT
    mount = st.components.v2.component
    # Not isolated: in a dialog, Tab passes by what is in a shadow root.
    component = mount("claimboard_press", html=_HTML, css=_CSS, js=script, isolate_styles=False)
    data = {
        "labels": labels,
        "help": translate("Save this chart: a picture at twice its size, or a drawing that stays sharp"),
        "place": place,
        "name": name,
        "sized": sized,
        "faces": [face.told | {"url": face.url} for face in fonts.faces()],
        "colours": DARK.beside(LIGHT),
    }
    component(key=f"save-{place}", data=data, width="content")
