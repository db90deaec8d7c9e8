"""The picture of a claim: there always is one, with a browser and without."""

import io
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PIL import Image

from dashboard.charts.spec import CARDS
from dashboard.exports import claim_picture, outlines, text_card
from dashboard.exports.claim_picture import Wanted
from dashboard.exports.headless_browser import StudioError
from dashboard.i18n.locale import speaking
from dashboard.theme.tokens import DARK, SANS
from indicators.catalogue import catalogue
from indicators.i18n.messages import LANGUAGES
from indicators.judging import evaluate
from indicators.model import Claim, Finding
from tests import cards


class Browser:
    """Draws any figure as the same picture, and remembers which it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, str, float]] = []

    def draw(self, figure: object, format: str, scale: float = 1) -> bytes:
        self.asked.append((figure, format, scale))
        if format == "svg":
            return b'<svg xmlns="http://www.w3.org/2000/svg"><text>A</text></svg>'
        out = io.BytesIO()
        Image.new("RGB", (8, 8)).save(out, "PNG")
        return out.getvalue()


class Broken:
    def draw(self, *_: object) -> bytes:
        raise StudioError("it died")


@pytest.fixture(scope="module")
def found(store) -> list[tuple[Claim, Finding]]:
    return [(catalogue.find_claim(one.id), one) for one in evaluate.findings(store)]


def test_a_chart_alone_is_drawn_in_the_theme_asked_for():
    browser, card = Browser(), cards.card("line")
    claim_picture.picture(browser, card, Wanted("svg", "chart", "680", "dark"))
    figure, format, scale = browser.asked[0]
    assert (format, scale) == ("svg", 1) and figure.layout.paper_bgcolor == DARK.paper and figure.layout.width == 680


def test_a_picture_says_of_itself_what_it_is():
    svg = claim_picture.picture(Browser(), cards.card("line"), Wanted("svg"))
    png = claim_picture.picture(Browser(), cards.card("line"), Wanted("png", scale=2))
    told = Image.open(io.BytesIO(png))
    assert b"<metadata>" in svg and ElementTree.fromstring(svg) is not None
    assert told.info["Title"] and round(told.info["dpi"][0]) == 192


@pytest.mark.parametrize("studio", [None, Broken()])
@pytest.mark.parametrize("size", CARDS)
def test_without_a_browser_and_with_one_that_fails_the_card_is_in_words(studio, size: str):
    card = cards.card("line")
    picture = Image.open(io.BytesIO(claim_picture.picture(studio, card, Wanted("png", size=size))))
    assert picture.size == (CARDS[size].width, CARDS[size].height) and len(picture.getcolors(1 << 20)) > 20
    drawn = ElementTree.fromstring(claim_picture.picture(studio, card, Wanted("svg", size=size)))
    assert drawn.get("width") == size.partition("x")[0] and "Supported" in drawn.get("aria-label")


def test_what_is_shown_as_a_table_is_in_words_though_there_is_a_browser():
    card = cards.card("line")
    table = replace(card, indicator=replace(card.indicator, hints=replace(card.indicator.hints, kind="table")))
    assert not table.has_chart
    browser = Browser()
    assert (
        claim_picture.picture(browser, table, Wanted("svg", "chart", "350")).startswith(b"<svg") and not browser.asked
    )


@pytest.mark.parametrize("size", CARDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_claim_fits_its_card_in_words_to_the_last_line(found, language: str, size: str):
    frame = CARDS[size]
    with speaking(language):
        for claim, finding in found:
            parts = text_card.said(claim, finding, "https://board.example.org/ai-capex?claim=x")
            lines = text_card.lines(parts, frame)
            assert lines[-1].text.endswith("claim=x") and lines[-1].y <= frame.height, claim.id
            assert all(0 <= x < frame.width for line in lines for x in line.x), claim.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_faces_have_every_letter_of_every_card(found, language: str):
    with speaking(language):
        letters = {one for pair in found for words in text_card.said(*pair) for one in words.text} - {*outlines.MARKS}
    assert not {one for one in letters if outlines.face_of(SANS, one) is None}


def test_an_address_without_a_host_is_not_printed(found):
    claim, finding = found[0]
    assert text_card.said(claim, finding, "/ai-capex?claim=x")[-1].text == "Claimboard"
