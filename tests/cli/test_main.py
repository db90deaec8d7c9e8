"""The command line: its answers, its one-line errors, and what it does not load."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import main
from indicators.catalogue import catalogue, figure_pack
from indicators.judging import evaluate
from indicators.runtime import clock
from indicators.store.store import Store
from tests.patience import LONG
from tests.programs import needs

ROOT = Path(__file__).resolve().parents[2]
MAIN = "from dashboard.cli.main import main; main()"
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


def process(
    *arguments: str, store: Store | None = None, by: Sequence[str] = (), **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command as a user does, or as another command (`by`) runs it."""
    own = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    if store:
        own["CLAIMBOARD_STORE"] = store.name
    return subprocess.run(
        [*by, sys.executable, "-c", MAIN, *arguments],
        env=own,
        capture_output=True,
        text=True,
        timeout=LONG,
        check=False,
    )


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
    expected = [evaluate.as_json(evaluate.finding(store, catalogue.claims()[id])) for id in ids]
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


@needs("setpriv")
def test_an_unwritable_folder_is_one_line(tmp_path: Path):
    """Root, whom no permission holds back, gives up that right first."""
    without = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    tmp_path.chmod(0o500)
    try:
        done = process("series", "GDP", by=without, CLAIMBOARD_STORE=str(tmp_path / "store.sqlite"))
    finally:
        tmp_path.chmod(0o700)
    assert (done.returncode, done.stdout) == (2, "")
    assert "CLAIMBOARD_STORE" in done.stderr and done.stderr.count("\n") == 1 and "Traceback" not in done.stderr


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


# --- as a process ---------------------------------------------------------------------------------


def loaded_by(*arguments: str, store: Store) -> set[str]:
    """The top-level modules that a command has loaded at its end."""
    code = f"""
import atexit, sys
atexit.register(lambda: print(*{{name.split('.')[0] for name in sys.modules}}, file=sys.stderr))
{MAIN}"""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT), "CLAIMBOARD_STORE": store.name},
        capture_output=True,
        text=True,
        timeout=LONG,
        check=True,
    )
    return set(done.stderr.split())


def test_claims_load_neither_streamlit_nor_plotly(store: Store):
    loaded = loaded_by("claims", "capex-dependence", "--json", store=store)
    assert "indicators" in loaded
    assert not loaded & {"streamlit", "plotly", "requests", "fredapi", "yfinance"}


def test_series_load_not_even_pandas(store: Store):
    loaded = loaded_by("series", "GDP", "--json", store=store)
    assert "indicators" in loaded
    assert not loaded & {"streamlit", "plotly", "pandas", "numpy", "requests", "fredapi", "yfinance"}


@pytest.mark.parametrize("typed", [("claims", "gdp-without-ia"), ("claims", "--as-of", "2025-13-45")])
def test_a_mistake_is_told_without_loading_pandas(typed: tuple[str, ...], store: Store):
    # A reader who mistypes should not wait a second and a half to be told.
    code = f"import sys\nsys.modules['pandas'] = None\n{MAIN}"
    done = subprocess.run(
        [sys.executable, "-c", code, *typed],
        env=os.environ | {"PYTHONPATH": str(ROOT), "CLAIMBOARD_STORE": store.name},
        capture_output=True,
        text=True,
        timeout=LONG,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("claimboard: ") and done.stderr.count("\n") == 1


def test_output_is_json_and_nothing_else(store: Store):
    done = process("series", "GDP", "--json", store=store)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["id"] == "GDP"


def test_a_terminal_that_speaks_no_unicode_still_gets_json(store: Store):
    done = process("claims", "capex-dependence", "--json", store=store, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)[0]["id"] == "capex-dependence"


@pytest.mark.skipif(os.name != "posix", reason="pipes are closed another way")
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["words", "json"])
def test_a_reader_that_closes_the_pipe_is_not_an_error(form: tuple[str, ...], store: Store):
    writer = subprocess.Popen(
        [sys.executable, "-u", "-c", MAIN, "series", *form],
        env=os.environ | {"PYTHONPATH": str(ROOT), "CLAIMBOARD_STORE": store.name},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert writer.stdout and writer.stderr
    writer.stdout.readline()
    writer.stdout.close()
    errors = writer.stderr.read().decode()
    assert errors == ""
    assert writer.wait(30) in (0, -signal.SIGPIPE)


def test_the_first_start_makes_its_own_store(tmp_path: Path):
    place = tmp_path / "new" / "store.sqlite"
    done = process("series", "GDP", CLAIMBOARD_STORE=str(place))
    assert (done.returncode, done.stderr) == (0, "")
    assert place.is_file()


def test_help_names_every_command():
    done = process("--help")
    assert done.returncode == 0
    for command in ("run", "claims", "series", "status", "verify", "doctor"):
        assert command in done.stdout


def test_the_version_is_that_of_the_package(claimboard: Answer):
    assert claimboard("--version").stdout == f"claimboard {version('claimboard')}\n"
