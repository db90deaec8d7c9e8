"""The data page: every series with its cause in full, and what several share said once."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from dashboard.views import data_causes, data_table
from indicators.catalogue import catalogue
from indicators.panel.freshness import Standing, standings
from indicators.store.logs import Attempt
from indicators.store.store import Store
from tests.views.rows import series
from tests.views.running import Open, clean, markup, text, visit

__all__ = ["visit"]  # fixtures
TODAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def found(store: Store) -> list[Standing]:
    return standings(store, TODAY)


def asked(one: Standing, cause: str, outcome: str = "failed") -> Standing:
    """A series after an attempt to fetch it."""
    attempt = Attempt(one.series.id, 1_796_000_000, "fred:X", outcome, cause)  # type: ignore[arg-type]
    return replace(one, freshness="failed", cause=cause, attempt=attempt)


# --- the table ------------------------------------------------------------------------------------


def test_the_data_page_lists_every_series_with_its_title_and_where_it_is_drawn(visit: Open):
    page = visit("data")
    rows = series(page)
    assert list(rows) == list(catalogue.series())
    for id, one in catalogue.series().items():
        assert rows[id]["series"].startswith(f"{one.title} {id} ")
        assert f"href='explorer?explorer-series={id}'" in markup(page)


def test_the_data_page_lists_the_releases_of_the_weeks_after_a_day(visit: Open):
    page = visit("data", asof="2025-12-01")
    said = text(page)
    for release in ("job openings, September 2025", "gross domestic product, 2025Q3, initial", "2 December 2025"):
        assert release in said, release
    assert "employment situation, September 2025" not in said, "came on 20 November"
    assert "consumer prices, January 2026" not in said, "in ten weeks"
    assert series(page)["GDP"]["next"] == "23 December 2025 release calendar"
    assert series(page)["M2SL"]["next"].endswith("publication lag")


def test_every_series_that_is_published_to_a_schedule_has_its_next_release(found: list[Standing]):
    for one in found:
        if one.series.frequency != "irregular" and one.freshness != "discontinued":
            assert one.expected and one.expected >= TODAY, one.series.id


def test_a_late_series_says_the_day_that_passed_in_whole_and_the_next_one(found: list[Standing]):
    late = next(one for one in found if one.series.id == "GDP")
    row = data_table._row(late)
    assert (row["freshness"], row["cause"]) == ("late", "The next figure was due by 29 October 2026.")
    assert (row["expected"], row["expected_by"]) == ("23 December 2026", "release calendar")
    assert row["through"] == "2026Q2", "as the charts call it"


def test_the_file_has_all_that_is_known_of_each_series(found: list[Standing]):
    rows = list(csv.DictReader(io.StringIO(data_table.as_csv(found).decode())))
    assert [row["Series"] for row in rows] == list(catalogue.series())
    gdp = next(row for row in rows if row["Series"] == "GDP")
    assert gdp["Terms"] == catalogue.series()["GDP"].terms and gdp["Next expected"] == "2026-12-23"


def test_the_search_narrows_the_list_and_takes_anything(visit: Open):
    page = visit("data")
    page.text_input[0].set_value("gross domestic product").run()
    assert "GDP" in series(clean(page))
    assert len(series(page)) < 20
    for words in ("<script>", "\\", "[", "%", "x" * 80):
        page.text_input[0].set_value(words).run()
        assert len(series(clean(page))) < len(catalogue.series())


# --- causes ---------------------------------------------------------------------------------------


def told(found: list[Standing]) -> list[tuple[str, int]]:
    return [(one.words, len(one.ids)) for one in data_causes.shared(found)]


def test_what_was_shipped_and_never_asked_for_is_one_cause(visit: Open, found: list[Standing]):
    overdue = sum(one.freshness in ("late", "due") for one in found)
    words = "Past the day of the next figure, and not asked for since it was shipped. A refresh brings it."
    assert (words, overdue) in told(found)
    assert words in text(visit("data"))


def test_without_a_network_its_lack_is_said_once(found: list[Standing]):
    hosts = ("fred.stlouisfed.org", "api.eia.gov")
    some = [asked(one, f"fred:{one.series.id}: {hosts[n % 2]} cannot be reached") for n, one in enumerate(found[:9])]
    assert told(some) == [("No network: none of their sources could be reached.", 9)]


def test_a_host_that_alone_cannot_be_reached_is_named(found: list[Standing]):
    some = [asked(one, f"fred:{one.series.id}: fred.stlouisfed.org cannot be reached") for one in found[:5]]
    assert told(some) == [("fred.stlouisfed.org cannot be reached.", 5)]


def test_other_failures_are_counted_by_what_happened(found: list[Standing]):
    some = [asked(one, f"fred:{one.series.id}: fred.stlouisfed.org answers 500") for one in found[:3]]
    some += [asked(one, "eia:X: no key is set; fred:Y: fred.stlouisfed.org cannot be reached") for one in found[3:5]]
    assert told(some) == [
        ("fred.stlouisfed.org answers 500", 3),
        ("no key is set; fred.stlouisfed.org cannot be reached", 2),
    ]


def test_a_source_that_has_nothing_newer_is_not_called_unasked(found: list[Standing]):
    late = next(one for one in found if one.freshness == "late")
    attempt = Attempt(late.series.id, 1_796_000_000, "fred:X", "unchanged")
    said = told([replace(late, attempt=attempt)])
    assert said == [("The next figure is past its day; the source was asked and had none yet.", 1)]


def test_what_is_fresh_needs_no_cause(found: list[Standing]):
    assert told([one for one in found if one.freshness in ("fresh", "no schedule")]) == []
