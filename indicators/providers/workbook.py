"""The sheets of a workbook (xlsx) as tables, read strictly.

A workbook is a zip of XML. What it would unpack to is bounded, and its checksums are tried, before openpyxl reads it.
openpyxl takes 0.1 s and 12 MB to import: this module is imported when a provider of workbooks is asked.
"""

import io
import lzma
import warnings
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import openpyxl

from indicators.providers import http
from indicators.providers.response import Body

#: A text, a number, a date and time, or nothing.
Cell = Any
Rows = Sequence[tuple[Cell, ...]]

#: The rows of a sheet, empty ones too: a cell may say that it is in the trillionth.
MOST = 100_000
#: Day zero of the numbers that are dates.
EPOCH = date(1899, 12, 30)


def rows(body: Body, sheet: str = "") -> Rows:
    """The rows of the sheet of a name, or of the first. Raises SourceError (broken)."""
    _check(body)
    # It warns of styles that it does not know. Set each time: others reset the filters.
    warnings.filterwarnings("ignore", module=r"openpyxl\b")
    found = None
    try:
        book = openpyxl.load_workbook(io.BytesIO(body.content), read_only=True, data_only=True, keep_links=False)
        for one in book.worksheets:
            if found is None and sheet in ("", one.title):
                one.reset_dimensions()  # what is stated of its size may be wrong
                found = list(islice(one.iter_rows(values_only=True), MOST + 1))
    except Exception as error:  # it raises any error of its parsing
        body.fail(f"sent a workbook that cannot be read ({type(error).__name__})")
    if found is None:
        body.fail(f"sent a workbook without {f'the sheet {sheet!r}' if sheet else 'sheets'}")
    if len(found) > MOST:
        body.fail(f"sent a sheet of more than {MOST:,} rows")
    return found


def table(body: Body, rows: Rows, *columns: str) -> list[list[Cell]]:
    """The cells of some columns, in the order asked for, below the first row that names them all; notes may stand above.

    Rows without any of these cells are none. Raises SourceError (broken).
    """
    headers = ((n, [text(cell) for cell in row]) for n, row in enumerate(rows))
    start, names = next(((n, names) for n, names in headers if set(columns) <= set(names)), (0, []))
    if not names:
        body.fail(f"sent a sheet in which no row has the columns {', '.join(map(repr, columns))}")
    places = [names.index(column) for column in columns]
    found = [[row[place] if place < len(row) else None for place in places] for row in rows[start + 1 :]]
    return [cells for cells in found if any(cell is not None for cell in cells)]


def text(cell: Cell) -> str:
    """A cell as it reads: whole numbers without a point, nothing as empty."""
    whole = isinstance(cell, float) and cell.is_integer()
    return "" if cell is None else str(int(cell) if whole else cell).strip()


def day(body: Body, cell: Cell, pattern: str = "") -> date:
    """The date of a cell: a date, the number of one, or a text as `Body.day` reads it. Raises SourceError (broken)."""
    if isinstance(cell, datetime):
        return cell.date()
    if text(cell).isdecimal() and isinstance(cell, int | float) and cell < 1e6:
        return EPOCH + timedelta(days=int(cell))
    return body.day(text(cell), pattern)


def _check(body: Body) -> None:
    """Refuse what would unpack to more than an answer may have, and what did not arrive as it was packed."""
    try:
        with zipfile.ZipFile(io.BytesIO(body.content)) as archive:
            large = sum(part.file_size for part in archive.infolist()) > http.limits.patience.largest
            whole = large or archive.testzip() is None
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError):
        whole = large = False
    if not whole:
        body.fail("sent a broken or truncated workbook")
    if large:
        body.fail("sent a workbook too large to unpack")
