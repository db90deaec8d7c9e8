"""The state behind pages: the store, findings and frames cached until their figures change, the reader's view.

A page uses one edition of the figures throughout. After a refresh the next edition's findings, and the recently
shown charts, are computed in a thread; until then every page uses the edition before. Results are cached for all
readers, and one reader computes while others wait. Past days are judged one at a time, so that a reader of many
does not slow down the others.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.i18n import locale
from dashboard.session.shared import Answers, Newest
from dashboard.urls import links, requested, view_state
from dashboard.urls.view_state import LATEST
from indicators.catalogue import catalogue
from indicators.judging import evaluate, faults, registry
from indicators.judging.evaluate import VersionFound
from indicators.judging.registry import Comparison
from indicators.model import Claim, Finding, Frequency, Indicator, Reproduction
from indicators.model.frequency import finest
from indicators.model.missing import MissingData
from indicators.model.verdict import Flips
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.runtime import clock
from indicators.store.edition import Edition, edition
from indicators.store.store import ENDLESS, SHIPPED, Store, end_of, open_store

#: Seconds spent on charts of the next edition before it is served; the others are computed on demand.
AHEAD = 60.0


class Served(NamedTuple):
    """The data of a page: an edition, and the day against which its figures are called late."""

    edition: Edition
    today: date


class View(NamedTuple):
    """The cut of the data: as known on a day and at a moment (UTC seconds); None: now."""

    day: date | None = None
    at: int | None = None

    @property
    def is_past(self) -> bool:
        return self != View()


class _Run:
    """One run of a page."""

    served: Served | None = None
    #: Whether pages are written that no reader opened: there is no session, and nothing is chosen.
    is_unread: bool = False


Chosen = tuple[tuple[str, Any], ...]
_RUN: ContextVar[_Run | None] = ContextVar("run", default=None)
_findings: Answers[Hashable, dict[str, Finding]] = Answers(16)
_finding: Answers[Hashable, Finding] = Answers(512)
_frames: Answers[tuple[str, Chosen, Hashable], tuple[pd.DataFrame, Panel]] = Answers(512)
_frames_past: Answers[Hashable, tuple[pd.DataFrame, Panel]] = Answers(256)
_panels: Answers[Hashable, Panel] = Answers(256)
_flips: Answers[Hashable, Flips] = Answers(128)
_versions: Answers[Hashable, list[VersionFound]] = Answers(128)
_reproductions: Answers[Hashable, list[Comparison]] = Answers(4)
_past = Lock()


@lru_cache(maxsize=1)
def store() -> Store:
    """The store, opened once per process. Raises StoreError."""
    return open_store()


def begin() -> None:
    """Fix the edition for this run of a page. Raises StoreError."""
    _RUN.set(_Run())
    speak()
    served()


@contextmanager
def unread(today: date) -> Iterator[Served]:
    """Context in which pages are written for nobody in particular: of now, by the figures of now, late as of a day.

    Raises StoreError.
    """
    run = _Run()
    run.served, run.is_unread = Served(edition(store()), today), True
    before = _RUN.set(run)
    try:
        yield run.served
    finally:
        _RUN.reset(before)


def held(key: str) -> Any:
    """What the reader's session holds under a key; None without one."""
    run = _RUN.get()
    return None if run and run.is_unread else st.session_state.get(key)


def speak() -> None:
    """Set the reader's language (of the address, else of the browser) and the base of links.

    Called at the start of every script run: of the page, and of each fragment.
    """
    if _RUN.get() is None:
        _RUN.set(_Run())  # a fragment in a thread of its own
    locale.speak(locale.negotiated(st.session_state.get("lang"), _accepted()))
    links.read_at(page_address())
    requested.settle()


def page_address() -> str:
    """The URL in the browser without its query; empty where the browser sent none.

    Not `st.context.url`: that leaves out the last part of the folder too, where it ends as a page does (/macro-data/).
    """
    context = get_script_run_ctx(suppress_warning=True)
    told = context and context.context_info
    return told.url if told else ""


def _accepted() -> str:
    return st.context.headers.get("Accept-Language") or st.context.locale or ""


def served() -> Served:
    """The data of this page; outside of a page, that of one opened now."""
    run = _RUN.get() or _Run()
    if run.served is None:
        run.served = _newest.of(Served(edition(store()), clock.today()))
    return run.served


def warm() -> None:
    """Open the store and compute the board's content before the first reader.

    Raises nothing: the pages report an error.
    """
    try:
        _prepare(served())
    except Exception as error:
        faults.note("the board at the start", error)


def _prepare(now: Served) -> None:
    """Compute the board's content, the recently shown charts and the flips of an edition before it is served."""
    found = findings_of(now, View())
    before = [(id, chosen) for id, chosen, _ in _frames.lately()]
    shown = [headline(claim, found[claim.id]) for claim in catalogue.claims().values()]
    headlines = [(one.id, settled(one, {})) for one in shown if one]
    until = monotonic() + AHEAD
    for id, chosen in dict.fromkeys([*headlines, *before]):
        if monotonic() > until:
            break
        with suppress(Exception):  # raised again where it is shown
            frame_of(now, View(), id, chosen)
    for claim in catalogue.claims().values():  # 4 s for all, which who asks for `/claims.json` would wait
        with suppress(Exception):
            flips_of(now, View(), claim)


_newest: Newest[Served] = Newest(_prepare)


def as_of() -> date | None:
    """The past day that the reader chose; None: now."""
    day: date | None = held("asof")
    return day if day is None or day <= served().today else None


def linked() -> int | None:
    """Data vintage of the permalink, UTC seconds; None: no permalink."""
    at: int | None = held("linked")
    return at


def moment() -> int | None:
    """The last known-from moment shown, UTC seconds; None where it would exclude nothing."""
    at = linked()
    return at if at is not None and at < newest() and held("figures") != LATEST else None


def reader_view() -> View:
    """The reader's cut of the data, with its moment rounded down to the last publication."""
    at = moment()
    return View(as_of(), None if at is None else served().edition.settled(at))


@contextmanager
def in_turn(view: View) -> Iterator[None]:
    """Context in which one past day is judged at a time; its charts come after.

    Shared results must not be requested inside: others may be waiting for them.
    """
    if not view.is_past:
        yield
        return
    with _past:
        yield


def newest(ids: Iterable[str] | None = None) -> int:
    """When the newest figure of some series (default: all) became known, UTC seconds; 0 where there is none."""
    return served().edition.newest(ids)


def findings() -> dict[str, Finding]:
    """Every finding by claim, recomputed when its series, the day or the moment changes."""
    return findings_of(served(), reader_view())


def findings_of(now: Served, view: View) -> dict[str, Finding]:
    """Every finding by claim, for who has no session."""

    def make() -> dict[str, Finding]:
        with in_turn(view):
            return {id: finding_of(now, view, claim) for id, claim in catalogue.claims().items()}

    return _findings.of((now, view), make)


def finding_of(now: Served, view: View, claim: Claim) -> Finding:
    """The finding on a claim, for who has no session."""

    def make() -> Finding:
        today = view.day or now.today
        return evaluate.findings(now.edition, [claim], as_of=view.day, today=today, at=view.at)[0]

    return _finding.of((claim.id, now.edition.mark(claim.series), now.today, view), make)


def frame(indicator: Indicator, chosen: Mapping[str, Any]) -> tuple[pd.DataFrame, Panel]:
    """An indicator's frame and the panel it was computed from. Not to be changed by the caller.

    Raises MissingData.
    """
    return frame_of(served(), reader_view(), indicator.id, settled(indicator, chosen))


def settled(indicator: Indicator, chosen: Mapping[str, Any]) -> Chosen:
    """What was chosen of an indicator's controls, with its defaults, as a key."""
    values = registry.settle(indicator, chosen)
    return tuple((name, tuple(v) if isinstance(v, list) else v) for name, v in values.items())


def frame_of(now: Served, view: View, id: str, chosen: Chosen) -> tuple[pd.DataFrame, Panel]:
    """The frame and the panel of an indicator, by its id, for who has no session. Raises MissingData."""
    indicator = registry.indicators()[id]
    mark = now.edition.mark(indicator.series)

    def make() -> tuple[pd.DataFrame, Panel]:
        return registry.run(indicator, panel_of(now, view, indicator.series), **dict(chosen))

    if view.is_past:
        return _frames_past.of((id, chosen, mark, view), make)
    return _frames.of((id, chosen, mark), make)


def panel_of(now: Served, view: View, ids: tuple[str, ...]) -> Panel:
    """Series as of a view. Unavailable ones are in `Panel.missing`."""
    return _panels.of((ids, now.edition.mark(ids), view), lambda: panel.read(now.edition, ids, view.day, view.at))


def basis(indicator: Indicator) -> Hashable:
    """What a frame of the indicator is computed from, besides its choices: equal as long as its figures are."""
    return served().edition.mark(indicator.series), reader_view()


def series(ids: tuple[str, ...]) -> Panel:
    """Series as of the reader's day. Unavailable ones are in `Panel.missing`."""
    return panel_of(served(), reader_view(), ids)


def vintages(id: str) -> list[date]:
    """The days of the vintages of a series that are held, oldest first; of a past day or moment those up to it."""
    view = reader_view()
    last = min(view.at or ENDLESS, end_of(view.day) if view.day else ENDLESS)
    return list(dict.fromkeys(one.day for one in served().edition.vintages([id])[id] if one.at <= last))


def vintage(ids: tuple[str, ...], day: date) -> Panel:
    """Series in their newest vintages of a day or before it."""
    return panel_of(served(), View(at=min(end_of(day), reader_view().at or ENDLESS)), ids)


def flips(claim: Claim) -> Flips:
    """The status of a claim over each parameter of its test."""
    return flips_of(served(), reader_view(), claim)


def flips_of(now: Served, view: View, claim: Claim) -> Flips:
    """The same, for who has no session."""
    key = ("flips", claim.id, now.edition.mark(claim.series), view)
    return _flips.of(key, lambda: evaluate.flips(now.edition, claim, view.day, view.at))


def versions(claim: Claim) -> list[VersionFound]:
    """What each version of a claim's test says."""
    now, view = served(), reader_view()
    key = ("versions", claim.id, now.edition.mark(claim.series), view)
    return _versions.of(key, lambda: evaluate.versions(now.edition, claim, view.day, view.at))


def reproductions() -> list[Comparison]:
    """Published figures beside ours, where the store has the series."""
    now, view = served(), reader_view()

    def make() -> list[Comparison]:
        found = []
        with in_turn(View(at=view.at)):
            for reproduction in registry.reproductions().values():
                with suppress(MissingData):
                    found.append(_reproduced(now.edition, reproduction, view.at))
        return found

    return _reproductions.of((now.edition, view.at), make)


def _reproduced(store: Store, one: Reproduction, at: int | None) -> Comparison:
    return faults.spared(
        f"reproduction {one.published.id}",
        lambda: registry.compare(store, one, at),
        lambda fault: Comparison(one.published, None, fault),
    )


def fetched() -> date | None:
    """The day of the newest vintage from a refresh; None while all are as shipped."""
    held = served().edition.vintages(catalogue.series()).values()
    return max((known[-1].day for known in held if known and known[-1].source != SHIPPED), default=None)


def indicators_for(claim: Claim) -> list[Indicator]:
    """The indicators that serve a claim, in the order they are written."""
    return view_state.indicators_of([claim])


def frequency(data: Panel) -> Frequency:
    """The finest frequency of a panel's series: how its dates are named."""
    return finest(origin.series.frequency for origin in data.provenance.values())


def sparkline(indicator: Indicator) -> list[float]:
    """The last points of the line that an indicator follows; none where it has no figures."""
    table = opening(indicator)
    return [] if table is None else table[table.line == indicator.hints.focus].tail(60).value.tolist()


def headline(claim: Claim, finding: Finding) -> Indicator | None:
    """The indicator of what decided, else the first that has a line to follow; None where none has."""
    decided = {leg.statistic for leg in finding.legs if leg.decided}
    focused = [one for one in indicators_for(claim) if one.hints.focus and (one.id in decided or not one.hints.decides)]
    return next((one for one in sorted(focused, key=lambda one: one.id not in decided)), None)


def opening(indicator: Indicator) -> pd.DataFrame | None:
    """An indicator's frame without any choice; None where there is none, which the chart itself explains."""

    def table() -> pd.DataFrame | None:
        return frame(indicator, {})[0]

    with suppress(MissingData):  # on a past day its series may not have been there yet
        return faults.spared(f"chart {indicator.id}", table, lambda _: None)
    return None


def is_dark() -> bool:
    return st.context.theme.type == "dark"
