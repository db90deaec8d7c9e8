"""The disk under a store: full, gone, a network drive. Reading goes on where it can, and the rest is one sentence."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory

import pytest

from dashboard.cli import checks
from indicators.store import disk
from indicators.store.store import Store, StoreError, connect, open_store
from tests.conftest import ROOT, figure_folder, small_store
from tests.programs import needs
from tests.store.test_place import as_nobody_known
from tests.store.test_store import FOREVER
from tests.views.running import Open, fresh, opened, visit

pytestmark = pytest.mark.served

__all__ = ["Open", "fresh", "visit"]  # fixtures

ONE = {"X": (("2026-01-01", {"2025-01-01": 1.5}),)}
HELD = {"X": [(739252, 1.5)]}


@pytest.fixture
def full(store: Store) -> Iterator[Path]:
    """The figures that ship, on a disk that has no room left."""
    with TemporaryDirectory() as name:
        mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", name]
        if os.name != "posix" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
            pytest.skip("to make a small disk takes root, and the right to mount")
        try:
            path = Path(name) / "store.sqlite"
            shutil.copy(store.name, path)
            fill(Path(name) / "filler")
            yield path
        finally:
            subprocess.run(["umount", "--lazy", name], check=True)


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        while True:
            try:
                file.write(b"\0" * 4096)
            except OSError:
                return


FULL = "the disk is full: what is in the store is read as it is, and nothing can be written"


def test_a_store_on_a_full_disk_is_read_and_writing_to_it_is_one_sentence(full: Path, store: Store):
    crammed = open_store(full)
    ids = dict.fromkeys(("GDP", "PAYEMS", "VIXCLS"), FOREVER)
    assert crammed.states(ids) == store.states(ids)
    assert crammed.trouble() == FULL
    before = crammed.revision()
    for write in (
        lambda: crammed.publish("GDP", 10**10, [(1, 2.0)], "test", False),
        lambda: crammed.refreshing().__enter__(),
    ):
        with pytest.raises(StoreError, match="the disk is full: nothing was written to the store") as caught:
            write()
        assert "\n" not in str(caught.value) and str(full) not in caught.value.public
    assert (crammed.revision(), crammed.damage()) == (before, "")


def test_newer_figures_that_ship_do_not_keep_a_full_disk_from_being_read(full: Path, tmp_path: Path):
    newer = figure_folder(tmp_path / "newer", X=(("2026-02-01", {"2025-01-01": 9.0}),))
    assert open_store(full, newer).spans(["GDP", "X"]).keys() == {"GDP"}


def test_a_full_disk_is_said_by_every_command(full: Path):
    claims = claimboard(full, "claims", "capex-dependence", "--json")
    assert json.loads(claims.stdout)[0]["status"] == "supported"
    assert FULL in claimboard(full, "status").stdout
    assert json.loads(claimboard(full, "status", "--json").stdout)["trouble"] == FULL
    assert FULL in claimboard(full, "doctor", status=1).stdout
    refresh = claimboard(full, "refresh", "--only", "VIXCLS", status=2)
    assert refresh.stderr.count("\n") == 1 and "the disk is full: nothing was written" in refresh.stderr


def claimboard(place: Path, *arguments: str, status: int = 0) -> subprocess.CompletedProcess[str]:
    ended = subprocess.run(
        [sys.executable, "-c", "from dashboard.cli.main import main; main()", *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT), "CLAIMBOARD_STORE": str(place)},
        capture_output=True,
        text=True,
    )
    assert ended.returncode == status and "Traceback" not in ended.stderr, ended.stderr
    return ended


def test_a_full_disk_is_said_on_the_data_page(full: Path, fresh: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_STORE", str(full))
    page = opened("data")
    assert not page.exception
    assert [one.value for one in page.warning if "disk" in one.value] == [
        "The disk is full: the figures are read as they are, and a refresh can write nothing."
    ]


# gone


def test_reading_makes_no_file(tmp_path: Path):
    with pytest.raises(StoreError, match=r"there is no store at .*; start again, and it is rebuilt"):
        connect(tmp_path / "none.sqlite").revision()
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_deleted_under_its_readers_is_one_sentence_until_it_is_there_again(tmp_path: Path):
    store = small_store(tmp_path, **ONE)
    for path in tmp_path.glob("store.sqlite*"):
        path.unlink()
    for ask in (store.revision, lambda: store.publish("X", 10**10, [(1, 1.0)], "test", False)):
        with pytest.raises(StoreError, match=r"there is no store at|cannot be opened") as caught:
            ask()
        assert "\n" not in str(caught.value) and str(tmp_path) not in caught.value.public
    assert list(tmp_path.glob("store.sqlite*")) == []
    small_store(tmp_path, **ONE)
    assert store.states({"X": FOREVER}) == HELD


def test_a_store_that_is_deleted_under_a_running_server_is_a_sentence_on_the_page(
    tmp_path: Path, store: Store, fresh: None, monkeypatch: pytest.MonkeyPatch
):
    copy = tmp_path / "copy.sqlite"
    shutil.copy(store.name, copy)
    monkeypatch.setenv("CLAIMBOARD_STORE", str(copy))
    page = opened("board")
    for path in tmp_path.glob("copy.sqlite*"):
        path.unlink()
    page.run()
    assert not page.exception
    assert [one.value for one in page.error] == ["The store of figures cannot be used at the moment."]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_entered_is_one_sentence(tmp_path: Path):
    path = Path(small_store(tmp_path, **ONE).name)
    tmp_path.chmod(0o700)

    def ask() -> list[str]:
        said = []
        for task in (lambda: open_store(path), lambda: connect(path).revision()):
            try:
                said.append(f"read {task()}")
            except StoreError as error:
                said.append(str(error))
        return said

    opening, reading = as_nobody_known(ask)
    assert opening.startswith("cannot make the folder of the store") or "cannot be opened for writing" in opening
    assert "there is no store at" in reading


# network drives


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/my data/s #1?.sqlite"), "file:///my%20data/s%20%231%3F.sqlite"),
        (PureWindowsPath(r"C:\my data\s.sqlite"), "file:///C:/my%20data/s.sqlite"),
        (PureWindowsPath(r"\\server\share\s.sqlite"), "file:////server/share/s.sqlite"),
    ],
)
def test_the_address_of_a_file_has_no_host(path: PurePosixPath | PureWindowsPath, uri: str):
    assert disk.uri(path) == uri


USE = """
import sys
from pathlib import Path
from indicators.store.store import StoreError, open_store
try:
    store = open_store(sys.argv[1], Path(sys.argv[2]))
    print(store.states({"X": 10**12})["X"])
    store.publish("X", 10**10, [(1, 2.0)], "test", False)
    print(store.states({"X": 10**12})["X"])
except StoreError as error:
    print(error)
"""


def strained(store: Path, figures: Path, call: str, fault: str, where: str) -> str:
    """What using a store comes to where a call of the system on one of its files fails."""
    ended = subprocess.run(
        [
            *("strace", "-f", "-o", "/dev/null", "-P", where, "-e", f"inject={call}:error={fault}"),
            *(sys.executable, "-c", USE, store, figures),
        ],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=250,
    )
    if "ptrace" in ended.stderr:
        pytest.skip(f"strace may not trace here: {ended.stderr.splitlines()[0]}")
    assert ended.stderr == ""
    return ended.stdout


@needs("strace")
@pytest.mark.parametrize("is_made", [False, True])
def test_a_network_drive_without_shared_memory_holds_a_store_all_the_same(tmp_path: Path, is_made: bool):
    figures, path = figure_folder(tmp_path / "figures", **ONE), tmp_path / "store.sqlite"
    if is_made:
        open_store(path, figures)
    said = strained(path, figures, "mmap", "ENODEV", f"{path}-shm")
    assert said == "[(739252, 1.5)]\n[(1, 2.0), (739252, 1.5)]\n"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert open_store(path, figures).damage() == ""


@needs("strace")
def test_a_network_drive_without_locks_is_named_as_such(tmp_path: Path):
    figures, path = figure_folder(tmp_path / "figures", **ONE), tmp_path / "store.sqlite"
    open_store(path, figures)
    said = strained(path, figures, "fcntl", "ENOLCK", str(path))
    assert said.count("\n") == 1
    assert f"the file system of the store {path} cannot hold it" in said
    assert "put it on a local disk or use PostgreSQL" in said


def test_a_journal_that_a_killed_writer_left_is_rolled_back_by_the_next_reader(tmp_path: Path):
    path = Path(small_store(tmp_path, **ONE).name)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute("UPDATE observation SET value = 9.0")
        connection.executemany("INSERT INTO meta VALUES (?, ?)", [(f"k{n}", "x" * 500) for n in range(200)])
        left = {name: (tmp_path / name).read_bytes() for name in ("store.sqlite", "store.sqlite-journal")}
    torn = tmp_path / "torn"
    torn.mkdir()
    for name, content in left.items():
        (torn / name).write_bytes(content)
    assert connect(torn / "store.sqlite").states({"X": FOREVER}) == HELD


def test_a_lock_that_another_has_is_no_lack_of_locks(tmp_path: Path):
    path = Path(small_store(tmp_path, **ONE).name)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert disk.has_locks(path)


def test_the_doctor_says_that_a_disk_is_full(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_STORE", store.name)
    monkeypatch.setattr(disk, "is_full", lambda path: True)
    assert checks.store() == checks.Check("store", "wrong", f"{store.name}: {FULL}")
