"""The errors of missing data: a series that is not available, or too short."""

from collections.abc import Sized

from indicators.i18n.messages import message


class MissingData(LookupError):
    """A requested series is not available. The message names it and the reason."""


class TooShort(MissingData):
    """The known history is too short for the computation: on an early day, or of a young series."""


def enough(*found: Sized) -> None:
    """Raise TooShort where one of the arguments is empty."""
    if not all(map(len, found)):
        raise TooShort(message("too short a history"))
