"""Limits on clients: number of connections, duration and size of requests."""

import logging
import os
import re
import socket
from asyncio import TimerHandle, Transport
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from dashboard.server.websocket import LARGEST

_LOG = logging.getLogger(__name__)
#: Maximum of concurrent connections, as far as there are file descriptors.
MOST = 1000
VARIABLE = "CLAIMBOARD_CONNECTIONS"
#: File descriptors of a reader's session, rounded up, and of the process itself.
_EACH, _OWN = 5, 100
#: Seconds for receiving a complete request, from the connection or the previous response on.
PATIENCE = 15
#: The websocket library's limits for a handshake, beyond which it fails silently.
_LINE, _LINES = 8000, 120
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_BUSY = b"Claimboard has as many readers as it can serve; try again in a minute.\n"
_LATE = b"The request did not come whole in time.\n"


def raise_descriptors() -> None:
    """Raise this process's soft limit of file descriptors to the hard one; the usual one is too low for a server."""
    with suppress(ImportError, ValueError, OSError):  # some systems refuse a limit they report as allowed
        import resource  # Windows has none

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def most() -> int:
    """Maximum of open connections. Raises ValueError for a setting that is not a whole number above 0."""
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
    """A connection that is refused when there are too many, and closed when its request does not arrive in time."""

    config: "Limited"

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        _send_at_once(transport)
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
            return  # now a websocket, which may be silent
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
        """Start the timer unless it runs: further bytes do not extend it."""
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


def _send_at_once(transport: Transport) -> None:
    """Do not hold a body back until its head is acknowledged: 40 ms on a connection that is used again.

    asyncio says so to the sockets it makes, but not to those of the listening socket that Streamlit makes.
    """
    connection = transport.get_extra_info("socket")
    if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _is_odd(target: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bool:
    lines = [target, *(name + value for name, value in headers)]
    return len(lines) > _LINES or any(len(line) > _LINE or _CONTROL.search(line) for line in lines)


class Limited(uvicorn.Config):
    """uvicorn's configuration with our limits."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        self.most = most()
        own: dict[str, Any] = {"http": Bounded, "ws_max_size": LARGEST, "server_header": False, "log_config": None}
        super().__init__(*arguments, **settings | own)

    def refused(self, status: int) -> None:
        if status == 503:
            _LOG.warning("a reader was turned away: %d connections are open at once (%s)", self.most, VARIABLE)
