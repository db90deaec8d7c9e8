"""A file that is replaced: whole, or as it was."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli import main
from indicators.runtime.files import write_whole
from indicators.store.store import Store


def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes the first bytes of a file and no more."""

    def write(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:100])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", write)


def test_a_full_disk_leaves_the_file_that_was_there_and_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "note.html"
    path.write_bytes(b"the old one" * 1000)
    full(monkeypatch)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"the new one" * 1000)
    assert path.read_bytes() == b"the old one" * 1000
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_that_does_not_fit_is_not_there_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    full(monkeypatch)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "note.html", b"x" * 1000)
    assert not list(tmp_path.iterdir())


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path):
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    write_whole(link, b"new")
    assert link.is_symlink() and file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="no /dev/stdout here")
def test_what_is_no_plain_file_is_written_to_as_it_is():
    code = "from pathlib import Path; from indicators.runtime.files import write_whole; write_whole(Path('/dev/stdout'), b'all')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout == b"all"


def test_a_note_that_does_not_fit_leaves_the_one_before_and_names_the_file_that_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: Store
):
    monkeypatch.setenv("CLAIMBOARD_STORE", store.name)
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    note, data = tmp_path / "note.html", tmp_path / "figures.zip"
    note.write_bytes(b"a good note")
    full(monkeypatch)
    arguments = ["note", "vix-ratio", "--out", str(note)]
    result = CliRunner().invoke(main.app, arguments)
    assert result.exit_code == 2 and f"cannot write to {note}: No space left" in result.stderr
    assert note.read_bytes() == b"a good note"
    monkeypatch.undo()
    monkeypatch.setenv("CLAIMBOARD_STORE", store.name)
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    (tmp_path / "file").write_text("in the way")
    elsewhere = tmp_path / "file" / data.name
    result = CliRunner().invoke(main.app, [*arguments, "--data", str(elsewhere)])
    assert result.exit_code == 2 and f"cannot write to {elsewhere}" in result.stderr
    assert b"<!doctype html>" in note.read_bytes()
