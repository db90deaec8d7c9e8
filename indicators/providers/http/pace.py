"""The pace of requests to a host: its rate limit, its pauses, and fewer tries while it is unreachable.

The state is shared by the whole process. A schedule is one process, so a host's pause outlasts a round;
a single `claimboard refresh` starts without any.
"""

import time
from datetime import UTC, datetime, timedelta
from threading import Lock

from indicators.providers import PROVIDERS, SourceError
from indicators.providers.http import limits

#: Requests a second by host; others are mirrors. `CLAIMBOARD_RATE` replaces all of them; 0: no limit.
RATES = {provider.host: provider.rate for provider in PROVIDERS.values()}
#: Maximum of the setting: one request a millisecond.
FASTEST = 1000.0
#: Seconds without retries after a host was unreachable: offline, a refresh ends soon.
DOWN = 60.0
#: Maximum of a pause, seconds.
LONGEST_REST = 86_400.0

_lock = Lock()
#: By host: time of the next request; end of being unreachable; end of a pause, with its sentence.
_free: dict[str, float] = {}
_down: dict[str, float] = {}
_rests: dict[str, tuple[float, str]] = {}


def forget() -> None:
    """Reset the state of every host."""
    for known in (_free, _down, _rests):
        known.clear()


def rate(host: str) -> float:
    """Requests a second to a host; 0: no limit. Raises SourceError (setting)."""
    return limits.setting("CLAIMBOARD_RATE", RATES.get(host, 0.0), 0.0, FASTEST)


def wait(host: str) -> None:
    """Wait for the rate limit of a host; SourceError (late) where that would exceed the deadline."""
    if not (allowed := rate(host)):
        return
    with _lock:
        turn = max(time.monotonic(), _free.get(host, 0.0))
        if turn - time.monotonic() > limits.remaining():
            raise SourceError("late", f"{host} allows {allowed:g} requests a second, and the turn came too late")
        _free[host] = turn + 1 / allowed
    time.sleep(max(0.0, turn - time.monotonic()))


def rest(host: str, seconds: float, wish: str = "asks to be left alone") -> str:
    """Pause a host for `seconds`; returns the sentence with the end of the pause."""
    seconds = min(seconds, LONGEST_REST)
    said = f"{host} {wish} until {datetime.now(UTC) + timedelta(seconds=seconds):%Y-%m-%d %H:%M} UTC"
    with _lock:
        until = time.monotonic() + seconds
        if until > _rests.get(host, (0.0, ""))[0]:
            _rests[host] = until, said
    return said


def wait_for_rest(host: str) -> None:
    """Wait for the end of a host's pause if that is near; else raise SourceError (busy) without a request."""
    while True:
        until, said = _rests.get(host, (0.0, ""))
        left = until - time.monotonic()
        if left <= 0:
            return
        if left > min(limits.patience.longest_wait, limits.remaining()):
            raise SourceError("busy", f"{said}, and was not asked")
        time.sleep(left)


def lost(host: str) -> None:
    """Record that a host, or its proxy, was unreachable."""
    _down[host] = time.monotonic() + DOWN


def found(host: str) -> None:
    """Record that a host was reached."""
    _down.pop(host, None)


def tries(host: str) -> int:
    """Number of tries for a host: one where it was unreachable a moment ago."""
    return 1 if _down.get(host, 0.0) > time.monotonic() else limits.patience.attempts
