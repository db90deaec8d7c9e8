"""The ledger page: which verdicts changed and when, as kept by refreshes and as replayed from vintages."""

from datetime import UTC, date, datetime
from html import escape
from itertools import pairwise

import streamlit as st

from dashboard import board, state, wording
from dashboard.look import VERDICTS
from dashboard.wording import day_name
from indicators.data import catalogue
from indicators.data.store import Entry
from indicators.judge import Moment
from indicators.model import Claim
from indicators.registry import tests


def show() -> None:
    st.html(
        "<header class='cb-page'><h1>Ledger</h1><p class='lead'>What changed and when. Every finding is kept with the "
        "hash of the figures it was computed from; nothing is overwritten.</p></header>"
    )
    _kept()
    _replayed()


# --- kept by refreshes ----------------------------------------------------------------------------


def _kept() -> None:
    st.html("<section class='cb-claim'><h3>Kept at each refresh</h3></section>")
    every = st.toggle("Changes of the number too", key="numbers", bind="query-params")
    entries = [entry for entry in state.store().ledger() if _day(entry) <= (state.as_of() or date.max)]
    if not entries:
        st.html("<p class='cb-note'>No refresh is recorded yet: the ledger begins with the first.</p>")
        return
    changes = [pair for pair in _changes(entries) if every or pair[0].status != pair[1].status]
    if not changes:
        st.html(f"<p class='cb-note'>No verdict has changed since {day_name(_day(entries[0]))}.</p>")
        return
    st.html(f"<ol class='cb-acts'>{''.join(_change(*pair) for pair in reversed(changes))}</ol>")


def _day(entry: Entry) -> date:
    return datetime.fromtimestamp(entry.computed_at, UTC).date()


def _changes(entries: list[Entry]) -> list[tuple[Entry, Entry]]:
    """Each entry after a claim's first, with the one before it; in the order they were computed."""
    by_claim: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.claim in catalogue.claims():  # a claim that is no longer made stays in the ledger only
            by_claim.setdefault(entry.claim, []).append(entry)
    found = [pair for kept in by_claim.values() for pair in pairwise(kept)]
    return sorted(found, key=lambda pair: pair[1].computed_at)


def _change(before: Entry, now: Entry) -> str:
    claim = catalogue.claims()[now.claim]
    return (
        f"<li><time datetime='{_day(now)}'>{day_name(_day(now))}</time><span>"
        f"<a href='{board.link(claim)}'>{escape(claim.en)}</a><br>{_stand(before)} → {_stand(now)}"
        f"<br><span class='cb-note'>{escape(now.sentence)}</span></span></li>"
    )


def _stand(entry: Entry) -> str:
    word = VERDICTS[entry.status]  # type: ignore[index]
    amount = wording.amount(entry.value, entry.unit)
    return (
        f"<span class='cb-verdict' style='--l:{word.light};--d:{word.dark}'>{word.glyph} {word.word}</span>"
        f"{', ' + amount if amount else ''}"
    )


# --- replayed from vintages -----------------------------------------------------------------------


def _replayed() -> None:
    st.html(
        "<section class='cb-claim'><h3>Replayed month by month</h3></section>"
        "<p class='cb-note'>What each test would have said at publication and at the end of every month since, from "
        "what was known then; ° where a series had to be reconstructed from a later vintage.</p>"
    )
    if st.toggle("Replay all claims (takes some seconds the first time)", key="replay", bind="query-params"):
        st.html(_table(_histories()))


def _histories() -> dict[str, list[Moment]]:
    claims = [claim for claim in catalogue.claims().values() if claim.id in tests()]
    bar = st.progress(0.0)
    found = {}
    for number, claim in enumerate(claims, start=1):
        found[claim.id] = state.history(claim)
        bar.progress(number / len(claims), text=f"{number} of {len(claims)} claims")
    bar.empty()
    return found


def _table(histories: dict[str, list[Moment]]) -> str:
    days = [moment.day for moment in max(histories.values(), key=len)]
    if not days:
        return "<p class='cb-note'>Nothing had been published by that day.</p>"
    head = "".join(f"<th>{day:%-d %b %y}</th>" for day in days)
    rows = "".join(_row(catalogue.claims()[id], moments) for id, moments in histories.items())
    return (
        "<div class='cb-wide' tabindex='0' role='region' aria-label='Verdicts by month'><table class='cb-replay'>"
        f"<thead><tr><th>Claim</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(claim: Claim, moments: list[Moment]) -> str:
    befores = [None, *moments]
    cells = "".join(_cell(claim, before, now) for before, now in zip(befores, moments, strict=False))
    return f"<tr><th scope='row'><a href='{board.link(claim)}'>{escape(claim.title)}</a></th>{cells}</tr>"


def _cell(claim: Claim, before: Moment | None, now: Moment) -> str:
    """A verdict as its glyph; where it changed with its word."""
    word = VERDICTS[now.status]
    changed = before is not None and before.status != now.status
    mark = "°" if now.basis == "reconstructed" else ""
    amount = wording.number(now.value, tests()[claim.id].unit, 2) if now.value is not None else ""
    return (
        f"<td{' class=changed' if changed else ''} title='{escape(', '.join(filter(None, (word.word, amount))))}'>"
        f"<span class='cb-verdict' style='--l:{word.light};--d:{word.dark}'>{word.glyph}{mark}"
        f"<span class='{'word' if changed else 'cb-hidden'}'> {word.word}</span></span></td>"
    )
