"""A refresh at an interval, in this process, until it is told to end."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta

#: Longest wait in one piece, seconds: what a wait is measured by stands still while the machine sleeps.
WATCH = 5.0
#: One round; it watches the event and ends early once that is set.
Round = Callable[[threading.Event], object]


def keep(every: timedelta, round: Round, stop: threading.Event, clock: Callable[[], float] = time.time) -> None:
    """Run a round now and at every interval after, by the wall clock (seconds), until `stop` is set.

    After a round that raises the next one comes all the same. Rounds missed (a machine that slept, a round longer
    than the interval) are made up by one.
    """
    seconds = every.total_seconds()
    due = clock()
    while not stop.is_set():
        now = clock()
        due = min(due, now + seconds)  # a clock that was set back must not put the next round off
        if now >= due:
            _run(round, stop)
            due += seconds * ((clock() - due) // seconds + 1)
        else:
            stop.wait(min(WATCH, due - now))


def _run(round: Round, stop: threading.Event) -> None:
    try:
        round(stop)
    except Exception:
        logging.getLogger(__name__).exception("a round of the schedule failed; the next one comes")


def end_on_signals(stop: threading.Event) -> None:
    """Let SIGTERM and Ctrl-C set the event."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
