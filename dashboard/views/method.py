"""The method page: every test, formula and source, from the declarations that compute them."""

from html import escape

import streamlit as st

from dashboard.components import verdict
from dashboard.i18n import labels
from dashboard.i18n.locale import format_number, translate, translate_html, translate_list
from dashboard.session import state
from dashboard.urls.view_state import method_key
from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.judging.registry import Comparison
from indicators.model import Claim, Indicator, Published, Test, Thesis


def show() -> None:
    lead = translate(
        "Every test, formula and source, printed from the declarations that compute them. A test was written down "
        "before its outcome was looked at."
    )
    st.html(f"<header class='cb-page'><h1>{translate('Method')}</h1><p class='lead'>{escape(lead)}</p></header>")
    for thesis in catalogue.theses().values():
        _thesis(thesis)
    _reproductions()


def _thesis(thesis: Thesis) -> None:
    claims = [claim for claim in catalogue.claims().values() if claim.thesis == thesis.id]
    with st.expander(translate(thesis.title), key=method_key(thesis), bind="query-params"):
        st.html("".join(_claim(claim, registry.tests()[claim.id]) for claim in claims))


def _claim(claim: Claim, test: Test) -> str:
    rows = [
        (translate("Measure"), claim.measure),
        (translate("Holds if"), claim.holds_if),
        (translate("Fails if"), claim.fails_if),
        (translate("Sharpened"), claim.method),
        (
            translate("Test"),
            translate("{test} ({unit})", test=test.threshold, unit=test.unit) if test.unit else test.threshold,
        ),
        (translate("Overturned by"), test.falsifier),
        (translate("After"), test.source),
        (translate("Caution"), claim.caveat),
        (translate("Source"), translate_list(catalogue.agencies(claim.series), "semicolon")),
        (translate("Series"), ", ".join(claim.series)),
    ]
    charts = "".join(_indicator(indicator) for indicator in state.indicators_for(claim))
    return f"<section class='cb-method'><h2><a href='{verdict.link(claim)}'>{escape(labels.quoted(claim))}</a></h2>{_list(rows)}{charts}</section>"


def _indicator(indicator: Indicator) -> str:
    rows = [
        (translate("Unit"), indicator.unit),
        (translate("Formula"), indicator.formula),
        (translate("Source"), translate_list(catalogue.agencies(indicator.series), "semicolon")),
        (translate("Series"), ", ".join(indicator.series)),
        (translate("After"), indicator.method),
        (translate("Caution"), indicator.caveat),
    ]
    return f"<h3>{escape(translate(indicator.title))}</h3>{_list(rows)}"


def _list(rows: list[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{translate_html(text)}</dd>" for name, text in rows if text) + "</dl>"


def _reproductions() -> None:
    rows = "".join(_reproduction(comparison) for comparison in state.reproductions())
    lead = translate("What others published, what the functions behind our charts come to, and why the two differ.")
    head = (translate("Published"), *_whose(), translate("Why they differ, or not"))
    st.html(
        f"<section class='cb-page'><h2>{translate('Published figures, recomputed')}</h2><p class='lead'>{escape(lead)}</p>"
        f"</section><table class='cb-figures'><thead><tr>{''.join(f'<th>{name}</th>' for name in head)}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _whose() -> tuple[str, str]:
    return translate("Theirs"), translate("Ours")


def _reproduction(comparison: Comparison) -> str:
    one = comparison.published
    missed = "" if comparison.met or comparison.fault else f"<b>{translate('Missed.')}</b> "
    theirs, ours = _whose()
    our_number = _round_like(comparison.ours, one) if comparison.ours is not None else _fault(comparison)
    who, what = translate_list([one.publisher, one.published]), translate_list([one.says, one.unit])
    return (
        f"<tr><td><b>{escape(who)}</b><br>{escape(what)}</td><td data-name='{theirs}'>{format_number(one.number, ',g')}</td>"
        f"<td data-name='{ours}'>{our_number}</td><td>{missed}{translate_html(one.why)}</td></tr>"
    )


def _fault(comparison: Comparison) -> str:
    return escape(translate("could not be computed: {fault}", fault=comparison.fault))


def _round_like(ours: float, published: Published) -> str:
    """Ours to one digit more than theirs, so that a difference in rounding can be seen."""
    digits = len(f"{published.number:g}".partition(".")[2]) + (0 if published.tolerance == 0 else 1)
    return format_number(ours, f",.{min(digits, 3)}f")
