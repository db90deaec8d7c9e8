"""Revisions in the explorer: two vintages of the first series, what the later one changed, and a CSV of both."""

import math
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.components import chart_panel
from dashboard.exports import bundle
from dashboard.i18n import labels
from dashboard.i18n.locale import translate
from dashboard.session import state
from dashboard.templates import render
from dashboard.urls.explorer_params import FIRST_BASE, REVISIONS, VINTAGES
from indicators.explore import revisions
from indicators.explore.pipeline import Choice
from indicators.explore.revisions import Revised
from indicators.model.missing import MissingData
from indicators.model.unit import parse


def offer(choice: Choice) -> None:
    """A switch, and below it the revisions of the choice's first series."""
    id = choice.series[0]
    if not st.toggle(translate("Revisions of {id}", id=id), key=REVISIONS, bind="query-params"):
        return
    held = state.vintages(id)
    if len(held) < 2:
        st.info(labels.plain(translate("Of {id} one vintage is held: a refresh brings the next.", id=id)))
        return
    earlier, later = _days(held)
    try:
        revised = revisions.compare(choice, state.vintage(choice.reads, earlier), state.vintage(choice.reads, later))
    except MissingData as error:
        st.warning(labels.plain(labels.sentence(translate(error.args[0]))))
        return
    chart_panel.show_made(revised.indicator, revised.frame, revised.panel, lambda: csv(revised))
    st.html(render("revisions.html", title=translate("What changed"), rows=_rows(revised)))


def _days(held: list[date]) -> tuple[date, date]:
    """The days by which the two vintages were known: as chosen, else the first and the last held."""
    labelled = (translate("Vintage known on"), translate("Against that known on"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = [
            st.date_input(label, None, FIRST_BASE, max(held), key=key, bind="query-params", width=180)
            for label, key in zip(labelled, VINTAGES, strict=True)
        ]
    span = {"count": len(held), "first": held[0], "last": held[-1]}
    st.caption(
        translate("{count} vintages are held, {first:day} to {last:day}; empty: the first and the last.", **span)
    )
    return chosen[0] or held[0], chosen[1] or held[-1]


def _rows(revised: Revised) -> list[tuple[str, str]]:
    """How many periods were revised, the first and the last of them, and the largest revision."""
    changed, of = revised.changed, len(revised.shared)
    counted = translate("{count} of the {of} periods that both vintages have", count=len(changed), of=of)
    rows = [(translate("Revised"), counted)]
    if changed.empty:
        return rows
    places = {"First": changed.index[0], "Last": changed.index[-1], "Largest": revised.largest}
    names = {
        "First": translate("First revised"),
        "Last": translate("Last revised"),
        "Largest": translate("Largest revision"),
    }
    rows += [(names[name], _told(revised, at)) for name, at in places.items()]
    return [*rows, (translate("Mean revision"), _change(revised, float(changed.change.mean())))]


def _told(revised: Revised, at: pd.Timestamp) -> str:
    row = revised.changed.loc[at]
    frequency = labels.frequency_of(revised.frame, revised.panel)
    return translate(
        "{period}: {before} → {after} ({change})",
        period=labels.period_name(at.date(), frequency),
        before=_number(revised, row.before),
        after=_number(revised, row.after),
        change=_change(revised, row.change),
    )


def _number(revised: Revised, value: float) -> str:
    """With decimals enough to see the largest change."""
    digits = 1 - math.floor(math.log10(revised.changed.change.abs().max()))
    decimals = revised.indicator.hints.decimals + 1
    return labels.number(
        value, revised.indicator.unit, decimals if _is_money(revised) else min(max(decimals, digits), 6)
    )


def _change(revised: Revised, value: float) -> str:
    return ("+" if value > 0 else "") + _number(revised, value)


def _is_money(revised: Revised) -> bool:
    return parse(revised.indicator.unit).is_currency


def csv(revised: Revised) -> bytes:
    """Both vintages as CSV, a column each."""
    units = dict.fromkeys(revised.frame.line, revised.indicator.unit)
    return bundle.wide(revised.frame, units, revised.panel).encode()
