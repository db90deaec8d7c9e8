"""Edits of Streamlit's page: its title, its language, and our elements at the start of its head.

On a deep link (`/ai-capex`) Streamlit's page first asks for its backend below that path and logs an error
for each 404: the head gives the backend's place. Only the page knows it: a proxy may have removed a path prefix.
"""

import asyncio
import re
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit, urlunsplit

import streamlit as st
from starlette.requests import Request

from dashboard.api import paths
from dashboard.i18n.locale import negotiated
from dashboard.server import scripts
from dashboard.server.asgi import App, Message, Receive, Send, header, reply
from dashboard.server.headers import policy
from dashboard.theme import assets
from dashboard.urls import hosts
from indicators.judging import faults
from indicators.store.store import StoreError

if TYPE_CHECKING:
    from dashboard.api.unfurl import Told

BASE, REACH, ROWS = (assets.text(f"static/{name}") for name in ("base.js", "accessibility.js", "unfold_rows.js"))

#: The typefaces; in the theme, Streamlit would send them with every run of a page.
FACES = '<link rel="stylesheet" href="./app/static/fonts/faces.css">'

#: Our style sheets, at the end of the body: of two rules alike the later counts, and Streamlit's are in the head.
SHEETS = "".join(
    f'<link rel="stylesheet" href="./app/static/{name}?v={sha256(assets.text(f"static/{name}").encode()).hexdigest()[:12]}">'
    for name in ("style.css", "ruler.css")
)

#: Request headers that may lead to a partial, compressed or empty response.
_WHOLE = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
_INLINE = re.compile(rb"<script(?![^>]*\ssrc=)(?![^>]*ld\+json)[^>]*>(.*?)</script>", re.S)
_NOSCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.S)
#: Seconds that a page waits for what it says of itself.
PATIENCE = 1.5
#: The request for Streamlit's typeface ahead of need: no page of ours is set in it.
_THEIRS = re.compile(rb"<link\s+rel=\"preload\"[^>]*as=\"font\"[^>]*>")


def head(scope: Message) -> bytes:
    """The start of the page's head: the backend's place, our corrections, our fonts."""
    names = hosts.names(st.get_option("server.address")).named
    told = escape(" ".join((header(scope, b"host"), *map(str, names))))
    place = f"<script data-depth='{_depth(scope)}' data-names='{told}'>{BASE}</script>"
    return f"<head>{place}<script type='module'>{REACH}{ROWS}</script>{FACES}".encode()


def _depth(scope: Message) -> int:
    """Number of path segments of the page; 0 at the root of the board."""
    folder = st.get_option("server.baseUrlPath").strip("/")
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
    own = path.lstrip("/").removeprefix(folder).removeprefix("/")
    return own.count("/") + bool(own)


def is_page(scope: Message) -> bool:
    """Whether a request is for a page rather than a file or an address."""
    if scope["type"] != "http" or "." in scope["path"].rpartition("/")[2]:
        return False
    return not paths.is_own(scope["path"], _root())


def _root() -> str:
    """The folder of the board in its addresses, as `/macro`; empty at the root."""
    return f"/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/")


def language_of(scope: Message) -> str:
    """The reader's language: of the address, else of the browser."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [None])[-1]
    return negotiated(asked, header(scope, b"accept-language"))


class Page:
    """ASGI middleware: the page itself, edited."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if not is_page(scope):
            return await self.app(scope, receive, send)
        held = list[Message]()

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_html(message):
                held.append(message)
            elif held:
                await _send_page(held, message, send, scope)
            else:
                await send(_led_from_here(message, scope))

        # Request the whole page uncompressed, for editing; we answer conditional requests ourselves.
        plain = [header for header in scope["headers"] if header[0] not in _WHOLE]
        await self.app({**scope, "method": "GET", "headers": plain}, receive, answer)


def _is_html(message: Message) -> bool:
    return dict(message["headers"]).get(b"content-type", b"").startswith(b"text/html")


def _led_from_here(message: Message, scope: Message) -> Message:
    """A redirect to a path of ours, made relative to the requested path, so that it works below any prefix."""
    here = header(scope, b"host")
    up = b"../" * (scope["path"].count("/") - 1)

    def seen(name: bytes, value: bytes) -> bytes:
        where = urlsplit(value.decode("latin-1"))
        if name != b"location" or where.netloc not in ("", here) or not where.path.startswith("/"):
            return value
        return up + urlunsplit(("", "", where.path.lstrip("/"), where.query, where.fragment)).encode("latin-1")

    if "headers" in message:
        message["headers"] = [(name, seen(name.lower(), value)) for name, value in message["headers"]]
    return message


async def _told(scope: Message) -> "Told | None":
    """What the page says of itself; None where that takes long, as while the first claims are judged."""
    work = asyncio.to_thread(_tell, Request(dict(scope)), _root(), language_of(scope))
    try:
        return await asyncio.wait_for(asyncio.shield(asyncio.ensure_future(work)), PATIENCE)
    except TimeoutError:
        pass
    except Exception as error:
        faults.note("what a page says of itself", error)
    return None


def _tell(request: Request, root: str, language: str) -> "Told | None":
    from dashboard.api import unfurl  # with pandas: 0.5 s that the server's first answer does not wait for
    from dashboard.api.asked import Refused

    try:
        return unfurl.told(request, root, language)
    except (Refused, StoreError):  # the page tells it
        return None


async def _send_page(held: list[Message], message: Message, send: Send, scope: Message) -> None:
    held.append(message)
    if message.get("more_body"):
        return
    body = b"".join(part["body"] for part in held[1:]).replace(b"<head>", head(scope), 1)
    body = _THEIRS.sub(b"", body)
    body = body.replace(b"</body>", SHEETS.encode() + b"</body>", 1)
    # Streamlit's relative file paths assume a page one step below the board.
    up = "../" * (_depth(scope) - 1)
    body = body.replace(b'="./', f'="./{up}'.encode())
    ahead = scripts.tags(body.decode(), f"./{up}static/js/")
    body = body.replace(b"</head>", ahead.encode() + b"</head>", 1)
    told = await _told(scope)
    title, more = (told.title, told.head) if told else ("Claimboard", "")
    body = body.replace(b"<title>Streamlit</title>", f"<title>{escape(title)}</title>{more}".encode())
    if told and told.noscript:
        words = told.noscript.encode()
        body = _NOSCRIPT.sub(lambda _: words, body, count=1)
    body = body.replace(b'href="./_stcore/agent/openapi.json"', b'href="./openapi.json"')
    body = body.replace(b'<html lang="en"', f'<html lang="{language_of(scope)}"'.encode(), 1)
    # Of the edited page, not the file: it depends on the language, our release and Streamlit's.
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    own = [(b"etag", tag.encode()), (b"vary", b"accept-language"), (b"cache-control", b"no-cache")]
    own.append((b"content-security-policy", policy(_INLINE.findall(body))))
    if tag in header(scope, b"if-none-match"):
        return await reply(send, 304, headers=own)
    await reply(send, held[0]["status"], body, [(b"content-type", b"text/html; charset=utf-8"), *own])
