"""Security headers of every response: Streamlit sends none."""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from dashboard.server.asgi import App, Header, Message, Receive, Send

#: Browser features that no page needs, denied to any script.
_UNUSED = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
           "payment", "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking")  # fmt: skip


def policy(scripts: Iterable[bytes] = ()) -> bytes:
    """A content security policy: no other origins, and of inline scripts only these.

    - `blob:` for scripts: Streamlit imports a component's script, sent as text, from there.
    - `'unsafe-inline'` for styles: Streamlit and Plotly insert theirs at run time.
    - `data:` and `blob:` for pictures and fonts: cards, sparklines and saved charts are drawn in the page.
    - `'self'` for connections includes the websocket.
    """
    allowed = " ".join(
        ["'self'", "blob:", *(f"'sha256-{b64encode(sha256(one).digest()).decode()}'" for one in scripts)]
    )
    directives = (
        "default-src 'self'",
        f"script-src {allowed}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
    return "; ".join(directives).encode()


HEADERS = {
    b"content-security-policy": policy(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"permissions-policy": ", ".join(f"{name}=()" for name in _UNUSED).encode(),
    # Isolation from windows that opened this one or were opened by it; no other site may embed its files.
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}


#: What no page says otherwise; the rest a page or an address may say for itself.
_ALWAYS = HEADERS.keys() - {b"content-security-policy", b"cross-origin-resource-policy"}


#: Says of the start of an answer that it has them: of one that is sent again.
WHOLE = "claimboard.whole"


def added(theirs: Iterable[Header]) -> list[Header]:
    """The headers of an answer with ours."""
    kept = [one for one in theirs if one[0] not in _ALWAYS]  # ASGI has names in lower case
    named = {name for name, _ in kept}
    return [*kept, *(one for one in HEADERS.items() if one[0] not in named)]


class Headers:
    """ASGI middleware: adds the headers to every response; a page's own policy is kept."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and WHOLE not in message:
                message["headers"] = added(message["headers"])
            await send(message)

        await self.app(scope, receive, answer if scope["type"] == "http" else send)
