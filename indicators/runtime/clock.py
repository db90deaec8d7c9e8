"""Today's date: the UTC day, as the store's moments are UTC.

A fetched figure is known from its UTC moment, and "as known on" a day means by the end of that UTC day. If today were
the machine's own day, what was fetched on an evening in New York would be dated tomorrow, missing from today, and
tomorrow refused.
"""

from datetime import UTC, date, datetime


def today() -> date:
    """The current UTC day."""
    return datetime.now(UTC).date()
