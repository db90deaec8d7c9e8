"""A refresh at an interval, in this process, until it is told to end."""

import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

#: Seconds between two looks at `stop`; a signal is seen at once, except where waiting cannot be interrupted.
WATCH = 5.0
#: One round; it watches the event and ends early once that is set.
Round = Callable[[threading.Event], object]


def keep(every: timedelta, round: Round, stop: threading.Event) -> None:
    """Run a round now and at every interval after, one at a time, until `stop` is set.

    After a round that raises the next one comes all the same. Rounds missed (a machine that slept) are made
    up by one.
    """
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.add_job(
        lambda: round(stop),
        "interval",
        seconds=every.total_seconds(),
        next_run_time=datetime.now(UTC),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    scheduler.start()
    while not stop.wait(WATCH):
        pass
    scheduler.shutdown(wait=True)


def end_on_signals(stop: threading.Event) -> None:
    """Let SIGTERM and Ctrl-C set the event."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
