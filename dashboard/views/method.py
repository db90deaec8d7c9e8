"""The method page: every test, formula and source, from the declarations that compute them."""

from collections.abc import Iterable
from typing import Any

import streamlit as st

from dashboard.components import copy_link, method_entry
from dashboard.i18n import labels
from dashboard.i18n.locale import format_number, translate, translate_list
from dashboard.session import state
from dashboard.templates import render
from dashboard.urls.view_state import VERDICT_TABLE, claims_of, method_key
from dashboard.views import verdict_table
from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.judging import registry
from indicators.judging.registry import Comparison
from indicators.model import Claim, Indicator, Published
from indicators.model.declaration import Declaration


def show() -> None:
    st.html(top())
    if st.toggle(translate("Table of all verdicts, with what each is worth"), key=VERDICT_TABLE, bind="query-params"):
        st.html(verdict_table.drawn())
    for thesis in catalogue.theses().values():
        with st.expander(translate(thesis.title), key=method_key(thesis), bind="query-params"):
            st.html(entries(claims_of(thesis.id)))
    st.html(reproductions())
    method_entry.follow()


def top() -> str:
    """What the page is."""
    lead = translate(
        "Every test, formula and source, printed from the declarations that compute them. A test was written down "
        "before its outcome was looked at; what was chosen later is named."
    )
    return render("page.html", title=translate("Method"), lead=lead)


def entries(claims: Iterable[Claim]) -> str:
    """The tests, formulas and sources of some claims."""
    return render("method.html", claims=[_claim(claim, registry.tests()[claim.id].declaration) for claim in claims])


def _claim(claim: Claim, test: Declaration) -> dict[str, Any]:
    rows = [
        (translate("Measure"), claim.measure),
        (translate("Holds if"), claim.holds_if),
        (translate("Fails if"), claim.fails_if),
        (translate("How"), claim.method),
        (translate("After"), test.source),
        (translate("Caution"), claim.caveat),
        (translate("Source"), translate_list(catalogue.agencies(claim.series), "semicolon")),
        (translate("Series"), ", ".join(claim.series)),
        *(row for one in declarations()[claim.id] for row in _version(one)),
    ]
    charts = [_indicator(indicator) for indicator in state.indicators_for(claim)]
    way = {"address": copy_link.address_of(claim), "css": method_entry.css_class(claim)}
    return {
        "title": labels.quoted(claim),
        "back": translate("Its page, with its charts"),
        "rows": rows,
        "charts": charts,
    } | way


def _version(test: Declaration) -> list[tuple[str, str]]:
    name = translate("Version {version}, {day:day}", version=test.version, day=test.declared)
    return [(name, test.why), (translate("Chosen with its reading known"), test.seen)]


def _indicator(indicator: Indicator) -> tuple[str, list[tuple[str, str]]]:
    rows = [
        (translate("Unit"), indicator.unit),
        (translate("Formula"), indicator.formula),
        (translate("Source"), translate_list(catalogue.agencies(indicator.series), "semicolon")),
        (translate("Series"), ", ".join(indicator.series)),
        (translate("After"), indicator.method),
        (translate("Caution"), indicator.caveat),
    ]
    return translate(indicator.title), rows


def reproductions() -> str:
    """Published figures beside ours."""
    rows = [_reproduction(comparison) for comparison in state.reproductions()]
    lead = translate("What others published, what the functions behind our charts come to, and why the two differ.")
    head = (translate("Published"), translate("Theirs"), translate("Ours"), translate("Why they differ, or not"))
    title = translate("Published figures, recomputed")
    return render("reproductions.html", title=title, lead=lead, head=head, rows=rows)


def _reproduction(comparison: Comparison) -> dict[str, str]:
    one = comparison.published
    missed = "" if comparison.met or comparison.fault else translate("Missed.")
    our_number = _round_like(comparison.ours, one) if comparison.ours is not None else _fault(comparison)
    who, what = translate_list([one.publisher, one.published]), translate_list([one.says, one.unit])
    numbers = {"theirs": format_number(one.number, ",g"), "ours": our_number}
    return numbers | {"who": who, "what": what, "missed": missed, "why": one.why}


def _fault(comparison: Comparison) -> str:
    return translate("could not be computed: {fault}", fault=comparison.fault)


def _round_like(ours: float, published: Published) -> str:
    """Ours with one digit more than theirs, which shows a difference in rounding."""
    digits = len(f"{published.number:g}".partition(".")[2]) + (0 if published.tolerance == 0 else 1)
    return format_number(ours, f",.{min(digits, 3)}f")
