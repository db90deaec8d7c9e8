"""What is due and from which day on: by cadence, by the last attempt, and once a month all of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from indicators.catalogue import catalogue
from indicators.refresh.due import PATIENCE, Unfetchable, due, since
from indicators.store.store import Attempt, Store
from tests.conftest import series, small_store

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
Catalogued = Callable[..., None]
OCTOBER = (("2026-11-10", {"2026-09-01": 1.0, "2026-10-01": 2.0}),)


def noted(store: Store, at: datetime, outcome: str = "unchanged") -> None:
    store.note([Attempt("X", int(at.timestamp()), "fred:X", outcome)])  # type: ignore[arg-type]


def why(store: Store, now: datetime = NOW) -> list[str]:
    return [task.why for task in due(store, now)]


@pytest.fixture
def held(tmp_path: Path, catalogued: Catalogued) -> Store:
    """One monthly series up to October, published ten days after its month: November's is due on 10 December."""
    catalogued(series())
    return small_store(tmp_path, X=OCTOBER)


def test_a_series_that_was_never_asked_for_is_due_at_once(held: Store):
    assert why(held) == ["never asked for"]


def test_a_series_without_figures_is_due_whatever_was_tried(held: Store, catalogued: Catalogued):
    catalogued(series("GONE"))
    assert why(held) == ["no figure yet"]
    assert due(held, NOW)[0].since is None


def test_between_two_publications_it_is_looked_at_for_revisions_once_a_week(held: Store):
    noted(held, NOW)
    assert why(held, NOW + timedelta(days=6, hours=23)) == []
    assert why(held, NOW + timedelta(days=7)) == ["revisions"]


def test_when_its_next_figure_is_out_it_is_asked_for_every_few_hours(held: Store):
    noted(held, datetime(2026, 12, 9, 18, tzinfo=UTC))
    assert why(held, datetime(2026, 12, 9, 23, tzinfo=UTC)) == []
    assert why(held, datetime(2026, 12, 10, 1, tzinfo=UTC)) == ["its next figure is due"]
    noted(held, datetime(2026, 12, 10, 1, tzinfo=UTC))
    assert why(held, datetime(2026, 12, 10, 1, tzinfo=UTC) + PATIENCE - timedelta(minutes=1)) == []
    assert why(held, datetime(2026, 12, 10, 1, tzinfo=UTC) + PATIENCE) == ["its next figure is due"]


@pytest.mark.parametrize("outcome", ["failed", "held"])
def test_what_failed_is_tried_again_at_the_next_refresh(held: Store, outcome: str):
    noted(held, NOW, outcome)
    assert why(held, NOW + timedelta(seconds=1)) == ["its last attempt failed"]


def test_a_clock_set_back_does_not_stop_refreshes(held: Store):
    noted(held, NOW + timedelta(days=400))
    assert why(held) == ["the clock was set back"]


def test_what_is_asked_for_by_name_is_due(held: Store):
    noted(held, NOW)
    assert [task.series.id for task in due(held, NOW, ["X"])] == ["X"]


def test_what_nothing_fetches_is_left_alone_and_said_when_asked_for(held: Store, catalogued: Catalogued):
    catalogued(series(sources=("published:Somebody",)))
    assert due(held, NOW) == []
    with pytest.raises(Unfetchable, match="X: points carried over by hand"):
        due(held, NOW, ["X"])


def test_an_unknown_series_is_refused_with_a_suggestion(store: Store):
    with pytest.raises(catalogue.UnknownSeries, match="did you mean"):
        due(store, NOW, ["UNRAT"])


@pytest.mark.parametrize(
    "frequency, start",
    [
        ("daily", date(2026, 9, 20)),
        ("weekly", date(2024, 10, 19)),
        ("monthly", date(2024, 10, 1)),
        ("quarterly", date(2024, 10, 1)),
        ("annual", date(2024, 10, 1)),
    ],
)
def test_an_increment_overlaps_by_two_years_or_by_thirty_days(frequency: str, start: date):
    assert since(series(frequency=frequency), date(2026, 10, 20)) == start
    assert since(series(frequency=frequency, revised_throughout=True), date(2026, 10, 20)) is None


def test_the_whole_history_is_read_first_and_then_once_a_month(held: Store):
    assert due(held, NOW)[0].since is None  # what shipped is no reading of ours
    held.publish("X", int(NOW.timestamp()), [(date(2026, 10, 1).toordinal(), 2.5)], "fred:X", complete=False)
    assert due(held, NOW)[0].since == date(2024, 9, 1)
    assert due(held, NOW, full=True)[0].since is None
    assert due(held, datetime(2026, 12, 1, tzinfo=UTC))[0].since is None


def test_providers_take_turns(held: Store, catalogued: Catalogued):
    catalogued(*(series(f"F{n}") for n in range(3)), *(series(f"C{n}", sources=(f"cboe:C{n}",)) for n in range(2)))
    assert [task.series.id for task in due(held, NOW)] == ["F0", "C0", "F1", "C1", "F2"]


def test_everything_of_the_catalogue_that_can_be_fetched_is_due_on_a_new_store(store: Store):
    by_hand = ("published:", "finra:", "worldbank:")
    expected = {one.id for one in catalogue.series().values() if not one.sources[0].startswith(by_hand)}
    assert {task.series.id for task in due(store, NOW)} == expected
    assert len(expected) > 220
