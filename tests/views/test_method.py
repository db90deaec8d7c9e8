"""The Method page prints what is declared: formula, source and caveat of every chart and test, and every miss."""

import pytest
from markupsafe import escape

from dashboard.templates import render
from dashboard.views import method
from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.model import Claim, Indicator
from indicators.store.store import Store


@pytest.mark.parametrize("one", registry.indicators().values(), ids=lambda one: one.id)
def test_a_chart_is_printed_with_its_formula_source_and_caveat(one: Indicator):
    claim = {"title": "", "address": "", "rows": [], "charts": [method._indicator(one)]}
    printed = render("method.html", claims=[claim])
    for text in (one.title, one.unit, one.formula, one.caveat, one.method, *catalogue.agencies(one.series)):
        assert escape(text) in printed


@pytest.mark.parametrize("claim", catalogue.claims().values(), ids=lambda claim: claim.id)
def test_a_claim_is_printed_with_its_test(claim: Claim):
    test = registry.tests()[claim.id].declaration
    printed = render("method.html", claims=[method._claim(claim, test)])
    for text in (test.measure, test.holds_if, test.fails_if, test.method, test.source, test.why, claim.caveat):
        assert escape(text) in printed


def test_a_miss_is_called_one_and_gives_both_numbers(store: Store):
    head = ("Published", "Theirs", "Ours", "Why")
    found = {id: method._reproduction(registry.compare(store, registry.reproductions()[id])) for id in ("A01", "A08")}
    rows = {id: render("reproductions.html", title="", lead="", head=head, rows=[row]) for id, row in found.items()}
    assert "Missed." in rows["A01"]
    assert "data-name='Theirs'>92</td><td data-name='Ours'>66.1" in rows["A01"]
    assert "Missed." not in rows["A08"] and "Barclays" in rows["A08"]
