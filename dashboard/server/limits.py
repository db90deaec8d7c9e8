"""How much of the machine strangers can hold: connections, how long a request may take to come, how large it is."""

import logging
import os
import re
from asyncio import TimerHandle, Transport
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from dashboard.server.websocket import LARGEST

_LOG = logging.getLogger(__name__)
#: How many connections are served at once, where the machine has file descriptors for them.
MOST = 1000
VARIABLE = "CLAIMBOARD_CONNECTIONS"
#: A reader's session has four, and the process some of its own.
_EACH, _OWN = 5, 100
#: Seconds in which a request has come whole, from its connection or the answer before it on.
PATIENCE = 15
#: What the library for websockets reads of a handshake; of more it says nothing at all.
_LINE, _LINES = 8000, 120
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_BUSY = b"Claimboard has as many readers as it can serve; try again in a minute.\n"
_LATE = b"The request did not come whole in time.\n"


def raise_descriptors() -> None:
    """Take as many file descriptors as the system lets this process have; usual limits are for what it opens by itself."""
    with suppress(ImportError, ValueError, OSError):  # some systems call unlimited what they refuse
        import resource  # Windows has none

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def most() -> int:
    """How many connections may be open at once. Raises ValueError for a setting that is no whole number above 0."""
    asked = os.environ.get(VARIABLE, "").strip() or str(MOST)
    if not asked.isascii() or not asked.isdecimal() or not int(asked):
        raise ValueError(f"{VARIABLE} is {asked[:40]!a}, not a whole number above 0")
    return max(1, min(int(asked), (_descriptors() - _OWN) // _EACH))


def _descriptors() -> int:
    try:
        import resource  # Windows has none
    except ImportError:
        return 10**6
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 10**6 if soft == resource.RLIM_INFINITY else soft


class Bounded(H11Protocol):
    """A connection that is turned away when there are too many, and ended when its request does not come."""

    config: "Limited"

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._timer: TimerHandle | None = None
        if len(self.connections) > self.config.most:
            self._refuse(503, _BUSY)
        else:
            self._wait()

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self.transport.get_protocol() is not self:
            return  # a websocket by now, on which a reader may be silent as long as they like
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            self._wait()
        else:
            self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._stop()
        if _is_odd(event.target, self.headers):
            return self.send_400_response("A header of this websocket is too long or no text.")
        super().handle_websocket_upgrade(event)

    def _wait(self) -> None:
        """From the first byte on, however slowly others drip after it."""
        if not self._timer:
            self._timer = self.loop.call_later(PATIENCE, self._late)

    def _stop(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = None

    def _late(self) -> None:
        if self.conn.trailing_data[0]:
            self._refuse(408, _LATE)
        else:
            self.transport.close()

    def _refuse(self, status: int, said: bytes) -> None:
        self.config.refused(status)
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            head = f"HTTP/1.1 {status} -\r\ncontent-type: text/plain\r\nretry-after: 60\r\nconnection: close\r\n"
            self.transport.write(f"{head}content-length: {len(said)}\r\n\r\n".encode() + said)
        self.transport.close()


def _is_odd(target: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bool:
    lines = [target, *(name + value for name, value in headers)]
    return len(lines) > _LINES or any(len(line) > _LINE or _CONTROL.search(line) for line in lines)


class Limited(uvicorn.Config):
    """The server's settings, ours among them, whatever else it is started with."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        self.most = most()
        own: dict[str, Any] = {"http": Bounded, "ws_max_size": LARGEST, "server_header": False, "log_config": None}
        super().__init__(*arguments, **settings | own)

    def refused(self, status: int) -> None:
        if status == 503:
            _LOG.warning("a reader was turned away: %d connections are open at once (%s)", self.most, VARIABLE)
