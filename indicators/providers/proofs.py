"""Proofs of the catalogue's locators: which were read from a real answer, and when.

`seeds/proofs.csv` has a line for each locator that can be asked. `read` is `own` where a real answer of
that very locator went through its reader and agreed with what ships; `route` where one of the same
provider, endpoint and layout did, for another id or column; empty where none did. `day` is that
answer's. `unit` and `frequency` are as the provider states them, where it does and they are known: the
gate compares them with the catalogue.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from indicators.catalogue import catalogue
from indicators.catalogue.catalogue import SeedError
from indicators.model import Series
from indicators.providers import can_fetch

HEADER = ["locator", "read", "day", "unit", "frequency"]
NAME = "seeds/proofs.csv"
Read = Literal["own", "route", ""]


@dataclass(frozen=True)
class Proof:
    """The proof of one locator."""

    locator: str
    read: Read
    #: Day of the answer; None without one.
    day: date | None
    unit: str = ""
    frequency: str = ""

    def __str__(self) -> str:
        if self.read == "own":
            return f"read from its own answer of {self.day}"
        if self.read == "route":
            return f"no answer of its own was read; one of its route was, of {self.day}"
        return "no answer of its route was read"


@cache
def proofs() -> dict[str, Proof]:
    """Every line of the file by locator, in the catalogue's order. Raises SeedError."""
    with (catalogue.SEEDS / "proofs.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        if next(lines, None) != HEADER:
            raise SeedError(f"{NAME}: the first line must be {','.join(HEADER)}")
        return {cells[0]: _proof(number, cells) for number, cells in enumerate(lines, start=2)}


def _proof(number: int, cells: list[str]) -> Proof:
    try:
        locator, read, day, unit, frequency = cells
        if read not in ("own", "route", "") or bool(read) != bool(day):
            raise ValueError(f"{read!r} of {day!r}: own or route with the day of the answer, or both empty")
        return Proof(locator, read, date.fromisoformat(day) if day else None, unit, frequency)  # type: ignore[arg-type]
    except ValueError as error:
        raise SeedError(f"{NAME}, line {number}: {error}") from None


def asked() -> list[tuple[str, Series]]:
    """Every locator that can be fetched, with its series, in the catalogue's order."""
    return [(one, series) for series in catalogue.series().values() for one in series.sources if can_fetch(one)]


def unproved() -> list[tuple[Series, Proof]]:
    """The locators without a real answer of their own: those of a known route first."""
    known = proofs()
    found = [(series, known.get(locator, Proof(locator, "", None))) for locator, series in asked()]
    return sorted((pair for pair in found if pair[1].read != "own"), key=lambda pair: not pair[1].read)
