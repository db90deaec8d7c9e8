"""Workbooks as the New York Fed, the Philadelphia Fed and the Census Bureau lay theirs out, of made-up figures."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl

from tests.providers.server import Answer

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NEW = (
    "In the last two weeks, did this business use Artificial Intelligence (AI) in any of its business functions? "
    "(Examples of AI: machine learning, natural language processing, virtual agents, voice recognition, etc.)"
)
OLD = NEW.replace("in any of its business functions", "in producing goods or services")
NOTES = [
    ["Corporate Bond Market Distress Index"],
    [],
    ["The file has weekly figures."],
    ["Dated by the end of week."],
    [],
]

Figures = Iterable[tuple[date, Any]]


def book(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def answer(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> Answer:
    return Answer(book(sheets), type=TYPE)


def cmdi(figures: Figures, column: str = "Market CMDI") -> dict[str, list[list[Any]]]:
    """Notes, a header in the sixth row, dates as dates: the figures in one column, a half in the others."""
    columns = ["Market CMDI", "IG CMDI", "HY CMDI"]
    rows = [
        [datetime(day.year, day.month, day.day), *(value if name == column else 0.5 for name in columns)]
        for day, value in figures
    ]
    return {"Read Me": [["About"]], "Index Data": [*NOTES, ["eow_friday", *columns], *rows]}


def ads(figures: Figures) -> dict[str, list[list[Any]]]:
    """Dates as text, and a mark of recessions beside the figures."""
    rows = [[f"{day:%Y:%m:%d}", value, 0] for day, value in figures]
    return {"Sheet1": [["Date", "ADS_Index", "RECBARS"], *rows]}


def btos(figures: Figures, sheet: str = "Response Estimates", words: str = NEW) -> dict[str, list[list[Any]]]:
    """Collections newest first, percents as text, and the sheet of dates, whose last collection is yet to come."""
    asked = [(f"2026{number:02}", day, value) for number, (day, value) in enumerate(figures, 1)]
    names = [name for name, _, _ in asked][::-1]
    percents = [f"{value}%" for _, _, value in asked][::-1]
    others = ["9.6%"] * len(names)
    rows = [
        ["Question ID", "Question", "Answer ID", "Answer", *names],
        ["3", "Overall, how would you describe this business's current performance?", "1", "Excellent", *others],
        ["7", words, "1", "Yes", *percents],
        ["7", words, "2", "No", *others],
        ["24", words.replace("In the last two weeks, did", "During the next six months, will"), "1", "Yes", *others],
        [],
        ["Source: U.S. Census Bureau, Business Trends and Outlook Survey (BTOS) 2023-2026."],
    ]
    return {
        sheet: rows,
        "Collection and Reference Dates": [DATED, *(_dates(name, day) for name, day, _ in asked), NEXT],
    }


DATED = (
    *("Sample Year", "Cycle", "Panel", "Smpdt", "Collection Start", "Col End"),
    *("Reference Period Start", "Ref End", "Publication Date"),
)
#: A collection of the lapse of 2025, which was never published.
NEXT = ("SHUTDOWN", "1", "1", "202521", 45936, 45949, 45922, 45935, None)


def _dates(name: str, ended: date) -> list[Any]:
    """The dates of a collection as numbers of days."""
    days = (ended + timedelta(days=n) for n in (1, 14, -13, 0, 18))
    return [None, "1", "1", name, *((day - date(1899, 12, 30)).days for day in days)]
