"""The faces in a real browser: a reader fetches the files of what is read, and no others."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from dashboard.server.type_sheet import ICONS
from dashboard.theme import fonts
from tests import browser, cut_icons, patience
from tests.components.test_save_chart import saved
from tests.conftest import IN_BROWSER
from tests.cut_fonts import SCRIPTS, texts
from tests.views.test_in_browser import CLAIM, Visit, charts_of, visit, window

__all__ = ["visit", "window"]

pytestmark = IN_BROWSER

#: Every page names the languages.
NAMES = {"noto-sans-jp-name.woff2", "noto-sans-kr-name.woff2"}


def fetched(page: Any) -> set[str]:
    """Files of slices that a page has asked for."""
    names = page.evaluate("performance.getEntriesByType('resource').map(one => one.name.split('/').at(-1))")
    return {name for name in names if name.startswith("noto-sans-")}


def read(visit: Callable[..., Visit], path: str) -> Any:
    """A page with all of its type there."""
    page = visit(path).page
    patience.until(lambda: fetched(page) >= NAMES)
    browser.until(page, "[...document.fonts].every(one => one.status != 'loading')")
    return page


@pytest.mark.parametrize("path", ["/", "/explorer", "/method"])
def test_a_page_in_english_asks_for_the_names_of_languages_only(visit: Callable[..., Visit], path: str):
    assert fetched(read(visit, path)) == NAMES


@pytest.mark.parametrize("path", ["/", f"/ai-capex?claim={CLAIM}"])
def test_of_streamlits_type_a_page_fetches_the_icons_in_use_and_nothing_else(visit: Callable[..., Visit], path: str):
    page = read(visit, path)
    names = page.evaluate("performance.getEntriesByType('resource').map(one => new URL(one.name).pathname)")
    assert [name for name in names if "/static/media/" in name and name.endswith("woff2")] == []
    assert len([name for name in names if name.endswith("/icons.woff2")]) == 1


def test_every_icon_that_streamlit_or_a_page_of_ours_may_name_is_in_its_file():
    held = cut_icons.named(TTFont(ICONS))
    assert len(held) > 400 and cut_icons.wanted() <= {*held}, "python -m tests.cut_icons"


@pytest.mark.skipif(not shutil.which("fc-match"), reason="no fontconfig says which type this machine has")
def test_the_articles_japanese_on_an_english_page_is_set_in_the_machines_own_type(visit: Callable[..., Visit]):
    held = subprocess.run(["fc-list", "Noto Sans CJK JP"], capture_output=True, text=True, check=True).stdout
    if not held:
        pytest.skip("this machine has no Japanese type")
    page = read(visit, f"/ai-capex?claim={CLAIM}")
    page.locator("[lang=ja]").first.wait_for()
    assert fetched(page) == NAMES


@pytest.mark.parametrize(("language", "code"), [("ja", "jp"), ("ko", "kr")])
def test_a_page_in_another_script_asks_for_the_letters_in_use_and_hardly_for_others(
    visit: Callable[..., Visit], language: str, code: str
):
    asked = fetched(read(visit, f"/?lang={language}")) - NAMES
    assert f"noto-sans-{code}-used.woff2" in asked and len(asked) <= 2, "else cut the files anew (tests/cut_fonts.py)"


def test_a_letter_that_no_sentence_has_is_fetched_when_it_is_read(visit: Callable[..., Visit]):
    page = read(visit, f"/ai-capex?claim={CLAIM}&lang=ja")
    before = fetched(page)
    face = next(one for one in fonts.faces() if "noto-sans-jp" in one.file.name and one.file.name not in before)
    unused = SCRIPTS["ja"].letters - set(map(ord, "".join(texts("ja"))))
    letter = chr(max(point for point in unused if face.has([point])))
    page.evaluate("letter => document.querySelector('[data-testid=stMain] h1').append(letter)", letter)
    browser.until(page, "letter => document.fonts.check('1rem Noto Sans JP', letter)", letter)
    assert fetched(page) - before == {face.file.name}


def test_a_saved_drawing_has_outlines_in_any_script_and_no_face(visit: Callable[..., Visit], tmp_path: Path):
    page = visit(f"/ai-capex?claim={CLAIM}&further=true&lang=ja", charts=charts_of(CLAIM)).page
    page.locator(".st-key-claim-beside button").filter(has_text="保存").first.click()
    drawing = saved(page, "SVG", tmp_path).read_text(encoding="utf-8")
    assert "<text" not in drawing and "@font-face" not in drawing and drawing.count("<path") > 20
