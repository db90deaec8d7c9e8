"""How long tests wait, in one place: for what comes in a moment on an idle machine, and late on a busy one.

Who waits for something ends as soon as it is there, so that a long patience costs a good run nothing.
"""

import time
from collections.abc import Callable

#: Seconds after which what has not come is not coming.
LONG = 600.0


def until(true: Callable[[], object], seconds: float = LONG) -> None:
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
