"""A whole round: after the refresh all claims are judged again, what changed is kept, and whoever asked is told."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from dashboard.feeds.targets import target
from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.judging import evaluate, ledger, registry, telling
from indicators.judging.ledger import Recorded
from indicators.judging.round import update
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
    path = tmp_path / "changed.jsonl"
    found = update(own, SECTORS, clock=lambda: NOW, notify=[target(str(path))])
    assert (found.status, found.untold) == (0, ())
    (change,) = found.changes
    assert (change.claim, change.before.status) == (CLAIM, "no data")
    assert change.now.status == evaluate.finding(own, catalogue.claims()[CLAIM]).status != "no data"
    (told,) = lines(path)
    assert told.items() >= change.as_json().items() and told["at"] == "2026-11-22T12:00:00+00:00"
    assert told["from"] == {"status": "no data", "value": None}
    kept = [entry for entry in own.ledger(CLAIM) if entry.version == VERSIONS[CLAIM]]
    assert [entry.status for entry in kept] == ["no data", change.now.status]
    assert kept[0].inputs != kept[1].inputs
    assert len(own.ledger()) == ALL + VERSIONS[CLAIM]
    assert update(own, SECTORS, clock=lambda: NOW + timedelta(hours=1)).changes == ()
    assert len(own.ledger()) == ALL + VERSIONS[CLAIM]


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_what_moved_a_verdict_between_two_refreshes_is_told_with_it(own: Store, fred: Fred, tmp_path: Path):
    bring(fred)
    minutes = (NOW + timedelta(minutes=n) for n in count())
    found = update(own, SECTORS, clock=lambda: next(minutes), notify=[target(str(tmp_path / "changed.jsonl"))])
    (change,) = found.changes
    assert change.why and (change.why.before.status, change.why.now.status) == ("no data", change.now.status)
    (told,) = lines(tmp_path / "changed.jsonl")
    assert told["why"]["moves"][-1]["to"]["status"] == change.now.status
    assert {one["kind"] for one in told["why"]["moves"]} == {"new period"} and told["said"].startswith("Turned by ")


def test_what_the_figures_of_two_moments_do_not_explain_is_told_without_a_why(own: Store, fred: Fred):
    bring(fred)
    (change,) = update(own, SECTORS, clock=lambda: NOW).changes  # recorded before and after within one second
    assert change.why is None and change.as_json()["why"] is None


def test_every_target_is_told_once_however_often_a_refresh_is_repeated(own: Store, fred: Fred, tmp_path: Path):
    bring(fred)
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    for hour in range(3):
        moment = NOW + timedelta(hours=hour)
        update(own, SECTORS, clock=lambda moment=moment: moment, notify=[target(str(first)), target(str(second))])
    assert [len(lines(path)) for path in (first, second)] == [1, 1]
    late = tmp_path / "late.jsonl"
    assert update(own, SECTORS, clock=lambda: NOW + timedelta(hours=4), notify=[target(str(late))]).untold == ()
    assert not late.exists(), "a target is told from the round on in which it is first named"


def test_a_round_that_is_killed_before_it_tells_leaves_it_to_the_next(
    own: Store, fred: Fred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    bring(fred)
    path = tmp_path / "changed.jsonl"

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(telling, "tell", killed)
        with pytest.raises(KeyboardInterrupt):
            update(own, SECTORS, clock=lambda: NOW, notify=[target(str(path))])
    found = update(own, SECTORS, clock=lambda: NOW + timedelta(hours=1), notify=[target(str(path))])
    assert found.changes == () and [one["claim"] for one in lines(path)] == [CLAIM]


def test_a_hook_is_told_by_post_and_its_secret_is_not_shown(own: Store, fred: Fred):
    bring(fred)
    fred.say("/hook/s3cret", Answer(b"", 500), Answer(b"", 500), Answer(b"", 500), Answer(b"", 500), Answer(b"", 204))
    hook = target(f"{fred.url}/hook/s3cret")
    found = update(own, SECTORS, clock=lambda: NOW, notify=[hook])
    assert (found.status, found.report.status) == (0, 0), "who cannot be told is no failure of the refresh"
    (why,) = found.untold
    assert "could not be told to http:127.0.0.1" in why and "answered 500" in why and "s3cret" not in why
    assert len(fred.asked("/hook/s3cret")) == 4, "what fails in passing is tried again"
    assert "s3cret" not in json.dumps(found.as_json())
    assert update(own, SECTORS, clock=lambda: NOW + timedelta(hours=1), notify=[hook]).untold == ()
    told = json.loads(fred.asked("/hook/s3cret")[-1].body)
    assert [one["claim"] for one in told["changed"]] == [CLAIM]
    assert update(own, SECTORS, clock=lambda: NOW + timedelta(hours=2), notify=[hook]).untold == ()
    assert len(fred.asked("/hook/s3cret")) == 5


@pytest.mark.parametrize("text", ["/no/such/folder/changed.json", "http://nowhere.invalid/s3cret"])
def test_who_cannot_be_told_is_said_and_costs_nobody_else_anything(own: Store, fred: Fred, tmp_path: Path, text: str):
    bring(fred)
    found = update(own, SECTORS, clock=lambda: NOW, notify=[target(text), target(str(tmp_path / "good.jsonl"))])
    assert (found.report.status, found.status) == (0, 0)
    (why,) = found.untold
    assert why.startswith("changed verdicts could not be told to ") and "s3cret" not in why
    assert own.ledger(CLAIM)[-1].status != "no data" and len(lines(tmp_path / "good.jsonl")) == 1


def test_a_fault_of_ours_in_telling_is_said_and_no_more(own: Store, fred: Fred, faults: list[str]):
    bring(fred)

    class Broken:
        name, address = "broken", "broken:"

        def tell(self, *_: object) -> None:
            raise ZeroDivisionError

    found = update(own, SECTORS, clock=lambda: NOW, notify=[Broken()])
    assert found.status == 0 and found.untold == (
        "broken was not told: an error of Claimboard's own (ZeroDivisionError)",
    )


def test_nobody_is_told_of_nothing(own: Store, fred: Fred, tmp_path: Path):
    fred.has["UNRATE"] = published(own, "UNRATE")
    found = update(own, ["UNRATE"], clock=lambda: NOW, notify=[target(str(tmp_path / "changed.json"))])
    assert (found.status, found.untold) == (0, ())
    assert not (tmp_path / "changed.json").exists()
