"""The query of an address, before Streamlit sees it."""

from dashboard import view
from dashboard.asgi import App, Message, Receive, Send, reply
from dashboard.page import is_page, language_of
from dashboard.tongue import speaking


class Query:
    """ASGI middleware: a page whose options are written in another language is asked for again in the reader's.

    Streamlit knows an option by how it reads on screen.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if is_page(scope) and (query := _in_language(scope)):
            headers = ((b"location", f"?{query}".encode()), (b"vary", b"accept-language"))
            return await reply(send, 307, headers=headers)
        await self.app(scope, receive, send)


def _in_language(scope: Message) -> str | None:
    """The address' query in the reader's language, where its options are written in another."""
    query = scope["query_string"].decode("latin-1")
    page = view.page_at(scope["path"].strip("/").rpartition("/")[2])
    with speaking(language_of(scope)):
        return view.in_language(page, query) if query else None
