"""The release radar: what is published next, and which verdicts hang on it.

A release bears on a claim when its verdict was read from a series of it. Whether one number decides is tried: the next
print of each of its series, the others as usual, at which the verdict would be another one, found by halving between
what is usual and `REACH` standard deviations of the series' changes beside it. A day is the agency's own where the release calendar has
it; else it is expected, by the series' publication lag.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

import pandas as pd

from indicators.catalogue import catalogue
from indicators.judging import evaluate
from indicators.model import UNJUDGED, Claim, Series, Status, periods
from indicators.model.frequency import FREQUENCIES
from indicators.model.release_calendar import ReleaseCalendar
from indicators.model.renewed_calendar import Renewed
from indicators.model.unit import parse, to_base
from indicators.model.verdict import Distance
from indicators.panel.panel import Panel
from indicators.store import release_days
from indicators.store.store import Store

#: How far ahead releases are listed.
AHEAD = timedelta(days=30)
#: How far from the usual change a print is tried, in standard deviations; halvings of that span.
REACH, HALVINGS = 4.0, 12
#: The changes that a series' usual one is taken from, and the fewest of them.
LATELY, FEWEST = 60, 12
#: The most series of a release whose prints are tried for one claim, each with the others as usual.
MOST = 6


@dataclass(frozen=True)
class Coming:
    """A release to come."""

    day: date
    #: Its name in the calendar; of series without one, their agency.
    name: str
    #: None where the day alone is known.
    period: date | None = None
    estimate: str = ""
    #: Whether the day is the agency's own; else it is expected.
    on_calendar: bool = True
    series: tuple[str, ...] = ()
    #: The claims whose verdicts were read from it, in the article's order.
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Print:
    """The print of a series that would turn a verdict."""

    series: str
    period: date
    #: In the unit of the catalogue, and its change on the period before in percent (None for rates and shares).
    value: float
    change: float | None
    #: Whether what lies above it turns the verdict; else what lies below.
    is_floor: bool
    #: The verdict it would be.
    status: Status


@dataclass(frozen=True)
class Bearing:
    """What a release to come means for a claim."""

    claim: str
    status: Status
    unit: str
    distance: Distance | None
    prints: tuple[Print, ...] = ()


def coming(store: Store, today: date, as_of: date | None = None, at: int | None = None) -> list[Coming]:
    """The releases of the next `AHEAD` days by day, with the claims that hang on each; of a past day by the seeds alone.

    Raises StoreError.
    """
    first = as_of or today
    known = Renewed(catalogue.releases()) if as_of else release_days.entries(store)
    calendar = catalogue.calendar() if as_of else release_days.calendar(store)
    read = {claim.id: frozenset(evaluate.judged(store, claim, as_of, at)[1]) for claim in catalogue.claims().values()}
    last = {id: days[1] for id, days in store.spans(catalogue.series(), at).items()}
    found = [*_dated(known, first), *_expected(calendar, last, first, read)]
    return [_with_claims(one, read) for one in sorted(found, key=lambda one: (one.day, one.name))]


def _dated(known: Renewed, first: date) -> Iterator[Coming]:
    """What the release calendar has."""
    for one in known.entries:
        if first <= one.published <= first + AHEAD:
            yield Coming(one.published, one.release, one.period, one.estimate, True, _members(one.release))
    for day, name in known.undated:
        if first <= day <= first + AHEAD:
            yield Coming(day, name, series=_members(name))


@lru_cache(maxsize=64)
def _members(release: str) -> tuple[str, ...]:
    return tuple(id for id, one in catalogue.series().items() if one.calendar == release)


def _expected(
    calendar: ReleaseCalendar, last: dict[str, int], first: date, read: dict[str, frozenset[str]]
) -> Iterator[Coming]:
    """What the calendar lacks, of what verdicts were read from: by agency and day. Not what comes daily."""
    found: dict[tuple[date, str], list[str]] = {}
    for id in dict.fromkeys(id for ids in read.values() for id in ids):
        one = catalogue.find_series(id)
        if one.frequency == "daily":
            continue
        following = calendar.coming(one, date.fromordinal(last[id]) if id in last else None, first)
        if following and not following.on_calendar and first <= following.day <= first + AHEAD:
            found.setdefault((following.day, one.calendar or one.agency), []).append(id)
    for (day, name), ids in found.items():
        yield Coming(day, name, on_calendar=False, series=tuple(ids))


def _with_claims(one: Coming, read: dict[str, frozenset[str]]) -> Coming:
    own = frozenset(one.series)
    return replace(one, claims=tuple(id for id, ids in read.items() if _is_decidable(id) and not own.isdisjoint(ids)))


def _is_decidable(claim: str) -> bool:
    return evaluate.about(claim) != "untestable"


# --- what it would take -----------------------------------------------------------------------------


def bearings(store: Store, release: Coming, as_of: date | None = None, at: int | None = None) -> list[Bearing]:
    """What a release means for each claim that hangs on it: it judges them some twenty times. Raises StoreError."""
    return [_bearing(store, release, catalogue.find_claim(id), as_of, at) for id in release.claims]


def _bearing(store: Store, release: Coming, claim: Claim, as_of: date | None, at: int | None) -> Bearing:
    verdict, data = evaluate.judged(store, claim, as_of, at)
    told = Bearing(claim.id, verdict.status, verdict.unit, verdict.worth.distance)
    usual = {id: found for id in data if id in release.series and (found := _usual(data, id, release.period))}
    if verdict.status in UNJUDGED or not 0 < len(usual) <= MOST:
        return told
    for id, one in usual.items():
        data = _with(data, id, one.period, one.value)
    judge = evaluate.judge(store, claim)
    prints = [_prints(data, id, one, verdict.status, judge) for id, one in usual.items()]
    return replace(told, prints=tuple(one for found in prints for one in found))


@dataclass(frozen=True)
class _Usual:
    """The next print of a series, were its change the usual one, in base units."""

    period: date
    before: float
    value: float
    #: How far beside it prints are tried.
    span: float


def _usual(data: Panel, id: str, period: date | None) -> _Usual | None:
    held = data[id]
    due = _next(data.provenance[id].series, held.index[-1].date(), period)
    changes = held.diff().dropna().tail(LATELY)
    before = held[held.index < pd.Timestamp(due)] if due else held[:0]
    if due is None or before.empty or len(changes) < FEWEST or not changes.std():
        return None
    last = float(before.iloc[-1])
    return _Usual(due, last, last + float(changes.mean()), REACH * float(changes.std()))


def _prints(data: Panel, id: str, usual: _Usual, status: Status, judge: Callable[[Panel], Status]) -> Iterator[Print]:
    """The prints of one series nearest to a usual one, below and above, that would make another verdict."""
    one = data.provenance[id].series

    def at(value: float) -> Status:
        return judge(_with(data, id, usual.period, value))

    points = [(value, at(value)) for value in (usual.value - usual.span, usual.value, usual.value + usual.span)]
    for (low, below), (high, above) in pairwise(points):
        if below != above and status in (below, above):
            value, other = _turn((low, below), (high, above), at, status)
            yield _print(one, usual, value, above != status, other)


def _turn(
    low: tuple[float, Status], high: tuple[float, Status], at: Callable[[float], Status], status: Status
) -> tuple[float, Status]:
    """The value nearest to a status, between a point that has it and one that has another, and that other one."""
    same, other = (low, high) if low[1] == status else (high, low)
    for _ in range(HALVINGS):
        middle = ((same[0] + other[0]) / 2, at((same[0] + other[0]) / 2))
        same, other = (middle, other) if middle[1] == status else (same, middle)
    return other


def _next(one: Series, last: date, period: date | None) -> date | None:
    """The period that is printed next: the one after the last held, or one that is held already; else None."""
    months = FREQUENCIES[one.frequency].months
    following = periods.next_period(last, one.frequency) if months else last + timedelta(days=7)
    if period is None:
        return following
    return period if period <= following else None


def _with(data: Panel, id: str, period: date, value: float) -> Panel:
    """A panel in which a series has a print."""
    values, provenance = dict(data.items()), dict(data.provenance)
    series = values[id].copy()
    series.loc[pd.Timestamp(period)] = value
    values[id] = series.sort_index()
    origin = provenance[id]
    through = periods.period_end(period, origin.series.frequency)
    provenance[id] = replace(origin, last=max(origin.last, period), through=max(origin.through, through))
    return Panel(values, provenance, data.missing, data.as_of, data.at)


def _print(one: Series, usual: _Usual, value: float, is_floor: bool, status: Status) -> Print:
    change = None if parse(one.unit).is_percent or usual.before <= 0 else 100 * (value / usual.before - 1)
    return Print(one.id, usual.period, value / to_base(one.unit), change, is_floor, status)


def next_of(found: Iterable[Coming]) -> Coming | None:
    """The first release on which verdicts hang, of one day that on which most do; agencies' own days come first."""
    bearing = [one for one in found if one.claims]
    return min(bearing, key=lambda one: (not one.on_calendar, one.day, -len(one.claims)), default=None)
