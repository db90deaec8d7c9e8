"""What is rewritten throughout, and revisions of a whole release: no ratio mixes the two sides."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from indicators.catalogue import catalogue
from indicators.model import Event
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.store.store import Store
from tests.conftest import Block, series, small_store
from tests.panel.test_panel import MONTHS, dated

Catalogued = Callable[..., None]
PUBLICATION = date(2025, 12, 1)
UPDATE = date(2026, 9, 30)


def test_what_is_rewritten_throughout_is_never_cut(store: Store):
    read = panel.read(store, ["NFCI", "STLFSI4", "VIXCLS"], PUBLICATION)
    assert list(read) == ["VIXCLS"]
    for id in ("NFCI", "STLFSI4"):
        with pytest.raises(MissingData, match=f"^{id}: rewritten over its whole history .* 1 December 2025 is held"):
            read[id]


def test_what_is_rewritten_throughout_is_read_where_its_vintage_is_held(store: Store):
    found = [panel.read(store, ["NFCI"], date(2026, 1, day)) for day in (27, 28)]  # the next came on 28 January
    assert {read.provenance["NFCI"].vintage for read in found} == {date(2026, 1, 27)}
    assert [read.basis for read in found] == ["point-in-time", "reconstructed"]


def test_what_is_rewritten_throughout_is_read_from_an_older_vintage_as_it_is_and_never_from_a_later_one(
    catalogued: Catalogued, tmp_path: Path
):
    """Two months and more after the vintage: another was published since, so it is not what stood that day."""
    catalogued(series(revised_throughout=True))
    store = small_store(tmp_path, X=(("2025-03-01", {"2025-01-01": -1.0}), ("2026-01-01", MONTHS)))
    read = panel.read(store, ["X"], date(2025, 6, 20))
    assert (dated(read["X"]), read.basis) == ({"2025-01-01": -1.0}, "reconstructed")


# one vintage per ratio


def test_a_ratio_is_read_from_before_the_annual_update_while_one_part_is(store: Store):
    assert panel.read(store, ["GDPC1"]).provenance["GDPC1"].vintage >= UPDATE
    both = panel.read(store, ["Y034RX1Q020SBEA", "GDPC1"])
    assert all(one.vintage < UPDATE for one in both.provenance.values())
    assert both["GDPC1"]["2025-04-01"] != panel.read(store, ["GDPC1"])["GDPC1"]["2025-04-01"]


def test_a_ratio_is_read_from_after_the_annual_update_once_every_part_is(store: Store):
    both = panel.read(store, ["A679RC1Q027SBEA", "GDP"])
    assert all(one.vintage >= UPDATE for one in both.provenance.values())


@pytest.mark.parametrize(
    "day",
    [None, date(2025, 11, 1), PUBLICATION, date(2026, 2, 5), date(2026, 6, 1), UPDATE, date(2026, 10, 15)],
    ids=str,
)
@pytest.mark.parametrize("release", ["national accounts", "employment situation"])
def test_no_claim_mixes_the_two_sides_of_a_comprehensive_revision(store: Store, release: str, day: date | None):
    updates = [event.date for event in catalogue.events() if event.kind == "revision" and event.release == release]
    for claim in catalogue.claims().values():
        read = panel.read(store, claim.series, day)
        sides = {
            sum(one.vintage >= update for update in updates)
            for one in read.provenance.values()
            if one.series.release == release
        }
        assert updates and len(sides) <= 1, claim.id


REVISION = Event(date(2026, 1, 1), "revision", "Annual update", "Agency", release="accounts")


def test_parts_held_only_on_different_sides_are_missing_rather_than_mixed(catalogued: Catalogued, tmp_path: Path):
    catalogued(series("OLD", release="accounts"), series("NEW", release="accounts"), events=(REVISION,))
    store = small_store(tmp_path, OLD=(("2025-12-01", MONTHS),), NEW=(("2026-02-01", MONTHS),))
    assert set(panel.read(store, ["NEW"])) == {"NEW"}
    both = panel.read(store, ["OLD", "NEW"])
    assert set(both) == {"OLD"}
    with pytest.raises(
        MissingData,
        match=r"NEW: held only in vintages outside 0001-01-01 to 2025-12-31, which do not fit the series beside it",
    ):
        both["NEW"]


def test_another_release_family_is_not_bound_by_the_revision(catalogued: Catalogued, tmp_path: Path):
    catalogued(series("OLD", release="accounts"), series("OTHER", release="prices"), series("FREE"), events=(REVISION,))
    files: dict[str, tuple[Block, ...]] = dict.fromkeys(("OTHER", "FREE"), (("2026-02-01", MONTHS),))
    store = small_store(tmp_path, OLD=(("2025-12-01", MONTHS),), **files)
    assert set(panel.read(store, ["OLD", "OTHER", "FREE"])) == {"OLD", "OTHER", "FREE"}


def test_a_past_day_is_not_reconstructed_across_a_later_revision(catalogued: Catalogued, tmp_path: Path):
    catalogued(series("A", release="accounts"), series("B", release="accounts"), events=(REVISION,))
    blocks: tuple[Block, ...] = (("2025-10-01", MONTHS), ("2026-02-01", dict.fromkeys(MONTHS, 99.0)))
    read = panel.read(small_store(tmp_path, A=blocks, B=blocks), ["A", "B"], date(2025, 12, 20))
    assert {one.vintage for one in read.provenance.values()} == {date(2025, 10, 1)}
    assert set(read["A"]) == set(MONTHS.values())


def test_a_past_day_without_all_parts_is_read_from_after_the_revision(catalogued: Catalogued, tmp_path: Path):
    """As of December A is held of the day, but B is held only of after the revision: A less B is of one side."""
    catalogued(series("A", release="accounts"), series("B", release="accounts"), events=(REVISION,))
    after: Block = ("2026-02-01", dict.fromkeys(MONTHS, 99.0))
    store = small_store(tmp_path, A=(("2025-12-10", {"2025-11-01": 1.0}), after), B=(after,))
    read = panel.read(store, ["A", "B"], date(2025, 12, 20))
    assert {one.vintage for one in read.provenance.values()} == {date(2026, 2, 1)}
    assert read.basis == "reconstructed"
    assert panel.read(store, ["A"], date(2025, 12, 20)).provenance["A"].vintage == date(2025, 12, 10)


def test_payrolls_and_a_group_of_them_are_of_one_benchmark(store: Store):
    """The benchmark of 11 February 2026 took 400 thousand jobs off 2025; health care is held only of after it."""
    read = panel.read(store, ["PAYEMS", "CES6562000001"], date(2025, 12, 31))
    assert all(one.vintage > date(2026, 2, 11) for one in read.provenance.values())
    outside = read["PAYEMS"] - read["CES6562000001"]
    both = panel.read(store, ["PAYEMS", "CES6562000001"], date(2026, 8, 31))
    then = (both["PAYEMS"] - both["CES6562000001"])["2025-11-01"]
    assert outside["2025-11-01"] == pytest.approx(then, abs=150_000)


@pytest.mark.parametrize("day, value", [("2025-12-31", 1.0), ("2026-01-01", 2.0)])
def test_an_update_counts_from_its_own_day_on(catalogued: Catalogued, tmp_path: Path, day: str, value: float):
    catalogued(series("A", release="accounts"), series("B", release="accounts"), events=(REVISION,))
    blocks = (("2025-12-20", {"2025-10-01": 1.0}), ("2026-01-01", {"2025-10-01": 2.0}))
    store = small_store(tmp_path, A=blocks, B=blocks)
    found = panel.read(store, ["A", "B"], date.fromisoformat(day))
    assert (found["A"].iloc[-1], found["B"].iloc[-1]) == (value, value)
