"""When a host may be asked: so many times a second, not while it wants to be left alone, and seldom while it is down.

All of it holds for the whole process, whichever series asks. A schedule keeps one process, so a host's
wish outlasts a round; a `claimboard refresh` by itself begins anew.
"""

import time
from datetime import UTC, datetime, timedelta
from threading import Lock

from indicators.providers import PROVIDERS, SourceError
from indicators.providers.http import limits

#: Requests a second by host. One not named here is a mirror of one's own.
#: `CLAIMBOARD_RATE` puts another number in place of all of them, 0 none.
RATES = {provider.host: provider.rate for provider in PROVIDERS.values()}
#: The most that can be set: one request a millisecond.
FASTEST = 1000.0
#: Seconds for which each series asks only once, of a host that could not be reached: offline, a refresh ends soon.
DOWN = 60.0
#: The longest that a host is left alone for, in seconds, whatever it asks for.
LONGEST_REST = 86_400.0

_lock = Lock()
#: By host: when the next request may go; until when it could not be reached; until when it rests, and a sentence.
_free: dict[str, float] = {}
_down: dict[str, float] = {}
_rests: dict[str, tuple[float, str]] = {}


def forget() -> None:
    """Every host may be asked at once again."""
    for known in (_free, _down, _rests):
        known.clear()


def rate(host: str) -> float:
    """Requests a second to a host; 0 for no limit. Raises SourceError (setting)."""
    return limits.setting("CLAIMBOARD_RATE", RATES.get(host, 0.0), 0.0, FASTEST)


def wait(host: str) -> None:
    """Wait for a turn to ask a host; SourceError (late) where it would come after the deadline."""
    if not (allowed := rate(host)):
        return
    with _lock:
        turn = max(time.monotonic(), _free.get(host, 0.0))
        if turn - time.monotonic() > limits.remaining():
            raise SourceError("late", f"{host} allows {allowed:g} requests a second, and the turn came too late")
        _free[host] = turn + 1 / allowed
    time.sleep(max(0.0, turn - time.monotonic()))


def rest(host: str, seconds: float, wish: str = "asks to be left alone") -> str:
    """Leave a host alone for so long. A sentence that says until when."""
    seconds = min(seconds, LONGEST_REST)
    said = f"{host} {wish} until {datetime.now(UTC) + timedelta(seconds=seconds):%Y-%m-%d %H:%M} UTC"
    with _lock:
        until = time.monotonic() + seconds
        if until > _rests.get(host, (0.0, ""))[0]:
            _rests[host] = until, said
    return said


def wait_for_rest(host: str) -> None:
    """Wait while a host rests, if that is not long; else SourceError (busy), and it is not asked."""
    while True:
        until, said = _rests.get(host, (0.0, ""))
        left = until - time.monotonic()
        if left <= 0:
            return
        if left > min(limits.patience.longest_wait, limits.remaining()):
            raise SourceError("busy", f"{said}, and was not asked")
        time.sleep(left)


def lost(host: str) -> None:
    """A host, or the proxy before it, could not be reached."""
    _down[host] = time.monotonic() + DOWN


def found(host: str) -> None:
    """A host could be reached."""
    _down.pop(host, None)


def tries(host: str) -> int:
    """How often a host is asked before it is given up: once, where it could not be reached a moment ago."""
    return 1 if _down.get(host, 0.0) > time.monotonic() else limits.patience.attempts
