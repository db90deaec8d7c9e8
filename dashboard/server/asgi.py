"""What an ASGI application and its middlewares are given and give, and the small answers that several of them make."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
Header = tuple[bytes, bytes]


def header(scope: Message, name: bytes) -> str:
    """A header of a request by its lower-case name; empty without it."""
    return dict(scope["headers"]).get(name, b"").decode("latin-1")


async def reply(send: Send, status: int, body: bytes = b"", headers: Iterable[Header] = ()) -> None:
    """Answer a request with a whole body."""
    own = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": own})
    await send({"type": "http.response.body", "body": body})
