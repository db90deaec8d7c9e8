"""The explorer: any series of the catalogue, up to six at once, in FRED's order of operations.

Every choice is a control in the address. The result is an indicator like any other, so its card, table,
method and alt text are those of every chart.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.components import chart_panel, copy_link, viewport
from dashboard.exports import bundle
from dashboard.i18n import labels
from dashboard.i18n.locale import translate
from dashboard.session import state
from dashboard.templates import render
from dashboard.urls.explorer_params import (
    ALIKE,
    APART,
    CURRENT,
    FIRST_BASE,
    FREQUENCIES,
    NOMINAL,
    PUBLISHED,
    SCORES,
    YEARS,
    deflators,
    formula_key,
    methods,
    name_key,
    own_units,
    units_names,
)
from dashboard.urls.query_params import MOST_WORDS
from dashboard.views import explorer_revisions, explorer_series
from indicators.catalogue import catalogue
from indicators.explore import chart, transforms
from indicators.explore.chart import Explored
from indicators.explore.pipeline import LETTERS, MOST_FORMULAS, Choice
from indicators.i18n.messages import message
from indicators.model.frequency import COARSE
from indicators.model.missing import MissingData
from indicators.runtime import clock

#: By the number of a formula: the place under it for what is wrong with it.
Faults = dict[int, DeltaGenerator]
#: Example views: their label and query.
EXAMPLES = {
    message(
        "Inflation"
    ): "explorer-series=CPIAUCSL&explorer-series=PCEPILFE&explorer-units=Percent+change+from+a+year+ago"
    "&explorer-from=2015",
    message("Net liquidity"): "explorer-series=WALCL&explorer-series=WTREGEN&explorer-series=RRPONTSYD"
    "&explorer-formula=a+-+b+-+c&explorer-from=2015",
    message("Real hourly earnings"): "explorer-series=CES0500000003&explorer-prices=Consumer+prices+(CPI)",
}


def show() -> None:
    _top()
    viewport.probe()
    ids = explorer_series.chosen()
    if not ids:
        st.info(translate("Choose a series: by its id, its title or its agency."))
        return
    choice, faults = _choice(ids)
    _draw(choice, faults)


def _named(query: str, name: str) -> str:
    """The query of an example; a formula's line has its name, in the reader's language."""
    return f"{query}&{urlencode({name_key(0): translate(name)})}" if formula_key(0) in query else query


def _top() -> None:
    day, kept = state.as_of(), copy_link.kept()
    examples = [(name, _named(query, name) + kept) for name, query in EXAMPLES.items()]
    stamp = translate("As known on {day:day}.", day=day) if day else ""
    lead = translate(
        "Any series the board stands on, up to six at once, as FRED would transform it: first the frequency, then the "
        "units, then a formula."
    )
    head = {"title": translate("Explorer"), "lead": lead, "stamp": stamp}
    st.html(render("explorer.html", **head, start=translate("Start from:"), examples=examples))


# --- what is done to them -------------------------------------------------------------------------


def _choice(ids: tuple[str, ...]) -> tuple[Choice, Faults]:
    """The controls, and where to tell what is wrong with a formula; folded on a narrow page, so that the chart is visible."""
    if not viewport.frame().narrow:
        return _controls(ids)
    with st.expander(translate("Transform, combine and frame")):
        return _controls(ids)


def _controls(ids: tuple[str, ...]) -> tuple[Choice, Faults]:
    """The controls in the order of the operations. A control without effect is not shown."""
    with _row():
        frequency = _select(translate("Frequency"), FREQUENCIES, "frequency", 150)
        prices = _select(translate("Prices"), {CURRENT: NOMINAL, **deflators()}, "prices", 240)
        units = _select(translate("Units"), units_names(), "units", 290)
        each = _units_by_series(ids, units) if len(ids) > 1 else (units,)
        score = _select(translate("Z-score"), SCORES, "score", 150)
    formulas, names, faults = _formulas()
    with _row():
        joins = any(formulas) or prices != CURRENT
        aggregates = frequency != PUBLISHED or (joins and _meet(ids, prices))
        method: transforms.Method = _method() if aggregates else "average"
        base = _day(translate("Is 100 on"), "base") if "nbd" in each else None
        year = _year(translate("Prices of"), "year", translate("last whole")) if prices != CURRENT else None
    with _row():
        first, last = (
            _year(translate("From year"), "from", translate("first")),
            _year(translate("To year"), "to", translate("last")),
        )
        apart = _select(translate("Plots"), APART, "plots", 150) if len(ids) > 1 else False
        log = st.toggle(translate("Log scale"), key="explorer-log", bind="query-params")
        recessions = st.toggle(translate("Recessions"), value=True, key="explorer-recessions", bind="query-params")
    choice = Choice(
        ids, None if frequency == PUBLISHED else frequency, method, each, base, "" if prices == CURRENT else prices,
        year, formulas, names, score, first, last, log, recessions, apart,
    )  # fmt: skip
    return choice, faults


def _formulas() -> tuple[tuple[str, ...], tuple[str, ...], Faults]:
    """Formulas, the names of their lines, and a place under each; the next one is offered when one is written."""
    texts: list[str] = []
    names: list[str] = []
    faults: Faults = {}
    for number in range(MOST_FORMULAS):
        if number and not texts[-1] and not _is_written(number):
            break
        with _row():
            texts.append(_formula(number))
            names.append(_name(number) if texts[-1] else "")
        faults[number] = st.empty()
    return tuple(texts), tuple(names), faults


def _is_written(number: int) -> bool:
    """Whether the reader, or the address, has such a formula."""
    key = formula_key(number)
    return bool(st.session_state.get(key) or st.query_params.get(key))


def _meet(ids: tuple[str, ...], prices: str) -> bool:
    """Whether some series must be aggregated to a common frequency."""
    found = {one.frequency for one in catalogue.series().values() if one.id in (*ids, prices)}
    return len(found) > 1 and not found.isdisjoint(COARSE)


def _row() -> Any:
    return st.container(horizontal=True, vertical_alignment="bottom")


def _select(label: str, names: Mapping[Any, str], key: str, width: int) -> Any:
    return st.selectbox(
        label,
        list(names),
        format_func=lambda one: translate(names[one]),
        key=f"explorer-{key}",
        bind="query-params",
        width=width,
    )


def _method() -> transforms.Method:
    chosen: transforms.Method = _select(translate("Aggregated by"), methods(), "method", 150)
    return chosen


def _units_by_series(ids: tuple[str, ...], units: str) -> tuple[str, ...]:
    """The units of each series: the common ones, unless the reader sets others."""
    names = own_units()
    with st.popover(translate("Units by series")):
        own = [
            _select(f"{letter}: {id}", names, f"units-{letter}", 290) for letter, id in zip(LETTERS, ids, strict=False)
        ]
    return tuple(units if code == ALIKE else code for code in own)


def _formula(number: int) -> str:
    label = translate("Formula {n}", n=number + 1) if number else translate("Formula")
    return st.text_input(
        label, key=formula_key(number), bind="query-params", max_chars=MOST_WORDS, width=290,
        placeholder=translate("a − b, or a / b * 100"),
        help=translate("Over the letters of the series: + - * / ^ and brackets, as on FRED"),
    ).strip()  # fmt: skip


def _name(number: int) -> str:
    label = translate("Name of line {n}", n=number + 1) if number else translate("Name of the line")
    return st.text_input(
        label,
        key=name_key(number),
        bind="query-params",
        max_chars=MOST_WORDS,
        width=240,
        placeholder=translate("the formula"),
    )


def _year(label: str, key: str, placeholder: str) -> int | None:
    return st.number_input(
        label, *YEARS, None, 1, key=f"explorer-{key}", bind="query-params", placeholder=placeholder, width=150
    )


def _day(label: str, key: str) -> date | None:
    return st.date_input(
        label, None, FIRST_BASE, clock.today(), key=f"explorer-{key}", bind="query-params", width=150,
        help=translate("Empty: the first day that all series have, of the years shown"),
    )  # fmt: skip


# --- what is drawn --------------------------------------------------------------------------------


def _draw(choice: Choice, faults: Faults) -> None:
    try:
        explored = chart.explore(choice, state.series(choice.reads))
    except MissingData as error:
        st.warning(labels.plain(translate(error.args[0])))
        return
    for number, words in explored.faults.items():
        faults[number].html(render("fault.html", words=words))
    chart_panel.show_made(explored.indicator, explored.frame, explored.panel, lambda: csv(explored))
    _below(explored)
    explorer_revisions.offer(choice)


def _below(explored: Explored) -> None:
    """The formula in words, and the notes on impossible steps; of formulas where their fields are folded away."""
    faults = explored.faults.values() if viewport.frame().narrow else ()
    formula = labels.sentence(translate("{text:title}", text=explored.indicator.formula))
    st.html(render("formula.html", lead=translate("As drawn."), formula=formula, notes=[*faults, *explored.notes]))


def csv(explored: Explored) -> bytes:
    """The chart's data as CSV."""
    frame = explored.frame
    return bundle.wide(frame, dict(zip(frame.line, frame.unit, strict=True)), explored.panel).encode()
