"""The numbers of a test: once in seeds/claims.toml, and its words, its bars and its statistics have them from there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.catalogue import catalogue
from indicators.catalogue.catalogue import SeedError
from indicators.catalogue.declarations import declarations
from indicators.i18n.number_words import FORMS
from indicators.judging import registry
from indicators.judging.judgement import WordsOf
from indicators.model import Test
from indicators.model.declaration import Bar
from indicators.panel import panel
from indicators.store.store import Store

ENGINE = "only-engine"
NUMBERS = "families = 3, few = 1, revision = 0.6"

Change = Callable[[str, str], None]


@pytest.fixture
def change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Change:
    """Has claims and their declared tests read from a copy of the file in which a text was changed."""
    registry.tests()

    def forget() -> None:
        catalogue.claims.cache_clear()
        declarations.cache_clear()

    def read(old: str, new: str) -> None:
        text = (catalogue.SEEDS / "claims.toml").read_text(encoding="utf-8")
        assert text.count(old) == 1
        (tmp_path / "claims.toml").write_text(text.replace(old, new), encoding="utf-8")
        monkeypatch.setattr(catalogue, "SEEDS", tmp_path)
        forget()

    request.addfinalizer(forget)
    return read


def declared_again(test: Test, monkeypatch: pytest.MonkeyPatch) -> Test:
    """The test as its module would register it, of the declarations as they are read now."""
    words: WordsOf = test.judge.args[2]  # type: ignore[attr-defined]
    monkeypatch.setattr(registry, "_tests", {})
    registry.words_of(test.claim)(words)
    return registry._tests[test.claim]


def test_a_changed_threshold_changes_the_words_and_the_verdict_together(
    store: Store, change: Change, monkeypatch: pytest.MonkeyPatch
):
    was = registry.tests()[ENGINE]
    data = panel.read(store, catalogue.claims()[ENGINE].series)
    change(NUMBERS, "families = 2, few = 4, revision = 2.5")
    now = declared_again(was, monkeypatch)
    assert now.declaration.holds_if.startswith("At least two of the four families are worse")
    assert now.declaration.fails_if == (
        "No more than four of the four is worse, and the economy grows without AI-related investment."
    )
    assert catalogue.claims()[ENGINE].fails_if == now.declaration.fails_if
    assert now.declaration.legs[0].contradicts == Bar(at_most=4)
    assert "within 2.5 points" in now.declaration.method
    assert (was.judge(data).status, now.judge(data).status) == ("contradicted", "mixed")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("No more than {few:words}", "No more than {fewest:words}", "fails_if names fewest; its thresholds: "),
        (NUMBERS, "families = 3, revision = 0.6", "a bar names few; thresholds: families, revision"),
        (', contradicts = { at_most = "few" }', ", contradicts = {}", "a bar has one of at_least, above,"),
        ('"growth-beside-ai", name = "Growth without', '"growth", name = "Growth without', "no statistic growth$"),
        (
            '"growth-beside-ai", name = "Growth without',
            '"power-tightness-lead", name = "Growth without',
            "months, years is wanted by a statistic, and is not there",
        ),
        ('"families-worse"', '"families-up"', "parameter band is taken by no statistic"),
    ],
)
def test_a_number_astray_is_one_sentence(change: Change, old: str, new: str, says: str):
    change(old, new)
    with pytest.raises(SeedError, match=rf"^seeds/claims\.toml, {ENGINE}, version 2: {says}") as caught:
        registry._check_declared()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("form", "number", "words"),
    [
        ("words", 3, ("three", "3", "세", "ba")),
        ("words", 12, ("12",) * 4),
        ("part", 25, ("a quarter", "4分の1", "4분의 1", "một phần tư")),
        ("part", 12.5, ("12.5%",) * 4),
        ("thousands", 130_000, ("130",) * 4),
        ("myriads", 130_000, ("13",) * 4),
    ],
)
def test_numbers_are_said_as_a_language_says_them(form: str, number: float, words: tuple[str, ...]):
    assert tuple(FORMS[form](number, language) for language in ("en", "ja", "ko", "vi")) == words


def test_english_has_a_word_for_two_times_and_a_capital_at_a_beginning():
    assert [FORMS["times"](number, "en") for number in (2, 3)] == ["twice", "three times"]
    assert FORMS["Words"](2, "en") == "Two"
