"""The data page: every series with its reach, vintage and freshness."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import streamlit as st

from dashboard.i18n import labels
from dashboard.i18n.labels import plain
from dashboard.i18n.locale import translate, translate_list
from dashboard.server.refresh_process import Round
from dashboard.session import standings, state
from dashboard.templates import render
from dashboard.urls import hosts
from dashboard.urls.query_params import MOST_WORDS
from dashboard.views import data_causes, data_table
from indicators.catalogue import catalogue
from indicators.model import Release
from indicators.model.event_kind import EventKind
from indicators.model.renewed_calendar import Renewed
from indicators.panel.freshness import Standing
from indicators.refresh.due import due
from indicators.store import release_days
from indicators.store.store import SHIPPED

#: How far ahead coming releases are listed.
AHEAD = timedelta(days=45)


def show() -> None:
    found = standings.now()
    st.html(top(found))
    if state.store().trouble():
        st.warning(translate("The disk is full: the figures are read as they are, and a refresh can write nothing."))
    _refresh()
    if words := causes(found):
        st.html(words)
    kept = _chosen(found)
    st.html(data_table.drawn(kept))
    st.caption(key(len(kept), len(found)))
    st.download_button("CSV", data_table.as_csv(kept), "claimboard-series.csv", "text/csv", on_click="ignore")
    if words := coming():
        st.html(words)
    st.html(delays())


def key(kept: int, count: int) -> str:
    """What the words for freshness mean."""
    return translate(
        "{kept} of {count} series. Fresh: the next figure is not due yet, by the release calendar or, where that has no "
        "entry, by the series' own cadence and publication lag. Due: within its grace. Late: past it, and explained "
        "where the release is known to be delayed. Failed: the last try to fetch it brought nothing, and its last good "
        "figures stand. Discontinued: its source answers, and has had nothing for over a year. Dates are of the figures "
        "held here.",
        kept=kept,
        count=count,
    )


def causes(found: list[Standing]) -> str:
    """Why series are not fresh, above all of them; empty where all are."""
    told = [{"count": len(one.ids), "words": one.words, "ids": one.ids} for one in data_causes.shared(found)]
    words = {"title": translate("Why series are not fresh"), "which": translate("Which series")}
    return render("data_causes.html", **words, causes=told) if told else ""


def _chosen(found: list[Standing]) -> list[Standing]:
    """The series that the reader's choices leave."""
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    chosen = left.pills(
        translate("Freshness"),
        sorted({one.freshness for one in found}),
        selection_mode="multi",
        format_func=translate,
        key="freshness",
        bind="query-params",
    )
    words = right.text_input(
        translate("Search"),
        key="search",
        bind="query-params",
        max_chars=MOST_WORDS,
        placeholder=translate("id, title or agency"),
    )
    return [one for one in found if (not chosen or one.freshness in chosen) and _matches(one, words or "")]


def top(found: list[Standing]) -> str:
    tally = Counter(standing.freshness for standing in found)
    lead = translate(
        "Every series the board stands on: how far it reaches, of what vintage it is, and whether a newer figure should "
        "be out."
    )
    stamp = translate("{figures} Verdicts are of the date their data reaches.", figures=_whose(found))
    return render("data.html", title=translate("Data"), lead=lead, tally=tally.most_common(), stamp=stamp)


def _whose(found: list[Standing]) -> str:
    """Counts of series as shipped and as fetched, each with the newest vintage."""
    if day := state.as_of():
        return translate(
            "Vintages known on {day:day}; other pages reconstruct from later ones what is not held of that day.",
            day=day,
        )
    shipped = [s.vintage for s in found if s.vintage and s.source == SHIPPED]
    fetched = [s.vintage for s in found if s.vintage and s.source != SHIPPED]
    parts = []
    if shipped:
        parts.append(
            translate("{count} series as shipped (newest vintage {day:day})", count=len(shipped), day=max(shipped))
        )
    if fetched:
        parts.append(
            translate("{count} series as fetched (newest vintage {day:day})", count=len(fetched), day=max(fetched))
        )
    return labels.sentence(translate_list(parts, "semicolon") if parts else translate("No figures yet"))


# --- refresh --------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _rounds() -> list[Round]:
    """The refresh under way or last ended, of all sessions of this server."""
    return []


def _refresh() -> None:
    """The refresh button, for the operator; a public server is refreshed by its schedule."""
    if not _is_ours_to_refresh():
        return
    rounds = _rounds()
    running = bool(rounds) and rounds[-1].is_running
    todo = due(state.store(), datetime.now(UTC))
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(translate("Refresh now"), disabled=running or not todo, key="refresh"):
            rounds[:] = [Round(len(todo))]
            running = True
        said = translate("{count} series is due", "{count} series are due", count=len(todo))
        st.caption(said if todo else translate("No series is due"))
    if rounds:
        st.fragment(_progress, run_every=1.0 if running else None)(rounds[-1], running)


def _is_ours_to_refresh() -> bool:
    """Whether the server is private and the reader is at this machine."""
    is_private = hosts.names(st.get_option("server.address")).is_private
    peer = st.context.ip_address or "127.0.0.1"  # Streamlit gives none for this machine's own
    return is_private and hosts.is_direct(peer, st.context.headers, state.page_address())


def _progress(round: Round, was_running: bool) -> None:
    state.speak()
    if round.is_running:
        done = state.store().progress(round.begun)
        st.progress(
            min(done / round.expected, 1.0),
            text=translate("{done} of {count} series asked for", done=done, count=round.expected),
        )
        return
    if was_running:
        st.rerun()  # the table below shows the new figures
    answer = round.answer()
    if "error" in answer:
        st.error(plain(answer["error"]))
        return
    counts = translate_list([f"{count} {translate(name)}" for name, count in answer["counts"].items()]) or translate(
        "nothing was due"
    )
    if answer["changed"]:
        counts = translate(
            "{counts}; {count} verdict changed",
            "{counts}; {count} verdicts changed",
            counts=counts,
            count=len(answer["changed"]),
        )
    ended = data_table.moment(datetime.fromisoformat(answer["ended"]))
    st.caption(translate("The last refresh, ended {moment}: {counts}.", moment=ended, counts=counts))


def coming() -> str:
    """The releases of the weeks to come; empty where none is known."""
    entries = coming_entries()
    return render("coming.html", title=translate("Coming releases"), entries=entries) if entries else ""


def coming_entries() -> list[tuple[date, str]]:
    """The releases of the calendar of the weeks to come by day, with their reference periods where those are known."""
    past = state.as_of()
    known = Renewed(catalogue.releases()) if past else release_days.entries(state.store())
    first = past or state.served().today
    found = [(one.published, _entry(one)) for one in known.entries if first <= one.published <= first + AHEAD]
    found += [(day, translate(name)) for day, name in known.undated if first <= day <= first + AHEAD]
    return sorted(found, key=lambda entry: entry[0])


def _entry(one: Release) -> str:
    """A release and its period: gross domestic product, 2026Q3, advance."""
    frequency = next(s.frequency for s in catalogue.series().values() if s.calendar == one.release)
    parts = [translate(one.release), labels.period_name(one.period, frequency), translate(one.estimate)]
    return translate_list([part for part in parts if part])


def delays() -> str:
    """Releases known to be late or cancelled, with the source."""
    found = [event for event in catalogue.events() if event.kind == EventKind.DELAY]
    return render("delays.html", title=translate("Known delays, by the day due"), delays=found)


def _matches(standing: Standing, words: str) -> bool:
    one = standing.series
    text = f"{one.id} {one.title} {one.agency} {translate(one.title)} {translate(one.agency)}".lower()
    return all(word in text for word in words.lower().split())
