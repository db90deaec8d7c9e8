"""The Federal Register: `federalregister:term=<words>&type=<kind, + adds>`, the documents of each month that match.

It counts by itself, by the day of publication. Words are sought in title, abstract and full text, those in quotes as
they are written; without a term all documents count. Kinds are RULE, PRORULE (proposed), NOTICE and PRESDOCU
(presidential documents). Quirks: a month is dated by the day of the month from which is asked, so the first is;
one without documents is sent as 0; the running month would be counted up to the last issue, so it is not asked for;
some errors are answered 200.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import parse_qsl

from msgspec import Meta, Struct

from indicators.model import Series
from indicators.model.periods import add_months
from indicators.providers import PROVIDERS, Observed, Rows, http
from indicators.providers.response import Body, first_of

#: The first issue of which the text is searched.
FIRST = date(1994, 1, 1)
MONTH = r"(?P<y>\d{4})-(?P<m>\d\d)-01"


class Month(Struct):
    count: Annotated[int, Meta(ge=0)]
    name: str


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    wanted, last = dict(parse_qsl(id)), through()
    first = min(first_of(since or FIRST, "monthly"), last.replace(day=1))
    params: dict[str, Any] = {"conditions[term]": wanted["term"]} if "term" in wanted else {}
    params |= {"conditions[type][]": wanted["type"].split()}  # a plus is a blank in a query
    params |= {f"conditions[publication_date][{edge}]": f"{day}" for edge, day in (("gte", first), ("lte", last))}
    body = http.ask(f"{PROVIDERS['federalregister'].base}/documents/facets/monthly", params, form="json")
    return Observed(read(body, first, last), f"federalregister:{id}", complete=not since)


def through() -> date:
    """The last day of the last month that is over."""
    return datetime.now(UTC).date().replace(day=1) - timedelta(days=1)


def read(body: Body, first: date, last: date) -> Rows:
    """The count of every month from that of `first` to that of `last`; a month that is not sent is an error."""
    months = body.json(dict[str, Month])
    rows = body.rows((body.day(day, MONTH), body.number(month.count)) for day, month in months.items())
    sent = {date.fromordinal(day) for day, _ in rows}
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    asked = {add_months(first, n) for n in range(count)}
    if astray := sorted(sent ^ asked):
        body.fail(f"sent {'no count' if astray[0] in asked else 'a count'} for {astray[0]:%Y-%m}")
    return rows
