"""Public acts listed by hand in `seeds/events.toml`: context for claims of what policy will do."""

import datetime

from indicators.catalogue import catalogue
from indicators.model.catalogue import Event
from indicators.model.event_kind import EventKind


def listed(kind: EventKind, as_of: datetime.date | None) -> list[Event]:
    """The acts of a kind up to a day (None: all), ascending."""
    return [one for one in catalogue.events() if one.kind == kind and (as_of is None or one.date <= as_of)]


def since_article(acts: list[Event]) -> int:
    """How many of them came after the article."""
    return sum(act.date > catalogue.article().published for act in acts)
