"""Measure everything, print the table and what fell behind the results that are kept; ends with 1 when a bar was missed.

With `--keep` the results are kept, in `results.json`.
"""

import sys
import tempfile
from pathlib import Path

from dashboard.exports.headless_browser import StudioError
from tests import browser
from tests.bench import addresses, commands, export, memory, pages, publishing, refresh, rounds, store
from tests.bench.figures import fallen, keep, kept, ratios, report


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
            measures += addresses.measure(folder / "addresses", filled)
            measures += publishing.measure(folder / "publishing", filled)
        if Path("/proc").is_dir():
            measures += memory.measure(folder / "memory", filled)
        measures += rounds.measure(folder / "rounds", filled)
    table, met = report(measures)
    print(table)
    now = ratios(measures)
    for line in fallen(kept(), now):
        print(f"Fell by more than a fifth: {line}.")
    if "--keep" in sys.argv:
        keep(now)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
