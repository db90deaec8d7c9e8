"""What moved a verdict between two moments: its attribution to releases, as nowcasting decomposes news.

A claim is judged again with one family of releases at a time taken from the later moment, in the order of their days,
until all are. Of a family the *revision* comes first, new vintages of the periods that were known before, then the *new
period*: so no series is ever half of one vintage and half of another. What is revised together is taken together (the
`release` of its series), what is published together likewise (the `calendar`, or the agency of a series without one).

Steps are a chain: each begins where the one before ended, so that they add up to the whole change. Their shares
depend on the order where one release matters more, or less, after another.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Literal, NamedTuple

import pandas as pd

from indicators.catalogue import catalogue
from indicators.model import Series, Status, Verdict, periods
from indicators.panel.panel import Panel, Provenance

Change = Literal["released", "revised", "appeared", "gone"]
#: A new period, a new vintage of old ones, or what is listed by hand and known by its days, such as public acts.
Kind = Literal["released", "revised", "listed"]


@dataclass(frozen=True)
class Cause:
    """A series that differs between two days, and the release that brought it."""

    series: str
    change: Change
    #: The id of its release in the calendar; empty for a series without one.
    release: str = ""


class AsKnown(NamedTuple):
    """A moment along both axes of time: what was known at the end of a day, of what the store held then (UTC seconds)."""

    as_of: date | None = None
    at: int | None = None


NOW = AsKnown()


@dataclass(frozen=True)
class Stand:
    """A verdict, and what the leg reads whose number is followed; None where it reads nothing."""

    status: Status
    value: float | None


@dataclass(frozen=True)
class Contribution:
    """What one step moved."""

    day: date
    kind: Kind
    before: Stand
    now: Stand
    #: The names of its releases in the calendar, of a series without one its agency; none of what is listed.
    releases: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    #: The newest period it brought, and of which series; of a revision the newest that it could change.
    period: date | None = None
    of: str = ""
    #: The oldest period it brought, where it brought several.
    first: date | None = None

    @property
    def moved(self) -> bool:
        return self.before != self.now

    @property
    def flips(self) -> bool:
        return self.before.status != self.now.status


@dataclass(frozen=True)
class Attribution:
    """A change of a verdict by its contributions, in the order in which they were taken."""

    before: Stand
    now: Stand
    contributions: tuple[Contribution, ...] = ()
    #: The leg whose number is followed, and its unit: the one that decides at the later moment.
    leg: str = ""
    unit: str = ""

    @property
    def moves(self) -> tuple[Contribution, ...]:
        """The contributions that moved the number or the word."""
        return tuple(one for one in self.contributions if one.moved)

    @property
    def flips(self) -> tuple[Contribution, ...]:
        return tuple(one for one in self.contributions if one.flips)


def between(before: Panel, now: Panel) -> tuple[Cause, ...]:
    """What differs, series by series in the order of the later panel; one that appears changes the composition."""
    ids = dict.fromkeys([*now, *before])
    found = ((id, _change(before, now, id)) for id in ids)
    return tuple(Cause(id, change, _release(before, now, id)) for id, change in found if change)


def _change(before: Panel, now: Panel, id: str) -> Change | None:
    then, later = dict(before.items()).get(id), dict(now.items()).get(id)
    if then is None or later is None:
        return "appeared" if then is None else "gone"
    if len(later) and (not len(then) or later.index[-1] > then.index[-1]):
        return "released"
    return None if _is_same(then, later) else "revised"


def _is_same(then: pd.Series, later: pd.Series) -> bool:
    return then is later or (then.index.equals(later.index) and bool((then.to_numpy() == later.to_numpy()).all()))


def _release(before: Panel, now: Panel, id: str) -> str:
    origin = now.provenance.get(id) or before.provenance.get(id)
    return origin.series.calendar if origin else ""


# --- the steps ------------------------------------------------------------------------------------


@dataclass
class _Step:
    """Series that are taken from the later moment together, as they are then."""

    kind: Kind
    day: date
    taken: dict[str, pd.Series | None] = field(default_factory=dict)
    #: The series whose period names it.
    of: str = ""
    period: date | None = None
    first: date | None = None
    releases: dict[str, None] = field(default_factory=dict)


Judge = Callable[[Panel], Verdict]


def attribute(before: Panel, now: Panel, judge: Judge) -> Attribution:
    """The change of a verdict between two panels of a claim's series.

    `judge` raises nothing: what it cannot judge is a verdict without a number. It is not asked again after a step that
    changes no series that it read.
    """
    first, read = _judged(before, judge)
    last = judge(now)
    leg = next((one for found in (last, first) for one in found.legs if one.decided), None)
    follow = leg.statistic if leg else ""
    verdict, found = first, []
    for step, mixed in _mixed(before, now):
        earlier = verdict
        if step.kind == "listed" or not read.isdisjoint(step.taken):
            verdict, read = _judged(mixed, judge)
        found.append(_contribution(step, _stand(earlier, follow), _stand(verdict, follow)))
    name, unit = (leg.name, leg.unit) if leg else ("", "")
    return Attribution(_stand(first, follow), _stand(last, follow), tuple(found), name, unit)


def _judged(panel: Panel, judge: Judge) -> tuple[Verdict, frozenset[str]]:
    """A verdict, and the series that were read for it."""
    verdict, seen = judge(panel), panel.seen()
    return verdict, frozenset((*seen, *seen.missing))


def _contribution(step: "_Step", before: Stand, now: Stand) -> Contribution:
    named = (tuple(step.releases), tuple(step.taken), step.period, step.of, step.first)
    return Contribution(step.day, step.kind, before, now, *named)


def _stand(verdict: Verdict, follow: str) -> Stand:
    return Stand(verdict.status, next((one.value for one in verdict.legs if one.statistic == follow), None))


def _mixed(before: Panel, now: Panel) -> Iterator[tuple[_Step, Panel]]:
    """Each step with the panel after it; the last is the later panel."""
    values, provenance = dict(before.items()), dict(before.provenance)
    missing = dict(before.missing)
    steps = _steps(before, now)
    for step in steps:
        for id, series in step.taken.items():
            missing.pop(id, None)
            values.pop(id, None)
            provenance.pop(id, None)
            if series is not None:
                values[id], provenance[id] = series, _cut(now.provenance[id], series)
            elif id in now.missing:
                missing[id] = now.missing[id]
        is_last = step is steps[-1] and before.as_of == now.as_of
        yield step, now if is_last else Panel(dict(values), dict(provenance), dict(missing), before.as_of, now.at)
    if before.as_of != now.as_of:
        yield _Step("listed", _day_of(now)), now


def _cut(origin: Provenance, series: pd.Series) -> Provenance:
    """The provenance of a series that ends earlier than its vintage."""
    last = series.index[-1].date()
    if last == origin.last:
        return origin
    return replace(origin, last=last, through=periods.period_end(last, origin.series.frequency))


def _steps(before: Panel, now: Panel) -> list[_Step]:
    """Every series that differs, in its steps: what it was for old periods then, and with the new ones."""
    steps: dict[tuple[str, str], _Step] = {}
    known = {id: origin.series for id, origin in {**before.provenance, **now.provenance}.items()}
    then, later = dict(before.items()), dict(now.items())
    for one in (known[cause.series] for cause in between(before, now)):
        old, new = then.get(one.id), later.get(one.id)
        held = len(old) if old is not None else 0
        if old is not None and held:
            revised = new[: old.index[-1]] if new is not None else None
            if revised is None or not _is_same(old, revised):
                _add(steps, "revised", one, revised, now)
        if old is None or not held:
            _add(steps, "released", one, new, now)
        elif new is not None and new.index[-1] > old.index[-1]:
            _add(steps, "released", one, new, now, new[new.index > old.index[-1]].index[0].date())
    return _in_order(steps.values())


def _family(one: Series) -> str:
    """What it is published with: its release in the calendar, else its agency."""
    return one.calendar or one.agency


def _add(
    steps: dict[tuple[str, str], _Step],
    kind: Kind,
    one: Series,
    series: pd.Series | None,
    now: Panel,
    first: date | None = None,
) -> None:
    """Take a series in the step of those it is revised, or published, together with."""
    together = (one.release if kind == "revised" else "") or _family(one)
    step = steps.setdefault((kind, together), _Step(kind, date.min))
    taken = series if series is not None and len(series) else None
    period = taken.index[-1].date() if taken is not None else None
    day = _published(one, now, kind, period)
    step.taken[one.id], step.releases[_family(one)] = taken, None
    if day >= step.day:
        step.day, step.of, step.period, step.first = day, one.id, period, first


def _published(one: Series, now: Panel, kind: Kind, period: date | None) -> date:
    """When a new period was published; of a revision the day of its vintage. Not after the later moment."""
    origin = now.provenance.get(one.id)
    last = _day_of(now)
    if kind == "released" and period:
        return min(catalogue.calendar().publication(one, period).day, last)
    return min(origin.vintage, last) if origin else last


def _day_of(panel: Panel) -> date:
    """The day of a panel: as of which it is, of a moment that moment's, else of its newest vintage."""
    if panel.as_of is not None:
        return panel.as_of
    if panel.at is not None:
        return datetime.fromtimestamp(panel.at, UTC).date()
    return max((origin.vintage for origin in panel.provenance.values()), default=date.max)


def _in_order(steps: Iterable[_Step]) -> list[_Step]:
    """By day, revisions first; a revision not after a new period of a series of its own."""
    given = list(steps)
    for one in given:
        if one.kind == "revised":
            own = (
                other.day
                for other in given
                if other.kind == "released" and not one.taken.keys().isdisjoint(other.taken)
            )
            one.day = min([one.day, *own])
    return sorted(given, key=lambda one: (one.day, one.kind == "released", tuple(one.releases)))
