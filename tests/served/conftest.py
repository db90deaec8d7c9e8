"""A browser for which the names of the board are this machine."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import browser

NAMES = ("board.example.org", "a.example.org", "b.example.org", "c.example.org")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser that finds every name of the tests on loopback."""
    rules = ", ".join(f"MAP {name} 127.0.0.1" for name in NAMES)
    with browser.chromium(f"--host-resolver-rules={rules}") as running:
        yield running
