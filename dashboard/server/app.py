"""The server: Streamlit's app with our defaults, behind our middlewares. `claimboard run` starts it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from dashboard.api import paths
from dashboard.api.deferred import Addresses
from dashboard.server import health, journal, refresh_process
from dashboard.server.door import Door
from dashboard.server.edits import Edits
from dashboard.server.files import Files
from dashboard.server.headers import Headers
from dashboard.server.html_head import Page
from dashboard.server.journal import Journal
from dashboard.server.kept import Kept
from dashboard.server.query import Query
from dashboard.server.routes import Routes
from dashboard.server.websocket import Stream
from dashboard.session import memory
from dashboard.urls import hosts

_ROOT = f"/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/")
_NAMES = hosts.names(st.get_option("server.address"))
_ADDRESSES = Addresses(_ROOT, _NAMES.is_private)

#: From the outside in: each sees what those before it let through.
MIDDLEWARE = [
    Middleware(Journal, health.Counts()),
    Middleware(Headers),
    Middleware(
        Door,
        _NAMES,
        always={f"{_ROOT}/{path}" for path in ("_stcore/health", *health.PROBES)},
        is_read=partial(paths.is_own, root=_ROOT),
    ),
    Middleware(Kept, _ROOT, _ADDRESSES),
    Middleware(Routes, _ROOT, health.PROBES),
    Middleware(Query),
    Middleware(Stream),
    Middleware(Page),
    Middleware(Files),
    Middleware(Edits),
]

#: Seconds after which warming begins: by then the server listens.
SOON = 0.2


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    # The findings are paid for at the start, behind the first answers: who asks before they are there waits for the
    # rest only, while the browser loads the page. `/readyz` says when they are.
    asyncio.get_running_loop().call_later(SOON, Thread(target=_warm, name="warming", daemon=True).start)
    memory.spare()
    drawing = asyncio.create_task(_ADDRESSES.keep_filled())
    with refresh_process.beside():
        yield
    drawing.cancel()
    _ADDRESSES.close()


def _warm() -> None:
    from dashboard.session import state  # with pandas: 0.5 s that the first answer does not wait for

    state.warm()


journal.open_lines(_NAMES.is_private)

app = st.App(
    str(Path(__file__).resolve().parents[1] / "app.py"),
    lifespan=lifespan,
    routes=[*health.routes(_ROOT), *_ADDRESSES.routes()],
    middleware=MIDDLEWARE,
    on_script_error=journal.script_failed,
)
