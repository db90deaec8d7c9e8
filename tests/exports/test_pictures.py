"""Pictures of cards as the browser draws them: bytes, metadata, and the reference cards."""

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.exports import files, headless_browser, note, outlines, selection
from dashboard.theme import fonts
from indicators.store.store import Store
from tests import browser, cards
from tests.exports.studio import Open

pytestmark = pytest.mark.served


@pytest.fixture(scope="module")
def camera() -> Iterator[headless_browser.Studio]:
    try:
        with headless_browser.Studio() as running:
            yield running
    except headless_browser.StudioError as error:
        if browser.is_required():
            raise
        pytest.skip(str(error))


def chunks(png: bytes) -> dict[str, Any]:
    """The text and the size that a PNG carries; every check sum is tried."""
    found: dict[str, Any] = {}
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        if kind == b"IHDR":
            found["size"] = struct.unpack(">II", body[:8])
        if kind == b"pHYs":
            found["dots"] = struct.unpack(">IIB", body)
        if kind in (b"tEXt", b"iTXt"):
            name, _, text = body.partition(b"\0")
            found[name.decode()] = text.decode("latin-1") if kind == b"tEXt" else text[4:].decode()
        at += 12 + length
    return found


def test_a_picture_is_twice_its_size_and_says_what_it_is(camera: headless_browser.Studio):
    card = cards.card("line")
    words = chunks(files.picture(camera, card, "850x600", "png"))
    assert words["size"] == (1700, 1200) and words["dots"] == (7559, 7559, 1), "192 to the inch"
    assert words["Title"] == card.indicator.title and words["Link"] == card.link
    assert "Source: Agency" in words["Source"] and "ata through" in words["As-of"] and "Claimboard" in words["Software"]


def test_the_same_card_makes_the_same_bytes_in_every_format(camera: headless_browser.Studio):
    for format in ("svg", "png", "pdf"):
        first, second = (files.picture(camera, cards.card("groups"), "540x540", format) for _ in range(2))
        assert first == second, format


def test_a_drawing_carries_its_title_and_its_words_as_outlines(camera: headless_browser.Studio):
    svg = files.picture(camera, cards.card("line"), "540x540", "svg").decode()
    assert svg.startswith("<svg") and "<title>" in svg and "<metadata>" in svg
    assert "<text" not in svg and "@font-face" not in svg and "http" not in re.sub(r"xmlns[:a-z]*=\"[^\"]*\"", "", svg)


def test_a_drawing_for_a_page_of_ours_has_its_words_as_texts(camera: headless_browser.Studio):
    svg = files.drawing(camera, cards.card("line"), "540x540")
    assert "<text" in svg and "@font-face" in svg and outlines.RUNS not in svg


@pytest.mark.parametrize(("kind", "size"), cards.REFERENCES, ids=lambda part: part)
def test_a_reference_card_is_drawn_as_it_was(camera: headless_browser.Studio, kind: str, size: str):
    drawn = cards.texts(files.drawing(camera, cards.card(kind), size))
    kept = cards.kept(kind, size)
    assert [text for text, *_ in drawn] == [text for text, *_ in kept]
    for (text, *places), (_, *before) in zip(drawn, kept, strict=True):
        assert places == pytest.approx(before, abs=3), text


def test_a_note_of_drawings_names_each_part_once(camera: headless_browser.Studio, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(note, "Studio", lambda: Open(camera))
    both = [cards.card("line"), cards.card("bars")]
    page = note.page(both, *note.drawn(both))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) and page.count('<svg role="img" aria-label="A measure that') == 2
    assert page.count("@font-face") == fonts.css(page).count("@font-face"), "the type is in it once"
    assert set(re.findall(r"url\([\"']?#([^\"')]+)", page)) <= set(ids)


#: The three claims with the largest drawings.
LARGEST = ("bigger-bottlenecks", "real-economy-shrinks", "grid-must-grow")


def test_a_note_of_three_claims_is_under_a_megabyte(
    camera: headless_browser.Studio, store: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(note, "Studio", lambda: Open(camera))
    dealt = selection.deal(store, LARGEST)[0]
    page = note.page(dealt, *note.drawn(dealt))
    assert len(page.encode()) < 1_000_000
    used = set(re.findall(r'class="(s\d+)"', page))
    assert used and used == set(re.findall(r"\.(s\d+)\{", page)), "every style is there once"
    assert page.count("&quot;Source Serif") == 0 and '"Source Serif 4"' in page
