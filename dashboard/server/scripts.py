"""Streamlit's scripts of what every page of ours has, asked for with the page.

By itself Streamlit asks for each when the first element of its kind comes. React then shows the page without that element,
and with it no sooner than 0.3 s later.
"""

import re
from functools import cache
from pathlib import Path

from streamlit.file_util import get_static_dir

#: The kinds of elements, as the names of their scripts begin.
KINDS = ("Html", "BidiComponent", "ButtonGroup", "DateInput")
_IMPORTED = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')


def tags(page: str) -> str:
    """HTML that loads these scripts beside those that a page asks for by itself, and runs them after it."""
    first, needed = _found()
    links = (f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in needed if name not in page)
    runs = (f'<script type="module" crossorigin src="./static/js/{name}"></script>' for name in first)
    return "".join((*links, *runs))


@cache
def _found() -> tuple[list[str], list[str]]:
    """The files of these kinds, none of one that Streamlit has no more, and they with all that they import."""
    folder = Path(get_static_dir()) / "static" / "js"
    first = [file.name for kind in KINDS for file in sorted(folder.glob(f"{kind}.*.js"))]
    asked, found = [*first], dict[str, None]()
    while asked:
        name = asked.pop(0)
        if name not in found:
            found[name] = None
            asked += _IMPORTED.findall((folder / name).read_text(encoding="utf-8"))
    return first, [*found]
