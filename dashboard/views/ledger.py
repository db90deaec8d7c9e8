"""The ledger page: which verdicts changed and when, as kept by refreshes and as replayed from vintages."""

from datetime import UTC, date, datetime
from html import escape
from itertools import pairwise

import streamlit as st

from dashboard.components import verdict
from dashboard.i18n import labels
from dashboard.i18n.labels import day_name
from dashboard.i18n.locale import format_day, translate, translate_list
from dashboard.session import state
from dashboard.theme.tokens import VERDICTS
from indicators.catalogue import catalogue
from indicators.judging import faults
from indicators.judging.evaluate import Moment
from indicators.judging.registry import tests
from indicators.model import Claim
from indicators.store.store import Entry


def show() -> None:
    lead = translate(
        "What changed and when. Every finding is kept with the hash of the figures it was computed from; nothing is "
        "overwritten."
    )
    st.html(f"<header class='cb-page'><h1>{translate('Ledger')}</h1><p class='lead'>{escape(lead)}</p></header>")
    _kept()
    _replayed()


# --- kept by refreshes ----------------------------------------------------------------------------


def _kept() -> None:
    st.html(f"<section class='cb-claim'><h2 class='minor'>{translate('Kept at each refresh')}</h2></section>")
    every = st.toggle(translate("Changes of the number too"), key="numbers", bind="query-params")
    entries = [entry for entry in state.store().ledger() if _day(entry) <= (state.as_of() or date.max)]
    if not entries:
        _note(translate("No refresh is recorded yet: the ledger begins with the first."))
        return
    changes = [pair for pair in _changes(entries) if every or pair[0].status != pair[1].status]
    if not changes:
        _note(translate("No verdict has changed since {day:day}.", day=_day(entries[0])))
        return
    st.html(f"<ol class='cb-acts'>{''.join(_row_of(*pair) for pair in reversed(changes))}</ol>")


def _row_of(before: Entry, now: Entry) -> str:
    """A change as a row; in its place, where that fails, the words for the fault."""

    def instead(fault: str) -> str:
        words = translate("{title}: could not be computed: {fault}.", title=now.claim, fault=fault)
        return f"<li><span></span><span>{escape(words)}</span></li>"

    return faults.spared(f"ledger entry of {now.claim}", lambda: _change(before, now), instead)


def _note(words: str) -> None:
    st.html(f"<p class='cb-note'>{escape(words)}</p>")


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
    """A change, with the sentence as it was kept: in English."""
    claim = catalogue.claims()[now.claim]
    return (
        f"<li><time datetime='{_day(now)}'>{day_name(_day(now))}</time><span>"
        f"<a href='{verdict.link(claim)}'>{escape(labels.quoted(claim))}</a><br>{_stand(before)} → {_stand(now)}"
        f"<br><span class='cb-note' lang='en'>{escape(now.sentence)}</span></span></li>"
    )


def _stand(entry: Entry) -> str:
    word = VERDICTS[entry.status]  # type: ignore[index]
    amount = labels.amount(entry.value, entry.unit)
    return (
        f"<span class='cb-verdict' style='--l:{word.light};--d:{word.dark}'>{word.glyph} {translate(word.word)}</span>"
        f"{', ' + amount if amount else ''}"
    )


# --- replayed from vintages -----------------------------------------------------------------------


def _replayed() -> None:
    st.html(f"<section class='cb-claim'><h2 class='minor'>{translate('Replayed month by month')}</h2></section>")
    _note(
        translate(
            "What each test would have said at publication and at the end of every month since, from what was known "
            "then; ° where a series had to be reconstructed from a later vintage."
        )
    )
    if st.toggle(translate("Replay all claims (takes some seconds the first time)"), key="replay", bind="query-params"):
        st.html(_table(_histories()))


def _histories() -> dict[str, list[Moment]]:
    claims = [claim for claim in catalogue.claims().values() if claim.id in tests()]
    bar = st.progress(0.0)
    found = {}
    for number, claim in enumerate(claims, start=1):
        found[claim.id] = state.history(claim)
        bar.progress(
            number / len(claims), text=translate("{number} of {count} claims", number=number, count=len(claims))
        )
    bar.empty()
    return found


def _table(histories: dict[str, list[Moment]]) -> str:
    days = [moment.day for moment in max(histories.values(), key=len)]
    if not days:
        return f"<p class='cb-note'>{translate('Nothing had been published by that day.')}</p>"
    head = "".join(f"<th scope='col'>{format_day(day, 'short')}</th>" for day in days)
    rows = "".join(_row(catalogue.claims()[id], moments) for id, moments in histories.items())
    return (
        f"<div class='cb-tally'>{_key(histories)}</div><div class='cb-wide' tabindex='0' role='region' aria-label='{translate('Verdicts by month')}'>"
        f"<table class='cb-replay'><thead><tr><th scope='col'>{translate('Claim')}</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _key(histories: dict[str, list[Moment]]) -> str:
    """What the glyphs of the table mean."""
    there = {moment.status for moments in histories.values() for moment in moments}
    return "".join(
        f"<span class='cb-verdict' style='--l:{word.light};--d:{word.dark}'>{word.glyph} {translate(word.word)}</span>"
        for status, word in VERDICTS.items()
        if status in there
    )


def _row(claim: Claim, moments: list[Moment]) -> str:
    befores = [None, *moments]
    cells = "".join(_cell(claim, before, now) for before, now in zip(befores, moments, strict=False))
    return f"<tr><th scope='row'><a href='{verdict.link(claim)}'>{escape(translate(claim.title))}</a></th>{cells}</tr>"


def _cell(claim: Claim, before: Moment | None, now: Moment) -> str:
    """A verdict as its glyph, so that many months fit; the word and the number are in its title."""
    word = VERDICTS[now.status]
    changed = before is not None and before.status != now.status
    mark = "°" if now.basis == "reconstructed" else ""
    amount = labels.number(now.value, tests()[claim.id].unit, 2) if now.value is not None else ""
    name = escape(translate_list([*filter(None, (translate(word.word), amount))]))
    return (
        f"<td{' class=changed' if changed else ''} title='{name}'><span class='cb-verdict' "
        f"style='--l:{word.light};--d:{word.dark}'>{word.glyph}{mark}<span class='cb-hidden'> {name}</span></span></td>"
    )
