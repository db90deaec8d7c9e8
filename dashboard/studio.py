"""The studio: one browser that nobody sees, which turns figures into files. Needs the extra `export`."""

import json
import os
import re
from typing import TYPE_CHECKING, Any, Literal, Self

from dashboard import fonts

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from types import TracebackType

    import plotly.graph_objects as go

Format = Literal["png", "svg", "pdf"]

#: How the extra comes: an environment that uv made has no pip in it.
HOW_TO_GET = "pip install 'claimboard[export]' (in a checkout `make run` brings it)"

#: Plotly's own way to a picture, but that the picture has our type in it.
_DRAW = """
const draw = Plotly.toImage
Plotly.toImage = async (figure, options) => {
  await ready(facesFor(faces, JSON.stringify(figure)))
  const svg = dressed(await draw(figure, {...options, format: 'svg', imageDataOnly: true, scale: 1}), faces)
  if (options.format == 'png') return (await pngOf(svg, options)).split(',')[1]
  return options.imageDataOnly ? svg : 'data:image/svg+xml,' + encodeURIComponent(svg)
}
"""


class StudioError(RuntimeError):
    """No picture can be made. The message says why, and what to install."""


class Studio:
    """`with Studio() as studio: studio.draw(figure, "png")`: the browser starts once and serves them all.

    Raises StudioError when the extra or a browser is missing, or the browser fails.
    """

    def __enter__(self) -> Self:
        try:
            import kaleido
        except ImportError:
            raise StudioError(f"pictures need the extra `export`: {HOW_TO_GET}") from None
        import asyncio
        from concurrent.futures import ThreadPoolExecutor

        from choreographer.errors import ChromeNotFoundError

        # A thread of its own: whoever calls may be inside an event loop already.
        self._thread = ThreadPoolExecutor(1)
        self._runner = asyncio.Runner()
        try:
            self._browser = kaleido.Kaleido(n=1, page_generator=_Page())
            self._run(self._browser.open())
        except Exception as error:
            self._close()
            missing = isinstance(error, ChromeNotFoundError)
            raise StudioError(_why_none() if missing else f"the browser did not start ({_named(error)})") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: "TracebackType | None"
    ) -> None:
        self._run(self._browser.close())
        self._close()

    def draw(self, figure: "go.Figure", format: Format, scale: float = 1) -> bytes:
        """The figure as a file's content, the same bytes each time."""
        table = figure.to_dict() | {"config": {"staticPlot": True}}
        options: Any = {"format": format, "scale": scale}
        try:
            content: bytes = self._run(self._browser.calc_fig(table, options))
        except Exception as error:
            raise StudioError(f"the browser failed ({_named(error)})") from None
        return _without_chance(content) if format == "svg" else content

    def _run(self, work: "Coroutine[Any, Any, Any]") -> Any:
        return self._thread.submit(self._runner.run, work).result()

    def _close(self) -> None:
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()


class _Page:
    """What the browser has open: Plotly, our type, and kaleido's own way to call them."""

    def generate_index(self) -> str:
        from kaleido import PageGenerator

        page = PageGenerator(mathjax=False).generate_index()
        ours = (fonts.HERE / "static" / "picture.js").read_text(encoding="utf-8")
        faces = [face.told | {"src": face.data} for face in fonts.faces()]
        return page.replace("</head>", f"<script>{ours}\nconst faces = {json.dumps(faces)}\n{_DRAW}</script></head>")


def _named(error: Exception) -> str:
    """An error as part of a sentence."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]


def _why_none() -> str:
    if path := os.environ.get("BROWSER_PATH"):
        return f"no browser at BROWSER_PATH={path}"
    return "pictures need Chromium or Chrome on this machine: install one, or say where it is by BROWSER_PATH"


def _without_chance(svg: bytes) -> bytes:
    """Plotly draws six random letters for the names of its clip paths and traces; here they are always the same."""
    names = dict.fromkeys(re.findall(rb'(?:id="(?:clip|topdefs-|defs-|g)|\btrace)([0-9a-f]{6})', svg))
    for number, name in enumerate(names):
        svg = svg.replace(name, b"cbid%02d" % number)
    return svg
