"""Odd answers of providers through gate, store, judging and charts: a quick form of `python -m tests.fuzz.answers`."""

from indicators.store.store import Store
from tests.fuzz import answers


def test_no_answer_that_passes_the_gate_fails_a_claim_or_a_chart(store: Store):
    found = answers.drive(store, 60)
    assert found.failed == []
    assert found.counts["held"] > 20 and found.counts["passed"] > 5 and found.counts["charts drawn"] > 5


def test_every_shape_is_tried_on_held_series_and_on_first_answers(store: Store):
    tried = {(shape, one.ships) for one, shape, _ in answers.made(store, 8000)}
    assert tried == {(shape, ships) for shape in answers.SHAPES for ships in (True, False)}
