"""The New York Fed's Corporate Bond Market Distress Index: `cmdi:<column>`, as in Market CMDI, IG CMDI and HY CMDI.

One workbook has all three by week, dated by its Friday, below some lines of notes. It is published on the last
Wednesday of a month, and the whole history is estimated anew each time.
"""

from datetime import date

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, Rows, shared_file, workbook
from indicators.providers.response import Body

SHEET, FRIDAY = "Index Data", "eow_friday"


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    body = shared_file.ask(f"{PROVIDERS['cmdi'].base}/Market%20CMDI.xlsx", form="xlsx")
    return Observed(read(body, id), f"cmdi:{id}")


def read(body: Body, column: str) -> Rows:
    """The index by Friday. A row without a figure is none."""
    found = workbook.table(body, workbook.rows(body, SHEET), FRIDAY, column)
    return body.rows((workbook.day(body, day), body.number(value)) for day, value in found if value is not None)
