"""Where answers are made: each once for all who ask, a few at a time, beside the event loop, and kept for the next.

What is kept is answered at once and to anybody. Only what has to be computed is rationed, by the reader's address.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextvars import copy_context
from datetime import date

from dashboard.api.asked import Refused
from dashboard.api.shelf import Shelf
from dashboard.i18n.locale import translate
from dashboard.session import state
from dashboard.session.state import Served
from dashboard.urls import access

#: Answers that are computed at once, and that may wait for it.
AT_ONCE, WAITING = 2, 200
#: Bytes of answers that are kept.
MOST = 48_000_000
#: Readers whose rations are remembered.
READERS = 10_000
#: Seconds for which the store is not asked again whether it has new figures.
FRESH = 1.0


class Rations:
    """How many answers a reader may still have computed: a bucket that fills up in a minute."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.clock = a_minute, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, reader: str) -> None:
        """Raises Refused where nothing is left."""
        if not self.most:
            return
        now = self.clock()
        left, then = self._left.pop(reader, (float(self.most), now))
        left = min(float(self.most), left + (now - then) * self.most / 60)
        self._left[reader] = (left - (left >= 1), now)
        if len(self._left) > READERS:
            self._left.popitem(last=False)
        if left < 1:
            seconds = max(1, round((1 - left) * 60 / self.most))
            why = translate("Too many answers had to be computed for you: ask again in {count} seconds.", count=seconds)
            raise Refused(429, why, {"retry-after": str(seconds)})


class Desk:
    """The answers of a server."""

    def __init__(self) -> None:
        self.shelf: Shelf[bytes] = Shelf(MOST, len)
        self.rations = Rations(access.answers_a_minute())
        self._making: dict[Hashable, asyncio.Task[tuple[bytes, bool]]] = {}
        self._room = asyncio.Semaphore(AT_ONCE)
        self._now: asyncio.Task[Served] | None = None
        self._until = 0.0

    async def now(self) -> Served:
        """The figures that are served, asked for once for all who want them at once. Raises StoreError."""
        if self._now is None or (self._now.done() and time.monotonic() > self._until):
            self._now, self._until = asyncio.create_task(asyncio.to_thread(state.served)), time.monotonic() + FRESH
        return self._now.result() if self._now.done() else await asyncio.shield(self._now)

    async def mark(self) -> Hashable:
        """What answers are made from now. Raises StoreError."""
        return mark(await self.now())

    async def content(
        self, key: Hashable, make: Callable[[], tuple[bytes, bool]], reader: str | None
    ) -> tuple[bytes, bool]:
        """The content of an answer, and whether it is final: another is not kept. Raises Refused, and what `make` raises."""
        kept = self.shelf.get(key)
        if kept is not None:
            return kept, True
        if key not in self._making:
            if reader is not None:  # the server itself draws ahead
                self.rations.take(reader)
            if len(self._making) >= WAITING:
                why = translate("Claimboard has as many answers to compute as it can; try again in a minute.")
                raise Refused(503, why, {"retry-after": "60"})
            self._making[key] = asyncio.create_task(self._made(key, make))
        return await asyncio.shield(self._making[key])  # who stops waiting does not stop it for the others

    async def _made(self, key: Hashable, make: Callable[[], tuple[bytes, bool]]) -> tuple[bytes, bool]:
        try:
            async with self._room:
                content, is_final = await asyncio.to_thread(copy_context().run, make)
            if is_final:
                self.shelf.put(key, content)
            return content, is_final
        finally:
            del self._making[key]


def mark(now: Served) -> tuple[int, date]:
    """What an answer is made from, but for what is asked: equal as long as it would be the same."""
    return now.edition.revision(), now.today
