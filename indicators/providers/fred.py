"""FRED and ALFRED, the Federal Reserve Bank of St. Louis: `fred:<id>`, `fred:<id>@monthly`.

With FRED_API_KEY figures come as JSON with unit, frequency and vintages; without it from the same
bank's graph download (`fredgraph`). `@monthly` averages days into whole months.

Quirks: a bad key and an unknown series are both status 400, told apart by their text. "." is the
only mark of absence. A period is dated by its first day, a week by its last. Not more than 2,000
vintage dates may be asked for at once, so the axis of vintages is cut; what stands at a cut comes
again and is dropped. Unit and frequency are asked for on full readings only: 120 requests a minute
is all a key allows.

fredapi, which wraps the same interface, is not used here: it has no timeout and no retry, reads an
HTML error page as XML, keeps no status, and asks for more vintages than are given. `search` uses
it, over our own client.
"""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from datetime import date, timedelta
from typing import NoReturn

from msgspec import Struct

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, Revision, SourceError, fredgraph, http, key
from indicators.providers.response import Body, first_of, monthly

ABSENT = (".",)
#: Vintage dates in one request, and observations in one answer, at most.
CUT, PAGE = 2000, 100_000
#: Newest days of a release in one answer: those to come, and some years.
DAYS = 1000
#: The keys that were accepted since this process began.
_accepted: set[str] = set()


class Point(Struct):
    date: str
    value: str
    realtime_start: str = ""


class Page(Struct):
    count: int
    observations: list[Point]


class About(Struct):
    units: str
    frequency: str
    title: str = ""


class Abouts(Struct):
    seriess: list[About]


class VintageDates(Struct):
    vintage_dates: list[str]


class Release(Struct):
    id: int


class Releases(Struct):
    releases: list[Release]


class ReleaseDay(Struct):
    date: str


class ReleaseDays(Struct):
    release_dates: list[ReleaseDay]


class Failure(Struct):
    error_message: str


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    if not key("fred"):
        return fredgraph.fetch(id, series, since)
    _own()
    try:
        return _fetch(id, series, since)
    except SourceError as error:
        if error.kind != "key":
            raise
        return _without_key(error, id, series, since)


def _without_key(refused: SourceError, id: str, series: Series, since: date | None) -> Observed:
    """The graph download asks for no key; where it has no answer either, the key is what is to be mended."""
    try:
        found = fredgraph.fetch(id, series, since)
    except SourceError:
        raise refused from None
    return replace(found, note=f"{refused}; read from the graph download, which needs none")


def _fetch(id: str, series: Series, since: date | None) -> Observed:
    id, _, average = id.partition("@")
    since = first_of(since, "monthly") if since and average else since
    with ThreadPoolExecutor(1) as aside:  # both at once: one after the other takes twice as long
        described = None if since else aside.submit(copy_context().run, _about, id)
        body, points = _points(id, {"observation_start": since.isoformat()} if since else {})
    rows = body.rows((body.day(p.date), body.number(p.value, ABSENT)) for p in points)
    about = described.result() if described else None
    return Observed(
        monthly(rows) if average else rows,
        f"fred:{id}",
        unit=about.units if about else "",
        frequency=about.frequency.split(",")[0].lower() if about and not average else "",
        title=about.title if about else "",
        complete=not since,
    )


def vintages(id: str) -> Observed:
    """All that ALFRED holds of a series: its vintages, and the state they end in. Needs a key."""
    dates = _ask("series/vintagedates", id, {"limit": "10000"}).json(VintageDates).vintage_dates
    revisions: list[Revision] = []
    state: dict[int, float | None] = {}
    for body, points in (_points(id, window) for window in _windows(dates)):
        revisions += revised(body, points, state)
    rows = tuple(sorted((day, value) for day, value in state.items() if value is not None))
    if not rows:
        raise SourceError("missing", f"api.stlouisfed.org has no vintages of {id}")
    return Observed(rows, f"fred:{id}", known=revisions[-1][0], vintages=tuple(revisions))


def release_of(id: str) -> int:
    """FRED's number of the release that a series belongs to. Needs a key."""
    body = _ask("series/release", id, {})
    found = body.json(Releases).releases
    return found[0].id if found else body.fail("names no release")


def release_days(number: int) -> tuple[date, ...]:
    """The newest days of a release, past and to come, ascending. Needs a key.

    A day to come has no data yet, which FRED leaves out unless it is asked not to.
    """
    asked = {"include_release_dates_with_no_data": "true", "sort_order": "desc", "limit": str(DAYS)}
    body = _ask("release/dates", str(number), asked, by="release_id")
    return tuple(sorted({body.day(one.date) for one in body.json(ReleaseDays).release_dates}))


def revised(body: Body, points: list[Point], state: dict[int, float | None]) -> Iterator[Revision]:
    """What each vintage day changed, by day; `state`, value by ordinal day, is brought up to date."""
    days: dict[str, dict[int, float | None]] = {}
    for point in points:
        day, value = body.day(point.date).toordinal(), body.number(point.value, ABSENT)
        days.setdefault(point.realtime_start, {})[day] = value
    for known in sorted(days):
        new = {day: value for day, value in days[known].items() if state.get(day) != value}
        state |= new
        if new:
            yield body.day(known), tuple(sorted(new.items()))


def _windows(dates: list[str]) -> Iterator[dict[str, str]]:
    """Spans of vintages, each short enough, that leave no day between them."""
    firsts = dates[::CUT]
    for first, after in zip(firsts, [*firsts[1:], ""], strict=True):
        last = (date.fromisoformat(after) - timedelta(days=1)).isoformat() if after else "9999-12-31"
        yield {"realtime_start": first, "realtime_end": last}


def _points(id: str, window: dict[str, str]) -> tuple[Body, list[Point]]:
    points: list[Point] = []
    while True:
        body = _ask("series/observations", id, window | {"limit": str(PAGE), "offset": str(len(points))})
        page = body.json(Page)
        points += page.observations
        if len(points) >= page.count:
            return body, points
        if not page.observations:
            body.fail(f"announced {page.count} observations and sent {len(points)}")


def _about(id: str) -> About | None:
    """Unit and frequency; None where a mirror holds figures only."""
    try:
        body = _ask("series", id, {})
    except SourceError as error:
        if error.kind == "missing":
            return None
        raise
    found = body.json(Abouts).seriess
    return found[0] if found else body.fail("describes no series")


def _own() -> str:
    """The key. One that cannot be a key is sent to nobody."""
    own, provider = key("fred"), PROVIDERS["fred"]
    if not own or (provider.base == provider.home and not re.fullmatch(r"[a-z0-9]{32}", own)):
        raise SourceError("key", "FRED_API_KEY must be the 32 small letters and digits that FRED gave out")
    return own


def _ask(path: str, id: str, params: dict[str, str], by: str = "series_id") -> Body:
    own = _own()
    asked = {by: id, "api_key": own, "file_type": "json"} | params
    for _ in range(2):
        body = http.ask(f"{PROVIDERS['fred'].base}/{path}", asked, form="json", also=(400,))
        if body.status == 200:
            _accepted.add(own)
            return body
        if own not in _accepted or "api_key" not in _said(body):  # it now and then does not know one that it gave out
            break
    return _refused(body, id, by.removesuffix("_id"))


def _said(body: Body) -> str:
    return " ".join(body.json(Failure).error_message.split())


def _refused(body: Body, id: str, what: str) -> NoReturn:
    said = _said(body)
    if "api_key" in said:
        raise SourceError("key", f"{body.host} does not accept FRED_API_KEY")
    if "does not exist in ALFRED" in said:
        raise SourceError("missing", f"{body.host} has no vintages of {id}")
    if "does not exist" in said:
        raise SourceError("missing", f"{body.host} has no {what} {id}")
    body.fail(f"refused the question for {id}: {said}")
