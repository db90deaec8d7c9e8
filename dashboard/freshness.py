"""The data page: every series, how far it reaches, of what vintage, and how it stands to its calendar."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from html import escape

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.refresher import Round, is_local
from dashboard.wording import day_name, plain
from indicators.data import catalogue
from indicators.data.refresh.due import due
from indicators.data.status import Standing, standings
from indicators.data.store import SHIPPED

#: Column heading -> what it holds of a standing.
COLUMNS: dict[str, Callable[[Standing], object]] = {
    "Series": lambda s: s.series.id,
    "Title": lambda s: s.series.title,
    "Freshness": lambda s: s.freshness,
    "Data through": lambda s: s.through,
    "Next expected": lambda s: s.expected,
    "Cause": lambda s: s.cause,
    "Vintage": lambda s: s.vintage,
    "From": lambda s: s.source,
    "Last asked": lambda s: s.attempt and _moment(datetime.fromtimestamp(s.attempt.at, UTC)),
    "Answer": lambda s: s.attempt.outcome if s.attempt else "",
    "Agency": lambda s: s.series.agency,
    "Frequency": lambda s: s.series.frequency,
    "Unit": lambda s: s.series.unit,
    "Rows": lambda s: s.rows,
    "Terms": lambda s: s.series.terms,
}


#: Pixels, where the content's own width would hide what a reader came for.
WIDTHS = {"Series": 170, "Title": 300, "Freshness": 90, "Cause": 260}


def show() -> None:
    found = standings(state.store(), date.today(), as_of=state.as_of())
    st.html(_top(found))
    _refresh()
    states = list(dict.fromkeys(s.freshness for s in found))
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    chosen = left.pills("Freshness", sorted(states), selection_mode="multi", key="freshness", bind="query-params")
    words = right.text_input(
        "Search", key="search", bind="query-params", max_chars=80, placeholder="id, title or agency"
    )
    kept = [s for s in found if (not chosen or s.freshness in chosen) and _matches(s, words or "")]
    table = pd.DataFrame({name: [_cell(column(s)) for s in kept] for name, column in COLUMNS.items()})
    wide = {name: st.column_config.TextColumn(width=width) for name, width in WIDTHS.items()}
    st.dataframe(table, hide_index=True, height=640, key="series", column_config=wide)
    st.caption(
        f"{len(kept)} of {len(found)} series. Fresh: the next figure is not due yet, by the series' own cadence and "
        "publication lag. Due: within its grace. Late: past it, and explained where the release is known to be "
        "delayed. Failed: the last try to fetch it brought nothing, and its last good figures stand. Discontinued: "
        "its source answers, and has had nothing for over a year. Dates are of the figures held here."
    )
    _delays()


def _cell(value: object) -> object:
    """A cell as the table shows it: what is not there is left empty."""
    return "" if value is None else str(value) if isinstance(value, date) else value


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _top(found: list[Standing]) -> str:
    tally = Counter(standing.freshness for standing in found)
    words = "".join(f"<span><b>{count}</b> {name}</span>" for name, count in tally.most_common())
    return (
        "<header class='cb-page'><h1>Data</h1><p class='lead'>Every series the board stands on: how far it reaches, of "
        f"what vintage it is, and whether a newer figure should be out.</p><div class='cb-tally'>{words}</div>"
        f"<p class='stamp'>{_whose(found)} Verdicts are of the date their data reaches.</p></header>"
    )


def _whose(found: list[Standing]) -> str:
    """How many series are as shipped and how many a refresh brought, each with its newest vintage."""
    if day := state.as_of():
        return (
            f"Vintages known on {day_name(day)}; other pages reconstruct from later ones what is not held of that day."
        )
    shipped = [s.vintage for s in found if s.vintage and s.source == SHIPPED]
    fetched = [s.vintage for s in found if s.vintage and s.source != SHIPPED]
    parts = [
        f"{len(days)} series {how} (newest vintage {day_name(max(days))})"
        for days, how in ((shipped, "as shipped"), (fetched, "as fetched"))
        if days
    ]
    return f"{'; '.join(parts)}." if parts else "No figures yet."


# --- refresh --------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _rounds() -> list[Round]:
    """The refresh under way or last ended, of all sessions of this server."""
    return []


def _refresh() -> None:
    """Refresh from the page, for who runs the server; a public one is refreshed by its schedule."""
    if not is_local(st.get_option("server.address"), st.context.headers.get("Host", "")):
        return
    rounds = _rounds()
    running = bool(rounds) and rounds[-1].is_running
    todo = due(state.store(), datetime.now(UTC))
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Refresh now", disabled=running or not todo, key="refresh"):
            rounds[:] = [Round(len(todo))]
            running = True
        st.caption(f"{len(todo)} series are due" if todo else "No series is due")
    if rounds:
        st.fragment(_progress, run_every=1.0 if running else None)(rounds[-1], running)


def _progress(round: Round, was_running: bool) -> None:
    if round.is_running:
        done = sum(one.at >= round.begun for one in state.store().attempts(catalogue.series()).values())
        st.progress(min(done / round.expected, 1.0), text=f"{done} of {round.expected} series asked for")
        return
    if was_running:
        st.rerun()  # the table below shows what came
    answer = round.answer()
    if "error" in answer:
        st.error(plain(answer["error"]))
        return
    counts = ", ".join(f"{count} {name}" for name, count in answer["counts"].items()) or "nothing was due"
    changed = f"; {len(answer['changed'])} verdicts changed" if answer["changed"] else ""
    st.caption(f"The last refresh, ended {_moment(datetime.fromisoformat(answer['ended']))}: {counts}{changed}.")


def _delays() -> None:
    """Releases known to have come late or never, with whose word it is."""
    rows = "".join(
        f"<li><time datetime='{event.date}'>{day_name(event.date)}</time><span>{escape(event.label)} "
        f"<span class='cb-note'>({escape(event.source)})</span></span></li>"
        for event in catalogue.events()
        if event.kind == "delay"
    )
    st.html(f"<section class='cb-claim'><h3>Known delays, by the day due</h3></section><ol class='cb-acts'>{rows}</ol>")


def _matches(standing: Standing, words: str) -> bool:
    text = f"{standing.series.id} {standing.series.title} {standing.series.agency}".lower()
    return all(word in text for word in words.lower().split())
