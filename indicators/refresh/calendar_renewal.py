"""The days of coming releases, asked of FRED once a day where there is a key.

They renew the release calendar of the seeds (see `renewed_calendar`). A round goes on without them: what is kept of
an earlier day stays.
"""

import threading
from datetime import date, datetime, timedelta

from indicators.model import Series
from indicators.model.renewed_calendar import Listed
from indicators.providers import SourceError, fred, http, key
from indicators.store import release_days
from indicators.store.store import Store, StoreError

#: How far back and ahead of today days are kept: a figure late by weeks is still looked up, and no schedule is longer.
BACK, AHEAD = timedelta(days=60), timedelta(days=400)


def renew(store: Store, now: datetime, stop: threading.Event | None = None) -> str:
    """Ask for the days of all releases not asked for today; returns why some could not be had, in one line."""
    if not key("fred"):
        return ""
    try:
        return _renew(store, now.date(), stop or threading.Event())
    except StoreError as error:
        return f"the release calendar could not be renewed: {error.publicly()}"


def _renew(store: Store, today: date, stop: threading.Event) -> str:
    kept, failed = release_days.listed(store), ""
    todo = {id: lead for id, lead in release_days.leads().items() if id not in kept or kept[id].asked != today}
    asked = dict(kept)
    for release, lead in todo.items():
        if stop.is_set():
            break
        try:
            asked[release] = _listed(lead, kept.get(release), today)
        except SourceError as error:
            failed = failed or f"{release}: {error}"
            if error.kind != "missing":  # what stops one question stops the next, each after its full patience
                break
    if asked != kept:
        release_days.keep(store, asked)
    return f"the release calendar could not be renewed in full; {failed}" if failed else ""


def _listed(lead: Series, before: Listed | None, today: date) -> Listed:
    with http.deadline():
        number = before.number if before else fred.release_of(release_days.fred_id(lead))
        days = fred.release_days(number)
    since = today - BACK
    return Listed(number, today, since, tuple(day for day in days if since <= day <= today + AHEAD))
