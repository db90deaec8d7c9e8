"""FRED's graph download, which needs no key: what `fred:` locators are read from when there is none.

Quirks: the first column is the date, called DATE until 2024 and observation_date since; absence was
"." and is now an empty cell. Several series in one file are averaged down to the lowest frequency,
so one is asked for at a time. An unknown id is answered with 404 or a web page. Answers hang when
the User-Agent is unusual, so the library's own is left in place.
"""

from datetime import date

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, Rows, http
from indicators.providers.response import Body, first_of, monthly

ABSENT = ("", ".")


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    id, _, average = id.partition("@")
    since = first_of(since, "monthly") if since and average else since
    asked = {"id": id} | ({"cosd": since.isoformat()} if since else {})
    rows = read(http.ask(f"{PROVIDERS['fredgraph'].base}/fredgraph.csv", asked, form="csv", agent=None), id)
    return Observed(monthly(rows) if average else rows, f"fredgraph:{id}", complete=not since)


def read(body: Body, id: str) -> Rows:
    """The column of one series. The date stands first, whatever its name."""
    first = (body.header() or [""])[0]
    if first not in ("DATE", "observation_date"):
        body.fail("sent a CSV file that does not begin with a date column")
    return body.rows((body.day(day), body.number(value, ABSENT)) for day, value in body.csv(first, id))
