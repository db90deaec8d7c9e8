"""Past vintages: those that ALFRED holds of a series and the store does not, one for each day of publication.

Fetched on demand, not on a schedule. A vintage older than those held leaves every later state unchanged;
a day that is held already stays as it is, and where ALFRED's values differ the attempt's cause names
it. A vintage that would be the newest passes the gate first.

Left out unless named: daily series, which stand as first published and have a vintage for every day,
and those rewritten throughout (NFCI, STLFSI4), whose vintages are whole histories by the hundred.

Three limits. Old vintages are in the unit of their day (an index on its former base, dollars at former
prices); one whose magnitude differed from today's would be misread. A snapshot of the store includes
all of them. And a permalink's moment selects vintages by day of publication: one that is fetched later
with an earlier day is included.
"""

from collections.abc import Collection
from datetime import date, timedelta
from functools import partial

from indicators.catalogue import catalogue
from indicators.model import Series
from indicators.providers import Observed, SourceError, fred, http, key
from indicators.refresh import engine, publish_gate
from indicators.refresh.due import ASKED_FOR, Task, Unfetchable
from indicators.refresh.engine import Answer, present
from indicators.refresh.publish_gate import Held
from indicators.store.store import Attempt, Store
from indicators.store.vintage_merge import WHOLE

#: Number of differing days that a cause names.
NAMED = 3


def wanted(only: Collection[str] = ()) -> list[Task]:
    """The tasks for past vintages: of the named series, or of all that are revised.

    Raises UnknownSeries, Unfetchable, and SourceError where there is no key.
    """
    if not key("fred"):
        raise SourceError("key", "vintages come from ALFRED, which needs a key, which is free: set FRED_API_KEY")
    known = [catalogue.find_series(id) for id in dict.fromkeys(only)] if only else list(catalogue.series().values())
    held = [one for one in known if _locator(one)]
    if only and (without := [one.id for one in known if one not in held]):
        raise Unfetchable(f"{', '.join(without)}: not as published at FRED, so ALFRED has no vintages of it")
    return [Task(one, None, ASKED_FOR) for one in held if only or _is_revised(one)]


def _locator(series: Series) -> str:
    """Its locator at FRED; empty where there is none, or only one averaged here."""
    return next((one for one in series.sources if one.startswith("fred:") and "@" not in one), "")


def _is_revised(series: Series) -> bool:
    return series.frequency != "daily" and not series.revised_throughout


def _ask(store: Store, task: Task, today: date, lenient: bool) -> Answer:
    """All vintages of a series; the gate checks them only where the last would be the newest."""
    try:
        observed = _fetch(_locator(task.series), today)
        if observed.known and observed.known > _newest(store, task.series.id):
            publish_gate.check(task.series, present(store, task.series.id), observed, today, lenient)
    except (SourceError, Held) as error:
        return Answer(None, f"vintages of {_locator(task.series)}: {error}", isinstance(error, Held))
    return Answer(observed)


def _fetch(locator: str, today: date) -> Observed:
    with http.deadline():
        observed = fred.vintages(locator.partition(":")[2])
    if observed.known and observed.known > today + timedelta(days=1):
        raise SourceError("broken", f"a vintage of {observed.known}, where this machine's clock says {today}")
    return observed


def _newest(store: Store, id: str) -> date:
    return max((known.day for known in store.vintages([id])[id]), default=date.min)


def _publish(store: Store, task: Task, answer: Answer, now: int) -> Attempt:
    id, source = task.series.id, _locator(task.series)
    if answer.observed is None:
        return Attempt(id, now, source, "held" if answer.held else "failed", answer.cause)
    rows, differing = store.fill_in(id, answer.observed.vintages, WHOLE + source.partition(":")[2])
    return Attempt(id, now, source, "new" if rows else "unchanged", _told(differing), rows)


def _told(differing: list[date]) -> str:
    if not differing:
        return ""
    named = ", ".join(map(str, differing[:NAMED]))
    more = f" and {len(differing) - NAMED} more" if len(differing) > NAMED else ""
    return f"ALFRED has the vintage of {named}{more} otherwise than it is held; what is held was left"


#: `engine.run` for the tasks of `wanted`.
run = partial(engine.run, ask=_ask, publish=_publish)
