"""The ledger: every finding that differed from the one before it, so that the board can show changes by date."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from indicators.catalogue import catalogue
from indicators.judging import declaration, evaluate, faults, known_past
from indicators.model import Finding
from indicators.panel import panel
from indicators.store.edition import edition
from indicators.store.store import Entry, Store


@dataclass(frozen=True)
class Change:
    """A changed verdict."""

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


@dataclass(frozen=True)
class Recorded:
    """The result of judging all claims."""

    changes: tuple[Change, ...] = ()
    #: The faults of ours, by claim.
    errors: Mapping[str, str] = field(default_factory=dict)


def record(store: Store, now: datetime) -> Recorded:
    """Judge all claims, append the new findings, and return the changed verdicts.

    An error is no verdict: it is not recorded and not reported as a change, and the next finding is compared with the
    one before it. Raises StoreError.
    """
    newest = {(entry.claim, entry.version or 1): entry for entry in store.ledger()}
    held = edition(store)  # for both hash and finding
    known_past.keep(held)  # before a reader asks
    found = evaluate.findings(held, today=now.date())
    kept = [entry for one in found if one.status != "error" and (entry := _entry(held, one, now))]
    store.keep([*_of_earlier_versions(held, found, now), *kept])
    before = ((newest.get((one.claim, one.version or 1)), one) for one in kept)
    changes = [Change(now.claim, then, now) for then, now in before if then]
    changed = tuple(change for change in changes if change.before.status != change.now.status)
    return Recorded(changed, evaluate.errors(found))


def _of_earlier_versions(store: Store, found: Iterable[Finding], now: datetime) -> list[Entry]:
    """What the versions before the newest of each claim's test say: series of verdicts of their own, without words."""
    entries = []
    for one in found:
        for version in evaluate.versions(store, catalogue.find_claim(one.id))[:-1]:
            test = version.test
            if version.status != "error" and test.version < one.version:
                of_then = replace(one, status=version.status, value=version.value, unit=version.unit, sentence="")
                entries.append(_entry(store, replace(of_then, version=test.version), now))
    return [entry for entry in entries if entry]


def _entry(store: Store, found: Finding, now: datetime) -> Entry | None:
    """A finding as an entry of the ledger; None after a fault, which is logged."""

    def made() -> Entry | None:
        return Entry(
            claim=found.id,
            computed_at=int(now.timestamp()),
            as_of=None,
            status=found.status,
            value=found.value,
            unit=str(found.unit),  # a database driver may not accept a subclass of str
            sentence=str(found.sentence),
            through=found.data_through,
            inputs=inputs(store, found.series),
            declaration=declaration.digest(found.id, found.version),
            version=found.version,
        )

    return faults.spared(f"ledger entry of {found.id}", made, lambda _: None)


def inputs(store: Store, ids: Iterable[str]) -> str:
    """A hash of the observations that a finding was read from: the same for the same dates and values."""
    data = panel.read(store, ids)
    digest = hashlib.sha256()
    for id in sorted(data):
        digest.update(id.encode())
        digest.update(data[id].index.asi8.tobytes())
        digest.update(data[id].to_numpy().tobytes())
    return digest.hexdigest()[:16]
