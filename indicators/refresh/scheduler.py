"""A refresh at an interval, in this process, until a stop event."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta

#: Longest single wait, seconds: the monotonic clock stops while the machine sleeps.
WATCH = 5.0
#: One round; it ends early once the event is set.
Round = Callable[[threading.Event], object]


def keep(every: timedelta, round: Round, stop: threading.Event, clock: Callable[[], float] = time.time) -> None:
    """Run a round now and at every interval after, by the wall clock (seconds), until `stop` is set.

    An error of a round does not stop the schedule. Missed rounds (a machine that slept, a round longer than the
    interval) are made up by one.
    """
    seconds = every.total_seconds()
    due = clock()
    while not stop.is_set():
        now = clock()
        due = min(due, now + seconds)  # a clock set back must not delay the next round
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
    """Have SIGTERM and Ctrl-C set the event."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
