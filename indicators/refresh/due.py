"""The series due for a request now, and the first day to request.

A series is due when its next figure should be out by the release calendar, or without an entry by its lag, and a few
hours have passed since the last request; besides that once a week for revisions (figures change between two
publications), and when its last attempt failed. A request overlaps the observations held, by two years
or for a daily series by thirty days, which brings revisions; once a month the whole history is read
again, because benchmark revisions reach further back.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from indicators.catalogue import catalogue
from indicators.model import Series
from indicators.model.frequency import FREQUENCIES
from indicators.model.release_calendar import ReleaseCalendar
from indicators.providers import can_fetch
from indicators.store import release_days
from indicators.store.store import SHIPPED, Attempt, Known, Store

#: Minimum time between two requests for a series that is due: not every publisher is punctual.
PATIENCE = timedelta(hours=3)
#: Between two requests for revisions of a series that is not due.
REVISIONS = timedelta(days=7)

#: The reason for a series named by the user.
ASKED_FOR = "asked for"


@dataclass(frozen=True)
class Task:
    """One series to request."""

    series: Series
    #: First day to request; None: the whole history.
    since: date | None
    #: The reason, in a few words.
    why: str

    @property
    def locators(self) -> tuple[str, ...]:
        """Its locators that can be fetched, in order of preference."""
        return tuple(locator for locator in self.series.sources if can_fetch(locator))


class Unfetchable(LookupError):
    """A named series cannot be fetched. The message names it and the reason."""


def due(store: Store, now: datetime, only: Collection[str] = (), full: bool = False) -> list[Task]:
    """The tasks of a refresh at `now` (UTC), interleaved by provider.

    `only` requests these series whether due or not. Raises UnknownSeries, Unfetchable.
    """
    known = [catalogue.find_series(id) for id in only] if only else list(catalogue.series().values())
    fetched = {one.id: one for one in known if any(map(can_fetch, one.sources))}
    if only and (by_hand := [one.id for one in known if one.id not in fetched]):
        raise Unfetchable(f"{', '.join(by_hand)}: points carried over by hand; no provider can be asked for them")
    spans, vintages, attempts = store.spans(fetched), store.vintages(fetched), store.attempts(fetched)
    tasks, calendar = [], release_days.calendar(store)
    for id, one in fetched.items():
        last = date.fromordinal(spans[id][1]) if id in spans else None
        why = ASKED_FOR if only else _why(one, last, attempts.get(id), now, calendar)
        if why:
            whole = full or last is None or _unread_this_month(vintages[id], now)
            tasks.append(Task(one, None if whole or last is None else since(one, last), why))
    return _in_turns(tasks)


def since(series: Series, last: date) -> date | None:
    """First day to request of a series held up to `last`; None for one that is rewritten throughout."""
    if series.revised_throughout:
        return None
    cadence = FREQUENCIES[series.frequency]
    start = last - timedelta(days=cadence.overlap)
    return start.replace(day=1) if cadence.months else start


def _why(series: Series, last: date | None, attempt: Attempt | None, now: datetime, calendar: ReleaseCalendar) -> str:
    if last is None:
        return "no figure yet"
    if attempt is None:
        return "never asked for"
    if attempt.outcome in ("failed", "held"):
        return "its last attempt failed"
    waited = now - datetime.fromtimestamp(attempt.at, UTC)
    if waited < timedelta(0):
        return "the clock was set back"
    following = calendar.next_publication(series, last)
    if following and following.day <= now.date() and waited >= PATIENCE:
        return "its next figure is due"
    return "revisions" if waited >= REVISIONS else ""


def _unread_this_month(held: list[Known], now: datetime) -> bool:
    """Whether the series was not fetched this month; shipped figures do not count."""
    newest = next((known.day for known in reversed(held) if known.source != SHIPPED), date.min)
    return (newest.year, newest.month) < (now.year, now.month)


def _in_turns(tasks: list[Task]) -> list[Task]:
    """The tasks interleaved by provider, so that no worker waits for a rate limit while others are idle."""
    place: dict[str, int] = {}

    def turn(task: Task) -> int:
        provider = task.locators[0].partition(":")[0]
        place[provider] = place.get(provider, 0) + 1
        return place[provider]

    return sorted(tasks, key=turn)
