"""What is kept in memory within bounds."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Shelf(Generic[T]):
    """Things by key, those used least lately thrown away first once all weigh too much. For several threads."""

    def __init__(self, most: int, weigh: Callable[[T], int]) -> None:
        self.most, self.size, self._weigh = most, 0, weigh
        self._kept: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> T | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Hashable, one: T) -> None:
        with self._lock:
            if key in self._kept:
                self.size -= self._weigh(self._kept.pop(key))
            self.size += self._weigh(one)
            self._kept[key] = one
            while self.size > self.most:
                self.size -= self._weigh(self._kept.popitem(last=False)[1])
