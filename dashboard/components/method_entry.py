"""The way from a claim to its own entry on the method page: a link that opens its section and scrolls to it."""

from dataclasses import replace

import streamlit as st

from dashboard.components import copy_link
from dashboard.theme import assets
from dashboard.urls import links
from dashboard.urls.view_state import METHOD, method_key
from indicators.catalogue import catalogue
from indicators.model import Claim


def address_of(claim: Claim) -> str:
    """The address of a claim's entry, as of the same day and figures, for an `href`."""
    opened = method_key(catalogue.theses()[claim.thesis])
    return links.href(replace(copy_link.elsewhere(), page=METHOD, claim=claim.id, controls={opened: True}))


def css_class(claim: Claim) -> str:
    """By which the script finds an entry: Streamlit takes the `id` of our HTML away."""
    return f"cb-entry-{claim.id}"


def follow() -> None:
    """Scroll to the entry that the address asks for, once it is drawn."""
    claim = catalogue.claims().get(st.query_params.get("claim", ""))
    if claim:
        copy_link.stand_at(METHOD, claim.id)
        script = st.components.v2.component("claimboard_bring_entry", js=assets.text("static/bring_entry.js"))
        script(key="bring-entry", data={"entry": css_class(claim)})
