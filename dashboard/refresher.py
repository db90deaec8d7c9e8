"""The refresher of `run --refresh-every`: `claimboard schedule` as a child of the server.

A process of its own, and not a thread: yfinance and a judging of all claims would take memory and the
interpreter's lock from readers, and a refresher that falls over must not take the board with it. It ends
when its input does, so it never outlives a server that was killed.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

#: Where `run` leaves the interval for the server.
EVERY = "CLAIMBOARD_REFRESH_EVERY"
MAIN = "from dashboard.cli import main; main()"


@contextmanager
def beside() -> Iterator[None]:
    """Keep a refresher running, if one is wanted, for as long as the body runs."""
    every = os.environ.get(EVERY)
    if not every:
        yield
        return
    command = [sys.executable, "-c", MAIN, "schedule", "--every", every, "--until-input-ends"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as child:
        try:
            yield
        finally:
            _end(child)


def _end(child: "subprocess.Popen[bytes]") -> None:
    if child.stdin:
        child.stdin.close()
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.kill()
