"""Public acts listed by hand in `seeds/events.toml`: context for claims of what policy will do."""

import datetime

import numpy as np
import pandas as pd

from indicators.catalogue import catalogue
from indicators.model.catalogue import Event
from indicators.model.declaration import Reading
from indicators.model.event_kind import EventKind


def listed(kind: EventKind, as_of: datetime.date | None) -> list[Event]:
    """The acts of a kind up to a day (None: all), ascending."""
    return [one for one in catalogue.events() if one.kind == kind and (as_of is None or one.date <= as_of)]


def since_article(acts: list[Event]) -> int:
    """How many of them came after the article."""
    return sum(act.date > catalogue.article().published for act in acts)


def counted(kind: EventKind, as_of: datetime.date | None) -> Reading:
    """How many acts of a kind are listed up to a day, and how many were before, by date."""
    found = listed(kind, as_of)
    past = pd.Series(np.arange(1.0, len(found) + 1), pd.DatetimeIndex([act.date for act in found]))
    last = found[-1].date if found else as_of or catalogue.article().published
    return Reading(float(len(found)), last, past=past, words={"since": since_article(found)})
