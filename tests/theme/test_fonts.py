"""The faces: every letter of a script is in the one file of those that ship which a browser asks for it."""

from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from dashboard.theme import fonts
from dashboard.theme.fonts import Face
from tests.cut_fonts import SCRIPTS, as_range, texts

#: Language, codec of its standard, first and last row there, and how many letters these have: kana, kanji of level 1 and
#: of level 2, Hangul.
STANDARDS = (
    ("ja", "euc_jp", 4, 5, 83 + 86),
    ("ja", "euc_jp", 16, 47, 2965),
    ("ja", "euc_jp", 48, 84, 3390),
    ("ko", "euc_kr", 16, 40, 2350),
)


def faces(language: str) -> list[Face]:
    return [face for face in fonts.faces() if face.family == SCRIPTS[language].family]


@cache
def held(file: Path) -> set[int]:
    """The code points that a font file has."""
    return set(TTFont(file).getBestCmap())


@pytest.mark.parametrize(("language", "codec", "first", "last", "count"), STANDARDS)
def test_every_letter_of_a_standard_is_in_the_one_file_that_a_browser_asks(
    language: str, codec: str, first: int, last: int, count: int
):
    cells = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(first, last + 1) for cell in range(1, 95))
    letters = "".join(cell.decode(codec, errors="ignore") for cell in cells)
    assert len(letters) == count
    files = {letter: [face.file for face in faces(language) if face.has([ord(letter)])] for letter in letters}
    assert {letter: found for letter, found in files.items() if len(found) != 1} == {}
    assert [letter for letter, (file,) in files.items() if ord(letter) not in held(file)] == []


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_file_of_a_slice_has_no_letter_for_which_no_browser_asks(language: str):
    for face in faces(language):
        assert [letter for letter in held(face.file) if not face.has([letter])] == [], face.file.name


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_letter_of_a_page_ships(language: str):
    ships = set[int]().union(*(held(face.file) for face in faces(language)))
    missing = {text: found for text in texts(language) if (found := SCRIPTS[language].only(text) - ships)}
    assert not missing, "\n".join(
        f"No font file that ships has {''.join(map(chr, found))}, of “{text}”: choose a letter of JIS X 0208 or KS X 1001"
        for text, found in missing.items()
    )


def test_the_faces_of_two_scripts_are_less_than_two_megabytes():
    assert sum(face.file.stat().st_size for language in SCRIPTS for face in faces(language)) < 2_000_000


def test_no_file_is_left_without_a_rule():
    assert {face.file for face in fonts.faces()} == {*fonts.SHEET.parent.glob("*.woff2")}


def test_a_range_is_as_short_as_it_can_be():
    assert as_range([0x4E03, 0x4E00, 0x4E01]) == "U+4E00-4E01,U+4E03"


def test_a_file_carries_the_slices_of_its_letters_only():
    assert fonts.css("繍").count("@font-face") == fonts.css("뷔").count("@font-face") == 1
    assert len(fonts.css("繍")) < 200_000 > len(fonts.css("뷔"))
