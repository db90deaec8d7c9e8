"""The Federal Election Commission: `fec:<committee>/<column>`, a column of the committee's reports, as in total_receipts_period.

Needs FEC_API_KEY (free at api.data.gov). A report covers a month, a quarter or half a year, by the year and the
elections in it, and is dated by its last day. Quirks: a report that was amended stays, so the final versions are asked
for; not more than 100 reports at once. What one committee gives another is among the receipts of both.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, SourceError, http, key
from indicators.providers.response import Body

PAGE = 100
DAY = r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)T00:00:00(\+00:00)?"
Row = dict[str, object]


class Pagination(Struct):
    count: int
    pages: int


class Answer(Struct):
    results: list[Row]
    pagination: Pagination


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    committee, column = id.split("/")
    body, reports = _pages(f"{PROVIDERS['fec'].base}/committee/{committee}/reports/")
    return Observed(body.rows(read(body, reports, committee, column)), f"fec:{id}")


def read(body: Body, reports: list[Row], committee: str, column: str) -> Iterator[tuple[date, float | None]]:
    """A column by the last day of each report. Reports of others, or that overlap, are errors."""
    through = date.min
    for report in reports:
        if report.get("committee_id") != committee:
            body.fail(f"sent a report of {report.get('committee_id')!r} among those of {committee}")
        if column not in report:
            body.fail(f"sent reports without {column!r}")
        start, end = (body.day(str(report.get(f"coverage_{edge}_date")), DAY) for edge in ("start", "end"))
        if not through < start <= end:
            body.fail(f"sent a report from {start} to {end} after one to {through}")
        through = end
        yield end, body.number(report[column])


def _pages(url: str) -> tuple[Body, list[Row]]:
    reports: list[Row] = []
    params = {"is_amended": "false", "sort": "coverage_end_date", "per_page": str(PAGE)}
    for number in range(1, 100):
        body = _ask(url, params | {"page": str(number)})
        answer = body.json(Answer)
        reports += answer.results
        if number >= answer.pagination.pages:
            break
    if len(reports) != answer.pagination.count:
        body.fail(f"announced {answer.pagination.count} reports and sent {len(reports)}")
    return body, reports


def _ask(url: str, params: dict[str, Any]) -> Body:
    body = http.ask(url, params | {"api_key": key("fec")}, form="json", also=(403,))
    if body.status == 403:
        bad = b"API_KEY" in body.content
        raise SourceError("key" if bad else "refused", f"{body.host} does not accept FEC_API_KEY")
    return body
