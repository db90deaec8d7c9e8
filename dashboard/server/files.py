"""Files as browsers fetch and keep them. Streamlit sends its 7 MB of scripts plain, and lets nobody keep our files."""

import asyncio
import gzip

from dashboard.server.asgi import App, Header, Message, Receive, Send, header, reply

_ENDINGS = (".js", ".css")
_OURS = "/app/static/"
#: How long a browser may keep a file of ours: for ever where its address names its content, else a day.
_FOR_EVER, _A_DAY = b"public, immutable, max-age=31536000", b"public, max-age=86400"
#: Headers of the plain file that the compressed one does not have.
_PLAIN = (b"content-length", b"etag", b"accept-ranges", b"vary", b"content-encoding")


class Files:
    """ASGI middleware: our files may be kept, and a script or style goes out compressed once it is packed.

    All there are take 8 MB of memory. Packing is behind the first answer, which goes out plain: who sits at the same
    machine would wait longer for it than for the file.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self._kept: dict[str, asyncio.Task[tuple[bytes, list[Header]]]] = {}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_file(scope):
            return await self.app(scope, receive, send)
        packs = _is_packable(scope)
        packed = self._kept.get(scope["path"]) if packs else None
        if packed and packed.done():
            body, headers = packed.result()
            return await reply(send, 200, body, [*headers, *_keep(scope)])
        parts = list[Message]()

        async def answer(message: Message) -> None:
            if packs:
                parts.append({**message})
            if message["type"] == "http.response.start" and message["status"] == 200:
                message["headers"] = [*message["headers"], *_keep(scope)]
            await send(message)

        # Streamlit would compress ours anew each time.
        plain = [one for one in scope["headers"] if one[0] != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, answer)
        if packs and not packed and parts[0]["status"] == 200:
            self._kept[scope["path"]] = asyncio.create_task(asyncio.to_thread(_packed, parts))


def _packed(parts: list[Message]) -> tuple[bytes, list[Header]]:
    """The body and headers of a plain answer, compressed."""
    body = b"".join(part["body"] for part in parts[1:])
    theirs = {name.lower(): value for name, value in parts[0]["headers"]}
    headers = [(name, value) for name, value in theirs.items() if name not in _PLAIN]
    headers += [(b"content-encoding", b"gzip"), (b"vary", b"accept-encoding")]
    if tag := theirs.get(b"etag"):
        headers.append((b"etag", b"W/" + tag.removeprefix(b"W/")))  # the same content in other bytes
    return gzip.compress(body, 6), headers


def _is_file(scope: Message) -> bool:
    return "/static/" in scope["path"]


def _is_packable(scope: Message) -> bool:
    """Whether a request is for the whole of a script or style, of who takes gzip and has none of it yet."""
    if scope["method"] != "GET" or not scope["path"].endswith(_ENDINGS):
        return False
    in_part = any(header(scope, name) for name in (b"if-none-match", b"if-modified-since", b"range"))
    return not in_part and "gzip" in header(scope, b"accept-encoding")


def _keep(scope: Message) -> list[Header]:
    """How long the file may be kept; of Streamlit's own it says so itself."""
    if _OURS not in scope["path"]:
        return []
    return [(b"cache-control", _FOR_EVER if scope["query_string"].startswith(b"v=") else _A_DAY)]
