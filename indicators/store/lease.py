"""The lock of refreshes where a connection may be another one at each statement: a row that expires.

Behind a pooler a lock of the session stays with a connection that somebody else is given, and one of a
transaction would keep a connection from all others for as long as a refresh takes. The row is renewed while
its process lives, so it outlives a restart of the database, and ends `LASTS` seconds after a process that was
killed. In PostgreSQL's words; time is the server's.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from threading import Event, Thread
from uuid import uuid4

from indicators.store.database import Connection, StoreError

#: Seconds after which a lock that is not renewed is free, and between two renewals.
LASTS, BEAT = 8, 2

_NOW = "extract(epoch FROM clock_timestamp())::bigint"
_UNTIL = f"({_NOW} + {LASTS}) || ' ' || ?"
_TAKE = (
    f"INSERT INTO meta VALUES ('lease', {_UNTIL}) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    f" WHERE split_part(meta.value, ' ', 1)::bigint < {_NOW} RETURNING key"
)
_MINE = "key = 'lease' AND split_part(value, ' ', 2) = ?"
_RENEW = f"UPDATE meta SET value = {_UNTIL} WHERE {_MINE} RETURNING key"
_FREE = f"DELETE FROM meta WHERE {_MINE} RETURNING key"

Reading = Callable[[], AbstractContextManager[Connection]]


@contextmanager
def held(reading: Reading) -> Iterator[bool]:
    """Hold the lock while the body runs; False at once where another has it. Raises StoreError."""
    token = uuid4().hex
    if not _done(reading, _TAKE, token):
        yield False
        return
    over = Event()
    keeper = Thread(target=_keep, args=(reading, token, over), name="lease", daemon=True)
    keeper.start()
    try:
        yield True
    finally:
        over.set()
        keeper.join()
        with suppress(StoreError):  # it ends by itself
            _done(reading, _FREE, token)


def _keep(reading: Reading, token: str, over: Event) -> None:
    while not over.wait(BEAT):
        with suppress(StoreError):  # a server that restarts is asked again
            if not _done(reading, _RENEW, token, token):
                logging.getLogger(__name__).warning("the lock of refreshes ran out and was taken by another process")
                return


def _done(reading: Reading, statement: str, *given: str) -> bool:
    with reading() as connection:
        return bool(connection.execute(statement, given).fetchall())
