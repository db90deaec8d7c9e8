"""Streamlit's scripts of what every page of ours has, asked for with the page.

By itself Streamlit asks for each when the first element of its kind comes: over a slow line that is 0.2 to 0.3 s later.
"""

import re
from functools import cache
from pathlib import Path

from streamlit.file_util import get_static_dir

#: The kinds of elements, as the names of their scripts begin.
KINDS = ("Html", "BidiComponent", "ButtonGroup", "DateInput")
_IMPORTED = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')


def tags(page: str, folder: str) -> str:
    """HTML for a page's head that loads these scripts beside those it asks for by itself.

    `folder` is Streamlit's `static/js` as the page sees it.
    """
    return "".join(
        f'<link rel="modulepreload" crossorigin href="{folder}{name}">' for name in _needed() if name not in page
    )


@cache
def _needed() -> list[str]:
    """The files of these kinds, none of one that Streamlit has no more, and all that they import."""
    folder = Path(get_static_dir()) / "static" / "js"
    asked = [file.name for kind in KINDS for file in sorted(folder.glob(f"{kind}.*.js"))[:1]]
    found = dict[str, None]()
    while asked:
        name = asked.pop(0)
        if name not in found:
            found[name] = None
            asked += _IMPORTED.findall((folder / name).read_text(encoding="utf-8"))
    return [*found]
