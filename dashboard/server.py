"""The server: Streamlit's app with our defaults, behind our middlewares. `claimboard run` starts it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from dashboard import health, hosts, journal, refresher, state
from dashboard.door import Door
from dashboard.headers import Headers
from dashboard.journal import Journal
from dashboard.page import Page
from dashboard.query import Query
from dashboard.routes import Routes
from dashboard.stream import Stream

_ROOT = f"/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/")
_NAMES = hosts.names(st.get_option("server.address"))

#: From the outside in: each sees what those before it let through.
MIDDLEWARE = [
    Middleware(Journal, health.Counts()),
    Middleware(Headers),
    Middleware(Door, _NAMES, always={f"{_ROOT}/{path}" for path in ("_stcore/health", *health.PROBES)}),
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
    with refresher.beside():
        yield


# Until `st.navigation` has run once, Streamlit takes a folder named `pages` for its older kind of
# multipage app, and a first reader who follows a deep link would get that page without its frame.
PagesManager.uses_pages_directory = False

journal.open_lines(_NAMES.is_private)

app = st.App(
    "app.py",
    lifespan=lifespan,
    routes=health.routes(_ROOT),
    middleware=MIDDLEWARE,
    on_script_error=journal.script_failed,
)
