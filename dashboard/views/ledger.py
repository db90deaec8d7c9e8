"""The ledger page: all tests replayed month by month, and changes of verdicts as recorded by refreshes."""

from datetime import UTC, date, datetime
from typing import Any

import streamlit as st

from dashboard.components import copy_link
from dashboard.i18n import labels
from dashboard.i18n.locale import translate
from dashboard.session import state
from dashboard.templates import render
from dashboard.theme.tokens import VERDICTS
from dashboard.urls.view_state import CORRECTIONS
from dashboard.views import ledger_replay
from indicators.catalogue import catalogue
from indicators.judging import faults
from indicators.judging.ledger import pairs
from indicators.store.store import Entry


def show() -> None:
    lead = translate(
        "What changed and when. Every finding is kept with the hash of the figures it was computed from; nothing is "
        "overwritten."
    )
    more = translate("What was found wrong with published verdicts")
    link = {"address": copy_link.address_of_page(CORRECTIONS), "more": more}
    st.html(render("ledger.html", title=translate("Ledger"), lead=lead, **link))
    ledger_replay.show()
    progress, table = st.empty(), st.container()
    _kept()
    ledger_replay.fill(table.empty(), progress)


# --- kept by refreshes ----------------------------------------------------------------------------


def _kept() -> None:
    st.html(render("heading.html", title=translate("Kept at each refresh")))
    every = st.toggle(translate("Changes of the number too"), key="numbers", bind="query-params")
    entries = [entry for entry in state.store().ledger() if _day(entry) <= (state.as_of() or date.max)]
    if not entries:
        _note(translate("No refresh is recorded yet: the ledger begins with the first."))
        return
    changes = [pair for pair in _changes(entries) if every or pair[0].status != pair[1].status]
    if not changes:
        _note(translate("No verdict has changed since {day:day}.", day=_day(entries[0])))
        return
    st.html(render("ledger_changes.html", rows=[_row_of(*pair) for pair in reversed(changes)]))


def _row_of(before: Entry, now: Entry) -> dict[str, Any]:
    """A change as a row; after a fault, the fault's sentence."""

    def instead(fault: str) -> dict[str, Any]:
        return {"fault": translate("{title}: could not be computed: {fault}.", title=now.claim, fault=fault)}

    return faults.spared(f"ledger entry of {now.claim}", lambda: _change(before, now), instead)


def _note(words: str) -> None:
    st.html(render("remark.html", words=words))


def _day(entry: Entry) -> date:
    return datetime.fromtimestamp(entry.computed_at, UTC).date()


def _changes(entries: list[Entry]) -> list[tuple[Entry, Entry]]:
    """Each entry after the first of a claim's test, with the one before it, in the order they were computed."""
    known = [
        entry for entry in entries if entry.claim in catalogue.claims()
    ]  # a removed claim stays in the ledger only
    return sorted(((before, now) for _, before, now in pairs(known)), key=lambda pair: pair[1].computed_at)


def _change(before: Entry, now: Entry) -> dict[str, Any]:
    """A change, with the recorded sentence, which is in English."""
    claim = catalogue.claims()[now.claim]
    what = {"day": _day(now), "title": labels.quoted(claim), "address": copy_link.address_of(claim)}
    return what | {"fault": "", "before": _stand(before), "now": _stand(now), "sentence": _sentence(now)}


def _sentence(now: Entry) -> str:
    """The recorded sentence; of an earlier version of the test, which has none, its number."""
    return now.sentence or translate("By version {version} of the test.", version=now.version)


def _stand(entry: Entry) -> dict[str, Any]:
    amount = labels.amount(entry.value, entry.unit)
    return {"word": VERDICTS[entry.status], "amount": amount and f", {amount}"}  # type: ignore[index]
