"""The release calendar, renewed by a refresh: what FRED is asked, what is kept, and what is read with it."""

import re
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli.refresh import _say
from indicators.catalogue import catalogue
from indicators.judging import evaluate
from indicators.judging import round as rounds
from indicators.judging.ledger import Recorded
from indicators.model import Release
from indicators.panel import freshness, panel
from indicators.providers import fred as client
from indicators.refresh.calendar_renewal import renew
from indicators.refresh.due import due
from indicators.refresh.engine import start_of
from indicators.store import meta, release_days
from indicators.store.store import Store
from tests.conftest import series, small_store
from tests.providers.server import HTML, Answer, Asked, as_json
from tests.refresh.conftest import HELD, Fred
from tests.refresh.test_page import copy
from tests.views.running import clean, opened

__all__ = ["copy"]

NOW = datetime(2026, 9, 12, 12, tzinfo=UTC)
KEY = "0123456789abcdef0123456789abcdef"
RELEASE, DATES = "/fred/series/release", "/fred/release/dates"
#: X and Y are of one release, which has been out for August; Z is of none.
X, Y = (series(id, release="prices", lag=13) for id in "XY")
SEEDS = (Release("prices", date(2026, 8, 1), date(2026, 9, 10), "actual", "agency"),)


def of_release(number: int) -> Answer:
    """What series/release says, in FRED's form."""
    spans = {"realtime_start": "2026-09-12", "realtime_end": "2026-09-12"}
    about = {"name": "Prices", "press_release": True, "link": "http://www.bls.gov/"}
    return as_json(spans | {"releases": [{"id": number} | spans | about]})


def of_days(*days: str, number: int = 10) -> Answer:
    """What release/dates says, in FRED's form."""
    head = {"realtime_start": "1776-07-04", "realtime_end": "9999-12-31", "order_by": "release_date"}
    counts = {"sort_order": "desc", "count": len(days), "offset": 0, "limit": 1000}
    listed = [{"release_id": number, "date": day} for day in sorted(days, reverse=True)]
    return as_json(head | counts | {"release_dates": listed})


LISTED = ("2020-09-11", "2026-08-12", "2026-09-10", "2026-10-14", "2026-11-10", "2031-01-15")


@pytest.fixture
def own(place: str, tmp_path: Path, catalogued: Callable[..., None], fred: Fred, keyed: None) -> Store:
    """A store of X and Y, in each of the databases, up to August 2026; with a key."""
    catalogued(X, Y, series("Z"), releases=SEEDS)
    fred.say(RELEASE, of_release(10))
    fred.say(DATES, of_days(*LISTED))
    return small_store(tmp_path, place, X=(("2026-09-10", HELD),), Y=(("2026-09-10", HELD),))


@pytest.fixture
def keyed(monkeypatch: pytest.MonkeyPatch, fred: Fred) -> None:
    monkeypatch.setenv("FRED_API_KEY", KEY)
    client._accepted.clear()


def test_days_are_asked_once_a_day_and_those_of_weeks_past_to_a_year_ahead_are_kept(own: Store, fred: Fred):
    assert renew(own, NOW) == ""
    assert [one.query["series_id"] for one in fred.asked(RELEASE)] == ["X"]
    (asked,) = fred.asked(DATES)
    wanted = {"release_id": "10", "include_release_dates_with_no_data": "true", "file_type": "json", "api_key": KEY}
    assert wanted.items() <= asked.query.items()
    kept = release_days.listed(own)["prices"]
    assert [str(day) for day in kept.days] == ["2026-08-12", "2026-09-10", "2026-10-14", "2026-11-10"]
    assert (kept.number, kept.asked) == (10, NOW.date())
    assert renew(own, NOW + timedelta(hours=6)) == "" and len(fred.requests) == 2
    assert renew(own, NOW + timedelta(days=1)) == "" and len(fred.asked(RELEASE)) == 1, "the number is kept"
    assert len(fred.asked(DATES)) == 2


def test_the_revision_grows_with_the_days_and_not_with_the_asking(own: Store, fred: Fred):
    first = own.revision()
    renew(own, NOW)
    assert own.revision() == first + 1
    renew(own, NOW + timedelta(days=1))
    assert own.revision() == first + 1
    fred.say(DATES, of_days("2026-10-15"))
    renew(own, NOW + timedelta(days=2))
    assert own.revision() == first + 2


def test_what_is_due_and_how_fresh_it_is_are_read_with_the_renewed_day(own: Store):
    assert freshness.standings(own, NOW.date(), ["X"])[0].expected == date(2026, 10, 13), "by the lag"
    renew(own, NOW)
    for id in "XY":
        (one,) = freshness.standings(own, NOW.date(), [id])
        assert (one.expected, one.on_calendar) == (date(2026, 10, 14), True)
    day = datetime(2026, 10, 13, 12, tzinfo=UTC)
    whys = [{task.series.id: task.why for task in due(own, now)}.get("X") for now in (day, day + timedelta(days=1))]
    assert whys == ["never asked for"] * 2
    with_attempt(own, day - timedelta(days=1))
    whys = [{task.series.id: task.why for task in due(own, now)}.get("X") for now in (day, day + timedelta(days=1))]
    assert whys == [None, "its next figure is due"]


def with_attempt(store: Store, at: datetime) -> None:
    store.note([rounds.engine.Attempt("X", int(at.timestamp()), "fred:X", "unchanged")])


def test_no_cut_of_a_past_day_nor_its_standing_changes_by_a_renewed_day(own: Store):
    """Not even of a day after which FRED lists a release: what was scheduled then may have been moved since."""
    own.publish(
        "X", start_of(date(2026, 12, 5)), [(date(2026, m, 1).toordinal(), float(m)) for m in (9, 10)], "f", False
    )
    days = [date(2026, 10, 12) + timedelta(days=n) for n in range(35)]

    def past() -> list[tuple[Any, ...]]:
        read = [panel.read(own, ["X"], day) for day in days]
        stand = [freshness.standings(own, NOW.date(), ["X"], as_of=day)[0].expected for day in days]
        return [(one["X"].index[-1], one.provenance["X"], on) for one, on in zip(read, stand, strict=True)]

    before = past()
    renew(own, NOW)
    assert past() == before
    assert len({last for last, *_ in before}) > 1, "the cut moves within these days"


def test_a_finding_calls_its_figures_late_by_the_renewed_day_and_a_past_one_by_the_seeds(own: Store, fred: Fred):
    def late(as_of: date | None = None) -> bool:
        return bool(evaluate._stale(own, panel.read(own, ["X"], as_of), date(2026, 10, 24)))

    assert not late(), "by the lag there are days of grace"
    fred.say(DATES, of_days("2026-10-20"))
    renew(own, NOW)
    assert late() and not late(date(2026, 10, 24))


def broken(answer: Answer) -> Callable[[Fred], None]:
    return lambda fred: fred.say(DATES, answer)


@pytest.mark.parametrize(
    "breaks, words",
    [
        (broken(Answer(HTML, 504, type="text/html")), "504"),
        (broken(Answer(HTML, type="text/html")), "web page"),
        (broken(as_json({"release_dates": [{"date": "soon"}]})), "'soon' where a date belongs"),
        (broken(as_json({"error_message": f"{KEY} api_key"}, status=400)), "does not accept FRED_API_KEY"),
        (broken(as_json({"error_message": "The release does not exist."}, status=400)), "has no release 10"),
        (lambda fred: fred.say(RELEASE, as_json({"releases": []})), "names no release"),
        (lambda fred: fred.say(RELEASE, Answer(b"", 404)), "404"),
    ],
)
def test_what_fred_does_not_give_is_one_line_and_what_was_kept_stays(
    own: Store, fred: Fred, breaks: Callable[[Fred], None], words: str
):
    breaks(fred)
    said = renew(own, NOW)
    assert said.startswith("the release calendar could not be renewed in full; prices: ")
    assert words in said and KEY not in said and "\n" not in said
    assert release_days.listed(own) == {}
    fred.say(RELEASE, of_release(10))
    fred.say(DATES, of_days(*LISTED))
    assert renew(own, NOW) == ""
    kept = release_days.listed(own)
    fred.say(DATES, Answer(b"", 404))
    assert renew(own, NOW + timedelta(days=1)) and release_days.listed(own) == kept


def test_one_release_that_fred_does_not_have_costs_no_other_and_an_outage_is_not_asked_again_by_each(
    own: Store, fred: Fred, catalogued: Callable[..., None]
):
    catalogued(X, series("J", release="jobs"), series("K", release="accounts"), releases=SEEDS)
    fred.say(RELEASE, lambda asked: of_release(10) if asked.query["series_id"] != "X" else Answer(b"", 404))
    assert "prices: " in renew(own, NOW) and release_days.listed(own).keys() == {"jobs", "accounts"}
    fred.say(DATES, Answer(b"", 403))
    before = len(fred.asked(DATES))
    renew(own, NOW + timedelta(days=1))
    assert len(fred.asked(DATES)) == before + 1


def test_without_a_key_nothing_is_asked_and_a_stop_ends_it(own: Store, fred: Fred, monkeypatch: pytest.MonkeyPatch):
    stop = threading.Event()
    stop.set()
    assert renew(own, NOW, stop) == ""
    monkeypatch.delenv("FRED_API_KEY")
    assert renew(own, NOW) == ""
    assert fred.requests == [] and release_days.listed(own) == {}


def test_a_text_that_cannot_be_read_counts_as_none_and_the_next_refresh_replaces_it(own: Store):
    with own.database.writing() as connection:
        meta.write(connection, release_days.KEY, '{"prices": {"number": "x"}}')
    assert release_days.entries(own).entries == SEEDS
    assert freshness.standings(own, NOW.date(), ["X"])[0].expected == date(2026, 10, 13)
    assert renew(own, NOW) == "" and release_days.listed(own).keys() == {"prices"}


@pytest.fixture
def unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "_judge", lambda store, now: Recorded())


def test_a_round_renews_the_calendar_and_is_as_good_without(
    own: Store, fred: Fred, unjudged: None, capsys: pytest.CaptureFixture[str]
):
    def observed(asked: Asked) -> Answer:
        points = [{"date": day, "value": str(value)} for day, value in HELD.items()]
        return as_json({"count": len(points), "observations": points})

    fred.say("/fred/series/observations", observed)
    fred.say("/fred/series", as_json({"seriess": [{"units": "Index", "frequency": "Monthly"}]}))
    fred.say(DATES, Answer(b"", 403))
    found = rounds.update(own, ["X"], clock=lambda: NOW)
    assert (found.status, found.calendar, fred.asked(DATES)) == (0, "", []), "one series was asked for, and no calendar"
    found = rounds.update(own, clock=lambda: NOW)
    assert found.status == 0 and found.calendar == found.as_json()["calendar"] != ""
    _say(found)
    assert f"claimboard: {found.calendar}\n" in capsys.readouterr().err
    fred.say(DATES, of_days(*LISTED))
    assert rounds.update(own, clock=lambda: NOW).calendar == ""
    assert release_days.listed(own).keys() == {"prices"}


def coming(page: Any) -> list[tuple[str, str]]:
    (listed,) = [one.body for one in page.get("html") if "Coming releases" in one.body]
    return re.findall(r"datetime='([^']+)'>[^<]*</time>\s*<span>([^<]*)</span>", listed)


def test_the_data_page_lists_renewed_days_with_their_periods_where_those_are_known(
    copy: Store, fred: Fred, keyed: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("indicators.runtime.clock.today", lambda: date(2027, 7, 1))
    fred.say(RELEASE, lambda asked: of_release(10) if asked.query["series_id"] == "CPIAUCSL" else Answer(b"", 404))
    fred.say(DATES, of_days("2027-07-14", "2027-07-20", "2027-08-11"))
    seeded, past = coming(clean(opened("data"))), coming(clean(opened("data", {"asof": "2027-06-30"})))
    assert seeded == past == [("2027-07-14", "consumer prices, June 2027")]
    renew(copy, datetime(2027, 7, 1, tzinfo=UTC))
    new = [("2027-07-20", "consumer prices"), ("2027-08-11", "consumer prices, July 2027")]
    assert coming(clean(opened("data"))) == seeded + new
    assert coming(clean(opened("data", {"asof": "2027-06-30"}))) == past


def test_the_series_of_a_release_agree_on_what_dates_its_periods():
    for release, lead in release_days.leads().items():
        members = {(one.frequency, one.lag) for one in catalogue.series().values() if one.calendar == release}
        assert members == {(lead.frequency, lead.lag)}, release
