"""The store's two append-only logs: attempts to fetch, and findings."""

from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass, fields, replace
from datetime import date
from math import isfinite
from typing import Any, Literal, get_args

from indicators.model import Status
from indicators.store import chain
from indicators.store.chain import LAST_MOMENT
from indicators.store.database import Connection, damaged, marks
from indicators.store.soundness import LAST_DAY

Outcome = Literal["new", "unchanged", "failed", "held"]


@dataclass(frozen=True)
class Attempt:
    """One attempt to fetch a series: moment (UTC seconds), source, outcome, and the cause of a failure."""

    series: str
    at: int
    source: str
    outcome: Outcome
    cause: str = ""
    #: Number of new or revised observations.
    rows: int = 0


@dataclass(frozen=True)
class Entry:
    """One line of the ledger: a finding, when it was computed (UTC seconds) and a hash of what it was computed from."""

    claim: str
    computed_at: int
    as_of: date | None
    status: str
    value: float | None
    unit: str
    sentence: str
    through: date | None
    inputs: str
    #: The hash of what the claim's test declared, and the test's version; empty and None before the ledger kept them.
    declaration: str = ""
    version: int | None = None


_ATTEMPT = tuple(field.name for field in fields(Attempt))
_ENTRY = tuple(field.name for field in fields(Entry))


def note(connection: Connection, attempts: Iterable[Attempt]) -> None:
    connection.executemany(_insert("attempt", _ATTEMPT), [astuple(attempt) for attempt in attempts])


def attempts(connection: Connection, ids: Iterable[str]) -> dict[str, Attempt]:
    wanted = tuple(ids)
    newest = f"SELECT max(number) FROM attempt WHERE series IN ({marks(wanted)}) GROUP BY series"
    rows = connection.execute(f"SELECT {', '.join(_ATTEMPT)} FROM attempt WHERE number IN ({newest})", wanted)
    return {row[0]: _attempt(row) for row in rows}


def keep(connection: Connection, entries: Iterable[Entry]) -> int:
    first = end = chain.end(connection)
    for entry in entries:
        same = "WHERE claim = ? AND COALESCE(version, 1) = ? ORDER BY number DESC LIMIT 1"
        last = _entries(connection, same, entry.claim, entry.version or 1)
        if not last or _differ(last[0], entry):
            before, columns = end, _plain(entry)
            end = before.followed_by(columns)
            linked = {**columns, "previous": before.hash, "hash": end.hash}
            connection.execute(_insert("ledger", tuple(linked)), tuple(linked.values()))
    if end != first:
        chain.write_end(connection, end)
    return end.count - first.count


def ledger(connection: Connection, claim: str | None) -> list[Entry]:
    if claim is None:
        return _entries(connection, "ORDER BY number")
    return _entries(connection, "WHERE claim = ? ORDER BY number", claim)


def _insert(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks(columns)})"


def _entries(connection: Connection, which: str, *parameters: str | int) -> list[Entry]:
    query = f"SELECT {', '.join(_ENTRY)} FROM ledger {which}"
    return [_entry(row) for row in connection.execute(query, parameters)]


def _attempt(row: tuple[Any, ...]) -> Attempt:
    series, at, _, outcome, _, rows = row
    texts = all(isinstance(one, str) for one in row[2:5])
    if not (texts and outcome in get_args(Outcome) and _is_within(at, LAST_MOMENT) and isinstance(rows, int)):
        raise damaged(f"the last attempt to fetch {series}")
    return Attempt(*row)


def _entry(row: tuple[Any, ...]) -> Entry:
    claim, at, as_of, status, value, unit, sentence, through, inputs, declaration, version = row
    words = (claim, unit, sentence, inputs, declaration)
    texts = all(isinstance(one, str) for one in words) and status in get_args(Status)
    days = all(day is None or _is_within(day, LAST_DAY) for day in (as_of, through))
    number = value is None or (isinstance(value, float) and isfinite(value))
    versioned = version is None or isinstance(version, int)
    if not (texts and days and number and versioned and _is_within(at, LAST_MOMENT)):
        raise damaged(f"the ledger of {claim}" if isinstance(claim, str) else "the ledger")
    dated = Entry(claim, at, _day(as_of), status, value, unit, sentence, _day(through), inputs)
    return replace(dated, declaration=declaration, version=version)


def _is_within(number: Any, last: int) -> bool:
    return isinstance(number, int) and 0 < number <= last


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)


def _plain(entry: Entry) -> dict[str, Any]:
    """The columns of an entry as a database gives them back."""
    given = asdict(entry)
    columns = {name: value.toordinal() if isinstance(value, date) else value for name, value in given.items()}
    value = entry.value
    return columns | {"value": None if value is None or not isfinite(value) else float(value) + 0.0}  # no minus zero


def _differ(last: Entry, now: Entry) -> bool:
    """Whether a finding is another one than the last; an entry from before declarations were kept matches any."""
    declared = last.declaration not in ("", now.declaration)
    return declared or _essence(last) != _essence(now)


def _essence(entry: Entry) -> tuple[object, ...]:
    return entry.status, entry.value, entry.inputs, entry.as_of
