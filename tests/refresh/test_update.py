"""A whole round: after the refresh all claims are judged again, what changed is kept, and whoever asked is told."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.judging import evaluate, ledger, registry
from indicators.judging.ledger import Recorded
from indicators.judging.round import tell, update
from indicators.store.store import Store, end_of, open_store
from tests.providers.server import Answer
from tests.refresh.conftest import Fred

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
#: A claim without a verdict on the figures that ship, and the series it lacks.
CLAIM = "buybacks-largest-buyer"
SECTORS = catalogue.claims()[CLAIM].series


#: Enough claims to tell that all are judged.
FEW = (CLAIM, "capex-dependence", "low-skill-third")
#: How many series of verdicts they have: one for each version of a test.
VERSIONS = {id: max(1, len(declarations()[id])) for id in FEW}
ALL = sum(VERSIONS.values())


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of its own, and a board of a few claims, to be quick."""
    registry.tests()  # loads the tests of all claims, while all are there
    few = {id: one for id, one in catalogue.claims().items() if id in FEW}
    monkeypatch.setattr(catalogue, "claims", lambda: few)
    return open_store(tmp_path / "own.sqlite")


def published(store: Store, id: str) -> dict[str, float]:
    return {date.fromordinal(day).isoformat(): value for day, value in store.states({id: end_of(date.max)})[id]}


def bring(fred: Fred) -> None:
    """Let the provider have twenty years of quarters of every sector."""
    days = [date(2006 + n // 4, n % 4 * 3 + 1, 1).isoformat() for n in range(82)]
    for place, id in enumerate(SECTORS):
        fred.has[id] = {day: -1000.0 * (place + 1) + n % 5 for n, day in enumerate(days)}


def test_findings_are_kept_before_the_first_refresh_and_only_what_differs_after(own: Store):
    assert ledger.record(own, NOW) == Recorded()
    first = own.ledger()
    assert Counter(entry.claim for entry in first) == VERSIONS
    assert ledger.record(own, NOW + timedelta(hours=6)) == Recorded()
    assert own.ledger() == first


def test_inputs_are_hashed_by_what_was_observed(own: Store):
    before = ledger.inputs(own, ["UNRATE", "PAYEMS"])
    assert before == ledger.inputs(own, ["PAYEMS", "UNRATE"])
    own.publish("GDP", int(NOW.timestamp()), [(date(2026, 4, 1).toordinal(), 1.0)], "fred:GDP", complete=False)
    assert before == ledger.inputs(own, ["UNRATE", "PAYEMS"])
    own.publish("UNRATE", int(NOW.timestamp()), [(date(2026, 9, 1).toordinal(), 4.4)], "fred:UNRATE", complete=False)
    assert before != ledger.inputs(own, ["UNRATE", "PAYEMS"])
    assert len(before) == 16


def test_a_round_that_fails_everywhere_still_judges_and_changes_nothing(own: Store, fred: Fred):
    found = update(own, ["UNRATE", "PAYEMS"], clock=lambda: NOW)
    assert (found.status, found.changes) == (2, ())
    assert {one.series for one in found.report.failed} == {"UNRATE", "PAYEMS"}
    assert len(own.ledger()) == ALL


def test_a_verdict_that_turns_is_named_kept_and_told(own: Store, fred: Fred, tmp_path: Path):
    bring(fred)
    target = tmp_path / "changed.json"
    found = update(own, SECTORS, clock=lambda: NOW, notify=str(target))
    assert found.status == 0
    (change,) = found.changes
    assert (change.claim, change.before.status) == (CLAIM, "no data")
    assert change.now.status == evaluate.finding(own, catalogue.claims()[CLAIM]).status != "no data"
    told = json.loads(target.read_text())
    assert told == {"at": "2026-11-22T12:00:00+00:00", "changed": [change.as_json()]}
    assert told["changed"][0]["from"] == {"status": "no data", "value": None}
    kept = [entry for entry in own.ledger(CLAIM) if entry.version == VERSIONS[CLAIM]]
    assert [entry.status for entry in kept] == ["no data", change.now.status]
    assert kept[0].inputs != kept[1].inputs
    assert len(own.ledger()) == ALL + VERSIONS[CLAIM]
    assert update(own, SECTORS, clock=lambda: NOW + timedelta(hours=1)).changes == ()
    assert len(own.ledger()) == ALL + VERSIONS[CLAIM]


def test_an_address_is_told_by_post_and_its_secret_is_not_shown(own: Store, fred: Fred):
    bring(fred)
    fred.say("/hook/s3cret", Answer(b"", 204))
    found = update(own, SECTORS, clock=lambda: NOW, notify=f"{fred.url}/hook/s3cret")
    (told,) = fred.asked("/hook/s3cret")
    assert json.loads(told.body)["changed"][0]["claim"] == CLAIM and found.status == 0
    fred.say("/hook/s3cret", Answer(b"", 500))
    failed = tell(f"{fred.url}/hook/s3cret", found.changes, NOW)
    assert "answered 500" in failed and "s3cret" not in failed


@pytest.mark.parametrize(
    "target", ["/no/such/folder/changed.json", "http://nowhere.invalid/s3cret", "http://localhost:port/s3cret"]
)
def test_who_cannot_be_told_is_said_and_costs_only_the_telling(own: Store, fred: Fred, target: str):
    bring(fred)
    found = update(own, SECTORS, clock=lambda: NOW, notify=target)
    assert (found.report.status, found.status) == (0, 1)
    assert found.untold.startswith("changed verdicts could not be told") and "s3cret" not in found.untold
    assert own.ledger(CLAIM)[-1].status != "no data"


def test_nobody_is_told_of_nothing(own: Store, fred: Fred, tmp_path: Path):
    fred.has["UNRATE"] = published(own, "UNRATE")
    found = update(own, ["UNRATE"], clock=lambda: NOW, notify=str(tmp_path / "changed.json"))
    assert (found.status, found.untold) == (0, "")
    assert not (tmp_path / "changed.json").exists()
