"""The Method page prints what is declared: formula, source and caveat of every chart and test, and every miss."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from markupsafe import escape

from dashboard.templates import render
from dashboard.views import method
from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.model import Claim, Indicator
from indicators.store.store import Store
from tests.views.running import Open, markup, of_claim, visit

__all__ = ["visit"]  # fixtures


@pytest.mark.parametrize("one", registry.indicators().values(), ids=lambda one: one.id)
def test_a_chart_is_printed_with_its_formula_source_and_caveat(one: Indicator):
    claim = {"title": "", "address": "", "back": "", "css": "", "rows": [], "charts": [method._indicator(one)]}
    printed = render("method.html", claims=[claim])
    for text in (one.title, one.unit, one.formula, one.caveat, one.method, *catalogue.agencies(one.series)):
        assert escape(text) in printed


@pytest.mark.parametrize("claim", catalogue.claims().values(), ids=lambda claim: claim.id)
def test_a_claim_is_printed_with_its_test(claim: Claim):
    test = registry.tests()[claim.id].declaration
    printed = render("method.html", claims=[method._claim(claim, test)])
    for text in (
        test.measure,
        test.holds_if,
        test.fails_if,
        test.method,
        test.source,
        test.why,
        test.seen,
        claim.caveat,
    ):
        assert escape(text) in printed


def test_a_miss_is_called_one_and_gives_both_numbers(store: Store):
    head = ("Published", "Theirs", "Ours", "Why")
    found = {id: method._reproduction(registry.compare(store, registry.reproductions()[id])) for id in ("A01", "A08")}
    rows = {id: render("reproductions.html", title="", lead="", head=head, rows=[row]) for id, row in found.items()}
    assert "Missed." in rows["A01"]
    assert "data-name='Theirs'>92</td><td data-name='Ours'>66.1" in rows["A01"]
    assert "Missed." not in rows["A08"] and "Barclays" in rows["A08"]


def test_the_table_of_verdicts_says_what_its_columns_mean_and_each_value_what_it_is(visit: Open):
    page = visit("method", table="true")
    shown = markup(page)
    for name in ("Version 1", "Base rate", "Null", "Distance"):
        assert f"<dt>{name}</dt><dd>" in shown
    row = re.search(r"<tr><th scope='row'><a href='ai-capex\?claim=capex-dependence[^']*'>.*?</tr>", shown)
    assert row
    named = re.findall(r"<td data-name='([^']*)'", row[0])
    assert named == [
        "Version 1",
        "Now",
        "Deciding number",
        *("Base rate", "Null", "Distance", "Sample"),
        "Would change if",
    ]
    assert "<span class='amount'>3.32</span> <span class='cb-note'>" in row[0], "a number has its unit"


def test_a_claim_leads_to_its_entry_and_the_entry_back(visit: Open):
    claim = catalogue.claims()["vol-target"]
    asked = {"asof": "2026-06-01"}
    there = re.search(r"href='(method\?[^']*)'", markup(of_claim(visit, claim.id, **asked)))
    assert there and unescape(there[1]) == "method?claim=vol-target&asof=2026-06-01&method-flows=true"
    shown = markup(visit("method", **dict(parse_qsl(urlsplit(unescape(there[1])).query))))
    entry = re.search(r"<section id='cb-entry-vol-target' class='cb-method cb-entry-vol-target'>.*?</section>", shown)
    assert entry and "href='flows?claim=vol-target&amp;asof=2026-06-01'" in entry[0]
