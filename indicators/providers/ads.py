"""The Philadelphia Fed's business conditions index of Aruoba, Diebold and Scotti: `ads:ADS_Index`.

The workbook of the newest vintage, on its first sheet: every day since March 1960 as 1960:03:01, beside a mark of
recessions. It is renewed with each of its sources, some eight times a month, and every day of it is estimated anew.
So the days from 2000 on are taken: the others would be most of the store, and no claim reads as far back.
"""

from datetime import date

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, Rows, http, workbook
from indicators.providers.response import Body

FIRST = date(2000, 1, 1)
DAY = r"(?P<y>\d{4}):(?P<m>\d\d):(?P<d>\d\d)"


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    body = http.ask(f"{PROVIDERS['ads'].base}/ads_index_most_current_vintage.xlsx", form="xlsx")
    return Observed(read(body, id), f"ads:{id}")


def read(body: Body, column: str) -> Rows:
    """The index by day, from FIRST on. A row without a figure is none."""
    cells = workbook.table(body, workbook.rows(body), "Date", column)
    found = ((workbook.day(body, day, DAY), value) for day, value in cells if value is not None)
    return body.rows((day, body.number(value)) for day, value in found if day >= FIRST)
