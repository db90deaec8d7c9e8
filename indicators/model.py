"""The nouns of the board: frozen dataclasses that hold facts and do nothing.

A `Series` is read, an `Indicator` charts it, a `Claim` is what the article says, and a `Finding`
is what the data says back.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Frequency = Literal["daily", "weekly", "monthly", "quarterly", "annual", "irregular"]
Kind = Literal["fact", "mechanism", "forecast"]
Status = Literal["supported", "mixed", "contradicted", "open", "untestable", "no data", "error"]
Basis = Literal["current", "point-in-time", "reconstructed"]

#: What is said where there is no verdict: for want of data, and through a fault of ours.
UNJUDGED: tuple[Status, ...] = ("no data", "error")


@dataclass(frozen=True)
class Series:
    """One published series: an entry of `seeds/series.toml`, which is the only registry of them."""

    id: str
    title: str
    agency: str
    #: As published; `indicators.units` turns it into its base.
    unit: str
    frequency: Frequency
    adjustment: str
    terms: str
    #: Days from the end of a period to its first publication.
    lag: int
    #: In order of preference, each "provider:provider's own id".
    sources: tuple[str, ...]
    #: The release it is part of: its members are not mixed across a comprehensive revision, and are late together.
    release: str = ""
    #: Whether `seeds/figures` may carry it. What it may not, a refresh brings.
    ships: bool = True
    #: Rewritten over its whole history at each release: an old value cannot be had by truncation.
    revised_throughout: bool = False
    #: Its source shows the last years only, so that its history starts later from day to day.
    window: bool = False
    note: str = ""


@dataclass(frozen=True)
class Claim:
    """What the article says, and the test in words, written before the outcome was known."""

    id: str
    #: A few words to find it by; ours, not the article's.
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
    kind: str
    label: str
    source: str
    end: datetime.date | None = None
    #: The release it bears on: the one that came late, or that was rewritten that day.
    release: str = ""


@dataclass(frozen=True)
class Control:
    """One choice the reader has. The default is what verdicts are judged with.

    With `options` it is one of them; with `bounds` a number between two, by a step; with neither a
    day (a `date`, or None for the last one there is).
    """

    id: str
    label: str
    options: tuple[Any, ...] = ()
    default: Any = None
    #: How an option reads on screen; an option not named here reads as itself.
    names: Mapping[Any, str] = field(default_factory=dict)
    help: str = ""
    #: Several options at once, in which case `default` is a tuple.
    many: bool = False
    #: Lowest, highest, step.
    bounds: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Hints:
    """How an indicator wants to be drawn. What it says, it says of the data, never of pixels."""

    #: Over time: line, bars (stacked), dots. Over labels: groups (points with intervals), curve,
    #: ranks (horizontal bars). panels: lines over time, a plot a unit. table: no chart.
    kind: Literal["line", "bars", "dots", "groups", "curve", "ranks", "panels", "table"] = "line"
    #: Decimals of a value on an axis, a label and in the table; the unit says what it counts.
    decimals: int = 1
    #: Level -> what crossing it means.
    thresholds: Mapping[float, str] = field(default_factory=dict)
    #: The line the chart is about: drawn over the others, and the board's sparkline. None: all alike.
    focus: str | None = None
    #: Lines that are a reference and not data: drawn dotted and grey.
    quiet: tuple[str, ...] = ()
    #: Years shown on opening; None: all.
    years: int | None = None
    recessions: bool = True
    log: bool = False
    #: Kinds of `seeds/events.toml` marked by thin upright lines, such as "fomc".
    marks: tuple[str, ...] = ()
    #: From this day on lines are dotted: extrapolated or estimated by their publisher, and why.
    provisional: tuple[datetime.date, str] | None = None


@dataclass(frozen=True)
class Indicator:
    """A pure function from series and controls to a tidy frame, and all that is said about it.

    `compute(panel, **controls)` returns columns `x` (date, number or label), `line`, `value`, and
    where it has an interval `low` and `high`.
    """

    id: str
    thesis: str
    title: str
    unit: str
    formula: str
    series: tuple[str, ...]
    serves: tuple[str, ...]
    compute: Callable[..., Any]
    controls: tuple[Control, ...] = ()
    hints: Hints = Hints()
    caveat: str = ""
    method: str = ""


@dataclass(frozen=True)
class Verdict:
    """What a test function returns: the decision and the number that made it."""

    status: Status
    value: float | None
    #: Built from the numbers.
    sentence: str
    #: The range of a reasonable parameter over which the verdict stays.
    sensitivity: str = ""
    sample: str = ""
    #: The last day the decision rests on, where that is earlier than the data's own end.
    through: date | None = None


@dataclass(frozen=True)
class Published:
    """A figure that someone published, which our own functions must come to."""

    id: str
    claim: str
    publisher: str
    #: When, as far as it is known: a day, a month or a year.
    published: str
    says: str
    number: float
    unit: str
    #: How far ours may be from `number`, or where that is given from `ours`, before it is a defect.
    tolerance: float
    #: Why the two differ, or that they do not: revision, vintage, definition, or a slip of theirs.
    why: str
    #: A miss: what we must come to where we know why it is not their number.
    ours: float | None = None
    #: Ours is computed of what was known on this day; None: of all that the vintage of the file knows.
    as_of: datetime.date | None = None


@dataclass(frozen=True)
class Reproduction:
    """A published figure and the function that recomputes it from the board's own series."""

    published: Published
    series: tuple[str, ...]
    compute: Callable[..., float]


@dataclass(frozen=True)
class Test:
    """The stated test of a claim: a pure function from data to a `Verdict`."""

    __test__ = False  # a noun of ours, not a pytest class

    claim: str
    unit: str
    threshold: str
    falsifier: str
    judge: Callable[..., Verdict]
    #: The accepted method this follows, and who to cite for it.
    source: str = ""


@dataclass(frozen=True)
class Finding:
    """A verdict on a claim as of a day, with everything needed to check or overturn it."""

    id: str
    thesis: str
    kind: Kind
    status: Status
    value: float | None
    unit: str
    threshold: str
    sentence: str
    data_through: date | None
    basis: Basis
    as_of: date
    at_publication: Mapping[str, Any]
    falsifier: str
    caveat: str
    series: tuple[str, ...]
    sensitivity: str = ""
    sample: str = ""
    #: Why the data is older than its cadence allows; empty when it is not.
    stale: str = ""
