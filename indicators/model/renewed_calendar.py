"""The release calendar of `seeds/releases.csv`, renewed by the days that FRED lists of each release.

FRED lists days and names no period, so a day counts for a period only where no other is possible:

- an entry that is scheduled in the seeds for a day FRED does not list moves to the one listed day near it that no
  other entry has; an actual entry never moves;
- a period after the last of the seeds gets the one listed day within the grace of the day its lag makes it due.

Where several days, or none, would do, the entry stays and the lag stands. What is listed besides, such as a second
estimate, has no period: it is shown as coming, and nothing else. A past day is never cut by any of these, which were
not public then, and may have been moved since.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from indicators.model.catalogue import Release, Series
from indicators.model.frequency import FREQUENCIES
from indicators.model.periods import next_period, period_end
from indicators.model.release_calendar import grace

#: How far an estimate may have been moved and still be the same: the next one of a quarter is four weeks away.
MOVED = timedelta(days=10)
SOURCE = "FRED, release dates"


@dataclass(frozen=True)
class Listed:
    """The days of one release, as FRED listed them on a day."""

    #: FRED's number of the release.
    number: int
    asked: date
    #: From some weeks before that day on, ascending: the first of them is `since`.
    since: date
    days: tuple[date, ...]


@dataclass(frozen=True)
class Renewed:
    """The entries of a calendar, and the listed days, with their releases, whose periods cannot be told."""

    entries: tuple[Release, ...]
    undated: tuple[tuple[date, str], ...] = ()


def renewed(seeds: Iterable[Release], listed: Mapping[str, Listed], leads: Mapping[str, Series]) -> Renewed:
    """The calendar with what is listed by release; `leads` has a series of each, whose frequency and lag date a period."""
    own: dict[str, list[Release]] = {}
    for entry in seeds:
        own.setdefault(entry.release, []).append(entry)
    free: dict[int, list[tuple[date, str]]] = {}
    for release in filter(listed.__contains__, leads):
        one = _Release(leads[release], own.get(release, []), listed[release])
        own[release] = [*one.moved(), *one.following()]
        # Two of ours may be one of FRED's, as profits are part of the accounts but not out with each estimate of them.
        free.setdefault(listed[release].number, [(day, release) for day in one.free])
    undated = sorted(day for days in free.values() for day in days)
    return Renewed(tuple(entry for entries in own.values() for entry in entries), tuple(undated))


class _Release:
    """One release: its series, its entries, and the days listed that no entry has."""

    def __init__(self, lead: Series, entries: list[Release], listed: Listed) -> None:
        self._lead, self._entries, self._listed = lead, entries, listed
        self._last = max(listed.days, default=listed.since)
        self.free = sorted(set(listed.days) - {entry.published for entry in entries})

    def moved(self) -> Iterator[Release]:
        """Its entries, of which the scheduled ones stand on days listed, where those can be told."""
        span, days = min(MOVED, grace(self._lead)), set(self._listed.days)
        for entry in self._entries:
            is_open = entry.status == "scheduled" and entry.published not in days and entry.published <= self._last
            day = self._only(entry.published, span) if is_open else None
            yield replace(entry, published=day, source=SOURCE) if day else entry

    def following(self) -> Iterator[Release]:
        """Entries for the periods after the last."""
        for period in self._periods():
            due = period_end(period, self._lead.frequency) + timedelta(days=self._lead.lag)
            if day := self._only(due, grace(self._lead)):
                yield Release(self._lead.calendar, period, day, "scheduled", SOURCE)

    def _periods(self) -> Iterator[date]:
        """The periods after the last entry's, up to the last day listed; none without an entry to count from."""
        months = FREQUENCIES[self._lead.frequency].months
        period = max((entry.period for entry in self._entries), default=date.max)
        while period < self._last and (months or self._lead.frequency == "weekly"):
            period = next_period(period, self._lead.frequency) if months else period + timedelta(days=7)
            yield period

    def _only(self, near: date, span: timedelta) -> date | None:
        """The one free day near another, which is then taken; None where there are several, or some may be unlisted."""
        found = [day for day in self.free if abs(day - near) <= span]
        if len(found) != 1 or near - span < self._listed.since:
            return None
        self.free.remove(found[0])
        return found[0]
