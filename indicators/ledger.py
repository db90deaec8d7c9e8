"""The ledger: every finding that differed from the one before it, so that the board can say what changed and when."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from indicators import judge
from indicators.data import catalogue, panel
from indicators.data.store import Entry, Store
from indicators.model import Finding, Status


@dataclass(frozen=True)
class Change:
    """A verdict that is not what it was."""

    claim: str
    before: Entry
    now: Entry

    def as_json(self) -> dict[str, Any]:
        return {
            "claim": self.claim,
            "title": catalogue.claims()[self.claim].title,
            "from": {"status": self.before.status, "value": self.before.value},
            "to": {"status": self.now.status, "value": self.now.value},
            "unit": self.now.unit,
            "sentence": self.now.sentence,
            "data_through": self.now.through.isoformat() if self.now.through else None,
        }


def record(store: Store, now: datetime) -> list[Change]:
    """Judge all claims, keep what is new, and say which verdicts changed since they were last kept."""
    newest = {entry.claim: entry for entry in store.ledger()}
    entries = [_entry(store, finding, now) for finding in judge.find_all(store, today=now.date())]
    store.keep(entries)
    return [
        Change(entry.claim, newest[entry.claim], entry)
        for entry in entries
        if entry.claim in newest and newest[entry.claim].status != entry.status
    ]


def _entry(store: Store, found: Finding, now: datetime) -> Entry:
    status: Status = found.status
    return Entry(
        claim=found.id,
        computed_at=int(now.timestamp()),
        as_of=None,
        status=status,
        value=found.value,
        unit=str(found.unit),  # a database driver may know no subclass of a text
        sentence=str(found.sentence),
        through=found.data_through,
        inputs=inputs(store, found.series),
    )


def inputs(store: Store, ids: Iterable[str]) -> str:
    """A hash of the observations that a finding was read from: the same for the same dates and values."""
    data = panel.read(store, ids)
    digest = hashlib.sha256()
    for id in sorted(data):
        digest.update(id.encode())
        digest.update(data[id].index.asi8.tobytes())
        digest.update(data[id].to_numpy().tobytes())
    return digest.hexdigest()[:16]
