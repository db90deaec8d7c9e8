"""What a researcher does can be done, in no more actions than it took when this was written."""

from typing import Any

import pytest

from tests.bench.jobs import JOBS, Reader
from tests.bench.pages import DESK
from tests.browser import Server
from tests.conftest import IN_BROWSER

pytestmark = IN_BROWSER

ACTIONS = {
    "read what moved": 1,
    "from the Board to a claim's chart": 2,
    "a chart as PNG": 3,
    "a chart as CSV": 3,
    "a claim into a note": 4,
    "a link to this view": 2,
    "core PCE in the Explorer": 3,
    "10y-2y in the Explorer": 3,
    "verdicts month by month": 1,
}


@pytest.mark.parametrize("name", JOBS)
def test_a_job_is_done(server: Server, chromium: Any, name: str):
    with chromium.new_context(viewport=DESK, permissions=["clipboard-read", "clipboard-write"]) as window:
        reader = Reader(window.new_page(), server.url)
        JOBS[name](reader)
    assert reader.actions <= ACTIONS[name]
