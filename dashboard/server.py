"""The server: Streamlit's app with our defaults. `claimboard run` starts it.

Streamlit sends no security header of its own, and on a deep link (`/ai-capex`) its page first asks
for its backend below that path and logs an error for each 404. Both are mended here.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from dashboard import refresher, state, view
from dashboard.tongue import negotiated, speaking

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

#: Nothing from elsewhere: no script, font, picture or connection. Streamlit's own page needs the
#: inline and eval allowances (Plotly compiles functions; styles are injected).
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
)


REACH = (Path(__file__).resolve().parent / "static" / "reach.js").read_text(encoding="utf-8")


def head() -> bytes:
    """What is put first in the page's head: where the backend is, so that it is not searched for, and our mending."""
    base = "/" + st.get_option("server.baseUrlPath").strip("/")
    root = f"location.origin+'{base.rstrip('/')}/'"
    place = f"window.__streamlit={{BACKEND_BASE_URL:{root},MAIN_PAGE_BASE_URL:{root}}}"
    return f"<head><script>{place}</script><script type='module'>{REACH}</script>".encode()


class Page:
    """ASGI middleware: adds the headers to every answer, and the head to the page itself."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        plain = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
        is_page = "." not in scope["path"].rpartition("/")[2]
        language = _language(scope)
        if is_page and (query := _in_language(scope, language)):
            return await _redirect(query, send)
        held: list[Message] = []

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                theirs = [header for header in message["headers"] if header[0].lower() not in dict(HEADERS)]
                message["headers"] = [*theirs, *HEADERS]
                if dict(message["headers"]).get(b"content-type", b"").startswith(b"text/html"):
                    held.append(message)
                    return
            if held:
                await _send_page(held, message, send, language)
            else:
                await send(message)

        # An unpacked page can be edited; everything else may come packed.
        await self.app({**scope, "headers": plain} if is_page else scope, receive, answer)


def _language(scope: Message) -> str:
    """The reader's: what the address asks for, else what the browser does."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [None])[-1]
    return negotiated(asked, dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1"))


def _in_language(scope: Message, language: str) -> str | None:
    """The address' query in the reader's language, where its options are written in another."""
    query = scope["query_string"].decode("latin-1")
    page = view.page_at(scope["path"].strip("/").rpartition("/")[2])
    with speaking(language):
        return view.in_language(page, query) if query else None


async def _redirect(query: str, send: Send) -> None:
    """To the same path: Streamlit knows an option by how it reads on screen."""
    where = (b"location", f"?{query}".encode())
    headers = [where, (b"vary", b"accept-language"), (b"content-length", b"0"), *HEADERS]
    await send({"type": "http.response.start", "status": 307, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


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


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    # pandas, the store and the findings are paid for at the start, not by the first reader.
    await asyncio.to_thread(state.warm)
    with refresher.beside():
        yield


# Until `st.navigation` has run once, Streamlit takes a folder named `pages` for its older kind of
# multipage app, and a first reader who follows a deep link would get that page without its frame.
PagesManager.uses_pages_directory = False

app = st.App("app.py", lifespan=lifespan, middleware=[Middleware(Page)])
