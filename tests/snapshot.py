"""`python -m tests.snapshot OUT.json`: all that the shipped figures come to, as one file that is the same each time.

Findings, histories, frames, reproductions and the ledger's hashes, of now and of past days. Written before and after
a change that is to change nothing, the two files are equal byte for byte (`cmp`), or `diff` says where they are not.
"""

import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from indicators.catalogue import catalogue
from indicators.judging import evaluate, faults, finding_json, ledger, registry
from indicators.model import Indicator
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.store.store import Store, open_store

#: The day against which data is called late, and on which histories end.
TODAY = date(2026, 11, 1)
#: From before the first series to after the last: days on which little is known, and those around an annual update.
DAYS = (
    *(date(1900, 1, 1), date(1949, 1, 1), date(1975, 6, 1), date(1995, 7, 4), date(2006, 2, 1), date(2013, 1, 1)),
    *(date(2022, 1, 15), date(2025, 12, 1), date(2026, 1, 31), date(2026, 8, 10), date(2026, 9, 30), date(2090, 1, 1)),
)
#: Days that a control may name: with a session, without, before and after all.
CHOSEN = (None, date(2024, 8, 5), date(2024, 8, 4), date(1999, 1, 1), date(2099, 1, 1))


def choices(one: Indicator) -> Iterator[dict[str, Any]]:
    """The default, and every change of a single control."""
    yield {}
    for control in one.controls:
        options = control.options or (control.bounds[:2] if control.bounds else CHOSEN)
        yield from ({control.id: (option,) if control.many else option} for option in options)


def everything(store: Store) -> dict[str, Any]:
    """All that is computed from a store, as plain values."""
    return {
        "findings": {str(day): findings(store, day) for day in (None, *DAYS)},
        "histories": {id: history(store, id) for id in catalogue.claims()},
        "frames": {str(day): frames(store, day) for day in (None, *DAYS)},
        "reproductions": {id: reproduction(store, id) for id in registry.reproductions()},
        "ledger": {id: ledger.inputs(store, claim.series) for id, claim in catalogue.claims().items()},
    }


def findings(store: Store, day: date | None) -> list[dict[str, Any]]:
    """Every finding of a day (None: now) as `claimboard claims --json` has it."""
    return [finding_json.as_json(one) for one in evaluate.findings(store, as_of=day, today=day or TODAY)]


def history(store: Store, id: str) -> list[str]:
    """The moments of a claim, a line each, values to the last bit."""
    moments = evaluate.history(store, catalogue.claims()[id], TODAY)
    return [f"{one.day} {one.status} {one.value!r} {one.basis}" for one in moments]


def frames(store: Store, day: date | None) -> dict[str, str]:
    """What every indicator came to under every choice: rows and a hash of them, or why there are none."""
    held = [(one, panel.read(store, one.series, day)) for one in registry.indicators().values()]
    return {
        f"{one.id} {json.dumps(chosen, default=str)}": drawn(one, data, chosen)
        for one, data in held
        for chosen in choices(one)
    }


def drawn(one: Indicator, data: panel.Panel, chosen: dict[str, Any]) -> str:
    """One frame as a line."""
    try:
        frame, view = registry.run(one, data, **chosen)
    except MissingData as error:
        return f"missing: {error.args[0]}"
    except Exception as error:
        return f"error: {faults.note(f'chart {one.id}', error)}"
    return f"{len(frame)} rows of {', '.join(view) or 'no series'}: {digest(frame)}"


def digest(frame: pd.DataFrame) -> str:
    """A hash of a frame's cells: of numbers to the last bit."""
    cells = "\n".join(repr(tuple(row)) for row in frame.astype(object).itertuples(index=False))
    return hashlib.sha256(cells.encode()).hexdigest()[:16]


def reproduction(store: Store, id: str) -> str:
    """What a published figure is recomputed as, or why it is not."""
    try:
        return repr(registry.compare(store, registry.reproductions()[id]).ours)
    except MissingData as error:
        return f"missing: {error.args[0]}"


def main(out: Path) -> None:
    """Write the snapshot of the figures that ship."""
    with tempfile.TemporaryDirectory() as folder:
        found = everything(open_store(Path(folder) / "store.sqlite"))
    out.write_text(json.dumps(found, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
