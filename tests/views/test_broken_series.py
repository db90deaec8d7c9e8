"""A store whose series are short, of one row, nothing but zeros or huge: each costs what reads it, and every page opens."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from indicators.catalogue import catalogue
from indicators.judging import evaluate
from indicators.store.store import Store, end_of, open_store
from tests.views.running import PAGES, forget, markup, opened

TODAY = date(2026, 11, 1)
AT = end_of(date(2026, 10, 31))
Rows = list[tuple[int, float]]
WAYS: dict[str, Callable[[Rows], Rows]] = {
    "short": lambda rows: rows[-5:],
    "of one row": lambda rows: rows[-1:],
    "zeros": lambda rows: [(day, 0.0) for day, _ in rows],
    "huge": lambda rows: [(day, 1e308) for day, _ in rows],
}


def spoil(store: Store, ways: dict[str, str]) -> None:
    """Publish each series in one of the ways, past the gate: all that is held of it is as if it had never been."""
    held = store.states(dict.fromkeys(ways, AT))
    for id, way in ways.items():
        rows = held[id]
        if rows:
            now = dict(WAYS[way](rows))
            store.add(
                id, AT, [(day, now.get(day)) for day, _ in rows if day not in now or now[day] != dict(rows)[day]], way
            )


@pytest.fixture
def own(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    copy = tmp_path / "own.sqlite"
    shutil.copyfile(store.name, copy)
    monkeypatch.setenv("CLAIMBOARD_STORE", str(copy))
    forget()
    return open_store(copy)


@pytest.mark.parametrize("way", WAYS)
def test_a_broken_series_changes_no_verdict_of_a_claim_that_does_not_read_it(
    store: Store, own: Store, faults: list[str], way: str
):
    spoil(own, {"PAYEMS": way})
    before, now = (evaluate.findings(one, today=TODAY) for one in (store, own))
    pairs = zip(before, now, strict=True)
    assert [one.id for one, other in pairs if one != other and "PAYEMS" not in one.series] == []


@pytest.fixture(scope="module", params=[0, 2], ids=["once", "otherwise"])
def spoiled(request: pytest.FixtureRequest, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Each series in a way of its own; between the two stores, in two ways."""
    path, ways = tmp_path_factory.mktemp("spoiled") / "store.sqlite", list(WAYS)
    shutil.copyfile(store.name, path)
    made = open_store(path)
    spoil(made, {id: ways[(n + request.param) % len(ways)] for n, id in enumerate(catalogue.series())})
    forget()
    yield made
    forget()


@pytest.mark.sweep(3)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_on_a_store_of_broken_series(
    spoiled: Store, name: str, monkeypatch: pytest.MonkeyPatch, faults: list[str]
):
    monkeypatch.setenv("CLAIMBOARD_STORE", spoiled.name)
    page = opened(name)
    assert not page.exception, page.exception[0].message
    assert "cb-foot" in markup(page)
