"""The store: nothing is lost, nothing is torn, the past can be read back, and every refusal is one sentence."""

import csv
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.model.vintage import changes
from indicators.store.store import Busy, Store, StoreError, end_of, open_store, start_of
from tests.conftest import figure_folder, python, small_store
from tests.patience import until

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


@pytest.fixture(scope="module")
def shipped(new_place: Callable[[], str]) -> tuple[str, Store]:
    """The figures that ship, in each of the databases, and their place. Read them only."""
    place = new_place()
    return place, open_store(place)


def test_the_first_opening_brings_in_every_figure_that_ships(shipped: tuple[str, Store]):
    _, store = shipped
    ids = sorted(path.stem for path in catalogue.FIGURES.glob("*.csv"))
    assert len(ids) > 200
    states = store.states(dict.fromkeys(ids, FOREVER))
    held = store.vintages(ids)
    for id in ids:
        assert states[id] == replayed(id, "9999"), id
        assert [str(known.day) for known in held[id]] == [day for day, _ in blocks_of(id)], id
        assert {known.source for known in held[id]} == {"shipped"}, id


def test_opening_again_brings_in_nothing(shipped: tuple[str, Store]):
    place, store = shipped
    before = store.revision()
    assert open_store(place).revision() == before
    assert not store.import_figures(catalogue.FIGURES)


@pytest.mark.parametrize("id", ["GDP", "PAYEMS", "PCEPILFE"])
def test_the_state_of_every_vintage_day_is_exactly_that_vintage(shipped: tuple[str, Store], id: str):
    _, store = shipped
    for day, _ in blocks_of(id):
        assert store.states({id: end_of(date.fromisoformat(day))})[id] == replayed(id, day), day
        eve = date.fromisoformat(day) - timedelta(days=1)
        assert store.states({id: start_of(date.fromisoformat(day)) - 1})[id] == replayed(id, str(eve)), day


@pytest.mark.parametrize("id", ["GDP", "PAYEMS", "PCEPILFE"])
def test_what_was_known_at_publication_is_the_vintage_of_then_and_not_of_now(shipped: tuple[str, Store], id: str):
    _, store = shipped
    then = store.states({id: end_of(date(2025, 12, 1))})[id]
    assert then == replayed(id, "2025-12-01") != replayed(id, "9999")


def test_spans_count_what_is_known_now(shipped: tuple[str, Store]):
    _, store = shipped
    ids = ["GDP", "PAYEMS", "NFCI", "VIXCLS"]
    spans = store.spans(ids)
    for id in ids:
        rows = replayed(id, "9999")
        assert spans[id] == (rows[0][0], rows[-1][0], len(rows))


# adding


def dated(state: State) -> dict[int, float]:
    return dict(state)


def test_a_withdrawn_observation_vanishes_and_the_past_still_has_it(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)
    store.add("X", 10, [(1, 1.0), (2, 2.0), (3, 3.0)], "test")
    store.add("X", 20, [(2, None), (3, None)], "test")
    assert store.states({"X": 19})["X"] == [(1, 1.0), (2, 2.0), (3, 3.0)]
    assert store.states({"X": 20})["X"] == [(1, 1.0)]
    assert store.spans(["X"]) == {"X": (1, 1, 1)}


def test_a_series_of_which_all_is_withdrawn_has_no_span(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)
    store.add("X", 10, [(1, 1.0)], "test")
    store.add("X", 20, [(1, None)], "test")
    assert store.spans(["X", "UNKNOWN"]) == {}
    assert store.states({"X": 30, "UNKNOWN": 30}) == {"X": [], "UNKNOWN": []}


def test_every_write_makes_the_revision_grow(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)
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


@pytest.fixture(scope="module")
def many(new_place: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Iterator[str]]:
    """A store for many examples, and an id of its own for each."""
    return small_store(tmp_path_factory.mktemp("many"), new_place()), (f"X{n}" for n in count())


@settings(max_examples=60)
@given(data=st.data())
def test_vintages_may_come_in_any_order(many: tuple[Store, Iterator[str]], data: st.DataObject):
    """Full replay is the model: the state at each moment is the last vintage published by then."""
    store, id = many[0], next(many[1])
    moments = data.draw(MOMENTS)
    published = {at: data.draw(WHOLE) for at in moments}
    for at in moments:
        before = dated(store.states({id: at - 1})[id])
        store.add(id, at, changes(before, published[at]), "test")
    for moment in {0, *moments, *(at - 1 for at in moments), 99}:
        known = [at for at in moments if at <= moment]
        expected = published[max(known)] if known else {}
        assert dated(store.states({id: moment})[id]) == expected, moment
    assert [known.at for known in store.vintages([id])[id]] == sorted(moments)


ROWS = st.dictionaries(st.integers(0, 4), st.none() | st.sampled_from([1.0, 2.0]), min_size=1)


@settings(max_examples=60)
@given(moments=MOMENTS, rows=st.lists(ROWS, min_size=6, max_size=6))
def test_an_older_vintage_leaves_every_later_state_as_it_was(
    many: tuple[Store, Iterator[str]], moments: list[int], rows: list[dict]
):
    store, id = many[0], next(many[1])
    done: list[int] = []
    for at, changed in zip(moments, rows, strict=False):
        later = [m for m in done if m > at]
        kept = [store.states({id: m}) for m in later]
        before = dated(store.states({id: at})[id])
        store.add(id, at, list(changed.items()), "test")
        assert [store.states({id: m}) for m in later] == kept
        expected = {day: value for day, value in (before | changed).items() if value is not None}
        assert dated(store.states({id: at})[id]) == expected
        done.append(at)


def since(first: int) -> st.SearchStrategy[dict[int, float]]:
    return WHOLE.map(lambda whole: {first: 1.0} | {day: value for day, value in whole.items() if day >= first})


@settings(max_examples=80)
@given(data=st.data())
def test_past_vintages_fill_in_what_is_not_held_and_change_no_later_state(
    many: tuple[Store, Iterator[str]], data: st.DataObject
):
    """The model: a day that is held reads as it did, one that is not as published; either side may go back further."""
    store, id = many[0], next(many[1])
    began, starts = data.draw(st.sampled_from([(0, 0), (3, 0), (0, 3)]))
    days = st.lists(st.integers(1, 12).map(lambda n: date(2026, 1, n)), min_size=1, max_size=6, unique=True)
    held = {day: data.draw(since(began)) for day in sorted(data.draw(days))}
    alike = held if began == starts else {}
    published = {
        day: data.draw(since(starts) | st.just(alike[day]) if day in alike else since(starts))
        for day in sorted(data.draw(days))
    }
    for day, state in held.items():
        store.add(id, start_of(day) + 60, changes(dated(store.states({id: end_of(day)})[id]), state), "test")
    told, before = [], {}
    for day, state in published.items():
        told.append((day, changes(before, state)))
        before = state

    differing = store.fill_in(id, told, "alfred:X")[1]
    both = [day for day in held if day in published]
    common = max(began, starts)
    assert differing == [day for day in both if cut(held[day], common) != cut(published[day], common)]
    for day in sorted(held.keys() | published.keys()):
        last = max((one for one in held if one <= day), default=None)
        older = {one: value for one, value in held[last].items() if one < starts} if last else {}
        expected = held[day] if day in held else older | published[day]
        assert dated(store.states({id: end_of(day)})[id]) == expected, day
    assert [known.day for known in store.vintages([id])[id]] == sorted(held.keys() | published.keys())
    revision = store.revision()
    assert store.fill_in(id, told, "alfred:X") == (0, differing)
    assert store.revision() == revision


def cut(state: dict[int, float], first: int) -> dict[int, float]:
    return {day: value for day, value in state.items() if day >= first}


def test_vintages_that_cannot_be_filled_in_leave_the_store_as_it_was(place: str, tmp_path: Path):
    store = small_store(tmp_path, place, X=(("2026-02-01", {"2025-12-01": 1.0}),))
    told = [(date(2026, 1, 1), [(1, 1.0)]), (date(2026, 1, 2), [(2, 1.0), (2, 2.0)])]
    with pytest.raises(StoreError, match="comes twice"):
        store.fill_in("X", told, "alfred:X")
    assert len(store.vintages(["X"])["X"]) == 1


def test_figures_that_grew_by_a_vintage_bring_in_just_that(place: str, tmp_path: Path):
    store = small_store(tmp_path, place, X=(("2026-01-01", {"2025-01-01": 1.0}),))
    grown = figure_folder(
        tmp_path / "grown",
        X=(
            ("2025-12-01", {"2024-12-01": 8.0, "2025-01-01": 9.0}),
            ("2026-01-01", {"2024-12-01": None, "2025-01-01": 1.0}),
            ("2026-02-01", {"2025-02-01": 2.0}),
        ),
    )
    open_store(place, grown)
    days = [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert [known.day for known in store.vintages(["X"])["X"]] == days
    values = [[value for _, value in store.states({"X": end_of(day)})["X"]] for day in days]
    assert values == [[8.0, 9.0], [1.0], [1.0, 2.0]]


def test_a_vintage_that_is_held_is_not_brought_in_again(place: str, tmp_path: Path):
    store = small_store(tmp_path, place, X=(("2026-01-01", {"2025-01-01": 1.0}),))
    amended = figure_folder(tmp_path / "amended", X=(("2026-01-01", {"2025-01-01": 9.0, "2025-02-01": 9.0}),))
    before = store.states({"X": FOREVER})
    open_store(place, amended)
    assert store.states({"X": FOREVER}) == before


def test_a_figure_that_cannot_be_read_leaves_the_store_as_it_was(place: str, tmp_path: Path):
    store = small_store(tmp_path, place, A=(("2026-01-01", {"2025-01-01": 1.0}),))
    before = store.revision()
    bad = figure_folder(tmp_path / "bad", A=(("2026-02-01", {"2025-01-01": 2.0}),))
    (bad / "B.csv").write_text("date,value\nvintage,2026-01-01\n2025-01-01,n/a\n")
    with pytest.raises(StoreError, match=r"B\.csv, line 3: .*'n/a'; the store was not changed"):
        open_store(place, bad)
    assert store.revision() == before
    assert len(store.vintages(["A"])["A"]) == 1


def test_adding_that_fails_in_the_middle_adds_nothing(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)

    def rows() -> Iterator[tuple[int, float]]:
        yield (1, 1.0)
        raise RuntimeError("the line went dead")

    with pytest.raises(RuntimeError, match="the line went dead"):
        store.add("X", 10, rows(), "test")
    assert store.vintages(["X"]) == {"X": []}
    assert store.states({"X": 99}) == {"X": []}


def test_rows_added_at_a_moment_that_is_held_are_in_as_well(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)
    store.add("X", 10, [(1, 1.0)], "test")
    store.add("X", 20, [(1, 2.0)], "test")
    store.add("X", 10, [(1, 1.0), (2, 5.0)], "test")
    assert store.states({"X": 10})["X"] == [(1, 1.0), (2, 5.0)]
    assert store.states({"X": 20})["X"] == [(1, 2.0)], "the later vintage stands as it was"
    assert [known.at for known in store.vintages(["X"])["X"]] == [10, 20]


def test_rows_that_contradict_a_vintage_that_is_held_are_refused(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)
    store.add("X", 10, [(738000, 1.0)], "test")
    before = store.revision()
    with pytest.raises(StoreError, match=r"X: 2021-07-29 is held as 1.0 in the vintage of 1970-01-01, not 9.0"):
        store.add("X", 10, [(738000, 9.0), (738001, 9.0)], "test")
    assert store.states({"X": FOREVER})["X"] == [(738000, 1.0)]
    assert store.revision() == before


@pytest.mark.parametrize("write", ["add", "publish"])
def test_a_date_that_comes_twice_is_refused(place: str, tmp_path: Path, write: str):
    store = small_store(tmp_path, place)
    with pytest.raises(StoreError, match="X: a date comes twice"):
        if write == "add":
            store.add("X", 10, [(1, 1.0), (1, 2.0)], "test")
        else:
            store.publish("X", 10, [(1, 1.0), (1, 2.0)], "test", True)
    assert store.states({"X": FOREVER})["X"] == []


# one refresh at a time

REFRESHER = """
import sys, time
from indicators.store.store import connect
with connect(sys.argv[1]).refreshing():
    print("in", flush=True)
    time.sleep(600)
"""


def is_free(store: Store) -> bool:
    """Whether nobody refreshes the store: in PostgreSQL one that was killed has the lock for some seconds more."""
    with suppress(Busy), store.refreshing():
        return True
    return False


def test_a_second_refresh_is_told_who_has_the_store_and_a_killed_one_frees_it(place: str, tmp_path: Path):
    store = small_store(tmp_path, place)
    with python(REFRESHER, place) as other:
        assert other.stdout and other.stdout.readline() == "in\n"
        with pytest.raises(Busy, match=rf"process {other.pid} on .* since 20\d\d-.* UTC.*; nothing was fetched"):
            store.refreshing().__enter__()
        store.publish("X", 10, [(1, 1.0)], "test", True)  # the lock is of refreshes: figures may be written by hand
        other.kill()
    until(lambda: is_free(store))
    with store.refreshing(), pytest.raises(Busy), store.refreshing():
        pass
    with store.refreshing():
        pass


# days


def test_a_day_begins_and_ends_in_utc():
    day = date(2025, 12, 1)
    assert datetime.fromtimestamp(start_of(day), UTC) == datetime(2025, 12, 1, tzinfo=UTC)
    assert datetime.fromtimestamp(end_of(day), UTC) == datetime(2025, 12, 1, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_first_and_the_last_day_there_is_can_be_asked_for(day: date):
    assert start_of(day) < end_of(day)
