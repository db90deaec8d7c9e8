"""The Census Bureau's yearly survey: `census:<dataset>/<variables>`, as in census:acs/acs1/B25064_001E.

Variables may be added and taken away, and one such sum divided by another, which gives percent to
one decimal, as published. One request a year. Quirks: an array of arrays whose first row is the
header; estimates that cannot be given are large negative numbers; the year without a survey (2020)
and those not out yet are 404; without CENSUS_API_KEY (free) the answer may be a page that asks for one.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, SourceError, http, key
from indicators.providers.response import Body, ordered

FIRST = 2006
NO_SURVEY = 2020
ABSENT = (None, *(-int(digit * 9) for digit in "235689"), *(f"-{digit * 9}" for digit in "235689"))


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    dataset, formula = re.split(r"/(?=[A-Z])", id, maxsplit=1)
    found: dict[date, float | None] = {}
    this = datetime.now(UTC).year
    for year in range(since.year if since else FIRST, this):
        may_lack = year == NO_SURVEY or year >= this - 2
        if body := _ask(f"{PROVIDERS['census'].base}/{year}/{dataset}", formula, may_lack):
            found[date(year, 1, 1)] = read(body, formula)
    if not found:
        raise SourceError("missing", f"api.census.gov has nothing for {formula}")
    return Observed(ordered("api.census.gov", found.items()), f"census:{id}", complete=not since)


def read(body: Body, formula: str) -> float | None:
    table = body.json(list[list[str | int | float | None]])
    if len(table) != 2 or len(table[0]) != len(table[1]):
        body.fail("sent another table than one header and one row")
    values = {str(name): body.number(cell, ABSENT) for name, cell in zip(*table, strict=True) if str(name) != "us"}
    sums = [_sum(body, part, values) for part in formula.split("/")]
    if None in sums:
        return None
    top, *bottom = (value or 0.0 for value in sums)
    if bottom and not bottom[0]:
        body.fail("sent a total of nothing")
    return round(100 * top / bottom[0], 1) if bottom else top


def _sum(body: Body, part: str, values: Mapping[str, float | None]) -> float | None:
    total = 0.0
    for sign, name in re.findall(r"([+-]?)(\w+)", part):
        if name not in values:
            body.fail(f"sent a table without {name}")
        value = values[name]
        if value is None:
            return None
        total += -value if sign == "-" else value
    return total


def _ask(url: str, formula: str, may_lack: bool) -> Body | None:
    params = {"get": ",".join(dict.fromkeys(re.findall(r"\w+", formula))), "for": "us:1"}
    params |= {"key": key("census")} if key("census") else {}
    try:
        return http.ask(url, params, form="json")
    except SourceError as error:
        if error.kind == "missing" and may_lack:
            return None
        if "web page" in str(error):
            raise SourceError("key", "api.census.gov wants a key: set CENSUS_API_KEY (free)") from None
        raise
