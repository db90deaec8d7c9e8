"""Findings: the published contract, the verdict of the day, and what is said when there is none."""

import json
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from indicators.catalogue import catalogue
from indicators.judging import evaluate, finding_json, registry
from indicators.model import Finding, Verdict
from indicators.model.verdict import Worth
from indicators.store.store import Store
from tests.conftest import small_store

TODAY = date(2026, 11, 1)
PUBLICATION = date(2025, 12, 1)
CONTRACT = {
    "id", "thesis", "kind", "status", "value", "unit", "threshold", "sentence", "data_through", "basis", "as_of",
    "at_publication", "falsifier", "caveat", "series", "answer", "base_rate", "null", "distance", "percentile",
    "version", "declared", "flips",
}  # fmt: skip
STATUSES = {"supported", "mixed", "contradicted", "open", "untestable", "no data"}
BASES = {"current", "point-in-time", "reconstructed"}


@pytest.fixture(scope="module")
def findings(store: Store) -> dict[str, Finding]:
    return {one.id: one for one in evaluate.findings(store, today=TODAY)}


def test_every_claim_has_a_finding_in_the_articles_order(findings: dict[str, Finding]):
    assert list(findings) == list(catalogue.claims())


def test_a_finding_as_json_keeps_the_published_contract(findings: dict[str, Finding]):
    for one in findings.values():
        table = finding_json.as_json(one)
        assert set(table) - {"sensitivity", "sample", "stale", "legs", "ordinary"} == CONTRACT
        assert table["status"] in STATUSES
        assert table["basis"] in BASES if table["status"] != "no data" else table["basis"] is None
        assert table["kind"] in {"fact", "mechanism", "forecast"}
        assert isinstance(table["series"], list) and table["series"]
        assert table["value"] is None or isinstance(table["value"], float)
        assert table["at_publication"]["status"] in STATUSES
        assert {"value", "status"} <= set(table["at_publication"])
        assert table["falsifier"] and table["caveat"] and table["sentence"]
        date.fromisoformat(table["as_of"])
        assert table["data_through"] is None or date.fromisoformat(table["data_through"]) < TODAY
        assert json.loads(json.dumps(table, allow_nan=False)) == table


def test_a_decided_finding_has_its_number_its_unit_and_its_threshold(findings: dict[str, Finding]):
    decided = [one for one in findings.values() if one.status in {"supported", "mixed", "contradicted"}]
    assert {one.id for one in decided} >= {"gdp-without-ai", "capex-dependence", "vix-inversion"}
    for one in decided:
        assert one.value is not None and one.unit and one.threshold and one.data_through, one.id
        readings = {f"{abs(one.value):,.{digits}f}" for digits in (0, 1, 2)}
        assert any(reading in one.sentence for reading in readings), one.id


def test_every_claim_has_a_test_and_every_test_a_claim():
    assert set(registry.tests()) == set(catalogue.claims())


@pytest.mark.parametrize("as_of", [None, PUBLICATION], ids=str)
def test_judging_twice_gives_the_same(store: Store, as_of: date | None):
    first, second = (evaluate.findings(store, as_of=as_of, today=TODAY) for _ in range(2))
    assert first == second


def test_the_finding_of_the_day_of_publication_is_the_one_at_publication(store: Store, findings: dict[str, Finding]):
    for one in evaluate.findings(store, as_of=PUBLICATION):
        assert (one.value, one.status) == (one.at_publication["value"], one.at_publication["status"]), one.id
        assert one.at_publication == findings[one.id].at_publication, one.id
        assert one.as_of == PUBLICATION
        assert one.data_through is None or one.data_through <= PUBLICATION


def test_at_publication_is_of_the_vintage_of_then(findings: dict[str, Finding]):
    one = findings["capex-dependence"]
    assert (one.status, one.at_publication["status"]) == ("supported", "mixed")
    assert one.at_publication["value"] == pytest.approx(0.54, abs=0.005)


def test_a_past_day_says_whether_it_is_point_in_time_or_reconstructed(store: Store):
    claim = catalogue.claims()["policy-backs-ai"]
    assert evaluate.finding(store, claim, date(2026, 8, 10)).basis == "point-in-time"
    assert evaluate.finding(store, claim, PUBLICATION).basis == "reconstructed"
    assert evaluate.finding(store, claim, today=TODAY).basis == "current"


def test_missing_data_is_named_and_nothing_is_claimed(store: Store):
    one = evaluate.finding(store, catalogue.claims()["vix-inversion"], date(2024, 6, 30))
    assert (one.status, one.value, one.data_through, one.basis) == ("no data", None, None, None)
    assert one.sentence.startswith("Cannot be judged: EBP: rewritten over its whole history")
    never = evaluate.finding(store, catalogue.claims()["buybacks-largest-buyer"], PUBLICATION)
    assert never.at_publication["basis"] is None


def test_an_empty_store_has_no_data_for_any_claim_and_fails_for_none(tmp_path: Path):
    found = {one.id: one for one in evaluate.findings(small_store(tmp_path), today=TODAY)}
    assert {found[id].status for id in registry.tests()} == {"no data"}
    assert found.keys() == catalogue.claims().keys()
    assert all("a refresh brings it" in found[id].sentence for id in registry.tests())


@pytest.mark.parametrize(
    "day", [date(1900, 1, 1), date(1995, 7, 4), date(2013, 1, 1), date(2026, 9, 30), date(2090, 1, 1)]
)
def test_any_day_can_be_travelled_to(store: Store, day: date):
    for one in evaluate.findings(store, as_of=day):
        assert one.as_of == day
        assert one.data_through is None or one.data_through <= day


def test_data_older_than_its_cadence_is_called_stale_and_the_verdict_stands(store: Store, findings: dict[str, Finding]):
    claim = catalogue.claims()["vol-target"]
    soon, later = (evaluate.finding(store, claim, today=day) for day in (date(2026, 8, 21), TODAY))
    assert soon.stale == ""
    assert later.stale.startswith(
        "Cboe Volatility Index (VIX), close ends 20 August 2026; its next figure was due 25 August 2026"
    )
    assert "1 more of its 2 series is late" in later.stale
    assert replace(soon, as_of=TODAY, stale=later.stale) == later == findings["vol-target"]


def test_lateness_of_the_shutdown_is_explained_by_the_delay_of_that_release(store: Store):
    one = evaluate.finding(store, catalogue.claims()["capex-dependence"], PUBLICATION)
    assert one.stale.startswith(
        "Private fixed investment in information processing equipment and software ends 30 June 2025; its next figure was due 30 October 2025 (Third-quarter 2025 GDP"
    )


def test_a_verdict_reaches_no_further_than_it_says(store: Store, monkeypatch: pytest.MonkeyPatch):
    claim = catalogue.claims()["policy-backs-ai"]
    known = registry.tests()[claim.id]

    def ends(through: date | None) -> date | None:
        test = replace(
            known, judge=lambda data, known: Verdict("mixed", float(len(data["BUSLOANS"])), "s", through=through)
        )
        monkeypatch.setattr(registry, "_tests", {claim.id: test})
        return evaluate.finding(store, claim, today=TODAY).data_through

    assert ends(date(2020, 1, 1)) == date(2020, 1, 1)
    assert ends(None) == date(2026, 6, 30)


def test_some_claims_are_judged_in_the_order_given(store: Store):
    chosen = [catalogue.claims()[id] for id in ("vix-inversion", "only-engine")]
    assert [one.id for one in evaluate.findings(store, chosen, today=TODAY)] == ["vix-inversion", "only-engine"]


def test_an_unknown_claim_is_refused_with_a_suggestion():
    with pytest.raises(catalogue.UnknownClaim, match="no claim 'vix-inversoin'; did you mean vix-inversion"):
        catalogue.find_claim("vix-inversoin")


def test_json_has_every_field_of_a_finding_and_of_what_it_is_worth(findings: dict[str, Finding]):
    named = {field.name for kind in (Finding, Worth) for field in fields(kind)} - {"worth"}
    assert set(finding_json.as_json(findings["only-engine"])) == named


def test_numbers_in_json_carry_no_more_digits_than_they_can_bear(findings: dict[str, Finding]):
    for one in findings.values():
        value = finding_json.as_json(one)["value"]
        assert value is None or value == float(f"{value:.6g}"), one.id


def test_numbers_in_json_are_those_found_to_six_digits(findings: dict[str, Finding]):
    one = findings["capex-dependence"]
    then = {**one.at_publication, "value": 0.00123456789}
    table = finding_json.as_json(replace(one, value=-1234.56789, at_publication=then))
    assert (table["value"], table["at_publication"]["value"]) == (-1234.57, 0.00123457)
    assert finding_json.as_json(replace(one, value=None))["value"] is None


def test_a_fault_is_told_of_now_or_of_publication(findings: dict[str, Finding]):
    one = findings["capex-dependence"]
    now = replace(one, id="now", status="error", sentence="It broke.")
    then = replace(
        one, id="then", at_publication={**one.at_publication, "status": "error", "sentence": "It had broken."}
    )
    assert evaluate.errors([one, now, then]) == {"now": "It broke.", "then": "It had broken."}


@pytest.mark.parametrize(("until", "ends"), [(date(2026, 2, 27), 2), (date(2026, 2, 28), 3), (date(2025, 12, 30), 0)])
def test_a_history_has_the_end_of_every_month_that_has_ended(until: date, ends: int):
    months = [date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)]
    assert evaluate._month_ends(PUBLICATION, until) == months[:ends]


def test_at_a_moment_before_the_first_vintage_nothing_can_be_judged(store: Store):
    claim = catalogue.claims()["capex-dependence"]
    assert evaluate.finding(store, claim, today=TODAY, at=0).status == "no data"
