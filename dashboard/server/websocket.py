"""Validation of websocket messages, before Streamlit reads them: an invalid one closes the socket and is logged."""

import asyncio
import logging

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.server.asgi import App, Message, Receive, Send

_LOG = logging.getLogger(__name__)
#: Maximum size of a message in bytes: a hundred times the state of all controls of a page.
LARGEST = 1_000_000
#: Seconds to the first message: a page sends it at once.
PATIENCE = 30
_GONE = {"type": "websocket.disconnect", "code": 1006}


class Stream:
    """ASGI middleware: closes a websocket whose first message is late, or with a message too large or invalid."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            return await self.app(scope, receive, send)
        spoken = False

        async def hear() -> Message:
            nonlocal spoken
            try:
                message = await (receive() if spoken else asyncio.wait_for(receive(), PATIENCE))
            except TimeoutError:
                return await _end(scope, send, 1008, "said nothing")
            if message["type"] != "websocket.receive":
                return message
            spoken = True
            code, why = _trouble(message.get("bytes"))
            return await _end(scope, send, code, why) if why else message

        await self.app(scope, hear, send)


def _trouble(data: bytes | None) -> tuple[int, str]:
    """The close code and reason for an invalid message; an empty reason for a valid one."""
    if data is None:
        return 1003, "sent text"
    if len(data) > LARGEST:
        return 1009, f"sent {len(data)} bytes in one message"
    try:
        known = BackMsg.FromString(data).WhichOneof("type")
    except DecodeError:
        known = None
    return (1000, "") if known else (1002, "sent what is no message")


async def _end(scope: Message, send: Send, code: int, why: str) -> Message:
    peer = (scope.get("client") or ("unknown",))[0]
    _LOG.warning("a websocket of %s was ended: it %s", peer, why)
    await send({"type": "websocket.close", "code": code})
    return dict(_GONE)
