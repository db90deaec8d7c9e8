"""The nouns of the board: frozen dataclasses that hold facts and do nothing.

A `Series` is read, an `Indicator` charts it, a `Claim` is a statement of the article, and a `Finding`
is the verdict of the data on it.
"""

from indicators.model.catalogue import Article, Claim, Correction, Event, Kind, Published, Release, Series, Thesis
from indicators.model.chart import Control, Hints, Indicator
from indicators.model.event_kind import EventKind
from indicators.model.frequency import Frequency
from indicators.model.verdict import UNJUDGED, Basis, Finding, Reproduction, Status, Test, Verdict

__all__ = [
    "UNJUDGED",
    "Article",
    "Basis",
    "Claim",
    "Control",
    "Correction",
    "Event",
    "EventKind",
    "Finding",
    "Frequency",
    "Hints",
    "Indicator",
    "Kind",
    "Published",
    "Release",
    "Reproduction",
    "Series",
    "Status",
    "Test",
    "Thesis",
    "Verdict",
]
