"""Answers of addresses as they went out, packed: asked for again, one is a look into a dictionary.

Without it each is packed anew by Streamlit, behind its middlewares and routes: nine times the work of a bare route.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial

from dashboard.api import paths
from dashboard.api.deferred import MARK, Addresses
from dashboard.api.shelf import Shelf
from dashboard.server.asgi import App, Header, Message, Receive, Send, header, reply
from dashboard.server.headers import WHOLE, added

#: Bytes of answers that are kept, and of the largest of them.
MOST, LARGEST = 48_000_000, 4_000_000
#: Headers of an answer with a body.
_OF_BODY = (b"content-type", b"content-length", b"content-encoding")


@dataclass
class Answer:
    """An answer, and what it was made from: `Desk.mark`; None while it may not be kept."""

    name: Hashable
    mark: Hashable = None
    start: Message | None = None
    body: bytes = b""

    async def noted(self, send: Send, message: Message) -> None:
        """Send a part of the answer and keep it."""
        if message["type"] == "http.response.start":
            self.start = {**message, "headers": added(message["headers"]), WHOLE: True}
        else:
            self.body += message.get("body", b"")
        await send(message)

    async def repeated(self, send: Send, tags: str) -> None:
        """Send it again, without its body to who has it."""
        assert self.start is not None
        headers: list[Header] = self.start["headers"]
        if tags and dict(headers)[b"etag"].decode("latin-1") in tags:
            return await reply(send, 304, headers=[one for one in headers if one[0] not in _OF_BODY])
        await send({**self.start})
        await send({"type": "http.response.body", "body": self.body})

    @property
    def weight(self) -> int:
        return len(self.body) + 2000 + len(repr(self.name))

    @property
    def varies(self) -> bool:
        """Whether it depends on the languages that a browser asks for."""
        return self.start is not None and b"accept-language" in dict(self.start["headers"]).get(b"vary", b"").lower()


class Kept:
    """ASGI middleware: remembers the answers of addresses, by all of a request that they depend on."""

    def __init__(self, app: App, root: str, addresses: Addresses, most: int = MOST) -> None:
        self.app, self.addresses = app, addresses
        self._is_own: Callable[[str], bool] = partial(paths.is_own, root=root)
        self._shelf: Shelf[Answer] = Shelf(most, lambda one: one.weight)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or not self._is_own(scope["path"]):
            return await self.app(scope, receive, send)
        asked = dict(scope["headers"])
        answer = Answer(_name(scope, asked))
        kept = self._shelf.get(answer.name) or self._shelf.get(_in_language(answer.name, asked))
        if kept and kept.mark == await self.addresses.mark():
            return await kept.repeated(send, header(scope, b"if-none-match"))
        await self.app({**scope, MARK: answer}, receive, partial(answer.noted, send))
        self._keep(answer, scope, asked)

    def _keep(self, answer: Answer, scope: Message, asked: dict[bytes, bytes]) -> None:
        start = answer.start
        if answer.mark is None or start is None or start["status"] != 200 or scope["method"] != "GET":
            return
        if len(answer.body) <= LARGEST:
            self._shelf.put(_in_language(answer.name, asked) if answer.varies else answer.name, answer)


def _name(scope: Message, asked: dict[bytes, bytes]) -> Hashable:
    is_packed = b"gzip" in asked.get(b"accept-encoding", b"")
    return scope["path"], scope["query_string"], scope["scheme"], asked.get(b"host"), is_packed


def _in_language(name: Hashable, asked: dict[bytes, bytes]) -> Hashable:
    return name, asked.get(b"accept-language")
