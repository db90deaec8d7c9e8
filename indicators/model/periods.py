"""Periods: where one ends, when its figure is due by the publication lag, and how old a series can be."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from indicators.i18n.messages import quarter as quarter
from indicators.model.catalogue import Series
from indicators.model.frequency import FREQUENCIES, Frequency

Freshness = Literal["fresh", "due", "late", "late, explained", "failed", "discontinued", "no schedule", "no data"]


def add_months(day: date, months: int) -> date:
    """The first of the month that lies `months` after the month of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def period_end(day: date, frequency: Frequency) -> date:
    """The last day of the period that an observation dated `day` covers."""
    months = FREQUENCIES[frequency].months
    return add_months(day, months) - timedelta(days=1) if months else day


def next_period(day: date, frequency: Frequency) -> date:
    """The first day of the period after the one dated `day`, of a frequency that is counted in months."""
    return add_months(day, FREQUENCIES[frequency].months)


def next_due(last: date, series: Series) -> date | None:
    """When the figure after the one dated `last` is due by its lag; None for a series with no schedule."""
    if FREQUENCIES[series.frequency].months:
        return period_end(next_period(last, series.frequency), series.frequency) + timedelta(days=series.lag)
    if series.frequency == "irregular":
        return None
    return last + timedelta(days=FREQUENCIES[series.frequency].step + series.lag)


@dataclass(frozen=True)
class Age:
    """How a series stands on a day against the day its next figure is due."""

    state: Freshness
    due: date | None = None
    cause: str = ""
    #: Expected date of the next figure, moved by an announced delay.
    expected: date | None = None
    #: Whether `due` is of the release calendar; otherwise it is of the publication lag.
    on_calendar: bool = False
