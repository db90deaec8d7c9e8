"""Headers that every answer carries: Streamlit sends none for security by itself."""

from dashboard.asgi import App, Message, Receive, Send

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
_NAMES = frozenset(name for name, _ in HEADERS)


class Headers:
    """ASGI middleware: adds the headers to every answer."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                theirs = [header for header in message["headers"] if header[0].lower() not in _NAMES]
                message["headers"] = [*theirs, *HEADERS]
            await send(message)

        await self.app(scope, receive, answer if scope["type"] == "http" else send)
