"""Streamlit's style sheet without the typefaces that no page of ours is set in, and with the icons that are used."""

import re
from hashlib import sha256

from dashboard.theme import fonts

#: Its own faces, in which pages stand until the theme comes.
_THEIRS = re.compile(r"@font-face\{font-family:Source (?:Sans|Serif|Code Pro);[^}]*\}")
_ICONS = re.compile(r"url\([^)]*MaterialSymbols-Rounded\.[^)]*\)")
#: Cut by `tests/cut_icons.py`.
ICONS = fonts.HERE / "static" / "icons" / "icons.woff2"


def without_unused_type(sheet: str) -> str:
    """The sheet so; what is of another form stays."""
    version = sha256(ICONS.read_bytes()).hexdigest()[:12]
    ours = f"url(../../app/static/icons/{ICONS.name}?v={version})"  # as seen from `static/css`
    return _ICONS.sub(ours, _THEIRS.sub("", sheet))
