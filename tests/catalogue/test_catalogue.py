"""The catalogue: read once, strict, and a mistake in a file is one sentence that names the place."""

from pathlib import Path

import pytest

from indicators.catalogue import catalogue
from indicators.catalogue.catalogue import SeedError, UnknownClaim, UnknownSeries

GOOD = """
[X]
title = "X"
agency = "Agency"
unit = "index"
frequency = "monthly"
adjustment = "none"
terms = "public domain"
lag = 10
sources = ["fred:X"]
"""


@pytest.fixture
def seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(catalogue, "SEEDS", tmp_path)
    return tmp_path


def read_series(seeds: Path, text: str) -> dict:
    (seeds / "series.toml").write_text(text, encoding="utf-8")
    return catalogue.series.__wrapped__()


def test_one_table_is_one_series(seeds: Path):
    (one,) = read_series(seeds, GOOD).values()
    assert (one.id, one.lag, one.sources, one.ships, one.revised_throughout) == ("X", 10, ("fred:X",), True, False)


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("lag = 10", "lag = 'ten'", "seeds/series.toml, X: .*int.*lag"),
        ("lag = 10", "", "seeds/series.toml, X: .*lag"),
        ("lag = 10", "lag = 10\ncolour = 'red'", "seeds/series.toml, X: unknown key colour"),
        ('"monthly"', '"fortnightly"', "seeds/series.toml, X: .*fortnightly"),
        ('unit = "index"', 'unit = "furlongs"', "seeds/series.toml, X: unknown unit 'furlongs'"),
        ("lag = 10", "lag = ", "seeds/series.toml: .*line 9"),
        ("[X]", "[X]\n[X]", "seeds/series.toml: "),
    ],
)
def test_a_mistake_names_the_file_and_the_place(seeds: Path, old: str, new: str, words: str):
    with pytest.raises(SeedError, match=words) as caught:
        read_series(seeds, GOOD.replace(old, new))
    assert "\n" not in str(caught.value)


def test_a_mistake_in_a_claim_names_the_claim(seeds: Path):
    (seeds / "claims.toml").write_text('[[claim]]\nid = "c"\ntitle = "t"\n', encoding="utf-8")
    with pytest.raises(SeedError, match=r"seeds/claims\.toml, c: .*missing"):
        catalogue.claims.__wrapped__()


def test_files_are_read_once():
    assert catalogue.series() is catalogue.series()
    assert catalogue.claims() is catalogue.claims()


def test_dated_marks_ascend():
    days = [event.date for event in catalogue.events()]
    assert days == sorted(days) and len(days) > 100


def test_what_is_known_is_found():
    assert catalogue.find_series("UNRATE").id == "UNRATE"
    assert catalogue.find_claim("vix-inversion").id == "vix-inversion"


def test_a_slip_of_the_finger_is_answered_with_what_was_meant():
    with pytest.raises(UnknownSeries, match=r"no series 'PAYEM'; did you mean .*PAYEMS"):
        catalogue.find_series("PAYEM")
    with pytest.raises(UnknownClaim, match=r"no claim 'only_engine'; did you mean .*only-engine"):
        catalogue.find_claim("only_engine")


@pytest.mark.parametrize("id", ["", "<script>alert(1)</script>", "x" * 10_000, "☃\n"])
def test_nonsense_is_answered_in_one_short_line(id: str):
    with pytest.raises(UnknownSeries) as caught:
        catalogue.find_series(id)
    assert len(str(caught.value)) < 250 and "\n" not in str(caught.value)


def test_every_test_in_words_is_complete():
    for claim in catalogue.claims().values():
        assert claim.measure and claim.holds_if and claim.fails_if and claim.caveat, claim.id
