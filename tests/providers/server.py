"""A provider that does as it is told, badly where it is told to, on a port of this machine.

with Provider() as provider:
    provider.say("/series", Answer(b"...", status=503), Answer(b"{}"))   # then {} again and again
    provider.url, provider.asked("/series")
"""

import json
import socket
import struct
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

HTML = b"<html><head><title>Gateway Time-out</title></head><body>please wait</body></html>"


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    status: int = 200
    type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    #: Seconds between two bytes, of the headers too if `slow_headers`.
    drip: float = 0.0
    slow_headers: bool = False
    #: Close the connection with a reset instead of an answer.
    reset: bool = False
    #: Announce more than is sent, then close.
    cut: bool = False
    #: Seconds before anything is sent.
    late: float = 0.0
    #: What stands beside the status.
    reason: str = "So"


@dataclass(frozen=True)
class Asked:
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""


Says = Answer | Callable[[Asked], Answer]


def as_json(value: Any, **named: Any) -> Answer:
    return Answer(json.dumps(value).encode(), **named)


def unmeasured(answer: Answer) -> Answer:
    """The answer without its length: it ends where the connection does."""
    return replace(answer, headers=dict(answer.headers) | {"Content-Length": ""})


def as_csv(text: str, **named: Any) -> Answer:
    return Answer(text.encode(), type="text/csv", **named)


def bomb(megabytes: int) -> Answer:
    """Gzip that unpacks to so many megabytes of blanks in front of a list."""
    packer = zlib.compressobj(9, wbits=31)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(megabytes)) + packer.compress(b"[]") + packer.flush()
    return Answer(packed, headers={"Content-Encoding": "gzip"})


def alfred(rows: list[dict[str, str]]) -> Callable[[Asked], Answer]:
    """ALFRED, made from rows of all vintages: they are cut to the span that is asked for, as it does."""

    def answer(asked: Asked) -> Answer:
        first, last = asked.query["realtime_start"], asked.query["realtime_end"]
        inside = [
            row | {"realtime_start": max(first, row["realtime_start"])}
            for row in rows
            if row["realtime_start"] <= last and row["realtime_end"] >= first
        ]
        return as_json({"count": len(inside), "observations": inside})

    return answer


class Provider:
    """The server. What is not scripted is answered with 404."""

    def __init__(self) -> None:
        self.requests: list[Asked] = []
        self._script: dict[str, list[Says]] = {}
        self._lock = Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # head and body are two writes, and the second would wait 40 ms

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                length = int(self.headers.get("Content-Length") or 0)
                asked = Asked(parts.path, dict(parse_qsl(parts.query)), dict(self.headers), self.rfile.read(length))
                _send(self, outer.answer(asked))

            do_POST = do_GET

            def log_message(self, *_: Any) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:  # clients that give up are the point
                pass

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.host}"

    def say(self, path: str, *answers: Says) -> None:
        """Answer a path so: one after another, the last for ever."""
        self._script[path] = list(answers)

    def answer(self, asked: Asked) -> Answer:
        with self._lock:
            self.requests.append(asked)
            script = self._script.get(asked.path, [Answer(b"{}", 404)])
            says = script.pop(0) if len(script) > 1 else script[0]
        return says(asked) if callable(says) else says

    def asked(self, path: str | None = None) -> list[Asked]:
        return [one for one in self.requests if path in (None, one.path)]

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _send(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    time.sleep(answer.late)
    if answer.reset:
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()
        handler.close_connection = True
        return
    length = len(answer.body) + (100 if answer.cut else 0)
    fields = {"Content-Type": answer.type, "Content-Length": str(length)} | dict(answer.headers)
    lines = [
        f"HTTP/1.1 {answer.status} {answer.reason}",
        *(f"{name}: {value}" for name, value in fields.items() if value),
        "",
        "",
    ]
    head = "\r\n".join(lines).encode()
    _write(handler, head, answer.drip if answer.slow_headers else 0.0)
    _write(handler, answer.body, answer.drip)
    handler.close_connection = answer.cut or not fields["Content-Length"]


def _write(handler: BaseHTTPRequestHandler, content: bytes, drip: float) -> None:
    for piece in (content[i : i + 1] for i in range(len(content))) if drip else [content]:
        handler.wfile.write(piece)
        handler.wfile.flush()
        time.sleep(drip)
