"""What every claim whose test is declared by legs owes its reader, now and on past days."""

import re
from datetime import date

import pytest

from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.i18n import messages
from indicators.judging import evaluate, registry
from indicators.judging.worth import ORDINARY
from indicators.model import Finding
from indicators.model.unit import parse
from indicators.store.store import Store

DECLARED = list(catalogue.claims())
DAYS = [None, date(2025, 12, 1), date(2026, 3, 15), date(2024, 6, 30), date(2019, 1, 1)]
#: Words of a sentence that are there only where the test does not tell now from before.
TOLD = " The test does not tell now from before."
by_claim = pytest.mark.parametrize("id", DECLARED)


def found(store: Store, id: str, day: date | None) -> Finding:
    return evaluate.finding(store, catalogue.claims()[id], day, today=None if day else date(2026, 11, 1))


@by_claim
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_finding_answers_in_twenty_words_and_says_its_numbers_in_forty_five(store: Store, id: str, day: date | None):
    one = found(store, id, day)
    assert one.status != "error", one.sentence
    if one.status == "no data":
        return
    assert 3 <= len(one.answer.split()) <= 20, one.answer
    assert re.search(r"\.$", one.answer) and len(one.sentence.removesuffix(TOLD).split()) <= 45, one.sentence
    assert "nan" not in f"{one.answer} {one.sentence} {one.sample}".lower().split()


@by_claim
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nothing_is_settled_about_now_that_was_so_before(store: Store, id: str, day: date | None):
    one = found(store, id, day)
    rate = one.worth.base_rate
    about = registry.tests()[id].declaration.about  # type: ignore[union-attr]
    if about == "now" and rate and one.status in ("supported", "contradicted"):
        assert rate.share <= ORDINARY
    assert bool(one.worth.ordinary) == one.sentence.endswith(TOLD)


@by_claim
def test_the_headline_is_that_of_the_leg_that_decided(store: Store, id: str):
    one = found(store, id, None)
    if one.status not in ("no data", "untestable"):
        (deciding,) = (leg for leg in one.legs if leg.decided)
        assert (one.value, one.unit) == (deciding.value, deciding.unit)


@by_claim
def test_a_null_is_given_for_what_decides_by_a_share_or_a_mean(store: Store, id: str):
    one = found(store, id, None)
    assert one.worth.null is None or isinstance(one.worth.null, float)


@by_claim
def test_a_declaration_says_why_names_its_legs_and_has_its_parameter_among_its_values(id: str):
    for test in declarations()[id]:
        assert test.why and test.holds_if and test.fails_if and test.measure and test.method
        assert "{" not in test.why, "its numbers are in its reason"
        assert all(leg.name and leg.unit for leg in test.legs)
        assert all(one.value in one.values and len(one.values) > 1 for one in test.parameters)


def test_what_was_chosen_with_its_reading_known_is_named_in_every_language():
    chosen = {id: test.seen for id, versions in declarations().items() for test in versions if test.seen}
    assert set(chosen) == {
        "cut-odds-swing", "buyback-season", "gdp-without-ai", "childcare-over-rent", "housing-out-of-reach",
        "young-no-capital", "grid-must-grow",
    }  # fmt: skip
    for text in chosen.values():
        assert all(messages.is_translated(text, language) for language in messages.LANGUAGES[1:]), text


@by_claim
def test_every_number_of_a_test_is_said_in_its_words_or_is_a_bar(id: str):
    for test in declarations()[id]:
        words = [test.measure, test.holds_if, test.fails_if, test.method]
        bars = {bar.number for leg in test.legs for bar in (leg.supports, leg.contradicts) if bar}
        unsaid = set(test.numbers()) - catalogue.named_in(*words)
        assert not {name for name in unsaid if test.numbers()[name] not in bars}, id


@by_claim
def test_judging_again_gives_the_same(store: Store, id: str):
    claim = catalogue.claims()[id]
    first, second = (evaluate.versions(store, claim) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("id", registry.tests())
def test_dollars_are_dollars_and_no_millions_of_them(id: str):
    """A number in billions would be written as if it were dollars: $204 for 204 billion."""
    units = [parse(leg.unit) for leg in registry.tests()[id].declaration.legs]
    assert [one.text for one in units if one.is_currency and one.likeness.magnitude] == []
