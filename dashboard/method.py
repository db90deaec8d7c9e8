"""The method page: every test, formula and source, from the declarations that compute them."""

from html import escape

import streamlit as st

from dashboard import board, state
from dashboard.view import method_key
from indicators import registry
from indicators.data import catalogue
from indicators.model import Claim, Indicator, Published, Test, Thesis
from indicators.registry import Comparison


def show() -> None:
    st.html(
        "<header class='cb-page'><h1>Method</h1><p class='lead'>Every test, formula and source, printed from the "
        "declarations that compute them. A test was written down before its outcome was looked at.</p></header>"
    )
    for thesis in catalogue.theses().values():
        _thesis(thesis)
    _reproductions()


def _thesis(thesis: Thesis) -> None:
    claims = [claim for claim in catalogue.claims().values() if claim.thesis == thesis.id]
    with st.expander(thesis.title, key=method_key(thesis), bind="query-params"):
        st.html("".join(_claim(claim, registry.tests()[claim.id]) for claim in claims))


def _claim(claim: Claim, test: Test) -> str:
    rows = [
        ("Measure", claim.measure),
        ("Holds if", claim.holds_if),
        ("Fails if", claim.fails_if),
        ("Sharpened", claim.method),
        ("Test", f"{test.threshold} ({test.unit})" if test.unit else test.threshold),
        ("Overturned by", test.falsifier),
        ("After", test.source),
        ("Caution", claim.caveat),
        ("Source", "; ".join(catalogue.agencies(claim.series))),
        ("Series", ", ".join(claim.series)),
    ]
    charts = "".join(_indicator(indicator) for indicator in state.indicators_for(claim))
    return f"<section class='cb-method'><h3><a href='{board.link(claim)}'>{escape(claim.en)}</a></h3>{_list(rows)}{charts}</section>"


def _indicator(indicator: Indicator) -> str:
    rows = [
        ("Unit", indicator.unit),
        ("Formula", indicator.formula),
        ("Source", "; ".join(catalogue.agencies(indicator.series))),
        ("Series", ", ".join(indicator.series)),
        ("After", indicator.method),
        ("Caution", indicator.caveat),
    ]
    return f"<h4>{escape(indicator.title)}</h4>{_list(rows)}"


def _list(rows: list[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in rows if text) + "</dl>"


def _reproductions() -> None:
    rows = "".join(_reproduction(comparison) for comparison in state.reproductions())
    st.html(
        "<section class='cb-page'><h2>Published figures, recomputed</h2><p class='lead'>What others published, what the "
        "functions behind our charts come to, and why the two differ.</p></section>"
        f"<table class='cb-figures'><thead><tr><th>Published</th><th>Theirs</th><th>Ours</th><th>Why they differ, or not"
        f"</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _reproduction(comparison: Comparison) -> str:
    one = comparison.published
    missed = "" if comparison.met else "<b>Missed.</b> "
    who = f"{escape(one.publisher)}, {escape(one.published)}"
    return (
        f"<tr><td><b>{who}</b><br>{escape(one.says)}, {escape(one.unit)}</td><td>{one.number:,g}</td>"
        f"<td>{_round_like(comparison.ours, one)}</td><td>{missed}{escape(one.why)}</td></tr>"
    )


def _round_like(ours: float, published: Published) -> str:
    """Ours to one digit more than theirs, so that a difference in rounding can be seen."""
    digits = len(f"{published.number:g}".partition(".")[2]) + (0 if published.tolerance == 0 else 1)
    return f"{ours:,.{min(digits, 3)}f}"
