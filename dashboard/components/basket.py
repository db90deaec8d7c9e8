"""The note's basket: the claims that a reader has gathered, on every page until the note is taken from the Board."""

import streamlit as st

from dashboard.components import copy_link
from dashboard.i18n.locale import translate
from dashboard.templates import render
from indicators.catalogue import catalogue
from indicators.model import Claim

#: Session state: the ids of the claims, in the order they were put in.
_HELD = "basket"
#: Session state: whether it has changed since the page was run.
_TURNED = "basket-turned"
#: The choice of claims on the Board, in its address.
CHOICE = "note"


def held() -> list[str]:
    """The ids of the claims in it."""
    return [id for id in st.session_state.get(_HELD, []) if id in catalogue.claims()]


def offer(claim: Claim, key: str) -> None:
    """A button that puts a claim in, or takes it out again."""
    is_in = claim.id in held()
    label = translate("Take out of the note") if is_in else translate("Add to note")
    st.button(label, key=f"{key}-note", on_click=_turn, args=(claim.id,), width="stretch")


def _turn(id: str) -> None:
    now = held()
    st.session_state[_HELD] = [one for one in now if one != id] if id in now else [*now, id]
    st.session_state[_TURNED] = True


def settle() -> None:
    """Run the whole page again where the basket has changed: the header counts, and is no part of a chart."""
    if st.session_state.pop(_TURNED, False):
        st.rerun()


def lead() -> None:
    """In the header: how many claims are in it, as a link to the Board, which makes the note; nothing where it is empty."""
    if ids := held():
        words = translate("Note: {count} claim", "Note: {count} claims", count=len(ids))
        st.html(render("basket.html", address=copy_link.address_of_note(ids), words=words))


def lay_out() -> None:
    """On the Board: choose what is in it, where the address chooses nothing."""
    if held() and not st.query_params.get_all(CHOICE) and CHOICE not in st.session_state:
        st.session_state[CHOICE] = held()


def keep(chosen: list[str]) -> None:
    """What the Board's choice has is what is in it."""
    st.session_state[_HELD] = list(chosen)
