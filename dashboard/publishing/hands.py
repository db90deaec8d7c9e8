"""Work by as many processes as there are processors. What it makes it leaves in a cache, where the others find it."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from indicators.judging import faults

T = TypeVar("T")
#: A piece of work: with the tools of its process it returns a count of what it did.
Piece = Callable[[T], int]
Tools = Callable[[], AbstractContextManager[T]]
#: From how many pieces on processes of their own are worth their start, which is that of a browser each.
FEW = 4
#: The count of a piece that nobody has done.
LEFT = -1


def share(pieces: Sequence[Piece[T]], tools: Tools[T]) -> int:
    """Do every piece once, with tools that each process makes for itself; returns the sum of their counts.

    A piece that failed elsewhere is done again here, so that its error is raised here. Raises what a piece raises.
    """
    counts = _shared(pieces, tools) if len(pieces) >= FEW and _may_fork() else [LEFT] * len(pieces)
    left = [piece for piece, count in zip(pieces, counts, strict=True) if count == LEFT]
    if not left:
        return sum(counts)
    with tools() as own:
        return sum(count for count in counts if count != LEFT) + sum(piece(own) for piece in left)


def _may_fork() -> bool:
    """Whether a process may become two: not beside other threads, whose locks nobody would open in the second."""
    return os.name == "posix" and "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


def _shared(pieces: Sequence[Piece[T]], tools: Tools[T]) -> list[int]:
    """The counts of the pieces, done by processes of which each takes the next one; `LEFT` for those that failed."""
    context = multiprocessing.get_context("fork")
    next_, counts = context.Value("i", 0), context.Array("i", [LEFT] * len(pieces))
    hands = [
        context.Process(target=_work, args=(pieces, tools, next_, counts), daemon=True)
        for _ in range(min(os.cpu_count() or 1, len(pieces)))
    ]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    if any(one.exitcode == faults.STATUS for one in hands):
        faults.heard()
    return counts[:]


def _work(pieces: Sequence[Piece[T]], tools: Tools[T], next_: Any, counts: Any) -> None:
    try:
        with tools() as own:
            while (number := _taken(next_)) < len(pieces):
                counts[number] = pieces[number](own)
    except (Exception, KeyboardInterrupt):
        raise SystemExit(1) from None  # whoever waits does it again, and says why it fails
    if faults.met():
        raise SystemExit(faults.STATUS)


def _taken(next_: Any) -> int:
    """The number of the next piece."""
    with next_.get_lock():
        number: int = next_.value
        next_.value += 1
    return number
