"""The addresses as routes that bring what answers them, pandas among it, with the first request and not before."""

import asyncio
import os
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from starlette.routing import Route, Router

from dashboard.api.paths import FILES, FOLDERS

if TYPE_CHECKING:
    from dashboard.api.desk import Desk

#: Under this key of a request's scope is what takes, as its `mark`, what a lasting answer was made from.
MARK = "claimboard.mark"

# Imported in functions: all that makes an answer, with pandas 0.5 s that the server's first answer does not wait for.


class Addresses:
    """Answers every address of a board: an ASGI app for several routes."""

    def __init__(self, root: str, is_private: bool) -> None:
        self.root, self.is_private = root, is_private
        self._lock = asyncio.Lock()
        self._found: tuple[Router, Desk] | None = None

    def routes(self) -> list[Route]:
        """What leads here, below the root of the board."""
        folders = [f"{folder}{{rest:path}}" for folder in FOLDERS]
        return [Route(f"{self.root}/{path}", self) for path in (*FILES, *folders)]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        router, _ = await self._ready()
        await router({**scope, "path_params": {}}, receive, send)

    async def mark(self) -> Hashable:
        """What answers are made from now, as `dashboard.api.desk.mark` has it; None where that is not known."""
        if self._found is None:
            return None
        try:
            return await self._found[1].mark()
        except Exception:  # whoever answers says it
            return None

    async def keep_filled(self) -> None:
        """Draw the pictures that previews of links ask for, where links have a name; see `dashboard.api.filling`."""
        if os.environ.get("CLAIMBOARD_PUBLIC_URL"):
            _, desk = await self._ready()
            from dashboard.api import filling

            await filling.keep_filled(desk)

    def close(self) -> None:
        """End the browser that draws, where one was started."""
        if self._found:
            from dashboard.api.addresses import EASEL

            EASEL.close()

    async def _ready(self) -> "tuple[Router, Desk]":
        async with self._lock:
            if self._found is None:
                self._found = await asyncio.to_thread(self._made)
        return self._found

    def _made(self) -> "tuple[Router, Desk]":
        from dashboard.api import routes
        from dashboard.api.desk import Desk

        desk = Desk()
        return Router(routes.routes(self.root, self.is_private, desk)), desk
