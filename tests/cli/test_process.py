"""The command line as a process of its own: its streams, its exit, and what it does not load."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from indicators.store.store import Store
from tests.browser import ROOT
from tests.patience import LONG
from tests.programs import needs

MAIN = "from dashboard.cli.main import main; main()"


def process(
    *arguments: str, store: Store | None = None, by: Sequence[str] = (), code: str = MAIN, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command as a user does, or as another command (`by`) runs it."""
    return subprocess.run(
        [*by, sys.executable, "-c", code, *arguments],
        env=surroundings(store) | environment,
        capture_output=True,
        text=True,
        timeout=LONG,
        check=False,
    )


def surroundings(store: Store | None) -> dict[str, str]:
    """The environment of a process that finds this code, and a store."""
    return os.environ | {"PYTHONPATH": str(ROOT)} | ({"CLAIMBOARD_STORE": store.name} if store else {})


def loaded_by(*arguments: str, store: Store) -> set[str]:
    """The top-level modules that a command has loaded at its end."""
    code = f"""
import atexit, sys
atexit.register(lambda: print(*{{name.split('.')[0] for name in sys.modules}}, file=sys.stderr))
{MAIN}"""
    done = process(*arguments, store=store, code=code)
    assert done.returncode == 0, done.stderr
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
    done = process(*typed, store=store, code=code)
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
        env=surroundings(store),
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
