"""Who is let in, before Streamlit sees them.

Streamlit looks at the websocket only, takes every port of this machine for our own page, and where it is in doubt
asks a third party, while every reader waits, by which address the world sees this machine.
"""

import logging
from collections.abc import Collection
from functools import lru_cache

from dashboard.server.asgi import App, Message, Receive, Send, reply
from dashboard.urls.hosts import LOOPBACK, VARIABLE, Names

_LOG = logging.getLogger(__name__)
_TEXT = ((b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"))


class Door:
    """ASGI middleware: a foreign Host or Origin is turned away in a sentence."""

    def __init__(self, app: App, names: Names, always: Collection[str] = ()) -> None:
        """`always`: paths that answer to any name, for what looks after the server and knows none."""
        self.app, self.names, self.always = app, names, always

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or scope["path"] in self.always:
            return await self.app(scope, receive, send)
        if why := self._why_not(scope):
            return await _turn_away(scope["type"], *why, send)
        # It is settled: without an Origin Streamlit has no doubt.
        headers = [header for header in scope["headers"] if header[0] != b"origin"]
        await self.app({**scope, "headers": headers}, receive, send)

    def _why_not(self, scope: Message) -> tuple[int, str] | None:
        hosts, origins = (_all(scope, name) for name in (b"host", b"origin"))
        is_from_here = (scope.get("client") or ("",))[0] in LOOPBACK
        if len(hosts) != 1 or not self.names.knows(hosts[0], is_from_here):
            return 421, f"Claimboard does not answer to the name {_shown(hosts)}"
        if origins and (len(origins) > 1 or not self.names.trusts(origins[0], hosts[0])):
            return 403, f"Claimboard does not answer to pages of {_shown(origins)}"
        return None


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
    """Once of each: whoever knocks again has been noted."""
    _LOG.warning("%s: a name is let in by %s", why, VARIABLE)
