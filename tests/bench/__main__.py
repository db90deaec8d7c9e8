"""Measure, print the table and what fell behind the results that are kept; ends with 1 when a bar was missed.

`python -m tests.bench readers growth` measures only these parts, with what holds their floors. With `--keep` the
results are kept, in `results.json`.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from dashboard.exports.headless_browser import StudioError
from indicators.store.store import open_store
from tests import browser
from tests.bench import (
    addresses,
    commands,
    export,
    growth,
    jobs,
    memory,
    pages,
    publishing,
    readers,
    refresh,
    rounds,
    store,
)
from tests.bench.figures import Measure, fallen, keep, kept, ratios, report


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    asked.add_argument("--keep", action="store_true")
    chosen = asked.parse_args()
    if unknown := {*chosen.parts} - {*PARTS}:
        asked.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    measures = measure(chosen.parts or PARTS)
    table, met = report(measures)
    print(table)
    now = ratios(measures)
    for line in fallen(kept(), now):
        print(f"Fell by more than a fifth: {line}.")
    if chosen.keep:
        keep(now)
    return 0 if met else 1


def measure(names: Iterable[str]) -> list[Measure]:
    """What these parts find, and those that hold their floors."""
    wanted = {*names} | {FLOORS[name] for name in names if name in FLOORS}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled = open_store(folder / "store.sqlite").name
        return [one for part, find in PARTS.items() if part in wanted for one in find(folder / part, Path(filled))]


def _export(folder: Path, filled: Path) -> list[Measure]:
    try:
        return export.measure(filled)
    except StudioError as error:
        print(f"Export is not measured: {error}.", file=sys.stderr)
        return []


def _in_browser(find: Callable[[Path, Path], list[Measure]]) -> Callable[[Path, Path], list[Measure]]:
    def measured(folder: Path, filled: Path) -> list[Measure]:
        if why := browser.why_none():
            print(f"{folder.name.capitalize()}: not measured, {why}.", file=sys.stderr)
            return []
        return find(folder, filled)

    return measured


def _memory(folder: Path, filled: Path) -> list[Measure]:
    return memory.measure(folder, filled) if Path("/proc").is_dir() else []


#: What is measured, in this order, each in a folder of its own with a store that is filled.
PARTS: dict[str, Callable[[Path, Path], list[Measure]]] = {
    "store": store.measure,
    "commands": lambda folder, filled: commands.measure(filled),
    "refresh": refresh.measure,
    "export": _export,
    "pages": _in_browser(pages.measure),
    "jobs": _in_browser(jobs.measure),
    "addresses": _in_browser(addresses.measure),
    "publishing": _in_browser(publishing.measure),
    "memory": _memory,
    "rounds": rounds.measure,
    "readers": readers.measure,
    "growth": growth.measure,
}
#: Which part holds the floor of another.
FLOORS = {"store": "commands", "publishing": "pages"}


if __name__ == "__main__":
    sys.exit(main())
