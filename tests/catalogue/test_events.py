"""Events that charts mark: complete, in order, and where they belong."""

import re
from datetime import date
from pathlib import Path

import pytest

from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.model import Event
from indicators.model.event_kind import EventKind


def marks(kind: EventKind) -> list[Event]:
    return [event for event in catalogue.events() if event.kind == kind]


def test_marks_are_complete_and_end_after_they_begin():
    acts = {EventKind.ACT, EventKind.AFFORDABILITY_ACT, EventKind.CRYPTO_ACT}
    assert {event.kind for event in catalogue.events()} == {*EventKind}
    for event in catalogue.events():
        assert event.label and event.source, event
        assert event.end is None or event.end > event.date, event
        assert (event.end is not None) == (event.kind in {EventKind.RECESSION, EventKind.SHUTDOWN, EventKind.DELAY}), (
            event
        )
        assert event.kind in acts or len(event.label) <= 56, event
    assert len({(e.date, e.kind, e.label) for e in catalogue.events()}) == len(catalogue.events())


def test_the_article_is_marked_once_on_its_day():
    assert [event.date for event in marks(EventKind.ARTICLE)] == [catalogue.article().published]


def test_recessions_run_from_the_month_after_the_peak_to_the_end_of_the_trough_month():
    recessions = marks(EventKind.RECESSION)
    assert len(recessions) == 12
    assert all(event.date.day == 1 for event in recessions)
    assert all(event.end and date.fromordinal(event.end.toordinal() + 1).day == 1 for event in recessions)
    assert (recessions[-1].date, recessions[-1].end) == (date(2020, 3, 1), date(2020, 4, 30))
    assert (recessions[-2].date, recessions[-2].end) == (date(2008, 1, 1), date(2009, 6, 30))


def test_the_committee_decides_eight_times_a_year():
    years = [event.date.year for event in marks(EventKind.FOMC)]
    assert {y: years.count(y) for y in set(years)} == {y: {2008: 10, 2020: 9}.get(y, 8) for y in range(2005, 2028)}
    assert {date(2025, 10, 29), date(2025, 12, 10)} <= {event.date for event in marks(EventKind.FOMC)}


def test_annual_updates_are_marked_for_the_release_family_they_revise():
    days = [event.date for event in marks(EventKind.REVISION) if event.label.startswith("BEA")]
    assert days[-2:] == [date(2025, 9, 25), date(2026, 9, 30)]


def test_no_price_release_is_marked_inside_the_gap_it_left():
    days = [event.date for event in marks(EventKind.CPI)]
    assert not [day for day in days if date(2025, 10, 24) < day < date(2025, 12, 18)]
    assert all(day.weekday() < 5 for day in days)


def test_a_kind_that_there_is_not_is_named_beside_those_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
):
    text = "[[event]]\ndate = 2026-01-01\nkind = 'holiday'\nlabel = 'New Year'\nsource = 'Calendar'\n"
    (tmp_path / "events.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(catalogue, "SEEDS", tmp_path)
    catalogue.events.cache_clear()
    request.addfinalizer(catalogue.events.cache_clear)
    with pytest.raises(
        catalogue.SeedError, match=r"seeds/events\.toml, New Year: unknown kind 'holiday'; known kinds: article, "
    ):
        catalogue.events()


def test_every_kind_that_a_chart_marks_has_words():
    asked = {kind for one in registry.indicators().values() for kind in one.hints.marks}
    assert asked and all(kind.words for kind in asked)


def test_kinds_are_spelled_in_one_place():
    """A comparison with, or a list of, a kind's text; texts that mean something else are none."""
    kinds = "|".join(EventKind)
    spelled = re.compile(rf"""(?:kind (?:==|!=|in) |listed_days\(|marks=\()["'](?:{kinds})["']""")
    root = Path(__file__).parents[2]
    files = (file for name in ("dashboard", "indicators") for file in (root / name).rglob("*.py"))
    assert {file.name: found for file in files if (found := spelled.findall(file.read_text(encoding="utf-8")))} == {}
    assert spelled.search('event.kind == "delay"') and spelled.search('marks=("fomc",')
