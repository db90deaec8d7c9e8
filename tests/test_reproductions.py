"""Published figures: ours come to them, or to what we know they should have been."""

import pytest

from indicators import registry
from indicators.data import catalogue


@pytest.mark.parametrize("id", catalogue.published())
def test_ours_meets_the_published_figure_or_its_explanation(store, id: str):
    found = registry.compare(store, registry.reproductions()[id])
    assert found.agrees, f"{id}: theirs {found.published.number}, ours {found.ours}"


def test_every_published_figure_is_recomputed_and_belongs_to_a_claim():
    assert registry.reproductions().keys() == catalogue.published().keys()
    assert {figure.claim for figure in catalogue.published().values()} <= catalogue.claims().keys()


def test_a_difference_is_explained():
    for figure in catalogue.published().values():
        assert figure.why and figure.tolerance >= 0
        if figure.ours is not None:
            assert not figure.why.startswith("Agrees exactly"), figure.id
