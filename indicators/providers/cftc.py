"""Futures positions, from the CFTC: `cftc:<dataset>/<contract code>/<column>`, or <column>-<column>.

Quirks: 1,000 rows unless more are asked for; every value is text; a null column is absent from its
row; names of contracts change, so the code is asked for. Dated by the Tuesday it describes, and
published the Friday after, which the shutdown of 2025 delayed by months.
"""

from datetime import date

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, http
from indicators.providers.response import Body

PAGE = 5000
DATED = "report_date_as_yyyy_mm_dd"
DAY = r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)T00:00:00\.000"
Row = dict[str, object]


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    dataset, contract, columns = id.split("/", 2)
    params = {
        "$select": ",".join([DATED, *columns.split("-")]),
        "$where": f"cftc_contract_market_code='{contract}'" + (f" AND {DATED}>='{since}'" if since else ""),
        "$order": DATED,
        "$limit": str(PAGE),
    }
    rows: list[Row] = []
    while True:
        offset = {"$offset": str(len(rows))}
        body = http.ask(f"{PROVIDERS['cftc'].base}/{dataset}.json", params | offset, form="json")
        page = body.json(list[Row])
        rows += page
        if len(page) < PAGE:
            break
    return Observed(body.rows(read(body, rows, columns)), f"cftc:{id}", complete=not since)


def read(body: Body, rows: list[Row], columns: str) -> list[tuple[date, float | None]]:
    """Contracts by Tuesday: one column, or the first less the second; a gap where either is absent."""
    return [(body.day(str(row.get(DATED)), DAY), _net(body, row, columns.split("-"))) for row in rows]


def _net(body: Body, row: Row, columns: list[str]) -> float | None:
    first, *rest = (body.number(row.get(column), (None,)) for column in columns)
    if first is None or None in rest:
        return None
    return first - sum(value or 0.0 for value in rest)
