"""Faults of our own: each affects the one claim, chart or page it occurs in, is logged once and shown in a sentence.

Missing data is no fault: it is `MissingData`, whose message names what is missing. An unusable store (`StoreError`)
is none either: it affects everything, and every page and command reports it.
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

#: Exit status of a command that a fault of ours stopped, wholly or in part; used for nothing else.
STATUS = 3

#: The faults logged so far: subject, type of error, place.
_logged: set[tuple[str, ...]] = set()


def note(what: str, error: Exception) -> Message:
    """Log a fault in `what` ("claim capex-dependence") with its trace, the first time; returns the sentence for a page.

    It names the type of the error only: its message may quote paths or a provider's answer.
    """
    at = traceback.extract_tb(error.__traceback__)[-1:]
    seen = (what, type(error).__name__, *(f"{frame.filename}:{frame.lineno}" for frame in at))
    if seen not in _logged:
        _logged.add(seen)
        log.error("%s could not be computed", what, exc_info=error)
    return message("an error of Claimboard's own ({kind})", kind=type(error).__name__)


def heard() -> None:
    """Take over that a process of ours met some, which it has logged."""
    _logged.add(("another process",))


def met() -> bool:
    """Whether a fault of ours occurred in this process, which decides a command's exit status."""
    return bool(_logged)


def is_said(error: Exception) -> bool:
    """Whether an error is no fault of ours: its message explains it."""
    return isinstance(error, (MissingData, StoreError))


def spared(what: str, compute: Callable[[], T], instead: Callable[[Message], T]) -> T:
    """The result of `compute`; after a fault, that of `instead` for the fault's sentence.

    Raises MissingData and StoreError, as `compute` does.
    """
    try:
        return compute()
    except Exception as error:
        if is_said(error):
            raise
        return instead(note(what, error))
