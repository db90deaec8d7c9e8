"""Faults of our own: each costs the one thing it happened in, is logged once with its trace, and is said in a sentence.

A lack of data is no fault: it is `MissingData`, whose message says what is lacking. A store that cannot be used is
none either (`StoreError`): it costs everything, and whoever shows anything says so.
"""

import logging
import traceback
from collections.abc import Callable
from typing import TypeVar

from indicators.i18n.messages import Message, message
from indicators.model.missing import MissingData
from indicators.store.database import StoreError

log = logging.getLogger(__name__)
T = TypeVar("T")

#: Exit status of a command that a fault of ours stopped, wholly or in part: no other outcome has it.
STATUS = 3

#: What has been logged: where it happened, to what, and what it was.
_logged: set[tuple[str, ...]] = set()


def note(what: str, error: Exception) -> Message:
    """Log a fault in `what` ("claim capex-dependence"), with its trace, the first time; the words for it on a page.

    They name the type of the error only: its message may quote paths or what a provider sent.
    """
    at = traceback.extract_tb(error.__traceback__)[-1:]
    seen = (what, type(error).__name__, *(f"{frame.filename}:{frame.lineno}" for frame in at))
    if seen not in _logged:
        _logged.add(seen)
        log.error("%s could not be computed", what, exc_info=error)
    return message("an error of Claimboard's own ({kind})", kind=type(error).__name__)


def met() -> bool:
    """Whether this process has met a fault of ours: a command says so by its exit status."""
    return bool(_logged)


def is_said(error: Exception) -> bool:
    """Whether an error is no fault of ours, and says itself what is the matter."""
    return isinstance(error, (MissingData, StoreError))


def spared(what: str, compute: Callable[[], T], instead: Callable[[Message], T]) -> T:
    """What `compute` returns; where a fault stops it, what `instead` makes of the words for it.

    Raises MissingData and StoreError, as `compute` does.
    """
    try:
        return compute()
    except Exception as error:
        if is_said(error):
            raise
        return instead(note(what, error))
