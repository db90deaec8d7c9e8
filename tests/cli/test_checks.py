"""The doctor's checks: each names what it found, and tells missing from wrong."""

import re
import subprocess
import tomllib
from collections import namedtuple
from pathlib import Path

import pytest

from dashboard.cli import checks
from indicators.store.store import Store
from tests.conftest import ROOT

Version = namedtuple("Version", "major minor micro")


def test_every_check_answers_with_a_sentence(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_STORE", store.name)
    found = checks.everything()
    assert len({check.name for check in found}) == len(found) >= 7
    assert all(check.says and "\n" not in check.says for check in found)
    assert {check.state for check in found} <= {"fine", "missing"}


def test_a_sound_store_is_fine_and_named(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_STORE", store.name)
    assert checks.store().state == "fine"
    assert store.name in checks.store().says


def test_a_store_that_is_no_database_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "bad.sqlite").write_bytes(b"not a database at all" * 100)
    monkeypatch.setenv("CLAIMBOARD_STORE", str(tmp_path / "bad.sqlite"))
    assert checks.store().state == "wrong"


def test_a_store_with_a_torn_page_is_wrong_and_says_what_to_do(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    content = bytearray(Path(store.name).read_bytes())
    content[40_000:60_000] = b"\xff" * 20_000
    torn = tmp_path / "torn.sqlite"
    torn.write_bytes(content)
    monkeypatch.setenv("CLAIMBOARD_STORE", str(torn))
    found = checks.store()
    assert found.state == "wrong" and str(torn) in found.says and "move" in found.says


def test_an_old_python_is_wrong(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checks.sys, "version_info", Version(3, 10, 9))
    assert checks.python().state == "wrong"
    assert "3.11" in checks.python().says


def test_figures_that_are_gone_are_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("indicators.catalogue.catalogue.FIGURES", tmp_path)
    assert checks.figures().state == "wrong"


def test_fonts_that_are_gone_are_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checks, "FONTS", tmp_path)
    assert checks.fonts().state == "wrong"


def test_a_key_is_named_and_never_shown(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FRED_API_KEY", "0123456789abcdef")
    found = checks.keys()
    assert (found.state, "FRED_API_KEY" in found.says) == ("fine", True)
    assert "0123456789abcdef" not in found.says


def test_without_keys_or_browser_something_is_missing_and_nothing_wrong(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("FRED_API_KEY", raising=False)
    monkeypatch.delenv("EIA_API_KEY", raising=False)
    monkeypatch.setattr(checks.shutil, "which", lambda name: None)
    assert checks.keys().state == checks.browser().state == "missing"


def test_an_absent_streamlit_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    def absent(name: str) -> str:
        raise checks.PackageNotFoundError(name)

    monkeypatch.setattr(checks, "version", absent)
    assert checks.streamlit().state == "wrong"
    assert "pip install" in checks.streamlit().says


def test_an_absent_extra_says_how_to_get_it_with_pip_and_without(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checks, "find_spec", lambda name: None)
    found = checks.pictures()
    assert found.state == "missing" and "pip install 'claimboard[export]'" in found.says and "make run" in found.says


def test_the_set_up_to_run_brings_what_the_command_line_needs_for_pictures():
    said = subprocess.run(
        ["make", "--dry-run", "--always-make", ".venv/ready-run"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert re.search(r"uv sync .* --extra export;", said), "with uv"
    assert "--requirement requirements/run.txt" in said, "with pip"
    assert "\nkaleido==" in (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")


def test_the_citation_is_of_this_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
