"""Events that charts mark: complete, in order, and where they belong."""

from datetime import date

from indicators.catalogue import catalogue
from indicators.model import Event


def marks(kind: str) -> list[Event]:
    return [event for event in catalogue.events() if event.kind == kind]


def test_marks_are_complete_and_end_after_they_begin():
    acts = {"act", "affordability act", "crypto act"}
    kinds = acts | {"article", "recession", "shutdown", "delay", "revision", "fomc", "cpi"}
    assert {event.kind for event in catalogue.events()} == kinds
    for event in catalogue.events():
        assert event.label and event.source, event
        assert event.end is None or event.end > event.date, event
        assert (event.end is not None) == (event.kind in {"recession", "shutdown", "delay"}), event
        assert event.kind in acts or len(event.label) <= 56, event
    assert len({(e.date, e.kind, e.label) for e in catalogue.events()}) == len(catalogue.events())


def test_the_article_is_marked_once_on_its_day():
    assert [event.date for event in marks("article")] == [catalogue.article().published]


def test_recessions_run_from_the_month_after_the_peak_to_the_end_of_the_trough_month():
    recessions = marks("recession")
    assert len(recessions) == 12
    assert all(event.date.day == 1 for event in recessions)
    assert all(event.end and date.fromordinal(event.end.toordinal() + 1).day == 1 for event in recessions)
    assert (recessions[-1].date, recessions[-1].end) == (date(2020, 3, 1), date(2020, 4, 30))
    assert (recessions[-2].date, recessions[-2].end) == (date(2008, 1, 1), date(2009, 6, 30))


def test_the_committee_decides_eight_times_a_year():
    years = [event.date.year for event in marks("fomc")]
    assert {y: years.count(y) for y in set(years)} == {y: {2008: 10, 2020: 9}.get(y, 8) for y in range(2005, 2028)}
    assert {date(2025, 10, 29), date(2025, 12, 10)} <= {event.date for event in marks("fomc")}


def test_annual_updates_are_marked_for_the_release_family_they_revise():
    days = [event.date for event in marks("revision") if event.label.startswith("BEA")]
    assert days[-2:] == [date(2025, 9, 25), date(2026, 9, 30)]


def test_no_price_release_is_marked_inside_the_gap_it_left():
    days = [event.date for event in marks("cpi")]
    assert not [day for day in days if date(2025, 10, 24) < day < date(2025, 12, 18)]
    assert all(day.weekday() < 5 for day in days)
