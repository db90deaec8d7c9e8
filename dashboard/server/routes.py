"""The allowed paths: the pages and their files, and nothing else of Streamlit's.

Streamlit's upload accepts any number of files of 200 MB from anybody, its metrics reveal all readers, and it serves
a page at every unknown path.
"""

from collections.abc import Collection

from dashboard.api import routes as api
from dashboard.i18n.locale import translate
from dashboard.server import notice
from dashboard.server.asgi import App, Message, Receive, Send, reply
from dashboard.urls import view_state
from dashboard.urls.view_state import BOARD, CORRECTIONS, DATA, EXPLORER, LEDGER, METHOD, RELEASES
from indicators.catalogue import catalogue

#: The files of pages, Streamlit's and ours, and the paths its script requests.
FOLDERS = ("static/", "app/static/", "media/", "_stcore/bidi-components/")
FILES = ("favicon.png", "manifest.json", "_stcore/health", "_stcore/host-config")
#: The only websocket.
STREAM = "_stcore/stream"


def pages() -> frozenset[str]:
    """Paths of the pages, below the root."""
    ids = (BOARD, *catalogue.theses(), EXPLORER, RELEASES, LEDGER, CORRECTIONS, DATA, METHOD)
    return frozenset(view_state.path_of(id) for id in ids)


class Routes:
    """ASGI middleware: rejects all other paths with a sentence. `own`: further paths of ours."""

    def __init__(self, app: App, root: str, own: Collection[str] = ()) -> None:
        self.app, self.root = app, root
        self.files, self.pages = {*FILES, *own}, pages()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self._is_known(scope):
            return await self.app(scope, receive, send)
        if place := self._page_of_thesis(scope):
            return await reply(send, 307, headers=[(b"location", place)])
        if scope["type"] == "websocket":
            return await send({"type": "websocket.close", "code": 1008})
        if scope["method"] not in ("GET", "HEAD"):
            return await reply(send, 405, headers=[(b"allow", b"GET, HEAD")])
        # Relative: a proxy may have removed a path prefix.
        home = "../" * (scope["path"].removeprefix(self.root).count("/") - 1) or "./"
        await notice.send_notice(scope, send, 404, _no_page, home)

    def _page_of_thesis(self, scope: Message) -> bytes:
        """Where the page is that was asked for by the name its thesis has in JSON, as `ai_capex`; else empty."""
        own = scope["path"].removeprefix(self.root).removeprefix("/")
        if (
            scope["type"] != "http"
            or scope["method"] not in ("GET", "HEAD")
            or own.rstrip("/") not in catalogue.theses()
        ):
            return b""
        place = ("../" if own.endswith("/") else "./") + view_state.path_of(own.rstrip("/"))
        query = scope["query_string"]
        return place.encode() + (b"?" + query if query else b"")

    def _is_known(self, scope: Message) -> bool:
        path = scope["path"]
        if not path.startswith(f"{self.root}/"):
            return path == self.root != "" and scope["type"] == "http"
        own = path.removeprefix(self.root).removeprefix("/")
        if scope["type"] == "websocket":
            return own == STREAM
        if api.is_own(own):
            return True
        if scope["method"] not in ("GET", "HEAD"):
            return False
        return own in self.files or own.rstrip("/") in self.pages or own.startswith(FOLDERS)


def _no_page() -> str:
    return translate("There is no page at this address.")
