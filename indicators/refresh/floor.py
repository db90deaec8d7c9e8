"""The floor: the minimum conditions for an answer to be a series; the only ones for a first answer, without a history.

Every answer: no date before any series, months, quarters and years dated by their first day (years in January), and
no value out of its unit's range. A first answer also has

- *rows*: enough for its frequency;
- *reach*: its newest period is no older than two periods, the publication lag and a year of delay;
- *spacing*: four of five steps are of its frequency's length;
- *movement*: more than two different values, not all near zero, and no alternation at every step. A complete answer
  of a series that moved before must have it too.

All that ships passes it; no series that ships moves against its last step with a correlation beyond -0.2.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from indicators.model import Series
from indicators.model.frequency import FREQUENCIES
from indicators.model.unit import Measure, Unit, parse

Rows = Sequence[tuple[int, float]]

#: The earliest valid date of any series.
DAWN = date(1700, 1, 1).toordinal()
#: Number of observations from which on a series must have moved.
ENOUGH = 24
#: Share of the steps that must be of the frequency's length.
REGULAR = 0.8
#: Longest accepted delay of a release, days. The longest so far was half a year, after the shutdown of 2025.
DELAY = 365
#: The largest value in the base unit: by dimension, of ratios, and of all others.
LARGEST: Mapping[Measure, float] = {"percent": 1e4, "points": 1e4, "ratio": 1e3, "index": 1e6, "quote": 200.0}
MOST_PER, MOST, LEAST = 1e6, 1e16, 1e-9
#: A correlation of successive values that is below that of every series.
SWINGING = -0.8


def outsized(series: Series, rows: Rows) -> str:
    """Why a row is invalid for the series; empty when all are valid."""
    if rows and rows[0][0] < DAWN:
        return f"dated {date.fromordinal(max(rows[0][0], 1))}, before there were figures"
    most = _largest(parse(series.unit))
    day, value = max(rows, key=lambda row: abs(row[1]), default=(0, 0.0))
    if abs(value) > most:
        return f"{value:.4g} for {date.fromordinal(day)} is beyond what {series.unit} can count"
    return ""


def _largest(unit: Unit) -> float:
    return LARGEST.get(unit.measure) or (MOST_PER if unit.is_per else MOST / unit.factor)


def misplaced(series: Series, rows: Rows) -> str:
    """The row that is not dated by its period's first day; empty where all are, or the series has no periods."""
    if not FREQUENCIES[series.frequency].months:
        return ""
    for day in (date.fromordinal(day) for day, _ in rows):
        if day.day != 1 or (series.frequency == "annual" and day.month != 1):
            return f"{day} is no first day of a period that is {series.frequency}"
    return ""


def wanting(series: Series, rows: Rows, today: date) -> str:
    """Why a first answer fails the floor; empty when it passes. `rows` ascend by date."""
    fewest = FREQUENCIES[series.frequency].fewest // (4 if series.window else 1)
    if len(rows) < fewest:
        return f"a first answer of {len(rows)} observations, where {fewest} are the fewest of a series that is {series.frequency}"
    allowed = 2 * FREQUENCIES[series.frequency].step + series.lag + DELAY
    if today.toordinal() - rows[-1][0] > allowed:
        return f"a first answer that ends {date.fromordinal(rows[-1][0])}, more than {allowed} days ago"
    return _spaced(series, rows) or still(rows)


def _spaced(series: Series, rows: Rows) -> str:
    low, high = FREQUENCIES[series.frequency].spacing
    regular = sum(low <= after - before <= high for (before, _), (after, _) in pairwise(rows))
    if regular < REGULAR * (len(rows) - 1):
        return f"only {regular} of {len(rows) - 1} steps of a first answer are {series.frequency}"
    return ""


def still(rows: Rows) -> str:
    """Why the movement of a complete answer is implausible; empty when it is plausible or there are too few values."""
    values = [value for _, value in rows]
    if max(map(abs, values)) < LEAST:
        return "an answer of nothing but zeros"
    if len(values) < ENOUGH:
        return ""
    different = len(set(values))
    if different <= 2:
        return f"an answer of {len(values)} observations with only {different} different value{'s' * (different > 1)}"
    if _correlation(values) < SWINGING:
        return "an answer that swings to and fro at every step"
    return ""


def _correlation(values: Sequence[float]) -> float:
    """Correlation of each value with the one before it; 0 where they are constant."""
    scale = max(map(abs, values))
    scaled = [value / scale for value in values]
    mean = sum(scaled) / len(scaled)
    moved = [value - mean for value in scaled]
    spread = sum(move * move for move in moved)
    return sum(a * b for a, b in pairwise(moved)) / spread if spread else 0.0
