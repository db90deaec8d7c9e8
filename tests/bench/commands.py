"""How long a user waits for the command line, against an import of pandas."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.figures import Measure
from tests.browser import ROOT

MAIN = "from dashboard.cli.main import main; main()"
COMMANDS = {
    "import pandas": ["import pandas"],
    "series GDP --json": [MAIN, "series", "GDP", "--json"],
    "claims --as-of": [MAIN, "claims", "--as-of", "2025-12-01"],
}
ROUNDS = 7


def measure(store: Path) -> list[Measure]:
    """Interleaved, so that a neighbour's load falls on all alike."""
    readings: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for arguments in COMMANDS.values():
        _timed(arguments, store)  # warms the file cache
    for _ in range(ROUNDS):
        for name, arguments in COMMANDS.items():
            readings[name].append(_timed(arguments, store))
    return [Measure(name, values) for name, values in readings.items()]


def _timed(arguments: list[str], store: Path) -> float:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "CLAIMBOARD_STORE": str(store)}
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", *arguments], env=environment, stdout=subprocess.DEVNULL, check=True)
    return 1000 * (time.perf_counter() - started)
