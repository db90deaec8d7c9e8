"""Figures, charts and findings as pandas objects, for notebooks and programs; a store is read and never written.

Everywhere `as_of` is a day (a `date` or "2025-12-01"; None: now): the result is what was known at its end. `store` is
the one to read (None: the default one, filled with the figures that ship where it is new).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.judging.attribution import Cause
from indicators.model import Finding, Indicator
from indicators.model.unit import UNITS
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.runtime import clock
from indicators.store.edition import edition
from indicators.store.store import Store, open_store

Day = date | str | None


class UnknownIndicator(LookupError):
    """No indicator of that id."""


def series(*ids: str, as_of: Day = None, store: Store | None = None) -> pd.DataFrame:
    """Series side by side: a column each, in base units (dollars, persons, percent), by the first day of the period.

    NaN where one has no figure of a period. `attrs["units"]`, `["sources"]`, `["vintages"]` (the day it became known)
    and `["basis"]` say by id what was read, `attrs["missing"]` why a series is not there. Raises UnknownSeries.
    """
    read = panel.read(held(store), ids, day(as_of))
    table = pd.DataFrame(dict(read.items()), columns=list(read), dtype=float)
    table.attrs = _origin(read)
    return table


def frame(indicator: str, *, as_of: Day = None, store: Store | None = None, **controls: Any) -> pd.DataFrame:
    """What a chart shows, tidy: `x` (day, number or label), `line`, `value`, and `low` and `high` of an interval.

    `controls` are those of the chart, by id; what is not given or not valid has its default. Raises UnknownIndicator;
    MissingData where its series are not there.
    """
    chart = _indicator(indicator)
    table, read = registry.run(chart, panel.read(held(store), chart.series, day(as_of)), **controls)
    table.attrs = _origin(read) | {"title": str(chart.title), "unit": str(chart.unit)}
    return table


def findings(*, as_of: Day = None, store: Store | None = None, claims: Iterable[str] | None = None) -> pd.DataFrame:
    """The verdict on each claim (default: all), a row by id.

    `value`, in `unit`, decided the `status`; `then` is the status at publication; `base_rate` the percent of past months
    in which the test said the same; `distance` how far the value is beyond (+) or short of (-) the nearest bar, in its
    unit and as `deviations` of its own changes. Raises UnknownClaim.
    """
    chosen = None if claims is None else [catalogue.find_claim(id) for id in claims]
    found = evaluate.findings(held(store), chosen, day(as_of))
    return pd.DataFrame([_row(one) for one in found]).set_index("claim")


def history(claim: str, *, store: Store | None = None) -> pd.DataFrame:
    """The verdict on a claim at publication and at the end of every month since, each as known then.

    By day: `status`, `value`, `unit`, `basis` and `causes`, which releases came since the row before. Raises UnknownClaim.
    """
    moments = evaluate.history(held(store), catalogue.find_claim(claim), clock.today())
    rows = [
        {"day": pd.Timestamp(one.day), "status": one.status, "value": one.value, "unit": str(one.unit),
         "basis": one.basis, "causes": tuple(map(_cause, one.causes))}
        for one in moments
    ]  # fmt: skip
    return pd.DataFrame(rows).set_index("day")


def compare(before: Day, after: Day = None, *, store: Store | None = None) -> pd.DataFrame:
    """Each claim on two days: status and value of both, whether the verdict `moved`. By id of the claim."""
    one = held(store)
    then, now = (findings(as_of=day, store=one)[["status", "value"]] for day in (before, after))
    table = then.add_suffix("_before").join(now.add_suffix("_after"))
    return table.assign(moved=table.status_before != table.status_after)


def held(store: Store | None) -> Store:
    """The store as it stands, for all that is read of it at once."""
    return edition(store or open_store())


def day(as_of: Day) -> date | None:
    """The day that is meant. Raises ValueError for what is no day, and for one that has not come."""
    if as_of is None:
        return None
    asked = _parsed(as_of) if isinstance(as_of, str) else as_of
    if asked > clock.today():
        raise ValueError(f"as_of {asked} is in the future: days are UTC's, where it is {clock.today()}")
    return asked


def _parsed(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"as_of takes a day as YYYY-MM-DD, not {text[:40]!r}") from None


def _indicator(id: str) -> Indicator:
    known = registry.indicators()
    if id not in known:
        likely = catalogue.near(id, known)
        raise UnknownIndicator(
            f"no indicator {id[:80]!r}" + (f"; did you mean {' or '.join(likely)}?" if likely else "")
        )
    return known[id]


def _origin(read: Panel) -> dict[str, Any]:
    origins = read.provenance
    return {
        "units": {id: UNITS[one.series.unit].base for id, one in origins.items()},
        "sources": {id: one.source for id, one in origins.items()},
        "vintages": {id: one.vintage for id, one in origins.items()},
        "basis": {id: one.basis for id, one in origins.items()},
        "missing": {id: str(why) for id, why in read.missing.items()},
    }


def _row(found: Finding) -> dict[str, Any]:
    worth = found.worth
    return {
        "claim": found.id, "thesis": found.thesis, "kind": found.kind, "status": found.status,
        "then": found.at_publication["status"], "value": found.value, "unit": str(found.unit),
        "answer": str(found.answer), "data_through": pd.Timestamp(found.data_through), "basis": found.basis,
        "base_rate": worth.base_rate.share if worth.base_rate else None,
        "distance": worth.distance.by if worth.distance else None,
        "deviations": worth.distance.deviations if worth.distance else None,
        "version": found.version,
    }  # fmt: skip


def _cause(cause: Cause) -> str:
    return f"{cause.release or cause.series} {cause.change}"
