"""Who is told of changed verdicts: every target once per change, and again at the next round what could not be told.

The store notes up to which entry of the ledger each target was told. A new target is told from the round on in which
it is first named; one that fails, or a round that is killed, leaves the rest for the next.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from indicators.judging import faults, ledger
from indicators.judging.ledger import Change
from indicators.providers import SourceError
from indicators.store import told
from indicators.store.store import Store

#: Most changes in one message: Discord takes ten, and nobody reads more.
MOST = 10


class Target(Protocol):
    """Where changes are told."""

    @property
    def name(self) -> str:
        """What reports call it, without what may be a secret."""

    @property
    def address(self) -> str:
        """Its whole address."""

    def tell(self, changes: Sequence[Change], at: datetime) -> None:
        """Tell at most `MOST` changes in one message. Raises SourceError, OSError."""


def begin(store: Store, targets: Iterable[Target]) -> None:
    """Note where targets that are new begin: with what is judged next. Raises StoreError."""
    newest = len(store.ledger())
    for one in targets:
        if told.up_to(store, one.address) is None:
            told.note(store, one.address, newest)


def tell(store: Store, targets: Iterable[Target], at: datetime) -> tuple[str, ...]:
    """Tell every target what it has not been told; returns a sentence for each that failed. Raises StoreError."""
    return tuple(why for one in targets if (why := _told(store, one, at)))


def _told(store: Store, target: Target, at: datetime) -> str:
    """Why a target could not be told; empty on success. A fault of ours is none of the refresh."""

    def made() -> str:
        try:
            for number, changes in _messages(store, told.up_to(store, target.address) or 0):
                if changes:
                    target.tell(changes, at)
                told.note(store, target.address, number)
        except (OSError, SourceError) as error:
            return f"changed verdicts could not be told to {target.name}: {_words(error)}; the next round tries again"
        return ""

    return faults.spared(f"notification of {target.name}", made, lambda why: f"{target.name} was not told: {why}")


def _words(error: Exception) -> str:
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else str(error)


def _messages(store: Store, after: int) -> Iterator[tuple[int, list[Change]]]:
    """What is to be told after an entry, in messages, each with the number up to which it tells."""
    entries = store.ledger()
    changes = ledger.changes(store, entries, after)
    for start in range(0, len(changes), MOST):
        some = list(changes[start : start + MOST])
        yield some[-1].number, some
    yield len(entries), []
