"""What all pages of a site share: style, script, type and Plotly, each under a name that tells its content."""

import hashlib
import json
import posixpath
import re
from functools import cache

from dashboard.publishing.addresses import ASSETS
from dashboard.theme import assets, fonts
from dashboard.theme.tokens import DARK, LIGHT, VERDICTS
from indicators.i18n.messages import ENGLISH, LANGUAGES

#: The type of sites: of each face the letters and weights that their pages need.
TYPE = fonts.SHEET.parent / "site"


@cache
def files() -> dict[str, bytes]:
    """The shared files by path."""
    sheets = [sheet(one) for one in LANGUAGES]
    return dict([*sheets, script(), plotly(), icon(), *_type().values()])


def named(name: str, content: bytes) -> tuple[str, bytes]:
    """A file under its name with a digest in it: another content is another file, and caches never show an old one."""
    stem, _, ending = name.rpartition(".")
    return f"{ASSETS}/{stem}-{hashlib.sha256(content).hexdigest()[:10]}.{ending}", content


@cache
def sheet(spoken: str) -> tuple[str, bytes]:
    """The style sheet of pages in a language: its type, the board's style, the site's.

    Japanese and Korean are set in the reader's own type: ours would weigh more than all else.
    """
    own = "".join(assets.text(f"{name}.css") for name in ("static/style", "static/ruler", "theme/site"))
    return named("site.css", (_faces(spoken) + _lean(own) + _verdicts()).encode())


def _lean(style: str) -> str:
    """A style sheet without comments and blanks, and without the rules for what only Streamlit's pages have."""
    plain = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL))
    plain = re.sub(r" ?([{};,]) ?", r"\1", plain).replace(";}", "}")
    own = _RULE.sub(lambda rule: rule[0] if "@" in rule[1] or not _is_streamlits(rule[1]) else "", plain)
    return re.sub(r"@(?:media|container)[^{}]*\{\}", "", own)


#: A rule without another in it: its selectors, and what they are set to.
_RULE = re.compile(r"([^{}]+)\{[^{}]*\}")


def _is_streamlits(selectors: str) -> bool:
    """Whether every selector of a rule names an element of Streamlit, or the Board's where it is an app of it."""
    return all(_STREAMLIT.search(one) for one in re.split(r",(?![^(]*\))", selectors))


_STREAMLIT = re.compile(r"\.st[A-Z-]|data-testid|st-key-|js-plotly-plot|cb-dark")


def _faces(spoken: str) -> str:
    """The rules of the faces that a language's pages are set in (`tests.cut_site_fonts` cut them)."""
    own = TYPE / f"{spoken}.css"
    rules = (own if own.exists() else TYPE / f"{ENGLISH}.css").read_text(encoding="utf-8")
    return re.sub(r"url\((.+?)\)", lambda found: f"url({posixpath.basename(_type()[found[1]][0])})", rules)


#: What elements of a verdict's colours say of them, and the attribute that says it on a page of a site.
COLOURS = {
    style: f"data-v='{number}'"
    for number, style in enumerate(
        dict.fromkeys(f"style='--l:{one.light};--d:{one.dark}'" for one in VERDICTS.values())
    )
}


def _verdicts() -> str:
    return "".join(f"[{name}]{{{style.split(chr(39))[1]}}}" for style, name in COLOURS.items())


def at_once(spoken: str) -> list[str]:
    """The files of type that every page in a language is set in: asked for with the sheet, they are there when it is, and
    no word moves."""
    own = spoken if (TYPE / f"{spoken}.css").exists() else ENGLISH
    names = [f"inter-latin-400-600-{own}.woff2"]
    names += [] if spoken in ("ja", "ko") else [f"source-serif-4-latin-600-{own}.woff2"]
    return [_type()[name][0] for name in names]


@cache
def _type() -> dict[str, tuple[str, bytes]]:
    """The files of type, by the names they ship under."""
    return {file.name: named(file.name, file.read_bytes()) for file in sorted(TYPE.glob("*.woff2"))}


@cache
def script() -> tuple[str, bytes]:
    """The script that makes a drawing a chart with values."""
    pairs = json.dumps(dict(LIGHT.beside(DARK)))
    return named("site.js", f"'use strict'\nconst colours = {pairs}\n{assets.text('static/site.js')}".encode())


@cache
def plotly() -> tuple[str, bytes]:
    """Plotly, fetched when a reader asks for the first chart with values."""
    return named("plotly.js", assets.text(assets.PLOTLY).encode())


@cache
def icon() -> tuple[str, bytes]:
    return named("icon.svg", assets.text("static/icon.svg").encode())
