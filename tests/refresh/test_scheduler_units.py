"""Units for other schedulers: each is read by what it is meant for, with values that its format has its own mind about."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from indicators import settings
from indicators.providers import PROVIDERS
from indicators.refresh import scheduler_units
from indicators.refresh.interval import IntervalError, interval
from indicators.refresh.scheduler_units import Job, UnitError
from tests.programs import needs

HOSTILE = (
    "plain",
    "two words",
    "a%b %h %%",
    'it\'s "quoted"',
    "$HOME ${HOME} `id` $(id)",
    "back\\slash \\n \\",
    "${{ secrets.FRED_API_KEY }}",
    "# no remark; nor two commands & more | < >",
    "  spaces around  ",
    "日本語 é",
    "-dash",
    "",
)
#: What says as JSON how it was called and with which of our variables.
SAYS = "import json, os, sys; print(json.dumps([sys.argv[1:], {n: v for n, v in os.environ.items() if n[:2] == 'X_'}]))"


def job(every: str = "6h", *arguments: str, **told: str) -> Job:
    program = [sys.executable, "-c", SAYS]
    return Job(interval(every), program, arguments, user="games", told=told, folders=[Path("/a folder")])


def hostile() -> tuple[Job, list[str], dict[str, str]]:
    told = {f"X_{n}": text for n, text in enumerate(HOSTILE)}
    return job("6h", *HOSTILE, **told), list(HOSTILE), told


def bare(home: Path, **more: str) -> dict[str, str]:
    """What cron gives to what it starts."""
    return {"HOME": str(home), "LOGNAME": "me", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"} | more


def as_cron_reads(line: str) -> str:
    """The command in a line of crontab, as cron hands it to the shell: up to the first bare %, escaped ones bare."""
    command = re.fullmatch(r"(?:\S+ ){5}(.*)", line)
    assert command
    return re.split(r"(?<!\\)%", command[1])[0].replace("\\%", "%")


def by_cron(text: str, home: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run the one line of a crontab as cron does."""
    (line,) = (line for line in text.splitlines() if not line.startswith("#"))
    return subprocess.run(
        ["/bin/sh", "-c", as_cron_reads(line)], env=bare(home, **more), cwd=home, capture_output=True, text=True
    )


def words_of_systemd(line: str) -> list[str]:
    """A line's words as systemd.syntax has them: quoted ones, C escapes, %% for %."""
    found = re.findall(r'"((?:[^"\\]|\\.)*)"(?:\s|$)', line)
    return [re.sub(r"\\(.)", r"\1", word).replace("%%", "%") for word in found]


def service(text: str) -> dict[str, list[str]]:
    """The lines of the printed service, by name."""
    found: dict[str, list[str]] = {}
    for line in part(text, "service").splitlines():
        name, sign, value = line.partition("=")
        if sign and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def part(text: str, kind: str) -> str:
    """The printed service or timer."""
    return next(one for one in re.split(r"^(?=# /etc)", text, flags=re.M) if f"refresh.{kind}\n" in one[:80])


def written(text: str, folder: Path) -> list[Path]:
    files = [folder / f"claimboard-refresh.{kind}" for kind in ("service", "timer")]
    for file in files:
        file.write_text(part(text, file.suffix[1:]))
    return files


# --- cron -------------------------------------------------------------------------------------------


def test_cron_hands_every_value_through_as_it_is(tmp_path: Path):
    given, words, told = hostile()
    done = by_cron(scheduler_units.cron(given), tmp_path)
    assert done.stderr == ""
    assert json.loads(done.stdout) == [words, told]


def test_cron_reads_the_keys_from_their_file_and_does_without_one(tmp_path: Path):
    text = scheduler_units.cron(job(X_A="1"))
    assert json.loads(by_cron(text, tmp_path).stdout)[1] == {"X_A": "1"}
    keys = tmp_path / ".config" / "claimboard" / "keys.env"
    keys.parent.mkdir(parents=True)
    keys.write_text("# mine\nX_KEY=abc123\n")
    assert json.loads(by_cron(text, tmp_path).stdout)[1] == {"X_A": "1", "X_KEY": "abc123"}


def test_cron_does_not_go_on_without_a_secret_that_is_needed(tmp_path: Path):
    done = by_cron(
        scheduler_units.cron(Job(timedelta(hours=1), [sys.executable, "-c", SAYS], untold=["FRED_API_KEY"])), tmp_path
    )
    assert done.returncode and done.stdout == "" and "keys.env" in done.stderr


def test_cron_is_not_given_what_it_would_read_otherwise():
    with pytest.raises(UnitError, match="backslash before a %"):
        scheduler_units.cron(job(X_A="a\\%b"))


@needs("crontab")
def test_crontab_takes_the_line(tmp_path: Path):
    (tmp_path / "crontab").write_text(scheduler_units.cron(hostile()[0]))
    subprocess.run(["crontab", "-n", tmp_path / "crontab"], check=True)


# --- systemd ----------------------------------------------------------------------------------------


def test_a_service_has_every_value_as_it_is():
    given, words, told = hostile()
    found = service(scheduler_units.systemd(given))
    read = dict(words_of_systemd(line)[0].split("=", 1) for line in found["Environment"])
    assert {name: value for name, value in read.items() if name.startswith("X_")} == told
    assert [word.replace("$$", "$") for word in words_of_systemd(found["ExecStart"][0])][3:] == words
    assert words_of_systemd(found["ReadWritePaths"][0]) == ["-/a folder"]
    assert found["User"] == ["games"] and found["SuccessExitStatus"] == ["1"]


@needs("systemd-analyze")
@pytest.mark.parametrize("every", ["15m", "6h", "1d", "7h"])
def test_systemd_takes_the_service_and_its_timer(tmp_path: Path, every: str):
    _, words, told = hostile()
    files = written(scheduler_units.systemd(job(every, *words, **told)), tmp_path)
    checked = subprocess.run(["systemd-analyze", "verify", "--man=no", *files], capture_output=True, text=True)
    # Of its own units it complains where the machine was not started by it.
    assert not [line for line in checked.stderr.splitlines() if "claimboard-refresh" in line]


@needs("systemd-analyze")
def test_the_service_is_exposed_to_little(tmp_path: Path):
    file, _ = written(scheduler_units.systemd(job()), tmp_path)
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", file], capture_output=True, text=True
    )
    level = re.search(r"exposure level for \S+: ([0-9.]+)", told.stdout)
    assert level and float(level[1]) <= 3.0, told.stdout[-200:]
    print(f"exposure level {level[1]}")


@needs("systemd-analyze")
@pytest.mark.parametrize("every, hours", [("15m", 0.25), ("6h", 6), ("1d", 24)])
def test_a_timer_keeps_the_interval_by_the_calendar_so_that_a_sleep_is_made_up(every: str, hours: float):
    lines = part(scheduler_units.systemd(job(every)), "timer").splitlines()
    (when,) = (line.removeprefix("OnCalendar=") for line in lines if line.startswith("OnCalendar="))
    assert "Persistent=true" in lines
    answer = subprocess.run(
        ["systemd-analyze", "calendar", "--iterations=3", when],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"TZ": "UTC"},
    )
    days = re.findall(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC", answer.stdout)
    moments = [timedelta(days=float(d)) for d in _julian(dict.fromkeys(days))]
    assert moments[1] - moments[0] == moments[2] - moments[1] == timedelta(hours=hours)


def _julian(texts: Mapping[str, None]) -> list[float]:
    from datetime import datetime

    return [(datetime.fromisoformat(text) - datetime(2000, 1, 1)) / timedelta(days=1) for text in texts]


def test_a_timer_counts_what_a_calendar_cannot_show():
    timer = part(scheduler_units.systemd(job("7h")), "timer")
    assert "OnUnitActiveSec=420min" in timer and "OnCalendar" not in timer


# --- GitHub -----------------------------------------------------------------------------------------


def workflow(given: Job) -> dict:
    return yaml.safe_load(scheduler_units.github(given))


def steps(given: Job) -> list[dict]:
    return workflow(given)["jobs"]["refresh"]["steps"]


def test_a_workflow_refreshes_renews_the_pack_and_commits_it():
    runs = [one["run"] for one in steps(Job(interval("1d"), ["/x"])) if "run" in one]
    assert "claimboard refresh || test $? -eq 1" in runs and "claimboard snapshot --out seeds/figures" in runs
    assert "git push" in runs[-1]
    assert workflow(job("1d"))[True]["schedule"] == [{"cron": "17 5 * * *"}]  # YAML takes `on` for a truth


def test_keys_are_with_the_refresh_alone_and_the_token_with_the_push_alone():
    for one in steps(job()):
        given = json.dumps(one)
        assert ("secrets." in given) == (one.get("name") == "refresh")
        assert ("github.token" in given) == (one.get("name") == "commit")
    whole = workflow(job())
    assert whole["permissions"] == {} and whole["jobs"]["refresh"]["permissions"] == {"contents": "write"}
    assert "env" not in whole and "env" not in whole["jobs"]["refresh"]


def test_actions_are_pinned_by_commit_and_leave_no_token_behind_and_packages_by_hash():
    used = [one for one in steps(job()) if "uses" in one]
    assert used and all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", one["uses"]) for one in used)
    assert used[0]["with"] == {"persist-credentials": False}
    (install, ours) = (one["run"] for one in steps(job()) if "pip" in one.get("run", ""))
    assert "--require-hashes" in install and "--no-deps --no-build-isolation" in ours


def test_a_workflow_has_every_value_as_it_is(tmp_path: Path):
    told = {f"CLAIMBOARD_{n}": text for n, text in enumerate(HOSTILE)}
    (refresh,) = (one for one in steps(Job(interval("6h"), ["/x"], HOSTILE, told=told)) if one.get("name") == "refresh")

    def expressed(text: str) -> str:
        return text.replace("${{ '${{' }}", "${{")  # as GitHub does with a text in quotes

    assert {name: expressed(refresh["env"][name]) for name in told} == told
    assert "${{" not in refresh["run"].replace("${{ '${{' }}", "")
    (tmp_path / "claimboard").write_text(f"#!{sys.executable}\n{SAYS}")
    (tmp_path / "claimboard").chmod(0o755)
    environment = bare(tmp_path, PATH=f"{tmp_path}:/usr/bin:/bin")
    done = subprocess.run(
        ["/bin/sh", "-e", "-c", expressed(refresh["run"])], env=environment, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)[0] == list(HOSTILE)


# --- all of them ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", scheduler_units.KINDS)
@pytest.mark.parametrize("letter", ["\n", "\r", "\0", "\x1b", "\x7f"])
def test_what_would_begin_another_line_is_refused_in_a_sentence(kind: str, letter: str):
    text = f"x{letter}* * * * * id"
    for given in (job("6h", text), job("6h", CLAIMBOARD_FRED_URL=text)):
        with pytest.raises(UnitError, match="line break or another control character"):
            scheduler_units.KINDS[kind](given)


@pytest.mark.parametrize("kind", ["cron", "github"])
def test_an_interval_that_a_clock_cannot_show_is_refused(kind: str):
    with pytest.raises(IntervalError, match="divide an hour or a day"):
        scheduler_units.KINDS[kind](job("7h"))


# --- what they are told -----------------------------------------------------------------------------

URL = "postgresql://me:se%40cret@db.example:6432/claims"


def test_the_store_and_every_setting_that_matters_are_told_and_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    given = {one.name: f"value of {one.name}" for one in settings.SETTINGS}
    given |= {"CLAIMBOARD_STORE": str(tmp_path / "my store.sqlite"), "https_proxy": "http://me:pw@proxy:3128"}
    monkeypatch.setenv("CLAIMBOARD_STORE", given["CLAIMBOARD_STORE"])
    told, untold = settings.for_figures(given)
    mirrors = {name for name in given if name.endswith("_URL") and "PUBLIC" not in name}
    network = {"HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"}
    wanted = (
        {"CLAIMBOARD_STORE", "CLAIMBOARD_CONTACT", "CLAIMBOARD_DEADLINE", "CLAIMBOARD_RATE", "CLAIMBOARD_FIGURES"}
        | mirrors
        | network
    )
    assert set(told) >= wanted and len(mirrors) == len(PROVIDERS)
    keys = {"FRED_API_KEY", "EIA_API_KEY", "CENSUS_API_KEY", "BLS_API_KEY", "FEC_API_KEY"}
    assert set(untold) == keys | {"PGPASSWORD", "CLAIMBOARD_NOTIFY", "CLAIMBOARD_SMTP", "https_proxy"}
    assert {"CLAIMBOARD_MAIL_FROM", "CLAIMBOARD_PUBLIC_URL"} <= set(told), "an e-mail has a sender, a message links"
    assert told["CLAIMBOARD_STORE"] == given["CLAIMBOARD_STORE"]
    assert not any("pw" in value for value in told.values())
    assert {told[one.name] for one in settings.SETTINGS if one.path} == {
        str(Path(f"value of {one.name}").absolute()) for one in settings.SETTINGS if one.path
    }, "a scheduler starts elsewhere"


def test_the_default_place_is_told_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("CLAIMBOARD_STORE")
    told, untold = settings.for_figures({})
    assert Path(told["CLAIMBOARD_STORE"]).is_absolute() and untold == []


@pytest.mark.parametrize(
    "url, bare",
    [
        (URL, "postgresql://me@db.example:6432/claims"),
        ("postgresql://me@h/d?password=x&sslmode=require", "postgresql://me@h/d?sslmode=require"),
        ("postgresql://me@h/d?password=x", "postgresql://me@h/d"),
        ("postgresql://me@h/d?options=-csearch_path%3Ds", "postgresql://me@h/d?options=-csearch_path%3Ds"),
        ("http://proxy:3128", "http://proxy:3128"),
        ("http://u:p@[::1]:3128", "http://u@[::1]:3128"),
        ("/a/path:with@signs", "/a/path:with@signs"),
    ],
)
def test_an_address_is_told_without_its_password(url: str, bare: str):
    assert settings.without_password(url) == bare


def test_the_password_of_a_store_is_asked_for_by_name(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_STORE", URL)
    told, untold = settings.for_figures({"CLAIMBOARD_STORE": URL})
    assert (told["CLAIMBOARD_STORE"], untold) == ("postgresql://me@db.example:6432/claims", ["PGPASSWORD"])


def test_a_secret_in_a_file_is_told_by_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name, text in (("FRED_API_KEY", "abc"), ("CLAIMBOARD_STORE", URL)):
        (tmp_path / name).write_text(f"{text}\n")
    given = {f"{name}_FILE": str(tmp_path / name) for name in ("FRED_API_KEY", "CLAIMBOARD_STORE")}
    settings.read_files(given)
    assert (given["FRED_API_KEY"], given["CLAIMBOARD_STORE"]) == ("abc", URL)
    monkeypatch.setenv("CLAIMBOARD_STORE", URL)
    assert settings.for_figures(given) == (
        {f"{name}_FILE": str(tmp_path / name) for name in ("FRED_API_KEY", "CLAIMBOARD_STORE")},
        [],
    )
    settings.read_files(given)  # as a child of this process does, which has both


@pytest.mark.parametrize(
    "content, words", [(None, "cannot be read"), (b"\xff\xfe\xff", "no text"), (b"a\nb", "one line")]
)
def test_a_file_of_a_secret_that_cannot_be_taken_is_one_sentence_without_it(
    tmp_path: Path, content: bytes | None, words: str
):
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(settings.SettingError, match=words) as error:
        settings.read_files({"FRED_API_KEY_FILE": str(file)})
    assert "\n" not in str(error.value)


def test_two_ways_that_differ_are_refused_and_an_empty_file_is_no_key(tmp_path: Path):
    file = tmp_path / "key"
    file.write_text("abc")
    with pytest.raises(settings.SettingError, match="both set, and differ"):
        settings.read_files({"EIA_API_KEY": "other", "EIA_API_KEY_FILE": str(file)})
    file.write_text("")
    given = {"EIA_API_KEY_FILE": str(file)}
    settings.read_files(given)
    assert given["EIA_API_KEY"] == ""
    with pytest.raises(settings.SettingError, match="one line"):
        settings.read_files({"CLAIMBOARD_STORE_FILE": str(file)})
