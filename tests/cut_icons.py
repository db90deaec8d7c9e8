"""The icons that Streamlit's own controls may show, cut from its font of four thousand.

`python -m tests.cut_icons` writes `dashboard/static/icons/icons.woff2` from the Streamlit that is installed.
"""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from streamlit.file_util import get_static_dir

from dashboard.server.type_sheet import ICONS
from dashboard.theme import fonts

STATIC = Path(get_static_dir()) / "static"
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_"
#: A word in quotes, as scripts have it.
_QUOTED = re.compile(r"""[`"'](?::material/)?([a-z0-9_]{3,40}):?[`"']""")
#: The largest scripts draw charts and maps, and name no icon.
LARGEST = 1_000_000


def wanted() -> set[str]:
    """The names of icons that are words in Streamlit's scripts or ours: more than are ever shown, and none less."""
    scripts = [file for file in (STATIC / "js").glob("*.js") if file.stat().st_size < LARGEST]
    ours = (fonts.HERE).rglob("*.py")
    texts = (file.read_text(encoding="utf-8") for file in (*scripts, *ours))
    return {*named(whole())} & {word for text in texts for word in _QUOTED.findall(text)}


@cache
def whole() -> TTFont:
    return TTFont(next((STATIC / "media").glob("MaterialSymbols-Rounded.*.woff2")))


def named(font: TTFont) -> dict[str, str]:
    """The glyph of each word that a font draws as an icon."""
    letters = {glyph: chr(point) for point, glyph in font.getBestCmap().items()}
    found: dict[str, str] = {}
    for first, ligatures in _ligatures(font):
        for one in ligatures:
            found["".join(letters.get(glyph, "?") for glyph in (first, *one.Component))] = one.LigGlyph
    return found


def _ligatures(font: TTFont) -> list[tuple[str, list[Any]]]:
    tables = (table for lookup in font["GSUB"].table.LookupList.Lookup for table in lookup.SubTable)
    return [pair for table in tables for pair in getattr(table, "ExtSubTable", table).ligatures.items()]


def cut() -> None:
    glyphs = ",".join(sorted(named(whole())[name] for name in wanted()))
    # Without closure: by its letters every icon would come along.
    options = (
        f"--glyphs={glyphs}",
        f"--text={LETTERS}",
        "--no-layout-closure",
        "--layout-features=*",
        "--flavor=woff2",
    )
    source = next((STATIC / "media").glob("MaterialSymbols-Rounded.*.woff2"))
    subprocess.run([Path(sys.executable).parent / "pyftsubset", source, *options, f"--output-file={ICONS}"], check=True)


if __name__ == "__main__":
    cut()
