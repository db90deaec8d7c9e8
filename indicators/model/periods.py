"""Periods: where one ends, when its figure is due, and whether a series is late."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from indicators.i18n.messages import message
from indicators.i18n.messages import quarter as quarter
from indicators.model import Event, Frequency, Series
from indicators.model.event_kind import EventKind
from indicators.model.frequency import FREQUENCIES

Freshness = Literal["fresh", "due", "late", "late, explained", "failed", "discontinued", "no schedule", "no data"]


def add_months(day: date, months: int) -> date:
    """The first of the month that lies `months` after the month of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def period_end(day: date, frequency: Frequency) -> date:
    """The last day of the period that an observation dated `day` covers."""
    months = FREQUENCIES[frequency].months
    return add_months(day, months) - timedelta(days=1) if months else day


def next_due(last: date, series: Series) -> date | None:
    """When the figure after the one dated `last` is due; None for a series with no schedule."""
    months = FREQUENCIES[series.frequency].months
    if months:
        return period_end(add_months(last, months), series.frequency) + timedelta(days=series.lag)
    if series.frequency == "irregular":
        return None
    return last + timedelta(days=FREQUENCIES[series.frequency].step + series.lag)


@dataclass(frozen=True)
class Age:
    """How a series stands against its own calendar on a day."""

    state: Freshness
    due: date | None = None
    cause: str = ""
    #: Expected date of the next figure, moved by an announced delay.
    expected: date | None = None


def age(series: Series, last: date | None, today: date, events: tuple[Event, ...] = ()) -> Age:
    """Fresh until the next figure is due, due for a grace of half a step, then late.

    A delay of the series' release in `seeds/events.toml` that covers the due day explains the
    lateness and gives the expected date.
    """
    if last is None:
        return Age("no data", cause=message("no figure in the store; a refresh brings it"))
    due = next_due(last, series)
    if due is None:
        return Age("no schedule", cause=message("points published now and then"))
    if today <= due:
        return Age("fresh", due, expected=due)
    grace = timedelta(
        days=max(3, FREQUENCIES[series.frequency].step // 4)
    )  # publishers do not keep to a day of the month
    if today <= due + grace:
        return Age("due", due, expected=today)
    for event in events:
        if event.kind != EventKind.DELAY or not event.release or event.release != series.release:
            continue
        end = event.end or event.date
        if event.date - grace <= due <= end and today <= end:
            return Age("late, explained", due, event.label, end)
    return Age("late", due, message("the next figure was due by {due}", due=due))
