"""True vintages: those that the store lacks come in, those it holds stay, and no later state changes."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import main
from indicators.judging import ledger
from indicators.panel import panel
from indicators.providers import SourceError
from indicators.refresh import alfred as vintages
from indicators.refresh.report import Report
from indicators.store.store import Attempt, Busy, Store, connect, end_of
from tests.conftest import allow_few, series, small_store
from tests.providers.server import HTML, Answer, alfred, as_json
from tests.refresh.conftest import Fred

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEY = "0123456789abcdef0123456789abcdef"
DATES, OBSERVATIONS = "/fred/series/vintagedates", "/fred/series/observations"
JANUARY, FEBRUARY, MARCH = "2026-01-01", "2026-02-01", "2026-03-01"
#: By day of publication, what was new or revised then.
PAST: dict[str, dict[str, float | None]] = {
    "2026-02-10": {JANUARY: 100.0},
    "2026-03-10": {JANUARY: 101.0, FEBRUARY: 102.0},
    "2026-04-10": {MARCH: 103.0},
    "2026-04-20": {JANUARY: None},
}


def rows(past: dict[str, dict[str, float | None]]) -> list[dict[str, str]]:
    """Vintages in ALFRED's form: a row a value, with the interval in which it stood."""
    found: list[dict[str, str]] = []
    for known, news in past.items():
        eve = date.fromordinal(date.fromisoformat(known).toordinal() - 1).isoformat()
        for row in found:
            if row["date"] in news and row["realtime_end"] == "9999-12-31":
                row["realtime_end"] = eve
        for day, value in news.items():
            said = "." if value is None else str(value)
            found.append({"date": day, "value": said, "realtime_start": known, "realtime_end": "9999-12-31"})
    return found


def bring(fred: Fred, past: dict[str, dict[str, float | None]]) -> None:
    fred.say(DATES, as_json({"vintage_dates": list(past)}))
    fred.say(OBSERVATIONS, alfred(rows(past)))


@pytest.fixture
def keyed(fred: Fred, monkeypatch: pytest.MonkeyPatch, catalogued: Callable[..., None]) -> Fred:
    catalogued(series())
    # Three months are a whole past here; what a first answer must be is tested with the gate.
    allow_few(monkeypatch)
    monkeypatch.setenv("FRED_API_KEY", KEY)
    bring(fred, PAST)
    return fred


def brought(store: Store, *only: str, **named: Any) -> Report:
    return vintages.run(store, vintages.wanted(only), clock=lambda: NOW, **named)


def known_on(store: Store, day: str) -> tuple[str, dict[str, float]]:
    found = panel.read(store, ["X"], as_of=date.fromisoformat(day))
    return found.basis, {f"{moment:%Y-%m-%d}": value for moment, value in found["X"].items()}


def held_days(store: Store) -> list[str]:
    return [str(known.day) for known in store.vintages(["X"])["X"]]


def command(*arguments: str) -> Result:
    return CliRunner().invoke(main.app, ["refresh", "--vintages", *arguments])


#: A day, and what was known at its end.
KNOWN = [
    ("2026-02-10", {JANUARY: 100.0}),
    ("2026-03-09", {JANUARY: 100.0}),
    ("2026-03-10", {JANUARY: 101.0, FEBRUARY: 102.0}),
    ("2026-04-19", {JANUARY: 101.0, FEBRUARY: 102.0, MARCH: 103.0}),
    ("2026-04-20", {FEBRUARY: 102.0, MARCH: 103.0}),
]


def test_every_past_day_reads_as_it_was_published(tmp_path: Path, keyed: Fred):
    store = small_store(tmp_path)
    report = brought(store)
    assert report.attempts == (Attempt("X", int(NOW.timestamp()), "fred:X", "new", "", 5),)
    assert store.attempts(["X"])["X"] == report.attempts[0]
    for day, expected in KNOWN:
        assert known_on(store, day) == ("point-in-time", expected), day
    assert {known.source for known in store.vintages(["X"])["X"]} == {"alfred:X"}
    assert "X" in panel.read(store, ["X"], as_of=date(2026, 2, 9)).missing


def test_a_day_that_is_held_is_left_and_named_where_alfred_has_it_otherwise(tmp_path: Path, keyed: Fred):
    store = small_store(
        tmp_path,
        X=(
            ("2026-03-10", {JANUARY: 101.0, FEBRUARY: 102.0}),  # as published
            ("2026-04-10", {MARCH: 109.0}),  # not as published
            ("2026-05-01", {MARCH: 104.0}),
        ),
    )
    before = {day: known_on(store, day) for day in ("2026-03-10", "2026-04-10", "2026-05-01", "2026-06-01")}
    (attempt,) = brought(store).attempts
    assert attempt.outcome == "new"
    assert attempt.cause == "ALFRED has the vintage of 2026-04-10 otherwise than it is held; what is held was left"
    assert held_days(store) == ["2026-02-10", "2026-03-10", "2026-04-10", "2026-04-20", "2026-05-01"]
    assert {day: known_on(store, day) for day in before} == before
    assert known_on(store, "2026-02-10") == ("point-in-time", {JANUARY: 100.0})
    assert known_on(store, "2026-04-20") == ("point-in-time", {FEBRUARY: 102.0, MARCH: 103.0})
    (again,) = brought(store).attempts
    assert (again.outcome, again.rows, again.cause) == ("unchanged", 0, attempt.cause)


def test_many_days_held_otherwise_are_counted(tmp_path: Path, keyed: Fred):
    bring(keyed, {f"2026-03-{n:02}": {JANUARY: 100.0 + n} for n in range(1, 7)})
    store = small_store(tmp_path, X=tuple((f"2026-03-{n:02}", {JANUARY: 200.0 + n}) for n in range(1, 7)))
    (attempt,) = brought(store).attempts
    assert "2026-03-01, 2026-03-02, 2026-03-03 and 3 more otherwise" in attempt.cause
    assert attempt.outcome == "unchanged" and len(held_days(store)) == 6


def test_what_is_held_for_its_last_years_only_is_filled_up_as_before(tmp_path: Path, keyed: Fred):
    """Vintages older than it would otherwise hide that it does not go back as far."""
    bring(keyed, {"2026-02-10": {JANUARY: 100.0}, "2026-03-10": {FEBRUARY: 102.0}})
    whole = {JANUARY: 100.5, FEBRUARY: 102.0, MARCH: 103.0}
    store = small_store(tmp_path, X=(("2026-04-10", {MARCH: 103.0}), ("2026-05-10", whole)))
    before = known_on(store, "2026-04-15")
    assert before == ("reconstructed", whole)
    assert brought(store).attempts[0].rows == 2
    assert known_on(store, "2026-04-15") == before
    assert known_on(store, "2026-05-10") == ("point-in-time", whole)


def test_a_vintage_that_began_later_is_not_filled_up_from_newer_ones(tmp_path: Path, keyed: Fred):
    bring(keyed, {"2026-03-10": {FEBRUARY: 102.0}, "2026-04-10": {JANUARY: 99.0, MARCH: 103.0}})
    store = small_store(tmp_path)
    brought(store)
    assert known_on(store, "2026-03-20") == ("point-in-time", {FEBRUARY: 102.0})


BAD = {
    "500": (Answer(HTML, 500, "text/html"), "answered 500"),
    "no vintages": (
        as_json({"error_message": "Bad Request.  The series does not exist in ALFRED."}, status=400),
        "has no vintages of X",
    ),
    "a key echoed": (as_json({"error_message": f"Bad Request. {KEY} api_key"}, status=400), "FRED_API_KEY"),
    "cut": (as_json({"count": 9, "observations": []}), "announced 9 observations"),
}


@pytest.mark.parametrize("answer, words", BAD.values(), ids=BAD)
def test_what_fails_leaves_the_store_as_it_was_and_says_why(tmp_path: Path, keyed: Fred, answer: Answer, words: str):
    store = small_store(tmp_path, X=(("2026-03-10", {JANUARY: 101.0}),))
    revision = store.revision()
    keyed.say(OBSERVATIONS, answer)
    report = brought(store)
    attempt = store.attempts(["X"])["X"]
    assert (attempt.outcome, report.status, store.revision()) == ("failed", 2, revision)
    assert attempt.cause.startswith("vintages of fred:X: ") and words in attempt.cause and KEY not in attempt.cause


def test_one_that_fails_does_not_keep_the_others(tmp_path: Path, keyed: Fred, catalogued: Callable[..., None]):
    catalogued(series(), series("Y"))
    published = alfred(rows(PAST))
    keyed.say(OBSERVATIONS, lambda asked: Answer(HTML, 500) if asked.query["series_id"] == "Y" else published(asked))
    report = brought(store := small_store(tmp_path))
    assert (report.status, {one.series: one.outcome for one in report.attempts}) == (1, {"X": "new", "Y": "failed"})
    assert store.vintages(["Y"])["Y"] == []


def test_what_would_be_the_newest_of_all_passes_the_gate(tmp_path: Path, keyed: Fred):
    months = {f"{2020 + n // 12}-{n % 12 + 1:02}-01": 100.0 + n for n in range(60)}
    store = small_store(tmp_path, X=(("2026-02-01", months),))
    thousandfold = {day: 1000 * value for day, value in months.items()}
    bring(keyed, {"2026-01-10": dict(months), "2026-03-10": dict(thousandfold)})
    report = brought(store)
    assert report.attempts[0].outcome == "held" and "1000 times those held" in report.attempts[0].cause
    assert held_days(store) == ["2026-02-01"]
    assert brought(store, accept=["X"]).attempts[0].outcome == "new"
    assert store.states({"X": end_of(date.max)})["X"][-1][1] == 1000 * months["2024-12-01"]


def test_a_vintage_of_the_future_is_refused(tmp_path: Path, keyed: Fred):
    bring(keyed, {"2099-01-01": {JANUARY: 1.0}})
    store = small_store(tmp_path)
    assert "a vintage of 2099-01-01" in brought(store).attempts[0].cause
    assert held_days(store) == []


def test_only_one_at_a_time(tmp_path: Path, keyed: Fred):
    store = small_store(tmp_path)
    with store.refreshing(), pytest.raises(Busy):
        brought(store)
    assert keyed.requests == []


def test_those_that_are_revised_are_asked_for_and_any_by_name(keyed: Fred, catalogued: Callable[..., None]):
    catalogued(
        series(),
        series("ELSEWHERE", sources=("bls:E", "fred:E")),
        series("DAYS", frequency="daily"),
        series("AVERAGED", sources=("fred:A@monthly",)),
        series("REWRITTEN", revised_throughout=True),
        series("OTHER", sources=("cboe:O",)),
    )
    assert [task.series.id for task in vintages.wanted()] == ["X", "ELSEWHERE"]
    assert [task.series.id for task in vintages.wanted(["DAYS", "REWRITTEN"])] == ["DAYS", "REWRITTEN"]
    for id in ("AVERAGED", "OTHER"):
        with pytest.raises(vintages.Unfetchable, match=f"{id}: not as published at FRED"):
            vintages.wanted([id])


def test_without_a_key_it_is_a_sentence(fred: Fred):
    with pytest.raises(SourceError, match="set FRED_API_KEY"):
        vintages.wanted()
    result = command("--only", "GDP")
    assert (result.exit_code, result.stdout, fred.requests) == (2, "", [])
    assert result.stderr.startswith("claimboard: ") and result.stderr.count("\n") == 1
    assert "FRED_API_KEY" in result.stderr


def test_the_command_brings_them_and_judges_again(tmp_path: Path, keyed: Fred, monkeypatch: pytest.MonkeyPatch):
    judged: list[datetime] = []
    monkeypatch.setattr(ledger, "record", lambda _, at: judged.append(at) or ledger.Recorded())
    path = tmp_path / "own.sqlite"
    small_store(tmp_path, path)
    monkeypatch.setattr("indicators.store.store.open_store", lambda: connect(path))
    told = json.loads(command("--only", "X", "--json").stdout)
    assert (told["status"], told["counts"], told["series"][0]["rows"]) == (0, {"new": 1}, 5)
    assert len(judged) == 2
    assert known_on(connect(path), "2026-03-10")[0] == "point-in-time"
