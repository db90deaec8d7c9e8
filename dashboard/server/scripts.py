"""Streamlit's scripts of what every page of ours has, asked for with the page and there when the first element comes.

By itself Streamlit asks for each when the first element of its kind comes. React then shows the page without that element,
and with it no sooner than 0.3 s later, however soon the script is there. What is at hand when an element is drawn it does
not wait for.
"""

import json
import re
from functools import cache
from pathlib import Path

from streamlit.file_util import get_static_dir

#: The kinds of elements, as the names of their scripts begin.
KINDS = ("Html", "BidiComponent", "ButtonGroup", "DateInput")
_IMPORTED = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')
#: Where Streamlit's own script asks for one of them.
_ASKED = re.compile(rf"(?<=\blazy\)\(\(\)=>)(?=\w+\(\(\)=>import\(`\./({'|'.join(KINDS)})\.[\w-]+\.js`\))")


def tags(page: str, folder: str) -> str:
    """HTML for a page's head that loads these scripts beside those it asks for by itself, and keeps them at hand.

    `folder` is Streamlit's `static/js` as the page sees it.
    """
    first, needed = _found()
    links = (f'<link rel="modulepreload" crossorigin href="{folder}{name}">' for name in needed if name not in page)
    imports = "".join(f"import * as {kind} from {json.dumps(folder + name)}\n" for kind, name in first.items())
    kept = f"const ready = it => ({{ then: done => done(it) }})\nwindow.atHand = {{ {', '.join(f'{kind}: ready({kind})' for kind in first)} }}"
    return f"{''.join(links)}<script type='module'>{imports}{kept}</script>"


@cache
def _found() -> tuple[dict[str, str], list[str]]:
    """The files of these kinds, none of one that Streamlit has no more, and they with all that they import."""
    folder = Path(get_static_dir()) / "static" / "js"
    first = {kind: file.name for kind in KINDS for file in sorted(folder.glob(f"{kind}.*.js"))[:1]}
    asked, found = [*first.values()], dict[str, None]()
    while asked:
        name = asked.pop(0)
        if name not in found:
            found[name] = None
            asked += _IMPORTED.findall((folder / name).read_text(encoding="utf-8"))
    return first, [*found]


def taking_what_is_at_hand(script: str) -> str:
    """Streamlit's own script, that takes what is at hand before it asks; as it is where it asks in another form."""
    return _ASKED.sub(lambda found: f"window.atHand?.{found[1]}??", script)
