"""What companies filed comes into the store by its days of filing, over figures that belonged to no filing."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from indicators.refresh import engine
from indicators.refresh.due import due
from indicators.store.store import Store, end_of
from tests.conftest import series, small_store
from tests.providers.server import as_json
from tests.refresh.conftest import Fred

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def quarter(n: int) -> date:
    """The first day of a quarter, counted from 2024."""
    return date(2024 + n // 4, n % 4 * 3 + 1, 1)


def fact(n: int, value: float, filed: str) -> dict[str, object]:
    last = date.fromordinal(quarter(n + 1).toordinal() - 1)
    return {
        "start": quarter(n).isoformat(),
        "end": last.isoformat(),
        "val": value,
        "filed": filed,
        "form": "10-Q",
        "fy": int(filed[:4]),
    }


def known(store: Store, day: date) -> dict[str, float]:
    return {date.fromordinal(one).isoformat(): value for one, value in store.states({"X": end_of(day)})["X"]}


def test_a_revision_is_known_from_its_filing_and_what_no_filing_has_is_mended(
    tmp_path: Path, catalogued: Callable[..., None], fred: Fred
):
    catalogued(series(sources=("sec:42/Tag",), frequency="quarterly", unit="dollars"))
    before = {quarter(n).isoformat(): 10.0 + n for n in range(9)}
    store = small_store(tmp_path, X=(("2026-07-19", before | {"2025-01-01": 13.5}),))
    filed = [fact(n, 10.0 + n, f"{quarter(n + 1).isoformat()[:8]}28") for n in range(9)]
    news = [fact(6, 16.5, "2026-08-03"), fact(9, 19.0, "2026-08-03"), fact(10, 20.0, "2026-10-28")]
    fred.say("/sec/companyconcept/CIK0000000042/us-gaap/Tag.json", as_json({"units": {"USD": [*filed, *news]}}))

    (attempt,) = engine.run(store, due(store, NOW), clock=lambda: NOW).attempts
    assert (attempt.outcome, attempt.cause) == ("new", "")
    second = {"2025-07-01": 16.5, "2026-04-01": 19.0}
    assert known(store, date(2026, 7, 27)) == before | {"2025-01-01": 13.5}, "what was held then is still what was held"
    assert known(store, date(2026, 8, 3)) == before | second
    assert known(store, date(2026, 10, 28)) == known(store, NOW.date()) == before | second | {"2026-07-01": 20.0}
    assert known(store, date(2025, 4, 28)) == {quarter(n).isoformat(): 10.0 + n for n in range(5)}


def test_a_filing_that_is_dated_ahead_is_known_from_now(
    tmp_path: Path, catalogued: Callable[..., None], fred: Fred, caplog: pytest.LogCaptureFixture
):
    """What is filed in the evening bears the date of the next working day."""
    catalogued(series(sources=("sec:42/Tag",), frequency="quarterly", unit="dollars"))
    store = small_store(tmp_path, X=(("2026-07-19", {quarter(n).isoformat(): 10.0 + n for n in range(9)}),))
    filed = [fact(n, 10.0 + n, "2026-06-30") for n in range(9)]
    news = fact(9, 19.0, "2026-11-24")
    fred.say("/sec/companyconcept/CIK0000000042/us-gaap/Tag.json", as_json({"units": {"USD": [*filed, news]}}))
    engine.run(store, due(store, NOW), clock=lambda: NOW)
    assert known(store, NOW.date())["2026-04-01"] == 19.0 and "2026-04-01" not in known(store, date(2026, 11, 21))
    later = datetime(2026, 12, 1, 12, tzinfo=UTC)
    engine.run(store, due(store, later), clock=lambda: later)
    assert known(store, later.date()) == known(store, NOW.date()) and caplog.records == []
