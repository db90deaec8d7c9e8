"""A browser that misbehaves while pictures are made: it is given up, said so, and nothing of it is left."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.exports import headless_browser
from tests import cards
from tests.conftest import IN_BROWSER

pytestmark = [
    *IN_BROWSER,
    pytest.mark.skipif(sys.platform == "win32", reason="signals and shell scripts are of POSIX"),
]


def hanging(folder: Path, seconds: str) -> Path:
    """A browser that starts, says nothing and waits for a child of its own."""
    path = folder / "chromium"
    path.write_text(f"#!/bin/sh\nsleep {seconds}\n")
    path.chmod(0o755)
    return path


def is_running(words: str) -> bool:
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    return any(words.encode() in command.replace(b"\0", b" ") for command in commands)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="processes are read from /proc")
def test_a_browser_that_never_answers_is_given_up_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seconds = f"{1000 + os.getpid()}.5"
    monkeypatch.setenv("BROWSER_PATH", str(hanging(tmp_path, seconds)))
    monkeypatch.setattr(headless_browser, "patience", headless_browser.Patience(start=2, end=1))
    with pytest.raises(headless_browser.StudioError, match="the browser did not start"):
        headless_browser.Studio().__enter__()
    assert not is_running(f"sleep {seconds}")


@pytest.mark.parametrize("how", [signal.SIGSTOP, signal.SIGKILL])
def test_a_browser_that_is_stopped_before_it_draws_is_a_sentence(
    how: signal.Signals, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    figure = cards.card("line").figure("540x540")
    with pytest.raises(headless_browser.StudioError, match="the browser failed"), headless_browser.Studio() as one:
        monkeypatch.setattr(headless_browser, "patience", headless_browser.Patience(picture=3, end=1))
        os.killpg(one._browser.subprocess.pid, how)
        one.draw(figure, "png")
    assert "Traceback" not in capfd.readouterr().err


def test_a_browser_that_is_killed_while_it_draws_ends_the_command_in_one_line(tmp_path: Path):
    code = """
import logging, os, signal, sys, threading
from dashboard.cli import main
from dashboard.exports import headless_browser
def draw(self, figure, format, scale=1, draw=headless_browser.Studio.draw):
    logging.getLogger("choreographer.channels.pipe").critical("half a message was written")
    threading.Timer(0.05, os.killpg, (self._browser.subprocess.pid, signal.SIGKILL)).start()
    while True: draw(self, figure, format, scale)
headless_browser.Studio.draw = draw
sys.argv = ["claimboard", "export", "vix-ratio", "--out", sys.argv[1]]
main.main()
"""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, cwd=root)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1 and "1 of 1 pictures (png) not written" in done.stderr
