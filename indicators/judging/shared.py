"""Claims that share a statistic: two verdicts on one number are not two pieces of evidence."""

from collections.abc import Iterable

from indicators.catalogue import catalogue
from indicators.judging import registry


def groups(claims: Iterable[str]) -> tuple[frozenset[str], ...]:
    """Claims in groups: those whose newest tests have a statistic in common, directly or through a third."""
    found: list[frozenset[str]] = []
    for claim in claims:
        near = [group for group in found if any(_meet(claim, other) for other in group)]
        found = [group for group in found if group not in near] + [frozenset({claim}.union(*near))]
    return tuple(found)


def _meet(one: str, other: str) -> bool:
    return not _statistics(one).isdisjoint(_statistics(other))


def _statistics(claim: str) -> frozenset[str]:
    return frozenset(leg.statistic for leg in registry.tests()[claim].declaration.legs)


def with_same_statistic(claim: str) -> list[str]:
    """The other claims whose newest test reads a statistic that this claim's reads, in the article's order."""
    return [other for other in catalogue.claims() if other != claim and _meet(claim, other)]


def counted_once(statuses: Iterable[tuple[str, str]]) -> list[str]:
    """Of pairs of claim and status the statuses to be counted: one and the same of claims in a group counts once."""
    given = list(statuses)
    of = {claim: group for group in groups(claim for claim, _ in given) for claim in group}
    return [status for _, status in dict.fromkeys((of[claim], status) for claim, status in given)]
