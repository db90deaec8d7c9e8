"""A refresh against a provider that behaves, and one that does not: the last good data stays, and why is said."""

import json
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from indicators.panel import freshness
from indicators.refresh import engine
from indicators.refresh.due import due
from indicators.refresh.report import Report
from indicators.store import database
from indicators.store.store import Attempt, Busy, Store, end_of
from tests.conftest import python, series, small_store
from tests.patience import LONG
from tests.providers.server import HTML, Answer, as_csv, as_json, bomb, unmeasured
from tests.refresh.conftest import HELD, NEWS, Fred

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
Catalogued = Callable[..., None]


def refreshed(store: Store, now: datetime = NOW, **named: Any) -> Report:
    return engine.run(store, due(store, now), clock=lambda: now, **named)


def values(store: Store, id: str = "X") -> dict[str, float]:
    return {date.fromordinal(day).isoformat(): value for day, value in store.states({id: end_of(date.max)})[id]}


def outcome(report: Report, id: str = "X") -> tuple[str, str]:
    (found,) = [one for one in report.attempts if one.series == id]
    return found.outcome, found.cause


def test_news_is_published_with_its_source_and_its_moment(held: Store, fred: Fred):
    fred.has["X"] = NEWS
    report = refreshed(held)
    assert values(held) == NEWS
    assert report.attempts == (Attempt("X", int(NOW.timestamp()), "fred:X", "new", "", 2),)
    assert report.status == 0 and str(report).endswith("1 new")
    assert held.vintages(["X"])["X"][-1].source == "fred:X"
    assert held.states({"X": end_of(date(2026, 11, 21))})["X"][-1][0] == date(2026, 8, 1).toordinal()


def test_a_revision_of_last_year_comes_with_the_overlap(held: Store, fred: Fred):
    fred.has["X"] = NEWS
    refreshed(held)
    fred.has["X"] = NEWS | {"2025-06-01": 141.5}
    later = NOW + timedelta(days=7)
    assert refreshed(held, later).attempts[0].rows == 1
    assert values(held)["2025-06-01"] == 141.5
    assert [one.query.get("cosd") for one in fred.asked()] == [None, "2024-09-01"]


def test_what_the_provider_withdrew_is_withdrawn_only_by_a_whole_reading(held: Store, fred: Fred):
    fred.has["X"] = NEWS
    refreshed(held)
    without = {day: value for day, value in NEWS.items() if day != "2025-06-01"}
    fred.has["X"] = without
    refreshed(held, NOW + timedelta(days=7))
    assert values(held) == NEWS
    whole = datetime(2026, 12, 12, tzinfo=UTC)
    assert outcome(refreshed(held, whole))[1].endswith("1 of 58 dates held are gone, 2025-06-01 the first")
    assert values(held) == NEWS
    refreshed(held, whole, accept=["X"])
    assert values(held) == without


def test_nothing_new_is_unchanged_and_good(held: Store, fred: Fred):
    fred.has["X"] = HELD
    report = refreshed(held)
    assert (outcome(report), report.status, values(held)) == (("unchanged", ""), 0, HELD)


KEY = "0123456789abcdef0123456789abcdef"


def csv(*lines: str) -> Answer:
    return as_csv("".join(f"{line}\n" for line in ("observation_date,X", *lines)))


def table(changed: Mapping[str, float | None]) -> dict[str, float]:
    return {day: value for day, value in (NEWS | dict(changed)).items() if value is not None}


#: What a provider may do to us -> its answer, how the attempt ends, and words of the cause.
FAULTS: dict[str, tuple[dict[str, float] | Answer, str, str]] = {
    "401": (Answer(b"no", 401), "failed", "answered 401"),
    "403": (Answer(b"no", 403), "failed", "answered 403"),
    "404": (Answer(b"no", 404), "failed", "answered 404"),
    "429": (Answer(b"slow down", 429), "failed", "answered 429"),
    "429 with Retry-After": (Answer(b"", 429, headers={"Retry-After": "900"}), "failed", "answered 429"),
    "500": (Answer(HTML, 500, "text/html"), "failed", "answered 500"),
    "504": (Answer(HTML, 504, "text/html"), "failed", "answered 504"),
    "empty body": (Answer(b"", type="text/csv"), "failed", "empty answer"),
    "a web page with 200": (Answer(HTML, type="text/html"), "failed", "web page"),
    "JSON where CSV belongs": (as_json({}), "failed", "instead of csv"),
    "truncated": (unmeasured(as_csv("observation_date,X\n2026-01-01,14")), "failed", "middle of a line"),
    "cut short": (Answer(b"observation_date,X\n", type="text/csv", cut=True), "failed", "broke off"),
    "wrong columns": (as_csv("observation_date,Y\n2026-01-01,1\n"), "failed", "without the column 'X'"),
    "unknown missing marker": (csv("2026-01-01,n/a"), "failed", "'n/a' where a number belongs"),
    "duplicate dates": (csv("2026-01-01,1", "2026-01-01,2"), "failed", "twice"),
    "slow drip": (Answer(b"observation_date,X\n" * 40, type="text/csv", drip=0.1), "failed", "deadline"),
    "reset": (Answer(reset=True), "failed", "closed the connection"),
    "redirect to another host": (Answer(b"", 302, headers={"Location": "http://example.com/"}), "failed", "elsewhere"),
    "gzip bomb": (bomb(3), "failed", "more than 1 MB"),
    "no observation": (csv(), "failed", "no figure"),
    "future dates": (table({"2027-01-01": 158.0}), "held", "dated in the future: 2027-01-01"),
    "history that ends earlier": (dict(list(NEWS.items())[:40]), "held", "history has shrunk: it ends 2025-04-01"),
    "history that starts later": (dict(list(NEWS.items())[20:]), "held", "history has shrunk: it starts 2023-09-01"),
    "history with holes": (dict(list(NEWS.items())[::2]), "held", "days apart, which is not monthly"),
    "a few holes too many": (table(dict.fromkeys(list(NEWS)[8:14])), "held", "6 of 56 dates held are gone"),
    "a unit change": ({day: value / 1000 for day, value in NEWS.items()}, "held", "0.001 times those held"),
    "a new base year": ({day: value * 0.88 for day, value in NEWS.items()}, "held", "0.88 times those held"),
    "a value 1,000 times too large": (table({"2026-10-01": 157_000.0}), "held", "a jump beyond the series' own"),
    "a revision 1,000 times too large": (table({"2026-02-01": 149_000.0}), "held", "149,000 for 2026-02-01 after 149"),
    "another frequency": ({f"2026-{m:02}-{d:02}": 150.0 for m in range(1, 11) for d in (1, 8, 15, 22)}, "held", "apart"),
}  # fmt: skip


@pytest.mark.parametrize("said, ends, words", FAULTS.values(), ids=FAULTS)
def test_whatever_a_provider_does_the_last_good_data_stays_and_the_cause_is_named(
    held: Store, fred: Fred, monkeypatch: pytest.MonkeyPatch, said: dict[str, float] | Answer, ends: str, words: str
):
    if words == "deadline":
        monkeypatch.setenv("CLAIMBOARD_DEADLINE", "1")
    fred.has["X"] = said
    report = refreshed(held)
    found, cause = outcome(report)
    assert (found, values(held)) == (ends, HELD)
    assert words in cause and "\n" not in cause and len(cause) < 300
    assert report.status == 2  # nothing at all came
    (stands,) = freshness.standings(held, NOW.date())
    assert (stands.freshness, stands.cause) == ("failed", cause)
    assert stands.attempt == report.attempts[0] and stands.last == date(2026, 8, 1)


def test_a_host_that_is_not_there_is_named(held: Store, fred: Fred, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_FREDGRAPH_URL", "http://nowhere.invalid/graph")
    assert outcome(refreshed(held)) == ("failed", "fred:X: nowhere.invalid cannot be reached")
    assert values(held) == HELD


def test_the_next_refresh_mends_what_failed(held: Store, fred: Fred):
    fred.has["X"] = Answer(HTML, 500, "text/html")
    refreshed(held)
    fred.has["X"] = NEWS
    assert outcome(refreshed(held, NOW + timedelta(minutes=1))) == ("new", "")
    assert freshness.standings(held, NOW.date())[0].freshness == "fresh"


def test_one_series_that_fails_does_not_keep_the_others_back(tmp_path: Path, catalogued: Catalogued, fred: Fred):
    ids = [f"S{n}" for n in range(20)]
    catalogued(*map(series, ids))
    store = small_store(tmp_path, **dict.fromkeys(ids, (("2026-09-10", HELD),)))
    fred.has = dict.fromkeys(ids, NEWS) | {"S7": Answer(b"", 503), "S11": {"2027-05-01": 1.0}}
    report = refreshed(store)
    assert report.status == 1
    assert {one.series: one.outcome for one in report.failed} == {"S7": "failed", "S11": "held"}
    assert [values(store, id) == NEWS for id in ids].count(True) == 18
    assert values(store, "S7") == values(store, "S11") == HELD


def test_an_error_of_our_own_costs_one_series_and_shows_no_words_of_it(
    held: Store, fred: Fred, monkeypatch: pytest.MonkeyPatch
):
    def slip(*_: object) -> None:
        raise KeyError(f"https://example.com/?api_key={KEY}")

    monkeypatch.setattr(engine, "fetch", slip)
    assert outcome(refreshed(held)) == ("failed", "an error of Claimboard's own (KeyError)")


def test_a_key_that_was_never_set_is_said_and_is_no_failure_unless_the_series_was_named(
    held: Store, catalogued: Catalogued, fred: Fred
):
    catalogued(series(), series("Y", sources=("eia:electricity/x?frequency=monthly&data=y",)))
    fred.has["X"] = NEWS
    report = refreshed(held)
    assert (report.status, report.failed, report.unkeyed) == (0, [], ("Y",))
    assert str(report).endswith("1 new, 1 without a key")
    assert "EIA_API_KEY" in freshness.standings(held, NOW.date(), ["Y"])[0].cause
    named = engine.run(held, due(held, NOW, ["Y"]), clock=lambda: NOW)
    assert (named.status, [one.series for one in named.failed]) == (2, ["Y"])


# --- what was held --------------------------------------------------------------------------------

LEAPT = NEWS | {"2026-10-01": 900.0}


def test_what_someone_has_looked_at_is_accepted(held: Store, fred: Fred):
    fred.has["X"] = LEAPT
    tasks = due(held, NOW, ["X"])
    assert engine.run(held, tasks, clock=lambda: NOW).status == 2
    assert engine.run(held, tasks, accept=["X"], clock=lambda: NOW).status == 0
    assert values(held) == LEAPT


def test_an_increment_on_a_new_base_is_read_again_as_a_whole(held: Store, fred: Fred):
    fred.has["X"] = NEWS
    refreshed(held)
    fred.has["X"] = {day: 2 * value for day, value in NEWS.items()}
    report = engine.run(held, due(held, NOW, ["X"]), accept=(), clock=lambda: NOW)
    assert outcome(report)[0] == "held"
    assert [one.query.get("cosd") for one in fred.asked()][1:] == ["2024-09-01", None]


# --- the store and the clock ------------------------------------------------------------------------


def test_a_second_refresher_leaves_with_a_message_and_asks_nobody(held: Store, fred: Fred):
    fred.has["X"] = NEWS
    with held.refreshing(), pytest.raises(Busy, match="another refresh"):
        refreshed(held)
    assert (fred.asked(), values(held)) == ([], HELD)
    assert refreshed(held).status == 0


def test_a_refresher_in_another_process_is_respected_and_its_end_too(held: Store, fred: Fred):
    fred.has["X"] = NEWS
    code = """
import sys, time
from indicators.store.store import connect
with connect(sys.argv[1]).refreshing():
    print("mine", flush=True)
    time.sleep(600)
"""
    other = python(code, held.name)
    assert other.stdout and other.stdout.readline() == "mine\n"
    with pytest.raises(Busy):
        refreshed(held)
    other.kill()
    other.wait()
    assert refreshed(held).status == 0


def test_a_clock_set_back_calls_news_the_future_and_loses_nothing(held: Store, fred: Fred):
    fred.has["X"] = NEWS
    back = datetime(2026, 9, 20, tzinfo=UTC)
    assert outcome(refreshed(held, back)) == (
        "held",
        "fred:X: dated in the future: 2026-10-01, where this machine's clock says 2026-09-20",
    )
    assert values(held) == HELD
    assert refreshed(held).status == 0


def test_what_is_published_by_a_clock_behind_the_newest_vintage_can_be_read(held: Store, fred: Fred):
    fred.has["X"] = NEWS
    refreshed(held)
    more = NEWS | {"2026-09-01": 156.5}
    fred.has["X"] = more
    back = NOW - timedelta(hours=5)
    engine.run(held, due(held, back, ["X"]), clock=lambda: back)
    assert values(held) == more
    assert held.states({"X": end_of(NOW.date())})["X"][-2][1] == 156.5


def test_a_store_that_cannot_be_written_is_a_cause_like_any_other(
    held: Store, fred: Fred, monkeypatch: pytest.MonkeyPatch
):
    fred.has["X"] = NEWS

    def full(*_: object) -> int:
        raise database.full("/secret/place")

    monkeypatch.setattr(held, "publish", full)
    report = refreshed(held)
    said = "The disk is full: nothing was written, and what was there is untouched."
    assert (outcome(report), report.status) == (("failed", said), 2)
    assert freshness.standings(held, NOW.date())[0].cause == said
    assert values(held) == HELD


#: No file of this process may grow beyond 150 kB. One series needs more than that, the other does not.
FULL_DISK = """
import json, resource, signal, sys
from dataclasses import replace
from datetime import UTC, date, datetime
from indicators.catalogue import catalogue
from indicators.panel import freshness
from indicators.refresh import engine
from indicators.refresh.due import due
from indicators.providers import Observed
from indicators.store.store import connect
from tests.conftest import series
catalogue.series = lambda: {"LONG": series("LONG", frequency="daily"), "X": series("X")}
start = date(2002, 3, 1).toordinal()
long = tuple((start + n, 100.0 + n % 7) for n in range(9000))
months = tuple((date(2022 + n // 12, n % 12 + 1, 1).toordinal(), 100.0 + n) for n in range(58))
engine.fetch = lambda locator, one, since=None: Observed(long if one.id == "LONG" else months, locator)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
store = connect(sys.argv[1])
now = datetime(2026, 11, 22, tzinfo=UTC)
report = engine.run(store, due(store, now), clock=lambda: now)
stands = {one.series.id: one.cause for one in freshness.standings(store, now.date())}
print(json.dumps([{one.series: one.outcome for one in report.attempts}, report.status, stands["LONG"]]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits on file size to set")
def test_a_full_disk_costs_what_does_not_fit_and_status_says_so(held: Store):
    process = python(FULL_DISK, held.name)
    out, err = process.communicate(timeout=LONG)
    assert process.returncode == 0, err
    outcomes, code, cause = json.loads(out)
    assert outcomes == {"LONG": "failed", "X": "new"} and code == 1
    assert cause == "The store of figures cannot be used at the moment."  # what readers see names no place
    assert held.name in err and "disk" in err  # SQLite has other words for a limit than for a full disk
    assert held.damage() == "" and values(held) == NEWS and values(held, "LONG") == {}


def test_a_refresh_told_to_stop_publishes_what_has_come_and_says_what_is_undone(
    tmp_path: Path, catalogued: Catalogued, fred: Fred
):
    ids = [f"S{n}" for n in range(30)]
    catalogued(*map(series, ids))
    store = small_store(tmp_path, **dict.fromkeys(ids, (("2026-09-10", HELD),)))
    fred.has = dict.fromkeys(ids, NEWS)
    stop = threading.Event()
    seen: list[int] = []

    def told(id: str, done: int, total: int) -> None:
        seen.append(done)
        assert total == 30
        if done == 5:
            stop.set()

    report = refreshed(store, progress=told, stop=stop)
    assert seen == [1, 2, 3, 4, 5]
    assert (len(report.attempts), report.undone, report.status) == (5, 25, 1)
    assert [values(store, id) == NEWS for id in ids].count(True) == 5


def test_eight_are_asked_at_a_time(tmp_path: Path, catalogued: Catalogued, fred: Fred):
    ids = [f"S{n}" for n in range(24)]
    catalogued(*map(series, ids))
    store = small_store(tmp_path, **dict.fromkeys(ids, (("2026-09-10", HELD),)))
    lock, now, most = threading.Lock(), 0, 0

    asked = engine.fetch

    def counted(*arguments: Any) -> Any:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        try:
            return asked(*arguments)
        finally:
            with lock:
                now -= 1

    fred.has = {id: Answer(as_csv(f"observation_date,{id}\n").body, 404, late=0.05) for id in ids}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "fetch", counted)
        refreshed(store)
    assert most == engine.WORKERS
