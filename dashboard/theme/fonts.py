"""The shipped typefaces, for pictures and files that embed them.

Their files and character ranges are in `static/fonts/faces.css`, which every page links.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

#: The package `dashboard`, whose `static` has the font files.
HERE = Path(__file__).resolve().parents[1]
SHEET = HERE / "static" / "fonts" / "faces.css"
_RULE = re.compile(r"@font-face\{font-family:(.+?);font-weight:(.+?);unicode-range:(.+?);src:url\((.+?)\)")


@dataclass(frozen=True)
class Face:
    """One font file and its range of characters."""

    #: In CSS syntax: quoted where needed.
    family: str
    weight: str
    range: str
    file: Path

    @property
    def spans(self) -> list[tuple[int, int]]:
        """First and last code point of each part of the range."""
        ends = [part.strip().removeprefix("U+").split("-") for part in self.range.split(",")]
        return [(int(end[0], 16), int(end[-1], 16)) for end in ends]

    @property
    def data(self) -> str:
        """The file as a data URL."""
        return f"data:font/woff2;base64,{base64.b64encode(self.file.read_bytes()).decode()}"

    def has(self, letters: Iterable[int]) -> bool:
        return any(first <= letter <= last for letter in letters for first, last in self.spans)

    def css(self) -> str:
        """The face as a CSS rule with its file embedded."""
        return rule(self.family, self.weight, self.range, f"url({self.data})")


def rule(family: str, weight: str, range: str, source: str) -> str:
    """A face as a CSS rule."""
    return f"@font-face{{font-family:{family};font-weight:{weight};unicode-range:{range};src:{source}}}"


@cache
def faces() -> tuple[Face, ...]:
    """All faces, in the order of the style sheet."""
    found = _RULE.findall(SHEET.read_text(encoding="utf-8"))
    return tuple(Face(family, weight, range, SHEET.parent / file) for family, weight, range, file in found)


def css(text: str) -> str:
    """The CSS rules of the faces needed for a text."""
    letters = set(map(ord, text))
    return "".join(face.css() for face in faces() if face.has(letters))
