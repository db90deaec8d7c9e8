"""Published figures: ours come to them to their rounding, or miss them for a reason that is given."""

from collections import Counter

import pytest

from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.judging.registry import Comparison

FIGURES = catalogue.published()
#: A number given loosely is met within what its publisher's words allow.
LOOSELY = ("about", "roughly", "above")


@pytest.fixture(scope="module")
def compared(store) -> dict[str, Comparison]:
    return {id: registry.compare(store, one) for id, one in registry.reproductions().items()}


@pytest.mark.parametrize("id", FIGURES)
def test_ours_meets_the_published_figure_or_its_explanation(compared, id: str):
    found = compared[id]
    assert found.agrees, f"{id}: theirs {found.published.number}, ours {found.ours}"


@pytest.mark.parametrize("id", FIGURES)
def test_what_is_not_met_is_called_missed_and_nothing_else_is(compared, id: str):
    assert compared[id].met == (FIGURES[id].ours is None)
    assert FIGURES[id].why and not (FIGURES[id].ours is not None and FIGURES[id].why.startswith("Agrees"))


def test_every_published_figure_is_recomputed_from_what_ships():
    assert registry.reproductions().keys() == FIGURES.keys()
    for id, one in registry.reproductions().items():
        assert one.series and all(catalogue.series()[series].ships for series in one.series), id


def test_there_are_forty_and_three_for_every_thesis():
    theses = Counter(catalogue.claims()[figure.claim].thesis for figure in FIGURES.values())
    assert theses.total() >= 40
    assert set(theses) == set(catalogue.theses()) and min(theses.values()) >= 3, theses


def test_a_tolerance_is_no_wider_than_a_unit_of_the_last_digit_published():
    for figure in FIGURES.values():
        digits = len(f"{figure.number:g}".partition(".")[2])
        if not any(word in figure.says for word in LOOSELY):
            assert figure.tolerance <= 10**-digits, figure.id


def test_a_figure_says_who_published_what_and_when():
    for figure in FIGURES.values():
        assert figure.publisher and figure.published and figure.says and figure.unit, figure.id
        assert figure.tolerance >= 0, figure.id
