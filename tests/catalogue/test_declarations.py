"""Declared tests: read with their bars, and a mistake is one sentence that says where."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from indicators.catalogue import catalogue
from indicators.catalogue.catalogue import SeedError
from indicators.catalogue.declarations import declarations
from indicators.model.declaration import Bar, Declaration

TEST = """
[[claim]]
id = "one"
[[claim.test]]
version = 1
declared = 2025-12-01
why = "first"
about = "standing"
thresholds = { share = 50, low = 25 }
holds_if = "at least {share}%"
legs = [{ statistic = "gdp-share", unit = "percent", supports = { at_least = "share" }, contradicts = { under = "low" } }]
[[claim.test]]
version = 2
declared = 2026-11-30
why = "better"
about = "now"
supported = "any"
contradicted = 2
parameters = [{ name = "years", value = 3, values = [1, 3, 5] }]
legs = [{ statistic = "gdp-share", unit = "percent", supports = { above = 40.0 } }]
"""
Read = Callable[[str], tuple[Declaration, ...]]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Read:
    def of(text: str) -> tuple[Declaration, ...]:
        (tmp_path / "claims.toml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(catalogue, "SEEDS", tmp_path)
        declarations.cache_clear()
        return declarations()["one"]

    request.addfinalizer(declarations.cache_clear)
    return of


def test_versions_have_their_bars_words_and_parameters(read: Read):
    first, second = read(TEST)
    (leg,) = first.legs
    assert (leg.statistic, leg.supports, leg.contradicts) == ("gdp-share", Bar(at_least=50), Bar(under=25))
    assert first.holds_if == "at least 50%" and first.declared == date(2025, 12, 1)
    assert (second.supported, second.contradicted, second.about) == ("any", 2, "now")
    assert second.parameters[0].values == (1, 3, 5)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("version = 2", "version = 3", "seeds/claims.toml, one: versions of a test count up from 1"),
        ("declared = 2026-11-30", "declared = 2025-11-30", "is declared no earlier than the one before"),
        ('under = "low"', 'under = "lower"', "version 1: a bar names lower; thresholds: share, low"),
        ("{share}%", "{most}%", "version 1: holds_if names most; its thresholds: share, low"),
        (
            "above = 40.0",
            "above = 40.0, under = 50.0",
            "version 2: a bar has one of at_least, above, at_most and under",
        ),
        ('about = "now"', 'about = "later"', "version 2: Invalid enum value 'later'"),
    ],
)
def test_a_mistake_is_a_sentence_that_says_where(read: Read, old: str, new: str, says: str):
    assert old in TEST
    with pytest.raises(SeedError) as caught:
        read(TEST.replace(old, new))
    assert says in str(caught.value) and "\n" not in str(caught.value)
