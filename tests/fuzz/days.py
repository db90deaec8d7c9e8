"""`python -m tests.fuzz.days [FIRST] [STEP]`: every claim and chart as of days of the past; prints each fault of ours.

From the first of January of a year (1990), by so many months (3). What a day lacks is said and is no fault; a TypeError
or a KeyError on any day is one. Ends with 1 where there was one.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from indicators.judging import evaluate, registry
from indicators.judging.evaluate import errors
from indicators.model.missing import MissingData
from indicators.model.periods import add_months
from indicators.panel import panel
from indicators.store.store import Store, open_store
from tests.pack import FROZEN

#: What a number is written as that could not be computed.
NO_NUMBER = re.compile(r"[+−-](nan|inf)\b|\bnan\b")


def days(first: int, step: int) -> Iterator[date]:
    """So many months apart, each on another day of its month, up to the last that the frozen pack knows."""
    day, number = date(first, 1, 1), 0
    while day <= date.fromisoformat(FROZEN):
        yield day.replace(day=1 + number * 11 % 28)
        day, number = add_months(day, step), number + 1


def faults_of(store: Store, day: date) -> Iterator[str]:
    """What could not be computed of a day, through a fault of ours: claims, then charts as they open."""
    found = evaluate.findings(store, as_of=day)
    yield from (f"claim {id}: {why}" for id, why in errors(found).items())
    for one in found:
        if NO_NUMBER.search(f"{one.sentence} {one.sensitivity} {one.sample}"):
            yield f"claim {one.id}: says a number that is none"
    for one in registry.indicators().values():
        try:
            registry.run(one, panel.read(store, one.series, day))
        except MissingData:
            pass
        except Exception as error:
            yield f"chart {one.id}: {type(error).__name__}: {error}"


def main(first: int = 1990, step: int = 3) -> int:
    """Print the faults of each day, then how many days there were."""
    chosen, met = list(days(first, step)), 0
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "store.sqlite")
        for day in chosen:
            for fault in faults_of(store, day):
                met += 1
                print(f"{day}: {fault}", flush=True)
    print(f"{len(chosen)} days, {met} faults of ours")
    return int(met > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
