"""The numbers of a test: once in seeds/claims.toml, and its words and its function have them from there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.catalogue import catalogue
from indicators.catalogue.catalogue import SeedError
from indicators.i18n.messages import translated
from indicators.i18n.number_words import FORMS
from indicators.judging import registry
from indicators.model import Claim, Test, Verdict
from indicators.panel import panel
from indicators.store.store import Store

ENGINE = "only-engine"

Change = Callable[[str, str], Claim]


@pytest.fixture
def change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Change:
    """Claims read from a copy of the file in which a text was changed; the one whose test is looked at."""
    registry.tests()

    def read(old: str, new: str) -> Claim:
        text = (catalogue.SEEDS / "claims.toml").read_text(encoding="utf-8")
        assert text.count(old) == 1
        (tmp_path / "claims.toml").write_text(text.replace(old, new), encoding="utf-8")
        monkeypatch.setattr(catalogue, "SEEDS", tmp_path)
        monkeypatch.setattr(registry, "_tests", {})
        catalogue.claims.cache_clear()
        return catalogue.claims()[ENGINE]

    request.addfinalizer(catalogue.claims.cache_clear)
    return read


def declared_again(test: Test) -> Test:
    """The test as its module would declare it, of the claims as they are read now."""
    judge: Callable[..., Verdict] = test.judge.func  # type: ignore[attr-defined]
    registry.judges(test.claim, unit=test.unit, threshold=test.threshold, falsifier=test.falsifier)(judge)
    return registry._tests[test.claim]


def test_a_changed_threshold_changes_the_words_and_the_verdict_together(store: Store, change: Change):
    was = registry.tests()[ENGINE]
    data = panel.read(store, catalogue.claims()[ENGINE].series)
    claim = change("share = 50, low = 25, families = 3, better = 2", "share = 80, low = 12, families = 4, better = 5")
    now = declared_again(was)
    assert claim.holds_if.startswith("AI-related investment is at least 80% of")
    assert claim.fails_if == "AI-related investment is under 12% of growth, or five or more families improve."
    assert now.threshold.startswith("supported at 80 with four") and "contradicted under 12 or" in now.threshold
    assert now.falsifier == "AI-related investment under 12% of growth, or five of the four families improving"
    assert "12%" in translated(now.falsifier, "ja") and "năm" in translated(now.falsifier, "vi")
    assert (was.judge(data).status, now.judge(data).status) == ("contradicted", "mixed")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "under {low:part} of growth, or",
            "under {lowest:part} of growth, or",
            "fails_if names lowest; its thresholds: ",
        ),
        (
            "share = 50, low = 25, families",
            "share = 50, low = 25, extra = 1, families",
            "threshold extra is stated by no",
        ),
        (
            "share = 50, low = 25, families = 3, better = 2",
            "share = 50, low = 25, families = 3",
            "fails_if names better",
        ),
    ],
)
def test_a_threshold_astray_is_one_sentence(change: Change, old: str, new: str, says: str):
    was = registry.tests()[ENGINE]
    with pytest.raises(SeedError, match=rf"^seeds/claims\.toml, {ENGINE}: {says}") as caught:
        change(old, new)
        declared_again(was)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("judge", "says"),
    [
        (lambda panel, *, share: None, "low is not taken by"),
        (lambda panel, *, share, low, far: None, "far is wanted by .*, and is not there"),
    ],
)
def test_a_test_takes_the_numbers_of_its_claim_and_no_others(judge: Callable[..., Verdict], says: str):
    claim = Claim(*[ENGINE] * 4, "fact", *["{share} {low}"] * 8, thresholds={"share": 50, "low": 25})
    with pytest.raises(SeedError, match=f"threshold {says}"):
        registry._check_thresholds(claim, judge)


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
