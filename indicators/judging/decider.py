"""The one decider: from a declared test and what its statistics read to a status.

A leg is beyond a bar when all of its span is: the value, its interval where it has a sampling error, and the band of a
known measurement error. A claim is supported when its quorum of legs supports it, else contradicted when that quorum
contradicts it, else mixed; a forecast is open until every reading is final. The leg that decided is the first, in the
declared order, on the side of the status; of a mixed claim the first that does not support it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.model import Status
from indicators.model.declaration import Bar, Declaration, Leg, Quorum, Reading, Side


@dataclass(frozen=True)
class LegResult:
    """A leg with what it read."""

    leg: Leg
    reading: Reading
    side: Side


@dataclass(frozen=True)
class Decision:
    """A status and the legs it was made of."""

    status: Status
    legs: tuple[LegResult, ...]
    deciding: LegResult


def decide(test: Declaration, readings: Mapping[str, Reading]) -> Decision:
    """The decision of a test on the readings of all of its legs, by statistic."""
    legs = tuple(LegResult(leg, readings[leg.statistic], side_of(leg, readings[leg.statistic])) for leg in test.legs)
    settled = status_of(test, [one.side for one in legs])
    return Decision(_announced(test, settled, legs), legs, _deciding(settled, legs))


def _announced(test: Declaration, settled: Status, legs: Sequence[LegResult]) -> Status:
    if test.about == "untestable":
        return "untestable"
    is_open = test.about == "forecast" and not all(one.reading.is_final for one in legs)
    return "open" if is_open else settled


def side_of(leg: Leg, reading: Reading) -> Side:
    """Which bar of a leg all of a reading's span is beyond."""
    if _is_beyond(leg.supports, reading):
        return "supports"
    return "contradicts" if _is_beyond(leg.contradicts, reading) else "neither"


def _is_beyond(bar: Bar | None, reading: Reading) -> bool:
    return bar is not None and all(map(bar.is_passed, reading.span))


def status_of(test: Declaration, sides: Sequence[Side]) -> Status:
    """The status by the sides of all legs, in their order."""
    able = {
        "supports": sum(leg.supports is not None for leg in test.legs),
        "contradicts": sum(leg.contradicts is not None for leg in test.legs),
    }
    if _is_met(test.supported, sides.count("supports"), able["supports"]):
        return "supported"
    return "contradicted" if _is_met(test.contradicted, sides.count("contradicts"), able["contradicts"]) else "mixed"


def _is_met(quorum: Quorum, passed: int, able: int) -> bool:
    needed = able if quorum == "all" else 1 if quorum == "any" else quorum
    return able > 0 and passed >= needed


def _deciding(status: Status, legs: Sequence[LegResult]) -> LegResult:
    wanted = {"supported": ("supports",), "contradicted": ("contradicts",)}.get(status, ("neither", "contradicts"))
    return next((one for one in legs if one.side in wanted), legs[0])


def past_statuses(test: Declaration, readings: Mapping[str, Reading]) -> pd.Series:
    """What the test would have said at the end of each month since all of its legs have a past, in hindsight.

    A past value is given the span that today's has around it: its interval, and the error of measurement.
    """
    pasts = [monthly(readings[leg.statistic].past) for leg in test.legs]
    if not pasts or not all(len(past) for past in pasts):
        return pd.Series(dtype=object, index=pd.DatetimeIndex([]))
    months = np.arange(max(past.index[0] for past in pasts), max(past.index[-1] for past in pasts) + 1)
    known = [past.to_numpy()[np.searchsorted(past.index, months, side="right") - 1] for past in pasts]
    sides = (_sides(leg, readings[leg.statistic], values) for leg, values in zip(test.legs, known, strict=True))
    rows = list(zip(*sides, strict=True))
    told = {row: status_of(test, row) for row in set(rows)}
    return pd.Series([told[row] for row in rows], index=month_ends(months), dtype=object)


def monthly(past: pd.Series) -> pd.Series:
    """The last value of each month that has one, by the number of the month since January 1970."""
    known = past.dropna()
    months = known.index.to_numpy().astype("datetime64[M]").astype(int)
    is_last = np.append(months[1:] != months[:-1], True)[: len(months)]
    return pd.Series(known.to_numpy()[is_last], index=months[is_last])


def month_ends(months: np.ndarray) -> pd.DatetimeIndex:
    """The last days of months by their numbers."""
    return pd.DatetimeIndex((months + 1).astype("datetime64[M]").astype("datetime64[D]") - np.timedelta64(1, "D"))


def _sides(leg: Leg, reading: Reading, values: np.ndarray) -> list[Side]:
    """The side of each of a leg's values."""
    never, (low, high) = np.zeros(len(values), dtype=bool), reading.span
    ends = values + (low - reading.value), values + (high - reading.value)
    beyond = {
        side: bar.is_passed(ends[0]) & bar.is_passed(ends[1]) if bar else never
        for side, bar in (("supports", leg.supports), ("contradicts", leg.contradicts))
    }
    return list(np.select(list(beyond.values()), list(beyond), "neither"))
