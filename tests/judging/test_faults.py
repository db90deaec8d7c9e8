"""A fault of ours costs the one thing it happened in, has a word of its own, is logged with its trace, and never passes here."""

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from dashboard.cli import checks
from dashboard.cli.main import app
from dashboard.exports import bundle, selection
from dashboard.i18n import labels
from dashboard.server import refresh_process
from dashboard.session import state
from dashboard.views import method
from indicators.catalogue import catalogue
from indicators.judging import evaluate, finding_json, ledger, registry, round
from indicators.judging import faults as ours
from indicators.model import Verdict
from indicators.model.missing import MissingData, TooShort, enough
from indicators.panel.panel import Panel
from indicators.store.store import Store, StoreError, end_of, open_store
from tests import conftest
from tests.views.running import clean, forget, fresh, markup, opened, text, visit

__all__ = ["fresh", "visit"]
TODAY = date(2026, 11, 1)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BROKEN = "capex-dependence"
FEW = (BROKEN, "low-skill-third", "housing-out-of-reach")
SENTENCE = "Could not be computed: an error of Claimboard's own (IndexError)."


def breaks(data: Panel, **chosen: Any) -> Any:
    raise IndexError("/home/secret/path.py is out of bounds")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A board of a few claims, to be quick."""
    known = catalogue.claims()
    chosen = {id: known[id] for id in FEW}
    monkeypatch.setattr(catalogue, "claims", lambda: chosen)


@pytest.fixture
def broken(few: None, monkeypatch: pytest.MonkeyPatch, faults: list[str]) -> list[str]:
    """One claim whose test has a fault of ours; what of it is logged."""
    with_fault(monkeypatch, breaks)
    return faults


def with_fault(monkeypatch: pytest.MonkeyPatch, test: Callable[..., Any]) -> None:
    known = registry.tests()
    monkeypatch.setattr(registry, "_tests", known | {BROKEN: replace(known[BROKEN], judge=test)})


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: Store) -> Store:
    copy = tmp_path / "own.sqlite"
    copy.write_bytes(Path(store.name).read_bytes())
    monkeypatch.setenv("CLAIMBOARD_STORE", str(copy))
    return open_store(copy)


# --- judging --------------------------------------------------------------------------------------


def test_a_claim_whose_test_fails_is_an_error_and_the_others_are_judged(store: Store, broken: list[str]):
    found = {one.id: one for one in evaluate.findings(store, today=TODAY)}
    one = found.pop(BROKEN)
    assert (one.status, one.value, one.sentence, one.data_through) == ("error", None, SENTENCE, None)
    assert one.at_publication["status"] == "error"
    assert all(other.status not in ("error", "no data") for other in found.values())
    assert evaluate.errors([one, *found.values()]) == {BROKEN: SENTENCE}
    assert finding_json.as_json(one)["status"] == "error"


def test_a_fault_is_logged_once_with_its_trace_and_no_reader_sees_a_path(store: Store, broken: list[str]):
    first, second = (evaluate.finding(store, catalogue.claims()[BROKEN], today=TODAY, at=at) for at in (None, 2**40))
    assert len(broken) == 1
    assert f"claim {BROKEN} could not be computed" in broken[0] and "secret/path" in broken[0]
    assert "secret" not in first.sentence + second.sentence


def test_every_moment_of_its_history_is_an_error(store: Store, broken: list[str]):
    moments = evaluate.history(store, catalogue.claims()[BROKEN], TODAY)
    assert {one.status for one in moments} == {"error"} and len(moments) == 12


def test_a_fault_on_a_past_day_is_no_lack_of_data(
    few: None, store: Store, monkeypatch: pytest.MonkeyPatch, faults: list[str]
):
    right = registry.tests()[BROKEN].judge
    with_fault(monkeypatch, lambda data, known: breaks(data) if data.is_past else right(data, known=known))
    one = evaluate.finding(store, catalogue.claims()[BROKEN], today=TODAY)
    assert (one.status, one.at_publication["status"]) == ("supported", "error")
    assert evaluate.errors([one]) == {BROKEN: SENTENCE}


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_decides_nothing(
    few: None, store: Store, monkeypatch: pytest.MonkeyPatch, faults: list[str], value: float
):
    with_fault(monkeypatch, lambda data, known: Verdict("supported", value, "It was."))
    one = evaluate.finding(store, catalogue.claims()[BROKEN], today=TODAY)
    assert (one.status, one.value) == ("error", None) and "ArithmeticError" in one.sentence and faults


def test_too_short_a_history_is_said_by_who_meets_it_and_is_no_fault(
    few: None, store: Store, monkeypatch: pytest.MonkeyPatch
):
    with_fault(monkeypatch, lambda data, known: enough(data["GDP"][:0]))
    then = evaluate.finding(store, catalogue.claims()[BROKEN], catalogue.article().published)
    assert then.status == "no data" and then.sentence == "Cannot be judged: too short a history by that day."
    assert (
        evaluate.finding(store, catalogue.claims()[BROKEN], today=TODAY).sentence
        == "Cannot be judged: too short a history."
    )
    with pytest.raises(TooShort):
        enough([1], [])
    enough([1], "a")


@pytest.mark.parametrize("error", [MissingData("GDP: gone"), StoreError("the store is damaged")])
def test_what_says_itself_what_is_the_matter_is_no_fault(error: Exception):
    def fails() -> int:
        raise error

    with pytest.raises(type(error)):
        ours.spared("anything", fails, lambda fault: 0)


# --- the tests of this repository -----------------------------------------------------------------


@pytest.mark.parametrize(("fixtures", "outcome"), [([], "failed"), (["faults"], "passed")])
def test_a_fault_that_was_isolated_fails_its_test_unless_that_expects_it(
    faults: list[str], fixtures: list[str], outcome: str
):
    ours.note("a claim", IndexError("gone"))
    report = SimpleNamespace(outcome="passed", passed=True, longrepr=None)
    hook = conftest.pytest_runtest_makereport(SimpleNamespace(fixturenames=fixtures), SimpleNamespace(when="call"))
    next(hook)
    with pytest.raises(StopIteration):
        hook.send(SimpleNamespace(get_result=lambda: report))
    assert report.outcome == outcome
    assert (report.longrepr is None) == (outcome == "passed")


# --- the ledger, a round, commands ----------------------------------------------------------------


def test_an_error_is_not_kept_and_nobody_is_told_of_a_change(
    own: Store, few: None, monkeypatch: pytest.MonkeyPatch, faults: list[str]
):
    assert ledger.record(own, NOW).changes == ()
    before = own.ledger()
    with monkeypatch.context() as broken:
        with_fault(broken, breaks)
        recorded = ledger.record(own, NOW + timedelta(hours=1))
    assert (recorded.changes, dict(recorded.errors), own.ledger()) == ((), {BROKEN: SENTENCE}, before)
    with monkeypatch.context() as turned:
        with_fault(turned, lambda data, known: Verdict("contradicted", 1.0, "It turned."))
        (change,) = ledger.record(own, NOW + timedelta(hours=2)).changes
    assert (change.before.status, change.now.status) == ("supported", "contradicted")


def test_a_round_fetches_though_no_claim_can_be_judged(own: Store, monkeypatch: pytest.MonkeyPatch, faults: list[str]):
    def fails(*_: object, **__: object) -> None:
        raise IndexError("all of it")

    asked: list[str] = []
    run = round.engine.run
    monkeypatch.setattr(ledger, "record", fails)
    monkeypatch.setattr(round.engine, "run", lambda *a, **k: asked.append("asked") or run(a[0], [], **k))
    found = round.update(own, ["UNRATE"], clock=lambda: NOW)
    assert asked and found.status == 3 and found.as_json()["status"] == 3
    assert found.as_json()["errors"] == {"": "an error of Claimboard's own (IndexError)"}


def test_a_round_with_a_claim_in_error_names_it_and_has_a_status_of_its_own(
    own: Store, broken: list[str], monkeypatch: pytest.MonkeyPatch
):
    run = round.engine.run
    monkeypatch.setattr(round.engine, "run", lambda *a, **k: run(a[0], [], **k))
    found = CliRunner().invoke(app, ["refresh", "--only", "UNRATE"])
    assert (found.exit_code, f"claimboard: {BROKEN}: {SENTENCE}" in found.stderr) == (3, True)


def test_claims_prints_all_and_ends_with_a_status_of_its_own(own: Store, broken: list[str]):
    found = CliRunner().invoke(app, ["claims", *catalogue.claims()])
    assert found.exit_code == 3 and f"{BROKEN}: error\n    {SENTENCE}" in found.stdout
    assert all(f"{id}: " in found.stdout for id in catalogue.claims())
    assert "Traceback" not in found.stdout


def test_doctor_counts_the_claims_and_names_those_that_fail(
    own: Store, few: None, monkeypatch: pytest.MonkeyPatch, faults: list[str]
):
    assert checks.claims() == checks.Check("claims", "fine", f"all {len(catalogue.claims())} judged")
    with_fault(monkeypatch, breaks)
    found = checks.claims()
    assert (found.state, found.says) == ("wrong", f"{BROKEN}: {SENTENCE}")


# --- pages ----------------------------------------------------------------------------------------


def test_an_error_on_the_board_has_glyph_word_filter_and_tally(store: Store, fresh: None, broken: list[str]):
    page = clean(opened("board"))
    assert "! Error" in text(page) and SENTENCE in text(page) and "! 1 error" in text(page)
    chosen = clean(page.pills(key="verdict").set_value(["error"]).run())
    assert (
        text(chosen).count(SENTENCE) == 1
        and catalogue.claims()[FEW[1]].en not in text(chosen).partition("</header>")[2]
    )


def test_a_claim_in_error_has_its_page(store: Store, fresh: None, broken: list[str]):
    page = clean(opened("ai_capex", {"claim": BROKEN}))
    assert "! Error" in text(page) and SENTENCE in text(page)
    assert page.get("plotly_chart"), "its charts stand"


def test_a_chart_that_fails_is_a_sentence_in_its_place_and_the_page_stands(
    store: Store, fresh: None, monkeypatch: pytest.MonkeyPatch, faults: list[str]
):
    first, *_ = [one for one in registry.indicators().values() if BROKEN in one.serves]
    charts = len(opened("ai_capex", {"claim": BROKEN}).get("plotly_chart"))
    known = registry.indicators()
    monkeypatch.setattr(registry, "_indicators", known | {first.id: replace(first, compute=breaks)})
    forget()
    page = opened("ai_capex", {"claim": BROKEN})
    assert not page.exception
    words = f"{first.title}: could not be computed: an error of Claimboard's own (IndexError)."
    assert [one.value for one in page.error] == [labels.plain(words)]
    assert len(page.get("plotly_chart")) == charts - 1 and "<footer" in markup(page)
    assert any(f"chart {first.id}" in one for one in faults)


def test_a_page_that_fails_is_a_sentence_and_has_its_foot(
    fresh: None, monkeypatch: pytest.MonkeyPatch, faults: list[str]
):
    monkeypatch.setattr(method, "entries", breaks)
    page = opened("method")
    assert not page.exception and "could not be computed" in page.error[0].value and "<footer" in markup(page)


def test_a_reproduction_that_fails_is_its_row(fresh: None, monkeypatch: pytest.MonkeyPatch, faults: list[str]):
    known = registry.reproductions()
    some = {id: known[id] for id in ("A01", "A08")} | {"A01": replace(known["A01"], compute=breaks)}
    monkeypatch.setattr(registry, "reproductions", lambda: some)
    broken, right = state.reproductions()
    assert (broken.ours, broken.met, right.met) == (None, False, True)
    row = method._reproduction(broken)
    assert row["ours"] == "could not be computed: an error of Claimboard's own (IndexError)" and not row["missed"]


def test_the_server_starts_whatever_cannot_be_computed(fresh: None, monkeypatch: pytest.MonkeyPatch, faults: list[str]):
    monkeypatch.setattr(evaluate, "findings", breaks)
    state.warm()
    assert "the board at the start" in faults[0]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("raise IndexError('at /home/secret')", "the refresh ended without an answer"),
        (
            "import sys; sys.exit('claimboard: another refresh is under way')",
            "claimboard: another refresh is under way",
        ),
    ],
)
def test_no_trace_of_a_refresh_comes_to_the_data_page(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, code: str, said: str
):
    monkeypatch.setattr(refresh_process, "MAIN", code)
    round = refresh_process.Round(1)
    round._process.wait(60)
    assert round.answer() == round.answer() == {"error": said}
    assert ("Traceback" in caplog.text) == code.startswith("raise")


@pytest.mark.parametrize("moment", ["2025-06-01", "2025-12-01", "2026-03-01"])
def test_a_figure_of_a_day_that_was_not_yet_known_is_left_out_and_is_no_fault(store: Store, moment: str):
    """The Method page of a link made that day: `/method?data=…`."""
    at, found = end_of(date.fromisoformat(moment)), []
    for one in registry.reproductions().values():
        with suppress(MissingData):
            found.append(registry.compare(store, one, at))
    assert 0 < len(found) < len(registry.reproductions())


def test_a_date_that_is_asked_for_past_the_helper_is_a_fault_on_any_day(store: Store):
    careless = replace(registry.reproductions()["A08"], compute=lambda data: data["GDPC1"]["2025-04-02"])
    with pytest.raises(KeyError):
        registry.compare(store, careless, end_of(date(2025, 12, 1)))


def test_a_series_that_a_figure_does_not_declare_is_a_fault_on_any_day(store: Store):
    sneaky = replace(registry.reproductions()["A08"], compute=lambda data: data["NO_SUCH"])
    with pytest.raises(KeyError):
        registry.compare(store, sneaky, end_of(date(2025, 12, 1)))


def test_a_card_that_fails_is_left_out_of_files_and_the_others_are_written(
    own: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, faults: list[str]
):
    right = selection.Card.figure

    def figure(card: selection.Card, size: str) -> Any:
        return breaks(card.panel) if card.indicator.id == "ai-investment-share" else right(card, size)

    monkeypatch.setattr(selection.Card, "figure", figure)
    cards, _ = selection.deal(own, [BROKEN])
    kept, broken = bundle.sound(cards)
    assert [one.indicator.id for one in cards if one not in kept] == ["ai-investment-share"] and kept
    assert list(broken.values()) == ["could not be computed: an error of Claimboard's own (IndexError)"]
    found = CliRunner().invoke(app, ["export", BROKEN, "--format", "html", "--out", str(tmp_path / "cards")])
    assert found.exit_code == 3 and "claimboard: left out capex-dependence-ai-investment-share" in found.stderr
    assert len(list((tmp_path / "cards").glob("*.html"))) == len([one for one in kept if one.has_chart])
