"""Edits of Streamlit's files as they go out. Each leaves a file of another form as it is."""

from collections.abc import Callable
from hashlib import sha256

from dashboard.server.asgi import App, Message, Receive, Send, header, reply
from dashboard.server.chart_script import lightened
from dashboard.server.scripts import taking_what_is_at_hand
from dashboard.server.type_sheet import without_unused_type

#: By what a file's address has in it.
EDITS: dict[str, Callable[[str], str]] = {
    "/static/js/index.": taking_what_is_at_hand,
    "/static/js/PlotlyChart.": lightened,
    "/static/css/index.": without_unused_type,
}
#: Headers of the file as it is, and requests for less than the whole of it.
_ITS_OWN = (b"content-length", b"etag", b"last-modified", b"accept-ranges")
_IN_PART = (b"range", b"if-none-match", b"if-modified-since", b"if-range")


class Edits:
    """ASGI middleware: these files, edited."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        edit = _edit_of(scope)
        if edit is None:
            return await self.app(scope, receive, send)
        held = list[Message]()

        async def answer(message: Message) -> None:
            held.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                await _send(held, edit, send, header(scope, b"if-none-match"))

        whole = [one for one in scope["headers"] if one[0] not in _IN_PART]
        await self.app({**scope, "headers": whole}, receive, answer)


def _edit_of(scope: Message) -> Callable[[str], str] | None:
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    return next((edit for part, edit in EDITS.items() if part in scope["path"]), None)


async def _send(held: list[Message], edit: Callable[[str], str], send: Send, known: str) -> None:
    start, *parts = held
    body = edit(b"".join(part["body"] for part in parts).decode()).encode()
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = [*(one for one in start["headers"] if one[0].lower() not in _ITS_OWN), (b"etag", tag.encode())]
    if tag in known:
        return await reply(send, 304, headers=headers)
    await reply(send, start["status"], body, headers)
