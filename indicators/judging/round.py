"""One round: refresh what is due, judge all claims again, keep what changed, tell who wants to know."""

import json
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from indicators.judging import faults, ledger
from indicators.judging.ledger import Change, Recorded
from indicators.providers import SourceError, http
from indicators.providers.fetching import ready
from indicators.refresh import alfred, clock_check, engine
from indicators.refresh.due import due
from indicators.refresh.engine import Progress
from indicators.refresh.report import Report
from indicators.runtime.files import write_whole
from indicators.store.store import Store


@dataclass(frozen=True)
class Outcome:
    """What a round came to."""

    report: Report
    changes: tuple[Change, ...] = ()
    #: Why `notify` could not be told; empty when it was, or when there was nothing to tell.
    untold: str = ""
    #: Why, by claim, there is no finding through a fault of ours; by "" where nothing was judged.
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The exit status: that of the refresh, 1 where it was good but could not be told; or that of a fault of ours."""
        return faults.STATUS if self.errors else self.report.status or bool(self.untold)

    def as_json(self) -> dict[str, Any]:
        changed = [change.as_json() for change in self.changes]
        own = {"status": self.status, "changed": changed, "untold": self.untold, "errors": dict(self.errors)}
        return self.report.as_json() | own


def update(
    store: Store,
    only: Collection[str] = (),
    *,
    full: bool = False,
    past: bool = False,
    accept: Collection[str] = (),
    notify: str = "",
    progress: Progress | None = None,
    stop: threading.Event | None = None,
    clock: Callable[[], datetime] = engine.utc,
) -> Outcome:
    """One round, as `due` and `engine.run` say, or of the `past` as `vintages` does.

    Raises UnknownSeries, Unfetchable, SourceError (no key, or a setting), Busy, ClockError, StoreError.
    """
    ready()  # a setting that would fail every series is said once, before anyone is asked
    asked = [*only, *accept]
    tasks = alfred.wanted(asked) if past else due(store, clock(), asked, full)
    run = alfred.run if past else engine.run
    clock_check.check(store, tasks, clock())
    if not store.ledger():
        _judge(store, clock())  # what the figures said so far, so that the first refresh can differ from it
    report = run(store, tasks, progress, accept=accept, stop=stop, clock=clock)
    if stop and stop.is_set():
        return Outcome(report)  # whoever wants it ended does not wait for 34 claims; the next round judges them
    found = _judge(store, clock())
    untold = tell(notify, found.changes, clock()) if notify and found.changes else ""
    return Outcome(report, found.changes, untold, found.errors)


def _judge(store: Store, now: datetime) -> Recorded:
    """Judge all claims and keep what is new: that it fails keeps no figure from being fetched."""
    return faults.spared(
        "the judging of all claims",
        lambda: ledger.record(store, now),
        lambda fault: Recorded(errors={"": str(fault)}),
    )


def tell(target: str, changes: Collection[Change], at: datetime) -> str:
    """Write changed verdicts as JSON to a file, or post them to an address; says what went wrong, if anything."""
    told = {"at": at.isoformat(timespec="seconds"), "changed": [change.as_json() for change in changes]}
    try:
        if target.startswith(("http://", "https://")):
            http.tell(target, told)
        else:
            text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
            write_whole(Path(target).expanduser(), text.encode())  # whoever watches the file sees all of it
    except (OSError, SourceError) as error:
        return f"changed verdicts could not be told: {error}"
    return ""
