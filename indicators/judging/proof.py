"""The proof of the ledger: whether its chain is whole, and which of its entries rest on another declaration."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from indicators.catalogue import catalogue
from indicators.judging import declaration
from indicators.store.chain import Break, Chain, Link
from indicators.store.store import Store


@dataclass(frozen=True)
class Proof:
    """What a look at the whole ledger came to."""

    chain: Chain
    broken: Break | None
    #: The entries whose declaration is not today's of their claim, or whose claim is gone.
    others: Sequence[Link] = ()
    #: The number of entries that do not name a declaration: from before the ledger kept it.
    undeclared: int = 0

    @property
    def sealed_on(self) -> date | None:
        """The day on which entries were chained afterwards, as they stood; None where there are none."""
        count, at = self.chain.sealed
        return datetime.fromtimestamp(at, UTC).date() if count else None

    def lines(self) -> Iterator[str]:
        """The proof in sentences; the first says whether the chain is whole."""
        count = len(self.chain.links)
        if self.broken:
            yield f"the ledger is broken: {self.broken}"
            return
        if not count:
            yield "the ledger is empty: it begins with the first refresh"
            return
        yield f"the ledger is whole: {_entries(count)}, the last hash is {self.chain.end.hash}"
        if self.sealed_on:
            yield f"the first {self.chain.sealed[0]} were chained on {self.sealed_on}, as they stood then"
        if self.undeclared:
            yield f"{_entries(self.undeclared)} from before declarations were kept"
        for link in self.others:
            yield (
                f"entry {link.position} ({link.claim}, {link.day}) rests on another declaration than today's: "
                f"version {link.columns['version']}, {str(link.columns['declaration'])[:12]}…"
            )

    def as_json(self) -> dict[str, Any]:
        """The proof as plain values."""
        found = self.broken
        where = {"entry": found.position, "why": found.why, **_named(found.link)} if found else None
        others = [
            {"entry": link.position, **_named(link), **{key: link.columns[key] for key in ("version", "declaration")}}
            for link in self.others
        ]
        return {
            "whole": found is None,
            "entries": len(self.chain.links),
            "last_hash": self.chain.end.hash,
            "broken": where,
            "chained_afterwards": self.chain.sealed[0],
            "chained_on": self.sealed_on,
            "undeclared": self.undeclared,
            "other_declarations": others,
        }


def prove(store: Store) -> Proof:
    """Prove the ledger from its first entry to its last. Raises StoreError."""
    chain = store.chain()
    if broken := chain.broken():
        return Proof(chain, broken)  # what a changed entry names as its declaration proves nothing
    known = {id: declaration.digests(id) for id in catalogue.claims()}
    declared = [link for link in chain.links if link.columns["declaration"]]
    others = [link for link in declared if link.columns["declaration"] not in known.get(link.claim, ())]
    return Proof(chain, None, others, len(chain.links) - len(declared))


def _entries(count: int) -> str:
    return f"{count} entry" if count == 1 else f"{count} entries"


def _named(link: Link | None) -> dict[str, Any]:
    return {"claim": link.claim if link else None, "day": link.day if link else None}
