"""An edition: what is read of it stays as it was, whatever is published meanwhile."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from indicators.panel import panel
from indicators.store import soundness
from indicators.store.edition import Edition, edition
from indicators.store.store import Store, connect, start_of
from tests.conftest import series, small_store

FIRST = {"2025-01-01": 1.0, "2025-02-01": 2.0}
looked_through = soundness._looked_through
JUNE = start_of(date(2026, 6, 1))
DAY = date(2025, 1, 1).toordinal()


@pytest.fixture
def two(place: str, tmp_path: Path, catalogued: Callable[..., None]) -> Store:
    catalogued(series("X"), series("Y"))
    return small_store(tmp_path, place, X=(("2026-01-01", FIRST),), Y=(("2026-01-01", FIRST),))


def everything(held: Store) -> object:
    """All that pages read of a store."""
    ids = ["X", "Y"]
    now, then = panel.read(held, ids), panel.read(held, ids, as_of=date(2025, 6, 1))
    read = [{id: list(one.items()) for id, one in data.items()} for data in (now, then)]
    return read, now.provenance, then.provenance, held.vintages(ids), held.revision(), held.spans(ids)


def test_an_edition_stays_as_it_was_read(two: Store, place: str):
    held = edition(two)
    before = everything(held)
    other = connect(place)
    other.publish("X", JUNE, [(DAY, 5.0), (DAY - 365, 6.0), (DAY + 100, 7.0)], "test", True)
    other.fill_in("Y", [(date(2026, 3, 1), [(DAY, 8.0)])], "alfred:Y")
    assert everything(held) == before
    assert everything(edition(two)) != before


def test_there_is_one_edition_until_a_figure_comes(two: Store):
    held = edition(two)
    assert edition(two) is held and edition(held) is held
    two.note([])
    assert edition(two) is held
    two.publish("X", JUNE, [(DAY, 5.0)], "test", False)
    assert edition(two) is not held


def test_a_mark_changes_with_its_series_alone(two: Store):
    before = edition(two)
    two.publish("X", JUNE, [(DAY, 5.0)], "test", False)
    after = edition(two)
    assert after.mark(["X"]) != before.mark(["X"]) and after.mark(["X", "Y"]) != before.mark(["X", "Y"])
    assert after.mark(["Y"]) == before.mark(["Y"])
    two.fill_in("Y", [(date(2025, 3, 1), [(DAY, 8.0)])], "alfred:Y")
    assert edition(two).mark(["Y"]) != before.mark(["Y"]), "a vintage of the past too"


def test_between_two_moments_at_which_figures_came_all_is_the_same(two: Store):
    two.publish("X", JUNE, [(DAY, 5.0)], "test", False)
    held, first = edition(two), start_of(date(2026, 1, 1))
    assert [held.settled(at) for at in (first - 1, first, JUNE - 1, JUNE, JUNE + 1)] == [0, first, first, JUNE, JUNE]
    assert (held.newest(), held.newest(["Y"]), held.newest(["Z"])) == (JUNE, first, 0)
    assert isinstance(held, Edition)


def test_only_what_is_asked_for_is_looked_through_and_once_for_the_store_and_its_editions(
    two: Store, monkeypatch: pytest.MonkeyPatch
):
    asked: list[int] = []
    monkeypatch.setattr(soundness, "_looked_through", lambda at, key: (asked.append(key), looked_through(at, key))[1])
    held = edition(two)
    assert not asked
    assert [held.vintages(["X"]) for _ in range(2)] == [two.vintages(["X"])] * 2
    panel.read(held, ["X"])
    assert len(asked) == 1
    held.newest()
    assert len(asked) == 2


def test_a_damaged_series_has_no_vintages_in_an_edition_and_the_others_have_theirs(two: Store):
    held = edition(two)
    with two.database.writing() as connection:
        connection.execute("UPDATE observation SET value = 9.0 WHERE value = 2.0 AND series = 1")
    assert [len(one) for one in held.vintages(["X", "Y", "Z"]).values()] == [0, 1, 0]
