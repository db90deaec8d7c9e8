"""A pack written from a store: the states of every day come back, and what may not be passed on is not in it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from indicators.catalogue import catalogue, figure_pack
from indicators.model.vintage import Vintage
from indicators.refresh.snapshot import take
from indicators.store.store import Store, end_of, open_store, start_of
from tests.conftest import series, small_store

DAY = date(2026, 11, 1)
SEPTEMBER, OCTOBER = date(2026, 9, 1).toordinal(), date(2026, 10, 1).toordinal()
BLOCKS = (("2026-09-10", {"2026-08-01": 1.0}), ("2026-10-10", {"2026-08-01": None, "2026-09-01": 2.0}))


def states(store: Store, id: str) -> dict[date, list[tuple[int, float]]]:
    """What was known of a series at the end of every day on which something became known."""
    return {known.day: store.states({id: end_of(known.day)})[id] for known in store.vintages([id])[id]}


@pytest.fixture(scope="module")
def pack(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pack") / "figures"
    take(store, folder)
    return folder


def test_a_store_made_from_the_pack_has_the_states_of_the_store_it_came_from(store: Store, pack: Path):
    again = open_store(pack.parent / "again.sqlite", pack)
    shipping = [one.id for one in catalogue.series().values() if one.ships]
    compared = 0
    for id in shipping:
        was = states(store, id)
        assert states(again, id) == was, id
        compared += len(was)
    assert {file.stem for file in pack.iterdir()} == set(shipping)
    print(f"{compared} states of {len(shipping)} series alike")
    assert compared > 450


def test_a_pack_of_what_ships_is_what_ships(pack: Path):
    """Vintage by vintage; a withdrawal of what was never there is the only thing that is not said again."""
    for file in sorted(pack.glob("*.csv")):
        theirs = {one.known_from: dict(one.rows) for one in figure_pack.read(catalogue.FIGURES / file.name)}
        ours = {one.known_from: dict(one.rows) for one in figure_pack.read(file)}
        assert list(ours) == list(theirs), file.name
        for known, rows in ours.items():
            assert rows.items() <= theirs[known].items(), (file.name, known)


def test_several_fetches_of_a_day_are_one_vintage(tmp_path: Path, catalogued: Callable[..., None]):
    catalogued(series())
    store = small_store(tmp_path, X=BLOCKS)
    store.add("X", start_of(DAY) + 100, [(OCTOBER, 3.0)], "fred:X")
    store.add("X", start_of(DAY) + 200, [(OCTOBER, 4.0)], "fred:X")
    assert take(store, tmp_path / "pack") == ["X"]
    (*_, last) = figure_pack.read(tmp_path / "pack" / "X.csv")
    assert last == Vintage(DAY, ((OCTOBER, 4.0),))
    again = open_store(tmp_path / "again.sqlite", tmp_path / "pack")
    assert states(again, "X") == states(store, "X")


def test_what_may_not_ship_or_has_no_figures_is_left_out(tmp_path: Path, catalogued: Callable[..., None]):
    catalogued(series(), series("SECRET", ships=False), series("EMPTY"))
    store = small_store(tmp_path, X=BLOCKS, SECRET=BLOCKS)
    assert take(store, tmp_path / "pack") == ["X"]
    assert [file.name for file in (tmp_path / "pack").iterdir()] == ["X.csv"]


def test_nothing_that_followed_a_fetch_from_yahoo_is_passed_on(tmp_path: Path, catalogued: Callable[..., None]):
    catalogued(series())
    store = small_store(tmp_path, X=BLOCKS)
    store.add("X", start_of(DAY), [(OCTOBER, 3.0)], "yahoo:^X")
    store.add("X", start_of(date(2026, 11, 5)), [(SEPTEMBER, 5.0)], "fred:X")
    take(store, tmp_path / "pack")
    kept = figure_pack.read(tmp_path / "pack" / "X.csv")
    assert [one.known_from.isoformat() for one in kept] == ["2026-09-10", "2026-10-10"]


def test_a_pack_may_be_written_over_the_one_before(tmp_path: Path, catalogued: Callable[..., None]):
    catalogued(series())
    store = small_store(tmp_path, X=BLOCKS)
    take(store, tmp_path / "figures")
    assert figure_pack.read(tmp_path / "figures" / "X.csv")[-1].known_from == date(2026, 10, 10)
    assert [file.name for file in (tmp_path / "figures").iterdir()] == ["X.csv"]
