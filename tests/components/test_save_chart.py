"""Charts, cards, notes and figures as a reader saves them, in a real browser."""

import re
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from dashboard.theme.tokens import DARK, LIGHT
from indicators.catalogue import catalogue
from indicators.judging import registry
from tests import browser
from tests.browser import PHONE, rgb
from tests.conftest import IN_BROWSER
from tests.views.test_in_browser import CLAIM, Visit, charts_of, drawn, visit, window

__all__ = ["visit", "window"]

pytestmark = IN_BROWSER

#: The first chart of the claim that is opened.
FIRST = next(one for one in registry.indicators().values() if CLAIM in one.serves)


def saved(page: Any, button: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).first.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_one_click_saves_a_chart_as_a_picture(visit: Callable[..., Visit], tmp_path: Path):
    picture = saved(drawn(visit).page, "PNG", tmp_path)
    assert re.fullmatch(rf"{FIRST.id}-\d{{4}}-\d\d-\d\d\.png", picture.name)
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG") and len(content) > 20_000
    assert int.from_bytes(content[16:20], "big") >= 1200, "as wide as a note needs"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_click_saves_a_chart_as_a_drawing_with_its_words_and_type_and_always_light(
    visit: Callable[..., Visit], tmp_path: Path, scheme: str
):
    drawing = saved(drawn(visit, scheme=scheme).page, "SVG", tmp_path)
    text = drawing.read_text(encoding="utf-8")
    for words in (FIRST.title, "Source:", "ata through", *FIRST.series[:1]):
        assert words in text, words
    assert drawing.suffix == ".svg" and "<text" in text, "text stays text"
    assert "@font-face{font-family:Inter" in text and "@font-face{font-family:Source Serif 4" in text.replace("'", "")
    colours = set(re.findall(r"rgb\(\d+, \d+, \d+\)", text))
    assert {rgb(LIGHT.paper), rgb(LIGHT.ink), rgb(LIGHT.series[0])} <= colours
    assert colours.isdisjoint(map(rgb, (DARK.paper, DARK.ink, DARK.muted, DARK.grid, *DARK.series)))


def test_a_card_is_drawn_when_asked_for_and_saved_at_its_size_with_our_type(
    visit: Callable[..., Visit], tmp_path: Path
):
    opened = drawn(visit, "vix-inversion")
    page, before = opened.page, opened.page.locator(".js-plotly-plot").count()
    page.get_by_role("button", name="Card", exact=True).first.click()
    page.wait_for_selector("[role=dialog] .js-plotly-plot .main-svg")
    assert page.locator(".js-plotly-plot").count() == before + 1, "no other card was drawn"
    page.locator("[role=dialog]").get_by_text("540×540").or_(page.get_by_text("540x540")).first.click()
    browser.until(page, "document.querySelector('[role=dialog] .js-plotly-plot')?.layout?.width == 540")
    browser.settle(page)
    picture = saved(page, "Save PNG, 2×", tmp_path)
    assert re.fullmatch(r"vix-inversion-vix-ratio-\d{4}-\d\d-\d\d-540x540\.png", picture.name)
    content = picture.read_bytes()
    assert content[16:24] == (1080).to_bytes(4, "big") * 2 and len(content) > 50_000
    drawing = saved(page, "Save SVG", tmp_path).read_text(encoding="utf-8")
    assert "@font-face{font-family:Inter" in drawing and "vix-inversion" in drawing and 'width="540"' in drawing
    assert opened.trouble == []


def test_a_card_is_shown_whole_on_a_phone_and_saved_at_its_size(visit: Callable[..., Visit], tmp_path: Path):
    page = drawn(visit, "vix-inversion", size="phone").page
    page.get_by_role("button", name="Card", exact=True).first.click()
    card = page.locator("[role=dialog] .js-plotly-plot .main-svg").first
    card.wait_for()
    page.locator("[role=dialog]").get_by_text("1200x628").click()
    browser.until(page, "document.querySelector('[role=dialog] .js-plotly-plot')?.layout?.width == 1200")
    browser.settle(page)
    shown, room = card.bounding_box(), page.locator(".st-key-card-picture").bounding_box()
    assert shown["width"] == pytest.approx(room["width"], abs=1) and room["width"] < PHONE["width"]
    assert shown["height"] == pytest.approx(room["height"], abs=1)
    assert saved(page, "Save PNG, 2×", tmp_path).read_bytes()[16:24] == (2400).to_bytes(4, "big") + (1256).to_bytes(
        4, "big"
    )


def test_the_board_gives_a_note_and_figures_and_still_loads_no_plotly(visit: Callable[..., Visit], tmp_path: Path):
    opened = visit(f"/?note={quote(catalogue.claims()['vix-inversion'].title)}")
    page = opened.page
    page.get_by_role("button", name="Note and figures").click()
    note = saved(page, "Note (HTML)", tmp_path)
    assert re.fullmatch(r"claimboard-vix-inversion-\d{4}-\d\d-\d\d\.html", note.name)
    with zipfile.ZipFile(saved(page, "Figures (ZIP)", tmp_path)) as package:
        assert all(name.startswith("vix-inversion-") for name in package.namelist() if name.endswith(".csv"))
    assert opened.trouble == [] and not any("plotly" in name.lower() for name in loaded(page))
    page.goto(note.as_uri())
    page.wait_for_selector("figure .main-svg")
    assert page.locator("figure:has(.main-svg)").count() == charts_of("vix-inversion")


def loaded(page: Any) -> list[str]:
    return page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")


def test_a_readers_own_chart_has_a_card_with_its_series_and_its_link(visit: Callable[..., Visit], tmp_path: Path):
    opened = visit("/explorer?explorer-series=WALCL&explorer-series=WTREGEN&explorer-formula=a+-+b", charts=1)
    page = opened.page
    page.get_by_role("button", name="Card", exact=True).click()
    page.locator("[role=dialog]").get_by_text("850x600").click()
    browser.until(page, "document.querySelector('[role=dialog] .js-plotly-plot')?.layout?.width == 850")
    browser.settle(page)
    drawing = saved(page, "Save SVG", tmp_path)
    assert re.fullmatch(r"WALCL-WTREGEN-dollars-\d{4}-\d\d-\d\d-850x600\.svg", drawing.name)
    words = unescape(re.sub(r"<[^>]+>", "", drawing.read_text(encoding="utf-8")))
    for said in ("WALCL − WTREGEN", "WTREGEN: Treasury General Account", "Source:", "explorer-formula=a+-+b"):
        assert said in words, said
    assert opened.trouble == []
