"""The page that Streamlit sends, made ours: its title, its language, and what is put first in its head.

On a deep link (`/ai-capex`) Streamlit's page first asks for its backend below that path and logs an error
for each 404: the head says where the backend is.
"""

from pathlib import Path
from urllib.parse import parse_qs

import streamlit as st

from dashboard.asgi import App, Message, Receive, Send, header
from dashboard.tongue import negotiated

REACH = (Path(__file__).resolve().parent / "static" / "reach.js").read_text(encoding="utf-8")


def head() -> bytes:
    """What is put first in the page's head: where the backend is, so that it is not searched for, and our mending."""
    base = "/" + st.get_option("server.baseUrlPath").strip("/")
    root = f"location.origin+'{base.rstrip('/')}/'"
    place = f"window.__streamlit={{BACKEND_BASE_URL:{root},MAIN_PAGE_BASE_URL:{root}}}"
    return f"<head><script>{place}</script><script type='module'>{REACH}</script>".encode()


def is_page(scope: Message) -> bool:
    """Whether a request is for a page, not for one of its files."""
    return scope["type"] == "http" and "." not in scope["path"].rpartition("/")[2]


def language_of(scope: Message) -> str:
    """The reader's: what the address asks for, else what the browser does."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [None])[-1]
    return negotiated(asked, header(scope, b"accept-language"))


class Page:
    """ASGI middleware: the page itself, edited."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if not is_page(scope):
            return await self.app(scope, receive, send)
        language, held = language_of(scope), list[Message]()

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_html(message):
                held.append(message)
            elif held:
                await _send_page(held, message, send, language)
            else:
                await send(message)

        # An unpacked page can be edited.
        plain = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, answer)


def _is_html(message: Message) -> bool:
    return dict(message["headers"]).get(b"content-type", b"").startswith(b"text/html")


async def _send_page(held: list[Message], message: Message, send: Send, language: str) -> None:
    held.append(message)
    if message.get("more_body"):
        return
    body = b"".join(part["body"] for part in held[1:]).replace(b"<head>", head(), 1)
    body = body.replace(b"<title>Streamlit</title>", b"<title>Claimboard</title>")
    body = body.replace(b'<html lang="en"', f'<html lang="{language}"'.encode(), 1)
    start = held[0]
    kept = [header for header in start["headers"] if header[0] != b"content-length"]
    start["headers"] = [*kept, (b"content-length", str(len(body)).encode())]
    await send(start)
    await send({"type": "http.response.body", "body": body})
