"""Types of ASGI applications and middlewares, and small responses that several of them send."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
Header = tuple[bytes, bytes]


def header(scope: Message, name: bytes) -> str:
    """A request header by its lower-case name; empty where missing."""
    return dict(scope["headers"]).get(name, b"").decode("latin-1")


async def reply(send: Send, status: int, body: bytes = b"", headers: Iterable[Header] = ()) -> None:
    """Send a complete response."""
    own = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": own})
    await send({"type": "http.response.body", "body": body})
