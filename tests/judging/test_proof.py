"""What `claimboard verify` says of a ledger, and what the declaration of a test is."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import checks
from dashboard.cli.main import app
from indicators.catalogue import catalogue
from indicators.judging import declaration, ledger, proof, registry
from indicators.store.store import Entry, Store, connect
from tests.conftest import small_store

CLAIM, OTHER = "capex-dependence", "low-skill-third"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A ledger of two claims, judged without figures: what is kept of them is what counts here."""
    registry.tests()  # loaded before claims go missing
    few = {id: one for id, one in catalogue.claims().items() if id in (CLAIM, OTHER)}
    monkeypatch.setattr(catalogue, "claims", lambda: few)
    store = small_store(tmp_path)
    monkeypatch.setattr("indicators.store.store.open_store", lambda: connect(store.name))
    monkeypatch.setattr(checks, "open_store", lambda: connect(store.name))
    ledger.record(store, NOW)
    return store


def verify(*given: str) -> Result:
    return CliRunner().invoke(app, ["verify", *given])


def edit(store: Store, statement: str) -> None:
    with store.database.writing() as connection:
        connection.execute(statement)


def dated(day: date, **changed: object) -> Entry:
    at = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    plain = Entry(CLAIM, at, None, "mixed", 1.5, "%", "So it is.", day, "a1", declaration.digest(CLAIM), 1)
    return replace(plain, **changed)  # type: ignore[arg-type]


def place(store: Store, claim: str) -> int:
    """The number of the first entry of a claim: each version of its test has one."""
    return [entry.claim for entry in store.ledger()].index(claim) + 1


# --- declarations ---------------------------------------------------------------------------------


def test_a_finding_is_kept_with_the_declaration_it_rests_on(own: Store):
    kept = own.ledger()
    assert {entry.claim for entry in kept} == {CLAIM, OTHER}
    assert all(entry.declaration == declaration.digest(entry.claim, entry.version) for entry in kept)


def test_every_claim_has_a_declaration_of_its_own_that_json_can_say():
    digests = {id: declaration.digest(id) for id in catalogue.claims()}
    assert len(set(digests.values())) == len(digests)
    assert all(len(one) == 64 for one in digests.values())
    assert json.loads(json.dumps(declaration.declared(CLAIM))) == declaration.declared(CLAIM)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("measure", "Otherwise."),
        ("holds_if", "Otherwise."),
        ("fails_if", "Otherwise."),
        ("thresholds", {"deviations": 9}),
        ("parameters", ()),
        ("legs", ()),
        ("contradicted", "all"),
        ("about", "standing"),
    ],
)
def test_what_a_test_states_is_declared(name: str, other: object, monkeypatch: pytest.MonkeyPatch):
    before, tests = declaration.digest(CLAIM), registry.tests()
    changed = replace(tests[CLAIM].declaration, **{name: other})  # type: ignore[type-var]
    monkeypatch.setattr(registry, "tests", lambda: tests | {CLAIM: replace(tests[CLAIM], declaration=changed)})
    assert declaration.digest(CLAIM) != before


def test_the_series_it_is_judged_on_are_declared(monkeypatch: pytest.MonkeyPatch):
    before, claim = declaration.digest(CLAIM), catalogue.find_claim(CLAIM)
    monkeypatch.setattr(catalogue, "find_claim", lambda _: replace(claim, series=("GDP",)))
    assert declaration.digest(CLAIM) != before


def test_a_caveat_decides_nothing_and_is_not_declared(monkeypatch: pytest.MonkeyPatch):
    before, claim = declaration.digest(CLAIM), catalogue.find_claim(CLAIM)
    monkeypatch.setattr(catalogue, "find_claim", lambda _: replace(claim, caveat="Mind the gap."))
    assert declaration.digest(CLAIM) == before


# --- the command ----------------------------------------------------------------------------------


def test_a_whole_ledger_says_its_length_and_its_last_hash(own: Store):
    found = verify()
    last, count = own.chain().end.hash, len(own.ledger())
    assert (found.exit_code, found.stdout) == (0, f"the ledger is whole: {count} entries, the last hash is {last}\n")
    told = json.loads(verify("--json").stdout)
    assert (told["whole"], told["entries"], told["last_hash"], told["broken"]) == (True, count, last, None)
    assert told["other_declarations"] == [] and told["undeclared"] == 0
    assert checks.ledger() == checks.Check("ledger", "fine", f"{count} entries, chain whole")


def test_an_empty_ledger_is_whole(own: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    empty = small_store(tmp_path / "empty")
    monkeypatch.setattr("indicators.store.store.open_store", lambda: empty)
    assert (verify().exit_code, verify().stdout) == (0, "the ledger is empty: it begins with the first refresh\n")
    assert json.loads(verify("--json").stdout)["whole"] is True


def test_the_first_entry_that_was_touched_is_one_line_and_the_doctor_says_it(own: Store):
    first = place(own, OTHER)
    edit(own, f"UPDATE ledger SET sentence = 'Better.' WHERE claim = '{OTHER}'")
    said = f"entry {first} ({OTHER}, 2026-11-22) was changed"
    assert (verify().exit_code, verify().stdout) == (1, f"the ledger is broken: {said}\n")
    told = verify("--json")
    broken = {"entry": first, "why": "was changed", "claim": OTHER, "day": "2026-11-22"}
    assert told.exit_code == 1 and json.loads(told.stdout)["broken"] == broken
    found = checks.ledger()
    assert found.state == "wrong" and said in found.says


def test_an_entry_whose_columns_make_no_sense_is_named_too(own: Store):
    edit(own, f"UPDATE ledger SET status = 'wonderful', declaration = x'ff' WHERE claim = '{CLAIM}'")
    assert verify().stdout == f"the ledger is broken: entry 1 ({CLAIM}, 2026-11-22) was changed\n"
    assert verify("--json").exit_code == 1


def test_an_entry_that_is_gone_has_no_claim(own: Store):
    first, count = place(own, OTHER), len(own.ledger())
    edit(own, f"DELETE FROM ledger WHERE claim = '{OTHER}'")
    said = f"entry {first} is missing: {count} were recorded, {first - 1} are there"
    assert verify().stdout == f"the ledger is broken: {said}\n"
    broken = json.loads(verify("--json").stdout)["broken"]
    assert (broken["entry"], broken["claim"], broken["day"]) == (first, None, None)


def test_entries_on_another_declaration_are_named_and_break_nothing(own: Store):
    count = len(own.ledger())
    own.keep([dated(date(2026, 11, 23), declaration="f" * 64, version=2)])
    own.keep([dated(date(2026, 11, 24), claim="a-claim-of-old")])
    found = verify()
    assert found.exit_code == 0
    assert found.stdout.splitlines()[1:] == [
        f"entry {count + 1} ({CLAIM}, 2026-11-23) rests on another declaration than today's: version 2, ffffffffffff…",
        f"entry {count + 2} (a-claim-of-old, 2026-11-24) rests on another declaration than today's: version 1, "
        f"{declaration.digest(CLAIM)[:12]}…",
    ]
    assert [one["entry"] for one in json.loads(verify("--json").stdout)["other_declarations"]] == [count + 1, count + 2]


def test_entries_from_before_the_chain_are_counted_with_the_day_they_were_chained(own: Store):
    own.keep([dated(date(2026, 11, 23), declaration="", version=None, value=9.0)])
    count = len(own.ledger())
    edit(own, f"UPDATE meta SET value = '{count} 1795996800' WHERE key = 'ledger_sealed'")
    lines = list(proof.prove(own).lines())
    assert lines[1] == f"the first {count} were chained on 2026-11-30, as they stood then"
    assert lines[2] == "1 entry from before declarations were kept"


def test_a_store_that_cannot_be_read_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "bad.sqlite").write_bytes(b"this was a database once " * 500)
    monkeypatch.setenv("CLAIMBOARD_STORE", str(tmp_path / "bad.sqlite"))
    found = verify()
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.startswith("claimboard: the store ") and found.stderr.count("\n") == 1
    assert checks.ledger().state == "wrong"
