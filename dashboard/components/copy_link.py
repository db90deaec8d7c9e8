"""Links that reproduce what is on the page: made here, followed here, and told when the data has moved on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from html import escape

import streamlit as st

from dashboard.i18n.labels import day_name
from dashboard.i18n.locale import language, translate
from dashboard.session import state
from dashboard.urls import view_state
from dashboard.urls.view_state import FIGURES, LATEST, LINKED, ViewState
from indicators.i18n.messages import LANGUAGES
from indicators.model import Claim, Indicator

#: Charts rerun by themselves, so what is chosen elsewhere on the page is taken from the address when clicked.
_SCRIPT = """
const touched = ['wheel', 'touchstart', 'keydown', 'pointerdown']

function address(told) {
  const link = new URL(location.href)
  const query = new URLSearchParams(told.query)
  for (const key of told.elsewhere) {
    query.delete(key)
    for (const value of new URLSearchParams(location.search).getAll(key)) query.append(key, value)
  }
  link.search = query
  link.hash = ''
  return link.href
}

function bring(chart) {
  const column = document.querySelector('[data-testid=stMainBlockContainer]')
  const here = () => document.querySelector(`.st-key-exhibit-${chart}`)?.scrollIntoView()
  const observer = new ResizeObserver(here)  // charts above are still being drawn
  const stop = () => { observer.disconnect(); touched.forEach(kind => removeEventListener(kind, stop)) }
  observer.observe(column)
  touched.forEach(kind => addEventListener(kind, stop, { passive: true }))
  setTimeout(stop, 5000)
}

export default function ({ data, parentElement }) {
  const [button, field] = ['button', 'input'].map(name => parentElement.querySelector(name))
  button.textContent = data.label
  field.setAttribute('aria-label', data.field)
  button.onclick = async () => {
    const link = address(data)
    try {
      await navigator.clipboard.writeText(link)
      button.textContent = data.done
      setTimeout(() => { button.textContent = data.label }, 2000)
    } catch {  // refused, or not offered over plain http
      field.hidden = false
      field.value = link
      field.select()
    }
  }
  const page = document.documentElement.dataset  // a link leads to its chart once
  if (data.chart && !page.brought && new URLSearchParams(location.search).get('chart') === data.chart) {
    page.brought = data.chart
    bring(data.chart)
  }
}
"""
_HTML = """<button type="button" aria-live="polite"></button>
<input type="text" readonly hidden>"""
_STYLE = """
button, input { font: inherit; font-size: .875rem; color: var(--st-text-color); background: transparent;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius); min-height: 2rem; padding: 0 .75rem; }
button { cursor: pointer; white-space: nowrap; }
button:hover, button:focus-visible { color: var(--st-primary-color); border-color: var(--st-primary-color); }
input { width: 16rem; max-width: 60vw; }
input[hidden] { display: none; }
"""


def keep_language() -> None:
    """Keep the language that an address asked for, in the address too: the navigation drops it there."""
    asked, held = st.query_params.get("lang"), st.session_state.get("lang")
    if asked in LANGUAGES:
        st.session_state["lang"] = asked
    elif held:
        st.query_params["lang"] = held


def follow() -> None:
    """Keep the moment of a link that was followed, in the address too: the navigation drops it there."""
    asked = ViewState.from_query("", {"data": st.query_params.get_all("data")}).data
    held = state.linked()
    if asked:
        st.session_state["linked"] = int(asked.timestamp())
    elif held is not None:
        st.query_params["data"] = _utc(held).strftime(view_state.MOMENT)


@contextmanager
def frame(path: str) -> Iterator[None]:
    """What stands around the page at a path: above it a button that copies its link, and whether data has moved on."""
    page = view_state.page_at(path)
    stand_at(page, None)
    top = st.container(key="page-link")
    if page != view_state.DATA:  # which says of every series what is held now
        _tell_if_moved_on(page)
    yield
    with top:  # only now every control of the page is known
        _button("page", current(), _chart_keys())


def stand_at(page: str, claim: str | None) -> None:
    """Note which page, and which claim of it, is shown: charts make links to it when they rerun by themselves."""
    st.session_state["shown"] = (page, claim)


def current() -> ViewState:
    """What is on the page now, as far as it has run."""
    page, claim = st.session_state["shown"]
    at = state.moment() or state.newest()
    own = ViewState.of(page, claim, state.as_of(), _utc(at) if at else None, st.session_state)  # type: ignore[arg-type]
    return replace(own, language=language())


def public() -> ViewState:
    """What is on the page, for a picture of it: without a language, and of the newest figures unless it is not."""
    shown = replace(current(), language=None)
    return shown if state.moment() else replace(shown, data=None)


def there(claim: Claim) -> ViewState:
    """A claim's own page, as of the same day and of the same figures as this one."""
    return replace(_elsewhere(), page=claim.thesis, claim=claim.id)


def kept() -> str:
    """What the address of another page takes over from this one: the day, the moment of the figures, the language."""
    query = _elsewhere().query
    return f"&{query}" if query else ""


def _elsewhere() -> ViewState:
    at = None if st.session_state.get("figures") == LATEST else state.linked()
    asked = st.session_state.get("lang")
    return ViewState(view_state.BOARD, None, state.as_of(), None if at is None else _utc(at), language=asked)


def copy_chart(indicator: Indicator) -> None:
    """A button that copies the link to this view; opening it leads to this chart."""
    own = {param.key for param in view_state.params_of(indicator)}
    _button(indicator.id, replace(current(), chart=indicator.id), _chart_keys() - own)


def _chart_keys() -> set[str]:
    page, claim = st.session_state["shown"]
    return {
        param.key
        for one in view_state.indicators_of(view_state.shown(page, claim))
        for param in view_state.params_of(one)
    }


def _button(id: str, shown: ViewState, elsewhere: set[str]) -> None:
    mount = st.components.v2.component("claimboard_link", html=_HTML, css=_STYLE, js=_SCRIPT)
    view_told = {"query": shown.query, "elsewhere": sorted(elsewhere), "chart": shown.chart}
    words = {"label": translate("Copy link"), "done": translate("Copied"), "field": translate("Link to this view")}
    mount(key=f"link-{id}", data=view_told | words, width="content")


def _tell_if_moved_on(page: str) -> None:
    linked = state.linked()
    if linked is None:
        return
    asked = ViewState.from_query(page, {"claim": st.query_params.get_all("claim")})
    newest = state.newest(view_state.series_of(page, asked.claim))
    if linked < newest:
        with st.container(key="moved-on", horizontal=True, vertical_alignment="center"):
            _say(
                translate(
                    "The data has moved on since this link was made: known by {then} then, {now} now.",
                    then=_named(linked),
                    now=_named(newest),
                )
            )
            st.segmented_control(
                translate("Figures"), list(FIGURES), default=LINKED, format_func=lambda one: translate(FIGURES[one]),
                key="figures", bind="query-params", required=True, label_visibility="collapsed",
            )  # fmt: skip
    elif linked > state.newest():
        _say(
            translate(
                "This link was made with data known by {then}; what is held here was known by {now}, and is shown.",
                then=_named(linked),
                now=_named(state.newest()),
            )
        )


def _say(words: str) -> None:
    st.html(f"<p class='cb-note'>{escape(words)}</p>")


def _named(at: int) -> str:
    moment = _utc(at)
    return day_name(moment.date()) + (f", {moment:%H:%M} UTC" if at % (24 * 60 * 60) else "")


def _utc(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
