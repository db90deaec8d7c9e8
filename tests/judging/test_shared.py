"""Claims that rest on one statistic are told, and counted once."""

import pytest

from indicators.catalogue import catalogue
from indicators.judging import shared


@pytest.fixture
def of_three(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three claims of which the first and the last have a statistic in common."""
    ids = list(catalogue.claims())[:3]
    read = {ids[0]: frozenset("ab"), ids[1]: frozenset("c"), ids[2]: frozenset("bd")}
    monkeypatch.setattr(shared, "_statistics", lambda claim: read.get(claim, frozenset()))
    return ids


def test_every_claim_is_in_one_group():
    assert sorted(id for group in shared.groups(catalogue.claims()) for id in group) == sorted(catalogue.claims())


def test_claims_of_one_statistic_are_a_group(of_three: list[str]):
    first, second, third = of_three
    assert set(shared.groups([first, second, third])) == {frozenset({first, third}), frozenset({second})}
    assert (shared.with_same_statistic(first), shared.with_same_statistic(second)) == ([third], [])


def test_one_verdict_of_a_group_counts_once_and_two_count_twice(of_three: list[str]):
    first, second, third = of_three
    same = [(first, "mixed"), (second, "mixed"), (third, "mixed")]
    assert shared.counted_once(same) == ["mixed", "mixed"]
    assert shared.counted_once([*same[:2], (third, "supported")]) == ["mixed", "mixed", "supported"]
