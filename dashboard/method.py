"""The method page: every test, formula and source, from the declarations that compute them."""

from html import escape

import pandas as pd
import streamlit as st

from dashboard import board, state
from indicators import registry
from indicators.data import catalogue
from indicators.model import Claim, Indicator, Test, Thesis


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
    with st.expander(thesis.title):
        st.html("".join(_claim(claim, registry.tests().get(claim.id)) for claim in claims))


def _claim(claim: Claim, test: Test | None) -> str:
    rows = [
        ("Measure", claim.measure),
        ("Holds if", claim.holds_if),
        ("Fails if", claim.fails_if),
        ("Sharpened", claim.method),
        ("Test", f"{test.threshold} ({test.unit})" if test and test.unit else test.threshold if test else ""),
        ("Overturned by", test.falsifier if test else ""),
        ("After", test.source if test else ""),
        ("Caution", claim.caveat),
        ("Series", ", ".join(claim.series)),
    ]
    charts = "".join(_indicator(indicator) for indicator in state.indicators_for(claim))
    return f"<section class='cb-method'><h3><a href='{board.link(claim)}'>{escape(claim.en)}</a></h3>{_list(rows)}{charts}</section>"


def _indicator(indicator: Indicator) -> str:
    rows = [
        ("Unit", indicator.unit),
        ("Formula", indicator.formula),
        ("Series", ", ".join(indicator.series)),
        ("After", indicator.method),
        ("Caution", indicator.caveat),
    ]
    return f"<h4>{escape(indicator.title)}</h4>{_list(rows)}"


def _list(rows: list[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in rows if text) + "</dl>"


def _reproductions() -> None:
    st.html(
        "<header class='cb-page'><h2>Published figures, recomputed</h2><p class='lead'>What others published, what the "
        "functions behind our charts come to, and why the two differ.</p></header>"
    )
    found = state.reproductions()
    table = pd.DataFrame(
        {
            "Who": [c.published.publisher for c in found],
            "When": [c.published.published for c in found],
            "What": [c.published.says for c in found],
            "Theirs": [c.published.number for c in found],
            "Ours": [round(c.ours, 2) for c in found],
            "Unit": [c.published.unit for c in found],
            "Why they differ, or not": [c.published.why for c in found],
            "Claim": [c.published.claim for c in found],
        }
    )
    st.dataframe(table, hide_index=True, height=560, key="reproductions")
