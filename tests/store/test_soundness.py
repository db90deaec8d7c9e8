"""A store that is not as it was written: the series is named, other claims stand, and no figure of it is shown."""

import json
import random
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.cli.main import app
from indicators.catalogue import catalogue, figure_pack
from indicators.judging import evaluate
from indicators.providers import SourceError
from indicators.store import meta
from indicators.store.soundness import checksum
from indicators.store.store import Attempt, Entry, Store, StoreError, connect, open_store
from tests.conftest import small_store
from tests.store.test_store import FOREVER
from tests.views.rows import series
from tests.views.running import fresh, markup, opened, visit

__all__ = ["fresh", "visit"]  # fixtures

CLAIM = "capex-dependence"
TWO = {
    "X": (("2026-01-01", {"2025-01-01": 1.5, "2025-02-01": 2.5}), ("2026-02-01", {"2025-02-01": None})),
    "Y": (("2026-01-01", {"2025-01-01": 3.5}),),
}


def edit(store: Store, statement: str) -> None:
    with closing(sqlite3.connect(store.name)) as connection, connection:
        connection.execute(statement)


# a checksum


def test_a_checksum_is_another_one_for_another_source_date_or_value_and_for_what_is_withdrawn():
    rows = [(1, 1.0), (2, None), (3, 0.0)]
    others = (
        [(1, 1.0), (2, None), (3, 5e-324)],
        [(1, 1.0), (2, 0.0), (3, 0.0)],
        [(1, 1.0), (2, 0.0), (3, None)],
        [(1, 1.0), (2, float("nan")), (3, 0.0)],
        [(1, 1.0), (2, None), (4, 0.0)],
        [(1, 1.0), (2, None)],
    )
    sums = {checksum("fred:X", other) for other in (rows, *others)} | {checksum("fred:Y", rows), checksum("fred:X", [])}
    assert len(sums) == len(others) + 3
    assert checksum("fred:X", [(3, -0.0), (2, None), (1, 1)]) == checksum("fred:X", rows)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_not_written(place: str, tmp_path: Path, value: float):
    store = small_store(tmp_path, place)
    with pytest.raises(StoreError, match="X: a value is no number in what was to be added; nothing was added"):
        store.publish("X", 10, [(1, value)], "test", True)
    assert store.vintages(["X"]) == {"X": []}


def test_what_is_written_in_any_order_is_sound(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)
    store.add("X", 20, [(3, 3.0), (1, 1.0)], "test")
    store.add("X", 10, [(2, 2.0), (1, -0.0)], "test")
    store.add("X", 20, [(4, 4.0)], "test")
    store.fill_in("X", [(date(1970, 1, 1), [(5, 5.0)])], "alfred:X")
    assert connect(place).damaged(["X"]) == {}
    assert connect(place).damage() == ""


# a series


def test_a_changed_figure_is_that_series_trouble_and_names_its_day(tmp_path: Path):
    store = small_store(tmp_path, **TWO)
    edit(store, "UPDATE observation SET value = 1.50001 WHERE value = 1.5")
    anew = connect(store.name)
    assert anew.damaged(["X", "Y"]) == {"X": "the store is damaged: vintage of 1 January 2026"}
    with pytest.raises(
        StoreError, match="X: the store is damaged: vintage of 1 January 2026; nothing was changed: move"
    ):
        anew.states({"X": FOREVER})
    with pytest.raises(StoreError, match="X: the store is damaged"):
        anew.publish("X", 10**9, [(1, 1.0)], "test", True)
    assert anew.states({"Y": FOREVER})["Y"][0][1] == 3.5
    assert anew.spans(["X", "Y"]).keys() == {"Y"}
    assert anew.damage().startswith("X: the store is damaged")
    with pytest.raises(StoreError, match="X: the store is damaged"):
        anew.require(["Y", "X"])


def test_nothing_is_added_to_a_vintage_that_is_damaged_and_it_stays_damaged(tmp_path: Path):
    store = small_store(tmp_path, **TWO)
    edit(store, "UPDATE observation SET value = 7.5 WHERE value = 1.5")
    older, held = 10, int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    for moment in (older, held):
        with pytest.raises(StoreError, match="X: the store is damaged"):
            connect(store.name).add("X", moment, [(1, 1.0)], "test")
    assert list(connect(store.name).damaged(["X"])) == ["X"]


def test_a_series_that_is_damaged_while_it_is_read_is_noticed_with_its_next_vintage(tmp_path: Path):
    store = small_store(tmp_path, **TWO)
    assert store.damaged(["X"]) == {}
    edit(store, "UPDATE observation SET value = 7.5 WHERE value = 1.5")
    connect(store.name).add("X", 2 * 10**9, [(1, 1.0)], "test")
    assert list(store.damaged(["X"])) == ["X"]


def test_a_server_of_postgresql_is_not_trusted_with_figures_either(postgres_server: str, tmp_path: Path):
    import psycopg

    from tests import postgres

    url = postgres.new_schema(postgres_server)
    small_store(tmp_path, url, **TWO)
    for statement in (
        "UPDATE observation SET value = 'NaN' WHERE value = 1.5",
        "UPDATE meta SET value = 'abc' WHERE key = 'revision'",
    ):
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(statement)
    anew = connect(url)
    assert list(anew.damaged(["X", "Y"])) == ["X"]
    with pytest.raises(StoreError, match="the store is damaged: its revision is no number"):
        anew.revision()
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("UPDATE meta SET value = 'abc' WHERE key = 'claimboard'")
        with pytest.raises(StoreError, match="is damaged: its version is 'abc'"):
            open_store(url, tmp_path)
        admin.execute("DROP TABLE vintage")
    with pytest.raises(StoreError, match=r"is damaged: .*does not exist") as caught:
        anew.vintages(["X"])
    assert "\n" not in str(caught.value)


# what people and programs do to a file


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of what one claim is judged from, with an attempt and a line of the ledger."""
    folder = tmp_path_factory.mktemp("sample")
    (folder / "figures").mkdir()
    for id in catalogue.find_claim(CLAIM).series:
        shutil.copy(catalogue.FIGURES / f"{id}.csv", folder / "figures")
    store = open_store(folder / "store.sqlite", folder / "figures")
    with store.database.writing() as connection:  # as if all that ships were in
        shipped = figure_pack.checksum(sorted(catalogue.FIGURES.glob("*.csv")))
        meta.write(connection, "figures", f"{shipped:08x}")
    store.note([Attempt("GDP", 10**9, "fred:GDP", "failed", "it rained")])
    store.keep([Entry(CLAIM, 10**9, None, "open", 1.5, "%", "So it is.", date(2026, 1, 1), "abc")])
    with closing(sqlite3.connect(store.name)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(store.name)


@pytest.fixture
def copied(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A copy of it, and a catalogue of nothing else."""
    claim = catalogue.find_claim(CLAIM)
    series = {id: catalogue.find_series(id) for id in claim.series}
    monkeypatch.setattr(catalogue, "series", lambda: series)
    monkeypatch.setattr(catalogue, "claims", lambda: {CLAIM: claim})
    path = tmp_path / "store.sqlite"
    shutil.copy(sample, path)
    monkeypatch.setenv("CLAIMBOARD_STORE", str(path))

    def unreachable(*args: object) -> None:
        raise SourceError("unreachable", "nobody answers")

    monkeypatch.setattr("indicators.refresh.engine.fetch", unreachable)
    return connect(path)


def verdict(path: Path) -> tuple[str, float | None]:
    found = evaluate.finding(open_store(path), catalogue.find_claim(CLAIM), today=date(2026, 11, 1))
    return found.status, found.value


def test_random_bytes_never_give_another_verdict(copied: Store):
    path, chance, said = Path(copied.name), random.Random(1), {"as it was": 0, "damaged": 0}
    whole, truth = path.read_bytes(), verdict(path)
    for _ in range(60):
        content = bytearray(whole)
        for _ in range(chance.choice((1, 3, 100))):
            content[chance.randrange(100, len(content))] = chance.randrange(256)
        for beside in path.parent.glob("store.sqlite-*"):
            beside.unlink()
        path.write_bytes(content)
        try:
            found = verdict(path)
        except StoreError as error:
            assert " damaged" in str(error)
            said["damaged"] += 1
            continue
        assert found == truth or found[0] == "no data"
        said["as it was" if found == truth else "damaged"] += 1
    print(said)
    assert said["damaged"] > 20


ROW = "(SELECT min(known_from) FROM vintage WHERE series = 1)"
ONE = f"series = 1 AND known_from = {ROW} AND date = (SELECT max(date) FROM observation WHERE series = 1 AND known_from = {ROW})"
EDITS = {
    "a value is a text": f"UPDATE observation SET value = 'abc' WHERE {ONE}",
    "a value is a blob": f"UPDATE observation SET value = x'0102' WHERE {ONE}",
    "a value is infinite": f"UPDATE observation SET value = 9e999 WHERE {ONE}",
    "a value is another": f"UPDATE observation SET value = value * 1.01 WHERE {ONE}",
    "a value is withdrawn": f"UPDATE observation SET value = NULL WHERE {ONE}",
    "a date is a text": f"UPDATE observation SET date = 'abc' WHERE {ONE}",
    "a date is a blob": f"UPDATE observation SET date = x'01' WHERE {ONE}",
    "a date is after the calendar": f"UPDATE observation SET date = 1000000000 WHERE {ONE}",
    "a date is before the calendar": f"UPDATE observation SET date = -7 WHERE {ONE}",
    "a date is a part of a day": f"UPDATE observation SET date = 700000.5 WHERE {ONE}",
    "a row is gone": f"DELETE FROM observation WHERE {ONE}",
    "a row is new": f"INSERT INTO observation VALUES (1, 800000, {ROW}, 5.0)",
    "a row is of no vintage": "INSERT INTO observation VALUES (1, 700000, 5, 5.0)",
    "a row is of a text": f"UPDATE observation SET known_from = 'abc' WHERE {ONE}",
    "a vintage is gone": "DELETE FROM vintage WHERE series = 1",
    "a vintage is of a text": f"UPDATE vintage SET known_from = 'abc' WHERE known_from = {ROW} AND series = 1",
    "a vintage is after the calendar": f"UPDATE vintage SET known_from = 1 << 60 WHERE known_from = {ROW} AND series = 1",
    "a vintage is of another day": f"UPDATE vintage SET known_from = known_from + 86400 WHERE known_from = {ROW} AND series = 1",
    "a source is a blob": "UPDATE vintage SET source = x'ff' WHERE series = 1",
    "a source is another": "UPDATE vintage SET source = 'fred:OTHER' WHERE series = 1",
    "a source is no text": "UPDATE vintage SET source = CAST(x'ff' AS TEXT) WHERE series = 1",
    "a checksum is a text": "UPDATE vintage SET checksum = 'abc' WHERE series = 1",
    "a checksum is gone": "UPDATE vintage SET checksum = NULL WHERE series = 1",
    "a series has another name": "UPDATE series SET id = 'OTHER' WHERE key = 1",
    "a series has no name": "DELETE FROM series WHERE key = 1",
    "a series' name is no text": "UPDATE series SET id = CAST(x'ff' AS TEXT) WHERE key = 1",
    "the revision is a text": "UPDATE meta SET value = 'abc' WHERE key = 'revision'",
    "the revision is a blob": "UPDATE meta SET value = x'ff' WHERE key = 'revision'",
    "the tables are of version 0": "PRAGMA user_version = 0",
    "there is no meta": "DROP TABLE meta",
    "there is no vintage": "DROP TABLE vintage",
    "there is no observation": "DROP TABLE observation",
    "there is no attempt": "DROP TABLE attempt",
    "there is no ledger": "DROP TABLE ledger",
    "an attempt was made at a text": "UPDATE attempt SET at = 'abc'",
    "an attempt was made after the calendar": "UPDATE attempt SET at = 1 << 60",
    "an attempt came to something else": "UPDATE attempt SET outcome = 'great'",
    "an attempt has a blob for a cause": "UPDATE attempt SET cause = x'ff'",
    "the ledger has a text for a day": "UPDATE ledger SET as_of = 'abc'",
    "the ledger has a day after the calendar": "UPDATE ledger SET through = 1000000000",
    "the ledger has another status": "UPDATE ledger SET status = 'wonderful'",
    "the ledger has a text for a value": "UPDATE ledger SET value = 'abc'",
    "the ledger was computed at a text": "UPDATE ledger SET computed_at = 'abc'",
    "the ledger has a blob for a sentence": "UPDATE ledger SET sentence = x'ff'",
}
#: Edits that leave every figure and the logs readable: nothing is damaged.
HARMLESS = ("a series has another name",)
COMMANDS = (
    ("claims", "--json"),
    ("series",),
    ("series", "{one}", "--json"),
    ("status",),
    ("status", "--json"),
    ("doctor",),
    ("refresh", "--full"),
)


@pytest.mark.sweep(4)
@pytest.mark.parametrize("what", EDITS)
def test_a_store_edited_by_hand_is_a_sentence_of_every_command_and_never_another_verdict(copied: Store, what: str):
    truth = verdict(Path(copied.name))
    one = next(iter(copied.spans(catalogue.series())))
    edit(copied, EDITS[what])
    answers = {command: called(*(word.format(one=one) for word in command)) for command in COMMANDS}
    claims = answers[COMMANDS[0]]
    if claims.exit_code == 0:
        (found,) = json.loads(claims.stdout)
        assert (found["status"], found["value"]) == (truth[0], pytest.approx(truth[1])) or found["status"] == "no data"
    said = [
        answer.output for answer in answers.values() if " is damaged" in answer.output or "damaged: " in answer.output
    ]
    assert said if what not in HARMLESS else not said
    if what not in HARMLESS:
        assert "damaged" in answers[("doctor",)].output


def called(*command: str) -> Result:
    answer = CliRunner().invoke(app, command)
    assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exc_info
    assert "Traceback" not in answer.output
    if answer.stderr.startswith("claimboard: "):
        assert (answer.exit_code, answer.stderr.count("\n")) == (2, 1)
    return answer


GDP = "series = (SELECT key FROM series WHERE id = 'GDP')"
ON_PAGES = {
    "board": (f"UPDATE observation SET value = value + 1 WHERE {GDP}", None),
    "data": (f"UPDATE observation SET value = value + 1 WHERE {GDP}", None),
    "ai_capex": (EDITS["the revision is a text"], "The store of figures is damaged."),
    "ledger": (EDITS["the ledger has another status"], "Ledger\\: The store of figures is damaged."),
}


@pytest.mark.parametrize("name", ON_PAGES)
def test_a_store_edited_by_hand_is_a_sentence_on_its_page(
    name: str, store: Store, tmp_path: Path, fresh: None, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "store.sqlite"
    shutil.copy(store.name, path)
    connect(path).keep([Entry(CLAIM, 10**9, None, "open", 1.5, "%", "So it is.", date(2026, 1, 1), "abc")])
    statement, said = ON_PAGES[name]
    edit(connect(path), statement)
    monkeypatch.setenv("CLAIMBOARD_STORE", str(path))
    page = opened(name)
    assert not page.exception
    assert [one.value for one in page.error] == ([said] if said else [])
    if name == "data":
        rows = series(page)
        assert rows["GDP"]["cause"].startswith("failed the store is damaged: vintage of ")
        assert not rows["PAYEMS"]["cause"].startswith("failed")
    elif name == "board":
        assert "no data" in markup(page) and "supported" in markup(page)
