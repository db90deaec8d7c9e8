"""What changed between two panels of a claim's series: the releases that could have changed its verdict."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from indicators.panel.panel import Panel

Change = Literal["released", "revised", "appeared", "gone"]


@dataclass(frozen=True)
class Cause:
    """A series that differs between two days, and the release that brought it."""

    series: str
    change: Change
    #: The id of its release in the calendar; empty for a series without one.
    release: str = ""


def between(before: Panel, now: Panel) -> tuple[Cause, ...]:
    """What differs, series by series in the order of the later panel; one that appears changes the composition."""
    ids = dict.fromkeys([*now, *before])
    found = ((id, _change(before, now, id)) for id in ids)
    return tuple(Cause(id, change, _release(before, now, id)) for id, change in found if change)


def _change(before: Panel, now: Panel, id: str) -> Change | None:
    then, later = dict(before.items()).get(id), dict(now.items()).get(id)
    if then is None or later is None:
        return "appeared" if then is None else "gone"
    if len(later) and (not len(then) or later.index[-1] > then.index[-1]):
        return "released"
    return None if _is_same(then, later) else "revised"


def _is_same(then: pd.Series, later: pd.Series) -> bool:
    return then is later or (then.index.equals(later.index) and bool((then.to_numpy() == later.to_numpy()).all()))


def _release(before: Panel, now: Panel, id: str) -> str:
    origin = now.provenance.get(id) or before.provenance.get(id)
    return origin.series.calendar if origin else ""
