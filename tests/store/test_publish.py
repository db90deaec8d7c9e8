"""What a refresh writes into the store: figures published, attempts and findings kept."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from indicators.store.store import Attempt, Entry, Known, StoreError, connect
from tests.conftest import small_store
from tests.store.test_store import FOREVER


def test_publishing_adds_what_is_new_or_revised_and_nothing_else(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)
    assert store.publish("X", 10, [(1, 1.0), (2, 2.0)], "a", True) == 2
    assert store.publish("X", 20, [(1, 1.0), (2, 2.5), (3, 3.0)], "b", True) == 2
    assert store.states({"X": 19, "Y": 19}) == {"X": [(1, 1.0), (2, 2.0)], "Y": []}
    assert store.states({"X": 20})["X"] == [(1, 1.0), (2, 2.5), (3, 3.0)]
    assert store.vintages(["X"])["X"] == [Known(10, "a"), Known(20, "b")]


def test_a_complete_answer_withdraws_what_it_no_longer_has_and_an_increment_does_not(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)
    store.publish("X", 10, [(1, 1.0), (2, 2.0), (3, 3.0), (9, 9.0)], "test", True)
    assert store.publish("X", 20, [(1, 1.0), (3, 3.0)], "test", False) == 0
    assert store.publish("X", 30, [(1, 1.0), (3, 3.0)], "test", True) == 1
    assert store.states({"X": 30})["X"] == [(1, 1.0), (3, 3.0), (9, 9.0)], "outside its span nothing was said"


def test_an_unchanged_answer_is_a_vintage_once_a_day(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)
    rows = [(1, 1.0)]
    store.publish("X", 1_000, rows, "test", True)
    before = store.revision()
    assert store.publish("X", 1_000 + 86_399, rows, "test", True) == 0
    assert (len(store.vintages(["X"])["X"]), store.revision()) == (1, before)
    assert store.publish("X", 1_000 + 86_400, rows, "test", True) == 0
    assert [known.at for known in store.vintages(["X"])["X"]] == [1_000, 87_400]
    assert store.revision() > before
    assert store.states({"X": FOREVER})["X"] == rows


def test_an_empty_answer_says_nothing(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)
    store.publish("X", 10, [(1, 1.0)], "test", True)
    assert store.publish("X", 10**6, [], "test", True) == 0
    assert len(store.vintages(["X"])["X"]) == 1


def test_a_clock_set_back_neither_hides_nor_loses_what_is_published(
    place: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    store = small_store(tmp_path, place)
    store.publish("X", 1_000, [(1, 1.0)], "test", True)
    for value in (2.0, 3.0):
        assert store.publish("X", 500, [(1, value)], "test", True) == 1
        assert store.states({"X": FOREVER})["X"] == [(1, value)]
    assert [known.at for known in store.vintages(["X"])["X"]] == [1_000, 1_001, 1_002]
    assert store.states({"X": 1_000})["X"] == [(1, 1.0)]
    assert "is not after its newest vintage, as if the clock had been set back" in caplog.text


def test_what_is_published_twice_in_a_second_is_no_clock_set_back(
    place: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    store = small_store(tmp_path, place)
    for n in range(5):
        store.publish("X", 1_000, [(1, float(n))], "test", True)
    assert [known.at for known in store.vintages(["X"])["X"]] == [1_000, 1_001, 1_002, 1_003, 1_004]
    assert caplog.text == ""


def test_what_is_written_at_once_is_seen_as_one(place: str, tmp_path: Path):
    store, reader = small_store(tmp_path, place), connect(place)
    before = reader.revision()
    with store.at_once():
        store.publish("X", 1_000, [(1, 1.0)], "test", True)
        store.note([attempt("X", 1_000)])
        store.publish("Y", 1_000, [(1, 2.0)], "test", True)
        assert (reader.revision(), reader.spans(["X", "Y"]), reader.attempts(["X"])) == (before, {}, {})
    assert reader.revision() > before
    assert set(reader.spans(["X", "Y"])) == {"X", "Y"} and reader.attempts(["X"])


def test_an_error_undoes_all_that_was_to_be_written_at_once(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)
    before = store.revision()
    with pytest.raises(StoreError), store.at_once():
        store.publish("X", 1_000, [(1, 1.0)], "test", True)
        store.publish("Y", 1_000, [(1, 1.0), (1, 2.0)], "test", True)
    assert (store.revision(), store.spans(["X", "Y"])) == (before, {})
    assert store.publish("X", 1_000, [(1, 1.0)], "test", True) == 1, "the store can be written as before"


# the logs


def attempt(series: str, at: int, **changed: Any) -> Attempt:
    return Attempt(**{"series": series, "at": at, "source": "fred:X", "outcome": "new"} | changed)


def test_the_newest_attempt_of_each_series_is_the_one_noted_last(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)
    revision = store.revision()
    store.note([attempt("X", 10, rows=5), attempt("Y", 10), attempt("X", 20, outcome="failed", cause="no “answer”")])
    store.note([attempt("Y", 5, outcome="held", cause="a clock set back")])
    store.note([])
    assert store.attempts(["X", "Y", "Z"]) == {
        "X": attempt("X", 20, outcome="failed", cause="no “answer”"),
        "Y": attempt("Y", 5, outcome="held", cause="a clock set back"),
    }
    assert store.attempts([]) == {}
    assert store.revision() == revision, "no figure changed: nothing need be computed again"


def entry(claim: str, at: int, **changed: Any) -> Entry:
    plain = {"as_of": None, "status": "supported", "value": 1.5, "unit": "percent", "sentence": "It is – 1.5%."}
    return Entry(**{"claim": claim, "computed_at": at, "through": date(2026, 9, 30), "inputs": "a1"} | plain | changed)


def test_the_ledger_takes_what_differs_from_the_newest_entry_of_its_claim(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)
    first = [entry("a", 1), entry("b", 1, status="no data", value=None, through=None)]
    assert store.keep(first) == 2
    revision = store.revision()
    assert store.keep([entry("a", 2, sentence="Other words."), entry("b", 2, status="no data", value=None)]) == 0
    assert store.revision() == revision
    changed = [
        entry("a", 3, value=1.6),
        entry("a", 4, value=1.6, inputs="b2"),
        entry("a", 5, value=1.6, inputs="b2", as_of=date(2025, 12, 1)),
        entry("a", 6),
    ]
    assert store.keep([*changed, entry("a", 7)]) == 4
    assert store.revision() == revision, "no figure changed: nothing need be computed again"
    assert store.ledger() == [*first, *changed]
    assert store.ledger("b") == first[1:]
    assert store.ledger("unknown") == []
