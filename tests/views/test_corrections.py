"""The corrections page, and the way to it from a claim and from the ledger."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.i18n.locale import format_day, speaking
from dashboard.session import over_time
from dashboard.views import corrections, thesis
from indicators.catalogue import catalogue
from tests.views.running import Open, fresh, markup, of_claim, opened, text, visit

__all__ = ["fresh", "visit"]
CLAIM = "energy-not-gpu"
#: A claim whose verdict nothing was found wrong with.
CLEAN = "childcare-over-rent"


def test_every_correction_stands_with_its_claims_and_in_its_own_english(visit: Open):
    page = visit("corrections")
    said, made = text(page), markup(page)
    assert made.count("<dd lang='en'>") == 4 * len(catalogue.corrections())
    for one in catalogue.corrections():
        assert one.wrong in said and one.since in said and one.effect in said and one.source in said
        for id in one.claims:
            assert catalogue.claims()[id].title in said
    assert "Found on 28 November 2026; mended on 30 November 2026." in said


def test_claims_are_linked_as_of_the_same_day(visit: Open):
    assert f"href='energy?claim={CLAIM}'" in markup(visit("corrections"))
    assert f"href='energy?claim={CLAIM}&amp;asof=2025-12-01'" in markup(visit("corrections", asof="2025-12-01"))


def test_a_claim_with_a_correction_leads_to_it_and_another_does_not(visit: Open):
    assert "<a href='corrections'>Corrected on 30 November 2026</a>" in markup(of_claim(visit, CLAIM))
    assert "href='corrections'" not in markup(of_claim(visit, CLEAN))


def test_the_ledger_leads_to_the_corrections(fresh: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(over_time, "history", lambda claim: [])
    assert "<a href='corrections'>What was found wrong with published verdicts</a>" in markup(opened("ledger"))


def test_what_is_not_mended_yet_says_what_will_be():
    test, figures = (
        replace(catalogue.corrections_of(CLAIM)[0], mended=None, about=about) for about in ("test", "figures")
    )
    assert corrections._standing(test) == "Found on 28 November 2026; the test changes with its next version."
    assert corrections._standing(figures) == (
        "Found on 28 November 2026; the figures change with the next version of the board."
    )


def test_what_was_mended_says_when(monkeypatch: pytest.MonkeyPatch):
    day = date(2027, 1, 15)
    first, *others = (replace(one, mended=day) for one in catalogue.corrections_of(CLAIM))
    assert corrections._standing(first) == "Found on 28 November 2026; mended on 15 January 2027."
    monkeypatch.setattr(catalogue, "corrections_of", lambda _: (first, *others))
    assert thesis._corrected(catalogue.claims()[CLAIM]) == "Corrected on 15 January 2027"
    monkeypatch.setattr(catalogue, "corrections_of", lambda _: ())
    assert thesis._corrected(catalogue.claims()[CLAIM]) == ""


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", "検証基準は次の版で変わる"), ("ko", "다음 판에서 바뀐다"), ("vi", "phiên bản kế tiếp")],
)
def test_its_frame_is_in_the_readers_language(language: str, words: str):
    first = replace(catalogue.corrections_of(CLAIM)[0], mended=None)
    with speaking(language):
        said = corrections._standing(first)
        assert words in said and format_day(first.day, "day") in said
