"""The day it is, for everybody: that of the store, whose moments are UTC.

What is fetched is known from its UTC moment, and "as known on" a day means by the end of that UTC day. Were today
the machine's own day, what was fetched on an evening in New York would be dated tomorrow, missing from today, and
tomorrow refused.
"""

from datetime import UTC, date, datetime


def today() -> date:
    """The UTC day: the last one that anything can be known on."""
    return datetime.now(UTC).date()
