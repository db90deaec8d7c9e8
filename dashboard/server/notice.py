"""What a reader sees who is turned away before any page: one sentence, in their language, and the way to the board."""

from collections.abc import Callable, Iterable
from html import escape

from dashboard.i18n.locale import language, negotiated, speaking, translate
from dashboard.server.asgi import Header, Message, Send, header, reply

_HTML = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>Claimboard</title>
<meta name="viewport" content="width=device-width"></head>
<body><p>{said}</p><p><a href="{home}">{board}</a></p></body></html>
"""


async def send_notice(
    scope: Message,
    send: Send,
    status: int,
    sentence: Callable[[], str],
    home: str = "./",
    headers: Iterable[Header] = (),
) -> None:
    """Answer a request with a status and a sentence, which is said in the language of the reader's browser."""
    with speaking(negotiated(None, header(scope, b"accept-language"))):
        said, board = escape(sentence()), escape(translate("Board"))
        page = _HTML.format(language=language(), said=said, home=escape(home), board=board)
    own = ((b"content-type", b"text/html; charset=utf-8"), (b"cache-control", b"no-store"))
    await reply(send, status, page.encode(), (*own, *headers))
