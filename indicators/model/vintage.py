"""A vintage: what was new or revised of a series on one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Vintage:
    """The new or revised rows of a day: ordinal days and values as published, None = withdrawn."""

    known_from: date
    rows: tuple[tuple[int, float | None], ...]


def changes(state: Mapping[int, float | None], published: Mapping[int, float]) -> tuple[tuple[int, float | None], ...]:
    """The rows of `published` (one vintage, ordinal day to value) that differ from `state`, by date.

    Within its span an observation that the vintage no longer has is withdrawn (None); outside it
    nothing changes.
    """
    first, last = min(published), max(published)
    new = {day: value for day, value in published.items() if state.get(day) != value}
    gone = {
        day: None for day, value in state.items() if value is not None and first <= day <= last and day not in published
    }
    return tuple(sorted((new | gone).items()))
