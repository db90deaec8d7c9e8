"""Our World in Data's charts as CSV: `owid:<chart>`, a chart of one place and one measure.

Entity,Code,Day,<title>; the last column is the measure, the last line has no end. The host refuses the User-Agent of common
libraries. Inflation-adjusted charts are re-based now and then: values are of the vintage's dollars.
"""

from datetime import date

from indicators.data.sources import PROVIDERS, Observed, Rows, http
from indicators.data.sources.body import Body, start
from indicators.model import Series


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    return Observed(read(http.ask(f"{PROVIDERS['owid'].base}/{id}.csv", form="csv"), series), f"owid:{id}")


def read(body: Body, series: Series) -> Rows:
    header = body.header()
    if header[:3] != ["Entity", "Code", "Day"] or len(header) != 4:
        body.fail("sent another table than Entity,Code,Day and one measure")
    table = body.csv("Entity", "Day", header[3], ended=False)
    if len({entity for entity, *_ in table}) > 1:
        body.fail("sent more than one place")
    return body.rows((start(body.day(day), series), body.number(value, ("",))) for _, day, value in table)
