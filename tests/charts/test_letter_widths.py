"""Labels whose room is computed have it, in the letters a browser draws."""

from string import ascii_letters, digits, punctuation
from typing import Any

import pytest

from dashboard.charts import letter_widths
from tests import browser
from tests.browser import WIDE, Server
from tests.conftest import IN_BROWSER

pytestmark = IN_BROWSER

LETTERS = ascii_letters + digits + punctuation + " −×÷–…·■“”’đĐơƠưƯạấễộữỹ"
MEASURED = """letters => {
    const pen = document.createElement('canvas').getContext('2d')
    pen.font = '100px Inter'
    return [...letters].map(letter => pen.measureText(letter).width / 100)
}"""
#: Names at the ends of lines that were cut: by capitals, by a long name of the reader's, by many.
QUERIES = (
    "explorer-series=WALCL&explorer-series=WTREGEN&explorer-formula=a+-+b&explorer-from=2015",
    "explorer-series=WALCL&explorer-series=RRPONTSYD&explorer-from=2015",
    "explorer-series=MORTGAGE30US&explorer-series=DGS10&explorer-series=DGS2",
    "explorer-series=WALCL&explorer-formula=a&explorer-name=MWMWMWMWMWMWMWMWMWMW&explorer-from=2015",
)
#: How far the text nearest to the right edge of a picture is from it.
NEAREST = """() => Math.min(...[...document.querySelectorAll('.js-plotly-plot')].flatMap(plot =>
    [...plot.querySelectorAll('.annotation text')].map(text =>
        plot.getBoundingClientRect().right - text.getBoundingClientRect().right)))"""


def test_no_letter_is_drawn_wider_than_the_table_says_nor_much_narrower(server: Server, chromium: Any):
    page = chromium.new_page(viewport=WIDE)
    page.goto(server.url + "/explorer")
    browser.settle(page, charts=1)
    page.evaluate("document.fonts.ready.then(() => true)")
    drawn = dict(zip(LETTERS, page.evaluate(MEASURED, LETTERS), strict=True))
    page.close()
    told = {letter: letter_widths.width(letter) for letter in LETTERS}
    assert {
        letter: (drawn[letter], told[letter])
        for letter in LETTERS
        if not 0 <= told[letter] - drawn[letter] + 1e-6 < 0.06
    } == {}


@pytest.mark.parametrize("language", ["en", "ja", "ko", "vi"])
def test_no_name_at_the_end_of_a_line_is_cut(server: Server, chromium: Any, language: str):
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    for query in QUERIES:
        page.goto(f"{server.url}/explorer?{query}&lang={language}")
        browser.settle(page, charts=1)
        assert page.evaluate(NEAREST) >= 2, query
    page.close()
