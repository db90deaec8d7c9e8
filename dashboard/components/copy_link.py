"""Links that show the same view again: the buttons that copy one, following one, and the notice of newer data."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from dashboard.i18n.labels import day_name
from dashboard.i18n.locale import language, translate
from dashboard.session import state
from dashboard.templates import render
from dashboard.theme import assets
from dashboard.urls import links, view_state
from dashboard.urls.view_state import FIGURES, LATEST, LINKED, ViewState
from indicators.catalogue import catalogue
from indicators.i18n.messages import LANGUAGES
from indicators.model import Claim, Indicator

_HTML = "<span class='cb-links'></span>"


def keep_language() -> None:
    """Keep the language that an address asked for, in the address too: the navigation drops it there."""
    asked, held = st.query_params.get("lang"), st.session_state.get("lang")
    if asked in LANGUAGES:
        st.session_state["lang"] = asked
    elif held:
        st.query_params["lang"] = held


def follow() -> None:
    """Keep the moment of a link that was followed, in the address too: the navigation drops it there."""
    asked = ViewState.from_query("", {"data": st.query_params.get_all("data")}).data
    held = state.linked()
    if asked:
        st.session_state["linked"] = int(asked.timestamp())
    elif held is not None:
        st.query_params["data"] = _utc(held).strftime(view_state.MOMENT)


@contextmanager
def frame(path: str, beside: Callable[[], None]) -> Iterator[None]:
    """Above the page at a path, a button that copies its link, with what is to stand `beside` it, and the notice of newer
    data; the page runs within.
    """
    page = view_state.page_at(path)
    stand_at(page, None)
    top = st.container(key="page-link", horizontal=True, vertical_alignment="center", gap="small")
    if page != view_state.DATA:  # which says of every series what is held now
        _tell_if_moved_on(page)
    yield
    with top:  # only now every control of the page is known, and what the note is to have
        beside()
        _offer("page", current(), {"these": translate("Copy link")}, leads=True)


def stand_at(page: str, claim: str | None) -> None:
    """Note which page and which claim of it is shown: a chart that reruns alone makes its links from that."""
    st.session_state["shown"] = (page, claim)


def current() -> ViewState:
    """The view of the page as far as it has run: page, claim, day, moment of the figures, and controls."""
    page, claim = st.session_state["shown"]
    at = state.moment() or state.newest()
    own = ViewState.of(page, claim, state.as_of(), _utc(at) if at else None, st.session_state)  # type: ignore[arg-type]
    return replace(own, language=language())


def public() -> ViewState:
    """The view of the page for the link of a card: without language, and without a moment where figures are newest."""
    shown = replace(current(), language=None)
    return shown if state.moment() else replace(shown, data=None)


def address_of(claim: Claim) -> str:
    """The address of a claim on its thesis' page, as of the same day and of the same figures, for an `href`."""
    return links.href(replace(elsewhere(), page=claim.thesis, claim=claim.id))


def address_of_page(page: str) -> str:
    """The address of a page, as of the same day and of the same figures, for an `href`."""
    return links.href(replace(elsewhere(), page=page))


def address_of_note(ids: Sequence[str]) -> str:
    """The address of the Board with claims chosen for its note, for an `href`."""
    there = replace(elsewhere(), controls={"note": tuple(ids)})
    return f"./?{there.query}"


def kept() -> str:
    """The end of a query, from its `&`, by which another page keeps this one's day, figures and language; or empty."""
    query = elsewhere().query
    return f"&{query}" if query else ""


def elsewhere() -> ViewState:
    """The view that another page has of this one: its day, its figures, and the language that was asked for."""
    at = None if state.held("figures") == LATEST else state.linked()
    asked = state.held("lang")
    return ViewState(view_state.BOARD, None, state.as_of(), None if at is None else _utc(at), language=asked)


def share_chart(indicator: Indicator, caption: str) -> None:
    """Buttons that copy what leads others to this chart: its link with these figures or the newest, its caption, and of
    a claim the code that shows it in another page.
    """
    offers = {
        "these": translate("Link with these figures"),
        "newest": translate("Link to the newest figures"),
        "caption": translate("Caption, source and link"),
    }
    shown = current()
    if shown.claim:
        offers["embed"] = translate("Embed (HTML)")
    _offer(indicator.id, replace(shown, chart=indicator.id), offers, caption)


def _offer(id: str, shown: ViewState, offers: Mapping[str, str], caption: str = "", leads: bool = False) -> None:
    """Buttons by what each copies. With `leads`, a page that was opened by the link of a chart scrolls to that."""
    style, script = assets.text("theme/copy_link.css"), assets.text("static/copy_link.js")
    # Not isolated: in a popover, Tab passes by what is in a shadow root.
    mount = st.components.v2.component("claimboard_link", html=_HTML, css=style, js=script, isolate_styles=False)
    told = {"query": shown.query, "bound": [*view_state.params(shown.page, shown.claim), "asof"], "usual": _usual()}
    words = {"done": translate("Copied"), "field": translate("Link to this view"), "caption": caption}
    mount(
        key=f"link-{id}",
        data=told | words | _framed(shown) | {"moments": _moments(), "offers": offers, "leads": leads},
        width="content" if leads else "stretch",
    )


def _framed(shown: ViewState) -> dict[str, Any]:
    """What a page that frames the claim needs to know of it; nothing where there is none."""
    if not shown.claim:
        return {}
    from dashboard.exports import embed  # the code of charts: 0.1 s, not for pages without a chart

    title = translate(catalogue.find_claim(shown.claim).title)
    return {"framed": {"claim": shown.claim, "title": title, "width": embed.WIDTH, "height": embed.HEIGHT}}


def _usual() -> dict[str, list[str]]:
    """What a control shows that is not in the address, where a link names it all the same: another reader's differs."""
    return {"quote": [view_state.EDITIONS.get(language(), view_state.EDITIONS["ja"])]}


def _moments() -> dict[str, str]:
    """The moment of the figures of a link, by what "Figures" in the address says."""
    newest = state.newest()
    by_link = min(state.linked() or newest, newest)
    moments = {"": by_link, translate(FIGURES[LATEST]): newest}
    return {choice: _utc(at).strftime(view_state.MOMENT) for choice, at in moments.items() if at}


def _tell_if_moved_on(page: str) -> None:
    linked = state.linked()
    if linked is None:
        return
    asked = ViewState.from_query(page, {"claim": st.query_params.get_all("claim")})
    newest = state.newest(view_state.series_of(page, asked.claim))
    if linked < newest:
        with st.container(key="moved-on", horizontal=True, vertical_alignment="center"):
            _say(
                translate(
                    "The data has moved on since this link was made: known by {then} then, {now} now.",
                    then=_named(linked),
                    now=_named(newest),
                )
            )
            st.segmented_control(
                translate("Figures"), list(FIGURES), default=LINKED, format_func=lambda one: translate(FIGURES[one]),
                key="figures", bind="query-params", required=True, label_visibility="collapsed",
            )  # fmt: skip
    elif linked > state.newest():
        _say(
            translate(
                "This link was made with data known by {then}; what is held here was known by {now}, and is shown.",
                then=_named(linked),
                now=_named(state.newest()),
            )
        )


def _say(words: str) -> None:
    st.html(render("remark.html", words=words))


def _named(at: int) -> str:
    moment = _utc(at)
    return day_name(moment.date()) + (f", {moment:%H:%M} UTC" if at % (24 * 60 * 60) else "")


def _utc(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
