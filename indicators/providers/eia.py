"""The Energy Information Administration: `eia:<route>?frequency=..&data=<column>&<facet>=<code, + adds>..`.

Needs EIA_API_KEY (free at eia.gov/opendata). Quirks: the key comes back in the body; values are strings, numbers or
null by version, `total` likewise; not more than 5,000 rows at once, and asking for more is answered
200 with a warning; an unknown facet is answered 200 with no rows. Energy is stated in other words
than ours (million kilowatt hours are gigawatt-hours). The last months are preliminary. Some routes begin
later than the agency's own older tables: what is held from before stands. A kind of power plant may be
several codes here: they are added, and a period that lacks one of them has no value.
"""

import math
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, SourceError, http, key, redact
from indicators.providers.response import Body, first_of

PAGE = 5000
#: Routes whose history begins in 2001, where the Monthly Energy Review's begins in 1973.
BEGIN_LATE = ("electricity/electric-power-operational-data",)
PERIOD = r"(?P<y>\d{4})(-(?P<m>\d\d)|-Q(?P<q>[1-4]))?(-(?P<d>\d\d))?"
#: What the agency calls our units.
UNITS = {
    "million kilowatthours": "gigawatt-hours",
    "million kilowatt hours": "gigawatt-hours",
    "thousand megawatthours": "gigawatt-hours",
    "cents per kilowatthour": "cents per kilowatt-hour",
    "cents per kilowatt-hour": "cents per kilowatt-hour",
    "megawatts": "megawatts",
}


class Response(Struct):
    total: int | str
    data: list[dict[str, object]]
    frequency: str = ""


class Answer(Struct):
    response: Response


class Warned(Struct):
    warnings: list[object] = []


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    route, _, query = id.partition("?")
    asked = dict(parse_qsl(query))
    column = asked.pop("data")
    params: dict[str, Any] = {"frequency": asked.pop("frequency"), "data[0]": column}
    facets = {facet: codes.split() for facet, codes in asked.items()}  # a plus is a blank in a query
    params |= {f"facets[{facet}][]": codes for facet, codes in facets.items()}
    params |= {"sort[0][column]": "period", "sort[0][direction]": "asc"}
    if since:
        params["start"] = first_of(since, series.frequency).isoformat()[: 4 if series.frequency == "annual" else 7]
    body, found, note = _pages(f"{PROVIDERS['eia'].base}/{route}/data/", params)
    rows = body.rows(_added(body, found, column, {f: codes for f, codes in facets.items() if len(codes) > 1}))
    unit = str(found[-1].get(f"{column}-units", ""))
    complete = not since and route not in BEGIN_LATE
    return Observed(
        rows,
        f"eia:{id}",
        unit=UNITS.get(unit, unit),
        frequency=params["frequency"],
        complete=complete,
        note=note and f"{body.host} sent all rows{note}",
    )


def _added(
    body: Body, found: list[dict[str, object]], column: str, facets: dict[str, list[str]]
) -> Iterator[tuple[date, float | None]]:
    """The sum over the codes of `facets` by period; None where one of them has no value."""
    for facet, codes in facets.items():
        if absent := set(codes) - {str(row.get(facet)) for row in found}:
            body.fail(f"has no rows of {facet} {min(absent)!r}")
    parts: dict[date, dict[tuple[object, ...], float | None]] = {}
    for row in found:
        day, code = body.day(str(row.get("period")), PERIOD), tuple(row.get(facet) for facet in facets)
        if code in parts.setdefault(day, {}):
            body.fail(f"sent {day} twice")
        parts[day][code] = body.number(row.get(column), (None,))
    whole = math.prod(map(len, facets.values()))
    for day, values in parts.items():
        known = [value for value in values.values() if value is not None]
        yield day, round(math.fsum(known), 6) if len(known) == whole else None


def _pages(url: str, params: dict[str, Any]) -> tuple[Body, list[dict[str, object]], str]:
    """All rows of a question, and what the agency warned of: rows are counted, so that a warning need stop nothing."""
    found: list[dict[str, object]] = []
    note = ""
    while True:
        body = _ask(url, params | {"offset": str(len(found)), "length": str(PAGE)})
        page, note = read(body), note or _warned(body)
        found += page.data
        total = body.number(str(page.total)) or 0
        if len(found) >= total:
            return (body, found, note) if found else body.fail(f"has no rows for this question{note}")
        if not page.data:
            body.fail(f"announced {total:.0f} rows and sent {len(found)}{note}")


def read(body: Body) -> Response:
    return body.json(Answer).response


def _warned(body: Body) -> str:
    """The first warning, if there is one, as the end of a sentence."""
    warnings = body.json(Warned).warnings
    return f"; it warns: {redact(msgspec.json.encode(warnings[0]).decode(), 120)}" if warnings else ""


def _ask(url: str, params: dict[str, Any]) -> Body:
    body = http.ask(url, params | {"api_key": key("eia")}, form="json", also=(403,))
    if body.status == 403:
        bad = b"API_KEY" in body.content
        raise SourceError("key" if bad else "refused", f"{body.host} does not accept EIA_API_KEY")
    return body
