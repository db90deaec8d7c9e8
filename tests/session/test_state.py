"""What readers see while figures come in, and what one who travels to many days costs the others."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dashboard.session import state
from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.model import Finding
from indicators.runtime import clock
from indicators.store.store import Store, connect, end_of
from tests.patience import LONG
from tests.views.running import writable

__all__ = ["writable"]

CLAIMS = ("vol-target", "capex-dependence")
ID = "SPX_CLOSE"


@pytest.fixture
def own(writable: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of this test's, of which the board has two claims."""
    known = catalogue.claims()
    monkeypatch.setattr(catalogue, "claims", lambda: {id: known[id] for id in CLAIMS})
    return writable


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The claims that were judged, in turn."""
    judged: list[str] = []
    judge_all = evaluate.findings

    def noted(store: Store, claims: Any, **named: Any) -> list[Finding]:
        judged.extend(claim.id for claim in claims)
        return judge_all(store, claims, **named)

    monkeypatch.setattr(evaluate, "findings", noted)
    return judged


def page() -> None:
    """Open a page in this thread."""
    state._RUN.set(state._Run())
    state.served()


def through() -> date | None:
    return state.findings()["vol-target"].data_through


def publish(store: Store) -> None:
    """A new close of the index, as another process would."""
    rows = store.states({ID: end_of(date.max)})[ID]
    now = int(datetime.now(UTC).timestamp())
    connect(store.name).publish(ID, now, [(rows[-1][0] + 1, rows[-1][1] * 0.97)], "yahoo:^GSPC", False)


def test_a_page_is_of_one_edition_and_the_last_one_serves_until_the_next_is_computed(
    own: Store, monkeypatch: pytest.MonkeyPatch
):
    go, judge_all = threading.Event(), evaluate.findings
    page()
    before, newest = state.findings(), state.newest()
    monkeypatch.setattr(evaluate, "findings", lambda *a, **k: go.wait(LONG) and judge_all(*a, **k))
    publish(own)
    page()
    assert state.findings() == before and state.newest() == newest, "the next is being computed"
    go.set()
    state._newest.wait()
    assert state.findings() == before and state.newest() == newest, "this page began before it was there"
    page()
    assert state.newest() > newest
    assert through() > before["vol-target"].data_through  # type: ignore[operator]


def test_nothing_is_computed_again_of_what_did_not_change(own: Store, judged: list[str]):
    page()
    state.findings()
    assert judged == list(CLAIMS)
    publish(own)
    page()
    state._newest.wait()
    page()
    state.findings()
    changed = [id for id in CLAIMS if ID in catalogue.claims()[id].series]
    assert changed and judged == [*CLAIMS, *changed] and len(changed) < len(CLAIMS)


def test_charts_that_readers_had_are_computed_before_the_next_figures_are_served(
    own: Store, monkeypatch: pytest.MonkeyPatch
):
    page()
    (indicator, *_) = [one for one in registry.indicators().values() if ID in one.series]
    before, _ = state.frame(indicator, {})
    publish(own)
    page()
    state._newest.wait()
    monkeypatch.setattr(registry, "run", None)  # nothing is computed from here on
    page()
    after, _ = state.frame(indicator, {})
    assert after is not before


def test_the_flips_of_every_claim_are_computed_before_the_next_figures_are_served(
    own: Store, monkeypatch: pytest.MonkeyPatch
):
    page()
    publish(own)
    page()
    state._newest.wait()
    monkeypatch.setattr(evaluate, "flips", None)  # nothing is computed from here on
    page()
    assert [state.flips(one) for one in catalogue.claims().values()]


def test_a_new_day_is_computed_once_and_meanwhile_yesterdays_findings_serve(
    own: Store, judged: list[str], monkeypatch: pytest.MonkeyPatch
):
    page()
    before, today = state.findings(), clock.today()
    monkeypatch.setattr(clock, "today", lambda: today + timedelta(1))
    page()
    assert state.findings() is before
    state._newest.wait()
    with ThreadPoolExecutor(10) as pool:
        assert len({id(pool.submit(state.findings).result(LONG)) for _ in range(10)}) == 1
    assert judged == [*CLAIMS, *CLAIMS]


def ask(day: date) -> dict[str, Finding]:
    return state.findings_of(state.served(), state.View(day))


def test_past_days_are_computed_one_at_a_time_and_today_waits_for_none(own: Store, monkeypatch: pytest.MonkeyPatch):
    page()
    now = state.served()
    judge_all, lock, under_way, most = evaluate.findings, threading.Lock(), [0], [0]

    def counted(*given: Any, **named: Any) -> list[Finding]:
        past = named["as_of"] is not None
        with lock:
            under_way[0] += past
            most[0] = max(most[0], under_way[0])
        try:
            return judge_all(*given, **named)
        finally:
            with lock:
                under_way[0] -= past

    monkeypatch.setattr(evaluate, "findings", counted)
    days = [date(2024, 1, n) for n in range(1, 9)]
    with state._past, ThreadPoolExecutor(8) as pool:
        asking = [pool.submit(state.findings_of, now, state.View(day)) for day in days]
        assert set(state.findings()) == set(CLAIMS), "today is computed while eight past days wait"
        state._past.release()
        found = [one.result(LONG) for one in asking]
        state._past.acquire()
    assert most == [1]
    assert [one["vol-target"].as_of for one in found] == days


def test_moments_between_which_nothing_came_are_one_answer(
    own: Store, judged: list[str], monkeypatch: pytest.MonkeyPatch
):
    publish(own)
    page()
    known = sorted({one.at for held in own.vintages(catalogue.series()).values() for one in held})
    first, following = known[-3], known[-2]
    seen = []
    for at in (first, first + 1, (first + following) // 2, following - 1):
        monkeypatch.setattr(state, "linked", lambda at=at: at)
        page()
        seen.append(state.findings())
        assert state.moment() == at, "the link that is copied says what it said"
    assert len({id(one) for one in seen}) == 1
    assert len(judged) == len(CLAIMS)


def test_a_day_that_is_still_to_come_is_now(own: Store, monkeypatch: pytest.MonkeyPatch):
    page()
    for asof, shown in ((clock.today() + timedelta(1), None), (clock.today(), clock.today()), (None, None)):
        monkeypatch.setattr(state.st, "session_state", {"asof": asof})
        assert state.as_of() == shown
