"""The data page: every series, how far it reaches, of what vintage, and how it stands to its calendar."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import layout, state
from dashboard.wording import day_name
from indicators.data.status import Standing, standings

#: Column heading -> what it holds of a standing.
COLUMNS: dict[str, Callable[[Standing], object]] = {
    "Series": lambda s: s.series.id,
    "Title": lambda s: s.series.title,
    "Chart": lambda s: layout.explorer_link(s.series.id),
    "Freshness": lambda s: s.freshness,
    "Data through": lambda s: s.through,
    "Next due": lambda s: s.due,
    "Vintage": lambda s: s.vintage,
    "From": lambda s: s.source,
    "Cause": lambda s: s.cause,
    "Agency": lambda s: s.series.agency,
    "Frequency": lambda s: s.series.frequency,
    "Unit": lambda s: s.series.unit,
    "Rows": lambda s: s.rows,
    "Terms": lambda s: s.series.terms,
}


#: Pixels, where the content's own width would hide what a reader came for.
WIDTHS = {"Series": 170, "Title": 300, "Freshness": 90, "Cause": 260}


def show() -> None:
    found = standings(state.store(), date.today())
    st.html(_top(found))
    states = list(dict.fromkeys(s.freshness for s in found))
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    chosen = left.pills("Freshness", sorted(states), selection_mode="multi", key="freshness", bind="query-params")
    words = right.text_input(
        "Search", key="search", bind="query-params", max_chars=80, placeholder="id, title or agency"
    )
    kept = [s for s in found if (not chosen or s.freshness in chosen) and _matches(s, words or "")]
    table = pd.DataFrame({name: [column(s) for s in kept] for name, column in COLUMNS.items()})
    wide: dict[str, Any] = {name: st.column_config.TextColumn(width=width) for name, width in WIDTHS.items()}
    wide["Chart"] = st.column_config.LinkColumn(display_text="Explore", width=70)
    st.dataframe(table, hide_index=True, height=640, key="series", column_config=wide)
    st.caption(
        f"{len(kept)} of {len(found)} series. Fresh: the next figure is not due yet, by the series' own cadence and "
        "publication lag. Due: within its grace. Late: past it. Dates are of the figures held here."
    )


def _top(found: list[Standing]) -> str:
    tally = Counter(standing.freshness for standing in found)
    words = "".join(f"<span><b>{count}</b> {name}</span>" for name, count in tally.most_common())
    shipped = max((s.vintage for s in found if s.vintage and s.source == "shipped"), default=None)
    note = (
        f"Figures as shipped, of vintages up to {day_name(shipped)}. Verdicts are of the date their data reaches."
        if shipped
        else ""
    )
    return (
        "<header class='cb-page'><h1>Data</h1><p class='lead'>Every series the board stands on: how far it reaches, of "
        f"what vintage it is, and whether a newer figure should be out.</p><div class='cb-tally'>{words}</div>"
        f"<p class='stamp'>{note}</p></header>"
    )


def _matches(standing: Standing, words: str) -> bool:
    text = f"{standing.series.id} {standing.series.title} {standing.series.agency}".lower()
    return all(word in text for word in words.lower().split())
