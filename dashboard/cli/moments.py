"""The earlier moment of a comparison, as `--since` names it."""

from datetime import date

from dashboard.cli.output import UsageError
from indicators.catalogue import catalogue
from indicators.judging.attribution import AsKnown
from indicators.runtime import clock
from indicators.store.edition import Edition

PUBLICATION, REFRESH = "publication", "refresh"


def earlier(held: Edition, since: str | None) -> AsKnown | None:
    """The end of a day, of publication, or the moment before the last refresh that brought a figure; None for none.

    Raises UsageError.
    """
    if since is None:
        return None
    if since == PUBLICATION:
        return AsKnown(catalogue.article().published)
    if since == REFRESH:
        return AsKnown(at=held.settled(held.newest() - 1))
    try:
        day = date.fromisoformat(since)
    except ValueError:
        raise UsageError(f"--since takes a day as YYYY-MM-DD, publication or refresh, not {since[:40]!r}") from None
    if day > clock.today():
        raise UsageError(f"--since {day} is in the future: days are UTC's, where it is {clock.today()}")
    return AsKnown(day)
