"""A day is a UTC day, wherever the machine stands: for what is fetched, asked on the command line and on the page."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, small_store
from tests.programs import needs

#: What is fetched now, and what the command line and the page take for the last day that can be asked for.
CODE = """
import json, sys, time
from datetime import timedelta
from dashboard.cli import output
from dashboard.urls import query_params
from indicators.runtime import clock
from indicators.store.store import connect, end_of

store, now, day = connect(sys.argv[1]), int(time.time()), clock.today()
store.publish("X", now, [(date, 2.0) for date, _ in store.states({"X": now})["X"]], "fred:X", True)

def taken(read, day):
    try:
        return bool(read(day))
    except ValueError:
        return False

bounds = [[taken(read, str(day + timedelta(days=n))) for n in (0, 1)]
          for read in (output.day_of, lambda text: query_params.day("asof").read([text]))]
print(json.dumps({"day": str(day), "known": store.vintages(["X"])["X"][-1].day.isoformat(),
                  "seen": store.states({"X": end_of(day)})["X"][0][1], "bounds": bounds}))
"""


@needs("faketime")
@pytest.mark.parametrize(
    "zone, local, day",
    [
        ("America/New_York", "2026-11-28 18:59:00", "2026-11-28"),
        ("America/New_York", "2026-11-28 19:00:05", "2026-11-29"),
        ("America/New_York", "2026-11-28 23:59:00", "2026-11-29"),
        ("Asia/Tokyo", "2026-11-29 00:00:05", "2026-11-28"),
        ("Asia/Tokyo", "2026-11-29 08:59:00", "2026-11-28"),
        ("UTC", "2026-11-28 23:59:00", "2026-11-28"),
        ("UTC", "2026-11-29 00:00:05", "2026-11-29"),
    ],
)
def test_what_is_fetched_now_is_known_today_and_today_is_the_last_day_to_ask_for(
    tmp_path: Path, zone: str, local: str, day: str
):
    store = small_store(tmp_path, X=(("2026-01-01", {"2025-01-01": 1.0}),))
    answer = subprocess.run(
        ["faketime", local, sys.executable, "-c", CODE, store.name],
        env=os.environ | {"TZ": zone, "PYTHONPATH": str(ROOT), "FAKETIME_DONT_RESET": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(answer.stdout)
    assert told == {"day": day, "known": day, "seen": 2.0, "bounds": [[True, False]] * 2}
