"""Our faces cut to the letters of one drawing, for a drawing that a browser shows by itself: it has the page's type not."""

import base64
import io
import re
from functools import lru_cache
from pathlib import Path

from dashboard.theme import fonts

_FACES = re.compile(r"<style>@font-face.*?</style>", re.DOTALL)
_WORDS = re.compile(r">([^<>]+)<")


def cut(svg: str) -> str:
    """A drawing that carries its faces, with only the letters that it has."""
    bare = _FACES.sub("", svg)
    letters = frozenset(map(ord, "".join(_WORDS.findall(bare))))
    rules = [
        fonts.rule(face.family, face.weight, face.range, f"url({_cut(face.file, letters & _letters(face))})")
        for face in fonts.faces()
        if face.has(letters) and face.family.strip("'\"") in bare
    ]
    return bare.replace(">", f"><style>{''.join(rules)}</style>", 1)


def _letters(face: fonts.Face) -> frozenset[int]:
    return frozenset(letter for first, last in face.spans for letter in range(first, last + 1))


@lru_cache(maxsize=512)
def _cut(file: Path, letters: frozenset[int]) -> str:
    """A font file of some letters as a data URL."""
    from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]  # 0.2 s, for drawings only
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # the same

    font = TTFont(file, lazy=True)
    subsetter = Subsetter(Options(layout_features=["kern", "mark", "mkmk", "ccmp", "tnum"], notdef_outline=True))
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return f"data:font/woff2;base64,{base64.b64encode(out.getvalue()).decode()}"
