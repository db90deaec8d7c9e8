"""A board on a machine whose clock has run out, or runs ahead: it opens, and dates nothing by it."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from indicators.store.store import Store
from tests.browser import claimboard, free_port, started
from tests.conftest import IN_BROWSER
from tests.programs import needs
from tests.served.reader import opens

pytestmark = [*IN_BROWSER, needs("faketime"), pytest.mark.timeout(900)]


@pytest.mark.parametrize("off", ["-10y", "+6y"])
def test_a_board_by_a_wrong_clock_opens(chromium: Any, store: Store, tmp_path: Path, off: str):
    port, own = free_port(), shutil.copy(store.name, tmp_path / "own.sqlite")
    command = ["faketime", "-f", off, *claimboard(port)]
    told = {"CLAIMBOARD_STORE": own, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    with started(command, port, tmp_path / "log", told):
        opens(chromium, f"http://127.0.0.1:{port}")
        assert "Traceback" not in (tmp_path / "log").read_text()
