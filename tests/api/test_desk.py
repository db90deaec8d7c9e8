"""How answers are made: once for all who ask, rationed by reader, and kept within bounds."""

import asyncio

import pytest

from dashboard.api.asked import Refused
from dashboard.api.desk import Desk, Rations
from dashboard.api.shelf import Shelf


def test_a_shelf_throws_away_what_was_used_least_lately():
    shelf = Shelf[bytes](10, len)
    shelf.put("a", b"1234")
    shelf.put("b", b"1234")
    assert shelf.get("a") == b"1234"
    shelf.put("c", b"1234")
    assert (shelf.get("b"), shelf.get("a"), shelf.size) == (None, b"1234", 8)
    shelf.put("a", b"12")
    assert shelf.size == 6


def test_a_ration_fills_up_again_and_is_each_readers_own():
    now = [0.0]
    rations = Rations(60, lambda: now[0])
    for _ in range(60):
        rations.take("a")
    with pytest.raises(Refused) as refused:
        rations.take("a")
    assert (
        refused.value.status == 429
        and refused.value.headers["retry-after"] == "1"
        and refused.value.sentence.endswith(".")
    )
    rations.take("b")
    now[0] = 1.0
    rations.take("a")
    with pytest.raises(Refused):
        rations.take("a")


def test_without_a_limit_nothing_is_rationed():
    rations = Rations(0)
    for _ in range(10_000):
        rations.take("a")


def test_fifty_who_ask_at_once_have_it_made_once():
    made = []

    async def ask() -> list[tuple[bytes, bool]]:
        own = Desk()

        def make() -> tuple[bytes, bool]:
            made.append(1)
            return b"x", True

        return await asyncio.gather(*(own.content("key", make, "a") for _ in range(50)))

    assert asyncio.run(ask()) == [(b"x", True)] * 50 and made == [1]


def test_a_failure_is_told_to_all_and_tried_again():
    async def ask() -> tuple[list[object], tuple[bytes, bool]]:
        own = Desk()

        def fail() -> tuple[bytes, bool]:
            raise Refused(404, "No.")

        failed = await asyncio.gather(*(own.content("key", fail, "a") for _ in range(3)), return_exceptions=True)
        return failed, await own.content("key", lambda: (b"x", False), "a")

    failed, then = asyncio.run(ask())
    assert [type(one) for one in failed] == [Refused] * 3 and then == (b"x", False)


def test_what_is_not_final_is_not_kept():
    async def ask() -> bytes | None:
        own = Desk()
        await own.content("key", lambda: (b"x", False), "a")
        return own.shelf.get("key")

    assert asyncio.run(ask()) is None
