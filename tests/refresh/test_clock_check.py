"""A clock that is wrong dates nothing, and what one has dated is mended without a loss."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.cli import checks
from indicators.judging.round import update
from indicators.providers import timekeeper
from indicators.refresh import clock_check
from indicators.refresh.due import due
from indicators.store.store import SHIPPED, Attempt, Entry, Store, connect, end_of
from tests.conftest import ROOT, small_store
from tests.programs import needs
from tests.refresh.conftest import NEWS, Fred
from tests.refresh.test_commands import MAIN

NOW = datetime.now(UTC)
YEARS = {"ahead": 73, "behind": -3}


@needs("faketime")
@pytest.mark.parametrize("off", ["+73y", "+400d", "+2d", "-2d", "-3y"])
def test_a_clock_that_is_off_is_refused_by_what_a_provider_says(store: Store, fred: Fred, tmp_path: Path, off: str):
    own = connect(shutil.copy(store.name, tmp_path / "own.sqlite"))
    done = subprocess.run(
        ["faketime", "-f", off, sys.executable, "-c", MAIN, "refresh", "--only", "UNRATE"],
        env=os.environ | {"PYTHONPATH": str(ROOT), "CLAIMBOARD_STORE": own.name},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert "this machine's clock says" in done.stderr and f"and 127.0.0.1 says {NOW:%Y}" in done.stderr
    assert (own.attempts(["UNRATE"]), own.ledger(), own.revision()) == ({}, [], store.revision())


def test_a_clock_that_is_right_is_not_asked_about(held: Store, fred: Fred):
    clock_check.check(held, due(held, NOW, ["X"]), NOW)
    assert fred.asked() == []


@pytest.mark.parametrize("way", YEARS)
def test_a_round_by_a_wrong_clock_keeps_nothing(held: Store, fred: Fred, monkeypatch: pytest.MonkeyPatch, way: str):
    fred.has["X"] = NEWS
    then = NOW - timedelta(days=365 * YEARS[way])
    monkeypatch.setattr(timekeeper, "said", lambda names: ("data.example", then))
    before = held.states({"X": end_of(date.max)}), held.revision()
    with pytest.raises(clock_check.ClockError, match=f"data.example says {then:%Y}"):
        update(held, ["X"])
    assert (held.states({"X": end_of(date.max)}), held.revision()) == before
    assert held.attempts(["X"]) == {} and held.ledger() == [] and fred.asked() == []


def test_where_nobody_says_the_time_years_after_the_newest_figure_are_not_believed(
    held: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(timekeeper, "said", lambda names: None)
    newest = datetime.fromtimestamp(held.vintages(["X"])["X"][-1].at, UTC)
    clock_check.check(held, [], newest + timedelta(days=700))
    with pytest.raises(clock_check.ClockError, match="no provider can be asked"):
        clock_check.check(held, [], newest + timedelta(days=800))


@pytest.mark.parametrize("header", ["", "yesterday", "Mon, 99 Foo 2026"])
def test_an_answer_without_a_date_says_nothing(fred: Fred, monkeypatch: pytest.MonkeyPatch, header: str):
    class Answers:
        def head(self, url: str, **_: object) -> object:
            import httpx

            return httpx.Response(200, headers={"Date": header} if header else {}, request=httpx.Request("HEAD", url))

    from indicators.providers import http

    monkeypatch.setattr(http, "client", Answers)
    assert timekeeper.said(["fred", "sec"]) is None


def test_nobody_there_says_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_FRED_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("CLAIMBOARD_SEC_URL", "no address")
    assert timekeeper.said(["fred", "sec"]) is None


# --- mending ----------------------------------------------------------------------------------------


@pytest.fixture
def ahead(place: str, catalogued, tmp_path: Path) -> Store:
    """A store that was refreshed twice while its clock said 2099, and once since."""
    from tests.conftest import series

    catalogued(series("X"), series("Y"))
    store = small_store(tmp_path, place, X=(("2026-01-01", {"2025-01-01": 1.0, "2025-02-01": 2.0}),),
                        Y=(("2026-01-01", {"2025-01-01": 5.0}),))  # fmt: skip
    then = int(datetime(2099, 1, 1, tzinfo=UTC).timestamp())
    rows = [(date(2025, month, 1).toordinal(), float(month)) for month in (1, 2, 3)]
    store.publish("X", then, rows, "fred:X", True)
    store.publish("X", then + 60, [*rows[:2], (rows[2][0], 33.0)], "fred:X", True)
    store.publish("X", int(NOW.timestamp()), [*rows[:2], (rows[2][0], 34.0)], "fred:X", True)
    store.note([Attempt("X", then, "fred:X", "new", "", 1)])
    return store


def test_what_is_dated_in_the_future_is_named_dated_by_now_and_whole(ahead: Store):
    newest = ahead.states({"X": end_of(date.max)})["X"]
    assert [one.day.year for one in clock_check.future(ahead, NOW)["X"]] == [
        2099
    ] * 3 and "Y" not in clock_check.future(ahead, NOW)
    assert dict(ahead.states({"X": end_of(NOW.date())})["X"]).get(date(2025, 3, 1).toordinal()) is None
    revision = ahead.revision()
    assert clock_check.redate(ahead, NOW) == 3
    assert ahead.states({"X": int(NOW.timestamp())})["X"] == ahead.states({"X": end_of(date.max)})["X"] == newest
    states = [ahead.states({"X": one.at})["X"][-1][1] for one in ahead.vintages(["X"])["X"]]
    assert states == [2.0, 3.0, 33.0, 34.0]
    assert ahead.attempts(["X"])["X"].at == int(NOW.timestamp())
    assert ahead.revision() > revision and clock_check.future(ahead, NOW) == {}
    assert ahead.damage() == ""
    assert clock_check.redate(ahead, NOW) == 0


def test_what_is_fetched_after_the_mending_is_known_today(ahead: Store):
    clock_check.redate(ahead, NOW)
    at = int(NOW.timestamp()) + 60
    ahead.publish("X", at, [(date(2025, 4, 1).toordinal(), 4.0)], "fred:X", False)
    assert ahead.vintages(["X"])["X"][-1].at == at


@pytest.mark.parametrize("touched", [False, True])
def test_redated_entries_of_the_ledger_are_chained_anew_unless_the_chain_was_broken(ahead: Store, touched: bool):
    late = int(datetime(2099, 1, 1, tzinfo=UTC).timestamp())
    for at, value in ((int(NOW.timestamp()) - 60, 1.0), (late, 2.0)):
        ahead.keep([Entry("a", at, None, "open", value, "%", "So it is.", None, "a1")])
    if touched:
        with ahead.database.writing() as connection:
            connection.execute("UPDATE ledger SET value = 3.0 WHERE value = 1.0")
    clock_check.redate(ahead, NOW)
    found = ahead.chain()
    assert [entry.computed_at for entry in ahead.ledger()] == [int(NOW.timestamp()) - 60, int(NOW.timestamp())]
    assert (found.broken() is not None, found.sealed[0]) == (touched, 0 if touched else 2)


def test_a_clock_that_is_behind_is_said_and_mends_nothing(ahead: Store):
    early = datetime(2020, 1, 1, tzinfo=UTC)
    held = ahead.vintages(["X", "Y"])
    assert held["Y"][0].source == SHIPPED
    with pytest.raises(clock_check.ClockError, match="figures that ship are of 2026-01-01"):
        clock_check.redate(ahead, early)
    assert ahead.vintages(["X", "Y"]) == held


def test_doctor_names_what_is_dated_in_the_future(ahead: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checks, "open_store", lambda: ahead)
    told = checks.clock()
    assert told.state == "wrong" and "X (2099-01-01)" in told.says and "claimboard redate" in told.says
    clock_check.redate(ahead, NOW)
    assert checks.clock().state == "fine"
