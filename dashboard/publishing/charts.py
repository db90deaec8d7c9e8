"""The charts of a site: drawn once as SVG, and the same figures for a script that draws them when a reader asks."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import Any, Self

from dashboard.charts import drawing
from dashboard.charts.spec import Frame, Sketch
from dashboard.exports import outlines
from dashboard.exports.headless_browser import Format, Studio
from dashboard.exports.inline_svg import inlined
from dashboard.exports.selection import Card, window
from dashboard.publishing.cache import Cache, digest
from dashboard.theme import assets
from dashboard.theme.tokens import DARK, LIGHT, SANS, SERIF

#: A chart beside the words of its claim or below them, and one on a phone.
BESIDE, PHONE = Frame(690, 300, narrow=False), Frame(350, 235, narrow=True)


class Pictures:
    """The pictures of a site: those that are not kept are drawn by a browser, which starts for the first and ends with
    the context."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self._known: dict[str, bytes] = {}
        self._missing: dict[str, tuple[Format, Any, str]] = {}
        self._studio: Studio | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: Any) -> None:
        if self._studio:
            self._studio.__exit__(None, None, None)

    def want(self, figure: Callable[[], Any], format: Format, *parts: object) -> str:
        """Note that the figure made from `parts` is to be drawn, unless its picture is kept.

        Returns the name by which `of` has it.
        """
        name = digest(*parts, format, _drawer())
        if name in self._known or name in self._missing:
            return name
        if (content := self.cache.kept(name)) is None:
            drawn = figure()
            # Of a revision that the chart does not show the figure is the same, and so is its picture.
            same = digest(drawn.to_json(), format, _drawer())
            content = self.cache.kept(same)
            self._missing |= {} if content else {name: (format, drawn, same)}
        if content:
            self._known[name] = self.cache.keep(content, name)
        return name

    def draw(self) -> int:
        """Draw what is missing, and return how many pictures that were. Raises StudioError."""
        missing, self._missing = self._missing, {}
        if missing and not self._studio:
            self._studio = Studio().__enter__()
        for name, (format, figure, same) in missing.items():
            assert self._studio
            content = _bare(self._studio.draw(figure, format), format)
            self._known[name] = self.cache.keep(self.cache.keep(content, same), name)
        return len(missing)

    def of(self, name: str) -> bytes:
        """The content of a picture that was wanted, and drawn."""
        return self._known[name]


def _bare(content: bytes, format: Format) -> bytes:
    """A drawing without the faces in it, which take more than it does; another picture as it is."""
    return outlines.plain(_FACES.sub("", content.decode())).encode() if format == "svg" else content


_FACES = re.compile(r"<style>@font-face.*?</style>", re.DOTALL)


@cache
def _drawer() -> str:
    """A name for what draws: another version of it draws another picture of the same figure."""
    scripts = [assets.text(f"static/{name}") for name in ("picture_fonts.js", "draw_picture.js", "fonts/faces.css")]
    return digest(version("plotly"), version("kaleido"), *scripts)


def figure(card: Card, size: Frame) -> Any:
    """A card's chart for a page that has the claim beside it: titled by the answer, where it says that."""
    shown = window(card.indicator, card.frame, card.chosen)
    sketch = Sketch(card.indicator, shown, card.panel, LIGHT, size, card.chosen)
    return drawing.figure(replace(sketch, headline=card.headline, then=card.then)).update_layout(width=size.width)


def inline(svgs: Mapping[str, bytes], alt: str) -> tuple[str, str]:
    """Drawings by the name of their class, as parts of a page that shows one of them, and the style they share."""
    styles: dict[str, str] = {}
    parts = []
    for name, svg in svgs.items():
        bare = inlined(_PATH.sub(_rounded, svg.decode()), f"-{name}", styles)
        parts.append(bare.replace("<svg", f"<svg data-size='{name}' role='img' aria-label='{_attribute(alt)}'", 1))
    rules = "".join(f".{name}{{{in_both(style)}}}" for style, name in styles.items())
    return "".join(parts), rules


_PATH = re.compile(r' d="[^"]*"')
_FINE = re.compile(r"-?\d+\.\d\d+")


def _rounded(path: re.Match[str]) -> str:
    """A path to the tenth of a pixel."""
    return _FINE.sub(lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), path[0])


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;")


_COLOURS = {light.lower(): dark for light, dark in LIGHT.beside(DARK)}
_RGB = re.compile(r"rgb\((\d+), (\d+), (\d+)\)")
#: The families of a style: the page says them once.
_FAMILIES = ((SANS, "var(--sans)"), (SERIF, "var(--serif)"))


def in_both(style: str) -> str:
    """A style with the page's type, and with each colour of the light theme beside its counterpart in the dark one."""
    style = style.replace('"', "'")
    for family, name in _FAMILIES:
        style = style.replace(family, name)

    def paired(match: re.Match[str]) -> str:
        light = "#" + "".join(f"{int(part):02x}" for part in match.groups())
        return f"light-dark({light},{_COLOURS[light]})" if light in _COLOURS else match[0]

    return _RGB.sub(paired, style)


def script(id: str, figures: Iterable[Any]) -> bytes:
    """A file that hands a page the figures of a chart, for a desk and for a phone, without asking a server."""
    wide, phone = (json.loads(one.to_json()) for one in figures)
    for one in (wide, phone):
        one["layout"].pop("template", None)
        del one["layout"]["width"]
    told = {"wide": wide, "phone": phone | ({"data": None} if phone["data"] == wide["data"] else {})}
    return (
        f"claimboard.figure({json.dumps(id)},{json.dumps(told, ensure_ascii=False, separators=(',', ':'))})\n".encode()
    )
