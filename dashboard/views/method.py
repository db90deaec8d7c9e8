"""The method page: every test, formula and source, from the declarations that compute them."""

from typing import Any

import streamlit as st

from dashboard.components import copy_link
from dashboard.i18n import labels
from dashboard.i18n.locale import tell, told, told_list, told_number
from dashboard.session import state
from dashboard.templates import render
from dashboard.urls.view_state import method_key
from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.judging.registry import Comparison
from indicators.model import Claim, Indicator, Published, Test, Thesis


def show() -> None:
    lead = tell(
        "Every test, formula and source, printed from the declarations that compute them. A test was written down "
        "before its outcome was looked at."
    )
    st.html(render("page.html", title=tell("Method"), lead=lead))
    for thesis in catalogue.theses().values():
        _thesis(thesis)
    _reproductions()


def _thesis(thesis: Thesis) -> None:
    claims = [claim for claim in catalogue.claims().values() if claim.thesis == thesis.id]
    with st.expander(told(thesis.title), key=method_key(thesis), bind="query-params"):
        st.html(render("method.html", claims=[_claim(claim, registry.tests()[claim.id]) for claim in claims]))


def _claim(claim: Claim, test: Test) -> dict[str, Any]:
    rows = [
        (tell("Measure"), claim.measure),
        (tell("Holds if"), claim.holds_if),
        (tell("Fails if"), claim.fails_if),
        (tell("Sharpened"), claim.method),
        (tell("Test"), tell("{test} ({unit})", test=test.threshold, unit=test.unit) if test.unit else test.threshold),
        (tell("Overturned by"), test.falsifier),
        (tell("After"), test.source),
        (tell("Caution"), claim.caveat),
        (tell("Source"), told_list(catalogue.agencies(claim.series), "semicolon")),
        (tell("Series"), ", ".join(claim.series)),
    ]
    charts = [_indicator(indicator) for indicator in state.indicators_for(claim)]
    return {"title": labels.quoted(claim), "address": copy_link.address_of(claim), "rows": rows, "charts": charts}


def _indicator(indicator: Indicator) -> tuple[str, list[tuple[str, str]]]:
    rows = [
        (tell("Unit"), indicator.unit),
        (tell("Formula"), indicator.formula),
        (tell("Source"), told_list(catalogue.agencies(indicator.series), "semicolon")),
        (tell("Series"), ", ".join(indicator.series)),
        (tell("After"), indicator.method),
        (tell("Caution"), indicator.caveat),
    ]
    return told(indicator.title), rows


def _reproductions() -> None:
    rows = [_reproduction(comparison) for comparison in state.reproductions()]
    lead = tell("What others published, what the functions behind our charts come to, and why the two differ.")
    head = (tell("Published"), tell("Theirs"), tell("Ours"), tell("Why they differ, or not"))
    st.html(render("reproductions.html", title=tell("Published figures, recomputed"), lead=lead, head=head, rows=rows))


def _reproduction(comparison: Comparison) -> dict[str, str]:
    one = comparison.published
    missed = "" if comparison.met or comparison.fault else tell("Missed.")
    our_number = _round_like(comparison.ours, one) if comparison.ours is not None else _fault(comparison)
    who, what = told_list([one.publisher, one.published]), told_list([one.says, one.unit])
    numbers = {"theirs": told_number(one.number, ",g"), "ours": our_number}
    return numbers | {"who": who, "what": what, "missed": missed, "why": one.why}


def _fault(comparison: Comparison) -> str:
    return tell("could not be computed: {fault}", fault=comparison.fault)


def _round_like(ours: float, published: Published) -> str:
    """Ours to one digit more than theirs, so that a difference in rounding can be seen."""
    digits = len(f"{published.number:g}".partition(".")[2]) + (0 if published.tolerance == 0 else 1)
    return told_number(ours, f",.{min(digits, 3)}f")
