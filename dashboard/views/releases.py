"""The releases page: what is published in the next weeks, which verdicts hang on it, and what would turn them."""

from collections.abc import Mapping
from itertools import groupby
from time import monotonic
from typing import Any

import streamlit as st

from dashboard.components import copy_link
from dashboard.i18n import release_words
from dashboard.i18n.locale import translate
from dashboard.session import over_time, state
from dashboard.templates import render
from dashboard.theme.tokens import VERDICTS
from indicators.catalogue import catalogue
from indicators.judging.radar import Bearing, Coming

#: Seconds after which the list is drawn with the prints that are known by then.
OFTEN = 0.3


def show() -> None:
    """The list at once, by how far verdicts stand from their bars; then, as they are known, the prints that would turn them."""
    st.html(top())
    found = over_time.coming()
    place = st.empty()
    known: dict[Coming, list[Bearing]] = {}
    place.html(drawn(found, known))
    last = monotonic()
    for one in found:
        if one.claims:
            known[one] = over_time.bearings(one)
        if monotonic() - last > OFTEN:  # a step at which a reader who leaves is let go
            place.html(drawn(found, known))
            last = monotonic()
    place.html(drawn(found, known))
    st.caption(about())


def top() -> str:
    """What the page is."""
    return render("page.html", title=translate("Releases"), lead=lead())


def lead() -> str:
    return translate(
        "What is published in the next 30 days, and the verdicts that hang on it: how far each stands from its bar, and, "
        "where one number decides, the print that would turn it."
    )


def about() -> str:
    """Whose the days are, and which prints are tried."""
    return translate(
        "Days are the agencies' own where the release calendar has them. The others are expected, by the usual lag of "
        "publication. A print is tried up to four standard deviations of its series' changes from the usual one, the "
        "other figures of the release as usual; what comes daily is not listed."
    )


def drawn(found: list[Coming], known: Mapping[Coming, list[Bearing]]) -> str:
    """The releases by day, with what is known of the verdicts that hang on each."""
    days = [
        {"day": day, "releases": [_release(one, known.get(one)) for one in some]}
        for day, some in groupby(found, key=lambda one: one.day)
    ]
    return render("releases.html", days=days, none=translate("Nothing is scheduled."))


def _release(one: Coming, bearings: list[Bearing] | None) -> dict[str, Any]:
    own = {bearing.claim: bearing for bearing in bearings or ()}
    rows = [_claim(id, own.get(id)) for id in one.claims]
    return {"name": release_words.name(one), "mark": release_words.day(one), "rows": rows}


def _claim(id: str, bearing: Bearing | None) -> dict[str, Any]:
    claim, finding = catalogue.find_claim(id), state.findings()[id]
    told = bearing or Bearing(id, finding.status, finding.unit, finding.worth.distance)
    return {
        "title": translate(claim.title),
        "address": copy_link.address_of(claim),
        "word": VERDICTS[finding.status],
        "distance": release_words.distance(told),
        "prints": release_words.prints(told),
    }
