"""The press: a card at its own size, and the reader's own browser saves it, with our type inside."""

from collections.abc import Callable

import streamlit as st

from dashboard import charts, fonts, state, viewport, wording
from dashboard.sketch import CARDS, Sketch
from dashboard.tongue import tell

_HTML = "<button data-format='png'></button><button data-format='svg'></button>"
_CSS = """
.st-key-press button { font: inherit; font-size: .875rem; min-height: 2rem; color: inherit; background: none; border: 1px solid var(--st-border-color);
  border-radius: 3px; padding: 0 .8rem; margin-right: .5rem; cursor: pointer }
.st-key-press button:is(:hover, :focus-visible) { color: var(--st-primary-color); border-color: currentColor }
"""
#: The chart on the page is drawn once more for the file, so the file is exactly the card's size.
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

export default function ({data, parentElement}) {
  const picture = async format => {
    const {width, height, name, place} = data
    const chart = document.querySelector(`.st-key-${place} .js-plotly-plot`)
    const bare = await Plotly.toImage(chart, {format: 'svg', imageDataOnly: true, width, height})
    const faces = await Promise.all(facesFor(data.faces, bare).map(async f => ({...f, src: await address(f.url)})))
    const svg = dressed(bare, faces)
    if (format == 'png') return save(await pngOf(svg, {width, height, scale: 2}), `${name}.png`)
    const file = URL.createObjectURL(new Blob([svg], {type: 'image/svg+xml'}))
    save(file, `${name}.svg`)
    setTimeout(() => URL.revokeObjectURL(file), 10000)
  }
  for (const button of parentElement.querySelectorAll('button')) {
    button.textContent = data.labels[button.dataset.format]
    button.onclick = () => picture(button.dataset.format)
  }
}
"""


def show(sketch: Callable[[str], Sketch], name: str) -> None:
    """The card in a size of the reader's choice, and the buttons that save it as files of a name.

    `sketch` gives what it is drawn from in a size of `CARDS`.
    """
    st.dialog(tell("Card"), width="large")(_show)(sketch, name)


def _show(sketch: Callable[[str], Sketch], name: str) -> None:
    state.speak()
    usual = "540x540" if viewport.frame().narrow else "1200x628"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        size = str(st.segmented_control(tell("Size"), list(CARDS), default=usual, key="card-size", required=True))
        drawn = sketch(size)
        figure = charts.figure(drawn)
        _save(figure.layout.width, figure.layout.height, name)
    with st.container(key="card-picture"):
        st.plotly_chart(
            figure,
            theme=None,
            width="content",
            height="content",
            key=f"card-{drawn.indicator.id}-{size}",
            alt=wording.alt_text(drawn.indicator, drawn.frame, state.frequency(drawn.panel)),
            config={"displayModeBar": False},
        )


def _save(width: int, height: int, name: str) -> None:
    script = (fonts.HERE / "static" / "picture.js").read_text(encoding="utf-8") + _SCRIPT
    mount = st.components.v2.component
    # Not isolated: in a dialog, Tab passes by what is in a shadow root.
    component = mount("claimboard_press", html=_HTML, css=_CSS, js=script, isolate_styles=False)
    data = {
        "labels": {"png": tell("Save PNG, 2×"), "svg": tell("Save SVG")},
        "place": "card-picture",
        "name": f"{name}-{width}x{height}",
        "width": width,
        "height": height,
        "faces": [face.told | {"url": face.url} for face in fonts.faces()],
    }
    component(key="press", data=data, width="content")
