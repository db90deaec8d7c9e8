"""The server: Streamlit's app with our defaults, behind our middlewares. `claimboard run` starts it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from dashboard import hosts, refresher, state
from dashboard.door import Door
from dashboard.headers import Headers
from dashboard.page import Page
from dashboard.query import Query

_ROOT = f"/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/")

#: From the outside in: each sees what those before it let through.
MIDDLEWARE = [
    Middleware(Headers),
    Middleware(Door, hosts.names(st.get_option("server.address")), always={f"{_ROOT}/_stcore/health"}),
    Middleware(Query),
    Middleware(Page),
]


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    # pandas, the store and the findings are paid for at the start, not by the first reader.
    await asyncio.to_thread(state.warm)
    with refresher.beside():
        yield


# Until `st.navigation` has run once, Streamlit takes a folder named `pages` for its older kind of
# multipage app, and a first reader who follows a deep link would get that page without its frame.
PagesManager.uses_pages_directory = False

app = st.App("app.py", lifespan=lifespan, middleware=MIDDLEWARE)
