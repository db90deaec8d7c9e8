"""The chain of the ledger, in both databases: any touch by hand is found, and the first entry concerned is named."""

import hashlib
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from indicators.store import chain
from indicators.store.chain import COLUMNS, End, digest
from indicators.store.schema import MIGRATIONS
from indicators.store.store import Entry, Store, StoreError, connect, open_store
from tests.conftest import figure_folder, python, small_store
from tests.patience import LONG

FIRST = int(datetime(2026, 9, 1, 12, tzinfo=UTC).timestamp())
DAY = 24 * 60 * 60


def entry(number: int, **changed: Any) -> Entry:
    """The entry of the `number`-th day of September, of a claim of its own."""
    plain = {"as_of": date(2026, 8, 1), "status": "mixed", "value": number + 0.1, "unit": "percent"}
    said = {"sentence": f"It is – {number}.", "through": date(2026, 6, 30), "inputs": "a1"}
    made = {"claim": f"claim-{number}", "computed_at": FIRST + (number - 1) * DAY, "declaration": "d1", "version": 1}
    return Entry(**{**made, **plain, **said, **changed})


@pytest.fixture
def kept(place: str, tmp_path: Path) -> Store:
    """A ledger of six entries, kept in two transactions."""
    store = small_store(tmp_path, place)
    store.keep([entry(number) for number in (1, 2, 3)])
    store.keep([entry(number) for number in (4, 5, 6)])
    return store


def edit(store: Store, statement: str, *parameters: Any) -> None:
    with store.database.writing() as connection:
        connection.execute(statement, parameters)


def numbers(store: Store) -> list[int]:
    with store.database.reading() as connection:
        return [number for (number,) in connection.execute("SELECT number FROM ledger ORDER BY number")]


def broken(store: Store) -> str:
    return str(store.chain().broken() or "")


def test_a_chain_is_whole_and_its_end_is_the_last_hash(kept: Store):
    found = kept.chain()
    assert found.broken() is None
    assert found.end == End(6, found.links[-1].hash) and found.sealed == (0, found.sealed[1])
    assert [link.previous for link in found.links] == ["", *(link.hash for link in found.links[:-1])]
    assert len({link.hash for link in found.links}) == 6


def test_every_field_of_an_entry_is_hashed():
    assert {field.name for field in fields(Entry)} == set(COLUMNS)


def test_the_hash_is_of_the_documented_text():
    text = '{"claim":"é","previous":"a0","value":1.5}'
    assert digest({"value": 1.5, "claim": "é"}, "a0") == hashlib.sha256(text.encode()).hexdigest()


def test_an_empty_ledger_is_whole(place: str, tmp_path: Path):
    assert small_store(tmp_path, place).chain().broken() is None


CHANGED: Mapping[str, object] = {
    "claim": "claim-9",
    "computed_at": FIRST,
    "as_of": 739_000,
    "status": "supported",
    "value": 3.2,
    "unit": "dollars",
    "sentence": "It is – 4.",
    "through": None,
    "inputs": "b2",
    "declaration": "d2",
    "version": 2,
    "previous": "0" * 64,
    "hash": "0" * 64,
}


def test_every_column_is_changed_here():
    assert set(CHANGED) == {*COLUMNS, "previous", "hash"}


@pytest.mark.parametrize("field", CHANGED)
def test_a_field_that_was_changed_by_hand_is_found_and_its_entry_named(kept: Store, field: str):
    edit(kept, f"UPDATE ledger SET {field} = ? WHERE number = ?", CHANGED[field], numbers(kept)[2])
    found = kept.chain().broken()
    assert found and found.position == 3 and found.why == "was changed"
    if field not in ("claim", "computed_at"):
        assert str(found) == "entry 3 (claim-3, 2026-09-03) was changed"


def test_a_change_with_a_new_hash_is_found_at_the_entry_after(kept: Store):
    link = kept.chain().links[2]
    new = digest({**link.columns, "value": 9.9}, link.previous)
    edit(kept, "UPDATE ledger SET value = ?, hash = ? WHERE number = ?", 9.9, new, numbers(kept)[2])
    assert broken(kept).startswith("entry 4 (claim-4, 2026-09-04) does not follow the one before it")


def test_a_change_of_the_last_entry_with_a_new_hash_is_found(kept: Store):
    link = kept.chain().links[-1]
    new = digest({**link.columns, "value": 9.9}, link.previous)
    edit(kept, "UPDATE ledger SET value = ?, hash = ? WHERE number = ?", 9.9, new, numbers(kept)[-1])
    assert broken(kept) == "entry 6 (claim-6, 2026-09-06) is not the one that was recorded last"


@pytest.mark.parametrize("position", [1, 2, 5])
def test_an_entry_that_was_removed_is_found_at_the_one_after(kept: Store, position: int):
    edit(kept, "DELETE FROM ledger WHERE number = ?", numbers(kept)[position - 1])
    after = position + 1
    assert broken(kept).startswith(f"entry {position} (claim-{after}, 2026-09-0{after}) does not follow")


def test_entries_that_were_cut_off_the_end_are_found(kept: Store):
    edit(kept, "DELETE FROM ledger WHERE number > ?", numbers(kept)[3])
    assert broken(kept) == "entry 5 is missing: 6 were recorded, 4 are there"
    kept.keep([entry(7)])
    assert "entry 5 (claim-7, 2026-09-07)" in broken(kept), "a refresh does not hide it"


def test_a_ledger_that_was_emptied_is_found(kept: Store):
    edit(kept, "DELETE FROM ledger")
    assert broken(kept) == "entry 1 is missing: 6 were recorded, 0 are there"


@pytest.mark.parametrize(("one", "other"), [(1, 2), (3, 4), (2, 5), (5, 6), (1, 6)])
def test_two_entries_that_were_swapped_are_found(kept: Store, one: int, other: int):
    columns = ", ".join((*COLUMNS, "previous", "hash"))
    numbered = numbers(kept)
    first, second = numbered[one - 1], numbered[other - 1]
    with kept.database.writing() as connection:
        held = {
            number: connection.execute(f"SELECT {columns} FROM ledger WHERE number = ?", (number,)).fetchone()
            for number in (first, second)
        }
        assigned = ", ".join(f"{name} = ?" for name in (*COLUMNS, "previous", "hash"))
        for number, row in ((first, held[second]), (second, held[first])):
            connection.execute(f"UPDATE ledger SET {assigned} WHERE number = ?", (*row, number))
    found = kept.chain().broken()
    assert found and found.position == one and f"claim-{other}" in str(found)


def test_an_entry_that_was_put_in_without_a_hash_is_found(kept: Store):
    edit(kept, _insert(("claim", "computed_at", "status", "unit", "sentence", "inputs")), *FORGED)
    said = "entry 7 (forged, 2026-09-01) has no hash: it was put in by hand, or by an older Claimboard"
    assert broken(kept) == said
    kept.keep([entry(7)])
    assert broken(kept) == said, "a refresh does not seal it"


FORGED = ("forged", FIRST, "supported", "percent", "It is so.", "a1")


def _insert(names: tuple[str, ...]) -> str:
    return f"INSERT INTO ledger ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})"


@pytest.mark.parametrize("source", [2, 6])
def test_a_copy_of_an_entry_that_was_put_in_is_found(kept: Store, source: int):
    columns = ", ".join((*COLUMNS, "previous", "hash"))
    edit(
        kept, f"INSERT INTO ledger ({columns}) SELECT {columns} FROM ledger WHERE number = ?", numbers(kept)[source - 1]
    )
    assert broken(kept) == f"entry 7 (claim-{source}, 2026-09-0{source}) was put in or moved"


@pytest.mark.parametrize("before", [1, 3, 6])
def test_an_entry_that_was_put_in_with_a_hash_of_its_own_is_found(kept: Store, before: int):
    """Put in after `before` others, whose rows after it move up by one number."""
    links = kept.chain().links
    forged = {**links[0].columns, "claim": "forged"}
    previous = links[before - 1].hash
    rows = [(*link.columns.values(), link.previous, link.hash) for link in links]
    rows.insert(before, (*forged.values(), previous, digest(forged, previous)))
    with kept.database.writing() as connection:
        connection.execute("DELETE FROM ledger")
        connection.executemany(_insert((*COLUMNS, "previous", "hash")), rows)
    assert broken(kept).startswith(f"entry {before + 1} (forged, 2026-09-01) was put in")


def test_writers_at_once_make_one_chain(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)
    code = (
        "import sys; from indicators.store.store import connect; from tests.store.test_chain import entry\n"
        "store, first = connect(sys.argv[1]), int(sys.argv[2])\n"
        "for n in range(first, first + 10): store.keep([entry(n)])"
    )
    writers = [python(code, place, first) for first in (1, 101)]
    assert [writer.communicate(timeout=LONG)[1] for writer in writers] == ["", ""]
    found = store.chain()
    assert len(found.links) == found.end.count == 20 and found.broken() is None


def test_a_transaction_that_fails_leaves_the_chain_as_it_was(kept: Store):
    before = kept.chain()

    def fails() -> None:
        with kept.at_once():
            kept.keep([entry(7)])
            raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert kept.chain() == before
    kept.keep([entry(8)])
    assert kept.chain().broken() is None


def test_numbers_that_a_database_may_write_otherwise_stay_whole(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)
    values: tuple[Any, ...] = (-0.0, 5, 1e300, 0.1 + 0.2, None)
    store.keep([entry(number, value=value) for number, value in enumerate(values, start=1)])
    assert store.chain().broken() is None


def test_another_declaration_is_another_entry(kept: Store):
    assert kept.keep([entry(1, computed_at=FIRST + 9 * DAY)]) == 0
    assert kept.keep([entry(1, computed_at=FIRST + 9 * DAY, declaration="d2", version=2)]) == 1
    assert [(one.declaration, one.version) for one in kept.ledger("claim-1")] == [("d1", 1), ("d2", 2)]


# --- a store from before there was a chain --------------------------------------------------------


def older(place: str) -> None:
    """A store of version 3 with a ledger of three entries."""
    rows = [
        (f"claim-{n}", FIRST + n * DAY, None, "mixed", 1.5, "percent", "So it is.", 739_000, "a1") for n in range(3)
    ]
    insert = _insert(("claim", "computed_at", "as_of", "status", "value", "unit", "sentence", "through", "inputs"))
    dialects: dict[bool, Mapping[str, str]] = {
        True: {"compact": "", "number": "INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY"},
        False: {"compact": "WITHOUT ROWID", "number": "INTEGER PRIMARY KEY"},
    }
    server = place.startswith("postgresql")
    scripts = [script.format(**dialects[server]) for script in MIGRATIONS[:3]]
    (_older_server if server else _older_file)(place, scripts, insert, rows)


def _older_file(place: str, scripts: list[str], insert: str, rows: list[tuple[Any, ...]]) -> None:
    with closing(sqlite3.connect(place)) as connection:
        connection.executescript(
            ";".join(scripts)
            + "; PRAGMA application_id = 0x434C4D42; PRAGMA user_version = 3; PRAGMA journal_mode = WAL"
        )
        connection.executemany(insert, rows)
        connection.commit()


def _older_server(place: str, scripts: list[str], insert: str, rows: list[tuple[Any, ...]]) -> None:
    import psycopg

    with psycopg.connect(place) as connection:
        for script in scripts:
            connection.execute(script)
        connection.execute("INSERT INTO meta VALUES ('claimboard', '3')")
        with connection.cursor() as cursor:
            cursor.executemany(insert.replace("?", "%s"), rows)


def test_older_entries_are_kept_and_chained_as_they_stand(place: str, tmp_path: Path):
    older(place)
    store = open_store(place, figure_folder(tmp_path / "figures"))
    held = store.ledger()
    assert [one.claim for one in held] == ["claim-0", "claim-1", "claim-2"]
    assert {(one.value, one.sentence, one.declaration, one.version) for one in held} == {(1.5, "So it is.", "", None)}
    found = store.chain()
    assert found.broken() is None and found.end.count == found.sealed[0] == 3
    assert datetime.fromtimestamp(found.sealed[1], UTC).year >= 2026

    same = Entry("claim-0", FIRST + 9 * DAY, None, "mixed", 1.5, "percent", "So it is.", None, "a1", "d1", 1)
    assert store.keep([same]) == 0, "a declaration that was not kept then is no change of the verdict"
    assert store.keep([entry(1)]) == 1
    assert store.chain().broken() is None and len(store.ledger()) == 4
    edit(store, "UPDATE ledger SET status = 'supported' WHERE number = ?", numbers(store)[1])
    assert broken(connect(place)) == "entry 2 (claim-1, 2026-09-02) was changed"


# --- a chain whose record is damaged --------------------------------------------------------------

RECORDS = {
    "DELETE FROM meta WHERE key = 'ledger_end'": "entry 1 (claim-1, 2026-09-01) was put in after the last",
    "UPDATE meta SET value = '6 beef' WHERE key = 'ledger_end'": "entry 6 (claim-6, 2026-09-06) is not the one",
    "UPDATE meta SET value = '9 beef' WHERE key = 'ledger_end'": "entry 7 is missing: 9 were recorded",
}


@pytest.mark.parametrize("statement", RECORDS)
def test_a_changed_record_of_the_end_is_found(kept: Store, statement: str):
    edit(kept, statement)
    assert broken(kept).startswith(RECORDS[statement])


def test_a_record_of_the_end_that_is_no_number_is_damage(kept: Store):
    edit(kept, "UPDATE meta SET value = 'abc' WHERE key = 'ledger_end'")
    with pytest.raises(StoreError, match="the end of the ledger's chain is no number"):
        kept.chain()


def test_a_day_that_is_none_is_said():
    link = chain.Link(1, {"claim": "a", "computed_at": "abc"}, "", "")
    assert str(chain.Break(1, link, "was changed")) == "entry 1 (a, day unknown) was changed"
