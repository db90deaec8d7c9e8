"""The panel: the series an indicator sees, as of a day, in base units, of vintages that fit.

It applies three rules, so that no indicator has to:

1. *As of a day* a series is its last vintage of that day or before, if no release of it fell between
   (`point-in-time`). Otherwise a later vintage is cut at what had been published by then, by the release
   calendar, or without an entry there by the publication lag (`reconstructed`). A series that is rewritten over its whole
   history (NFCI, STLFSI4) is never cut: its last vintage before the day stands, or it is missing.
   A vintage held only for its last years is filled up, before them, by the next one that has them,
   and the series counts as reconstructed. One that is whole as published is not filled up.
2. *One vintage per ratio.* Series of one release are read from the same side of its comprehensive
   revisions (BEA's annual update, BLS's benchmark of payrolls): a numerator of July is not divided by a
   denominator of October.
3. *Units are converted here*, once, by `indicators.model.unit`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Literal

import numpy as np
import pandas as pd

from indicators.catalogue import catalogue
from indicators.i18n.messages import message
from indicators.model import Basis, Series, periods
from indicators.model.event_kind import EventKind
from indicators.model.missing import MissingData, enough
from indicators.model.unit import to_base
from indicators.store.store import ENDLESS, Known, Store, end_of
from indicators.store.vintage_merge import WHOLE

#: The publication lag stands for the release calendar where that has no entry.
CutBy = Literal["release calendar", "publication lag"]

#: 1970-01-01 as an ordinal day, to turn ordinals into numpy dates.
_EPOCH = date(1970, 1, 1).toordinal()


def shared(*series: pd.Series) -> pd.DataFrame:
    """The dates that all of these have, a column each. Raises TooShort where there is none."""
    both = pd.concat(series, axis=1, join="inner").dropna()
    enough(both)
    return both


@dataclass(frozen=True)
class Provenance:
    """Source, vintage and reach of one series of a panel."""

    series: Series
    basis: Basis
    #: The day the vintage became known.
    vintage: date
    source: str
    #: The last day of the last period observed.
    through: date
    last: date
    #: What said where a later vintage is cut; None where it is not cut.
    cut_by: CutBy | None = None


class Panel(Mapping[str, pd.Series]):
    """Series by id: float64 values in base units, on an ascending, unique DatetimeIndex, no NaN.

    A missing observation has no row. Reading a series that is not available raises MissingData. A membership test
    counts as a read, as a result made without a series depends on its absence.
    """

    def __init__(
        self,
        values: Mapping[str, pd.Series],
        provenance: Mapping[str, Provenance],
        missing: Mapping[str, str],
        as_of: date | None = None,
        at: int | None = None,
    ) -> None:
        self._values = values
        self.provenance = provenance
        self.missing = missing
        self.as_of = as_of
        self.at = at
        self._seen: dict[str, None] = {}

    def __getitem__(self, id: str) -> pd.Series:
        self._seen[id] = None
        if id in self.missing:
            raise MissingData(message("{series}: {reason}", series=id, reason=self.missing[id]))
        return self._values[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, id: object) -> bool:
        if isinstance(id, str) and id in self.missing:
            self._seen[id] = None
        return id in self._values

    def only(self, ids: Iterable[str]) -> "Panel":
        """The panel narrowed to some series, such as those an indicator declares."""
        wanted = tuple(ids)
        return Panel(
            {id: self._values[id] for id in wanted if id in self._values},
            {id: self.provenance[id] for id in wanted if id in self.provenance},
            {id: self.missing[id] for id in wanted if id in self.missing},
            self.as_of,
            self.at,
        )

    @property
    def is_past(self) -> bool:
        """Whether it is of a past day or moment, and so may be shorter than the present."""
        return self.as_of is not None or self.at is not None

    def why_empty(self) -> MissingData:
        """The error for an empty result: the first missing series and its reason, or too short a history."""
        reasons = [message("{series}: {reason}", series=id, reason=reason) for id, reason in self.missing.items()]
        short = message("too short a history by that day") if self.is_past else message("too short a history")
        return MissingData(reasons[0] if reasons else short)

    def seen(self) -> "Panel":
        """The panel narrowed to the series that have been read from it."""
        return self.only(self._seen)

    @property
    def basis(self) -> Basis | None:
        """`current`, or for a past day the weakest basis of any series; None where there is none."""
        if self.as_of is None:
            return "current"
        bases = {p.basis for p in self.provenance.values()}
        if not bases:
            return None
        return "reconstructed" if "reconstructed" in bases else "point-in-time"

    @property
    def through(self) -> date | None:
        """The last day that every series reaches."""
        return min((p.through for p in self.provenance.values()), default=None)


@dataclass(frozen=True)
class _Choice:
    """The chosen vintage of a series, and where to cut it (None: not at all)."""

    known: Known
    basis: Basis
    cut: date | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the vintage is complete as published that day."""
        return self.cut is None and self.known.source.startswith(WHOLE)


def read(store: Store, ids: Iterable[str], as_of: date | None = None, at: int | None = None) -> Panel:
    """The series `ids` as known at the end of a day (None: now).

    With a moment `at` (UTC seconds) later vintages are not read: the result is the one returned
    then. Shapes and units as `Panel` says. Raises UnknownSeries for an id that is not in the catalogue;
    a series that is not available is in `Panel.missing` with the reason.
    """
    wanted = [catalogue.find_series(id) for id in dict.fromkeys(ids)]
    revision = store.revision()
    choices, missing = _choose(store, revision, wanted, as_of, at)
    missing.update(store.damaged(one.id for one in wanted))
    values, provenance = {}, {}
    for one in wanted:
        if one.id not in choices:
            continue
        choice = choices[one.id]
        fill = as_of is not None and not choice.is_whole
        known, filled = _observed(store, revision, one.id, choice.known.at, fill, at if as_of else None)
        if filled:
            choice = replace(choice, basis="reconstructed")
        held = len(known) if choice.cut is None else _published(one, known.index, choice.cut)
        series = known.iloc[:held]
        if series.empty:
            missing[one.id] = message("nothing was published by {day}", day=as_of)
            continue
        values[one.id] = series.copy(deep=False)  # copy on write: a caller's changes are its own
        cut_by = None if choice.cut is None else _cut_by(one, known.index, held)
        provenance[one.id] = _provenance(one, series, choice, as_of, cut_by)
    return Panel(values, provenance, missing, as_of, at)


@lru_cache(maxsize=1024)
def _observed(store: Store, revision: int, id: str, at: int, fill: bool, until: int | None) -> tuple[pd.Series, bool]:
    """A series as known at a moment, in base units, and whether older dates were filled up from later vintages.

    Cached until the store changes: many claims read the same series.
    """
    one = catalogue.series()[id]
    rows = store.states({id: at})[id]
    older: list[tuple[int, float]] = []
    if fill and rows and not one.revised_throughout:
        older = store.older(id, rows[0][0], at, ENDLESS if until is None else until)
    return _values(one, older + rows), bool(older)


def _published(one: Series, index: pd.DatetimeIndex, day: date) -> int:
    """How many of a series' observations had been published by the end of a day."""
    count = int(index.searchsorted(pd.Timestamp(day), side="right"))
    calendar = catalogue.calendar()
    while count and calendar.publication(one, index[count - 1].date()).day > day:
        count -= 1
    return count


def _cut_by(one: Series, index: pd.DatetimeIndex, count: int) -> CutBy:
    """What dates the last observation before a cut and the first after it: the calendar only if it has both."""
    calendar = catalogue.calendar()
    beside = index[max(count - 1, 0) : count + 1]
    is_known = all(calendar.publication(one, period.date()).on_calendar for period in beside)
    return "release calendar" if is_known else "publication lag"


def _choose(
    store: Store, revision: int, wanted: list[Series], as_of: date | None, at: int | None
) -> tuple[dict[str, _Choice], dict[str, str]]:
    held = store.vintages(one.id for one in wanted)
    if at is not None:
        held = {id: [known for known in vintages if known.at <= at] for id, vintages in held.items()}
    choices: dict[str, _Choice] = {}
    missing: dict[str, str] = {}
    for release, family in groupby(sorted(wanted, key=_release), key=_release):
        members = list(family)
        first, last = _epoch(release, [held[one.id] for one in members], as_of)
        for one in members:
            fitting = [known for known in held[one.id] if first <= known.day <= last]
            choice = _pick(store, revision, one, fitting, as_of) if fitting else _why_none(held[one.id], first, last)
            (missing if isinstance(choice, str) else choices)[one.id] = choice  # type: ignore[assignment]
    return choices, missing


def _release(one: Series) -> str:
    return one.release


def _epoch(release: str, held: list[list[Known]], as_of: date | None) -> tuple[date, date]:
    """The span between two comprehensive revisions from which the series of a release are read.

    It is the newest span that every member has reached (and that had begun by `as_of`), or, where a member has no
    vintage of it, the first after it of which all have one. A single series is not restricted.
    """
    reached = [vintages for vintages in held if vintages]
    spans = _spans(release)
    if len(held) < 2 or not reached:
        return date.min, date.max
    latest = min(as_of or date.max, *(vintages[-1].day for vintages in reached))
    begun = sum(first <= latest for first, _ in spans)
    return next(
        (span for span in spans[begun - 1 :] if all(_within(vintages, span) for vintages in reached)), spans[begun - 1]
    )


def _within(vintages: list[Known], span: tuple[date, date]) -> bool:
    return any(span[0] <= known.day <= span[1] for known in vintages)


def _spans(release: str) -> list[tuple[date, date]]:
    """The spans between the comprehensive revisions of a release, in order."""
    events = (one for one in catalogue.events() if one.kind == EventKind.REVISION and one.release == release)
    firsts = [date.min, *(one.date for one in events if release)]
    lasts = [*(first - timedelta(days=1) for first in firsts[1:]), date.max]
    return list(zip(firsts, lasts, strict=True))


def _why_none(held: list[Known], first: date, last: date) -> str:
    if not held:
        return message("no figure in the store; a refresh brings it")
    return message(
        "held only in vintages outside {first} to {last}, which do not fit the series beside it", first=first, last=last
    )


def _pick(store: Store, revision: int, one: Series, fitting: list[Known], as_of: date | None) -> _Choice | str:
    if as_of is None:
        return _Choice(fitting[-1], "current")
    before = [known for known in fitting if known.at <= end_of(as_of)]
    if before and not _is_superseded(store, revision, one, fitting[len(before) - 1 : len(before) + 1], as_of):
        return _Choice(before[-1], "point-in-time")
    return _reconstruct(one, before, fitting, as_of)


def _is_superseded(store: Store, revision: int, one: Series, held: list[Known], as_of: date) -> bool:
    """Whether a release of the series fell between a vintage and the end of a day; `held` has it and the next, if any."""
    known = held[0]
    index = _observed(store, revision, one.id, known.at, False, None)[0].index
    listed = len(held) == 2 and all(vintage.source.startswith(WHOLE) for vintage in held)  # ALFRED leaves none out
    return index.empty or catalogue.calendar().is_superseded(one, known.day, index[-1].date(), as_of, listed)


def _reconstruct(one: Series, before: list[Known], fitting: list[Known], as_of: date) -> _Choice | str:
    if one.revised_throughout:
        if before:  # an older vintage is true as far as it goes; a later one, cut, would not be
            return _Choice(before[-1], "reconstructed")
        return message(
            "rewritten over its whole history at each release, and no vintage up to {day:day} is held", day=as_of
        )
    later = [known for known in fitting if known.at > end_of(as_of)]
    # The nearest later vintage is closest to what was known; without one the newest earlier stands.
    return _Choice(later[0] if later else before[-1], "reconstructed", as_of)


def _values(one: Series, rows: list[tuple[int, float]]) -> pd.Series:
    days = np.fromiter((day for day, _ in rows), dtype="int64", count=len(rows)) - _EPOCH
    values = np.fromiter((value for _, value in rows), dtype="float64", count=len(rows))
    index = pd.DatetimeIndex(days.astype("datetime64[D]").astype("datetime64[s]"))
    return pd.Series(values * to_base(one.unit), index=index, name=one.id)


def _provenance(
    one: Series, series: pd.Series, choice: _Choice, as_of: date | None, cut_by: CutBy | None
) -> Provenance:
    last = series.index[-1].date()
    through = min(periods.period_end(last, one.frequency), as_of or date.max)
    return Provenance(one, choice.basis, choice.known.day, choice.known.source, through, last, cut_by)
