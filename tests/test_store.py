"""The store: nothing is lost, nothing is torn, the past can be read back, and every refusal is one sentence."""

import csv
import os
import random
import sqlite3
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.data import catalogue
from indicators.data.figures import FigureError, changes
from indicators.data.sqlite import Sqlite
from indicators.data.store import Store, StoreError, connect, default_place, end_of, open_store, start_of
from tests.conftest import figure_folder, python, small_store

FOREVER = 10**12
State = list[tuple[int, float]]

# what ships


@cache
def blocks_of(id: str) -> list[tuple[str, dict[int, float | None]]]:
    """The vintages of a shipped file, read here from its text and by nothing that is tested."""
    found: list[tuple[str, dict[int, float | None]]] = []
    with (catalogue.FIGURES / f"{id}.csv").open(encoding="utf-8") as file:
        for first, second in list(csv.reader(file))[1:]:
            if first == "vintage":
                found.append((second, {}))
            else:
                found[-1][1][date.fromisoformat(first).toordinal()] = float(second) if second else None
    return found


def replayed(id: str, day: str) -> State:
    state: dict[int, float | None] = {}
    for known, rows in blocks_of(id):
        if known <= day:
            state.update(rows)
    return sorted((d, value) for d, value in state.items() if value is not None)


def test_the_first_opening_brings_in_every_figure_that_ships(store: Store):
    ids = sorted(path.stem for path in catalogue.FIGURES.glob("*.csv"))
    assert len(ids) > 200
    states = store.states(dict.fromkeys(ids, FOREVER))
    held = store.vintages(ids)
    for id in ids:
        assert states[id] == replayed(id, "9999"), id
        assert [str(known.day) for known in held[id]] == [day for day, _ in blocks_of(id)], id
        assert {known.source for known in held[id]} == {"shipped"}, id


def test_opening_again_brings_in_nothing(store: Store):
    before = Path(store.name).read_bytes(), store.revision()
    again = open_store(store.name)
    assert (Path(again.name).read_bytes(), again.revision()) == before
    assert not again.import_figures(catalogue.FIGURES)


@pytest.mark.parametrize("id", ["GDP", "PAYEMS", "PCEPILFE"])
def test_the_state_of_every_vintage_day_is_exactly_that_vintage(store: Store, id: str):
    for day, _ in blocks_of(id):
        assert store.states({id: end_of(date.fromisoformat(day))})[id] == replayed(id, day), day
        eve = date.fromisoformat(day) - timedelta(days=1)
        assert store.states({id: start_of(date.fromisoformat(day)) - 1})[id] == replayed(id, str(eve)), day


@pytest.mark.parametrize("id", ["GDP", "PAYEMS", "PCEPILFE"])
def test_what_was_known_at_publication_is_the_vintage_of_then_and_not_of_now(store: Store, id: str):
    then = store.states({id: end_of(date(2025, 12, 1))})[id]
    assert then == replayed(id, "2025-12-01") != replayed(id, "9999")


def test_spans_count_what_is_known_now(store: Store):
    ids = ["GDP", "PAYEMS", "NFCI", "VIXCLS"]
    spans = store.spans(ids)
    for id in ids:
        rows = replayed(id, "9999")
        assert spans[id] == (rows[0][0], rows[-1][0], len(rows))


# adding


def dated(state: State) -> dict[int, float]:
    return dict(state)


def test_a_withdrawn_observation_vanishes_and_the_past_still_has_it(tmp_path: Path):
    store = small_store(tmp_path)
    store.add("X", 10, [(1, 1.0), (2, 2.0), (3, 3.0)], "test")
    store.add("X", 20, [(2, None), (3, None)], "test")
    assert store.states({"X": 19})["X"] == [(1, 1.0), (2, 2.0), (3, 3.0)]
    assert store.states({"X": 20})["X"] == [(1, 1.0)]
    assert store.spans(["X"]) == {"X": (1, 1, 1)}


def test_a_series_of_which_all_is_withdrawn_has_no_span(tmp_path: Path):
    store = small_store(tmp_path)
    store.add("X", 10, [(1, 1.0)], "test")
    store.add("X", 20, [(1, None)], "test")
    assert store.spans(["X", "UNKNOWN"]) == {}
    assert store.states({"X": 30, "UNKNOWN": 30}) == {"X": [], "UNKNOWN": []}


def test_every_write_makes_the_revision_grow(tmp_path: Path):
    store = small_store(tmp_path)
    seen = [store.revision()]
    for at in (20, 10, 30):
        store.add("X", at, [(1, float(at))], "test")
        seen.append(store.revision())
    assert seen == sorted(set(seen))


FIRST, LAST = 0, 7
#: Whole vintages: each speaks for the same span, and may lack anything inside it.
WHOLE = st.dictionaries(st.integers(FIRST + 1, LAST - 1), st.sampled_from([1.0, 2.0, 3.0])).map(
    lambda inner: {FIRST: 1.0, **inner, LAST: 1.0}
)
MOMENTS = st.lists(st.integers(1, 99), min_size=2, max_size=6, unique=True)


@settings(max_examples=60)
@given(st.data())
def test_vintages_may_come_in_any_order(data: st.DataObject):
    """Full replay is the model: the state at each moment is the last vintage published by then."""
    moments = data.draw(MOMENTS)
    published = {at: data.draw(WHOLE) for at in moments}
    with tempfile.TemporaryDirectory() as folder:
        store = small_store(Path(folder))
        for at in moments:
            before = dated(store.states({"X": at - 1})["X"])
            store.add("X", at, changes(before, published[at]), "test")
        for moment in range(100):
            known = [at for at in moments if at <= moment]
            expected = published[max(known)] if known else {}
            assert dated(store.states({"X": moment})["X"]) == expected, moment
        assert [known.at for known in store.vintages(["X"])["X"]] == sorted(moments)


ROWS = st.dictionaries(st.integers(0, 4), st.none() | st.sampled_from([1.0, 2.0]), min_size=1)


@settings(max_examples=60)
@given(MOMENTS, st.lists(ROWS, min_size=6, max_size=6))
def test_an_older_vintage_leaves_every_later_state_as_it_was(moments: list[int], rows: list[dict]):
    with tempfile.TemporaryDirectory() as folder:
        store = small_store(Path(folder))
        done: list[int] = []
        for at, changed in zip(moments, rows, strict=False):
            later = [m for m in done if m > at]
            kept = [store.states({"X": m}) for m in later]
            before = dated(store.states({"X": at})["X"])
            store.add("X", at, list(changed.items()), "test")
            assert [store.states({"X": m}) for m in later] == kept
            expected = {day: value for day, value in (before | changed).items() if value is not None}
            assert dated(store.states({"X": at})["X"]) == expected
            done.append(at)


def test_figures_that_grew_by_a_vintage_bring_in_just_that(tmp_path: Path):
    store = small_store(tmp_path, X=(("2026-01-01", {"2025-01-01": 1.0}),))
    grown = figure_folder(
        tmp_path / "grown",
        X=(
            ("2025-12-01", {"2024-12-01": 8.0, "2025-01-01": 9.0}),
            ("2026-01-01", {"2024-12-01": None, "2025-01-01": 1.0}),
            ("2026-02-01", {"2025-02-01": 2.0}),
        ),
    )
    open_store(store.name, grown)
    days = [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert [known.day for known in store.vintages(["X"])["X"]] == days
    values = [[value for _, value in store.states({"X": end_of(day)})["X"]] for day in days]
    assert values == [[8.0, 9.0], [1.0], [1.0, 2.0]]


def test_a_vintage_that_is_held_is_not_brought_in_again(tmp_path: Path):
    store = small_store(tmp_path, X=(("2026-01-01", {"2025-01-01": 1.0}),))
    amended = figure_folder(tmp_path / "amended", X=(("2026-01-01", {"2025-01-01": 9.0, "2025-02-01": 9.0}),))
    before = store.states({"X": FOREVER})
    open_store(store.name, amended)
    assert store.states({"X": FOREVER}) == before


def test_a_figure_that_cannot_be_read_leaves_the_store_as_it_was(tmp_path: Path):
    store = small_store(tmp_path, A=(("2026-01-01", {"2025-01-01": 1.0}),))
    before, bytes_before = store.revision(), Path(store.name).read_bytes()
    bad = figure_folder(tmp_path / "bad", A=(("2026-02-01", {"2025-01-01": 2.0}),))
    (bad / "B.csv").write_text("date,value\nvintage,2026-01-01\n2025-01-01,n/a\n")
    with pytest.raises((FigureError, StoreError), match="n/a"):
        open_store(store.name, bad)
    assert Path(store.name).read_bytes() == bytes_before
    assert store.revision() == before
    assert len(store.vintages(["A"])["A"]) == 1


def test_adding_that_fails_in_the_middle_adds_nothing(tmp_path: Path):
    store = small_store(tmp_path)

    def rows() -> Iterator[tuple[int, float]]:
        yield (1, 1.0)
        raise RuntimeError("the line went dead")

    with pytest.raises(RuntimeError, match="the line went dead"):
        store.add("X", 10, rows(), "test")
    assert store.vintages(["X"]) == {"X": []}
    assert store.states({"X": 99}) == {"X": []}


# at once

WRITER = """
import sys
from pathlib import Path
from indicators.data.sqlite import Sqlite
from indicators.data.store import connect
store, first, count = connect(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
for n in range(first, first + count):
    store.add("X", n, [(day, float(n)) for day in range(300)], "test")
    print(n, flush=True)
"""


def whole(store: Store) -> int:
    """The newest vintage, after making sure that all of its 300 rows are there and of one write."""
    rows = store.states({"X": FOREVER})["X"]
    assert len(rows) in (0, 300)
    assert len({value for _, value in rows}) <= 1
    return int(rows[0][1]) if rows else 0


def test_readers_see_whole_writes_and_no_error_while_another_process_writes(tmp_path: Path):
    store = small_store(tmp_path)
    problems: list[BaseException] = []
    seen: list[int] = []
    writer = python(WRITER, store.name, 1, 80)

    def read() -> None:
        try:
            while writer.poll() is None:
                seen.append(whole(store))
        except BaseException as error:
            problems.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    _, errors = writer.communicate(timeout=60)
    for reader in readers:
        reader.join()
    assert (writer.returncode, errors, problems) == (0, "", [])
    assert whole(store) == 80
    assert len(set(seen)) > 2, "the readers read while it was written"


def test_writers_at_once_wait_for_each_other(tmp_path: Path):
    store = small_store(tmp_path)
    writers = [python(WRITER, store.name, first, 20) for first in (1_000, 2_000)]
    assert [writer.communicate(timeout=60)[1] for writer in writers] == ["", ""]
    assert len(store.vintages(["X"])["X"]) == 40
    assert whole(store) == 2_019


def killed(writer: subprocess.Popen[str], lines: int) -> int:
    """Kill a writer once it has acknowledged so many writes; the last one that it acknowledged."""
    with writer:
        assert writer.stdout
        said = [writer.stdout.readline() for _ in range(lines)]
        writer.kill()
        return int((said + writer.stdout.readlines())[-1])


def test_a_killed_writer_loses_nothing_it_had_acknowledged(tmp_path: Path):
    store = small_store(tmp_path)
    chance = random.Random(1)
    acknowledged = 0
    for _ in range(10):
        acknowledged = killed(python(WRITER, store.name, acknowledged + 2, 10_000), chance.randint(1, 30))
        assert store.damage() == ""
        assert whole(store) in (acknowledged, acknowledged + 1), "one more may be in that was not said yet"
        assert acknowledged in {known.at for known in store.vintages(["X"])["X"]}


OPENER = """
import sys
from pathlib import Path
from indicators.data.sqlite import Sqlite
from indicators.data.store import open_store
print(len(open_store(Path(sys.argv[1])).spans(["GDP", "PAYEMS", "WTREGEN"])))
"""


def test_processes_that_open_a_new_store_at_once_all_succeed(tmp_path: Path):
    path = tmp_path / "new" / "store.sqlite"
    openers = [python(OPENER, path) for _ in range(3)]
    assert [opener.communicate(timeout=60) for opener in openers] == [("3\n", "")] * 3
    assert len(open_store(path).vintages(["PAYEMS"])["PAYEMS"]) == len(blocks_of("PAYEMS"))


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
    refused(path, "is damaged .*nothing was changed")


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
    refused(Path(store.name), r"newer Claimboard \(version 99, this one reads up to 2\)")


def test_a_database_that_is_not_spoken_to_is_one_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_STORE", "mysql://me:secret@db.example/claims")
    with pytest.raises(StoreError, match="CLAIMBOARD_STORE names a mysql database") as caught:
        open_store()
    assert "secret" not in str(caught.value)


def test_the_place_of_the_store_is_the_one_chosen_or_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("CLAIMBOARD_STORE", f" {tmp_path}/mine.sqlite ")
    assert default_place() == tmp_path / "mine.sqlite"
    monkeypatch.setenv("CLAIMBOARD_STORE", "~/mine.sqlite")
    assert default_place() == Path.home() / "mine.sqlite"
    monkeypatch.delenv("CLAIMBOARD_STORE")
    assert default_place().name == "claimboard.sqlite"


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

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        with super().reading() as connection:
            connection.execute("PRAGMA max_page_count = 1")  # SQLite takes it as: no more than now
            yield connection


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
from indicators.data.sqlite import Sqlite
from indicators.data.store import StoreError, open_store
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    open_store(Path(sys.argv[1]))
except StoreError as error:
    print(error)
"""


def test_a_first_opening_that_runs_out_of_space_can_be_repeated(tmp_path: Path):
    path = tmp_path / "store.sqlite"
    out, errors = python(LIMITED, path).communicate(timeout=60)
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


# days


def test_a_day_begins_and_ends_in_utc():
    day = date(2025, 12, 1)
    assert datetime.fromtimestamp(start_of(day), UTC) == datetime(2025, 12, 1, tzinfo=UTC)
    assert datetime.fromtimestamp(end_of(day), UTC) == datetime(2025, 12, 1, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_first_and_the_last_day_there_is_can_be_asked_for(day: date):
    assert start_of(day) < end_of(day)
