"""Where the store is: what `CLAIMBOARD_STORE` may say, and that a password in what is refused is never repeated."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.cli import checks
from indicators.store.place import default_place, read
from indicators.store.store import StoreError, open_store
from tests.conftest import ROOT

SECRET = "hunter2"


def test_the_place_of_the_store_is_the_one_chosen_or_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("CLAIMBOARD_STORE", f" {tmp_path}/mine.sqlite ")
    assert default_place() == tmp_path / "mine.sqlite"
    monkeypatch.setenv("CLAIMBOARD_STORE", "~/mine.sqlite")
    assert default_place() == Path.home() / "mine.sqlite"
    monkeypatch.delenv("CLAIMBOARD_STORE")
    assert default_place().name == "claimboard.sqlite"


@pytest.mark.parametrize(
    "text", ["/data/with space/s.sqlite", "C:\\data\\s.sqlite", "C:/s.sqlite", "a=b/s.sqlite", "@/s"]
)
def test_a_path_is_a_path(text: str):
    assert read(f" {text} ") == Path(text).absolute()


@pytest.mark.parametrize("text", ["postgresql://me:pw@db.example/claims", "postgres://db.example/claims"])
def test_an_address_of_postgresql_is_left_as_it_is(text: str):
    assert read(text) == text


REFUSED = {
    "file:/data/s.sqlite": "begins with file:, which is not read; write the path alone",
    "file:///data/s.sqlite": "begins with file:, which is not read; write the path alone",
    "sqlite:///data/s.sqlite": "begins with sqlite:, which is not read; write the path alone",
    f"mysql://me:{SECRET}@db.example/claims": "names a mysql database",
    f"mysql+pymysql://me:{SECRET}@db.example/claims": "names a mysql database",
    f"postgresql:me:{SECRET}@db.example/claims": "is no PostgreSQL address",
    f"postgresql:/me:{SECRET}@db.example/claims": "is no PostgreSQL address",
    f"postgres:me:{SECRET}@db.example": "is no PostgreSQL address",
    f"PostgreSQL://me:{SECRET}@db.example/claims": "is no PostgreSQL address",
    f"postgresql+psycopg://me:{SECRET}@db.example/claims": "is no PostgreSQL address",
    f"me:{SECRET}@db.example/claims": "begins like an address that is not read",
    f"u:{SECRET}@db.example/claims": "begins like an address that is not read",
    f"//me:{SECRET}@db.example/claims": "is an address in a form that is not read",
    f"1me:{SECRET}@db.example/claims": "is an address in a form that is not read",
    f"host=db.example password={SECRET} dbname=claims": "is an address in a form that is not read",
    f"user = me PASSWORD = {SECRET}": "is an address in a form that is not read",
    f"{SECRET}\n/data/s.sqlite": "a character in it that cannot be printed",
    "/" + "x" * 5000: "is no path that this machine can have: File name too long",
    "/tmp/" + "x/" * 2500: "is no path that this machine can have: File name too long",
    "~nosuchuser/x": "begins with ~, and there is no such home directory",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_neither_is_refused_in_one_sentence_and_makes_nothing(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMBOARD_STORE", text)
    with pytest.raises(StoreError) as caught:
        open_store()
    said = str(caught.value)
    assert said.startswith("CLAIMBOARD_STORE ") and REFUSED[text] in said
    assert "\n" not in said and len(said) < 300 and SECRET not in said + caught.value.public
    assert checks.store().says == said
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_refuses_an_address_in_one_line(tmp_path: Path):
    for command in ("claims", "series", "status", "refresh", "run"):
        ended = claimboard(command, CLAIMBOARD_STORE=f"postgresql:me:{SECRET}@db.example/claims", cwd=tmp_path)
        assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
        assert "is no PostgreSQL address" in ended.stderr and SECRET not in ended.stderr
    assert list(tmp_path.iterdir()) == []


def claimboard(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command line in a bare environment."""
    return subprocess.run(
        [sys.executable, "-c", "from dashboard.cli.main import main; main()", *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | environment,
        cwd=cwd,
        capture_output=True,
        text=True,
    )


def test_a_store_on_a_path_with_spaces_is_made_where_it_was_said(tmp_path: Path):
    place = tmp_path / "my figures #1 & 50%?" / "a store.sqlite"
    assert len(open_store(str(place)).spans(["GDP"])) == 1
    assert place.is_file() and [path.name for path in tmp_path.iterdir()] == ["my figures #1 & 50%?"]


def test_without_a_home_directory_the_variable_is_named(monkeypatch: pytest.MonkeyPatch):
    def homeless() -> list[str]:
        for name in ("HOME", "XDG_DATA_HOME", "CLAIMBOARD_STORE"):
            os.environ.pop(name, None)
        said = [checks.store().says]
        for task in (default_place, open_store):
            try:
                said.append(f"made {task()}")
            except StoreError as error:
                said.append(str(error))
        return said

    wanted = "there is no home directory to keep the store in; set CLAIMBOARD_STORE to a path"
    assert as_nobody_known(homeless) == [wanted] * 3


def as_nobody_known(task: Callable[[], list[str]]) -> list[str]:
    """What a task says where the user has no entry in the table of users."""
    import platformdirs  # noqa: F401  # the child may not read the folder of this user's packages

    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("becoming a user without an entry takes root")
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setuid(54321)
            os.write(writer, "\n".join(task()).encode())
        except BaseException as error:
            os.write(writer, repr(error).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said.split("\n")
