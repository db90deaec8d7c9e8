"""The corrections page: what was found wrong with published verdicts, since when, and what it did to which of them."""

from typing import Any

import streamlit as st

from dashboard.components import copy_link
from dashboard.i18n.locale import translate
from dashboard.templates import render
from indicators.catalogue import catalogue
from indicators.model import Correction


def show() -> None:
    st.html(top())
    st.html(all_of_them())


def top() -> str:
    """What the page is."""
    lead = translate(
        "What was found wrong with verdicts that this board has shown: since when, and what it did to which verdict. "
        "Nothing is taken off this page."
    )
    return render("page.html", title=translate("Corrections"), lead=lead)


def all_of_them() -> str:
    """The corrections, newest first."""
    return render("corrections.html", rows=[_row(one) for one in catalogue.corrections()])


def _row(one: Correction) -> dict[str, Any]:
    """A correction as a row; its own words are in English."""
    claims = [catalogue.claims()[id] for id in one.claims]
    words = [
        (translate("Wrong"), one.wrong),
        (translate("Since when"), one.since),
        (translate("What it did"), one.effect),
        (translate("Source"), one.source),
    ]
    links = [(translate(claim.title), copy_link.address_of(claim)) for claim in claims]
    return {"claims": links, "standing": _standing(one), "words": words}


def _standing(one: Correction) -> str:
    """When it was found, and when it was mended or what will mend it."""
    if one.mended:
        return translate("Found on {day:day}; mended on {mended:day}.", day=one.day, mended=one.mended)
    if one.about == "test":
        return translate("Found on {day:day}; the test changes with its next version.", day=one.day)
    return translate("Found on {day:day}; the figures change with the next version of the board.", day=one.day)
