"""What the sessions of a server share: each answer is computed once for all who ask, and the last whole one is served
while the next is computed.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Generic, TypeVar

from indicators.store.store import StoreError

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


class Answers(Generic[K, T]):
    """At most so many answers by what was asked, the least lately wanted of them forgotten first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[K, Future[T]] = OrderedDict()
        self._lock = Lock()

    def of(self, asked: K, make: Callable[[], T]) -> T:
        """The answer, made by the first who asks while others wait for it.

        What making raises is raised to all of them, and is not kept: the next one tries again.
        """
        with self._lock:
            answer = self._kept.get(asked)
            is_first = answer is None
            if answer is None:
                answer = self._kept[asked] = Future()
                if len(self._kept) > self._size:
                    self._kept.popitem(last=False)  # who waits for it holds it
            else:
                self._kept.move_to_end(asked)
        if is_first:
            self._make(asked, answer, make)
        return answer.result()

    def _make(self, asked: K, answer: "Future[T]", make: Callable[[], T]) -> None:
        try:
            answer.set_result(make())
        except BaseException as error:
            with self._lock:
                if self._kept.get(asked) is answer:
                    del self._kept[asked]
            answer.set_exception(error)

    def lately(self) -> list[K]:
        """What was asked, the last first."""
        with self._lock:
            return list(reversed(self._kept))

    def cache_clear(self) -> None:
        with self._lock:
            self._kept.clear()


class Newest(Generic[T]):
    """The newest thing that is prepared: what comes next is prepared in a thread, and meanwhile the last one serves."""

    def __init__(self, prepare: Callable[[T], None]) -> None:
        self._prepare = prepare
        self._served: T | None = None
        self._thread: Thread | None = None
        self._lock = Lock()

    def of(self, wanted: T) -> T:
        """What is served, once `wanted` is what there should be. The first of all is served unprepared."""
        with self._lock:
            if self._served is None:
                self._served = wanted
            elif wanted != self._served and not self._is_busy():
                self._thread = Thread(target=self._next, args=(wanted,), name="preparing", daemon=True)
                self._thread.start()
            return self._served

    def _is_busy(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _next(self, wanted: T) -> None:
        try:
            self._prepare(wanted)
        except StoreError as error:  # what is served stands; whoever reads next has it tried again
            logging.getLogger(__name__).warning("new figures cannot be read yet: %s", error)
            return
        except Exception:  # who asks for what cannot be computed is told so there
            logging.getLogger(__name__).exception("new figures are served unprepared")
        with self._lock:
            self._served = wanted

    def wait(self) -> None:
        """Wait until nothing is being prepared."""
        if thread := self._thread:
            thread.join()

    def cache_clear(self) -> None:
        self.wait()
        self._served = None
