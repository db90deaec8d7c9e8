"""Texts of a drawing as outlines of our type, so that it reads the same in every program.

Few programs but browsers heed the faces that an SVG carries, and another type is wider. Where each letter stands is
measured by the browser that drew it (`static/picture_fonts.js`): a run is letters of one style.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.theme import fonts

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

# Imported in functions: fontTools takes 0.1 s, for drawings only.

#: The attribute with the runs of a text.
RUNS = "data-runs"
_TEXT = re.compile(rf'<text(?=[^>]* {RUNS}="([^"]*)")[^>]*>.*?</text>', re.DOTALL)
_ATTRIBUTE = re.compile(rf' {RUNS}="[^"]*"')
_PLACE = re.compile(r' transform="[^"]*"')
#: The thickness that a browser adds where a face has no bold, as a part of the letters' size.
EMBOLDENED = 1 / 24
#: Marks of verdicts and of keys that no face of ours has, in ems above the line.
_ROUND, _HOLE = (
    "M.08 .36A.31 .31 0 1 0 .7 .36A.31 .31 0 1 0 .08 .36Z",
    "M.15 .36A.24 .24 0 1 1 .63 .36A.24 .24 0 1 1 .15 .36Z",
)
MARKS = {
    "●": _ROUND,
    "○": _ROUND + _HOLE,
    "◐": _ROUND + "M.39 .12A.24 .24 0 0 1 .39 .6Z",
    "■": "M.06 0V.68H.74V0Z",
}


def plain(svg: str) -> str:
    """A drawing whose texts stay texts."""
    return _ATTRIBUTE.sub("", svg)


def outlined(svg: str) -> str:
    """A drawing with the outlines of its texts instead of them, and without the faces that they needed."""

    def drawn(text: re.Match[str]) -> str:
        place = _PLACE.search(text[0][: text[0].index(">")])
        return f"<g{place[0] if place else ''}>{''.join(map(markup, json.loads(unescape(text[1]))))}</g>"

    faceless = re.sub(r"<style>@font-face.*?</style>", "", svg, flags=re.DOTALL)
    return _TEXT.sub(drawn, faceless)


def markup(run: Mapping[str, Any]) -> str:
    """A run as a path; a letter that no face of ours has stays a text."""
    size, bold, fill = float(run["size"]), int(run["weight"]) >= 600, escape(str(run["fill"]))
    paths: dict[bool, list[str]] = {False: [], True: []}
    others = []
    for letter, x in zip(run["text"], run["x"], strict=True):
        face = face_of(run["family"], letter)
        if face is None and letter not in MARKS:
            others.append(_letter(letter, x, run, fill))
        elif path := _path(face, letter, int(run["weight"]), (size, float(x), float(run["y"]))):
            paths[bold and face is not None and not is_variable(face)].append(path)
    thick = f' stroke="{fill}" stroke-width="{EMBOLDENED * size:.2f}"'
    drawn = [f'<path fill="{fill}"{thick if bolder else ""} d="{"".join(d)}"/>' for bolder, d in paths.items() if d]
    return "".join([*drawn, *others])


def _letter(letter: str, x: float, run: Mapping[str, Any], fill: str) -> str:
    if not letter.strip():
        return ""
    style = f"font-family: sans-serif; font-size: {float(run['size'])}px; fill: {fill}"
    return f'<text x="{float(x)}" y="{float(run["y"])}" style="{style}">{escape(letter)}</text>'


@lru_cache(maxsize=4096)
def face_of(families: str, letter: str) -> Path | None:
    """The file of the first face, in the order of the families wanted, that has a letter."""
    for family in (one.strip(" '\"") for one in str(families).split(",")):
        for face in fonts.faces():
            if face.family.strip("'\"") == family and face.has([ord(letter)]) and ord(letter) in _letters(face.file):
                return face.file
    return None


@cache
def _font(file: Path) -> "TTFont":
    from fontTools.ttLib import TTFont  # 0.1 s, which only a saved drawing needs

    return TTFont(file)


@cache
def _letters(file: Path) -> Mapping[int, str]:
    found: Mapping[int, str] = _font(file).getBestCmap()
    return found


def is_variable(file: Path) -> bool:
    return "fvar" in _font(file)


@cache
def _glyphs(file: Path, weight: int) -> Any:
    return _font(file).getGlyphSet(location={"wght": weight} if is_variable(file) else None)


def _path(file: Path | None, letter: str, weight: int, at: tuple[float, float, float]) -> str:
    """The outline of a letter of a face, or of a mark, in a size and at a place."""
    from fontTools.pens.svgPathPen import SVGPathPen  # type: ignore[import-untyped]
    from fontTools.pens.transformPen import TransformPen  # type: ignore[import-untyped]
    from fontTools.svgLib.path import parse_path  # type: ignore[import-untyped]

    size, x, y = at
    glyphs: Any = _glyphs(file, weight) if file else None
    pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip("."))
    if file is None:
        parse_path(MARKS[letter], TransformPen(pen, (size, 0, 0, -size, x, y)))
    else:
        scale = size / _font(file)["head"].unitsPerEm
        glyphs[_letters(file)[ord(letter)]].draw(TransformPen(pen, (scale, 0, 0, -scale, x, y)))
    return str(pen.getCommands())


def of_texts(texts: Sequence[Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    """The markup of each text, by its runs."""
    for runs in texts:
        yield "".join(map(markup, runs))
