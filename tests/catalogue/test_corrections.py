"""The corrections: what is written down of each, and what a mistake in their file is."""

import re
from datetime import date
from typing import Any

import pytest

from indicators.catalogue import catalogue
from indicators.catalogue.catalogue import SeedError

FOUND = date(2026, 11, 28)
WHOLE: dict[str, Any] = {
    "id": "one",
    "day": FOUND,
    "about": "test",
    "claims": ["gdp-without-ai"],
    "wrong": "It was.",
    "since": "Since then.",
    "effect": "None.",
    "source": "A reader.",
}


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch):
    """Replaces the file for one test."""
    catalogue.corrections.cache_clear()
    load = catalogue.load
    tables: list[dict[str, Any]] = []
    monkeypatch.setattr(
        catalogue, "load", lambda name: {"correction": tables} if name == "corrections.toml" else load(name)
    )
    yield tables
    catalogue.corrections.cache_clear()


def test_what_a_referee_found_is_there_and_what_is_mended_is_called_so():
    found = [one for one in catalogue.corrections() if one.day == FOUND]
    numbered = {match[1] for one in found if (match := re.search(r"finding ([AB]\d+)\.$", one.source))}
    assert numbered == {*(f"A{n}" for n in range(1, 8)), *(f"B{n}" for n in range(1, 15))}
    assert all(one.mended for one in found)


def test_every_correction_is_said_in_sentences_for_readers():
    for one in catalogue.corrections():
        assert re.fullmatch(r"[a-z0-9-]+", one.id)
        for words in (one.wrong, one.since, one.effect, one.source):
            assert words[0].isupper() and words.endswith("."), one.id
            assert not re.search(r"`|_|\b[A-Z]{3,}\d", words), (one.id, "names no code and no id of a series")


def test_a_claim_has_its_corrections_and_most_have_none_of_another():
    for one in catalogue.corrections():
        for id in one.claims:
            assert one in catalogue.corrections_of(id)
    assert catalogue.corrections_of("no-such-claim") == ()


def test_the_newest_day_is_first(given: list[dict[str, Any]]):
    given += [WHOLE, WHOLE | {"id": "two", "day": date(2027, 1, 1)}, WHOLE | {"id": "three"}]
    assert [one.id for one in catalogue.corrections()] == ["two", "one", "three"]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"claims": ["gdp-without-al"]}, "one: no claim gdp-without-al"),
        ({"claims": []}, "one: no claim is named"),
        ({"about": "weather"}, "one: Invalid enum value 'weather'"),
        ({"mended": date(2026, 11, 1)}, "one: mended on 2026-11-01, before it was found on 2026-11-28"),
        ({"why": "Because."}, "one: unknown key why"),
        ({"day": "soon"}, "one: "),
    ],
)
def test_a_mistake_is_one_sentence_that_names_the_file_and_the_entry(
    given: list[dict[str, Any]], changed: dict[str, Any], says: str
):
    given.append(WHOLE | changed)
    with pytest.raises(SeedError) as caught:
        catalogue.corrections()
    assert str(caught.value).startswith(f"seeds/corrections.toml, {says}") and "\n" not in str(caught.value)


def test_an_id_that_is_used_twice_is_refused(given: list[dict[str, Any]]):
    given += [WHOLE, WHOLE]
    with pytest.raises(SeedError, match=r"seeds/corrections\.toml, one: the id is used twice"):
        catalogue.corrections()
