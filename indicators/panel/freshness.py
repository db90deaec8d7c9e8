"""The freshness of every series: its reach, vintage, state against its calendar, and last attempt.

Plain values, no pandas.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from indicators.catalogue import catalogue
from indicators.model import Series, periods
from indicators.model.periods import Age
from indicators.model.release_calendar import ReleaseCalendar, age
from indicators.store import release_days
from indicators.store.edition import edition
from indicators.store.store import Attempt, Known, Store, end_of

#: A series this long overdue, although its source answers, is discontinued.
SILENCE = timedelta(days=400)


@dataclass(frozen=True)
class Standing:
    """One series in the store on a day."""

    series: Series
    freshness: periods.Freshness
    #: Why it is not fresh, or why its last attempt failed; the last good figures stay.
    cause: str
    due: date | None
    #: Expected date of the next figure, of an overdue series its next release; None where unknown.
    expected: date | None = None
    #: Whether `expected` is of the release calendar; otherwise it is of the publication lag.
    on_calendar: bool = False
    first: date | None = None
    last: date | None = None
    #: The last day of the last period observed.
    through: date | None = None
    rows: int = 0
    vintage: date | None = None
    source: str = ""
    #: The last attempt to fetch it; None: never.
    attempt: Attempt | None = None


def standings(store: Store, today: date, ids: Iterable[str] | None = None, as_of: date | None = None) -> list[Standing]:
    """The standing of every series (or of some), in the catalogue's order. Raises UnknownSeries.

    With `as_of`, of the vintages known at the end of that day, against the calendar of the seeds: what a refresh has
    renewed it by was not public then.
    """
    known = catalogue.series() if ids is None else {id: catalogue.find_series(id) for id in ids}
    at = None if as_of is None else end_of(as_of)
    attempts = store.attempts(known)
    calendar = release_days.calendar(store) if as_of is None else catalogue.calendar()
    store = edition(store)  # reach and vintage of one revision, despite publications meanwhile
    spans = store.spans(known, at)
    vintages = {id: [v for v in held if at is None or v.at <= at] for id, held in store.vintages(known).items()}
    then = {id: one for id, one in attempts.items() if at is None or one.at <= at}
    damaged = store.damaged(known)
    return [
        Standing(one, "failed", damaged[id], None, attempt=then.get(id))
        if id in damaged
        else _standing(one, as_of or today, spans.get(id), vintages[id], then.get(id), calendar)
        for id, one in known.items()
    ]


def _standing(
    one: Series,
    today: date,
    span: tuple[int, int, int] | None,
    held: list[Known],
    attempt: Attempt | None,
    calendar: ReleaseCalendar,
) -> Standing:
    last = date.fromordinal(span[1]) if span else None
    now = _with_release(after(age(one, last, today, calendar), attempt, today), one, last, today, calendar)
    if span is None or last is None:
        return Standing(one, now.state, now.cause, now.due, now.expected, attempt=attempt, on_calendar=now.on_calendar)
    return Standing(
        series=one,
        freshness=now.state,
        cause=now.cause,
        due=now.due,
        expected=now.expected,
        on_calendar=now.on_calendar,
        first=date.fromordinal(span[0]),
        last=last,
        through=periods.period_end(last, one.frequency),
        rows=span[2],
        vintage=held[-1].day,
        source=held[-1].source,
        attempt=attempt,
    )


def _with_release(now: Age, one: Series, last: date | None, today: date, calendar: ReleaseCalendar) -> Age:
    """An age with the next day on which a figure may come, where it names none; what is discontinued has none."""
    if now.expected or now.state == "discontinued":
        return now
    coming = calendar.coming(one, last, today)
    return replace(now, expected=coming.day, on_calendar=coming.on_calendar) if coming else now


def after(age: Age, attempt: Attempt | None, today: date) -> Age:
    """An age corrected by the last attempt to fetch the series.

    A fresh series stays fresh when a check for revisions fails; an overdue one counts as failed. A series over a year
    overdue at a source that answers is discontinued.
    """
    if attempt is None:
        return age
    if attempt.outcome in ("failed", "held"):
        current = age.state in ("fresh", "no schedule")
        return replace(age, state=age.state if current else "failed", cause=attempt.cause)
    if age.state == "late" and age.due and today - age.due > SILENCE:
        return replace(age, state="discontinued", cause=f"its source answers, and has had nothing since; {age.cause}")
    return age
