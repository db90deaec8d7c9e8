"""A provider's answer, parsed strictly: anything unexpected is an error that names the host, never a gap."""

import csv
import io
import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NoReturn, TypeVar

import msgspec

from indicators.model import Frequency, Series, periods
from indicators.model.frequency import FREQUENCIES
from indicators.providers import Rows, SourceError, redact

T = TypeVar("T")

#: First bytes of each form.
FIRST = {"json": (b"{", b"["), "xml": (b"<?xml",), "zip": (b"PK\x03\x04",), "xlsx": (b"PK\x03\x04",)}
#: Content types of each form, besides none and "any bytes".
TYPES = {
    "json": ("json",),
    "csv": ("csv", "text/plain"),
    "xml": ("xml",),
    "zip": ("zip", "octet-stream"),
    "xlsx": ("spreadsheetml", "zip"),
}
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True)
class Body:
    """The bytes of one answer. Every method raises SourceError (broken) with the host's name."""

    content: bytes
    host: str
    form: str
    media: str = ""
    status: int = 200
    #: Whether it is known to be complete: a body without a stated length may have been cut anywhere.
    whole: bool = False

    def __post_init__(self) -> None:
        start = self.content.lstrip(b"\xef\xbb\xbf \t\r\n")[:64]
        if not start:
            self.fail("sent an empty answer")
        if (start.startswith(b"<") and self.form != "xml") or re.match(rb"(?i)<!doctype html|<html", start):
            self.fail("sent a web page instead of figures")
        kind = self.media.split(";")[0].strip().lower()
        if kind not in ("", "application/octet-stream", "binary/octet-stream") and not any(
            known in kind for known in TYPES[self.form]
        ):
            self.fail(f"sent {redact(kind, 40)!r} instead of {self.form}")
        if not start.startswith(FIRST.get(self.form, b"")):
            self.fail(f"sent something that is not {self.form}")

    def fail(self, what: str) -> NoReturn:
        raise SourceError("broken", f"{self.host} {what}")

    def text(self) -> str:
        try:
            return self.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.fail("sent bytes that are not UTF-8 text")

    def json(self, shape: type[T]) -> T:
        """The body as `shape`, a msgspec Struct or a plain type."""
        try:
            return msgspec.json.decode(self.content, type=shape)
        except msgspec.ValidationError as error:
            self.fail(f"sent JSON of another shape: {error}")
        except (msgspec.DecodeError, UnicodeDecodeError):
            self.fail("sent broken or truncated JSON")

    def csv(self, *columns: str) -> list[list[str]]:
        """The rows below the header: the `columns`, which it must name, in the order asked for.

        Blank lines at its end are none. A last line without an end was cut, unless the body is `whole`.
        """
        text = self.text()
        if not self.whole and not text.endswith("\n"):
            self.fail("sent a CSV file that ends in the middle of a line")
        header, *rows = self._table(text.rstrip()) or [[]]
        absent = [name for name in columns if name not in header]
        if absent:
            self.fail(f"sent a CSV file without the column {absent[0]!r}")
        if any(len(row) != len(header) for row in rows):
            self.fail("sent a CSV file whose lines differ in length")
        places = [header.index(name) for name in columns]
        return [[row[place] for place in places] for row in rows]

    def header(self) -> list[str]:
        """The names of a CSV file's columns."""
        return next(iter(self._table(self.text().partition("\n")[0])), [])

    def _table(self, text: str) -> list[list[str]]:
        try:
            return list(csv.reader(io.StringIO(text)))
        except csv.Error:
            self.fail("sent a CSV file that cannot be read")

    def number(self, token: object, missing: Collection[object] = ()) -> float | None:
        """A figure from text or JSON; None for a known mark of absence. An unknown token is an error."""
        if token in missing:
            return None
        if isinstance(token, str):
            known = bool(NUMBER.fullmatch(token))
        else:
            known = isinstance(token, int | float) and not isinstance(token, bool)
        try:
            value = float(token) if known else math.nan  # type: ignore[arg-type]
        except OverflowError:
            value = math.inf
        if not math.isfinite(value):
            self.fail(f"sent {redact(str(token), 40)!r} where a number belongs")
        return value

    def day(self, token: str, pattern: str = "") -> date:
        """A date from text: YYYY-MM-DD, or by a pattern whose groups y, m (or q) and d say what is what."""
        try:
            if not pattern and ISO.fullmatch(token):
                return date.fromisoformat(token)
            if pattern and (found := re.fullmatch(pattern, token, re.ASCII)):
                part = {name: int(value) for name, value in found.groupdict().items() if value}
                return date(part["y"], part.get("m") or part.get("q", 1) * 3 - 2, part.get("d", 1))
        except ValueError:  # a day that is in no calendar
            pass
        self.fail(f"sent {redact(token, 40)!r} where a date belongs")

    def rows(self, found: Iterable[tuple[date, float | None]], newest_first: bool = False) -> Rows:
        return ordered(self.host, found, newest_first)


def ordered(host: str, found: Iterable[tuple[date, float | None]], newest_first: bool = False) -> Rows:
    """Observations without the absent ones, ascending.

    Dates out of order, two values of one date, or no value at all: SourceError (broken).
    """
    pairs = [(day.toordinal(), value) for day, value in found]
    if newest_first:
        pairs.reverse()
    for (before, _), (after, _) in pairwise(pairs):
        if after <= before:
            how = "twice" if after == before else f"after {date.fromordinal(before)}"
            raise SourceError("broken", f"{host} sent {date.fromordinal(after)} {how}")
    rows = tuple((day, value) for day, value in pairs if value is not None)
    if not rows:
        raise SourceError("broken", f"{host} sent no figure")
    return rows


def start(day: date, series: Series) -> date:
    """The first day of the period that holds `day`; the day itself where a series is daily or weekly."""
    return first_of(day, series.frequency)


def first_of(day: date, frequency: Frequency) -> date:
    months = FREQUENCIES[frequency].months
    return date(day.year, (day.month - 1) // months * months + 1, 1) if months else day


def monthly(rows: Rows) -> Rows:
    """The averages of whole months. A month whose last day is not yet there is left out."""
    months: dict[int, list[float]] = {}
    for day, value in rows:
        months.setdefault(first_of(date.fromordinal(day), "monthly").toordinal(), []).append(value)
    through = date.fromordinal(rows[-1][0])
    return tuple(
        (month, math.fsum(values) / len(values))
        for month, values in months.items()
        if periods.period_end(date.fromordinal(month), "monthly") <= through
    )
