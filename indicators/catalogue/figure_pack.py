"""The form in which figures ship, and in which a snapshot of a store is written.

One CSV a series, `seeds/figures/<ID>.csv`, two columns. A row whose first cell is `vintage` opens
a block: the observations that were new or revised on that day (ALFRED's "new and revised" output,
output type 3). An empty value withdraws an observation. A block may be empty: the series was seen
unchanged that day. Blocks ascend by day and dates ascend within a block, so a newer vintage is
appended and a review shows just what it changed.

    date,value
    vintage,2026-07-31
    2026-01-01,31500.1
    2026-04-01,31890.4
    vintage,2026-10-01
    2026-04-01,31877.0

A vintage speaks for its own span, from its first to its last date: observations outside it stand.
"""

import csv
import io
import math
import zlib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from indicators.model.vintage import Vintage
from indicators.runtime.files import write_whole

HEADER = ["date", "value"]


class FigureError(ValueError):
    """A figure file is not in the documented form. The message names the file and the line."""


def read(path: Path) -> list[Vintage]:
    """All vintages of one figure file, oldest first. Raises FigureError."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        if next(lines, None) != HEADER:
            raise FigureError(f"{path.name}: the first line must be {','.join(HEADER)}")
        return list(_blocks(path.name, lines))


def _blocks(name: str, lines: Iterator[list[str]]) -> Iterator[Vintage]:
    known: date | None = None
    rows: list[tuple[int, float | None]] = []
    day = date.fromisoformat
    for number, cells in enumerate(lines, start=2):
        try:
            first, second = cells
            if first == "vintage":
                if known:
                    yield Vintage(known, tuple(rows))
                known, rows = _later(known, day(second)), []
            else:
                rows.append((_next(known, rows, day(first)), _number(second)))
        except ValueError as error:
            raise FigureError(f"{name}, line {number}: {error}") from None
    if known is None:
        raise FigureError(f"{name}: no vintage")
    yield Vintage(known, tuple(rows))


def _next(known: date | None, rows: list[tuple[int, float | None]], day: date) -> int:
    if known is None:
        raise ValueError("an observation before the first vintage")
    if rows and day.toordinal() <= rows[-1][0]:
        raise ValueError(f"{day} does not come after the date before it")
    return day.toordinal()


def _number(cell: str) -> float | None:
    if not cell:
        return None
    if "_" in cell or not math.isfinite(value := float(cell)):
        raise ValueError(f"not a number: {cell!r}")
    return value


def _later(known: date | None, new: date) -> date:
    if known and new <= known:
        raise ValueError(f"vintage {new} does not come after {known}")
    return new


def checksum(files: Iterable[Path]) -> int:
    """A number that is another one when a file's name or content is."""
    total = 0
    for file in files:
        total = zlib.crc32(file.read_bytes(), zlib.crc32(file.name.encode(), total))
    return total


def write(path: Path, vintages: Iterable[Vintage]) -> None:
    """Write vintages, oldest first, in the form that `read` reads. A file that was there stays until this one is whole."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(HEADER)
    for vintage in vintages:
        out.writerow(["vintage", vintage.known_from.isoformat()])
        for day, value in vintage.rows:
            out.writerow([date.fromordinal(day).isoformat(), "" if value is None else f"{value:.12g}"])
    write_whole(path, text.getvalue().encode())
