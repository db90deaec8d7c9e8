"""The explorer as a page: what is chosen is in the address, drawn, and told where it cannot be."""

import calendar
import html
import json
import re
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views import explorer
from indicators.catalogue import catalogue
from tests.views.running import (
    HOSTILE,
    PAST,
    Open,
    clean,
    figures,
    fresh,
    markup,
    squeezed_notes,
    text,
    unfold,
    visit,
)

__all__ = ["fresh", "visit"]

CHOSEN = {
    "explorer-series": ["GDP", "UNRATE"],
    "explorer-frequency": "Quarterly",
    "explorer-method": "End of period",
    "explorer-prices": "GDP deflator",
    "explorer-year": "2020",
    "explorer-units": "Index = 100 on a day",
    "explorer-units-b": "Change from a year ago",
    "explorer-base": "2019-01-01",
    "explorer-score": "10 years",
    "explorer-formula": "a / b",
    "explorer-name": "Output for unemployment",
    "explorer-formula-2": "b",
    "explorer-name-2": "Unemployment",
    "explorer-from": "2000",
    "explorer-to": "2020",
    "explorer-log": "true",
    "explorer-recessions": "false",
}


def chosen(page: AppTest) -> list[str]:
    """The series in their letters."""
    return list(page.session_state["explorer-series"])


def said_below(page: AppTest) -> str:
    """The order of operations, in words."""
    return next(
        html.unescape(block.proto.body) for block in page.get("html") if "class='cb-formula'" in block.proto.body
    )


def test_the_explorer_opens_with_a_chart_its_words_and_its_file(visit: Open):
    page = visit("explorer")
    (chart,) = page.get("plotly_chart")
    assert chart.proto.alt.startswith("Unemployment rate · ") and "highest" in chart.proto.alt
    assert "As published, no transformation." in said_below(page)
    unfold(page, "take-explorer")
    (saves,) = [
        json.loads(one.proto.json)
        for one in page.get("bidi_component")
        if one.proto.id.endswith("-save-exhibit-explorer")
    ]
    assert saves["name"].startswith("UNRATE-DGS10-percent-2026-") and saves["place"] == "exhibit-explorer"
    assert [button.proto.label for button in page.get("download_button")] == ["CSV"]


def test_the_table_behind_several_plots_says_each_unit(visit: Open):
    page = visit("explorer", **{"explorer-series": ["APU000072610", "UNRATE"]})
    table = unfold(page, "look-explorer").dataframe[0].value
    assert list(table.columns) == ["APU000072610, dollars per kilowatt-hour", "UNRATE, percent"]
    assert table.index[0][-4:].isdigit() and table.index[0].split()[0] in calendar.month_name, "as the hover says it"
    assert table.iloc[:, 0].dropna().mod(0.01).gt(0.0005).any(), "prices of a third of a cent are rounded away"


def test_all_that_is_chosen_is_in_the_address(visit: Open):
    said = said_below(visit("explorer", **CHOSEN))
    for words in (
        "quarterly end of period", "mean of P in 2020", "GDPDEF", "x(t) / x(1 January 2019) × 100", "x(t−1 year)", "Output for unemployment = GDP ÷ UNRATE", "Unemployment = UNRATE",
        "about 10 years",
    ):  # fmt: skip
        assert words in said, words


def test_an_address_without_one_choice_gives_another_chart_for_each(visit: Open):
    # without a deflator its year, and without a formula the letters, mean nothing: those are tried above
    plain = {
        name: value
        for name, value in CHOSEN.items()
        if not name.startswith(("explorer-formula", "explorer-name", "explorer-score", "explorer-log"))
    }
    before = figures(visit("explorer", **plain))
    for name in plain:
        if name not in ("explorer-series", "explorer-prices"):
            assert figures(visit("explorer", **{k: v for k, v in plain.items() if k != name})) != before, name


@pytest.mark.parametrize("words", HOSTILE[:5], ids=range(5))
def test_hostile_choices_are_ignored(visit: Open, words: str):
    query = dict.fromkeys([*CHOSEN, "explorer-plots", "explorer-units-a"], words) | {
        "explorer-series": [words, "UNRATE", words]
    }
    page = visit("explorer", **query)
    assert chosen(page) == ["UNRATE"]
    assert figures(page) == figures(visit("explorer", **{"explorer-series": ["UNRATE"]}))
    assert "<script>" not in markup(page)


def test_a_mistyped_series_is_answered_with_what_was_meant(visit: Open):
    page = visit("explorer", **{"explorer-series": ["UNRAT", "GDP"]})
    assert ["UNRATE" in one.value for one in page.warning] == [True]
    assert chosen(page) == ["GDP"]


def test_of_more_than_six_series_the_first_are_shown(visit: Open):
    ids = list(catalogue.series())[:9]
    page = visit("explorer", **{"explorer-series": ids})
    assert chosen(page) == ids[:6]
    assert any("6 series at most" in one.value for one in page.warning)


@pytest.mark.parametrize("seventh", ["日本", "CPIAUCSL · Consumer price index · BLS"])
def test_six_series_are_not_too_many_beside_what_is_none_or_is_there_already(visit: Open, seventh: str):
    six = ["GDP", "UNRATE", "CPIAUCSL", "WALCL", "PAYEMS", "DGS10"]
    page = visit("explorer", **{"explorer-series": [*six, seventh]})
    assert chosen(page) == six and not page.warning


def test_without_a_series_there_is_an_invitation_and_no_chart(visit: Open):
    page = visit("explorer", **{"explorer-series": [""]})
    assert not page.get("plotly_chart") and page.info and chosen(page) == []


def test_what_no_figure_is_held_of_is_told_in_a_sentence(visit: Open):
    page = visit("explorer", **{"explorer-series": ["HOANBS"]})
    assert not page.get("plotly_chart") and "a refresh brings it" in page.warning[0].value


def test_what_is_wrong_with_a_formula_stands_under_its_field(visit: Open):
    page = visit(
        "explorer", **{"explorer-series": ["GDP", "UNRATE"], "explorer-formula": "a / b", "explorer-formula-2": "a -"}
    )
    assert "role='alert'>The formula cannot be read as arithmetic.<" in markup(page)
    assert "cannot be read" not in said_below(page)
    assert [one.label for one in page.text_input][:5] == [
        "Formula",
        "Name of the line",
        "Formula 2",
        "Name of line 2",
        "Formula 3",
    ]


def test_a_formula_behind_an_empty_one_is_kept(visit: Open):
    page = visit("explorer", **{"explorer-series": ["GDP", "UNRATE"], "explorer-formula-2": "a / b"})
    assert page.text_input(key="explorer-formula-2").value == "a / b" and "GDP ÷ UNRATE" in said_below(page)


def test_the_years_shown_are_named_as_years(visit: Open):
    labels = [one.label for one in visit("explorer").number_input]
    assert labels == ["From year", "To year"], "one word for the year and for the provider was translated as provider"


def test_the_explorer_of_a_past_day_is_what_was_known_then(visit: Open):
    page = visit("explorer", **{"explorer-series": ["UNRATE"]})
    clean(page.date_input(key="asof").set_value(PAST).run())
    (figure,) = figures(page)
    assert max(figure["data"][0]["x"]) <= PAST.isoformat()
    assert "as known on 1 December 2025" in squeezed_notes(figure) and "As known on 1 December 2025" in text(page)


def test_an_example_with_a_formula_names_its_line(visit: Open):
    hrefs = re.findall(r"href='explorer\?([^']*)'", markup(visit("explorer", lang="ja")))
    assert [parse_qs(html.unescape(one)).get("explorer-name") for one in hrefs] == [None, ["ネット流動性"], None]


def test_the_views_to_start_from_are_whole(visit: Open):
    plain = figures(visit("explorer"))
    for query in explorer.EXAMPLES.values():
        page = visit("explorer", **parse_qs(query))
        assert figures(page) and not page.warning
        assert figures(page) != plain
