"""The ledger: every finding that differed from the one before it, so that the board can show changes by date."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from indicators.catalogue import catalogue
from indicators.judging import declaration, evaluate, faults, finding_json, known_past, registry
from indicators.judging.attribution import AsKnown, Attribution
from indicators.model import Finding
from indicators.panel import panel
from indicators.store.edition import edition
from indicators.store.store import Entry, Store


@dataclass(frozen=True)
class Change:
    """A changed verdict: two entries of one version of a claim's test, one after the other."""

    claim: str
    before: Entry
    now: Entry
    #: The number of the later entry in the ledger, from 1.
    number: int = 0
    #: What moved it; None where that could not be computed.
    why: Attribution | None = field(default=None, compare=False)

    @property
    def id(self) -> str:
        """Its name, for whoever is told twice."""
        return f"{self.claim}/{self.now.version or 1}/{self.now.computed_at}"

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "claim": self.claim,
            "title": catalogue.claims()[self.claim].title,
            "from": {"status": self.before.status, "value": self.before.value},
            "to": {"status": self.now.status, "value": self.now.value},
            "unit": self.now.unit,
            "sentence": self.now.sentence,
            "data_through": self.now.through.isoformat() if self.now.through else None,
            "why": finding_json.moves(self.why) if self.why else None,
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
    held = edition(store)  # for both hash and finding
    known_past.keep(held)  # before a reader asks
    found = evaluate.findings(held, today=now.date())
    kept = [entry for one in found if one.status != "error" and (entry := _entry(held, one, now))]
    before = len(store.ledger())
    store.keep([*_of_earlier_versions(held, found, now), *kept])
    return Recorded(changes(held, store.ledger(), before), evaluate.errors(found))


def changes(store: Store, entries: Sequence[Entry], after: int = 0, newest: int | None = None) -> tuple[Change, ...]:
    """The changed verdicts of the newest tests among the entries of a ledger after a number, with what moved them.

    With `newest` no more than so many, the last ones.
    """
    versions = {id: one.declaration.version for id, one in registry.tests().items() if id in catalogue.claims()}
    found = [
        (number, then, now)
        for number, then, now in pairs(entries)
        if number > after and then.status != now.status and versions.get(now.claim) == (now.version or 1)
    ]
    last = found if newest is None else found[-newest:]
    return tuple(Change(now.claim, then, now, number, _why(store, then, now)) for number, then, now in last)


def pairs(entries: Iterable[Entry]) -> Iterator[tuple[int, Entry, Entry]]:
    """Each entry after the first of a claim's test, with its number and the entry before it, in the order they were kept.

    Verdicts of two versions of a test are two series.
    """
    last: dict[tuple[str, int], Entry] = {}
    for number, entry in enumerate(entries, start=1):
        test = (entry.claim, entry.version or 1)
        if test in last:
            yield number, last[test], entry
        last[test] = entry


def _why(store: Store, before: Entry, now: Entry) -> Attribution | None:
    """What moved a verdict between the moments at which it was recorded.

    None after a fault, which is logged, and where the figures of those moments do not give those verdicts: past vintages
    may have come in since.
    """
    claim, moments = catalogue.find_claim(now.claim), [AsKnown(at=one.computed_at) for one in (before, now)]
    found = faults.spared(
        f"attribution of {claim.id}", lambda: evaluate.attribution(store, claim, *moments), lambda _: None
    )
    is_same = found and (found.before.status, found.now.status) == (before.status, now.status)
    return found if is_same else None


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
