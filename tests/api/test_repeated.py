"""An address that is asked for again: the answer that was kept, until a figure comes."""

import time

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.testclient import TestClient

from dashboard.api.deferred import Addresses
from dashboard.api.desk import FRESH, Desk
from dashboard.server.headers import Headers
from dashboard.server.kept import Kept
from dashboard.session import state
from indicators.store.store import Store
from tests.session.test_state import ID, publish
from tests.views.running import writable

__all__ = ["writable"]

PATH = f"/series/{ID}.json"


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the desk was asked for."""
    asked: list[object] = []
    content = Desk.content

    async def noted(self: Desk, key: object, *rest: object) -> tuple[bytes, bool]:
        asked.append(key)
        return await content(self, key, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Desk, "content", noted)
    return asked


def test_it_is_kept_packed_and_plain_until_a_figure_comes(writable: Store, looked: list[object]):
    addresses = Addresses("", False)
    around = [Middleware(Headers), Middleware(Kept, "", addresses), Middleware(GZipMiddleware)]
    with TestClient(Starlette(routes=addresses.routes(), middleware=around), "https://board.example.org") as client:
        packed, plain = client.get(PATH), client.get(PATH, headers={"Accept-Encoding": "identity"})
        assert packed.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
        assert len(looked) == 2
        for headers, first in (({}, packed), ({"Accept-Encoding": "identity"}, plain)):
            again = client.get(PATH, headers=headers)
            assert (again.content, dict(again.headers)) == (plain.content, dict(first.headers))
        assert len(looked) == 2
        publish(writable)
        state.served()
        state._newest.wait()
        time.sleep(FRESH)
        after = client.get(PATH)
        assert after.json()["rows"] == packed.json()["rows"] + 1
        assert after.headers["etag"] != packed.headers["etag"] and len(looked) == 3


def test_the_feed_is_looked_at_each_time_for_the_ledger_is_written_after_the_figures(
    writable: Store, looked: list[object]
):
    addresses = Addresses("", False)
    around = [Middleware(Kept, "", addresses)]
    with TestClient(Starlette(routes=addresses.routes(), middleware=around), "https://board.example.org") as client:
        assert client.get("/feed.atom").text == client.get("/feed.atom").text and len(looked) == 2
