"""A series with a second source: what serves when the first fails, and which jumps it confirms."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.store.store import Store
from tests.conftest import series, small_store
from tests.providers.server import Answer
from tests.refresh.conftest import HELD, NEWS, Fred
from tests.refresh.test_engine import LEAPT, outcome, refreshed, values

Catalogued = Callable[..., None]


@pytest.fixture
def twin(tmp_path: Path, catalogued: Catalogued, fred: Fred) -> Store:
    """A store whose series X has a second source, Y."""
    catalogued(series(sources=("fred:X", "fred:Y")))
    return small_store(tmp_path, X=(("2026-09-10", HELD),))


def test_a_second_source_serves_when_the_first_fails_and_the_first_is_named(twin: Store, fred: Fred):
    fred.has = {"X": Answer(b"", 404), "Y": NEWS}
    report = refreshed(twin)
    assert report.attempts[0].source == "fred:Y" and report.status == 0
    assert outcome(report)[0] == "new" and "fred:X: " in outcome(report)[1] and "404" in outcome(report)[1]
    assert values(twin) == NEWS


def test_a_jump_that_a_second_source_confirms_is_published(twin: Store, fred: Fred):
    fred.has = {"X": LEAPT, "Y": LEAPT | {"2026-10-01": 901.0}}
    report = refreshed(twin)
    assert outcome(report) == ("new", "a jump that fred:Y confirms")
    assert values(twin) == LEAPT


def test_a_jump_that_a_second_source_does_not_have_gives_way_to_it(twin: Store, fred: Fred):
    fred.has = {"X": LEAPT, "Y": NEWS}
    report = refreshed(twin)
    assert report.attempts[0].source == "fred:Y" and "a jump" in outcome(report)[1]
    assert values(twin) == NEWS


def test_two_sources_that_jump_apart_are_both_held(twin: Store, fred: Fred):
    fred.has = {"X": LEAPT, "Y": NEWS | {"2026-10-01": 1500.0}}
    assert outcome(refreshed(twin))[0] == "held"
    assert values(twin) == HELD


def test_a_second_source_that_is_down_confirms_nothing(twin: Store, fred: Fred):
    fred.has = {"X": LEAPT, "Y": Answer(b"", 404)}
    assert outcome(refreshed(twin))[0] == "held"
    assert values(twin) == HELD
