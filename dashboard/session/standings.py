"""The freshness of all series, kept for all readers until a figure or an attempt comes: it reads through the whole store."""

from collections.abc import Hashable

from dashboard.session import state
from dashboard.session.shared import Answers
from indicators.catalogue import catalogue
from indicators.panel import freshness
from indicators.panel.freshness import Standing
from indicators.runtime import clock

_kept: Answers[Hashable, list[Standing]] = Answers(8)


def now() -> list[Standing]:
    """The standing of every series in the store as it is, of the reader's day. Not to be changed by the caller.

    Raises StoreError.
    """
    store, today, day = state.store(), clock.today(), state.as_of()
    tried = frozenset(store.attempts(catalogue.series()).values())
    key = (store, store.revision(), tried, today, day)
    return _kept.of(key, lambda: freshness.standings(store, today, as_of=day))
