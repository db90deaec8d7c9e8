"""Claims that share a statistic: two verdicts on one number are not two pieces of evidence."""

from collections.abc import Iterable
from functools import cache

from indicators.catalogue import catalogue
from indicators.judging import registry


@cache
def groups() -> tuple[frozenset[str], ...]:
    """The claims in groups: those whose newest tests have a statistic in common, directly or through a third."""
    found: list[frozenset[str]] = []
    for claim in catalogue.claims():
        near = [group for group in found if any(_meet(claim, other) for other in group)]
        found = [group for group in found if group not in near] + [frozenset({claim}.union(*near))]
    return tuple(found)


def _meet(one: str, other: str) -> bool:
    return not _statistics(one).isdisjoint(_statistics(other))


@cache
def _statistics(claim: str) -> frozenset[str]:
    test = registry.tests()[claim].declaration
    return frozenset(leg.statistic for leg in test.legs) if test else frozenset()


def with_same_statistic(claim: str) -> list[str]:
    """The other claims whose newest test reads a statistic that this claim's reads, in the article's order."""
    return [other for other in catalogue.claims() if other != claim and _meet(claim, other)]


def counted_once(statuses: Iterable[tuple[str, str]]) -> list[str]:
    """Of pairs of claim and status the statuses to be counted: one and the same of claims in a group counts once."""
    of = {claim: number for number, group in enumerate(groups()) for claim in group}
    return [status for _, status in dict.fromkeys((of[claim], status) for claim, status in statuses)]
