"""The typefaces that ship, for pictures and files that must show them wherever they are opened.

Which files they are, and for which letters, is in `.streamlit/config.toml`, where the pages have it from.
"""

import base64
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

#: The package `dashboard`, beside whose `static` the faces lie.
HERE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Face:
    """One font file, and the letters that a browser takes from it."""

    #: As CSS wants it: quoted where the name needs it.
    family: str
    file: Path
    weight: str
    range: str

    @property
    def spans(self) -> list[tuple[int, int]]:
        """First and last code point of each part of the range."""
        ends = [part.strip().removeprefix("U+").split("-") for part in self.range.split(",")]
        return [(int(end[0], 16), int(end[-1], 16)) for end in ends]

    @property
    def told(self) -> dict[str, Any]:
        """The face as `static/picture_fonts.js` knows it, but for where its file is to be had."""
        return {"family": self.family, "weight": self.weight, "range": self.range, "spans": self.spans}

    @property
    def data(self) -> str:
        """The file as an address that needs no server."""
        return f"data:font/woff2;base64,{base64.b64encode(self.file.read_bytes()).decode()}"

    @property
    def url(self) -> str:
        """Where the server has it, from its own root."""
        return f"app/static/fonts/{self.file.name}"

    def has(self, letters: Iterable[int]) -> bool:
        return any(first <= letter <= last for letter in letters for first, last in self.spans)

    def css(self) -> str:
        """The face as a rule of a style sheet, its file inside."""
        return (
            f"@font-face{{font-family:{self.family};font-weight:{self.weight};unicode-range:{self.range};"
            f"src:url({self.data})}}"
        )


@cache
def faces() -> tuple[Face, ...]:
    """All faces, in the order of the settings."""
    # In a checkout the settings are in the folder above; an installed wheel has them beside this file.
    places = (HERE.parent / ".streamlit" / "config.toml", HERE / ".streamlit" / "config.toml")
    settings = tomllib.loads(next(place for place in places if place.is_file()).read_text(encoding="utf-8"))
    return tuple(
        Face(face["family"], HERE / face["url"].removeprefix("app/"), face["weight"], face["unicodeRange"])
        for face in settings["theme"]["fontFaces"]
    )


def css(text: str) -> str:
    """The rules of the faces that have a letter of a text: no more than it needs travels with it."""
    letters = set(map(ord, text))
    return "".join(face.css() for face in faces() if face.has(letters))
