"""Readers at once with a refresh among them, as `make soak` has them for longer."""

import shutil
from pathlib import Path

import pytest

from indicators.store.store import Store, open_store
from tests import browser
from tests.bench.soak import soak

pytestmark = pytest.mark.served


def test_readers_at_once_have_no_error_and_the_same_charts_while_figures_come(store: Store, tmp_path: Path):
    own = tmp_path / "own.sqlite"
    shutil.copy(store.name, own)
    with browser.serving(tmp_path, own) as server:
        found = soak(server, open_store(own), readers=6, seconds=20, every=10, pause=0.2)
        assert list(found.trouble()) == []
        assert found.refreshes == 1 and len(found.seconds) >= 6 and found.charts
        assert "Traceback" not in server.log.read_text()
