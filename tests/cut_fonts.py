"""The files of the Japanese and Korean faces: which letters ship, in which file, and how they are cut.

Every letter of JIS X 0208 (levels 1 and 2) and of KS X 1001's Hangul ships, so that a translation needs no new font. A
face is in slices, of which a browser takes those that a page has letters of: the name of the language, which every page
shows; the letters that were in use when the files were cut; and the others, by code point.

`python -m tests.cut_fonts NotoSansCJK-Regular.ttc` cuts all of them from Noto's collection (Debian, Ubuntu: apt install
fonts-noto-cjk) and writes their rules into `dashboard/static/fonts/faces.css`.
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import NamedTemporaryFile
from unicodedata import category

from babel.messages.pofile import read_po

from dashboard.i18n.locale import NAMES
from dashboard.theme import fonts
from indicators.catalogue import catalogue
from indicators.i18n.messages import LOCALES

#: Code points of a slice by code point: a letter that is not in use costs its reader some 100 kB.
BLOCK = 0x800
OPTIONS = ("--flavor=woff2", "--no-hinting", "--layout-features=kern,palt,vert")


@dataclass(frozen=True)
class Script:
    """What one face is for."""

    family: str
    #: Its place in Noto's collection.
    number: int
    #: The codec of the standard whose letters ship, and the last of the standard's rows that is wanted.
    codec: str
    rows: int
    #: First and last code points of what the face is for.
    spans: tuple[tuple[int, int], ...]
    #: Letters that are in use whether a sentence has them or not.
    always: str

    @property
    def points(self) -> set[int]:
        """Every code point that the face is for, with a letter or without."""
        return {point for first, last in self.spans for point in range(first, last + 1)}

    @property
    def letters(self) -> set[int]:
        """The code points of the letters that ship."""
        cells = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(1, self.rows + 1) for cell in range(1, 95))
        return self.only("".join((self.always, *(cell.decode(self.codec, errors="ignore") for cell in cells))))

    def only(self, text: str) -> set[int]:
        """The code points of a text that are letters of this script."""
        return {point for point in {*map(ord, text)} & self.points if category(chr(point)) != "Cn"}


#: Kana, and the punctuation and full-width forms beside them.
KANA = "".join(map(chr, (*range(0x3000, 0x3100), *range(0xFF01, 0xFFA0), *range(0xFFE0, 0xFFE7))))
#: By language; what Babel writes dates and amounts with is in no catalogue of ours.
SCRIPTS = {
    "ja": Script(
        "Noto Sans JP", 0, "euc_jp", 84, ((0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xFF00, 0xFFEF)),
        f"{KANA}年月日時分秒億兆万円第四半期",
    ),
    "ko": Script(
        "Noto Sans KR", 1, "euc_kr", 40, ((0x3131, 0x318E), (0xAC00, 0xD7A3)), "년월일분기억조만원"
    ),
}  # fmt: skip


def texts(language: str) -> Iterator[str]:
    """What pages say in a language's script: its catalogue, the quotes, the names of languages."""
    with (LOCALES / language / "LC_MESSAGES" / "claimboard.po").open("rb") as file:
        yield from (str(message.string) for message in read_po(file))
    for claim in catalogue.claims().values():
        yield from (claim.ja, claim.ko)
    yield from NAMES.values()


def slices(language: str) -> Iterator[tuple[str, set[int], set[int]]]:
    """Name of each slice, code points of its letters, and those for which a browser asks for it.

    The slices by code point are asked for letters too that no file has: their ranges are shorter so.
    """
    script = SCRIPTS[language]
    name = {*map(ord, NAMES[language])}
    used = script.only("".join((script.always, *texts(language)))) - name
    yield "name", name, name
    yield "used", used, used
    for block, points in groupby(sorted(script.points - name - used), lambda point: point // BLOCK * BLOCK):
        asked = set(points)
        if held := asked & script.letters:
            yield f"{block:04x}", held, asked


def as_range(points: Iterable[int]) -> str:
    """Code points as a style sheet has them: "U+3000-30FF,U+4E00"."""
    runs: list[list[int]] = []
    for point in sorted(points):
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


def cut(collection: Path) -> None:
    """Write the font files and their rules."""
    lines = [line for line in fonts.SHEET.read_text(encoding="utf-8").splitlines() if "family:Noto Sans" not in line]
    for file in fonts.SHEET.parent.glob("noto-sans-*.woff2"):
        file.unlink()
    for language, script in SCRIPTS.items():
        for name, letters, asked in slices(language):
            file = f"{script.family.lower().replace(' ', '-')}-{name}.woff2"
            _subset(collection, script.number, letters, fonts.SHEET.parent / file)
            lines.append(fonts.rule(script.family, "400", as_range(asked), f"url({file});font-display:swap"))
    fonts.SHEET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _subset(collection: Path, number: int, letters: Iterable[int], out: Path) -> None:
    with NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as text:
        text.write("".join(map(chr, sorted(letters))))
        text.flush()
        where = (f"--font-number={number}", f"--text-file={text.name}", f"--output-file={out}")
        subprocess.run([Path(sys.executable).parent / "pyftsubset", collection, *OPTIONS, *where], check=True)


if __name__ == "__main__":
    cut(Path(sys.argv[1]))
