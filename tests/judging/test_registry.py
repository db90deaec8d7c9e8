"""The registry while it is filled: a server's first readers and its warming thread ask at the same moment."""

from tests.conftest import python

ASKED_AT_ONCE = """
import sys
from threading import Barrier, Thread
from indicators.judging import registry

sys.setswitchinterval(1e-5)
start, found = Barrier(8), []

def ask():
    start.wait()
    try:
        found.append(len(registry.indicators()))
    except Exception as error:
        found.append(repr(error))

threads = [Thread(target=ask) for _ in range(8)]
[one.start() for one in threads]
[one.join() for one in threads]
print(set(found) == {len(registry.indicators())}, found)
"""


def test_threads_that_ask_first_at_once_all_find_it_whole():
    said, trouble = python(ASKED_AT_ONCE).communicate()
    assert said.startswith("True"), (said, trouble)
