"""The check of Host and Origin, before Streamlit's own.

Streamlit checks the websocket only, accepts every port of this machine as its own origin, and in doubt asks a third
party for this machine's public address, while every reader waits.
"""

import logging
from collections.abc import Callable, Collection
from functools import lru_cache

from dashboard.server.asgi import App, Message, Receive, Send, reply
from dashboard.urls.hosts import LOOPBACK, VARIABLE, Names

_LOG = logging.getLogger(__name__)
_TEXT = ((b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"))


class Door:
    """ASGI middleware: rejects a foreign Host or Origin with a sentence."""

    def __init__(
        self, app: App, names: Names, always: Collection[str] = (), is_read: Callable[[str], bool] = lambda _: False
    ) -> None:
        """`always`: paths served under any name, for health checks by address; `is_read`: whether a path may be read by
        pages of any origin, where the board is public.
        """
        self.app, self.names, self.always, self.is_read = app, names, always, is_read
        self._knows = lru_cache(maxsize=256)(names.knows)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or scope["path"] in self.always:
            return await self.app(scope, receive, send)
        if why := self._why_not(scope):
            return await _turn_away(scope["type"], *why, send)
        # Checked: without an Origin Streamlit does not ask.
        headers = [header for header in scope["headers"] if header[0] != b"origin"]
        await self.app({**scope, "headers": headers}, receive, send)

    def _why_not(self, scope: Message) -> tuple[int, str] | None:
        hosts, origins = (_all(scope, name) for name in (b"host", b"origin"))
        is_from_here = (scope.get("client") or ("",))[0] in LOOPBACK
        if len(hosts) != 1 or not self._knows(hosts[0], is_from_here):
            return 421, f"Claimboard does not answer to the name {_shown(hosts)}"
        if self._is_for_all(scope):
            return None
        if origins and (len(origins) > 1 or not self.names.trusts(origins[0], hosts[0])):
            return 403, f"Claimboard does not answer to pages of {_shown(origins)}"
        return None

    def _is_for_all(self, scope: Message) -> bool:
        return scope["type"] == "http" and not self.names.is_private and self.is_read(scope["path"])


def _all(scope: Message, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _shown(values: list[str]) -> str:
    return f"{' '.join(values)[:100]!a}"


async def _turn_away(kind: str, status: int, why: str, send: Send) -> None:
    _note(why)
    if kind == "websocket":
        return await send({"type": "websocket.close", "code": 1008})  # before it is open: status 403
    advice = f"{why}. Who runs it lets a name in by adding it to {VARIABLE}.\n"
    await reply(send, status, advice.encode(), _TEXT)


@lru_cache(maxsize=256)
def _note(why: str) -> None:
    """Log each reason once."""
    _LOG.warning("%s: a name is let in by %s", why, VARIABLE)
