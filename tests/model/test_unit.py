"""A published number becomes a base number once, and the vocabulary of units holds together."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.model import unit as unit_module
from indicators.model.unit import FIRST, UNITS, parse, to_base

PACKAGES = [Path(__file__).parents[2] / name for name in ("dashboard", "indicators")]
WORDS = st.lists(
    st.sampled_from(["percent", "dollars", "percentage points", "index", "of", "GDP", "2017", ","]), min_size=1
)


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


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("percent of GDP", "percent"),
        ("percentage points at annual rate", "points"),
        ("contribution, percentage points", "points"),
        ("net percent of banks", "count"),
        ("dollars per household, prices of the last quarter", "currency"),
        ("2024 dollars per hour", "currency"),
        ("index, annualised percent", "index"),
        ("ratio", "ratio"),
        ("price, 100 minus rate", "quote"),
        ("standard deviations", "deviations"),
        ("natural log", "logarithm"),
        ("basis points", "count"),
        ("hours", "count"),
        ("", "count"),
    ],
)
def test_free_words_tell_what_is_measured(text: str, measure: str):
    assert parse(text).measure == measure


@given(WORDS.map(" ".join))
def test_a_unit_is_one_thing_and_keeps_its_words(text: str):
    one = parse(text)
    assert (one.text, one.base, one.factor) == (text, text, 1.0) or text in UNITS
    assert one.is_currency + one.is_percent + one.is_points + one.is_count <= 1
    assert one.is_percent or one.after_sign == one.of_difference == text
    assert parse(one.of_difference).is_points or not one.is_percent or one.is_currency


@given(st.sampled_from(sorted(UNITS)))
def test_a_unit_of_the_vocabulary_measures_what_its_base_does(text: str):
    assert (parse(text), parse(parse(text).base).factor) == (UNITS[text], 1.0)
    assert text.startswith("cents") or parse(text).measure == parse(parse(text).base).measure


def test_what_a_sign_says_is_not_said_again():
    assert parse("percent of GDP").after_sign == "of GDP"
    assert parse("percent at annual rate").of_difference == "percentage points at annual rate"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("billions of dollars", "Billions of Dollars", True),
        ("billions of dollars", "Millions of Dollars", False),
        ("billions of chained 2017 dollars", "Billions of Chained 2012 Dollars", False),
        ("index", "Index 2017=100", True),
        ("index", "Percent of 2017 Output", True),
        ("percent", "Rate", True),
        ("percent", "Persons", False),
    ],
)
def test_two_ways_of_writing_a_unit_agree_in_magnitude_rate_and_prices(one: str, other: str, alike: bool):
    assert (parse(one).likeness == parse(other).likeness) is alike


def test_constant_dollars_and_those_per_something_are_told_apart():
    assert [name for name in ("dollars", "chained 2017 dollars", "hours") if parse(name).is_current_dollars] == [
        "dollars"
    ]
    assert parse("dollars per hour").is_per and not parse("percent").is_per


def test_what_compares_with_a_year_ago_has_no_season():
    units = {one.unit for one in registry.indicators().values()}
    assert {parse(text).has_season for text in units} == {True, False}


def test_nobody_else_looks_into_the_text_of_a_unit():
    """Each word that tells a unit, looked for in a text or at its beginning."""
    word = rf"""["'(]*["'](?:dollars|points|{"|".join(FIRST)})[^"']*["']"""
    looks = re.compile(rf"{word}\s+(?:not )?in\b|(?:startswith|endswith|removeprefix)\({word}|\bunit (?:==|!=) {word}")
    files = (file for folder in PACKAGES for file in folder.rglob("*.py") if file != Path(unit_module.__file__))
    assert {file.name: found for file in files if (found := looks.findall(file.read_text(encoding="utf-8")))} == {}
    assert looks.search('"dollars" in unit') and looks.search('unit.startswith(("percent",')
