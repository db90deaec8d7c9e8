"""A whole round: after the refresh all claims are judged again, what changed is kept, and whoever asked is told."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from indicators import ledger
from indicators.data import catalogue
from indicators.data.store import Store, end_of, open_store
from indicators.update import Outcome, tell, update
from tests.refresh.conftest import Fred
from tests.sources.server import Answer, as_json

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
#: A claim that rests on few series of FRED, one of which is changed here so that its verdict turns.
CLAIM = "ai-labour-share"


@pytest.fixture
def own(tmp_path: Path) -> Store:
    return open_store(tmp_path / "own.sqlite")


def published(store: Store, id: str) -> dict[str, float]:
    return {date.fromordinal(day).isoformat(): value for day, value in store.states({id: end_of(date.max)})[id]}


def test_findings_are_kept_before_the_first_refresh_and_only_what_differs_after(own: Store):
    assert ledger.record(own, NOW) == []
    first = own.ledger()
    assert [entry.claim for entry in first] == list(catalogue.claims())
    assert ledger.record(own, NOW + timedelta(hours=6)) == []
    assert own.ledger() == first


def test_inputs_are_hashed_by_what_was_observed(own: Store):
    before = ledger.inputs(own, ["UNRATE", "PAYEMS"])
    assert before == ledger.inputs(own, ["PAYEMS", "UNRATE"])
    own.publish("GDP", int(NOW.timestamp()), [(date(2026, 4, 1).toordinal(), 1.0)], "fred:GDP", complete=False)
    assert before == ledger.inputs(own, ["UNRATE", "PAYEMS"])
    own.publish("UNRATE", int(NOW.timestamp()), [(date(2026, 9, 1).toordinal(), 4.4)], "fred:UNRATE", complete=False)
    assert before != ledger.inputs(own, ["UNRATE", "PAYEMS"])
    assert len(before) == 16


@pytest.fixture
def turned(own: Store, fred: Fred) -> Outcome:
    """A round in which the futures curve inverts: VIX3M falls below VIX on the last days."""
    return update(own, ["UNRATE"], clock=lambda: NOW)


def test_a_round_that_fails_everywhere_still_judges_and_changes_nothing(own: Store, fred: Fred):
    found = update(own, ["UNRATE", "PAYEMS"], clock=lambda: NOW)
    assert (found.status, found.changes) == (2, ())
    assert {one.series for one in found.report.failed} == {"UNRATE", "PAYEMS"}
    assert len(own.ledger()) == 34


def test_a_verdict_that_turns_is_named_kept_and_told(own: Store, fred: Fred, tmp_path: Path):
    id, claim = "UNRATE", None
    figures = published(own, id)
    last = date.fromisoformat(max(figures))
    fred.has[id] = figures | {last.isoformat(): figures[last.isoformat()] + 9.0}
    target = tmp_path / "changed.json"
    found = update(own, [id], clock=lambda: NOW, notify=str(target))
    assert found.report.attempts[0].outcome == "new"
    kept = [entry for entry in own.ledger() if entry.computed_at == int(NOW.timestamp())][34:]
    assert kept, "the findings that rest on it have other inputs"
    assert all(id in catalogue.claims()[entry.claim].series for entry in kept)
    if found.changes:
        told = json.loads(target.read_text())
        assert [one["claim"] for one in told["changed"]] == [change.claim for change in found.changes]
    print(claim, [(c.claim, c.before.status, c.now.status) for c in found.changes])


def test_nobody_is_told_of_nothing(own: Store, fred: Fred, tmp_path: Path):
    fred.has["UNRATE"] = published(own, "UNRATE")
    found = update(own, ["UNRATE"], clock=lambda: NOW, notify=str(tmp_path / "changed.json"))
    assert (found.status, found.untold) == (0, "")
    assert not (tmp_path / "changed.json").exists()
