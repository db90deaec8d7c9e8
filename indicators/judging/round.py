"""One round: refresh the series due, judge all claims again, record changes in the ledger, tell them."""

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from indicators.judging import faults, ledger, telling
from indicators.judging.ledger import Change, Recorded
from indicators.judging.telling import Target
from indicators.providers.fetching import ready
from indicators.refresh import alfred, calendar_renewal, clock_check, engine
from indicators.refresh.due import due
from indicators.refresh.engine import Progress
from indicators.refresh.report import Report
from indicators.store.store import Store


@dataclass(frozen=True)
class Outcome:
    """The result of a round."""

    report: Report
    changes: tuple[Change, ...] = ()
    #: A sentence for each target that could not be told, which is no failure of the round: the next one tells it.
    untold: tuple[str, ...] = ()
    #: Why the release calendar could not be renewed; empty when it was, or there was no need. No failure of the round.
    calendar: str = ""
    #: The faults of ours, by claim; by "" where nothing was judged.
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The exit status: that of a fault of ours, else that of the refresh."""
        return faults.STATUS if self.errors else self.report.status

    def as_json(self) -> dict[str, Any]:
        changed = [change.as_json() for change in self.changes]
        own = {"status": self.status, "changed": changed, "errors": dict(self.errors)}
        return self.report.as_json() | own | {"untold": list(self.untold), "calendar": self.calendar}


def update(
    store: Store,
    only: Collection[str] = (),
    *,
    full: bool = False,
    past: bool = False,
    accept: Collection[str] = (),
    notify: Sequence[Target] = (),
    progress: Progress | None = None,
    stop: threading.Event | None = None,
    clock: Callable[[], datetime] = engine.utc,
) -> Outcome:
    """Run one round (see `due` and `engine.run`); with `past`, fetch past vintages (see `alfred`) instead.

    Raises UnknownSeries, Unfetchable, SourceError (no key, or a setting), Busy, ClockError, StoreError.
    """
    ready()  # a setting that would fail every series is reported once, before any request
    asked = [*only, *accept]
    tasks = alfred.wanted(asked) if past else due(store, clock(), asked, full)
    run = alfred.run if past else engine.run
    clock_check.check(store, tasks, clock())
    if not store.ledger():
        _judge(store, clock())  # the findings before the first refresh, with which its own are compared
    telling.begin(store, notify)
    report = run(store, tasks, progress, accept=accept, stop=stop, clock=clock)
    if stop and stop.is_set():
        return Outcome(report)  # a stop does not wait for the judging; the next round does it
    renewed = "" if asked or past else _renew(store, clock(), stop)
    found = _judge(store, clock())
    untold = telling.tell(store, notify, clock())
    return Outcome(report, found.changes, untold, renewed, found.errors)


def _renew(store: Store, now: datetime, stop: threading.Event | None) -> str:
    """Renew the release calendar; a failure, of whatever kind, is a sentence and does not stop the round."""
    return faults.spared("the release calendar", lambda: calendar_renewal.renew(store, now, stop), str)


def _judge(store: Store, now: datetime) -> Recorded:
    """Judge all claims and record the findings; a failure does not stop the refresh."""
    return faults.spared(
        "the judging of all claims",
        lambda: ledger.record(store, now),
        lambda fault: Recorded(errors={"": str(fault)}),
    )
