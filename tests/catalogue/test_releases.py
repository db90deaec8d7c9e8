"""The release calendar as it ships, and what is said of a bad row."""

from datetime import date
from pathlib import Path

import pytest

from indicators.catalogue import catalogue
from indicators.model.frequency import FREQUENCIES

HEADER = "release,estimate,period,published,status,source"


def test_every_release_is_that_of_a_series_and_says_its_source():
    known = {one.calendar for one in catalogue.series().values()}
    assert {one.release for one in catalogue.releases()} <= known - {""}
    assert all(one.source for one in catalogue.releases())


def test_every_period_begins_where_the_series_have_theirs():
    for one in catalogue.series().values():
        mine = [entry for entry in catalogue.releases() if entry.release == one.calendar]
        assert not FREQUENCIES[one.frequency].months or all(entry.period.day == 1 for entry in mine), one.id


def test_no_release_falls_on_a_weekend():
    assert [one for one in catalogue.releases() if one.published.weekday() > 4] == []


def test_periods_are_published_in_their_order():
    for release in {one.release for one in catalogue.releases()}:
        firsts: dict[date, date] = {}
        for one in sorted(catalogue.releases(), key=lambda one: one.published):
            if one.release == release:
                firsts.setdefault(one.period, one.published)
        assert list(firsts) == sorted(firsts), release


@pytest.mark.parametrize(
    "event", [one for one in catalogue.events() if one.kind == "cpi"], ids=lambda one: str(one.date)
)
def test_release_days_of_consumer_prices_are_those_of_the_calendar(event):
    days = {one.published for one in catalogue.releases() if one.release == "consumer prices"}
    assert event.date in days or event.date < min(days)


@pytest.mark.parametrize(
    "row, said",
    [
        ("jobs,,2026-01-32,2026-02-06,actual,BLS", r"seeds/releases\.csv, line 2: .*date.*`\$\.period`"),
        ("jobs,,2026-01-01,2026-02-06,planned,BLS", r"seeds/releases\.csv, line 2: Invalid enum value 'planned'"),
        ("jobs,,2026-01-01,2026-02-06,actual", r"seeds/releases\.csv, line 2: not as many cells as columns"),
        ("jobs,,2026-01-01,2026-02-06,actual,BLS,more", r"seeds/releases\.csv, line 2: not as many cells as columns"),
        (
            "jobs,,2026-01-01,2025-12-31,actual,BLS",
            r"seeds/releases\.csv: jobs of 2026-01-01 is published before it begins",
        ),
        (
            "jobs,,2026-01-01,2026-02-06,actual,BLS\njobs,,2026-01-01,2026-02-07,actual,BLS",
            r"seeds/releases\.csv: two entries of jobs, 2026-01-01$",
        ),
    ],
)
def test_a_bad_row_is_one_sentence_that_names_it(
    row: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
):
    (tmp_path / "releases.csv").write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(catalogue, "SEEDS", tmp_path)
    catalogue.releases.cache_clear()
    request.addfinalizer(catalogue.releases.cache_clear)
    with pytest.raises(catalogue.SeedError, match=said):
        catalogue.releases()
