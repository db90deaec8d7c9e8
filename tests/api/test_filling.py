"""Pictures drawn ahead: what a preview asks for is there before it asks."""

import asyncio
from dataclasses import replace

import pytest

from dashboard.api import addresses, claims, filling
from dashboard.api.desk import Desk
from dashboard.exports.claim_picture import Wanted
from dashboard.i18n.locale import NAMES
from indicators.catalogue import catalogue
from tests.views.running import forget

BASE = "https://board.example.org"


@pytest.fixture
def two_claims(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    known = catalogue.claims()
    few = {id: known[id] for id in ("capex-dependence", "vol-target")}
    monkeypatch.setattr(catalogue, "claims", lambda: few)
    forget()
    yield list(few)
    forget()


class Easel:
    def __init__(self, is_final: bool) -> None:
        self.is_final, self.drawn = is_final, list[tuple[str, Wanted]]()

    def picture(self, card, wanted: Wanted) -> tuple[bytes, bool]:
        self.drawn.append((card.claim.id, wanted))
        return b"picture", self.is_final


def test_each_claim_is_drawn_once_in_each_language_as_previews_ask_for_it(two_claims, monkeypatch):
    easel, desk = Easel(True), Desk()
    monkeypatch.setattr(addresses, "EASEL", easel)
    desk.rations.most = 1  # is for readers

    async def twice() -> tuple[int, int]:
        return await filling.fill(desk, BASE), await filling.fill(desk, BASE)

    assert asyncio.run(twice()) == (2 * len(NAMES),) * 2
    assert easel.drawn == [(id, Wanted("png")) for _ in NAMES for id in two_claims]


def test_the_list_of_claims_is_there_in_each_language(two_claims, monkeypatch):
    desk, made = Desk(), []
    monkeypatch.setattr(addresses, "EASEL", Easel(True))
    monkeypatch.setattr(claims, "every", lambda asked: made.append(asked.language) or "[]")
    listed = replace(filling._LIST, prepare=addresses._text(lambda asked: claims.every(asked)))
    monkeypatch.setattr(filling, "_LIST", listed)

    async def twice() -> None:
        await filling.fill(desk, BASE)
        await filling.fill(desk, BASE)

    asyncio.run(twice())
    assert made == list(NAMES)


def test_without_a_browser_it_ends_at_the_first(two_claims, monkeypatch):
    monkeypatch.setattr(addresses, "EASEL", easel := Easel(False))
    assert asyncio.run(filling.fill(Desk(), BASE)) == 0 and len(easel.drawn) == 1


def test_without_an_address_of_its_own_a_board_draws_nothing_ahead(monkeypatch):
    monkeypatch.delenv("CLAIMBOARD_PUBLIC_URL", raising=False)
    asyncio.run(filling.keep_filled(Desk()))
