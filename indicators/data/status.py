"""How every series stands: how far it reaches, of what vintage, fresh or late. Plain values, no pandas."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from indicators.data import catalogue, periods
from indicators.data.store import Store
from indicators.model import Series


@dataclass(frozen=True)
class Standing:
    """One series in the store on a day."""

    series: Series
    freshness: periods.Freshness
    cause: str
    due: date | None
    first: date | None = None
    last: date | None = None
    #: The last day of the last period observed.
    through: date | None = None
    rows: int = 0
    vintage: date | None = None
    source: str = ""


def standings(store: Store, today: date, ids: Iterable[str] | None = None) -> list[Standing]:
    """The standing of every series (or of some), in the catalogue's order. Raises UnknownSeries."""
    known = catalogue.series() if ids is None else {id: catalogue.find_series(id) for id in ids}
    spans, vintages = store.spans(known), store.vintages(known)
    found = []
    for id, one in known.items():
        last = date.fromordinal(spans[id][1]) if id in spans else None
        age = periods.age(one, last, today, catalogue.events())
        if last is None:
            found.append(Standing(one, age.state, age.cause, age.due))
            continue
        newest = vintages[id][-1]
        first, rows = date.fromordinal(spans[id][0]), spans[id][2]
        through = periods.period_end(last, one.frequency)
        found.append(
            Standing(one, age.state, age.cause, age.due, first, last, through, rows, newest.day, newest.source)
        )
    return found
