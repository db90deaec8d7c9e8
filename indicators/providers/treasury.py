"""US Treasury Fiscal Data: `treasury:<endpoint>?<column>=<value>..&field=<column>`.

Quirks: every value is text and absence is the text "null"; links to further pages are fragments, so
pages are asked for by number; naming a column that is absent is an error, so all are taken. What is
published at the end of a month is dated by its first day. Buyback operations are dated by
operation_date, several on one day are added, and those to come have no amount yet. The Treasury's
own account had other names before 18 April 2022, with the balance in another column.
"""

from datetime import date
from urllib.parse import parse_qsl

from msgspec import Struct, field

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, http
from indicators.providers.response import Body, start

PAGE = 10_000
ABSENT = ("null", None)
Row = dict[str, str | None]
#: What an account was called before, and until when; its balance then stood in close_today_bal.
BEFORE = {
    "Treasury General Account (TGA) Closing Balance": (
        date(2022, 4, 18),
        ("Federal Reserve Account", "Treasury General Account (TGA)"),
    )
}


class Meta(Struct):
    pages: int = field(name="total-pages")


class Answer(Struct):
    data: list[Row]
    meta: Meta


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    endpoint, _, query = id.partition("?")
    wanted = dict(parse_qsl(query))
    column = wanted.pop("field")
    dated = "operation_date" if endpoint.endswith("buybacks_operations") else "record_date"
    asked = [(wanted, column)]
    changed, names = BEFORE.get(wanted.get("account_type", ""), (date.min, ()))
    if not since or since < changed:
        asked += [({"account_type": name}, "close_today_bal") for name in names]
    found: dict[date, float | None] = {}
    for chosen, place in asked:
        body, rows = _pages(f"{PROVIDERS['treasury'].base}/{endpoint}", chosen, dated, since and start(since, series))
        found |= read(body, rows, series, dated, place, added=dated != "record_date")
    return Observed(body.rows(sorted(found.items())), f"treasury:{id}", complete=not since)


def read(
    body: Body, rows: list[Row], series: Series, dated: str, column: str, added: bool = False
) -> dict[date, float | None]:
    """Value by date. Two rows of one date are an error unless they are to be `added`."""
    found: dict[date, float | None] = {}
    for row in rows:
        if column not in row:
            body.fail(f"sent rows without {column!r}")
        day, value = start(body.day(row.get(dated) or ""), series), body.number(row[column], ABSENT)
        if day in found and not added:
            body.fail(f"sent {day} twice")
        found[day] = value if found.get(day) is None else (found[day] or 0.0) + (value or 0.0)
    return found


def _pages(url: str, chosen: dict[str, str], dated: str, since: date | None) -> tuple[Body, list[Row]]:
    terms = [f"{column}:eq:{value}" for column, value in chosen.items()]
    terms += [f"{dated}:gte:{since}"] if since else []
    rows: list[Row] = []
    for number in range(1, 1000):
        params = {"sort": dated, "format": "json", "page[number]": str(number), "page[size]": str(PAGE)}
        body = http.ask(url, params | ({"filter": ",".join(terms)} if terms else {}), form="json")
        answer = body.json(Answer)
        rows += answer.data
        if number >= answer.meta.pages:
            return body, rows
    body.fail("has more pages than can be")
