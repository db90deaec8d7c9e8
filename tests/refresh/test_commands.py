"""The commands as a user, a scheduler and a container run them: answers, exit statuses, signals, and no key."""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import main
from indicators.catalogue import catalogue
from indicators.judging import ledger
from indicators.refresh import scheduler
from indicators.store.store import Store, connect, end_of, open_store
from tests.conftest import ROOT
from tests.patience import LONG, until
from tests.providers.server import HTML, Answer, Asked, as_json
from tests.refresh.conftest import Fred

pytestmark = pytest.mark.served

MAIN = "from dashboard.cli.main import main; main()"
KEY = "0123456789abcdef0123456789abcdef"
IDS = ("UNRATE", "PAYEMS")
ONLY = ("--only", "UNRATE", "--only", "PAYEMS")


@pytest.fixture(autouse=True)
def unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Claims are not judged in this process: another test does that, and it takes a second or two."""
    monkeypatch.setattr(ledger, "record", lambda *_: ledger.Recorded())


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "store.sqlite"
    ledger.record(open_store(path), datetime.now(UTC))  # a process that a test starts need not do it
    return path


@pytest.fixture
def own(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of the figures that ship, which a test may write to."""
    path = tmp_path / "own.sqlite"
    path.write_bytes(filled.read_bytes())
    monkeypatch.setenv("CLAIMBOARD_STORE", str(path))
    return connect(path)


@pytest.fixture
def has(own: Store, fred: Fred) -> Fred:
    """The provider has two series as they ship, and a month more."""
    for id in IDS:
        rows = own.states({id: end_of(date.max)})[id]
        fred.has[id] = {date.fromordinal(day).isoformat(): value for day, value in rows} | {"2026-10-01": rows[-1][1]}
    return fred


def claimboard(*arguments: str) -> Result:
    return CliRunner().invoke(main.app, list(arguments))


def started(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", MAIN, *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def each(result: Result) -> dict[str, Any]:
    return {one["id"]: one for one in json.loads(result.stdout)["each"]}


# --- refresh ----------------------------------------------------------------------------------------


def test_all_good_is_status_0_and_the_figures_are_there(has: Fred, own: Store):
    result = claimboard("refresh", *ONLY)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith("2 new\n")
    for id in IDS:
        assert own.spans([id])[id][1] == date(2026, 10, 1).toordinal()
    found = each(claimboard("status", "--json"))["UNRATE"]
    assert found["attempt"]["outcome"] == "new" and found["attempt"]["source"] == "fred:UNRATE"
    assert found["through"] == "2026-10-31"


def test_some_failed_is_status_1_and_they_are_named(has: Fred, own: Store):
    has.has["PAYEMS"] = Answer(HTML, 500, "text/html")
    result = claimboard("refresh", *ONLY)
    assert result.exit_code == 1
    assert result.stderr.startswith("PAYEMS: failed, fred:PAYEMS: ") and "answered 500" in result.stderr
    found = each(claimboard("status", "--json"))["PAYEMS"]
    assert found["attempt"]["outcome"] == "failed" and "answered 500" in found["attempt"]["cause"]
    assert found["cause"] == found["attempt"]["cause"]
    assert "PAYEMS: " in claimboard("status").stdout


def test_nothing_good_is_status_2(has: Fred):
    has.has = {}
    assert claimboard("refresh", *ONLY).exit_code == 2


def test_as_json_the_report_is_all_there_is(has: Fred):
    result = claimboard("refresh", *ONLY, "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, result.stderr, told["status"], told["counts"]) == (0, "", 0, {"new": 2})
    assert {one["id"]: one["rows"] for one in told["series"]} == {"UNRATE": 1, "PAYEMS": 1}
    assert told["changed"] == []


def test_nothing_due_is_said_and_good(own: Store, has: Fred, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(catalogue, "series", lambda: {})
    result = claimboard("refresh")
    assert (result.exit_code, result.stdout) == (0, "nothing is due\n")


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("refresh", "--only", "UNRAT"), "did you mean UNRATE"),
        (("refresh", "--only", "SPX_BUYBACKS_Q"), "carried over by hand"),
        (("schedule", "--every", "often"), "45m, 6h or 1d"),
        (("schedule", "--every", "7h", "--print", "cron"), "divide an hour or a day"),
        (("run", "--refresh-every", "never"), "45m, 6h or 1d"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_2(own: Store, arguments: tuple[str, ...], words: str):
    result = claimboard(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("claimboard: ") and words in result.stderr and result.stderr.count("\n") == 1


def test_a_second_refresher_is_one_line_and_status_2(has: Fred, own: Store):
    with own.refreshing():
        result = claimboard("refresh", *ONLY)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "another refresh" in result.stderr and has.asked() == []


def test_ctrl_c_ends_a_refresh_without_waiting_for_a_provider(has: Fred, own: Store):
    slow = Answer(b"", late=300)
    has.has = dict.fromkeys(IDS, slow)
    process = started("refresh", *ONLY)
    until(lambda: len(has.asked()) == 2)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=LONG)
    assert time.monotonic() - begun < 250
    assert process.returncode in (1, 2) and "stopped before 2 more" in out and "Traceback" not in err


def test_a_key_that_a_provider_echoes_is_nowhere(
    has: Fred, own: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """In the answer, in its headers, in an error and in a redirect: not in output, log, store or exports."""

    def echo(asked: Asked) -> Answer:
        said = f"key {asked.query['api_key']} is not welcome".encode()
        headers = {"X-Key": KEY, "Location": f"http://example.com/?api_key={KEY}"}
        return {
            "UNRATE": Answer(said, 403, headers=headers),
            "PAYEMS": Answer(said, 302, headers=headers),
            "JTSJOL": as_json({"error_message": said.decode()}, status=400),
            "ICSA": as_json({"count": 1, "observations": [{"date": "2026-01-03", "value": KEY}]}),
        }[asked.query["series_id"]]

    monkeypatch.setenv("FRED_API_KEY", KEY)
    has.say("/fred/series", as_json({"seriess": [{"units": "Percent", "frequency": "Monthly", "notes": KEY}]}))
    has.say("/fred/series/observations", echo)
    ids = ("UNRATE", "PAYEMS", "JTSJOL", "ICSA")
    with caplog.at_level(logging.DEBUG):
        refreshed = claimboard("refresh", *(word for id in ids for word in ("--only", id)), "--json")
        said = [refreshed, claimboard("status", "--json"), claimboard("status"), claimboard("doctor")]
        claimboard("snapshot", "--out", str(tmp_path / "pack"))
    assert {one["outcome"] for one in json.loads(refreshed.stdout)["series"]} == {"failed"}
    assert all(one.query["api_key"] == KEY for one in has.asked())
    assert len(has.asked("/fred/series/observations")) == 4
    places = {f"output {n}": one.output.encode() + one.stderr.encode() for n, one in enumerate(said)}
    places["log"] = caplog.text.encode()
    places |= {str(file): file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    found = [name for name, content in places.items() if KEY.encode() in content]
    assert found == []
    assert len(places) > 200
    print(f"{len(places)} places looked at, the key is in none")


def test_keys_do_not_come_into_a_printed_unit(own: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FRED_API_KEY", KEY)
    for kind in ("cron", "systemd", "github"):
        result = claimboard("schedule", "--every", "6h", "--print", kind)
        assert result.exit_code == 0 and "refresh" in result.stdout and KEY not in result.stdout


# --- schedule ---------------------------------------------------------------------------------------


@pytest.fixture
def scheduled(has: Fred, own: Store, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = started("schedule", "--every", "1d")
    yield process
    process.kill()
    process.wait()


def test_a_schedule_refreshes_at_once_survives_failures_and_ends_cleanly_on_sigterm(
    scheduled: subprocess.Popen[str], own: Store, has: Fred
):
    until(lambda: own.attempts(["UNRATE"]).get("UNRATE"))
    scheduled.send_signal(signal.SIGTERM)
    _, err = scheduled.communicate(timeout=LONG)
    assert scheduled.returncode == 0
    assert err.endswith("claimboard: schedule ended\n") and "Traceback" not in err
    assert own.attempts(["UNRATE"])["UNRATE"].outcome == "new"


def test_a_round_that_fails_is_a_line_and_the_next_one_comes(monkeypatch: pytest.MonkeyPatch):
    stop, rounds = threading.Event(), []

    def round(given: threading.Event) -> None:
        rounds.append(time.monotonic())
        if len(rounds) == 3:
            given.set()
        raise RuntimeError("a bad round")

    monkeypatch.setattr(scheduler, "WATCH", 0.05)
    scheduler.keep(timedelta(seconds=0.1), round, stop)
    assert len(rounds) == 3


def test_a_schedule_beside_a_server_writes_a_line_a_round_and_ends_with_its_input(
    own: Store, has: Fred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    log = tmp_path / "lines"
    monkeypatch.setenv("CLAIMBOARD_LOG", str(log))
    process = started("schedule", "--every", "1d", "--until-input-ends")
    until(lambda: log.exists() and log.read_text().endswith("\n"))
    (line,) = log.read_text().splitlines()
    told = json.loads(line)
    assert told["event"] == "refresh" and told["series"]["new"] >= 1 and told["errors"] == 0
    assert set(told) == {"time", "event", "status", "series", "undone", "changed", "errors", "seconds"}
    assert process.poll() is None and process.stdin
    process.stdin.close()
    assert process.wait(timeout=LONG) == 0
    process.stdout.close() if process.stdout else None
    process.stderr.close() if process.stderr else None


def test_a_schedule_whose_lines_cannot_be_written_says_so_in_one(own: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_LOG", "/no/such/folder/log")
    result = claimboard("schedule", "--every", "1d")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "CLAIMBOARD_LOG names a file that cannot be written: No such file or directory" in result.stderr


def test_a_snapshot_is_written_and_counted(own: Store, tmp_path: Path):
    result = claimboard("snapshot", "--out", str(tmp_path / "pack"))
    shipping = sum(one.ships for one in catalogue.series().values())
    assert result.stdout == f"{shipping} series written to {tmp_path / 'pack'}\n"


def test_a_snapshot_that_cannot_be_written_is_one_line(own: Store, tmp_path: Path):
    (tmp_path / "file").write_text("")
    result = claimboard("snapshot", "--out", str(tmp_path / "file" / "pack"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("claimboard: ") and result.stderr.count("\n") == 1


# --- who is told ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["cron", "systemd", "github"])
def test_a_printed_unit_names_who_is_told_and_writes_no_hook(
    own: Store, monkeypatch: pytest.MonkeyPatch, kind: str, tmp_path: Path
):
    monkeypatch.setenv("CLAIMBOARD_NOTIFY", "slack:https://hooks.example.org/s3cret")
    monkeypatch.setenv("CLAIMBOARD_SMTP", "smtps://me:s3cret@mail.example.org")
    given = ("--notify", "mailto:ana@example.org", "--notify", str(tmp_path / "changed.jsonl"))
    printed = claimboard("schedule", "--print", kind, *given)
    assert printed.exit_code == 0 and "s3cret" not in printed.stdout
    assert "CLAIMBOARD_NOTIFY" in printed.stdout and "CLAIMBOARD_SMTP" in printed.stdout
    assert "mailto:ana@example.org" in printed.stdout and "changed.jsonl" in printed.stdout


def test_a_printed_unit_tells_in_the_language_chosen(own: Store, monkeypatch: pytest.MonkeyPatch):
    given = ("--notify", "mailto:ana@example.org", "--notify-language", "ja")
    assert "--notify-language ja" in claimboard("schedule", "--print", "cron", *given).stdout
    monkeypatch.setenv("CLAIMBOARD_NOTIFY_LANGUAGE", "ko")
    assert "CLAIMBOARD_NOTIFY_LANGUAGE=ko" in claimboard("schedule", "--print", "cron").stdout
    refused = claimboard("schedule", "--print", "cron", "--notify-language", "xx")
    assert refused.exit_code == 2 and "en, ja, ko, vi" in refused.stderr


@pytest.mark.parametrize("target", ["slack:https://hooks.example.org/s3cret", "https://hooks.example.org/s3cret"])
def test_a_hook_on_the_command_line_is_not_written_into_a_unit(own: Store, target: str):
    refused = claimboard("schedule", "--print", "cron", "--notify", target)
    assert refused.exit_code == 2 and "CLAIMBOARD_NOTIFY" in refused.stderr and "s3cret" not in refused.output


def test_a_target_that_is_none_is_refused_before_anything_is_fetched(has: Fred, own: Store):
    refused = claimboard("refresh", *ONLY, "--notify", "slack:hooks/s3cret")
    assert refused.exit_code == 2 and refused.stderr.startswith("claimboard: --notify slack: takes an address")
    assert has.ids() == [] and "s3cret" not in refused.output
