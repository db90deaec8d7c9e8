"""The addresses in this process, on the figures that ship."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.api import addresses, routes
from dashboard.api.desk import Desk
from dashboard.exports import claim_picture
from dashboard.exports.claim_picture import Wanted
from dashboard.exports.selection import Card
from tests.views.running import forget


class Easel:
    """Draws nothing: a picture is in words, and final."""

    def picture(self, card: Card, wanted: Wanted) -> tuple[bytes, bool]:
        return claim_picture.picture(None, card, wanted), True


@pytest.fixture(scope="module")
def client(store) -> Iterator[TestClient]:
    """Asks the addresses of a public board."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIMBOARD_STORE", store.name)
        patch.setattr(addresses, "EASEL", Easel())
        forget()
        with TestClient(Starlette(routes=routes.routes("", False, Desk())), "https://board.example.org") as asking:
            yield asking
    forget()


@pytest.fixture(autouse=True)
def own_store(store, monkeypatch: pytest.MonkeyPatch, own_store_path: None) -> None:
    monkeypatch.setenv("CLAIMBOARD_STORE", store.name)
