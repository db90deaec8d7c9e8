"""The store in a file: what cannot be used, written or read is one sentence, and every byte of it stays."""

import os
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from indicators.catalogue import catalogue
from indicators.store.sqlite import Sqlite
from indicators.store.store import Store, StoreError, connect, open_store
from tests.conftest import figure_folder, killed, python, small_store
from tests.patience import LONG
from tests.store.test_store import FOREVER, blocks_of
from tests.store.test_together import WRITER, whole

# made at once


def test_connections_that_make_a_new_store_at_once_all_succeed(tmp_path: Path):
    problems: list[BaseException] = []

    def make(path: Path, start: threading.Barrier) -> None:
        start.wait()
        try:
            connect(path).database.prepare()
        except BaseException as error:
            problems.append(error)

    for n in range(20):
        start = threading.Barrier(6)
        makers = [threading.Thread(target=make, args=(tmp_path / f"{n}.sqlite", start)) for _ in range(6)]
        for maker in makers:
            maker.start()
        for maker in makers:
            maker.join()
    assert problems == []


def test_making_a_store_waits_for_another_that_is_being_made(tmp_path: Path):
    path = tmp_path / "store.sqlite"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.2, lambda: other.execute("ROLLBACK")).start()
    connect(path).database.prepare()
    assert connect(path).revision() == 0
    other.close()


# read together


def test_readings_together_open_the_file_once_and_other_threads_open_it_for_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    store, opened = small_store(tmp_path, X=(("2026-01-01", {"2025-01-01": 1.0}),)), []
    open_file = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **known: opened.append(1) or open_file(*args, **known))
    with store.together():
        assert len(store.vintages(["X"])["X"]) == len(store.states({"X": FOREVER})["X"]) == 1
        assert len(opened) == 1
        other = threading.Thread(target=store.revision)
        other.start()
        other.join()
        assert len(opened) == 2
    store.revision()
    assert len(opened) == 3


def test_what_another_process_writes_meanwhile_is_seen_by_readings_together(tmp_path: Path):
    store = small_store(tmp_path, X=(("2026-01-01", {"2025-01-01": 1.0}),))
    with store.together():
        revision = store.revision()
        connect(store.name).add("Y", 10, [(1, 1.0)], "test")
        assert store.revision() == revision + 1
        assert store.states({"Y": FOREVER})["Y"] == [(1, 1.0)]


# what cannot be used


def refused(path: Path, words: str) -> None:
    """Opening says why in one sentence that names the file, and leaves every byte of it."""
    before = path.read_bytes()
    with pytest.raises(StoreError, match=words) as caught:
        opened = open_store(path)
        opened.states(dict.fromkeys(catalogue.series(), FOREVER))
    sentence = str(caught.value)
    assert str(path) in sentence and "\n" not in sentence
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir() if p.name.endswith("-journal")] == []


@pytest.mark.parametrize("content", [b"not a database, " * 500, b"notes\n", b"\0" * 4096, b"SQLite format 3\0" * 99])
def test_a_file_that_is_no_database_is_refused_untouched(tmp_path: Path, content: bytes):
    path = tmp_path / "store.sqlite"
    path.write_bytes(content)
    refused(path, "is damaged|another program")


def test_an_empty_file_is_a_new_store(tmp_path: Path):
    (tmp_path / "store.sqlite").touch()
    assert small_store(tmp_path, X=(("2026-01-01", {"2025-01-01": 1.0}),)).spans(["X"])


@pytest.mark.parametrize("damage", ["header", "pages", "truncated"])
def test_a_damaged_store_is_refused_untouched(store: Store, tmp_path: Path, damage: str):
    content = bytearray(Path(store.name).read_bytes())
    if damage == "header":
        content[:100] = b"\xff" * 100
    elif damage == "pages":
        content[8 * 4096 :] = b"\xff" * (len(content) - 8 * 4096)
    else:
        del content[len(content) // 2 :]
    path = tmp_path / "store.sqlite"
    path.write_bytes(content)
    refused(path, r"is damaged: .*nothing was changed")


def test_damage_is_found_by_looking(store: Store, tmp_path: Path):
    assert store.damage() == ""
    content = bytearray(Path(store.name).read_bytes())
    content[-20 * 4096 :] = b"\xff" * (20 * 4096)
    (tmp_path / "store.sqlite").write_bytes(content)
    try:
        assert connect(tmp_path / "store.sqlite").damage()
    except StoreError as error:
        assert "is damaged" in str(error)


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_a_database_of_another_program_is_refused_untouched(tmp_path: Path, journal: str):
    path = tmp_path / "store.sqlite"
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA journal_mode = {journal}")
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.commit()
    other.close()
    refused(path, "is a database of another program; nothing was written to it")


def test_a_store_of_a_newer_version_is_refused_untouched(tmp_path: Path):
    store = small_store(tmp_path)
    with sqlite3.connect(store.name) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    refused(Path(store.name), r"newer Claimboard \(version 99, this one reads up to 4\)")


def test_a_folder_where_the_store_belongs_is_one_sentence(tmp_path: Path):
    with pytest.raises(StoreError, match="cannot be opened") as caught:
        open_store(tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_a_file_where_its_folder_belongs_is_one_sentence(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot make the folder of the store"):
        open_store(tmp_path / "file" / "store.sqlite")


# no space


class Cramped(Sqlite):
    """A file on a disk that has no page left."""

    def _connect(self, mode: str) -> sqlite3.Connection:
        connection = super()._connect(mode)
        connection.execute("PRAGMA max_page_count = 1")  # SQLite takes it as: no more than now
        return connection


MUCH = [(day, 1.0) for day in range(50_000)]


def test_a_full_disk_is_one_sentence_and_what_was_in_the_store_is_untouched(tmp_path: Path):
    store = small_store(tmp_path, X=(("2026-01-01", {"2025-01-01": 1.0}),))
    revision = store.revision()
    with pytest.raises(StoreError, match="the disk is full: nothing was written to the store") as caught:
        Store(Cramped(Path(store.name))).add("Y", 10, MUCH, "test")
    assert str(store.name) in str(caught.value)
    assert store.damage() == ""
    assert store.revision() == revision
    assert set(store.spans(["X", "Y"])) == {"X"}


LIMITED = """
import resource, sys
from pathlib import Path
from indicators.store.sqlite import Sqlite
from indicators.store.store import StoreError, open_store
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    open_store(Path(sys.argv[1]))
except StoreError as error:
    print(error)
"""


def test_a_first_opening_that_runs_out_of_space_can_be_repeated(tmp_path: Path):
    path = tmp_path / "store.sqlite"
    out, errors = python(LIMITED, path).communicate(timeout=LONG)
    assert errors == ""
    assert str(path) in out and out.count("\n") == 1
    assert len(open_store(path).vintages(["PAYEMS"])["PAYEMS"]) == len(blocks_of("PAYEMS"))


# no right to write


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that any user may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        Path(folder).chmod(0o755)


def without_rights(folder: Path, task: Callable[[], str]) -> str:
    """What `task` says when it may only read what is in `folder`; a task that fails says how."""
    for path in folder.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    folder.chmod(0o555)
    if os.geteuid() != 0:
        return _said(task)
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.setuid(65534)  # root may write anywhere: become nobody
        os.write(writer, _said(task).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said


def _said(task: Callable[[], str]) -> str:
    try:
        return task()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


ONE = {"X": (("2026-01-01", {"2025-01-01": 1.5}),)}


def test_a_store_that_may_only_be_read_is_read(public: Path):
    path = Path(small_store(public, **ONE).name)
    answer = without_rights(public, lambda: str(open_store(path, public / "figures").states({"X": FOREVER})))
    assert answer == str({"X": [(date(2025, 1, 1).toordinal(), 1.5)]})


def test_a_store_that_may_only_be_read_is_read_when_newer_figures_ship(public: Path):
    path = Path(small_store(public, **ONE).name)
    newer = figure_folder(public / "newer", X=(("2026-02-01", {"2025-01-01": 9.0}),))
    answer = without_rights(public, lambda: str(open_store(path, newer).states({"X": FOREVER})))
    assert answer == str({"X": [(date(2025, 1, 1).toordinal(), 1.5)]})


def test_writing_where_only_reading_is_allowed_is_one_sentence(public: Path):
    path = Path(small_store(public, **ONE).name)

    def write() -> str:
        open_store(path, public / "figures").add("X", 10, [(1, 1.0)], "test")
        return "written"

    said = without_rights(public, write)
    assert (
        said == f"Unwritable: the store {path} cannot be opened for writing; set CLAIMBOARD_STORE to a place that can"
    )


def test_a_new_store_where_nothing_may_be_written_is_one_sentence(public: Path):
    figures = figure_folder(public / "figures", **ONE)
    for path in (public / "store.sqlite", public / "folder" / "store.sqlite"):
        said = without_rights(public, lambda path=path: str(open_store(path, figures)))
        assert said.startswith("Unwritable: ") and str(path) in said and "\n" not in said
        assert not path.exists()


HOLDER = (
    """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1])  # while one connection is open, what is written stays in the log
held.execute("SELECT * FROM series").fetchall()
"""
    + WRITER
)


def left_by_a_killed_writer(folder: Path) -> tuple[Path, int]:
    """A store whose newest writes are still in its log, and the last that was acknowledged."""
    path = Path(small_store(folder).name)
    acknowledged = killed(python(HOLDER, path, 1, 10_000), 3)
    assert path.with_name("store.sqlite-wal").stat().st_size > 0
    return path, acknowledged


def test_what_a_killed_writer_left_in_the_log_is_seen_where_only_reading_is_allowed(public: Path):
    path, acknowledged = left_by_a_killed_writer(public)
    answer = without_rights(public, lambda: str(whole(open_store(path, public / "figures"))))
    assert int(answer) in (acknowledged, acknowledged + 1)


def test_a_log_that_cannot_be_read_is_refused_and_never_left_out(public: Path):
    path, acknowledged = left_by_a_killed_writer(public)
    path.with_name("store.sqlite-shm").unlink()
    answer = without_rights(public, lambda: str(whole(open_store(path, public / "figures"))))
    assert answer.startswith(("StoreError", "Unwritable")) or int(answer) >= acknowledged


def test_a_log_that_holds_no_write_yet_does_not_keep_a_reader_waiting(public: Path):
    path, _ = left_by_a_killed_writer(public)
    log = path.with_name("store.sqlite-wal")
    log.write_bytes(log.read_bytes()[:32])  # killed between the head of the log and its first page
    started = time.monotonic()
    assert without_rights(public, lambda: str(open_store(path, public / "figures").spans(["X"]))) == "{}"
    assert time.monotonic() - started < 15, "SQLite itself would try for ten seconds, twice"
