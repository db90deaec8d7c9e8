"""The freshness of all series is found once for all readers, and again when a figure, an attempt or a day comes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard.session import standings, state
from indicators.panel import freshness
from indicators.panel.freshness import Standing
from indicators.runtime import clock
from indicators.store.store import Attempt, Store, end_of
from tests.views.running import writable

__all__ = ["writable"]


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[date | None]:
    """The days for which it was found, in turn."""
    days: list[date | None] = []
    find = freshness.standings

    def noted(store: Store, today: date, as_of: date | None = None) -> list[Standing]:
        days.append(as_of or today)
        return find(store, today, as_of=as_of)

    monkeypatch.setattr(freshness, "standings", noted)
    return days


def of(id: str) -> Standing:
    return next(one for one in standings.now() if one.series.id == id)


def test_it_is_found_once_until_a_figure_comes(writable: Store, found: list[date | None]):
    before = of("UNRATE")
    assert of("UNRATE") is before and len(found) == 1
    rows = writable.states({"UNRATE": end_of(date.max)})["UNRATE"]
    moment = int(datetime.now(UTC).timestamp())
    writable.publish("UNRATE", moment, [(rows[-1][0] + 31, 4.0)], "fred:UNRATE", False)
    assert of("UNRATE").rows == before.rows + 1 and len(found) == 2


def test_a_failed_attempt_is_seen_although_no_figure_came(writable: Store, found: list[date | None]):
    assert of("UNRATE").attempt is None
    writable.note([Attempt("UNRATE", int(datetime.now(UTC).timestamp()), "fred:UNRATE", "failed", "timed out")])
    assert of("UNRATE").attempt and len(found) == 2


def test_another_day_is_another_standing(writable: Store, found: list[date | None], monkeypatch: pytest.MonkeyPatch):
    today = clock.today()
    standings.now()
    monkeypatch.setattr(clock, "today", lambda: today + timedelta(1))
    standings.now()
    monkeypatch.setattr(state, "as_of", lambda: date(2025, 12, 1))
    standings.now()
    assert found == [today, today + timedelta(1), date(2025, 12, 1)]
