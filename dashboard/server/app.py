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

from dashboard.api import addresses, filling
from dashboard.api import routes as api
from dashboard.api.desk import Desk
from dashboard.server import health, journal, refresh_process
from dashboard.server.door import Door
from dashboard.server.headers import Headers
from dashboard.server.html_head import Page
from dashboard.server.journal import Journal
from dashboard.server.query import Query
from dashboard.server.routes import Routes
from dashboard.server.websocket import Stream
from dashboard.session import state
from dashboard.urls import hosts

_ROOT = f"/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/")
_DESK = Desk()
_NAMES = hosts.names(st.get_option("server.address"))

#: From the outside in: each sees what those before it let through.
MIDDLEWARE = [
    Middleware(Journal, health.Counts()),
    Middleware(Headers),
    Middleware(
        Door,
        _NAMES,
        always={f"{_ROOT}/{path}" for path in ("_stcore/health", *health.PROBES)},
        is_read=partial(api.is_own, root=_ROOT),
    ),
    Middleware(Routes, _ROOT, health.PROBES),
    Middleware(Query),
    Middleware(Stream),
    Middleware(Page),
]


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    # The findings are paid for at the start, behind the first answers: who asks before they are there waits for the
    # rest only, while the browser loads the page. `/readyz` says when they are.
    Thread(target=state.warm, name="warming", daemon=True).start()
    drawing = asyncio.create_task(filling.keep_filled(_DESK))
    with refresh_process.beside():
        yield
    drawing.cancel()
    addresses.EASEL.close()


journal.open_lines(_NAMES.is_private)

app = st.App(
    str(Path(__file__).resolve().parents[1] / "app.py"),
    lifespan=lifespan,
    routes=[*health.routes(_ROOT), *api.routes(_ROOT, _NAMES.is_private, _DESK)],
    middleware=MIDDLEWARE,
    on_script_error=journal.script_failed,
)
