"""The query of an address, before Streamlit sees it."""

import asyncio
from urllib.parse import parse_qs, urlencode

from dashboard.i18n.locale import speaking, translate
from dashboard.server import notice
from dashboard.server.asgi import App, Message, Receive, Send, reply
from dashboard.server.html_head import is_page, language_of
from dashboard.urls import view_state

#: Bytes: an address with every control of a page set is a third of it.
LONGEST = 8192


class Query:
    """ASGI middleware: an address is bounded, and its page asked for again with what our own reader accepts.

    It is put into the reader's language, for Streamlit knows an option by how it reads on screen.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and len(scope["query_string"]) > LONGEST:
            return await notice.send_notice(scope, send, 414, _too_long)
        if is_page(scope) and scope["query_string"]:
            asked = scope["query_string"].decode("latin-1")
            # Not among what all readers wait for: an unknown text is looked up in every language there is.
            if (query := await asyncio.to_thread(better, asked, language_of(scope))) is not None:
                where = (b"location", f"?{query}".encode())
                return await reply(send, 307, headers=(where, (b"vary", b"accept-language")))
        await self.app(scope, receive, send)


def _too_long() -> str:
    return translate("This address is too long: at most {most} characters may follow its question mark.", most=LONGEST)


def better(query: str, language: str) -> str | None:
    """A query as the controls of our pages write it in a language; None where it is so already."""
    texts = parse_qs(query, keep_blank_values=True)
    with speaking(language):
        clean = view_state.cleaned(texts)
    return None if clean == texts else urlencode(clean, doseq=True, safe=":")
