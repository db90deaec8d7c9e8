"""Links: every control is in the one view, a view survives its address, and a link brings back the same picture."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly.graph_objects import Figure
from streamlit.testing.v1 import AppTest

from dashboard.charts import drawing
from dashboard.session import over_time, state
from dashboard.urls import explorer_params, query_params, view_state
from dashboard.urls.query_params import FIRST_DAY
from dashboard.urls.view_state import FRAME, LATEST, ViewState
from indicators.catalogue import catalogue
from indicators.explore.pipeline import MOST_FORMULAS
from indicators.judging import registry
from indicators.model import Control, Indicator
from indicators.store.store import Store, open_store, start_of
from tests.patience import LONG
from tests.views.running import APP, PAGES, Open, clean, control, fresh, markup, opened, text, unfold, visit

__all__ = ["fresh", "visit"]  # fixtures

CLAIM = CHART = "gdp-without-ai"
THESES = tuple(catalogue.theses())
#: Parts of a page that have an id and no value to bring back.
VALUELESS = {"button", "download_button", "bidi_component", "plotly_chart", "dataframe", "flex_container", "popover"}


# --- every control --------------------------------------------------------------------------------


def walk(node: Any) -> Iterator[Any]:
    """Everything on a page that the server sent."""
    for child in getattr(node, "children", {}).values():
        if getattr(child, "proto", None) is not None:
            yield child
        yield from walk(child)


#: A choice with which the explorer shows every control it has.
EVERY = {
    "explorer-series": ["CPIAUCSL", "PAYEMS", "UNRATE", "GDP", "DGS10", "WALCL"],
    "explorer-units": "Index = 100 on a day",
    "explorer-prices": "Consumer prices (CPI)",
    "explorer-frequency": "Quarterly",
    explorer_params.REVISIONS: "true",
    **{explorer_params.formula_key(number): "a / b" for number in range(MOST_FORMULAS)},
}


def controls(page: AppTest) -> dict[str, Any]:
    """The protocol's message of everything on a page that a reader can set, by the key of its widget."""
    set_by_reader = (
        one.proto for one in walk(page._tree) if one.type not in VALUELESS and getattr(one.proto, "id", "")
    )
    return {proto.id.split("-", 2)[2]: proto for proto in set_by_reader}


def test_every_control_of_every_page_is_in_the_view_and_in_the_address(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_STORE", store.name)
    monkeypatch.setattr(over_time, "history", lambda claim: [])  # neither sets anything, and both take long
    monkeypatch.setattr(drawing, "figure", lambda sketch: Figure())
    page = AppTest.from_file(str(APP), default_timeout=LONG).run()
    met: set[str] = set()
    for name in PAGES:
        page.switch_page(f"app_pages/{name}.py")
        for claim in [one.id for one in view_state.claims_of(name)] or [None]:
            page.query_params.clear()
            page.query_params.update(
                {"claim": claim, "further": "true"} if claim else EVERY if name == view_state.EXPLORER else {}
            )
            page.run()  # as Streamlit has it, a switch keeps its place in the first run of another page
            found = controls(clean(page.run()))
            known = view_state.params(name, claim)
            assert set(found) - set(known) - set(FRAME) == set(), (name, claim)
            assert [key for key, one in found.items() if one.query_param_key != key] == []
            met |= set(found)
            for key in set(found) & set(known):
                for option in getattr(found[key], "options", ()):  # reads as it stands in the address
                    known[key].read([getattr(option, "content", option)])
    assert unmet(met) == set()


def unmet(met: set[str]) -> set[str]:
    """What the view knows and no page has, but for charts whose data does not ship."""
    shipped = [one for one in registry.indicators().values() if all(catalogue.series()[id].ships for id in one.series)]
    known = {key for name in PAGES if name not in THESES for key in view_state.params(name)} | {"quote", "asof"}
    known |= {param.key for one in shipped if one.serves for param in view_state.params_of(one)}
    return known - met - {explorer_params.SERIES}  # which the search holds, that is no widget of Streamlit's


# --- a view and its address -----------------------------------------------------------------------


def values_of(control: Control) -> st.SearchStrategy[Any]:
    if control.bounds:
        low, high, _ = control.bounds
        whole = isinstance(control.default, int)
        return st.integers(int(low), int(high)) if whole else st.floats(low, high)
    if not control.options:
        return st.none() | st.dates(FIRST_DAY, date(2026, 1, 1))
    if control.many:
        return st.sets(st.sampled_from(control.options)).map(
            lambda chosen: tuple(o for o in control.options if o in chosen)
        )
    return st.sampled_from(control.options)


def chart_values(indicator: Indicator) -> dict[str, st.SearchStrategy[Any]]:
    found = {f"{indicator.id}-{one.id}": values_of(one) for one in indicator.controls}
    if indicator.hints.years is not None:
        found[f"{indicator.id}-years"] = st.sampled_from(view_state.ranges(indicator.hints.years))
    return found


def page_values(page: str, claim: str | None) -> dict[str, st.SearchStrategy[Any]]:
    if page == view_state.BOARD:
        names = tuple(view_state.FILTERS)
        return {"verdict": st.sets(st.sampled_from(names)).map(lambda chosen: tuple(n for n in names if n in chosen))}
    if page == view_state.DATA:
        words = st.text(st.characters(exclude_categories=("Cs",)), max_size=query_params.MOST_WORDS)
        return {"freshness": st.sampled_from(((), ("fresh",), ("due", "late, explained"))), "search": words}
    if page == view_state.EXPLORER:
        return {
            "explorer-series": st.lists(
                st.sampled_from(list(catalogue.series())), min_size=0, max_size=6, unique=True
            ).map(tuple),
            "explorer-units": st.sampled_from(list(explorer_params.units_names())),
            "explorer-from": st.none() | st.integers(*explorer_params.YEARS),
            "explorer-base": st.none() | st.dates(explorer_params.FIRST_BASE, date(2026, 1, 1)),
            "explorer-log": st.booleans(),
            "explorer-recessions": st.booleans(),
            **{
                key(number): st.text(st.characters(exclude_categories=("Cs",)), max_size=query_params.MOST_WORDS)
                for number in range(MOST_FORMULAS)
                for key in (explorer_params.formula_key, explorer_params.name_key)
            },
        }
    if page == view_state.LEDGER:
        return {"numbers": st.booleans()}
    if page == view_state.CORRECTIONS:
        return {}
    if page == view_state.METHOD:
        return {key: st.booleans() for key in (view_state.VERDICT_TABLE, *(f"method-{id}" for id in THESES))}
    charts = [
        values
        for one in view_state.indicators_of(view_state.shown(page, claim))
        for values in chart_values(one).items()
    ]
    return dict(charts) | {"quote": st.none() | st.sampled_from(tuple(view_state.EDITIONS))}


@st.composite
def views(draw: st.DrawFn) -> ViewState:
    page = draw(st.sampled_from(PAGES))
    claim = draw(st.none() | st.sampled_from([one.id for one in view_state.claims_of(page)] or [None]))
    known = draw(st.fixed_dictionaries(page_values(page, claim)))
    moment = st.datetimes(datetime(2006, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC))
    data = draw(st.none() | moment.map(lambda at: at.replace(microsecond=0)))
    as_of = draw(st.none() | st.dates(FIRST_DAY, date(2026, 1, 1)))
    charts = [one.id for one in view_state.indicators_of(view_state.shown(page, claim))]
    chart = draw(st.none() | st.sampled_from(charts)) if charts else None
    return replace(ViewState.of(page, claim, as_of, data, known), chart=chart)


def as_asked(query: str) -> dict[str, list[str]]:
    return parse_qs(query, keep_blank_values=True)


@given(views())
def test_a_view_survives_its_address(one: ViewState):
    assert set(one.controls) == set(view_state.params(one.page, one.claim))
    assert ViewState.from_query(one.page, one.to_query()) == one
    assert ViewState.from_query(one.page, as_asked(one.query)) == one


@given(views())
def test_an_address_leaves_defaults_out(one: ViewState):
    assert ViewState.of(one.page, None, None, None, {}).to_query() == {}
    changed = {
        key for key, value in one.controls.items() if value != view_state.params(one.page, one.claim)[key].default
    }
    assert set(one.to_query()) - set(FRAME) == changed


@given(st.sampled_from(PAGES), st.data())
def test_what_is_unknown_or_hostile_in_an_address_is_ignored(page: str, data: st.DataObject):
    keys = st.sampled_from((*FRAME, *view_state.params(page))) | st.text(max_size=5)
    hostile = st.text(max_size=30) | st.sampled_from(("nan", "inf", "1e999", "-1", "9" * 400, "9999-12-31", "true\0"))
    query = data.draw(st.dictionaries(keys, hostile | st.lists(hostile, max_size=3), max_size=6))
    asked = ViewState.from_query(page, query)
    assert ViewState.from_query(page, asked.to_query()) == asked
    assert set(asked.controls) == set(view_state.params(page, asked.claim))


@pytest.mark.parametrize(
    "words", ["banana", "2026-10-31", "2026-13-31T00:00:00Z", "9999-01-01T00:00:00Z", "1066-10-14T00:00:00Z", "\0"]
)
def test_a_moment_that_is_none_is_ignored(words: str):
    assert ViewState.from_query("labor", {"data": words}).data is None


@pytest.mark.parametrize(
    ("texts", "statuses"),
    [
        (["● Supported", "junk"], ("supported",)),
        (["junk", "○ 反証", "● Supported"], ("supported", "contradicted")),
        (["junk"], ()),
        ([""], ()),
    ],
)
def test_of_several_the_known_are_kept(texts: list[str], statuses: tuple[str, ...]):
    assert ViewState.from_query("board", {"verdict": texts}).controls["verdict"] == statuses


def test_of_several_unknown_ones_the_default_is_left():
    one = query_params.several("x", {"a": "A", "b": "B"}, ["b"])
    known = {"junk": ("b",), "A": ("a",), "": ()}
    assert {text: query_params.value_of(one, {"x": [text]}) for text in known} == known


def test_a_page_shows_what_the_view_says_of_an_address_with_unknown_texts(visit: Open):
    query = {"verdict": ["● Supported", "junk"]}
    page = visit("board", **query)
    assert tuple(page.session_state["verdict"]) == ViewState.from_query("board", query).controls["verdict"]


def test_a_view_names_page_and_claim_as_the_address_does():
    for page in PAGES:
        assert view_state.page_at(view_state.path_of(page)) == page
    one = ViewState.from_query("labor", {"claim": "gdp-without-ai"})
    assert one.claim is None, "a claim of another page"


# --- the same picture -----------------------------------------------------------------------------


@pytest.fixture
def own(store: Store, tmp_path: Path, fresh: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A copy of the shipped store that may be written to, and a board of a few claims, to be quick."""
    few = {id: one for id, one in catalogue.claims().items() if id in (CLAIM, "low-skill-third", "vix-inversion")}
    monkeypatch.setattr(catalogue, "claims", lambda: few)
    view_state.params.cache_clear()
    path = tmp_path / "own.sqlite"
    path.write_bytes(Path(store.name).read_bytes())
    monkeypatch.setenv("CLAIMBOARD_STORE", str(path))
    yield open_store(path)
    view_state.params.cache_clear()


def specs(page: AppTest) -> list[str]:
    """The charts of a page as they are sent, byte for byte."""
    return [chart.proto.spec for chart in page.get("plotly_chart")]


def link(page: AppTest, chart: str = "page") -> dict[str, list[str]]:
    """What the button "Copy link" of a page, or of one of its charts, has in its address."""
    if chart != "page":
        unfold(page, f"share-{chart}")
    (told,) = [
        json.loads(one.proto.json) for one in page.get("bidi_component") if one.proto.id.endswith(f"-link-{chart}")
    ]
    return as_asked(told["query"])


def follow(name: str, query: Mapping[str, list[str]]) -> AppTest:
    """Open a page at an address."""
    return clean(opened(name, query))


def revise(store: Store, *ids: str) -> None:
    """What a later refresh brings, and is served: the last figure of each series, revised."""
    for id in ids:
        newest = store.vintages([id])[id][-1].at
        day, value = store.states({id: newest})[id][-1]
        store.add(id, max(newest, start_of(date(2026, 11, 2))) + 37, [(day, value * 1.2 + 1)], f"fred:{id}")
    state.served()  # whoever opens a page next has it computed
    state._newest.wait()


MOVED = "The data has moved on since this link was made"


def test_a_link_shows_the_same_picture_after_the_data_has_moved_on(own: Store):
    made = follow("ai_capex", {"claim": [CLAIM]})
    control(made, f"{CHART}-horizon").set_value(3).run()
    query, before = link(made), specs(clean(made))
    assert link(made, CHART) == query | {"chart": [CHART]}
    assert query["claim"] == [CLAIM] and set(query) == {"claim", "data", "further", "lang", "quote", f"{CHART}-horizon"}
    revise(own, *registry.indicators()[CHART].series)

    again = follow("ai_capex", query)
    assert specs(again) == before
    assert MOVED in text(again)
    without_line = text(again).replace(text(again)[text(again).index(MOVED) : text(again).index("now.") + 4], "")
    assert without_line.replace(" when the link was made", "").split() == text(made).split()

    newer = follow("ai_capex", {key: value for key, value in query.items() if key != "data"})
    assert specs(newer) != before
    assert MOVED not in text(newer)

    control(again, "figures").set_value(LATEST).run()
    assert specs(clean(again)) == specs(newer)
    assert MOVED in text(again), "both stay on offer"
    assert link(again)["data"] > query["data"], "a link made now is of what is shown now"


def test_a_link_of_a_past_day_shows_the_same_picture_too(own: Store):
    made = follow("labor", {"claim": ["low-skill-third"], "asof": ["2025-12-01"]})
    query, before = link(made), specs(made)
    assert query["asof"] == ["2025-12-01"] and before
    revise(own, "PAYEMS", "UNRATE")
    assert specs(follow("labor", query)) == before


def test_figures_of_other_series_do_not_make_the_data_move_on(own: Store):
    query = link(follow("ai_capex", {"claim": [CLAIM]}))
    assert "RRPONTSYD" not in view_state.series_of("ai_capex", CLAIM)
    revise(own, "RRPONTSYD")
    assert MOVED not in text(follow("ai_capex", query))
    assert MOVED in text(follow("board", {"data": query["data"]}))


def test_a_link_made_with_later_data_than_is_held_says_so(own: Store):
    page = follow("ai_capex", {"claim": [CLAIM], "data": ["2026-11-01T12:30:00Z"]})
    assert "made with data known by 1 November 2026, 12:30 UTC" in text(page)
    assert specs(page) == specs(follow("ai_capex", {"claim": [CLAIM]}))


@pytest.mark.parametrize("name", ["board", "flows"])
def test_a_moment_before_all_data_is_told_in_sentences(own: Store, name: str):
    assert MOVED in text(follow(name, {"data": ["2006-01-02T00:00:00Z"]}))


def test_links_between_pages_keep_day_and_data(own: Store):
    data = link(follow("board", {}))["data"]
    revise(own, "GDP")
    written = markup(follow("board", {"asof": ["2025-12-01"], "data": data}))
    kept = [href for href in re.findall(r"href='([^']*)'", written) if f"asof=2025-12-01&amp;data={data[0]}" in href]
    assert len(kept) == written.count("<a ")
    assert all(sum(f"claim={id}&amp;" in href for href in kept) == 1 for id in catalogue.claims())


def test_the_navigation_keeps_the_data(own: Store):
    page = follow("board", {"data": link(follow("board", {}))["data"]})
    revise(own, *registry.indicators()[CHART].series)
    page.switch_page("app_pages/ai_capex.py")
    page.query_params.clear()
    assert MOVED in text(clean(page.run()))
