"""Streamlit's script of charts with a smaller Plotly inside: the bundle of the kinds that we draw, a quarter of the whole."""

import re

from dashboard.server.asgi import App, Message, Receive, Send, reply
from dashboard.theme import assets

#: Plotly within the script: a module of the packer's, from its wrapper to what it gives.
_WHOLE = re.compile(
    r"(?P<name>=\w+\(\(\()\w+,(?P<module>\w+)(?:,\w+)?\)=>\{\(function\(\w+,\w+\)\{typeof (?P=module)==`object`&&(?P=module)\.exports"
    r".*return window\.Plotly=(?P<it>\w+),(?P=it)\}\)\}\)\)",
    re.S,
)


#: Headers of the file as it is, and requests for less than the whole of it.
_ITS_OWN = (b"content-length", b"etag", b"last-modified", b"accept-ranges")
_IN_PART = (b"range", b"if-none-match", b"if-modified-since", b"if-range")


class ChartScript:
    """ASGI middleware: Streamlit's script of charts, with the bundle inside."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or "/static/js/PlotlyChart." not in scope["path"]:
            return await self.app(scope, receive, send)
        held = list[Message]()

        async def answer(message: Message) -> None:
            held.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                await _send(held, send)

        whole = [one for one in scope["headers"] if one[0] not in _IN_PART]
        await self.app({**scope, "headers": whole}, receive, answer)


async def _send(held: list[Message], send: Send) -> None:
    start, *parts = held
    body = lightened(b"".join(part["body"] for part in parts))
    headers = [one for one in start["headers"] if one[0].lower() not in _ITS_OWN]
    await reply(send, start["status"], body, headers)


def lightened(script: bytes) -> bytes:
    """The script with the bundle in place of the whole Plotly; as it is where it has none of the form known."""
    text = script.decode()
    found = _WHOLE.search(text)
    if not found:
        return script
    bundle = assets.text(assets.PLOTLY)
    within = f"{found['name']}exports,module)=>{{{bundle}}}))"
    return (text[: found.start()] + within + text[found.end() :]).encode()
