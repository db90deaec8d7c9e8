"""Charts, cards, notes and figures as a reader saves them, in a real browser."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image, ImageChops, ImageStat

from dashboard.theme.tokens import DARK, LIGHT
from indicators.catalogue import catalogue
from indicators.judging import registry
from tests import browser
from tests.browser import PHONE, rgb
from tests.conftest import IN_BROWSER
from tests.programs import needs
from tests.views.test_in_browser import Visit, charts_of, drawn, visit, window

__all__ = ["visit", "window"]

pytestmark = IN_BROWSER

#: A claim all of whose charts ship, and the chart that stands first, for it decides.
CLAIM = "gdp-without-ai"
FIRST = registry.indicators()["ai-contribution-net"]


def saved(page: Any, button: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).first.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def taken(page: Any, button: str, folder: Path) -> Path:
    page.get_by_role("button", name="Take").first.click()
    return saved(page, button, folder)


def test_a_chart_is_saved_as_a_picture_that_says_what_it_is_and_how_large(visit: Callable[..., Visit], tmp_path: Path):
    path = taken(drawn(visit, CLAIM).page, "PNG, 2×", tmp_path)
    assert re.fullmatch(rf"{CLAIM}-{FIRST.id}-\d{{4}}-\d\d-\d\d\.png", path.name)
    with Image.open(path) as picture:
        picture.load()
        said = picture.info
        assert picture.width >= 1000, "as wide as a column of a note needs"
    assert said["dpi"] == pytest.approx((192, 192), abs=0.1), "pasted at the size it has on the page"
    assert (
        said["Title"] and said["Source"].startswith("Source: ") and said["Link"].startswith(f"/ai-capex?claim={CLAIM}")
    )


def test_a_picture_is_copied_to_be_pasted(server: Any, chromium: Any):
    window = chromium.new_context(viewport=browser.WIDE, permissions=["clipboard-read", "clipboard-write"])
    page = Visit(window.new_page(), server.url).go(f"/ai-capex?claim={CLAIM}&further=true", charts_of(CLAIM)).page
    page.get_by_role("button", name="Take").first.click()
    page.get_by_role("button", name="Copy picture").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.read().then(([one]) => one.types)") == ["image/png"]
    window.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chart_is_saved_as_a_drawing_that_needs_no_type_and_is_always_light(
    visit: Callable[..., Visit], tmp_path: Path, scheme: str
):
    path = taken(drawn(visit, CLAIM, scheme=scheme).page, "SVG", tmp_path)
    text = path.read_text(encoding="utf-8")
    assert "<text" not in text and "@font-face" not in text, "whoever opens it has another type"
    assert text.count("<path") > 20
    for words in ("<title>", "Source:", "ata through", *FIRST.series[:1]):
        assert words in text, words
    colours = set(re.findall(r"rgb\(\d+, \d+, \d+\)", text))
    assert {rgb(LIGHT.paper), rgb(LIGHT.ink), rgb(LIGHT.series[0])} <= colours
    assert colours.isdisjoint(map(rgb, (DARK.paper, DARK.ink, DARK.muted, DARK.grid, *DARK.series)))


@needs("rsvg-convert")
def test_a_drawing_looks_in_another_program_as_it_does_in_a_browser(
    visit: Callable[..., Visit], chromium: Any, tmp_path: Path
):
    path = taken(drawn(visit, CLAIM).page, "SVG", tmp_path)
    elsewhere = tmp_path / "elsewhere.png"
    subprocess.run(["rsvg-convert", str(path), "-o", str(elsewhere)], check=True)
    with Image.open(elsewhere) as other:
        theirs = other.convert("L")
    page = chromium.new_page(viewport={"width": theirs.width, "height": theirs.height})
    page.goto(path.as_uri())
    with Image.open(io.BytesIO(page.screenshot())) as shot:
        ours = shot.convert("L").crop((0, 0, *theirs.size))
    page.close()
    assert inked(theirs) == pytest.approx(inked(ours), abs=2), "the words end where they end"
    assert ImageStat.Stat(ImageChops.difference(ours, theirs)).mean[0] < 3, "of 255"


def inked(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box of whatever is not paper."""
    box = picture.point(lambda level: 255 if level < 200 else 0).getbbox()
    assert box is not None
    return box


def test_a_card_is_drawn_when_asked_for_and_saved_at_its_size_with_our_type(
    visit: Callable[..., Visit], tmp_path: Path
):
    opened = drawn(visit, "vix-inversion")
    page, before = opened.page, opened.page.locator(".js-plotly-plot").count()
    page.get_by_role("button", name="Take").first.click()
    page.get_by_role("button", name="Card", exact=True).click()
    page.wait_for_selector("[role=dialog] .js-plotly-plot .main-svg")
    assert page.locator(".js-plotly-plot").count() == before + 1, "no other card was drawn"
    page.locator("[role=dialog]").get_by_text("540×540").or_(page.get_by_text("540x540")).first.click()
    browser.until(page, "document.querySelector('[role=dialog] .js-plotly-plot')?.layout?.width == 540")
    browser.settle(page)
    picture = saved(page, "PNG, 2×", tmp_path)
    assert re.fullmatch(r"vix-inversion-[a-z-]+-\d{4}-\d\d-\d\d-540x540\.png", picture.name)
    content = picture.read_bytes()
    assert content[16:24] == (1080).to_bytes(4, "big") * 2 and len(content) > 50_000
    drawing = saved(page, "SVG", tmp_path).read_text(encoding="utf-8")
    assert "<text" not in drawing and "vix-inversion" in drawing and 'width="540"' in drawing
    assert opened.trouble == []


def test_a_card_is_shown_whole_on_a_phone_and_saved_at_its_size(visit: Callable[..., Visit], tmp_path: Path):
    page = drawn(visit, "vix-inversion", size="phone").page
    page.get_by_role("button", name="Take").first.click()
    page.get_by_role("button", name="Card", exact=True).click()
    card = page.locator("[role=dialog] .js-plotly-plot .main-svg").first
    card.wait_for()
    page.locator("[role=dialog]").get_by_text("1200x628").click()
    browser.until(page, "document.querySelector('[role=dialog] .js-plotly-plot')?.layout?.width == 1200")
    browser.settle(page)
    shown, room = browser.box(card), browser.box(page.locator(".st-key-card-picture"))
    assert shown["width"] == pytest.approx(room["width"], abs=1) and room["width"] < PHONE["width"]
    assert shown["height"] == pytest.approx(room["height"], abs=1)
    assert saved(page, "PNG, 2×", tmp_path).read_bytes()[16:24] == (2400).to_bytes(4, "big") + (1256).to_bytes(4, "big")


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
    assert page.locator("figure:has(.main-svg)").count() >= charts_of("vix-inversion")


def loaded(page: Any) -> list[str]:
    return page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")


def test_a_readers_own_chart_has_a_card_with_its_series_and_its_link(visit: Callable[..., Visit], tmp_path: Path):
    opened = visit("/explorer?explorer-series=WALCL&explorer-series=WTREGEN&explorer-formula=a+-+b", charts=1)
    page = opened.page
    page.get_by_role("button", name="Take").first.click()
    page.get_by_role("button", name="Card", exact=True).click()
    page.locator("[role=dialog]").get_by_text("850x600").click()
    browser.until(page, "document.querySelector('[role=dialog] .js-plotly-plot')?.layout?.width == 850")
    browser.settle(page)
    drawing = saved(page, "SVG", tmp_path)
    assert re.fullmatch(r"WALCL-WTREGEN-dollars-\d{4}-\d\d-\d\d-850x600\.svg", drawing.name)
    said = unescape(drawing.read_text(encoding="utf-8"))
    for words in ("<title>WALCL − WTREGEN</title>", "Source:", "explorer-formula=a+-+b"):
        assert words in said, words
    words = " ".join(page.locator("[role=dialog] .js-plotly-plot text").all_text_contents())
    assert "WTREGEN: Treasury General Account" in words
    assert opened.trouble == []
