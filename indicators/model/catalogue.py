"""The types of `seeds/`: series, claims, theses, the article, dated events, published figures."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from indicators.model.event_kind import EventKind
from indicators.model.frequency import Frequency

Kind = Literal["fact", "mechanism", "forecast"]


@dataclass(frozen=True)
class Series:
    """One published series: an entry of `seeds/series.toml`, which is the only registry of them."""

    id: str
    title: str
    agency: str
    #: As published; `indicators.model.unit` turns it into its base.
    unit: str
    frequency: Frequency
    adjustment: str
    terms: str
    #: Days from the end of a period to its first publication.
    lag: int
    #: In order of preference, each "provider:provider's own id".
    sources: tuple[str, ...]
    #: The release it is part of: its members are not mixed across a comprehensive revision.
    release: str = ""
    #: Its release in `seeds/releases.csv`: its members are published, and late, together. Default: `release`.
    calendar: str = ""
    #: Whether `seeds/figures` may hold it; other series come by refresh.
    ships: bool = True
    #: Rewritten over its whole history at each release: truncation does not give an old vintage.
    revised_throughout: bool = False
    #: The source has a moving window of the last years.
    window: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "calendar", self.calendar or self.release)


@dataclass(frozen=True)
class Release:
    """One entry of the release calendar: a release of a reference period, and of its first or a later estimate."""

    release: str
    #: The first day of the reference period; of weekly figures their own day.
    period: date
    published: date
    #: Read after the day, or from a calendar of before it.
    status: Literal["actual", "scheduled"]
    source: str
    #: Which of several estimates of the period, such as "advance"; empty where there is one.
    estimate: str = ""


@dataclass(frozen=True)
class Claim:
    """A statement of the article, and its test in words, written before the outcome was known."""

    id: str
    #: A short title; ours, not the article's.
    title: str
    thesis: str
    section: str
    kind: Kind
    en: str
    ja: str
    ko: str
    vi: str
    measure: str
    holds_if: str
    fails_if: str
    caveat: str
    #: How the test was sharpened from the words above, and why.
    method: str = ""
    #: The series the test reads.
    series: tuple[str, ...] = ()
    #: The numbers of the test by name: its words and its function are given them from here.
    thresholds: Mapping[str, int | float] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Thesis:
    """A group of claims: one page of the dashboard."""

    id: str
    title: str
    lead: str


@dataclass(frozen=True)
class Article:
    author: str
    editor: str
    publisher: str
    title: str
    published: date
    published_note: str


@dataclass(frozen=True)
class Event:
    """A dated mark. A period has an `end`; a day has none."""

    date: datetime.date
    kind: EventKind
    label: str
    source: str
    end: datetime.date | None = None
    #: The release concerned: the one delayed or rewritten that day.
    release: str = ""


@dataclass(frozen=True)
class Correction:
    """What was found wrong with published verdicts, and when."""

    id: str
    #: The day it was found.
    day: date
    #: What is to change: a claim's test, or figures, dates and labels of the board.
    about: Literal["test", "figures"]
    #: Ids of the claims concerned.
    claims: tuple[str, ...]
    wrong: str
    since: str
    #: What it did to which verdict.
    effect: str
    source: str
    #: The day it was mended; None where it is not yet.
    mended: date | None = None


@dataclass(frozen=True)
class Published:
    """A figure that someone published, which our own functions must reproduce."""

    id: str
    claim: str
    publisher: str
    #: Date of publication, as precise as known: a day, a month or a year.
    published: str
    says: str
    number: float
    unit: str
    #: Largest accepted distance of our result from `number`, or from `ours` where that is given.
    tolerance: float
    #: The reason for a difference (revision, vintage, definition, an error of theirs), or that there is none.
    why: str
    #: Our expected result where it is known to differ from `number`.
    ours: float | None = None
    #: The day as of which ours is computed; None: the file's vintage.
    as_of: datetime.date | None = None
