"""What moved a verdict, in words."""

from datetime import date

import pytest

from dashboard.i18n import moves
from indicators.judging.attribution import Attribution, Contribution, Kind, Stand

GDP = "gross domestic product"


def step(
    before: Stand, now: Stand, kind: Kind = "released", first: date | None = None, of: str = "GDP"
) -> Contribution:
    releases = () if kind == "listed" else (GDP,)
    return Contribution(date(2026, 7, 30), kind, before, now, releases, (of,), date(2026, 4, 1), of, first)


LOW, HIGH, MORE = Stand("mixed", 0.5), Stand("supported", 3.25), Stand("supported", 3.5)


@pytest.mark.parametrize(
    ("kind", "first", "of", "said"),
    [
        ("released", None, "GDP", "new: 2026Q2"),
        ("released", date(2026, 4, 1), "GDP", "new: 2026Q2"),
        ("released", date(2025, 7, 1), "GDP", "new: 2025Q3 to 2026Q2"),
        ("released", date(2025, 7, 1), "VIXCLS", "new: up to 1 April 2026"),
        ("revised", None, "GDP", "revision"),
        ("listed", None, "GDP", ""),
    ],
)
def test_what_a_release_brought_is_named_by_its_periods(kind: Kind, first: date | None, of: str, said: str):
    assert moves.what(step(LOW, HIGH, kind, first, of)) == said


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([step(LOW, HIGH)], "Turned by gross domestic product (new: 2026Q2)."),
        ([step(HIGH, MORE)], "No release turned it; gross domestic product (new: 2026Q2) moved its number most."),
        (
            [step(MORE, HIGH, "revised"), step(HIGH, MORE)],
            "No release turned it; gross domestic product (revision) moved",
        ),
        (
            [step(HIGH, LOW, "revised"), step(LOW, HIGH)],
            "Turned and turned back by gross domestic product (revision) and",
        ),
        ([], "No release moved it."),
    ],
)
def test_the_release_that_turned_a_verdict_is_named_first(steps: list[Contribution], said: str):
    ends = (steps[0].before, steps[-1].now) if steps else (HIGH, HIGH)
    assert moves.sentence(Attribution(*ends, tuple(steps))).startswith(said)


def test_two_numbers_are_told_apart_by_their_decimals():
    assert moves.number(step(LOW, HIGH), "index") == "0.50 → 3.25"
    assert moves.number(step(Stand("mixed", 0.7412), Stand("mixed", 0.7439)), "index") == "0.741 → 0.744"
    assert moves.number(step(Stand("no data", None), HIGH), "percent") == "– → 3.25%"
    assert moves.number(step(HIGH, HIGH), "index") == "3.25"


def test_a_row_has_both_words_only_where_the_word_turned():
    assert [word.word for word in moves.row(step(LOW, HIGH), "index")["words"]] == ["Mixed", "Supported"]
    assert moves.row(step(HIGH, MORE), "index")["words"] == []
