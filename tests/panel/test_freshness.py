"""How series stand: reach, rows, vintage, freshness, in the catalogue's order."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from indicators.catalogue import catalogue
from indicators.model import Event
from indicators.panel import freshness
from indicators.store.logs import Outcome
from indicators.store.store import Attempt, Store
from tests.conftest import series, small_store
from tests.store.test_store import blocks_of, replayed

TODAY = date(2026, 11, 1)
Catalogued = Callable[..., None]


def test_every_series_of_the_catalogue_stands_somewhere_in_its_order(store: Store):
    found = freshness.standings(store, TODAY)
    assert [one.series.id for one in found] == list(catalogue.series())
    for one in found:
        assert (one.freshness == "no data") == (not one.series.ships), one.series.id
        if one.series.ships:
            rows = replayed(one.series.id, "9999")
            assert one.first and one.last and one.through and one.through >= one.last
            assert (one.first.toordinal(), one.last.toordinal(), one.rows) == (rows[0][0], rows[-1][0], len(rows))
            assert (str(one.vintage), one.source) == (blocks_of(one.series.id)[-1][0], "shipped")


def test_some_series_stand_in_the_order_asked_for(store: Store):
    assert [one.series.id for one in freshness.standings(store, TODAY, ["UNRATE", "GDP"])] == ["UNRATE", "GDP"]
    assert freshness.standings(store, TODAY, []) == []


def test_an_unknown_series_is_refused_with_a_suggestion(store: Store):
    with pytest.raises(catalogue.UnknownSeries, match="did you mean"):
        freshness.standings(store, TODAY, ["UNRAT"])


def test_freshness_follows_the_day(catalogued: Catalogued, tmp_path: Path):
    delay = Event(date(2026, 5, 1), "delay", "Shutdown", "Agency", date(2026, 12, 1))
    catalogued(series(), series("GONE"), events=(delay,))
    store = small_store(tmp_path, X=(("2026-02-11", {"2025-12-01": 1.0, "2026-01-01": 2.0}),))

    def stands(day: date) -> tuple[str, str]:
        one = freshness.standings(store, day, ["X"])[0]
        return one.freshness, one.cause

    assert stands(date(2026, 3, 1)) == ("fresh", "")
    assert stands(date(2026, 3, 15))[0] == "due"
    assert stands(date(2026, 4, 15)) == ("late", "the next figure was due by 2026-03-10")
    gone = freshness.standings(store, TODAY)[1]
    assert (gone.freshness, gone.last, gone.rows, gone.source) == ("no data", None, 0, "")


def test_a_refresh_shows_as_the_newest_vintage(catalogued: Catalogued, tmp_path: Path):
    catalogued(series())
    store = small_store(tmp_path, X=(("2026-02-11", {"2026-01-01": 2.0}),))
    store.add("X", 1_775_000_000, [(date(2026, 2, 1).toordinal(), 3.0)], "fred:X")
    (one,) = freshness.standings(store, date(2026, 4, 2))
    assert (one.last, one.through, one.rows) == (date(2026, 2, 1), date(2026, 2, 28), 2)
    assert (one.vintage, one.source) == (date(2026, 3, 31), "fred:X")


def test_the_last_attempt_is_seen_beside_the_age(catalogued: Catalogued, tmp_path: Path):
    catalogued(series())
    store = small_store(tmp_path, X=(("2026-02-11", {"2025-12-01": 1.0, "2026-01-01": 2.0}),))

    def stands(day: date, outcome: Outcome) -> tuple[str, str]:
        store.note([Attempt("X", 1, "fred:X", outcome, "the cause" if outcome in ("failed", "held") else "")])
        (one,) = freshness.standings(store, day)
        assert one.attempt and one.attempt.outcome == outcome and one.last == date(2026, 1, 1)
        return one.freshness, one.cause

    fresh, late, long_after = date(2026, 3, 1), date(2026, 4, 15), date(2027, 6, 1)
    assert stands(fresh, "failed") == ("fresh", "the cause")
    assert stands(late, "failed") == stands(late, "held") == ("failed", "the cause")
    assert stands(late, "unchanged")[0] == "late"
    assert stands(long_after, "unchanged")[0] == "discontinued"
    assert stands(long_after, "failed")[0] == "failed"
