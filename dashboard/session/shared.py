"""Caches for all sessions of a server: each result is computed once for all callers, and the last complete one is
served while the next is computed.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future
from threading import Lock, Thread
from typing import Generic, TypeVar

from indicators.store.store import StoreError

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


class Answers(Generic[K, T]):
    """An LRU cache of results by key, bounded by their total weight: their number, unless `weigh` says otherwise."""

    def __init__(self, most: int, weigh: Callable[[T], int] = lambda _: 1) -> None:
        self._most, self._weigh = most, weigh
        self._kept: OrderedDict[K, Future[T]] = OrderedDict()
        self._weights: dict[K, int] = {}
        self._total = 0
        self._lock = Lock()

    def of(self, asked: K, make: Callable[[], T]) -> T:
        """The cached result, computed by the first caller while others wait for it.

        An error is raised to all of them and not cached: the next caller tries again. What ends the first caller alone
        (its reader left, or its page runs anew) is no error of the result: one of the others computes it.
        """
        while True:
            answer, is_first = self._entry(asked)
            if is_first:
                self._make(asked, answer, make)
            try:
                return answer.result()
            except CancelledError:
                if not answer.cancelled():  # an error of the computing itself
                    raise

    def _entry(self, asked: K) -> "tuple[Future[T], bool]":
        """The result under way or at hand, and whether the caller is the first, who is to compute it."""
        with self._lock:
            if answer := self._kept.get(asked):
                self._kept.move_to_end(asked)
                return answer, False
            answer = self._kept[asked] = Future()
            return answer, True

    def _make(self, asked: K, answer: "Future[T]", make: Callable[[], T]) -> None:
        try:
            made = make()
            self._settle(asked, answer, self._weigh(made))
            answer.set_result(made)
        except Exception as error:
            self._forget(asked, answer)
            answer.set_exception(error)
        except BaseException:  # Streamlit's StopException and RerunException: of one session, never to be another's
            self._forget(asked, answer)
            answer.cancel()
            raise

    def _forget(self, asked: K, answer: "Future[T]") -> None:
        with self._lock:
            if self._kept.get(asked) is answer:
                del self._kept[asked]

    def _settle(self, asked: K, answer: "Future[T]", weight: int) -> None:
        """Enter the weight of a result, and drop the least recently used until all that are left fit."""
        with self._lock:
            if self._kept.get(asked) is not answer:
                return
            self._weights[asked] = weight
            self._total += weight
            while self._total > self._most:
                oldest, _ = self._kept.popitem(last=False)  # a waiting caller has its own reference
                self._total -= self._weights.pop(oldest, 0)

    @property
    def weight(self) -> int:
        """The total weight of the results that are kept."""
        return self._total

    def lately(self) -> list[K]:
        """The keys, most recently used first."""
        with self._lock:
            return list(reversed(self._kept))

    def cache_clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._weights.clear()
            self._total = 0


class Newest(Generic[T]):
    """The newest prepared value: the next one is prepared in a thread while the last one is served."""

    def __init__(self, prepare: Callable[[T], None]) -> None:
        self._prepare = prepare
        self._served: T | None = None
        self._thread: Thread | None = None
        self._lock = Lock()

    def of(self, wanted: T) -> T:
        """The value to serve, given that `wanted` is the current one. The very first is served unprepared."""
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
        except StoreError as error:  # the served value stays; the next page tries again
            logging.getLogger(__name__).warning("new figures cannot be read yet: %s", error)
            return
        except Exception:  # the page that needs the failed part reports it
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
