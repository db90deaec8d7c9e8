"""Logs: optional lines on requests and refreshes, and errors on standard error.

No line has a query, cookie or header, for readers' privacy, nor a provider's answer.
"""

import json
import logging
import os
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from dashboard.server.asgi import App, Message, Receive, Send

#: The variable for the lines' target: `-` is standard output, `off` none, anything else a file.
PLACE = "CLAIMBOARD_LOG"
#: The variable for the level of standard error.
LEVEL = "CLAIMBOARD_LOG_LEVEL"
LEVELS = ("debug", "info", "warning", "error")
#: Repeated messages: so many in so many seconds.
OFTEN, SECONDS = 5, 10
_LONGEST = 200
_LINES = logging.getLogger("claimboard.lines")
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def set_up() -> None:
    """Configure logging of ours, Streamlit and uvicorn to standard error at the chosen level, without useless messages.

    Raises ValueError for an unknown level, OSError for a file that cannot be written.
    """
    level = os.environ.get(LEVEL, "").strip().lower() or "warning"
    if level not in LEVELS:
        raise ValueError(f"{LEVEL} is {level[:40]!a}, not one of {', '.join(LEVELS)}")
    if (place := os.environ.get(PLACE, "").strip()) not in ("", "-", "off"):
        Path(place).open("a", encoding="utf-8").close()  # fails at the start rather than later
    logging.basicConfig(level=level.upper(), format=_FORMAT, stream=sys.stderr)
    os.environ.setdefault("STREAMLIT_LOGGER_LEVEL", level)
    # Python's SyntaxWarning on a reader's formula ("1a"): the page reports it.
    warnings.filterwarnings("ignore", category=SyntaxWarning)
    # Findings are computed at the start and for readiness, outside of a page.
    for name in ("script_run_context", "session_state_proxy"):
        for package in ("runtime.scriptrunner_utils", "runtime.state"):
            logging.getLogger(f"streamlit.{package}.{name}").addFilter(_is_of_a_reader)
    for name in (
        "asyncio",
        "uvicorn.error",
        "dashboard.server.limits",
        "dashboard.server.websocket",
        "dashboard.server.door",
    ):
        logging.getLogger(name).addFilter(Sparing())


def _is_of_a_reader(record: logging.LogRecord) -> bool:
    text = record.getMessage()
    return "missing ScriptRunContext" not in text and "without `streamlit run`" not in text


class Sparing(logging.Filter):
    """A filter that limits repetitions of a message, then logs once how many were dropped.

    A process out of file descriptors wrote 82 MB of one traceback in half a minute.
    """

    def __init__(self) -> None:
        super().__init__()
        self.since, self.seen = 0.0, dict[str, int]()

    def filter(self, record: logging.LogRecord) -> bool:
        now = time.monotonic()
        if now - self.since > SECONDS:
            self.since, self.seen = now, {}
        kind = f"{record.name} {record.msg}"[:_LONGEST].partition("\n")[0]
        self.seen[kind] = count = self.seen.get(kind, 0) + 1
        if count == OFTEN:
            record.msg = f"{record.getMessage()} (others like it in these {SECONDS} seconds are left out)"
            record.args, record.exc_info = (), None
        return count <= OFTEN


def open_lines(is_private: bool) -> None:
    """Open the target of the setting; without one, standard output unless private.

    Private is a server that only its own machine reaches: its user did not ask for a log.
    Child processes write there too.
    """
    os.environ[PLACE] = place = os.environ.get(PLACE, "").strip() or ("off" if is_private else "-")
    _LINES.handlers.clear()
    _LINES.propagate, _LINES.disabled = False, place == "off"
    if place != "off":
        handler = logging.StreamHandler(sys.stdout) if place == "-" else logging.FileHandler(place, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(message)s"))
        _LINES.addHandler(handler)
        _LINES.setLevel(logging.INFO)


def note(event: str, **values: Any) -> None:
    """Write one line of JSON: time, event, values."""
    if not _LINES.disabled:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        _LINES.info(json.dumps({"time": now, "event": event} | values, ensure_ascii=True))


def note_refresh(answer: Mapping[str, Any]) -> None:
    """Write the line of a refresh from its answer, as of `refresh --json`, or from `{"error": …}`."""
    begun, ended = (datetime.fromisoformat(answer[name]) if name in answer else None for name in ("begun", "ended"))
    note(
        "refresh",
        status=answer.get("status", 2),
        series=answer.get("counts", {}),
        undone=answer.get("undone", 0),
        changed=len(answer.get("changed", ())),
        errors=len(answer.get("errors", ())),
        seconds=(ended - begun).total_seconds() if begun and ended else None,
    )


class Journal:
    """ASGI middleware: logs each request at its response, and each websocket at its opening and closing."""

    def __init__(self, app: App, counts: Any) -> None:
        self.app, self.counts = app, counts

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        one = Exchange(scope, self.counts.opened)
        try:
            await self.app(scope, receive, partial(one.send, send))
        except Exception:
            one.status = one.status or 500
            raise
        finally:
            one.end()
            self.counts.add(one)


class Exchange:
    """A request and its answer, or a websocket from its opening to its end."""

    def __init__(self, scope: Message, opened: Callable[[], None]) -> None:
        self.kind, self.opened = scope["type"], opened
        self.started, self.status, self.bytes = time.perf_counter(), 0, 0
        client = scope.get("client") or ("", 0)
        self.about = {"peer": client[0], "path": scope["path"][:_LONGEST], "method": scope.get("method", "WEBSOCKET")}

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started

    async def send(self, send: Send, message: Message) -> None:
        kind = message["type"]
        if kind == "http.response.start":
            self.status = message["status"]
        elif kind == "websocket.accept":
            self.status = 101
            self.opened()
            note("websocket opened", **self.about)
        elif kind == "websocket.close" and not self.status:
            self.status = 403
        self.bytes += len(message.get("body") or message.get("bytes") or b"")
        await send(message)

    def end(self) -> None:
        if _LINES.disabled:  # most of what a short answer costs here
            return
        is_probe = self.about["path"].endswith(("/healthz", "/readyz", "/_stcore/health"))
        if is_probe and self.status < 400:  # every few seconds, without a reader
            return
        event = "request" if self.kind == "http" else "websocket closed" if self.status == 101 else "websocket refused"
        note(event, **self.about, status=self.status, bytes=self.bytes, ms=round(self.seconds * 1000, 1))


def script_failed(error: Exception) -> bool:
    """Log a page's error with its trace and show the reader a message; True: Streamlit need not show its own."""
    # Streamlit takes 0.7 s, and the commands that write this journal run without it.
    import streamlit as st

    from dashboard.i18n.locale import translate

    logging.getLogger(__name__).error("a page could not be drawn", exc_info=error)
    with suppress(Exception):  # the failure may be in showing
        st.error(translate("This page met an error of its own. What happened is in the log of who runs this server."))
    return True
