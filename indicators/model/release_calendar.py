"""The release calendar: when the figures of a reference period were, or will be, published, and how a series stands to it.

It has an entry a release, period and estimate (`seeds/releases.csv`, and for what is to come `renewed_calendar`). A
period without one counts as published its series' lag after its end, and not before the end of a delay of that release
(`seeds/events.toml`) that covers that day.
"""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from indicators.i18n.messages import message
from indicators.model.catalogue import Event, Release, Series
from indicators.model.event_kind import EventKind
from indicators.model.frequency import FREQUENCIES
from indicators.model.periods import Age, next_due, next_period, period_end

#: How long after a day of the calendar a figure may still be called due: a refresh or a holiday may lie between.
GRACE = timedelta(days=3)


@dataclass(frozen=True)
class Publication:
    """The first publication of a period's figure."""

    day: date
    #: Whether the calendar has an entry; otherwise the day is that of the lag and of known delays.
    on_calendar: bool
    #: The day by the lag alone.
    due: date
    #: The known delay that covers `due`.
    delay: Event | None = None


class ReleaseCalendar:
    """The entries of all releases and the delays of each."""

    def __init__(self, releases: Iterable[Release] = (), events: Iterable[Event] = ()) -> None:
        self._first: dict[tuple[str, date], date] = {}
        self._periods: dict[str, list[date]] = defaultdict(list)
        self._days: dict[str, list[date]] = defaultdict(list)
        for one in sorted(releases, key=lambda one: one.published):
            insort(self._days[one.release], one.published)
            if (one.release, one.period) not in self._first:
                self._first[one.release, one.period] = one.published
                insort(self._periods[one.release], one.period)
        self._delays: dict[str, list[Event]] = defaultdict(list)
        for event in events:
            if event.kind == EventKind.DELAY and event.release:
                self._delays[event.release].append(event)

    def publication(self, series: Series, period: date) -> Publication:
        """When the figure dated `period` was first published."""
        return self._publication(series, period, period_end(period, series.frequency) + timedelta(days=series.lag))

    def next_publication(self, series: Series, last: date) -> Publication | None:
        """When the figure after the one dated `last` is published; None for a series with no schedule."""
        due = next_due(last, series)
        return None if due is None else self._publication(series, self._next_period(series, last), due)

    def coming(self, series: Series, last: date | None, today: date) -> Publication | None:
        """The first publication from a day on, of whichever period; None for a series with no schedule.

        That of a series overdue may bring what is missing; of one without any figure `last` is None.
        """
        if series.frequency == "irregular":
            return None
        days = self._days.get(series.calendar, [])
        if later := days[bisect_left(days, today) :][:1]:
            return Publication(later[0], True, later[0])
        return self._by_lag(series, last or today.replace(year=today.year - 2, month=1, day=1), today)

    def _by_lag(self, series: Series, last: date, today: date) -> Publication:
        """The first publication from a day on by the lag: of what is published daily, the next weekday."""
        if series.frequency == "daily":
            day = today + timedelta(days=max(0, 7 - today.weekday()) if today.weekday() > 4 else 0)
            return Publication(day, False, day)
        while (found := self.next_publication(series, last)) and found.day < today:
            last = self._next_period(series, last)
        assert found, "only what is published now and then has no schedule"
        return found

    def _publication(self, series: Series, period: date, due: date) -> Publication:
        delay = self._delay(series, due)
        if day := self._first.get((series.calendar, period)):
            return Publication(day, True, due, delay)
        return Publication(max(due, delay.end or due) if delay else due, False, due, delay)

    def _next_period(self, series: Series, last: date) -> date:
        """The next period; of a weekly series the next in the calendar, as a holiday moves a day of positions."""
        cadence = FREQUENCIES[series.frequency]
        if cadence.months:
            return next_period(last, series.frequency)
        periods = self._periods.get(series.calendar, [])
        after = periods[bisect_right(periods, last) :][:1]
        return after[0] if after and (after[0] - last).days <= cadence.step else last + timedelta(days=7)

    def _delay(self, series: Series, due: date) -> Event | None:
        """The delay of a series' release that covers a day due, or begins soon after; of several the last to end."""
        early = grace(series)
        covering = [
            event
            for event in self._delays.get(series.calendar, ())
            if event.date - early <= due <= (event.end or event.date)
        ]
        return max(covering, key=lambda event: event.end or event.date, default=None)

    def is_superseded(self, series: Series, vintage: date, last: date, day: date, listed: bool = False) -> bool:
        """Whether a release fell between a vintage that ends with the period `last`, and the end of a later day.

        A vintage of the very day of a release may be of the hours before it: then it ends before the period released.
        With `listed` the vintage that follows is known, and comes after the day: the lag is not asked, but an entry of
        the calendar still counts, as a list of vintages may date one a day after its release.
        """
        days = self._days.get(series.calendar, [])
        if bisect_right(days, day) > bisect_right(days, vintage):
            return True
        following = self.next_publication(series, last)
        if following and following.on_calendar:
            return following.day <= day
        if listed:
            return False
        if following is None or series.frequency == "daily":  # no calendar of occasions or sessions
            return (day - vintage).days > FREQUENCIES[series.frequency].step
        return vintage < day >= self._first_day(series, following)

    def _first_day(self, series: Series, following: Publication) -> date:
        """The day from which the next figure may be out; of a weekly series by its lag, not by its longest gap."""
        if following.on_calendar or following.delay or series.frequency != "weekly":
            return following.day
        return following.day - timedelta(days=FREQUENCIES["weekly"].step - 7)


def grace(series: Series) -> timedelta:
    """How long a figure without an entry may be called due: publishers do not keep to a day of the month."""
    return timedelta(days=max(3, FREQUENCIES[series.frequency].step // 4))


def age(series: Series, last: date | None, today: date, calendar: ReleaseCalendar) -> Age:
    """Fresh until the next figure is published by the calendar, due for a grace after it, then late.

    Without an entry in the calendar the series' lag stands for it. A known delay that covers the day by the lag explains
    the lateness and gives the expected date.
    """
    if last is None:
        return Age("no data", cause=message("no figure in the store; a refresh brings it"))
    following = calendar.next_publication(series, last)
    if following is None:
        return Age("no schedule", cause=message("points published now and then"))
    if following.delay and today > following.due + grace(series):
        end = max(following.day, following.delay.end or following.due)
        if today <= end:
            expected = following.day if today <= following.day else end
            return Age("late, explained", following.due, following.delay.label, expected, following.on_calendar)
    due = following.day if following.on_calendar else following.due
    if today <= due:
        return Age("fresh", due, expected=due, on_calendar=following.on_calendar)
    if today <= due + (GRACE if following.on_calendar else grace(series)):
        return Age("due", due, expected=today, on_calendar=following.on_calendar)
    why = message("the next figure was due by {due}", due=due)
    return Age("late", due, why, on_calendar=following.on_calendar)
