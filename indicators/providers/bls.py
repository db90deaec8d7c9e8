"""The Bureau of Labor Statistics: `bls:<id>`.

Without BLS_API_KEY ten years at a time and 25 questions a day for all who share an address, with it
twenty years and 500. Quirks: failures are answered 200, told by `status` and `message`; newest
first; M13 is the year's average; "-" is a figure that was never collected (October 2025).
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from msgspec import Struct, field

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, SourceError, http, key
from indicators.providers.response import Body

FIRST = 1950
PERIOD = r"(?P<y>\d{4})(M(?P<m>0[1-9]|1[0-2])|Q0(?P<q>[1-4])|A01)"
#: After the questions of a day are used up it is left alone for a while, in seconds.
RESTS = 3600.0
AVERAGES = ("M13", "Q05", "S03")


class Point(Struct):
    year: str
    period: str
    value: str


class Found(Struct):
    id: str = field(name="seriesID")
    data: list[Point]


class Results(Struct):
    series: list[Found] = []


class Answer(Struct):
    status: str
    message: list[str] = []
    results: Results | list[Results] | None = field(name="Results", default=None)


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    version, years = ("v2", 20) if key("bls") else ("v1", 10)
    own = {"registrationkey": key("bls")} if key("bls") else {}
    last, first = datetime.now(UTC).year, since.year if since else FIRST
    found: list[tuple[date, float | None]] = []
    for end in range(last, first - 1, -years):
        asked = {"seriesid": [id], "startyear": str(max(first, end - years + 1)), "endyear": str(end)} | own
        body = http.ask(f"{PROVIDERS['bls'].base}/{version}/timeseries/data/", json=asked, form="json")
        window = list(read(body, id))
        if not window and found:
            break  # the series begins later than this
        found += window
    return Observed(body.rows(found, newest_first=True), f"bls:{id}", complete=not since)


def read(body: Body, id: str) -> Iterable[tuple[date, float | None]]:
    """Value by period, newest first."""
    answer = body.json(Answer)
    said = " ".join(answer.message)
    if answer.status != "REQUEST_SUCCEEDED":
        if "threshold" in said:
            told = http.pace.rest(body.host, RESTS, "has answered all that it answers in a day and is left alone")
            raise SourceError("busy", f"{told}: {said}")
        raise SourceError("broken", f"{body.host} did not answer: {said or answer.status}")
    results = answer.results if isinstance(answer.results, list) else [answer.results or Results()]
    points = [point for result in results for one in result.series if one.id == id for point in one.data]
    if not points and ("does not exist" in said or "Invalid Series" in said):
        raise SourceError("missing", f"{body.host} has no series {id}")
    return [
        (body.day(p.year + p.period, PERIOD), body.number(p.value, ("-",))) for p in points if p.period not in AVERAGES
    ]
