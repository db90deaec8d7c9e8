"""Periods: where one ends, when its figure is due, and whether a series is late.

Observations carry the first day of their period (the convention of FRED); daily and weekly ones
carry their own day.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from indicators.i18n.messages import message
from indicators.i18n.messages import quarter as quarter
from indicators.model import Event, Frequency, Series

Freshness = Literal["fresh", "due", "late", "late, explained", "failed", "discontinued", "no schedule", "no data"]

#: Months in a period of each frequency that is counted in months.
MONTHS = {"monthly": 1, "quarterly": 3, "annual": 12}
#: Days between two publications, used to judge how long a vintage stands for "now".
STEP = {"daily": 4, "weekly": 9, "monthly": 45, "quarterly": 100, "annual": 380, "irregular": 380}
#: Days between two observations, least and most.
SPACING = {"daily": (1, 4), "weekly": (5, 9), "monthly": (28, 31), "quarterly": (89, 93), "annual": (364, 367)}


def add_months(day: date, months: int) -> date:
    """The first of the month that lies `months` after the month of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def period_end(day: date, frequency: Frequency) -> date:
    """The last day of the period that an observation dated `day` covers."""
    months = MONTHS.get(frequency)
    return add_months(day, months) - timedelta(days=1) if months else day


def next_due(last: date, series: Series) -> date | None:
    """When the figure after the one dated `last` is due; None for a series with no schedule."""
    months = MONTHS.get(series.frequency)
    if months:
        return period_end(add_months(last, months), series.frequency) + timedelta(days=series.lag)
    if series.frequency == "irregular":
        return None
    return last + timedelta(days=STEP[series.frequency] + series.lag)


@dataclass(frozen=True)
class Age:
    """How a series stands against its own calendar on a day."""

    state: Freshness
    due: date | None = None
    cause: str = ""
    #: When the next figure is to be expected, as far as is known: a delay that is announced moves it.
    expected: date | None = None


def age(series: Series, last: date | None, today: date, events: tuple[Event, ...] = ()) -> Age:
    """Fresh until the next figure is due, due for a grace of half a step, then late.

    A delay of the series' release, noted in `seeds/events.toml`, that covers the due day explains the
    lateness, and tells when to expect the figure.
    """
    if last is None:
        return Age("no data", cause=message("no figure in the store; a refresh brings it"))
    due = next_due(last, series)
    if due is None:
        return Age("no schedule", cause=message("points published now and then"))
    if today <= due:
        return Age("fresh", due, expected=due)
    grace = timedelta(days=max(3, STEP[series.frequency] // 4))  # publishers do not keep to a day of the month
    if today <= due + grace:
        return Age("due", due, expected=today)
    for event in events:
        if event.kind != "delay" or not event.release or event.release != series.release:
            continue
        end = event.end or event.date
        if event.date - grace <= due <= end and today <= end:
            return Age("late, explained", due, event.label, end)
    return Age("late", due, message("the next figure was due by {due}", due=due))
