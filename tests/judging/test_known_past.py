"""What a test said of past months as they were known: of vintages of then alone, and before a reader asks."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from indicators.catalogue import catalogue
from indicators.judging import evaluate, finding_json, judgement, known_past, registry
from indicators.judging.decider import decide
from indicators.model import Finding, Status
from indicators.panel import panel
from indicators.store import meta
from indicators.store.store import Store, connect, end_of

CLAIM = "grid-must-grow"


def statuses(store: Store, id: str, as_of: date | None = None, at: int | None = None) -> dict[date, Status]:
    claim = catalogue.claims()[id]
    data = panel.read(store, claim.series)
    test = registry.tests()[id].declaration
    judgement.read(test, registry.statistics(), data)
    return known_past.statuses(store, claim, test, data.seen().provenance, as_of, at)


def found(store: Store, id: str = CLAIM) -> Finding:
    return evaluate.finding(store, catalogue.claims()[id], today=date(2026, 11, 1))


@pytest.fixture
def own(store: Store, tmp_path: Path) -> Store:
    """A copy of the shipped store, which a test may write to."""
    return connect(Path(shutil.copy(store.name, tmp_path / "own.sqlite")))


@pytest.mark.parametrize("id", ["grid-must-grow", "boomers-own", "poverty-line", "productivity-masks", "vol-target"])
def test_a_known_month_is_judged_on_vintages_of_then_and_no_other_month_is(store: Store, id: str):
    claim, test = catalogue.claims()[id], registry.tests()[id].declaration
    known = statuses(store, id)
    for moment in evaluate.history(store, claim, date(2026, 9, 30))[1:]:
        assert (moment.day in known) == (moment.basis == "point-in-time"), moment.day
        if moment.day in known:
            readings = judgement.read(test, registry.statistics(), panel.read(store, claim.series, moment.day))
            assert known[moment.day] == decide(test, readings).status


def test_the_known_past_of_a_past_day_ends_before_it(store: Store):
    known = statuses(store, CLAIM)
    cut = list(known)[2]
    assert list(statuses(store, CLAIM, as_of=cut)) == list(known)[:2]
    assert list(statuses(store, CLAIM, at=end_of(cut))) == list(known)[:2]


def test_a_finding_says_how_many_months_were_known_then_and_since_when(store: Store):
    known, rate = statuses(store, CLAIM), found(store).worth.base_rate
    assert rate and known
    assert (rate.known, rate.known_since, rate.basis) == (len(known), min(known), "point-in-time in part")
    told = finding_json.as_json(found(store))["base_rate"]
    assert (told["known"], told["known_since"], told["basis"]) == (rate.known, str(rate.known_since), rate.basis)


def test_the_flip_map_and_the_newest_version_say_what_the_finding_says(store: Store):
    for id in ("grid-must-grow", "boomers-own"):
        claim, test = catalogue.claims()[id], registry.tests()[id].declaration
        status = found(store, id).status
        assert evaluate.versions(store, claim)[-1].status == status
        for one in test.parameters:
            assert dict(evaluate.flips(store, claim)[one.name])[one.value] == status


def test_what_a_round_keeps_is_read_and_not_judged_again(own: Store, monkeypatch: pytest.MonkeyPatch):
    before = statuses(own, CLAIM)
    known_past.keep(own)
    known_past._status.cache_clear()
    monkeypatch.setattr(known_past, "_status", None)  # judging would fail
    assert statuses(own, CLAIM) == before
    cut = list(before)[1]
    assert list(statuses(own, CLAIM, as_of=cut)) == list(before)[:1]


def test_what_was_kept_of_another_revision_or_by_another_program_counts_as_none(
    own: Store, monkeypatch: pytest.MonkeyPatch
):
    known_past.keep(own)
    assert known_past._kept(own, own.revision())
    assert known_past._kept(own, own.revision() + 1) == {}
    known_past._kept.cache_clear()
    monkeypatch.setattr(known_past, "_program", lambda: 0)
    assert known_past._kept(own, own.revision()) == {}


def test_a_kept_text_that_is_damaged_is_judged_again(own: Store):
    before = statuses(own, CLAIM)
    with own.database.writing() as connection:
        meta.write(connection, known_past.KEY, "{")
    known_past._kept.cache_clear()
    assert statuses(own, CLAIM) == before
