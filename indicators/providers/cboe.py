"""Cboe's own closes: `cboe:<symbol>`.

One file a symbol, the whole history, updated after the close. Two layouts: DATE,OPEN,HIGH,LOW,CLOSE
or DATE,<symbol>. Files are updated unevenly, so symbols must be joined on common days. The close is
taken, never the intraday high. An unknown symbol is answered with 403 and a page of XML.
"""

from datetime import date

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, Rows, http
from indicators.providers.response import Body

DAY = r"(?P<m>\d\d)/(?P<d>\d\d)/(?P<y>\d{4})"


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    return Observed(read(http.ask(f"{PROVIDERS['cboe'].base}/{id}_History.csv", form="csv"), id), f"cboe:{id}")


def read(body: Body, symbol: str) -> Rows:
    close = "CLOSE" if "CLOSE" in body.header() else symbol
    return body.rows((body.day(day, DAY), body.number(value)) for day, value in body.csv("DATE", close))
