"""Measure everything, print the table, and end with 1 when a bar was missed."""

import sys
import tempfile
from pathlib import Path

from dashboard.exports.headless_browser import StudioError
from tests import browser
from tests.bench import commands, export, memory, pages, refresh, rounds, store
from tests.bench.figures import report


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measures = store.measure(folder)
        filled = folder / "store.sqlite"
        measures += commands.measure(filled)
        measures += refresh.measure(folder)
        try:
            measures += export.measure(filled)
        except StudioError as error:
            print(f"Export is not measured: {error}.", file=sys.stderr)
        if why := browser.why_none():
            print(f"The pages are not measured: {why}.", file=sys.stderr)
        else:
            measures += pages.measure(folder, filled)
        if Path("/proc").is_dir():
            measures += memory.measure(folder / "memory", filled)
        measures += rounds.measure(folder / "rounds", filled)
    table, met = report(measures)
    print(table)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
