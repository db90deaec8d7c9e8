"""A published number becomes a base number once, and the vocabulary of units holds together."""

import pytest

from indicators.catalogue import catalogue
from indicators.model.unit import UNITS, to_base


@pytest.mark.parametrize(
    "published, amount, base",
    [
        ("billions of dollars", 2.5, 2.5e9),
        ("millions of dollars", 2_500.0, 2.5e9),
        ("dollars", 2.5e9, 2.5e9),
        ("billions of chained 2017 dollars", 1.0, 1e9),
        ("thousands of persons", 4.0, 4e3),
        ("cents per kilowatt-hour", 17.0, 0.17),
        ("gigawatt-hours", 1_000.0, 1.0),
        ("megawatts", 500.0, 0.5),
        ("percent", 4.2, 4.2),
    ],
)
def test_amounts_are_converted_to_their_base(published: str, amount: float, base: float):
    assert amount * to_base(published) == pytest.approx(base)


def test_a_base_that_is_itself_a_unit_has_factor_one():
    for name, unit in UNITS.items():
        if unit.base in UNITS:
            assert UNITS[unit.base].factor == 1, name
        else:
            assert unit.factor != 1, name


def test_constant_and_current_dollars_never_share_a_base():
    assert {name for name, unit in UNITS.items() if unit.base == "dollars"} == {
        "dollars",
        "millions of dollars",
        "billions of dollars",
    }


def test_every_series_has_a_unit_that_can_be_converted():
    assert all(to_base(one.unit) > 0 for one in catalogue.series().values())


def test_an_unknown_unit_is_named_beside_the_known_ones():
    with pytest.raises(KeyError, match=r"unknown unit 'furlongs'; known units: dollars, "):
        to_base("furlongs")
