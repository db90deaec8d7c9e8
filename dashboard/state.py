"""What pages share: the store, findings and frames kept until the data changes, the reader's view."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import asked, links, tongue, view
from dashboard.view import LATEST
from indicators import faults, judge, registry
from indicators.data import catalogue, clock, panel, periods
from indicators.data.panel import MissingData, Panel
from indicators.data.store import SHIPPED, Store, open_store
from indicators.judge import Moment
from indicators.model import Claim, Finding, Frequency, Indicator, Reproduction
from indicators.registry import Comparison


@lru_cache(maxsize=1)
def store() -> Store:
    """The store, opened once per process. Raises StoreError."""
    return open_store()


def speak() -> None:
    """Speak the reader's language, what the address asked for or else the browser's, and link to where they read.

    At the start of whatever Streamlit runs by itself: the page, and each part of it that reruns alone.
    """
    tongue.speak(tongue.negotiated(st.session_state.get("lang"), _accepted()))
    links.read_at(page_address())
    asked.settle()


def page_address() -> str:
    """What stands in the browser, without the query; empty where no browser said.

    Not `st.context.url`: that leaves out the last part of the folder too, where it ends as a page does (/macro-data/).
    """
    context = get_script_run_ctx(suppress_warning=True)
    told = context and context.context_info
    return told.url if told else ""


def _accepted() -> str:
    return st.context.headers.get("Accept-Language") or st.context.locale or ""


def as_of() -> date | None:
    """The day the reader has travelled to, at whose end all is shown as it was known; None: now."""
    return st.session_state.get("asof")


def linked() -> int | None:
    """The moment (UTC seconds) of the newest figures known to who made the link that was followed; None: no link."""
    return st.session_state.get("linked")


def moment() -> int | None:
    """The moment after which no figure is to be known (UTC seconds); None where that would leave nothing out."""
    at = linked()
    return at if at is not None and at < newest() and st.session_state.get("figures") != LATEST else None


def newest(ids: Iterable[str] | None = None) -> int:
    """When the newest figure of some series (default: of all) became known, UTC seconds; 0 without one."""
    known = _newest(store().revision())
    return max((known.get(id, 0) for id in (known if ids is None else ids)), default=0)


@lru_cache(maxsize=1)
def _newest(revision: int) -> dict[str, int]:
    return {id: known[-1].at for id, known in store().vintages(catalogue.series()).items() if known}


def findings() -> dict[str, Finding]:
    """Every finding by claim, computed anew when the data, the day or the moment changes."""
    return _findings(store().revision(), as_of(), moment(), clock.today())


@lru_cache(maxsize=8)
def _findings(revision: int, as_of: date | None, at: int | None, today: date) -> dict[str, Finding]:
    found = judge.find_all(store(), as_of=as_of, today=as_of or today, at=at)
    return {finding.id: finding for finding in found}


def frame(indicator: Indicator, chosen: Mapping[str, Any]) -> tuple[pd.DataFrame, Panel]:
    """An indicator's frame and the panel it was computed from. Not to be changed by the caller.

    Raises MissingData.
    """
    settled = registry.settle(indicator, chosen)
    key = tuple((name, tuple(v) if isinstance(v, list) else v) for name, v in settled.items())
    return _frame(store().revision(), as_of(), moment(), indicator.id, key)


@lru_cache(maxsize=512)
def _frame(
    revision: int, as_of: date | None, at: int | None, id: str, chosen: tuple[tuple[str, Any], ...]
) -> tuple[pd.DataFrame, Panel]:
    indicator = registry.indicators()[id]
    return registry.run(indicator, _panel(revision, as_of, at, indicator.series), **dict(chosen))


@lru_cache(maxsize=128)
def _panel(revision: int, as_of: date | None, at: int | None, ids: tuple[str, ...]) -> Panel:
    return panel.read(store(), ids, as_of, at)


def series(ids: tuple[str, ...]) -> Panel:
    """Series as the reader sees them: of the day travelled to. What cannot be had is in `Panel.missing`."""
    return _panel(store().revision(), as_of(), moment(), ids)


def history(claim: Claim) -> list[Moment]:
    """The claim's finding month by month since publication, to the last month the store has figures of."""
    until = as_of() or clock.today()
    return [one for one in _history(store().revision(), claim.id, moment(), clock.today()) if one.day <= until]


@lru_cache(maxsize=128)
def _history(revision: int, id: str, at: int | None, today: date) -> list[Moment]:
    last = datetime.fromtimestamp(at or newest(), UTC).date()
    return judge.history(store(), catalogue.find_claim(id), min(last, today), at)


def reproductions() -> list[Comparison]:
    """Published figures beside ours, those that the store has the series for."""
    return _reproductions(store().revision(), moment())


@lru_cache(maxsize=2)
def _reproductions(revision: int, at: int | None) -> list[Comparison]:
    found = []
    for reproduction in registry.reproductions().values():
        with suppress(MissingData):
            found.append(_reproduced(reproduction, at))
    return found


def _reproduced(one: Reproduction, at: int | None) -> Comparison:
    return faults.spared(
        f"reproduction {one.published.id}",
        lambda: registry.compare(store(), one, at),
        lambda fault: Comparison(one.published, None, fault),
    )


def fetched() -> date | None:
    """The day of the newest figures that a refresh brought; None while all are as shipped."""
    return _fetched(store().revision())


@lru_cache(maxsize=1)
def _fetched(revision: int) -> date | None:
    held = store().vintages(catalogue.series()).values()
    return max((known[-1].day for known in held if known and known[-1].source != SHIPPED), default=None)


def indicators_for(claim: Claim) -> list[Indicator]:
    """The indicators that serve a claim, in the order they are written."""
    return view.indicators_of([claim])


def frequency(data: Panel) -> Frequency:
    """The finest frequency of a panel's series: how its dates are named."""
    order = list(periods.STEP)
    return min((o.series.frequency for o in data.provenance.values()), key=order.index, default="irregular")


def sparkline(claim: Claim) -> pd.Series:
    """The last points of the claim's headline line by day, named as the line is; empty where it has none."""
    for indicator in indicators_for(claim):
        if indicator.hints.focus:
            table = opening(indicator)
            if table is None:
                break
            line = table[table.line == indicator.hints.focus].tail(60)
            return pd.Series(line.value.to_numpy(), line.x, name=indicator.hints.focus)
    return pd.Series(dtype=float)


def opening(indicator: Indicator) -> pd.DataFrame | None:
    """An indicator's frame without any choice; None where there is none, which the chart itself explains."""

    def table() -> pd.DataFrame | None:
        return frame(indicator, {})[0]

    with suppress(MissingData):  # on a past day its series may not have been there yet
        return faults.spared(f"chart {indicator.id}", table, lambda _: None)
    return None


def warm() -> None:
    """Open the store and compute what the board shows, so that no reader waits for it.

    Raises nothing: a server that starts says on its pages what is wrong.
    """
    try:
        findings()
        for claim in catalogue.claims().values():
            sparkline(claim)
    except Exception as error:
        faults.note("the board at the start", error)


def is_dark() -> bool:
    return st.context.theme.type == "dark"
