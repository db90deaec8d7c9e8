"""What moved a verdict, on a claim's page: since publication, by the last refresh, or between two days."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import streamlit as st

from dashboard.components import viewport
from dashboard.i18n import finding_rows, moves
from dashboard.i18n.locale import translate
from dashboard.session import over_time, state
from dashboard.templates import render
from dashboard.urls.query_params import FIRST_DAY
from dashboard.urls.view_state import COMPARED, PUBLICATION, REFRESH
from indicators.catalogue import catalogue
from indicators.judging import faults
from indicators.judging.attribution import Attribution
from indicators.model import Claim, Finding
from indicators.runtime import clock


def show(place: Any, claim: Claim, finding: Finding) -> None:
    """What moved the verdict, into a place above; nothing of a claim whose number has not been followed to now."""
    found = since_publication(claim, finding)
    if not found:
        return
    with place.container():
        st.html(_part(title=translate("What moved this verdict")))
        compared = _compared()
        if compared == PUBLICATION:
            _said(found)
            _months(claim, found)
        elif compared == REFRESH:
            _said(_spared(claim, lambda: over_time.refreshed(claim)), translate("Two refreshes are not recorded yet."))
        else:
            since, until = _days()
            _said(_spared(claim, lambda: over_time.attribution(claim, since, until)))


def since_publication(claim: Claim, finding: Finding) -> Attribution | None:
    """What moved the verdict from the article's day on; None where nothing can be said of it."""
    if finding.status == "untestable" or finding_rows.is_before_publication(finding):
        return None
    found = _spared(claim, lambda: over_time.attribution(claim, catalogue.article().published))
    return found if found and found.leg else None


def in_full(found: Attribution) -> str:
    """What moved a verdict since publication: in a sentence, and release by release."""
    title = translate("What moved this verdict since publication")
    return _part(title=title, sentence=moves.sentence(found), rows=moves.rows(found), **_table(found))


def _spared(claim: Claim, make: Callable[[], Attribution | None]) -> Attribution | None:
    return faults.spared(f"attribution of {claim.id}", make, lambda _: None)


def _compared() -> str:
    chosen = st.segmented_control(
        translate("Between"),
        list(COMPARED),
        default=PUBLICATION,
        format_func=lambda one: translate(COMPARED[one]),
        key="moved",
        bind="query-params",
        required=True,
    )
    return str(chosen)


def _days() -> tuple[date, date | None]:
    """Two days, the earlier one first; None for the day that is shown."""
    last = state.as_of() or state.served().today
    shared: dict[str, Any] = {"min_value": FIRST_DAY, "max_value": clock.today(), "bind": "query-params", "width": 180}
    with st.container(horizontal=not viewport.frame().narrow):
        days = [
            st.date_input(translate("From"), catalogue.article().published, key="moved-since", **shared),
            st.date_input(translate("To"), last, key="moved-until", **shared),
        ]
    since, until = sorted(min(day or last, last) for day in days)
    return since, None if until == last else until


def _said(found: Attribution | None, instead: str = "") -> None:
    """Which releases moved the verdict, in a sentence and as a table."""
    if found and found.leg:
        st.html(_part(sentence=moves.sentence(found), rows=moves.rows(found), **_table(found)))
    else:
        st.html(_part(sentence=instead or translate("No figures are held for that choice.")))


def _part(**parts: Any) -> str:
    return render("moves.html", **{"title": "", "sentence": "", "rows": []} | parts)


def _months(claim: Claim, found: Attribution) -> None:
    if st.toggle(translate("Month by month"), key="months", bind="query-params"):
        table = st.empty()
        for rows in _monthly(claim):  # each a step at which a reader who leaves is let go
            table.html(_part(rows=rows, **_table(found) | {"is_open": True}))


def _monthly(claim: Claim) -> Iterator[list[dict[str, Any]]]:
    """The rows of the months since publication that are judged so far, month after month."""
    rows: list[dict[str, Any]] = []
    for before, now in pairwise(over_time.history(claim)):
        if (before.status, before.value) != (now.status, now.value):
            rows = rows + moves.rows(over_time.attribution(claim, before.day, now.day))
            yield rows


def _table(found: Attribution) -> dict[str, Any]:
    """The words of a table of moves."""
    head = [translate("Day"), translate("Release"), translate("Brought"), translate("Number"), translate("Verdict")]
    count = len(found.moves)
    key = translate(
        "The number is {leg}. The claim was judged again with one release at a time taken from the later moment, in the "
        "order of their days, each revision before its new period. Steps add up to the whole change; in another order "
        "their shares would differ.",
        leg=moves.followed(found),
    )
    return {
        "summary": translate("By {count} release", "By {count} releases", count=count),
        "head": head,
        "key": key,
        "is_open": False,
    }
