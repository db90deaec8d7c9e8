"""Frequencies and their properties, in one table.

Observations carry the first day of their period (the convention of FRED); daily and weekly ones, and those that
are published now and then, carry their own day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from indicators.i18n.messages import message

Frequency = Literal["daily", "weekly", "monthly", "quarterly", "annual", "irregular"]


@dataclass(frozen=True)
class Cadence:
    """The properties of a frequency. All distances are in days."""

    name: Frequency
    #: Label of the reader's option; empty: it is not offered.
    title: str
    #: One observation, in words.
    period: str
    #: The form of a date: day, month, quarter or year.
    form: Literal["day", "month", "quarter", "year"]
    #: Months in a period; 0: not a whole number of months.
    months: int
    #: pandas' name of the period; empty: nothing can be aggregated to it.
    pandas: str
    #: Observations in a year, as FRED counts them; 0: published now and then, there is no such number.
    per_year: int
    #: Between two observations, least and most.
    spacing: tuple[int, int]
    #: Distance of two observations beyond which one is missing, where not counted in months; None: unknown.
    longest: int | None
    #: Between two publications: how long a vintage counts as current.
    step: int
    #: Overlap of a request with the observations held, which brings revisions.
    overlap: int
    #: Length of an answer that is enough to check the spacing.
    recent: int
    #: Minimum observations of a first answer; a quarter of that for a source with a moving window.
    fewest: int
    #: Smallest usual distance of dates from which this frequency is inferred; None: never.
    guessed_from: float | None

    @property
    def is_coarse(self) -> bool:
        """Whether finer series can be aggregated to it."""
        return bool(self.pandas)


#: Finest first; what is published now and then is last. No market is closed for longer than a week.
FREQUENCIES: Mapping[Frequency, Cadence] = {
    one.name: one
    for one in (
        Cadence(
            "daily", "", message("day"), "day", 0, "", 260, (1, 4), longest=7,
            step=4, overlap=30, recent=500, fewest=60, guessed_from=0,
        ),
        Cadence(
            "weekly", "", message("week"), "day", 0, "", 52, (5, 9), longest=10,
            step=9, overlap=731, recent=500, fewest=26, guessed_from=None,
        ),
        Cadence(
            "monthly", message("Monthly"), message("month"), "month", 1, "M", 12, (28, 31), longest=None,
            step=45, overlap=731, recent=500, fewest=24, guessed_from=27,
        ),
        Cadence(
            "quarterly", message("Quarterly"), message("quarter"), "quarter", 3, "Q", 4, (89, 93), longest=None,
            step=100, overlap=731, recent=500, fewest=8, guessed_from=88,
        ),
        Cadence(
            "annual", message("Annual"), message("year"), "year", 12, "Y", 1, (364, 367), longest=None,
            step=380, overlap=731, recent=3 * 366, fewest=5, guessed_from=360,
        ),
        Cadence(
            "irregular", "", message("observation"), "day", 0, "", 0, (1, 10**6), longest=None,
            step=380, overlap=731, recent=500, fewest=5, guessed_from=None,
        ),
    )
}  # fmt: skip
#: Those to which finer series can be aggregated, finest first.
COARSE: tuple[Frequency, ...] = tuple(name for name, one in FREQUENCIES.items() if one.is_coarse)


def coarseness(frequency: Frequency) -> int:
    """The place of a frequency in the order from the finest on."""
    return list(FREQUENCIES).index(frequency)


def finest(frequencies: Iterable[Frequency]) -> Frequency:
    """The one with the most observations; "irregular" where there is no other."""
    return min(frequencies, key=coarseness, default="irregular")


def guess(step: float) -> Frequency:
    """What dates seem to be whose usual distance is `step` days: all that are finer than months count as daily, and so
    does a single date, whose distance is not a number.
    """
    guesses = [one for one in FREQUENCIES.values() if one.guessed_from is not None and step >= one.guessed_from]
    return guesses[-1].name if guesses else "daily"
