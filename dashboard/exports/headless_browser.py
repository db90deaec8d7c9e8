"""The studio: a headless browser that turns figures into pictures. Needs the extra `export`."""

import json
import logging
import os
import re
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Self

from dashboard.theme import assets, fonts

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from types import TracebackType

    import plotly.graph_objects as go

# Imported in functions: kaleido and asyncio take 0.3 s, and kaleido comes with the extra `export` only.

Format = Literal["png", "svg", "pdf"]

#: How to install the extra: an environment that uv made has no pip in it.
HOW_TO_GET = "pip install 'claimboard[export]' (in a checkout `make run` brings it)"


@dataclass(frozen=True)
class Patience:
    """How long a browser is waited for, in seconds; tests make it short."""

    start: float = 60.0
    picture: float = 60.0
    end: float = 15.0


patience = Patience()


class StudioError(RuntimeError):
    """No picture can be made. The message says why, and what to install."""


class Studio:
    """`with Studio() as studio: studio.draw(figure, "png")`: the browser starts once and draws all figures.

    Raises StudioError where the extra or a browser is missing, or the browser fails.
    """

    def __enter__(self) -> Self:
        try:
            import kaleido
        except ImportError:
            raise StudioError(f"pictures need the extra `export`: {HOW_TO_GET}") from None
        import asyncio
        from concurrent.futures import ThreadPoolExecutor

        from choreographer.errors import ChromeNotFoundError

        # Whatever it logs, at the worst of levels too, comes to us as an error or as a timeout.
        logging.getLogger("choreographer").setLevel(logging.CRITICAL + 1)
        # In a thread of its own, as the caller may be inside an event loop already.
        self._thread = ThreadPoolExecutor(1, initializer=_outlive_pipes)
        self._runner = asyncio.Runner()
        self._browser: Any = None
        try:
            self._browser = self._thread.submit(_keeping(kaleido.Kaleido), n=1, page_generator=_Page()).result()
            self._run(self._browser.open(), patience.start)
        except (Exception, asyncio.CancelledError) as error:
            self._end()
            missing = isinstance(error, ChromeNotFoundError)
            raise StudioError(_why_none() if missing else f"the browser did not start ({_named(error)})") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: "TracebackType | None"
    ) -> None:
        self._end()

    def draw(self, figure: "go.Figure", format: Format, scale: float = 1) -> bytes:
        """A figure as the content of a file, the same bytes each time.

        `scale` is how many pixels the file has for each pixel of the figure. Raises StudioError.
        """
        from asyncio import CancelledError

        table = figure.to_dict() | {"config": {"staticPlot": True}}
        options: Any = {"format": format, "scale": scale}
        self._browser.keeps = format != "pdf"  # which is printed from the page itself
        try:
            content: bytes = self._run(self._browser.calc_fig(table, options), patience.picture)
        except (Exception, CancelledError) as error:  # cancelled is what waits for a browser that was killed
            raise StudioError(f"the browser failed ({_named(error)})") from None
        return _without_chance(content) if format == "svg" else content

    def _run(self, work: "Coroutine[Any, Any, Any]", seconds: float) -> Any:
        """The result of work in the browser. Raises TimeoutError after some seconds: a browser may hang for ever."""

        async def bounded() -> Any:
            from asyncio import ensure_future, wait

            # Not `wait_for`: it waits for the cancelled work to end, which asks the browser once more.
            done, _ = await wait({task := ensure_future(work)}, timeout=seconds)
            if not done:
                raise TimeoutError
            return task.result()

        return self._thread.submit(self._runner.run, bounded()).result()

    def _end(self) -> None:
        """Close the browser, or kill it with all its processes. Raises nothing."""
        from asyncio import CancelledError

        try:
            if self._browser is not None:
                self._run(self._browser.close(), patience.end)
        except (Exception, CancelledError):
            logging.getLogger(__name__).debug("the browser did not close", exc_info=True)
        self._kill()
        self._runner.get_loop().set_exception_handler(lambda *_: None)  # of what was still waiting for the browser
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()

    def _kill(self) -> None:
        process = getattr(self._browser, "subprocess", None)
        if process is None or process.poll() is not None:
            return
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # it leads a session of its own
        process.kill()
        process.wait()


def _keeping(browser: Any) -> Any:
    """Kaleido's browser, but that its page stays for the next picture unless it failed.

    Kaleido loads it anew after each, five megabytes of Plotly and all faces, which takes longer than to draw.
    """

    class Keeping(browser):
        keeps = False

        async def _return_kaleido_tab(self, tab: Any) -> None:
            if self.keeps and sys.exc_info()[0] is None:
                await self.tabs_ready.put(tab)
            else:
                await super()._return_kaleido_tab(tab)

    return Keeping


class _Page:
    """The page that the browser has open: kaleido's, with our fonts and our way to draw."""

    def generate_index(self) -> str:
        from kaleido import PageGenerator

        page = PageGenerator(plotly=((fonts.HERE / assets.PLOTLY).as_uri(), "utf-8"), mathjax=False).generate_index()
        ours, draw = assets.text("static/picture_fonts.js"), assets.text("static/draw_picture.js")
        faces = [
            {"family": face.family, "weight": face.weight, "range": face.range, "src": face.data}
            for face in fonts.faces()
        ]
        return page.replace("</head>", f"<script>{ours}\nconst faces = {json.dumps(faces)}\n{draw}</script></head>")


def _outlive_pipes() -> None:
    """Block SIGPIPE in this thread and those it starts.

    The command line lets it end the process, for a reader like `head` who has enough; a browser that dies is none.
    """
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPIPE})


def _named(error: BaseException) -> str:
    """An error in words for the inside of a sentence."""
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]


def _why_none() -> str:
    if path := os.environ.get("BROWSER_PATH"):
        return f"no browser at BROWSER_PATH={path}"
    return "pictures need Chromium or Chrome on this machine: install one, or say where it is by BROWSER_PATH"


def _without_chance(svg: bytes) -> bytes:
    """With numbers for the six random letters that Plotly puts into the names of clip paths and traces."""
    names = dict.fromkeys(re.findall(rb'(?:id="(?:clip|topdefs-|defs-|g)|\btrace)([0-9a-f]{6})', svg))
    for number, name in enumerate(names):
        svg = svg.replace(name, b"cbid%02d" % number)
    return svg
