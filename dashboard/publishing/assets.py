"""What all pages of a site share: style, script, type and Plotly, each under a name that tells its content."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path

from dashboard.publishing.addresses import ASSETS
from dashboard.theme import assets, fonts
from dashboard.theme.tokens import DARK, LIGHT


@cache
def files() -> dict[str, bytes]:
    """The shared files by path."""
    return dict([sheet(), far_sheet(), script(), plotly(), icon(), *_type().values()])


def named(name: str, content: bytes) -> tuple[str, bytes]:
    """A file under its name with a digest in it: another content is another file, and caches never show an old one."""
    stem, _, ending = name.rpartition(".")
    return f"{ASSETS}/{stem}-{hashlib.sha256(content).hexdigest()[:10]}.{ending}", content


@cache
def sheet() -> tuple[str, bytes]:
    """The style sheet that a page waits for: type that most pages need, the board's style, the site's."""
    own = "".join(assets.text(f"{name}.css") for name in ("static/style", "static/ruler", "theme/site"))
    return named("site.css", (_faces(far=False) + _lean(own)).encode())


@cache
def far_sheet() -> tuple[str, bytes]:
    """The rules of type that few pages need, Japanese and Korean letters in slices: a page does not wait for them."""
    return named("type.css", _faces(far=True).encode())


def _lean(style: str) -> str:
    """A style sheet without comments and indentation."""
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL))


def _faces(far: bool) -> str:
    rules = []
    for face in fonts.faces():
        if _is_far(face) is far:
            path, _ = _type()[face.file]
            rules.append(fonts.rule(face.family, face.weight, face.range, f"url({path.removeprefix(f'{ASSETS}/')})"))
    return "".join(f"{rule[:-1]};font-display:swap}}" for rule in rules)


def _is_far(face: fonts.Face) -> bool:
    """Whether a face has letters that the board itself does not use."""
    return face.family.startswith("Noto") and not face.file.stem.endswith(("-used", "-name"))


@cache
def _type() -> dict[Path, tuple[str, bytes]]:
    return {face.file: named(face.file.name, face.file.read_bytes()) for face in fonts.faces()}


@cache
def script() -> tuple[str, bytes]:
    """The script that makes a drawing a chart with values."""
    pairs = json.dumps(dict(LIGHT.beside(DARK)))
    return named("site.js", f"'use strict'\nconst colours = {pairs}\n{assets.text('static/site.js')}".encode())


@cache
def plotly() -> tuple[str, bytes]:
    """Plotly, fetched when a reader asks for the first chart with values."""
    from plotly.offline import get_plotlyjs  # 0.1 s, and five megabytes

    return named("plotly.js", get_plotlyjs().encode())


@cache
def icon() -> tuple[str, bytes]:
    return named("icon.svg", assets.text("static/icon.svg").encode())
