"""Reference rates of the Federal Reserve Bank of New York: `nyfed:<market>/<rate>`, as in secured/sofr.

Numbers in JSON, newest first, with a revision mark that changes nothing here. A window must be
given; the oldest rates begin in 2000.
"""

from datetime import UTC, date, datetime

from msgspec import Struct, field

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, Rows, http
from indicators.providers.response import Body

FIRST = date(2000, 7, 3)


class Rate(Struct):
    day: str = field(name="effectiveDate")
    type: str
    percent: float | None = field(name="percentRate", default=None)


class Rates(Struct):
    rates: list[Rate] = field(name="refRates")


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    window = {"startDate": (since or FIRST).isoformat(), "endDate": datetime.now(UTC).date().isoformat()}
    body = http.ask(f"{PROVIDERS['nyfed'].base}/rates/{id}/search.json", window, form="json")
    return Observed(read(body, id), f"nyfed:{id}", unit="percent", frequency="daily", complete=not since)


def read(body: Body, id: str) -> Rows:
    """Percent by day."""
    rates = body.json(Rates).rates
    wanted = id.rpartition("/")[2].upper()
    if any(rate.type != wanted for rate in rates):
        body.fail(f"sent another rate than {wanted}")
    return body.rows(((body.day(r.day), body.number(r.percent, (None,))) for r in rates), newest_first=True)
