"""Finished charts, kept for all readers within a limit of memory: each is drawn once for all who look at it.

The small lines of the board are kept apart from them, some hundreds at most.
"""

from collections.abc import Callable, Hashable
from typing import NamedTuple

from dashboard.i18n.locale import language
from dashboard.session import memory, state
from dashboard.session.shared import Answers
from indicators.model import Indicator


class Picture(NamedTuple):
    """A chart as it is sent to a browser."""

    #: The figure as Plotly's JSON.
    spec: str
    #: The chart in words.
    alt: str


def _weight(picture: Picture) -> int:
    """Bytes in memory."""
    return picture.spec.__sizeof__() + picture.alt.__sizeof__()


_kept: Answers[Hashable, Picture] = Answers(memory.for_charts(), _weight)
_sparks: Answers[Hashable, str] = Answers(512)


def picture(indicator: Indicator, look: Hashable, draw: Callable[[], Picture]) -> Picture:
    """The chart of an indicator in the reader's language and on the figures of this run.

    `look` is all else that it depends on: size, theme, choices, title.
    """
    return _kept.of((indicator.id, state.basis(indicator), language(), look), draw)


def spark(indicator: Indicator, draw: Callable[[], str]) -> str:
    """The small line of an indicator without any choice, on the figures of this run."""
    return _sparks.of((indicator.id, state.basis(indicator)), draw)
