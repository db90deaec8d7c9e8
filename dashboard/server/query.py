"""Validation of the query string, before Streamlit sees it."""

import asyncio
from urllib.parse import parse_qs, urlencode

from dashboard.i18n.locale import speaking, translate
from dashboard.server import notice
from dashboard.server.asgi import App, Message, Receive, Send, reply
from dashboard.server.html_head import is_page, language_of

#: Maximum length in bytes: three times an address with every control of a page set.
LONGEST = 8192


class Query:
    """ASGI middleware: limits the length of an address, and redirects to its valid form.

    The redirect is in the reader's language, as Streamlit identifies an option by its label.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and len(scope["query_string"]) > LONGEST:
            return await notice.send_notice(scope, send, 414, _too_long)
        if is_page(scope) and scope["query_string"]:
            asked = scope["query_string"].decode("latin-1")
            # In a thread, outside the event loop: an unknown text is looked up in every language.
            if (query := await asyncio.to_thread(better, asked, language_of(scope))) is not None:
                where = (b"location", f"?{query}".encode())
                return await reply(send, 307, headers=(where, (b"vary", b"accept-language")))
        await self.app(scope, receive, send)


def _too_long() -> str:
    return translate("This address is too long: at most {most} characters may follow its question mark.", most=LONGEST)


def better(query: str, language: str) -> str | None:
    """A query as our controls write it in a language; None where it already is."""
    from dashboard.urls import view_state  # with pandas: 0.5 s that the first answer does not wait for

    texts = parse_qs(query, keep_blank_values=True)
    with speaking(language):
        clean = view_state.cleaned(texts)
    return None if clean == texts else urlencode(clean, doseq=True, safe=":")
