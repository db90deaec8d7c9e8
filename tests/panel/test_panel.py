"""The panel: the right vintage of the right day, in base units, and never two vintages in one ratio."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from indicators.catalogue import catalogue
from indicators.model import Event
from indicators.model.missing import MissingData, TooShort
from indicators.model.unit import to_base
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store, start_of
from tests.conftest import Block, series, small_store
from tests.store.test_store import blocks_of, replayed

Catalogued = Callable[..., None]
PUBLICATION = date(2025, 12, 1)
UPDATE = date(2026, 9, 30)

MONTHS = {f"2025-{month:02}-01": float(month) for month in range(1, 7)}


def dated(values: pd.Series) -> dict[str, float]:
    return {f"{day:%Y-%m-%d}": value for day, value in values.items()}


# shape and units


def test_every_series_is_finite_dated_and_in_base_units(store: Store):
    ids = [one.id for one in catalogue.series().values() if one.ships]
    for id in ids:
        values = panel.read(store, [id])[id]
        assert values.name == id and values.dtype == "float64" and isinstance(values.index, pd.DatetimeIndex), id
        assert values.notna().all() and values.index.is_monotonic_increasing and values.index.is_unique, id
        rows, factor = replayed(id, "9999"), to_base(catalogue.series()[id].unit)
        assert [day.toordinal() for day in values.index] == [day for day, _ in rows], id
        assert values.tolist() == pytest.approx([value * factor for _, value in rows], rel=1e-12), id


def test_reverse_repo_and_the_balance_sheet_come_in_the_same_dollars(store: Store):
    read = panel.read(store, ["RRPONTSYD", "WALCL", "WTREGEN"])
    day = "2022-12-28"
    assert read["WALCL"][day] == pytest.approx(8.55e12, rel=0.01)
    assert read["RRPONTSYD"][day] == pytest.approx(2.29e12, rel=0.02)
    assert 0.2 < read["RRPONTSYD"][day] / read["WALCL"][day] < 0.3


def test_series_side_by_side_have_the_dates_that_all_have():
    first = pd.Series([1.0, 2.0, 3.0], pd.date_range("2025-01-01", periods=3), name="A")
    second = pd.Series([float("nan"), 20.0, 30.0], pd.date_range("2025-01-02", periods=3), name="B")
    both = panel.shared(first, second)
    assert {column: dated(both[column]) for column in both} == {"A": {"2025-01-03": 3.0}, "B": {"2025-01-03": 20.0}}
    with pytest.raises(TooShort):
        panel.shared(first, second["2025-01-04":])


# as of a day


@pytest.mark.parametrize("id", ["GDP", "PAYEMS", "PCEPILFE"])
def test_at_publication_a_series_is_exactly_its_vintage_of_then(store: Store, id: str):
    read = panel.read(store, [id], PUBLICATION)
    factor = to_base(catalogue.series()[id].unit)
    expected = {str(date.fromordinal(day)): value * factor for day, value in replayed(id, str(PUBLICATION))}
    assert dated(read[id]) == expected
    assert (read.basis, read.provenance[id].basis) == ("point-in-time", "point-in-time")
    assert str(read.provenance[id].vintage) == max(day for day, _ in blocks_of(id) if day <= str(PUBLICATION))


def test_jobs_added_in_2025_read_684_thousand_at_publication_and_232_thousand_now(store: Store):
    added = []
    for day in (PUBLICATION, None):
        jobs = panel.read(store, ["PAYEMS"], day)["PAYEMS"]
        added.append(jobs["2025-09-01"] - jobs["2024-12-01"])
    assert added == [684_000, 232_000]


def test_without_a_day_it_is_the_newest_vintage_and_current(store: Store):
    read = panel.read(store, ["PAYEMS"])
    assert read.basis == "current"
    assert str(read.provenance["PAYEMS"].vintage) == blocks_of("PAYEMS")[-1][0]


def test_a_vintage_of_the_day_itself_is_known_that_day(catalogued: Catalogued, tmp_path: Path):
    catalogued(series())
    store = small_store(tmp_path, X=(("2025-06-11", {"2025-05-01": 1.0}), ("2025-07-01", {"2025-05-01": 2.0})))
    values = [dated(panel.read(store, ["X"], date(2025, *day))["X"]) for day in ((6, 30), (7, 1))]
    assert values == [{"2025-05-01": 1.0}, {"2025-05-01": 2.0}]


def test_without_a_vintage_of_the_day_a_later_one_is_cut_at_what_was_published(catalogued: Catalogued, tmp_path: Path):
    catalogued(series(lag=10))
    store = small_store(tmp_path, X=(("2026-01-01", MONTHS),))
    for day, last in (((6, 9), "2025-04-01"), ((6, 10), "2025-05-01"), ((7, 10), "2025-06-01")):
        read = panel.read(store, ["X"], date(2025, *day))
        assert (max(dated(read["X"])), read.basis) == (last, "reconstructed"), day
    assert read.provenance["X"].vintage == date(2026, 1, 1)


def test_the_later_vintage_that_is_cut_is_the_nearest(catalogued: Catalogued, tmp_path: Path):
    catalogued(series())
    blocks: tuple[Block, ...] = (("2025-09-01", MONTHS), ("2026-01-01", dict.fromkeys(MONTHS, 99.0)))
    read = panel.read(small_store(tmp_path, X=blocks), ["X"], date(2025, 5, 15))
    assert dated(read["X"]) == {day: MONTHS[day] for day in sorted(MONTHS)[:4]}


def test_a_vintage_older_than_a_publication_is_not_held_for_the_one_of_the_day(catalogued: Catalogued, tmp_path: Path):
    catalogued(series())
    store = small_store(tmp_path, X=(("2025-03-01", {"2025-01-01": -1.0}), ("2026-01-01", MONTHS)))
    assert panel.read(store, ["X"], date(2025, 3, 9)).basis == "point-in-time"
    read = panel.read(store, ["X"], date(2025, 6, 20))
    assert (read.basis, read["X"]["2025-01-01"]) == ("reconstructed", 1.0)


def test_a_vintage_held_for_its_last_months_is_filled_up_by_the_next_and_is_called_reconstructed(
    catalogued: Catalogued, tmp_path: Path
):
    catalogued(series())
    last = {"2025-05-01": -5.0, "2025-06-01": -6.0}
    store = small_store(tmp_path, X=(("2025-07-15", last), ("2026-01-01", MONTHS)))
    read = panel.read(store, ["X"], date(2025, 7, 20))
    assert dated(read["X"]) == {day: last.get(day, value) for day, value in MONTHS.items()}
    assert (read.basis, read.provenance["X"].vintage) == ("reconstructed", date(2025, 7, 15))


def test_a_vintage_that_is_whole_as_published_is_not_filled_up(catalogued: Catalogued, tmp_path: Path):
    catalogued(series())
    store = small_store(tmp_path, X=(("2026-01-01", MONTHS),))
    store.fill_in("X", [(date(2025, 7, 15), [(date(2025, 6, 1).toordinal(), -6.0)])], "alfred:X")
    read = panel.read(store, ["X"], date(2025, 7, 20))
    assert (dated(read["X"]), read.basis) == ({"2025-06-01": -6.0}, "point-in-time")


@pytest.mark.parametrize(
    "source, last, basis", [("alfred:X", "2026-01-01", "point-in-time"), ("shipped", "2026-02-01", "reconstructed")]
)
def test_between_two_vintages_of_a_whole_list_nothing_was_published(
    catalogued: Catalogued, tmp_path: Path, source: str, last: str, basis: str
):
    """The February figure was due on 10 March by the lag and came on 20 April, which only ALFRED's list can say."""
    catalogued(series("X"))
    store = small_store(tmp_path, X=(("2026-06-01", {"2026-03-01": 3.0}),))
    published = [(date(2026, 2, 10), [(date(2026, 1, 1).toordinal(), 1.0)])]
    published.append((date(2026, 4, 20), [(date(2026, 2, 1).toordinal(), 2.0)]))
    store.fill_in("X", published, source)
    read = panel.read(store, ["X"], date(2026, 4, 15))
    assert (max(dated(read["X"])), read.basis) == (last, basis)
    assert max(dated(panel.read(store, ["X"], date(2026, 4, 20))["X"])) == "2026-02-01"


@pytest.mark.parametrize("day, basis", [("2026-02-09", "point-in-time"), ("2026-02-10", "reconstructed")])
def test_a_vintage_stands_until_the_next_figure_is_due_and_not_a_day_longer(
    catalogued: Catalogued, tmp_path: Path, day: str, basis: str
):
    """The January figure is due ten days after its month."""
    catalogued(series("X"))
    later = ("2026-06-01", {"2025-12-01": 2.0, "2026-01-01": 3.0})
    store = small_store(tmp_path, X=(("2026-01-22", {"2025-12-01": 1.0}), later))
    found = panel.read(store, ["X"], date.fromisoformat(day))
    found["X"]
    assert found.basis == basis


def test_before_anything_was_published_there_is_nothing(catalogued: Catalogued, tmp_path: Path):
    catalogued(series())
    store = small_store(tmp_path, X=(("2026-01-01", MONTHS),))
    for day in (date(2025, 2, 9), date.min):
        with pytest.raises(MissingData, match=f"X: nothing was published by {day}"):
            panel.read(store, ["X"], day)["X"]


def test_a_series_not_yet_published_does_not_take_those_after_it_along(catalogued: Catalogued, tmp_path: Path):
    catalogued(series("LATE", lag=100), series("SOON"))
    blocks: dict[str, tuple[Block, ...]] = dict.fromkeys(("LATE", "SOON"), (("2026-01-01", MONTHS),))
    read = panel.read(small_store(tmp_path, **blocks), ["LATE", "SOON"], date(2025, 3, 15))
    assert (list(read.missing), dated(read["SOON"])) == (["LATE"], {"2025-01-01": 1.0, "2025-02-01": 2.0})


def test_the_last_day_of_the_calendar_can_be_asked_for(store: Store):
    assert len(panel.read(store, ["GDP"], date.max)["GDP"]) == len(panel.read(store, ["GDP"])["GDP"])


# what is said about it


def test_a_panel_remembers_what_was_read_and_what_was_missed(store: Store):
    read = panel.read(store, ["GDP", "VIXCLS", "NFCI"], PUBLICATION)
    assert len(read.seen()) == 0
    read["GDP"]
    with pytest.raises(MissingData):
        read["NFCI"]
    assert (list(read.seen()), list(read.seen().missing)) == (["GDP"], ["NFCI"])
    view = read.only(["GDP", "NFCI"])
    assert "NFCI" not in view and list(view.seen().missing) == ["NFCI"], "to ask whether it is there is to ask for it"
    assert read.seen().as_of == PUBLICATION


def test_the_basis_is_the_weakest_of_what_is_used(store: Store):
    read = panel.read(store, ["GDP", "VIXCLS"], PUBLICATION)
    assert read.basis == "reconstructed"
    assert read.only(["GDP"]).basis == "point-in-time"
    assert read.only(["VIXCLS"]).basis == "reconstructed"


def test_a_narrowed_panel_has_no_more_than_was_asked_for(store: Store):
    read = panel.read(store, ["GDP", "VIXCLS", "VIX6M"])
    narrow = read.only(["VIXCLS", "VIX6M", "UNRATE"])
    assert (list(narrow), list(narrow.missing), list(narrow.provenance)) == (["VIXCLS"], ["VIX6M"], ["VIXCLS"])
    with pytest.raises(KeyError):
        narrow["GDP"]


def test_why_nothing_can_be_made_is_the_first_series_missing_or_a_short_history():
    two = {"A": "never came", "B": "came too late"}
    assert str(Panel({}, {}, two).why_empty()) == "A: never came"
    assert str(Panel({}, {}, {}).why_empty()) == "too short a history"
    for past in (Panel({}, {}, {}, as_of=PUBLICATION), Panel({}, {}, {}, at=0)):
        assert str(past.why_empty()) == "too short a history by that day"


def test_a_panel_reaches_as_far_as_its_shortest_series(catalogued: Catalogued, tmp_path: Path):
    catalogued(series("A"), series("B"))
    store = small_store(tmp_path, A=(("2026-01-01", MONTHS),), B=(("2026-01-01", {"2025-03-01": 1.0}),))
    read = panel.read(store, ["A", "B"])
    assert (read.through, read.provenance["A"].through) == (date(2025, 3, 31), date(2025, 6, 30))
    assert panel.read(store, []).through is None


def test_a_series_that_never_came_says_that_a_refresh_brings_it(store: Store):
    with pytest.raises(MissingData, match="VIX6M: no figure in the store; a refresh brings it"):
        panel.read(store, ["VIX6M"])["VIX6M"]


def test_an_unknown_series_is_refused_with_a_suggestion(store: Store):
    with pytest.raises(catalogue.UnknownSeries, match=r"no series 'UNRTE'; did you mean .*UNRATE"):
        panel.read(store, ["UNRTE"])


def test_asking_twice_for_a_series_gives_it_once(store: Store):
    assert list(panel.read(store, ["GDP", "GDP"])) == ["GDP"]


# as read at a past moment


@pytest.mark.parametrize("as_of", [None, date(2025, 4, 15), date(2025, 9, 1), date(2026, 1, 1)])
def test_at_a_past_moment_it_reads_what_it_read_then(as_of: date | None, catalogued: Catalogued, tmp_path: Path):
    revision = Event(date(2025, 9, 26), "revision", "annual update", "Agency", release="accounts")
    catalogued(series("X", release="accounts"), series("Y", release="accounts"), events=(revision,))
    late = {"2025-06-01": 6.5}
    store = small_store(tmp_path, X=(("2025-07-05", late),), Y=(("2025-04-10", MONTHS),))  # X at first for a month only
    later = [
        ("X", date(2025, 7, 20), {"2025-01-01": 1.5, "2025-07-01": 7.0}),  # and now older dates too
        ("Y", date(2025, 8, 10), {"2025-06-01": 6.1, "2025-03-01": None}),
        ("X", date(2025, 9, 28), {"2025-05-01": 5.5}),
        ("Y", date(2025, 10, 2), {"2025-05-01": 5.7}),
    ]
    read = {start_of(date(2025, 7, 5)): seen(store, as_of)}
    for id, day, rows in later:
        at = start_of(day) + 3600
        store.add(id, at, [(date.fromisoformat(one).toordinal(), value) for one, value in rows.items()], "test")
        read[at] = seen(store, as_of)
    assert {at: seen(store, as_of, at) for at in read} == read
    assert len({str(one) for one in read.values()}) > 1


def seen(store: Store, as_of: date | None, at: int | None = None) -> tuple[object, ...]:
    """All that a panel of X and Y says."""
    read = panel.read(store, ["X", "Y"], as_of, at)
    origins = {id: (one.vintage, one.basis, one.source) for id, one in read.provenance.items()}
    return {id: dated(values) for id, values in read.items()}, origins, read.missing, read.basis


def test_before_the_first_vintage_nothing_is_known(catalogued: Catalogued, tmp_path: Path):
    catalogued(series())
    store = small_store(tmp_path, X=(("2025-07-05", MONTHS),))
    read = panel.read(store, ["X"], at=start_of(date(2025, 7, 5)) - 1)
    assert list(read) == [] and "no figure" in read.missing["X"]
