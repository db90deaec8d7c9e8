"""The replay on the ledger page: what every test says now, said at publication, and would have said each month between.

Publication and now are in the findings of the Board: they are shown at once, the months as soon as they are judged.
"""

from collections.abc import Iterator
from typing import Any

import streamlit as st

from dashboard.components import copy_link
from dashboard.i18n import finding_rows, labels
from dashboard.i18n.locale import format_day, translate, translate_list
from dashboard.session import over_time, state
from dashboard.templates import render
from dashboard.theme.tokens import VERDICTS
from indicators.catalogue import catalogue
from indicators.judging.evaluate import Moment
from indicators.model import UNJUDGED, Claim, Finding, Status

Histories = dict[str, list[Moment]]


def show() -> None:
    """The table of publication and now; returns before the months are judged, which `fill` does."""
    st.html(heading())


def heading() -> str:
    """What the table shows, and what its marks mean."""
    words = translate(
        "What each test said of what was known at publication and at the end of every month since, and says now. "
        "Shaded: another verdict than the month before. ↗: another than at publication. °: reconstructed from later "
        "vintages, where not every month of the claim is; beside its name, every month."
    )
    return render("heading.html", title=translate("Replayed month by month")) + render("remark.html", words=words)


def fill(place: Any, progress: Any) -> None:
    """Draw the table into a place: at once without its months, then with them."""
    findings = state.findings()
    if any(finding_rows.is_before_publication(one) for one in findings.values()):
        place.html(render("remark.html", words=translate("Nothing had been published by that day.")))
        return
    place.html(table(findings, {}))
    place.html(table(findings, _histories(progress)))


def _histories(progress: Any) -> Histories:
    found: Histories = {}
    claims = catalogue.claims().values()
    for number, claim in enumerate(claims, start=1):
        found[claim.id] = over_time.history(claim)
        said = translate("{number} of {count} claims replayed", number=number, count=len(claims))
        progress.progress(number / len(claims), text=said)
    progress.empty()
    return found


def table(findings: dict[str, Finding], histories: Histories) -> str:
    """The table as HTML; a column a month of the histories there are."""
    days = [moment.day for moment in max(histories.values(), key=len, default=[])[1:]]
    theses = [(thesis, list(_rows(thesis.id, findings, histories))) for thesis in catalogue.theses().values()]
    said = {
        "label": translate("Verdicts by month"),
        "first": translate("Claim"),
        "then": translate("at publication"),
        "now": translate("now"),
        "days": [format_day(day, "short") for day in days],
        "every": translate("every month reconstructed from later vintages"),
    }
    there = {one.status for one in findings.values()} | {m.status for moments in histories.values() for m in moments}
    words = [word for status, word in VERDICTS.items() if status in there]  # the legend of the glyphs
    return render("ledger_replay.html", words=words, **said, theses=[(one, rows) for one, rows in theses if rows])


def _rows(thesis: str, findings: dict[str, Finding], histories: Histories) -> Iterator[dict[str, Any]]:
    for finding in findings.values():
        if finding.thesis == thesis:
            yield _row(catalogue.claims()[finding.id], finding, histories.get(finding.id, []))


def _row(claim: Claim, finding: Finding, moments: list[Moment]) -> dict[str, Any]:
    then = finding.at_publication
    judged = [one for one in moments if _is_judged(one.status)]
    whole = bool(judged) and all(one.basis == "reconstructed" for one in judged)
    first, *later = [_month(before, one, whole) for before, one in zip([None, *moments], moments, strict=False)] or [
        _cell(then["status"], _amount(then["value"], then["unit"]))
    ]
    return {
        "claim": claim,
        "address": copy_link.address_of(claim),
        "mark": "°" if whole else "",
        "first": first,
        "months": later,
        "now": _cell(finding.status, _amount(finding.value, finding.unit)),
        "number": labels.amount(finding.value, finding.unit),
        "moved": _moved(then["status"], finding.status),
    }


def _month(before: Moment | None, moment: Moment, whole: bool) -> dict[str, Any]:
    changed = before is not None and _moved(before.status, moment.status)
    marked = moment.basis == "reconstructed" and _is_judged(moment.status) and not whole
    causes = labels.causes(moment.causes) if changed else ""
    cell = _cell(moment.status, _amount(moment.value, moment.unit), causes)
    return cell | {"changed": changed, "mark": "°" if marked else ""}


def _cell(status: Status, amount: str, causes: str = "") -> dict[str, Any]:
    """A verdict as its glyph, so that many months fit; the word and the number are in its title."""
    word = VERDICTS[status]
    name = translate_list([*filter(None, (translate(word.word), amount, causes))])
    return {"word": word, "name": name, "changed": False, "mark": ""}


def _amount(value: float | None, unit: str) -> str:
    return labels.amount(value, unit)


def _is_judged(status: Status) -> bool:
    return status not in UNJUDGED and status != "untestable"


def _moved(before: Status, now: Status) -> bool:
    """Whether one verdict followed another, as the Board counts it: that there was none before is no move."""
    return before not in UNJUDGED and now not in UNJUDGED and before != now
