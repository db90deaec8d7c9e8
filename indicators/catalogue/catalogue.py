"""What is in `seeds/`: the catalogue of series, the article's claims, the dated events, the release calendar.

Read once per process. A mistake in a file is one sentence that names the file and the place.
"""

import csv
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar

import msgspec

from indicators.i18n.messages import Message, fill
from indicators.model import Article, Claim, Correction, Event, Published, Release, Series, Thesis
from indicators.model.event_kind import EventKind
from indicators.model.release_calendar import ReleaseCalendar
from indicators.model.unit import UNITS

#: Beside `indicators`, in a checkout as in an installed wheel.
SEEDS = Path(__file__).resolve().parents[2] / "seeds"
#: The figures pack that a store is filled from: what ships, or another one, as `claimboard snapshot` writes it.
FIGURES = Path(os.environ.get("CLAIMBOARD_FIGURES", "").strip() or SEEDS / "figures")

T = TypeVar("T")


class SeedError(ValueError):
    """A file in `seeds/` is not as it must be. The message names the file and the place."""


class UnknownSeries(LookupError):
    """There is no series of that id. The message suggests what was meant."""


class UnknownClaim(LookupError):
    """There is no claim of that id. The message suggests what was meant."""


def load(name: str) -> dict[str, Any]:
    """A file of `seeds/` as its tables. Raises SeedError."""
    return _read(SEEDS / name)


@cache
def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SeedError(f"seeds/{file.name}: {error}") from None


def convert(name: str, place: str, table: dict[str, Any], kind: type[T]) -> T:
    """A table as an object. Raises SeedError, which names the place."""
    unknown = set(table) - {f.name for f in fields(kind)}  # type: ignore[arg-type]
    if unknown:
        raise SeedError(f"seeds/{name}, {place}: unknown key {', '.join(sorted(unknown))}")
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        raise SeedError(f"seeds/{name}, {place}: {error}") from None


@cache
def series() -> dict[str, Series]:
    """Every series by id, in the file's order."""
    tables = load("series.toml")
    found = {id: convert("series.toml", id, {"id": id, **table}, Series) for id, table in tables.items()}
    for one in found.values():
        if one.unit not in UNITS:
            raise SeedError(f"seeds/series.toml, {one.id}: unknown unit {one.unit!r}")
    return found


def agencies(ids: Iterable[str]) -> list[str]:
    """Who publishes some series, each once, in the order of first use."""
    return list(dict.fromkeys(series()[id].agency for id in ids))


def claim_tables() -> list[dict[str, Any]]:
    """The tables of the claims as they are written."""
    tables: list[dict[str, Any]] = load("claims.toml")["claim"]
    return tables


@cache
def claims() -> dict[str, Claim]:
    """The article's claims by id, in the article's order."""
    tables = [_newest(table) for table in claim_tables()]
    found = {t["id"]: convert("claims.toml", t["id"], t, Claim) for t in tables}
    return {id: _filled(claim) for id, claim in found.items()}


#: The words of a test.
WORDS = ("measure", "holds_if", "fails_if", "method")


def _newest(table: dict[str, Any]) -> dict[str, Any]:
    """A claim's table with the words and numbers of the newest of its declared tests, if there are any."""
    own = {key: value for key, value in table.items() if key != "test"}
    for test in table.get("test", [])[-1:]:
        own |= {key: test[key] for key in WORDS if key in test} | {"thresholds": test_numbers(test)}
    return own


def test_numbers(test: Mapping[str, Any]) -> dict[str, int | float]:
    """The numbers that the words of a declared test may name: its thresholds, and its parameters as they are chosen."""
    parameters = {one["name"]: one["value"] for one in test.get("parameters", [])}
    return test.get("thresholds", {}) | {name: one for name, one in parameters.items() if not isinstance(one, str)}


def _filled(claim: Claim) -> Claim:
    texts = {name: getattr(claim, name) for name in WORDS}
    filled: dict[str, Any] = {
        name: fill_words(f"seeds/claims.toml, {claim.id}", name, text, claim.thresholds)
        for name, text in texts.items()
        if "{" in text
    }
    return replace(claim, **filled)


def named_in(*texts: str) -> set[str]:
    """The thresholds that texts of a test name: templates, or what was made of them."""
    templates = (text.template if isinstance(text, Message) else text for text in texts)
    return {name for one in templates for _, name, _, _ in Formatter().parse(one) if name}


def fill_words(file: str, place: str, text: str, thresholds: Mapping[str, Any]) -> Message:
    """A text with the thresholds it names. Raises SeedError for one that is not there."""
    own = text.values if isinstance(text, Message) else {}
    unknown = named_in(text) - {*thresholds, *own}
    if unknown:
        there = ", ".join(thresholds) or "none"
        raise SeedError(f"{file}: {place} names {', '.join(sorted(unknown))}; its thresholds: {there}")
    return fill(text.template if isinstance(text, Message) else text, {**own, **thresholds})


@cache
def theses() -> dict[str, Thesis]:
    """The theses by id, in the order of the board."""
    tables = load("claims.toml")["thesis"]
    return {t["id"]: convert("claims.toml", t["id"], t, Thesis) for t in tables}


@cache
def article() -> Article:
    return convert("claims.toml", "article", load("claims.toml")["article"], Article)


@cache
def published() -> dict[str, Published]:
    """Published figures that ours must meet, by id."""
    tables = load("reproductions.toml")["figure"]
    return {t["id"]: convert("reproductions.toml", t["id"], t, Published) for t in tables}


def published_vintage() -> date:
    """The last day whose vintages published figures are recomputed on: what is revised later changes none."""
    day: date = load("reproductions.toml")["vintage"]
    return day


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `seeds/tables/<name>.csv`: published figures that are no series, as text by column.

    Lines that begin with # say where they come from. Raises SeedError if there is no such table.
    """
    try:
        lines = (SEEDS / "tables" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise SeedError(f"seeds/tables/{name}.csv: no such table") from None
    return tuple(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def events() -> tuple[Event, ...]:
    """Dated marks, ascending. Raises SeedError."""
    tables = load("events.toml")["event"]
    for table in tables:
        if table.get("kind") not in {*EventKind}:
            place = f"seeds/events.toml, {table.get('label')}"
            raise SeedError(f"{place}: unknown kind {table.get('kind')!r}; known kinds: {', '.join(EventKind)}")
    found = [convert("events.toml", str(t.get("label")), t, Event) for t in tables]
    return tuple(sorted(found, key=lambda event: event.date))


@cache
def corrections() -> tuple[Correction, ...]:
    """What was found wrong with published verdicts: newest day first, within a day in the file's order.

    Raises SeedError.
    """
    tables = load("corrections.toml")["correction"]
    found = [convert("corrections.toml", str(table.get("id")), table, Correction) for table in tables]
    for one in found:
        _check_correction(one, [other.id for other in found])
    return tuple(sorted(found, key=lambda one: one.day, reverse=True))


def _check_correction(one: Correction, ids: list[str]) -> None:
    known = {table["id"] for table in claim_tables()}
    unknown = ", ".join(id for id in one.claims if id not in known)
    for wrong, why in (
        (ids.count(one.id) > 1, "the id is used twice"),
        (not one.claims, "no claim is named"),
        (unknown, f"no claim {unknown}"),
        (one.mended and one.mended < one.day, f"mended on {one.mended}, before it was found on {one.day}"),
    ):
        if wrong:
            raise SeedError(f"seeds/corrections.toml, {one.id}: {why}")


def corrections_of(claim: str) -> tuple[Correction, ...]:
    """The corrections that concern a claim, newest day first."""
    return tuple(one for one in corrections() if claim in one.claims)


@cache
def releases() -> tuple[Release, ...]:
    """The entries of the release calendar, in the file's order. Raises SeedError."""
    with (SEEDS / "releases.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file)
        found = [
            convert("releases.csv", f"line {lines.line_num}", _whole(lines.line_num, row), Release) for row in lines
        ]
    once: dict[tuple[str, date, str], Release] = {}
    for one in found:
        if once.setdefault((one.release, one.period, one.estimate), one) is not one:
            raise SeedError(f"seeds/releases.csv: two entries of {one.release}, {one.period} {one.estimate}".rstrip())
        if one.published < one.period:
            raise SeedError(f"seeds/releases.csv: {one.release} of {one.period} is published before it begins")
    return tuple(found)


def _whole(line: int, row: dict[str, Any]) -> dict[str, Any]:
    """A row with a text in every column. Raises SeedError."""
    if None in row or None in row.values():
        raise SeedError(f"seeds/releases.csv, line {line}: not as many cells as columns")
    return row


@cache
def calendar() -> ReleaseCalendar:
    """The release calendar, with the known delays. Raises SeedError."""
    return ReleaseCalendar(releases(), events())


def find_series(id: str) -> Series:
    """The series of that id. Raises UnknownSeries with a suggestion."""
    return _find(id, series(), UnknownSeries, "series")


def find_claim(id: str) -> Claim:
    """The claim of that id. Raises UnknownClaim with a suggestion."""
    return _find(id, claims(), UnknownClaim, "claim")


def _find(id: str, known: dict[str, T], error: type[LookupError], noun: str) -> T:
    if id in known:
        return known[id]
    likely = near(id, known)
    hint = f"; did you mean {' or '.join(likely)}?" if likely else f"; there are {len(known)}"
    raise error(f"no {noun} {id[:80]!r}{hint}")


def near(id: str, known: Iterable[str]) -> list[str]:
    """Up to three of the known ids that may have been meant."""
    return get_close_matches(id[:80], list(known), n=3, cutoff=0.5)
