"""The notice for a rejected request: one sentence in the reader's language, and a link to the board."""

from collections.abc import Callable, Iterable

from dashboard.i18n.locale import negotiated, speaking, translate
from dashboard.server.asgi import Header, Message, Send, header, reply


async def send_notice(
    scope: Message,
    send: Send,
    status: int,
    sentence: Callable[[], str],
    home: str = "./",
    headers: Iterable[Header] = (),
) -> None:
    """Respond with a status and a sentence in the language of the reader's browser."""
    from dashboard.templates import render  # with pandas: 0.5 s that the first answer does not wait for

    with speaking(negotiated(None, header(scope, b"accept-language"))):
        page = render("notice.html", said=sentence(), home=home, board=translate("Board"))
    own = ((b"content-type", b"text/html; charset=utf-8"), (b"cache-control", b"no-store"))
    await reply(send, status, page.encode(), (*own, *headers))
