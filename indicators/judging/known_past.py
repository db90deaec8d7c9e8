"""What a test said at the ends of past months, as they were known: where every series it reads has a vintage of then.

A store with decades of vintages takes a minute to judge all of them. So a round of refresh keeps them in the store, by its
revision, before a reader asks; what is not kept is judged when it is first wanted, and remembered by this process.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path

import msgspec

from indicators.catalogue import catalogue
from indicators.judging import declaration, faults, judgement, registry
from indicators.judging.decider import decide
from indicators.model import Claim, Status, periods
from indicators.model.declaration import Declaration
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.store import meta
from indicators.store.edition import edition
from indicators.store.store import ENDLESS, Store

KEY = "known past"
#: By test and month end.
Kept = dict[str, dict[date, Status]]


class _Text(msgspec.Struct):
    """What is kept, and of which revision of the store and which state of the program it is."""

    revision: int
    program: int
    tests: Kept


def statuses(
    store: Store, claim: Claim, test: Declaration, ids: Iterable[str], as_of: date | None, at: int | None
) -> dict[date, Status]:
    """The status by the bars at the month ends before `as_of` (None: before the store's newest figure), as known then.

    `ids` are the series that the test reads now: a month on which one has no vintage, or others are read, is left out.
    Raises StoreError.
    """
    read = tuple(sorted(ids))
    kept = _kept(store, store.revision()) if at is None else {}
    if kept and (name := _name(test, read)) in kept:
        return {day: status for day, status in kept[name].items() if as_of is None or day < as_of}
    return _judged(store, claim, test, read, as_of, at)


def _judged(
    store: Store, claim: Claim, test: Declaration, ids: tuple[str, ...], as_of: date | None, at: int | None
) -> dict[date, Status]:
    revision = store.revision()
    found = {day: _status(store, revision, claim, test, ids, day, at) for day in _days(store, ids, as_of, at)}
    return {day: status for day, status in found.items() if status}


def keep(store: Store) -> None:
    """Judge the known past of every claim's newest test and keep it in the store. Raises StoreError."""
    revision = store.revision()
    found = dict(pair for claim in catalogue.claims().values() for pair in _past_of(store, claim))
    text = msgspec.json.encode(_Text(revision, _program(), found)).decode()
    with store.database.writing() as connection:
        meta.write(connection, KEY, text)
    _kept.cache_clear()


def _past_of(store: Store, claim: Claim) -> Iterator[tuple[str, dict[date, Status]]]:
    """The name of a claim's test and its statuses; nothing where it cannot be read today, or a fault of ours stops it."""
    test = registry.tests()[claim.id].declaration

    def made() -> list[tuple[str, dict[date, Status]]]:
        data = panel.read(store, claim.series)
        judgement.read(test, registry.statistics(), data)
        ids = tuple(sorted(data.seen().provenance))
        return [(_name(test, ids), _judged(store, claim, test, ids, None, None))]

    try:
        yield from faults.spared(f"known past of {claim.id}", made, lambda _: [])
    except MissingData:
        return


def _name(test: Declaration, ids: tuple[str, ...]) -> str:
    return " ".join((test.claim, str(test.version), declaration.digest(test.claim, test.version), *ids))


@lru_cache(maxsize=4)
def _kept(store: Store, revision: int) -> Kept:
    """What is kept for a revision. A text that cannot be read, or is of another revision or program, counts as none."""
    with store.database.reading() as connection:
        text = meta.read(connection, KEY) or ""
    try:
        kept = msgspec.json.decode(text, type=_Text)
    except (msgspec.DecodeError, UnicodeError):
        return {}
    return kept.tests if (kept.revision, kept.program) == (revision, _program()) else {}


@cache
def _program() -> int:
    """When the newest file of the library or of its seeds was written, nanoseconds: another statistic judges otherwise."""
    files = [*Path(judgement.__file__).parents[1].rglob("*.py"), *catalogue.SEEDS.glob("*.*")]
    return max(file.stat().st_mtime_ns for file in files)


def _days(store: Store, ids: tuple[str, ...], as_of: date | None, at: int | None) -> Iterator[date]:
    """The month ends on which every series had a vintage, before a day or before the store's newest figure."""
    held = store.vintages(ids).values()
    if not held or not all(held):
        return
    day = _month_end(max(vintages[0].day for vintages in held))
    end = as_of or _day(min(ENDLESS if at is None else at, edition(store).newest()))
    while day < end:
        yield day
        day = _month_end(day + timedelta(days=1))


def _day(moment: int) -> date:
    return datetime.fromtimestamp(moment, UTC).date()


def _month_end(day: date) -> date:
    return periods.period_end(day.replace(day=1), "monthly")


@lru_cache(maxsize=16_384)
def _status(
    store: Store, revision: int, claim: Claim, test: Declaration, ids: tuple[str, ...], day: date, at: int | None
) -> Status | None:
    """The status by the bars on a day; None where it is not point-in-time, or rests on other series."""
    if any(panel.read(store, (id,), day, at).basis != "point-in-time" for id in ids):
        return None  # one alone tells sooner than all
    data = panel.read(store, claim.series, day, at)
    if data.only(ids).basis != "point-in-time":
        return None
    try:
        found = decide(test, judgement.read(test, registry.statistics(), data))
    except MissingData:
        return None
    return found.status if set(data.seen().provenance) == set(ids) else None
