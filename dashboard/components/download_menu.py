"""Downloads of the board: a note of the claims that a reader chose, and the figures behind it.

Both are made when they are asked for.
"""

from collections.abc import Callable
from contextvars import copy_context
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import basket
from dashboard.i18n.locale import speaking, translate
from dashboard.session import state
from dashboard.urls import view_state
from indicators.catalogue import catalogue
from indicators.i18n.messages import ENGLISH

# Imported in functions: the code of charts, which the Board offers but does not draw.

if TYPE_CHECKING:
    from dashboard.exports.selection import Card


def offer() -> None:
    """A popover in which to choose claims and to download their note and figures."""
    claims = catalogue.claims()
    with st.popover(translate("Note and figures"), icon=":material/download:"):
        basket.lay_out()
        chosen = st.multiselect(
            translate("Claims"), list(claims), format_func=lambda id: translate(claims[id].title), key=basket.CHOICE,
            bind="query-params", placeholder=translate("All claims"),
            help=translate("Their cards, findings, methods and sources on one page that prints well"),
        )  # fmt: skip
        basket.keep(chosen)
        if not _has_figures(chosen):
            st.caption(translate("No figures are held for that choice."))
            return
        name = _name(chosen)
        deal = partial(_deal, chosen, state.as_of(), state.moment())
        _download(translate("Note (HTML)"), f"{name}.html", "text/html", "note-page", partial(_note, deal))
        _download(translate("Figures (ZIP)"), f"{name}.zip", "application/zip", "note-figures", partial(_figures, deal))


def package(card: "Card") -> tuple[str, Callable[[], bytes]]:
    """Name and content of a ZIP of all figures of a card's claim; those of its own chart are with the reader's choices."""
    deal = partial(_deal, [card.claim.id], state.as_of(), state.moment())
    context = copy_context()

    def make() -> bytes:
        return _figures(lambda: [card if one.indicator.id == card.indicator.id else one for one in deal()])

    return f"{_name([card.claim.id])}.zip", lambda: context.copy().run(make)


def _has_figures(chosen: list[str]) -> bool:
    """Whether there is a card at all: on an early day some claims have none."""
    indicators = view_state.indicators_of(catalogue.claims()[id] for id in chosen or catalogue.claims())
    return any(state.opening(indicator) is not None for indicator in indicators)


def _download(label: str, name: str, mime: str, key: str, make: Callable[[], str | bytes]) -> None:
    """A button that makes its file when it is clicked.

    The server does so in another thread, to which the page's context (such as the reader's language) is copied.
    """
    context = copy_context()
    st.download_button(label, lambda: context.copy().run(make), name, mime, on_click="ignore", key=key)


def _name(chosen: list[str]) -> str:
    """The name of the files: up to two claims or their number, and the last day that their data reaches."""
    day = state.as_of() or max((f.data_through for f in state.findings().values() if f.data_through), default="")
    few = "-".join(chosen) if 0 < len(chosen) <= 2 else f"{len(chosen) or len(catalogue.claims())}-claims"
    return f"claimboard-{few}-{day}"


def _deal(chosen: list[str], day: date | None, at: int | None) -> "list[Card]":
    from dashboard.exports import bundle, selection

    return bundle.sound(selection.deal(state.served().edition, chosen, day, at)[0])[0]


def _note(deal: "Callable[[], list[Card]]") -> str:
    from dashboard.exports import note

    cards = deal()
    return note.page(cards, *note.quickly(cards))


def _figures(deal: "Callable[[], list[Card]]") -> bytes:
    from dashboard.exports import bundle

    with speaking(ENGLISH):  # as all files of figures are
        return bundle.as_zip(deal())
