"""What pages share: the store, findings and frames kept until the data changes, the reader's view."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from indicators import judge, registry
from indicators.data import catalogue, panel, periods
from indicators.data.panel import MissingData, Panel
from indicators.data.store import SHIPPED, Store, open_store
from indicators.judge import Moment
from indicators.model import Claim, Finding, Frequency, Indicator
from indicators.registry import Comparison


@lru_cache(maxsize=1)
def store() -> Store:
    """The store, opened once per process. Raises StoreError."""
    return open_store()


def as_of() -> date | None:
    """The day the reader has travelled to, at whose end all is shown as it was known; None: now."""
    return st.session_state.get("asof")


def findings() -> dict[str, Finding]:
    """Every finding by claim, computed anew when the data or the day changes."""
    return _findings(store().revision(), as_of(), date.today())


@lru_cache(maxsize=8)
def _findings(revision: int, as_of: date | None, today: date) -> dict[str, Finding]:
    return {finding.id: finding for finding in judge.find_all(store(), as_of=as_of, today=as_of or today)}


def frame(indicator: Indicator, chosen: Mapping[str, Any]) -> tuple[pd.DataFrame, Panel]:
    """An indicator's frame and the panel it was computed from. Not to be changed by the caller.

    Raises MissingData.
    """
    settled = registry.settle(indicator, chosen)
    key = tuple((name, tuple(v) if isinstance(v, list) else v) for name, v in settled.items())
    return _frame(store().revision(), as_of(), indicator.id, key)


@lru_cache(maxsize=512)
def _frame(
    revision: int, as_of: date | None, id: str, chosen: tuple[tuple[str, Any], ...]
) -> tuple[pd.DataFrame, Panel]:
    indicator = registry.indicators()[id]
    return registry.run(indicator, _panel(revision, as_of, indicator.series), **dict(chosen))


@lru_cache(maxsize=128)
def _panel(revision: int, as_of: date | None, ids: tuple[str, ...]) -> Panel:
    return panel.read(store(), ids, as_of)


def history(claim: Claim) -> list[Moment]:
    """The claim's finding month by month since publication, to the last month the store has figures of."""
    until = as_of() or date.today()
    return [moment for moment in _history(store().revision(), claim.id, date.today()) if moment.day <= until]


@lru_cache(maxsize=64)
def _history(revision: int, id: str, today: date) -> list[Moment]:
    newest = max((known[-1].day for known in store().vintages(catalogue.series()).values() if known), default=today)
    return judge.history(store(), catalogue.find_claim(id), min(newest, today))


def reproductions() -> list[Comparison]:
    """Published figures beside ours, those that the store has the series for."""
    return _reproductions(store().revision())


@lru_cache(maxsize=1)
def _reproductions(revision: int) -> list[Comparison]:
    found = []
    for reproduction in registry.reproductions().values():
        with suppress(MissingData):
            found.append(registry.compare(store(), reproduction))
    return found


def fetched() -> date | None:
    """The day of the newest figures that a refresh brought; None while all are as shipped."""
    return _fetched(store().revision())


@lru_cache(maxsize=1)
def _fetched(revision: int) -> date | None:
    held = store().vintages(catalogue.series()).values()
    return max((known[-1].day for known in held if known and known[-1].source != SHIPPED), default=None)


def indicators_for(claim: Claim) -> list[Indicator]:
    """The indicators that serve a claim, in the order they are written."""
    return [one for one in registry.indicators().values() if claim.id in one.serves]


def frequency(data: Panel) -> Frequency:
    """The finest frequency of a panel's series: how its dates are named."""
    order = list(periods.STEP)
    return min((o.series.frequency for o in data.provenance.values()), key=order.index, default="irregular")


def sparkline(claim: Claim) -> list[float]:
    """The last points of the claim's headline line; empty where nothing is charted yet."""
    for indicator in indicators_for(claim):
        if indicator.hints.focus:
            try:
                table, _ = frame(indicator, {})
            except MissingData:  # on a past day its series may not have been there yet
                return []
            line = table[table.line == indicator.hints.focus].value
            return [float(v) for v in line.tail(60)]
    return []


def warm() -> None:
    """Open the store and compute what the board shows, so that no reader waits for it."""
    findings()
    for claim in catalogue.claims().values():
        sparkline(claim)


def is_dark() -> bool:
    return st.context.theme.type == "dark"
