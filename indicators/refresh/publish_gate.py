"""The publish gate: a provider's answer is checked against its contract and the series' history.

The checks, in this order; the first that fails is the cause shown:

- *content*: some observations, dates ascending and unique, finite values of a size that the unit can count, none of
  the future;
- *unit*: as the provider states it, against the catalogue, unless the values are those held; and values held
  for the same dates are not a constant multiple of those (a change of unit, of base year, of price basis), nor
  nearly all others than those (another deflator or method), unless the series is rewritten throughout or a rate;
- *frequency*: as the provider states it, and the spacing of the dates, which are the first days of periods;
- *floor*, where nothing is held: enough rows, near enough to today, and values that move as a series does (`floor`);
- *history*: it ends no earlier than what is held by more than one publication, starts no later
  (unless the catalogue says that its source shows a moving window), and has lost none of the dates held within its
  span: no vintage that ships withdraws one, and a claim that needs it could not be judged. A daily series may lose one
  in a hundred, as it may have a day without a session;
- *jumps*: no new or revised value lies further from the one before it than four times the largest step in
  the series' history, as a difference and, where all are positive and not rates, as a ratio; nor further
  beyond the highest value than the whole range of values.

Four times: of the 38,396 observations since 2021 of the figures that ship three would have been held, all
of one real break (futures positions of May 2023 change by a factor of five from one week to the next). All 503
revisions that ship of series that are fetched pass.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from indicators.model import Series
from indicators.model.frequency import FREQUENCIES
from indicators.model.unit import parse
from indicators.providers import Observed, redact
from indicators.refresh import floor

Rows = Sequence[tuple[int, float]]

#: Largest accepted step, as a multiple of the largest in the series' history.
LEAP = 4.0
#: Steps of history below which only a value of another order of magnitude is a jump.
ENOUGH = 24
#: Share of the dates held that an answer may lack, for a daily series; for others none.
LOST = 0.01
#: A constant ratio to the values held further from 1 than this means another unit or base.
REBASED = 0.05
#: Relative difference at which a value counts as revised; share of revised values that makes another history.
MOVED, MOST = 0.01, 0.8


class Held(Exception):
    """The answer must not be published: the message is the cause, a sentence. The figures held stay.

    `doubtful` are the dates whose values another source may confirm; empty where confirmation is impossible.
    """

    def __init__(self, cause: str, doubtful: tuple[int, ...] = ()) -> None:
        super().__init__(redact(cause))
        self.doubtful = doubtful


def check(series: Series, before: Rows, observed: Observed, today: date, lenient: bool = False) -> None:
    """Raise Held unless `observed` passes the checks against `before`, the observations held (ascending).

    `lenient` checks content and contract only: the user has reviewed the rest.
    """
    now = dict(observed.rows)
    ratio, alike = _compared(before, now)
    _content(series, observed, today)
    if not (alike and abs(ratio - 1) <= REBASED):  # the same values, so the same unit in other words
        _unit(series, observed)
    _frequency(series, observed)
    if not before and (why := floor.wanting(series, observed.rows, today)):
        raise Held(why)
    if why := floor.misplaced(series, observed.rows):
        raise Held(why)
    if before and observed.complete and not floor.still(before) and (why := floor.still(observed.rows)):
        raise Held(why)
    if lenient or not before:
        return
    if alike and abs(ratio - 1) > REBASED:
        raise Held(f"values are {ratio:.4g} times those held for the same dates: the unit or the base has changed")
    _restated(series, before, now)
    _history(series, before, observed, now)
    _jumps(series, before, observed)


def _compared(before: Rows, now: Mapping[int, float]) -> tuple[float, bool]:
    """The median ratio of the values to those held for the same dates, and whether most ratios are that one."""
    ratios = [now[day] / value for day, value in before if value and day in now]
    if len(ratios) < 3:
        return 1.0, False
    middle = median(ratios)
    alike = sum(abs(ratio - middle) <= 0.01 * abs(middle) for ratio in ratios)
    return middle, alike >= 0.8 * len(ratios)


def _content(series: Series, observed: Observed, today: date) -> None:
    rows = observed.rows
    if not rows:
        raise Held("no observation in the answer")
    for (day, _), (following, _) in pairwise(rows):
        if following <= day:
            raise Held(f"dates are not ascending and unique at {_day(following)}")
    if bad := next((day for day, value in rows if not math.isfinite(value)), None):
        raise Held(f"the value of {_day(bad)} is not a finite number")
    if rows[-1][0] > today.toordinal():
        raise Held(f"dated in the future: {_day(rows[-1][0])}, where this machine's clock says {today}")
    if why := floor.outsized(series, rows):
        raise Held(why)


def _unit(series: Series, observed: Observed) -> None:
    if observed.unit and parse(observed.unit).likeness != parse(series.unit).likeness:
        raise Held(f"the unit is stated as {observed.unit[:60]!r}; the catalogue has {series.unit!r}")


def _frequency(series: Series, observed: Observed) -> None:
    if observed.frequency not in ("", series.frequency) and series.frequency != "irregular":
        raise Held(f"the frequency is stated as {observed.frequency[:60]!r}; the catalogue has {series.frequency!r}")
    gaps = [b - a for (a, _), (b, _) in pairwise(observed.rows)]
    low, high = FREQUENCIES[series.frequency].spacing
    if len(gaps) >= 3 and not low <= median(gaps) <= high:
        raise Held(f"observations are {median(gaps):g} days apart, which is not {series.frequency}")


def _restated(series: Series, before: Rows, now: Mapping[int, float]) -> None:
    if series.revised_throughout or parse(series.unit).likeness.is_rate:
        return
    moves = [abs(now[day] / value - 1) for day, value in before if value and day in now]
    moved = [move for move in moves if move > MOVED]
    if len(moves) > ENOUGH and len(moved) > MOST * len(moves):
        raise Held(
            f"the whole history has moved: {len(moved)} of {len(moves)} values held for the same dates, "
            f"by {100 * median(moved):.3g}% in the middle: the price basis or the method has changed"
        )


def _history(series: Series, before: Rows, observed: Observed, now: Mapping[int, float]) -> None:
    first, last = observed.rows[0][0], observed.rows[-1][0]
    step = FREQUENCIES[series.frequency].step
    if last < before[-1][0] - step:
        raise Held(f"history has shrunk: it ends {_day(last)}, where {_day(before[-1][0])} is held")
    if observed.complete and not series.window and first > before[0][0] + step:
        raise Held(f"history has shrunk: it starts {_day(first)}, where {_day(before[0][0])} is held")
    within = [day for day, _ in before if first <= day <= last]
    lost = [day for day in within if day not in now]
    if len(lost) > (LOST * len(within) if series.frequency == "daily" else 0):
        raise Held(f"history has shrunk: {len(lost)} of {len(within)} dates held are gone, {_day(lost[0])} the first")


def _jumps(series: Series, before: Rows, observed: Observed) -> None:
    steps = _Steps(series, before)
    wrong = [(day, value, last) for day, value, last in _moves(before, observed.rows) if steps.leaps(last, value)]
    if wrong:
        day, value, last = wrong[0]
        raise Held(
            f"a jump beyond the series' own history: {value:,.6g} for {_day(day)} after {last:,.6g}; {steps}",
            tuple(day for day, _, _ in wrong),
        )


def _moves(before: Rows, rows: Rows) -> Iterator[tuple[int, float, float]]:
    """Day, value and base of the step: the value held for a revised date, the preceding value for a new one."""
    held, (end, last) = dict(before), before[-1]
    for day, value in rows:
        if day > end:
            yield day, value, last
            last = value
        elif held.get(day, value) != value:
            yield day, value, held[day]
        if day == end:
            last = value


class _Steps:
    """The largest step and the range of values in a series' history."""

    def __init__(self, series: Series, before: Rows) -> None:
        values = [value for _, value in before]
        rate = parse(series.unit).likeness.is_rate
        self.highest = max(map(abs, values))
        self.many = len(values) > ENOUGH
        # A series that never moved may: by a tenth, or a rate by a point.
        floor = max(0.1 * self.highest, 1.0 if rate else 0.0)
        self.step = max(LEAP * max((abs(b - a) for a, b in pairwise(values)), default=0.0), floor)
        self.farthest = self.highest + max(max(values) - min(values), floor)
        self.ratio = math.inf
        if not rate and min(values) > 0:
            self.ratio = LEAP * max((abs(math.log(b / a)) for a, b in pairwise(values)), default=0.0)
            self.ratio = max(self.ratio, math.log(1.1))

    def leaps(self, last: float, value: float) -> bool:
        if not self.many:
            return abs(value) > 10 * self.highest
        if abs(value - last) > self.step or abs(value) > self.farthest:
            return True
        return self.ratio < math.inf and (min(value, last) <= 0 or abs(math.log(value / last)) > self.ratio)

    def __str__(self) -> str:
        if not self.many:
            return f"values up to {10 * self.highest:,.4g} pass"
        return f"steps up to {self.step:,.4g} and values up to {self.farthest:,.4g} pass"


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
