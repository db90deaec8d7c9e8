"""What cannot be had: a figure that is asked for and is not known, or too little of it."""

from collections.abc import Sized

from indicators.i18n.messages import message


class MissingData(LookupError):
    """A series that was asked for cannot be had. The message names it and says why."""


class TooShort(MissingData):
    """What is known is too short a history for what was asked of it: on an early day, or of a young series."""


def enough(*found: Sized) -> None:
    """Raise TooShort where one of the things found is empty."""
    if not all(map(len, found)):
        raise TooShort(message("too short a history"))
