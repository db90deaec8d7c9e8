"""The languages, in the sidebar: each a link to this very view in that language.

A language is a page of its own, opened anew: an option stands in the address as it reads on screen, and the
server puts an address into the language it asks for before the page opens (`dashboard.server.query`).
"""

import streamlit as st

from dashboard.i18n.locale import NAMES, language, translate

#: What is on the page may have changed since it was sent, so the link is made of the address when it is needed.
_SCRIPT = """
export default function ({ data, parentElement }) {
  const nav = parentElement.querySelector('nav')
  nav.setAttribute('aria-label', data.label)
  nav.replaceChildren(...Object.entries(data.names).map(([code, name]) => {
    const link = Object.assign(document.createElement('a'), { textContent: name, lang: code, hreflang: code })
    const lead = () => {
      const there = new URL(location.href)
      there.searchParams.set('lang', code)
      link.href = there.href
    }
    for (const kind of ['pointerenter', 'pointerdown', 'focus', 'click']) link.addEventListener(kind, lead)
    lead()
    if (code === data.spoken) link.setAttribute('aria-current', 'true')
    return link
  }))
}
"""
_HTML = "<nav></nav>"
_STYLE = """
nav { display: flex; flex-wrap: wrap; gap: .25rem .9rem; font-size: .8125rem; }
a { color: var(--st-link-color); text-decoration: none; padding: .25rem 0; }
a:hover, a:focus-visible { text-decoration: underline; }
a[aria-current] { color: var(--st-text-color); font-weight: 600; }
"""


def offer() -> None:
    """The links, the language spoken here marked."""
    mount = st.components.v2.component("claimboard_languages", html=_HTML, css=_STYLE, js=_SCRIPT)
    with st.sidebar:
        mount(key="languages", data={"names": NAMES, "spoken": language(), "label": translate("Language")})
