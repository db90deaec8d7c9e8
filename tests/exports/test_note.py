"""Notes: all of it on one page, whole without a network, that prints well."""

import re
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from dashboard.exports import note, selection
from dashboard.exports.headless_browser import StudioError
from dashboard.exports.selection import Card
from dashboard.i18n import labels
from dashboard.i18n.locale import speaking
from dashboard.theme import fonts
from indicators.store.store import Store
from tests import browser
from tests.conftest import IN_BROWSER
from tests.exports.test_export import dealt, outside

__all__ = ["dealt"]


def test_a_note_drawn_by_script_holds_everything_and_asks_for_nothing(dealt: list[Card]):
    page = note.page(dealt, *note.scripted(dealt))
    text = bundle_text(page)
    finding, claim = dealt[0].finding, dealt[0].claim
    for words in (claim.en, claim.ja, finding.answer, finding.sentence, finding.falsifier):
        assert text.count(words) == 1, words
    assert page.count("<span class='cb-ruler'") == len(finding.legs) > 0
    for card in dealt:
        assert card.indicator.formula in text
        assert all(word in text for word in card.indicator.title.split()), "a long one has two lines"
    assert outside(page) == []
    assert page.count("class='figure'") == sum(card.has_chart for card in dealt) and page.count("<table>") == 1
    assert "@media print" in page and "font-family:Inter" in page and "Noto Sans JP" in page


@pytest.fixture(scope="module")
def several(store: Store) -> list[Card]:
    """Cards of three claims and two theses, those of one claim not all together."""
    return selection.deal(store, ["vix-ratio", "capex-dependence", "policy-backs-ai", "vix-inversion"])[0]


def test_a_note_of_several_claims_begins_with_all_verdicts_by_thesis(several: list[Card]):
    page = note.page(several, {})
    (summary,) = re.findall(r"<nav.*?</nav>", page)
    found = {card.claim.id: card.finding for card in several}
    ratio, changed = found["vix-inversion"], found["capex-dependence"].at_publication
    words = bundle_text(summary)
    assert re.search(
        r"AI capital spending.*Dependence on AI capex.*Policy backs AI.*Market flows.*VIX inversion", words
    )
    assert f"{ratio.value:.2f}" in words
    assert changed["status"] == "mixed" and re.search(r"class='changed'>◐ Mixed, 0\.54<", summary)


def test_a_row_of_the_summary_leads_to_its_claim(several: list[Card]):
    page = note.page(several, {})
    links = re.findall(r"<a href='#([a-z0-9-]+)'>", page)
    assert links == ["capex-dependence", "policy-backs-ai", "vix-inversion"]
    assert re.findall(r"<section id='([a-z0-9-]+)'", page) == links


def test_a_note_of_one_claim_has_no_summary(dealt: list[Card]):
    assert "<nav" not in note.page(dealt, {})


def captions(page: str) -> list[str]:
    return [bundle_text(caption) for caption in re.findall(r"<figcaption.*?</figcaption>", page, re.DOTALL)]


def test_a_claim_begins_with_the_chart_of_what_decided(several: list[Card]):
    for claim in {card.claim.id for card in several}:
        cards = [card for card in several if card.claim.id == claim]
        drawings = {card.name: f"<svg><text>{card.indicator.id}</text></svg>" for card in cards}
        drawn = re.findall(r"<svg><text>(.+?)</text>", note.page(cards, drawings))
        (deciding,) = [leg.statistic for leg in cards[0].finding.legs if leg.decided] or drawn[:1]
        assert drawn[0] == deciding and sorted(drawn) == sorted(card.indicator.id for card in cards)


def test_what_a_chart_says_of_its_making_its_neighbours_do_not(dealt: list[Card]):
    page = note.page(dealt, *note.scripted(dealt))
    found = captions(page)
    for card in dealt:
        for words in (card.indicator.formula, card.indicator.method, card.indicator.caveat):
            assert not words or bundle_text(page).count(labels.sentence(words)) == 1, words
        assert sum("Source:" in caption for caption in found) == sum(not card.has_chart for card in dealt)


def test_what_is_said_below_a_verdict_is_in_sentences(several: list[Card]):
    said = re.findall(r"<dd>(.*?)</dd>", note.page(several, {}))
    assert said and all(text.endswith(".") and not text[0].islower() for text in said)


def test_a_long_table_has_its_newest_rows_with_days(dealt: list[Card]):
    page = bundle_text(note.page(dealt, *note.scripted(dealt)))
    (table,) = [card for card in dealt if not card.has_chart]
    days = sorted(set(table.frame.x))
    assert f"The last {note.ROWS} rows of {len(days)}." in page and "00:00:00" not in page
    assert labels.day_name(days[-note.ROWS]) in page and labels.day_name(days[-note.ROWS - 1]) not in page


# --- on paper -------------------------------------------------------------------------------------

#: The claims with the most charts, the longest tests and the largest drawings.
LARGEST = ("real-economy-shrinks", "bigger-bottlenecks", "flows-over-fundamentals")


@pytest.fixture(scope="module")
def largest(store: Store) -> list[Card]:
    return selection.deal(store, LARGEST)[0]


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("paper", [pytest.param(paper, marks=IN_BROWSER) for paper in ("A4", "Letter")])
def test_a_claim_has_a_page_and_two_further_charts_another(
    chromium: Any, largest: list[Card], tmp_path: Path, paper: str, language: str
):
    """As the browser prints it, upright and across."""
    with speaking(language):
        page = opened(chromium, note.page(largest, *note.scripted(largest)), tmp_path)
    sections = [sum(card.claim.id == claim for card in largest) for claim in LARGEST]
    wanted = 1 + sum(1 + ceil((count - 1) / 2) for count in sections)
    page.emulate_media(media="print")
    for landscape in (False, True):
        pdf = page.pdf(format=paper, landscape=landscape)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= wanted, f"landscape: {landscape}"
        width, height = within_margins(paper, landscape)
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(TALLEST) <= height, f"landscape: {landscape}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"landscape: {landscape}"
    page.close()


#: The height of the highest part of a note that is not to be broken.
TALLEST = "Math.max(...[...document.querySelectorAll('.sheet, .pair')].map(one => one.getBoundingClientRect().height))"
#: Width and height of paper, millimetres.
PAPERS = {"A4": (210, 297), "Letter": (216, 279)}


def within_margins(paper: str, landscape: bool) -> tuple[int, int]:
    """The pixels of a sheet of paper within the margins of a note."""
    width, height = PAPERS[paper][::-1] if landscape else PAPERS[paper]
    return int((width - 30) * 96 / 25.4), int((height - 26) * 96 / 25.4)


def opened(chromium: Any, html: str, folder: Path) -> Any:
    """A note in a browser, with all its charts drawn."""
    path = folder / "note.html"
    path.write_text(html, encoding="utf-8")
    page = chromium.new_page()
    page.goto(path.as_uri())
    browser.until(
        page,
        "document.querySelectorAll('script.figure').length == document.querySelectorAll('.card.js-plotly-plot').length",
    )
    return page


@pytest.mark.parametrize(
    ("media", "width"),
    [pytest.param(*page, marks=IN_BROWSER) for page in (("screen", 794), ("print", 673), ("screen", 390))],
)
def test_no_card_of_a_note_is_cut_at_the_right(reader: Any, scripted: Path, media: str, width: int):
    reader.set_viewport_size({"width": width, "height": 1000})
    reader.emulate_media(media=media)
    reader.goto(scripted.as_uri())
    browser.until(reader, "document.querySelectorAll('.fit .main-svg').length")
    assert reader.evaluate("document.documentElement.scrollWidth") == width
    edge = reader.evaluate("document.querySelector('section').getBoundingClientRect().right")
    least = 0 if media == "print" else 0.9  # on paper a high chart is narrower, so that two fit
    assert least * edge < browser.widest(reader, ".fit .main-svg") <= edge
    assert set(reader.eval_on_selector_all("tr", "all => all.map(one => getComputedStyle(one).breakInside)")) == {
        "avoid"
    }


@pytest.fixture(scope="module")
def scripted(several: list[Card], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A note that Plotly draws when it is opened."""
    chosen = list({card.claim.id: card for card in several}.values())
    out = tmp_path_factory.mktemp("note") / "note.html"
    out.write_text(note.page(chosen, *note.scripted(chosen)), encoding="utf-8")
    return out


@pytest.fixture(scope="module")
def reader(chromium: Any) -> Any:
    return chromium.new_page()


def bundle_text(page: str) -> str:
    """The words of a page."""
    import html

    bare = re.sub(r"<style>.*?</style>|<script>.*?</script>", " ", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", bare)).replace("\\u2014", "—")


# --- for a reader who waits -----------------------------------------------------------------------


DRAWN = {"made": "here"}, ""


def drawings(cards: list[Card], monkeypatch: pytest.MonkeyPatch, draw: Any) -> tuple[Any, str]:
    monkeypatch.setattr(note, "drawn", draw)
    monkeypatch.setattr(note, "scripted", lambda cards: ({}, "by script"))
    return note.quickly(cards)


def test_a_reader_gets_drawings_where_a_browser_can_make_them(dealt: list[Card], monkeypatch: pytest.MonkeyPatch):
    assert drawings(dealt, monkeypatch, lambda cards: DRAWN) == DRAWN


def test_a_reader_gets_a_script_where_none_can_or_too_many_are_asked_for(
    dealt: list[Card], monkeypatch: pytest.MonkeyPatch
):
    def fails(cards: list[Card]) -> Any:
        raise StudioError("no browser")

    assert drawings(dealt, monkeypatch, fails) == ({}, "by script")
    assert drawings(dealt * note.MOST, monkeypatch, lambda cards: DRAWN) == ({}, "by script")
    within = lambda cards: pytest.fail("a second browser") if note._drawing.acquire(blocking=False) else DRAWN  # noqa: E731
    assert drawings(dealt, monkeypatch, within) == DRAWN


def test_words_of_a_provider_are_never_markup_in_a_note(dealt: list[Card]):
    hostile = "<script>alert(1)</script>"
    card = replace(dealt[-1], indicator=replace(dealt[-1].indicator, title=hostile, formula=hostile))
    assert hostile not in note.page([card], {})
    drawings, _ = note.scripted([replace(dealt[0], indicator=replace(dealt[0].indicator, title=hostile))])
    assert "</script>alert" not in "".join(drawings.values()) and "<script>alert" not in "".join(drawings.values())


def test_only_the_faces_that_a_text_needs_travel_with_it():
    assert fonts.css("plain").count("@font-face") == 2
    assert "Noto Sans JP" in fonts.css("経") and "Noto Sans KR" in fonts.css("경")
    assert "Noto Sans" not in fonts.css("tỷ trọng") and len(fonts.css("tỷ trọng")) > len(fonts.css("plain"))


def test_every_face_of_the_style_sheet_is_there():
    assert len(fonts.faces()) >= 8 and all(face.file.read_bytes()[:4] == b"wOF2" for face in fonts.faces())


def test_a_face_that_was_cut_does_not_bear_a_name_that_its_licence_reserves():
    reserved = [
        name
        for licence in (fonts.HERE / "static" / "fonts").glob("OFL-*.txt")
        for name in re.findall(r"Reserved Font Name '(\w+)'", licence.read_text(encoding="utf-8"))
    ]
    assert reserved
    for face in fonts.faces():
        names = [str(one) for one in TTFont(face.file)["name"].names if one.nameID in (1, 3, 4, 6, 16, 25)]
        assert not [name for name in names for taken in reserved if taken in name], face.file.name
