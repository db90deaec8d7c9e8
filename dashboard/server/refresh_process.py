"""The refresher of `run --refresh-every`: `claimboard schedule` as a child of the server.

A process of its own, and not a thread: yfinance and a judging of all claims would take memory and the
interpreter's lock from readers, and a crash of the refresher must not affect the board. It ends with its
standard input, so it never outlives a killed server.
"""

import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from dashboard.server import journal

log = logging.getLogger(__name__)

#: The variable by which `run` passes the interval to the server.
EVERY = "CLAIMBOARD_REFRESH_EVERY"
MAIN = "from dashboard.cli.main import main; main()"


@contextmanager
def beside() -> Iterator[None]:
    """Context with a running refresher, if an interval is set."""
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


# --- a refresh asked for on the data page ----------------------------------------------------------


#: Prefix of a command's error message.
SENTENCE = "claimboard: "


class Round:
    """`claimboard refresh` as a child process of the server."""

    def __init__(self, expected: int, only: Collection[str] = ()) -> None:
        #: Number of series it will request.
        self.expected = expected
        self.begun = int(time.time())
        # Files instead of pipes, which nobody would drain. They are closed with this object.
        self._said, self._told = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115
        command = [sys.executable, "-c", MAIN, "refresh", "--json", *(f"--only={id}" for id in only)]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self._said, stderr=self._told)
        self._answer: dict[str, Any] | None = None

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def answer(self) -> dict[str, Any]:
        """Its result, as of `refresh --json`; only `error` after a failure.

        The rest of its standard error goes to the server's log: no page shows a trace.
        """
        if self._answer is None:
            self._said.seek(0)
            self._told.seek(0)
            told = self._told.read().decode(errors="replace").strip()
            own = [line for line in told.splitlines() if line.startswith(SENTENCE)]
            if told and [told] != own:
                log.error("a refresh asked for on the data page said:\n%s", told)
            try:
                self._answer = json.loads(self._said.read())
            except ValueError:
                self._answer = {"error": own[-1] if own else "the refresh ended without an answer"}
            journal.note_refresh(self._answer)
        return self._answer
