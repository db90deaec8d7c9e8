"""Pages in the article's languages: nothing on them is left in English but what is named as published."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.i18n.locale import speaking, translate
from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.store.store import Store
from tests.translations import gaps
from tests.views.running import MENUS, PAGES, Open, forget, markup, unfold, visit

__all__ = ["visit"]  # fixtures

#: Two words of small Latin letters are English, on a page that is written in another script.
ENGLISH = re.compile(r"\b[a-z]{3,} [a-z]{2,}\b")
#: Names that a language may write as English does.
NAMES = {"Amazon", "Microsoft", "Alphabet", "Meta", "Oracle", "Bitcoin", "Logistics"}
#: What stays as published: publishers, whose word an event is, and our English of a quote.
CITED = {one.publisher for one in catalogue.published().values()} | {one.source for one in catalogue.events()}
CITED |= {one.en for one in catalogue.claims().values()} | {catalogue.article().title}


@pytest.fixture(scope="module", autouse=True)
def forgotten() -> None:
    """Other tests may have shown pages of a few claims only."""
    forget()


def texts(page: AppTest) -> Iterator[str]:
    """What a page says, but for quotes of other languages: our HTML, controls, charts and tables."""
    bare = re.sub(r"<style>.*?</style>|<[^>]* lang=.en.[^>]*>.*?</\w+>", " ", markup(page), flags=re.DOTALL)
    yield from re.findall(r"(?:title|aria-label)='([^']*)'", bare)
    yield from re.split(r"<[^>]*>", bare)
    for kind in ("button_group", "selectbox", "multiselect", "number_input", "date_input", "toggle", "text_input"):
        for one in page.get(kind):
            yield from (one.proto.label, one.proto.help)
            yield from (getattr(option, "content", option) for option in getattr(one.proto, "options", ()))
    for kind in ("caption", "markdown", "warning", "info", "expander"):
        yield from (getattr(one, "value", "") or getattr(one, "label", "") for one in page.get(kind))
    for chart in page.get("plotly_chart"):
        yield chart.proto.alt
        yield from drawn(json.loads(chart.proto.spec))
    for table in page.dataframe:
        yield from map(str, [*table.value.columns, *table.value.index])


#: Labels that only the axis reads, which has the text of its ticks beside them.
RAW = ("x", "y", "categoryarray", "tickvals", "textposition")


def drawn(value: Any) -> Iterator[str]:
    """Every text in a figure, but for colours, families of type and what is never shown."""
    if isinstance(value, str):
        yield re.sub(r"<[^>]*>", " ", value)
    elif isinstance(value, list):
        for one in value:
            yield from drawn(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in ("family", "hovertemplate", "line", "marker", "font", *RAW):
                yield from drawn(one)


def english(page: AppTest) -> set[str]:
    """What is left in English on a page."""
    left = {text.strip() for text in texts(page) if ENGLISH.search(without_cited(text))}
    return {text for text in left if text}


def without_cited(text: str) -> str:
    for cited in sorted((one for one in CITED | untranslated("ja") if len(one) > 3), key=len, reverse=True):
        text = text.replace(cited, " ")
    return text


@cache
def untranslated(language: str) -> set[str]:
    """What may be in English still: `make release-check` lists it."""
    return {gap.text for gap in gaps("optional") if gap.language == language and gap.tier != "must"}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_wholly_in_the_readers_language(visit: Open, name: str):
    page = visit(name, lang="ja")
    menus = [f"{menu}-{id}" for id in (*registry.indicators(), "explorer") for menu in MENUS]
    with speaking("ja"):  # in which it finds what a control has chosen among the words of its options
        assert english(unfold(page, *menus)) == set()


def test_english_left_on_a_page_is_seen(visit: Open):
    assert english(visit("board"))


@pytest.fixture(scope="module")
def names(store: Store) -> set[str]:
    """Of every line and every bar of every chart, as it opens."""
    held = panel.read(store, {id: None for one in registry.indicators().values() for id in one.series})
    found: set[str] = set()
    for one in registry.indicators().values():
        with suppress(MissingData):
            frame, _ = registry.run(one, held)
            found |= {*map(str, frame.line.unique()), *(str(x) for x in frame.x.unique() if isinstance(x, str))}
    return found


@pytest.mark.parametrize("language", ["ja", "ko"])  # Vietnamese writes many a name as English does
def test_every_name_of_a_line_or_a_bar_is_translated(names: set[str], language: str):
    with speaking(language):
        same = {name for name in names if re.search(r"[a-z]{3}", name) and translate(name) == name}
    assert same - NAMES - untranslated(language) == set()
