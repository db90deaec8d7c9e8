"""Timeouts for a provider, and the maximum size of an answer."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock

from indicators.providers import SourceError
from indicators.runtime.bounds import number

MEGABYTE = 1024 * 1024
#: Minimum and maximum of the deadline setting, seconds.
SHORTEST, LONGEST = 0.1, 86_400.0


@dataclass(frozen=True)
class Patience:
    """Timeouts in seconds; tests shorten them."""

    #: For one series: all its pages, retries and waits. `CLAIMBOARD_DEADLINE` changes it.
    deadline: float = 120.0
    connect: float = 5.0
    #: Between two pieces of an answer.
    read: float = 60.0
    attempts: int = 4
    #: Before the first retry, then doubled, plus up to as much again at random.
    first_wait: float = 0.5
    #: Longest Retry-After that is waited for.
    longest_wait: float = 60.0
    largest: int = 64 * MEGABYTE


patience = Patience()
_until: ContextVar[float | None] = ContextVar("until", default=None)


def setting(name: str, default: float, at_least: float, at_most: float) -> float:
    """`bounds.number`, whose error is a SourceError (setting)."""
    try:
        return number(name, default, at_least, at_most)
    except ValueError as error:
        raise SourceError("setting", str(error)) from None


def allowed() -> float:
    """Seconds for one series. Raises SourceError (setting)."""
    return setting("CLAIMBOARD_DEADLINE", patience.deadline, SHORTEST, LONGEST)


@contextmanager
def deadline() -> Iterator[None]:
    """Context in which all requests together end by the deadline. Raises SourceError (setting)."""
    token = _until.set(time.monotonic() + allowed())
    try:
        yield
    finally:
        _until.reset(token)


def remaining() -> float:
    """Seconds left before the deadline; 0 when it has passed."""
    until = _until.get()
    return patience.deadline if until is None else max(0.0, until - time.monotonic())


@contextmanager
def turn(lock: Lock, host: str) -> Iterator[None]:
    """Hold the lock that serialises requests to a host; SourceError (late) if the deadline passes first."""
    if not lock.acquire(timeout=remaining()):
        raise SourceError("late", f"{host} was still busy with another series at the deadline")
    try:
        yield
    finally:
        lock.release()
