"""The command line: its answers and its one-line errors."""

import json
import socket
from collections.abc import Callable
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import main
from indicators.catalogue import catalogue, figure_pack
from indicators.judging import evaluate, finding_json
from indicators.runtime import clock
from indicators.store.store import Store

ARTICLE = date(2025, 12, 1)
#: What `claims --json` promises of each claim.
CLAIM_KEYS = {
    "id", "thesis", "kind", "status", "value", "unit", "threshold", "sentence", "data_through", "basis", "as_of",
    "at_publication", "falsifier", "caveat", "series",
}  # fmt: skip
#: What `series ID --json` promises.
SERIES_KEYS = {
    "id", "title", "agency", "unit", "frequency", "source", "terms", "first", "last", "rows", "vintage", "fetched_at",
    "freshness", "observations",
}  # fmt: skip
HOSTILE_DAYS = {
    "markup": "<script>alert(1)</script>",
    "long": "2025-12-01" * 1000,
    "no such day": "2025-13-45",
    "words": "yesterday",
    "empty": "",
    "nothing": "\0",
    "colours": "\x1b[31m",
    "far": "99999-01-01",
}
HOSTILE_IDS = (
    "../../etc/passwd",
    "<script>",
    "GDP'; DROP TABLE series; --",
    "gdp",
    "x" * 10_000,
    "",
    "\x1b[31mGDP",
    "a\nb",
)

Answer = Callable[..., Result]


@pytest.fixture
def claimboard(store: Store, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Run a command in this process, on the figures that ship."""
    monkeypatch.setenv("CLAIMBOARD_STORE", store.name)
    return lambda *arguments: CliRunner().invoke(main.app, list(arguments))


def answer(result: Result) -> Any:
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def complaint(result: Result, status: int = 2) -> str:
    """The one line of an error: on standard error, after nothing on standard output."""
    assert result.exit_code == status
    assert result.stdout == ""
    assert isinstance(result.exception, SystemExit), "an error that was not turned into a sentence"
    line = result.stderr.removesuffix("\n")
    assert "\n" not in line and "Traceback" not in line
    assert line.isprintable()
    assert len(line) < 400
    return line


# --- claims ---------------------------------------------------------------------------------------


def test_all_claims_answer_with_the_promised_keys(claimboard: Answer):
    found = answer(claimboard("claims", "--json"))
    assert [one["id"] for one in found] == list(catalogue.claims())
    assert len(found) == len(catalogue.claims())
    assert all(set(one) >= CLAIM_KEYS for one in found)
    assert all(set(one["at_publication"]) >= {"value", "status"} for one in found)
    assert {one["basis"] for one in found if one["status"] != "no data"} == {"current"}
    assert {one["basis"] for one in found if one["status"] == "no data"} <= {None}


def test_an_answer_is_what_the_library_finds(claimboard: Answer, store: Store):
    ids = ["gdp-without-ai", "vix-inversion"]
    found = answer(claimboard("claims", *ids, "--json"))
    findings = [evaluate.finding(store, catalogue.claims()[id]) for id in ids]
    expected = [finding_json.as_json(evaluate.with_flips(store, one)) for one in findings]
    assert found == json.loads(json.dumps(expected))


def test_claims_come_in_the_order_asked_for(claimboard: Answer):
    found = answer(claimboard("claims", "vix-inversion", "capex-dependence", "--json"))
    assert [one["id"] for one in found] == ["vix-inversion", "capex-dependence"]


def test_a_claim_in_words_says_verdict_number_and_sentence(claimboard: Answer, store: Store):
    result = claimboard("claims", "capex-dependence")
    found = evaluate.finding(store, catalogue.claims()["capex-dependence"])
    assert result.exit_code == 0
    assert found.status in result.stdout and found.sentence in result.stdout
    assert f"{found.value:.4g}" in result.stdout


def test_as_of_a_day_nothing_later_is_known(claimboard: Answer):
    for one in answer(claimboard("claims", "--as-of", ARTICLE.isoformat(), "--json")):
        assert one["as_of"] == ARTICLE.isoformat()
        assert one["basis"] in ((None,) if one["status"] == "no data" else ("point-in-time", "reconstructed"))
        assert (one["data_through"] or "") <= ARTICLE.isoformat()
        assert (one["value"], one["status"]) == (one["at_publication"]["value"], one["at_publication"]["status"])


def test_a_mistyped_claim_is_one_line_with_a_suggestion(claimboard: Answer):
    assert "did you mean gdp-without-ai?" in complaint(claimboard("claims", "gdp-without-ia"))


@pytest.mark.parametrize("words", HOSTILE_DAYS.values(), ids=HOSTILE_DAYS)
def test_what_is_no_day_is_told_so_in_one_line(claimboard: Answer, words: str):
    assert "--as-of" in complaint(claimboard("claims", "--as-of", words))


def test_a_day_that_is_still_to_come_is_told_so_in_one_line(claimboard: Answer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clock, "today", lambda: ARTICLE)
    assert "future" in complaint(claimboard("claims", "--as-of", (ARTICLE + timedelta(days=1)).isoformat()))


@pytest.mark.parametrize("day", ["0001-01-01", "1776-07-04", "1900-01-01"])
def test_long_ago_nothing_was_known_and_nothing_breaks(claimboard: Answer, day: str):
    some = ("vix-inversion", "gdp-without-ai", "only-engine", "crypto-political")
    found = answer(claimboard("claims", *some, "--as-of", day, "--json"))
    assert {one["status"] for one in found} <= {"open", "no data", "untestable"}


# --- series and status ----------------------------------------------------------------------------


def test_a_series_answers_with_the_promised_keys(claimboard: Answer):
    gdp = answer(claimboard("series", "GDP", "--json"))
    assert set(gdp) == SERIES_KEYS
    assert (gdp["unit"], gdp["frequency"], gdp["rows"]) == (
        "billions of dollars",
        "quarterly",
        len(gdp["observations"]),
    )
    assert (gdp["first"], gdp["last"]) == (gdp["observations"][0][0], gdp["observations"][-1][0])


def test_observations_are_those_published(claimboard: Answer):
    state: dict[int, float | None] = {}
    for vintage in figure_pack.read(catalogue.FIGURES / "GDP.csv"):
        state.update(vintage.rows)
    expected = [[date.fromordinal(day).isoformat(), value] for day, value in sorted(state.items()) if value is not None]
    assert answer(claimboard("series", "GDP", "--json"))["observations"] == expected


def test_several_series_answer_in_the_order_asked_for(claimboard: Answer):
    assert [one["id"] for one in answer(claimboard("series", "UNRATE", "GDP", "--json"))] == ["UNRATE", "GDP"]


def test_without_an_id_every_series_is_listed(claimboard: Answer):
    found = answer(claimboard("series", "--json"))
    assert [one["id"] for one in found] == list(catalogue.series())
    assert all(SERIES_KEYS - set(one) == {"observations"} for one in found)


def test_a_series_that_does_not_ship_says_what_brings_it(claimboard: Answer):
    absent = next(one.id for one in catalogue.series().values() if not one.ships)
    found = answer(claimboard("series", absent, "--json"))
    assert (found["rows"], found["last"], found["freshness"], found["observations"]) == (0, None, "no data", [])
    assert "refresh" in claimboard("series", absent).stdout


@pytest.mark.parametrize("id", HOSTILE_IDS, ids=range(len(HOSTILE_IDS)))
def test_an_unknown_series_is_one_line(claimboard: Answer, id: str):
    assert "no series" in complaint(claimboard("series", id))


def test_status_counts_every_series(claimboard: Answer):
    found = answer(claimboard("status", "--json"))
    assert found["series"] == len(found["each"]) == sum(found["freshness"].values()) == len(catalogue.series())
    assert all(one["cause"] for one in found["each"] if one["freshness"].startswith(("late", "no data")))
    assert f"{found['series']} series" in claimboard("status").stdout


def test_doctor_says_what_is_here(claimboard: Answer):
    found = {check["name"]: check for check in answer(claimboard("doctor", "--json"))}
    assert {"python", "store", "figures", "fonts", "keys", "browser"} <= set(found)
    assert {check["state"] for check in found.values()} <= {"fine", "missing"}
    assert all(check["says"] for check in found.values())


def test_doctor_fails_on_a_damaged_store(claimboard: Answer, damaged: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_STORE", str(damaged))
    result = claimboard("doctor", "--json")
    store = next(check for check in json.loads(result.stdout) if check["name"] == "store")
    assert result.exit_code == 1
    assert store["state"] == "wrong" and str(damaged) in store["says"]


# --- the store cannot be used ---------------------------------------------------------------------


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    path = tmp_path / "damaged.sqlite"
    path.write_bytes(b"this was a database once " * 500)
    return path


@pytest.mark.parametrize("command", ["claims", "series", "status"])
def test_a_damaged_store_is_one_line_and_left_alone(
    claimboard: Answer, command: str, damaged: Path, monkeypatch: pytest.MonkeyPatch
):
    before = damaged.read_bytes()
    monkeypatch.setenv("CLAIMBOARD_STORE", str(damaged))
    assert str(damaged) in complaint(claimboard(command))
    assert damaged.read_bytes() == before


def test_a_database_server_is_not_spoken_to_and_its_password_not_repeated(
    claimboard: Answer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CLAIMBOARD_STORE", "postgresql://reader:hunter2@db.example/claims")
    line = complaint(claimboard("series", "GDP"))
    assert "postgresql" in line and "hunter2" not in line


@pytest.mark.parametrize("place", ["file/store.sqlite", ""], ids=["below a file", "a folder"])
def test_a_place_that_cannot_hold_a_store_is_one_line(
    claimboard: Answer, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "file").touch()
    chosen = tmp_path / place
    monkeypatch.setenv("CLAIMBOARD_STORE", str(chosen))
    assert str(chosen) in complaint(claimboard("series", "GDP"))


# --- run ------------------------------------------------------------------------------------------


def test_a_busy_port_is_one_line_that_names_a_free_one(claimboard: Answer):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = complaint(claimboard("run", "--port", str(port)))
    assert str(port) in line and "--port" in line


@pytest.mark.parametrize("host", ["256.1.1.1", "no such host", "203.0.113.7", ""])
def test_an_address_that_is_not_ours_is_one_line(claimboard: Answer, host: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dashboard.server.launch.start", lambda host, port: pytest.fail(f"started on {host!r}"))
    assert "cannot listen" in complaint(claimboard("run", "--host", host, "--port", "18501"))


def test_run_with_a_damaged_store_starts_nothing(claimboard: Answer, damaged: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_STORE", str(damaged))
    monkeypatch.setattr("dashboard.server.launch.start", lambda host, port: pytest.fail("started"))
    assert str(damaged) in complaint(claimboard("run", "--port", "18501"))


@pytest.mark.parametrize("port", ["0", "65536", "-1", "many"])
def test_what_is_no_port_is_refused(claimboard: Answer, port: str):
    result = claimboard("run", "--port", port)
    assert result.exit_code == 2 and "--port" in result.stderr and "Traceback" not in result.stderr


def test_the_version_is_that_of_the_package(claimboard: Answer):
    assert claimboard("--version").stdout == f"claimboard {version('claimboard')}\n"


def test_what_moved_a_verdict_is_said_between_two_moments(claimboard: Answer):
    answer = claimboard("claims", "capex-dependence", "--since", "publication")
    assert answer.exit_code == 0 and "Turned by gross domestic product (new: 2025Q3 to 2026Q2)." in answer.output
    assert "2026-07-30  gross domestic product (revision): 0.54 → 0.75" in answer.output
    between = ("--since", "2026-03-31", "--as-of", "2026-04-30")
    (told,) = json.loads(claimboard("claims", "capex-dependence", "--json", *between).output)
    (move,) = told["moved"]["moves"]
    assert (move["day"], move["kind"], move["period"]) == ("2026-04-30", "new period", "2026-01-01")
    assert move["flips"] and (move["from"]["status"], move["to"]["status"]) == ("mixed", "supported")
    (plain,) = json.loads(claimboard("claims", "capex-dependence", "--json").output)
    assert "moved" not in plain


@pytest.mark.parametrize("since", [*HOSTILE_DAYS.values(), "2999-01-01"])
def test_a_moment_that_is_none_is_refused_in_a_line(claimboard: Answer, since: str):
    answer = claimboard("claims", "capex-dependence", "--since", since)
    assert answer.exit_code == 2 and len(answer.output.splitlines()) == 1 and "--since" in answer.output
