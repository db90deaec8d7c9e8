"""To take away from the board: a note of the claims a reader chose, and the figures behind it.

Both are made when they are asked for, so the board itself loads none of what makes them.
"""

from datetime import date
from functools import partial

import streamlit as st

from dashboard import links, state
from dashboard.tongue import language, speaking, tell, told
from indicators.data import catalogue


def offer() -> None:
    """Choose claims, and download their note and figures."""
    claims = catalogue.claims()
    with st.popover(tell("Note and figures"), icon=":material/download:"):
        chosen = st.multiselect(
            tell("Claims"), list(claims), format_func=lambda id: told(claims[id].title), key="note",
            bind="query-params", placeholder=tell("All claims"),
            help=tell("Their cards, findings, methods and sources on one page that prints well"),
        )  # fmt: skip
        name, day = _name(chosen), state.as_of()
        st.download_button(
            tell("Note (HTML)"), partial(_note, chosen, day, language(), st.context.url or ""), f"{name}.html", "text/html",
            on_click="ignore", key="note-page",
        )  # fmt: skip
        st.download_button(
            tell("Figures (ZIP)"), partial(_figures, chosen, day, st.context.url or ""), f"{name}.zip", "application/zip", on_click="ignore",
            key="note-figures",
        )  # fmt: skip


def _name(chosen: list[str]) -> str:
    """What the files are called: the claims where they are few, how many where not, and how far they reach."""
    day = state.as_of() or max((f.data_through for f in state.findings().values() if f.data_through), default="")
    few = "-".join(chosen) if 0 < len(chosen) <= 2 else f"{len(chosen) or len(catalogue.claims())}-claims"
    return f"claimboard-{few}-{day}"


def _note(chosen: list[str], day: date | None, spoken: str, page: str) -> str:
    """Made by a thread of the server's own, which knows neither the reader's language nor where they read."""
    from dashboard import hand, note

    links.read_at(page)
    cards, _ = hand.deal(state.store(), chosen, day)
    with speaking(spoken):
        return note.page(cards, *note.scripted(cards))


def _figures(chosen: list[str], day: date | None, page: str) -> bytes:
    from dashboard import bundle, hand

    links.read_at(page)
    return bundle.as_zip(hand.deal(state.store(), chosen, day)[0])
