"""Notes: all of it on one page, whole without a network, that prints well."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from dashboard.exports import note, selection
from dashboard.exports.selection import Card
from dashboard.theme import fonts
from indicators.store.store import Store
from tests import browser, cards
from tests.conftest import IN_BROWSER
from tests.exports.test_export import dealt, outside

__all__ = ["dealt"]


def test_a_note_drawn_by_script_holds_everything_and_asks_for_nothing(dealt: list[Card]):
    page = note.page(dealt, *note.scripted(dealt))
    text = bundle_text(page)
    finding, claim = dealt[0].finding, dealt[0].claim
    for words in (claim.en, claim.ja, finding.sentence, finding.threshold[1:], finding.falsifier[1:], "Data through"):
        assert words in text, words
    for card in dealt:
        assert card.indicator.formula in text and card.indicator.title in text
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


def test_a_caption_repeats_neither_source_nor_dates_of_its_card(dealt: list[Card]):
    found = captions(note.page(dealt, *note.scripted(dealt)))
    for card, caption in zip(dealt, found, strict=True):
        assert card.indicator.formula in caption
        assert ("Source:" in caption) == ("ata through" in caption) == (not card.has_chart), card.name


def test_what_a_card_has_no_room_to_name_is_in_its_caption():
    card = cards.card("line")
    short = {card.name: "<svg><metadata>Source: Agency (X, Y).</metadata><text>Source: Agency.</text></svg>"}
    (caption,) = captions(note.page([card], short))
    assert "Source: Agency (X, Y)" in caption and "ata through" not in caption


def test_what_is_said_below_a_verdict_is_in_sentences(several: list[Card]):
    said = re.findall(r"<dd>(.*?)</dd>", note.page(several, {}))
    assert said and all(text.endswith(".") and not text[0].islower() for text in said)
    assert "The share rose by more than 2 standard deviations" in " ".join(said)


def test_dates_of_a_table_are_days(dealt: list[Card]):
    assert "17 July 2006" in note.page(dealt, {}) and "00:00:00" not in note.page(dealt[-1:], {})


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
    assert 0.9 * edge < browser.widest(reader, ".fit .main-svg") <= edge
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
