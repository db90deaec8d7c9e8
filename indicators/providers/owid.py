"""Our World in Data's charts as CSV: `owid:<chart>`, a chart of one place and one measure.

Entity,Code,<Day or Month>,<title>; the last column is the measure. Until the summer of 2026
monthly charts were dated by a Day too. The host refuses the User-Agent of common libraries. Inflation-adjusted charts
get another deflator now and then: values are of the vintage's dollars.
"""

from datetime import date

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, Rows, http
from indicators.providers.response import Body, start

#: How a date is written in the column that is named so.
DATES = {"Day": "", "Month": r"(?P<y>\d{4})-(?P<m>\d\d)"}


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    return Observed(read(http.ask(f"{PROVIDERS['owid'].base}/{id}.csv", form="csv"), series), f"owid:{id}")


def read(body: Body, series: Series) -> Rows:
    header = body.header()
    if header[:2] != ["Entity", "Code"] or len(header) != 4 or header[2] not in DATES:
        body.fail(f"sent another table than Entity,Code,{' or '.join(DATES)} and one measure")
    _, _, dated, measure = header
    table = body.csv("Entity", dated, measure)
    if len({entity for entity, *_ in table}) > 1:
        body.fail("sent more than one place")
    return body.rows((start(body.day(day, DATES[dated]), series), body.number(value, ("",))) for _, day, value in table)
