"""The test of a claim, its verdict and finding, and the reproduction of a published figure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from indicators.model.catalogue import Kind, Published
from indicators.model.declaration import Bar, Declaration, Side

Status = Literal["supported", "mixed", "contradicted", "open", "untestable", "no data", "error"]
Basis = Literal["current", "point-in-time", "reconstructed"]
#: Of a base rate.
RateBasis = Literal["hindsight", "point-in-time in part", "point-in-time"]
#: The statuses without a verdict: for want of data, and through a fault of ours.
UNJUDGED: tuple[Status, ...] = ("no data", "error")


@dataclass(frozen=True)
class LegFound:
    """A leg of a test with what it read, as pages draw it."""

    statistic: str
    name: str
    unit: str
    value: float
    side: Side
    #: An interval, where the reading has a sampling error.
    low: float | None = None
    high: float | None = None
    #: Known measurement error, to either side.
    error: float = 0.0
    null: float | None = None
    supports: Bar | None = None
    contradicts: Bar | None = None
    #: Whether it is the leg that decided.
    decided: bool = False


@dataclass(frozen=True)
class BaseRate:
    """In what percent of past months a test would have given the verdict it gives, and since when."""

    share: float
    since: date
    months: int
    #: How many of them were judged on what was known at their end, and the first; the others are in hindsight.
    known: int = 0
    known_since: date | None = None

    @property
    def basis(self) -> RateBasis:
        """Of what the months were judged: figures of one panel cut by period, vintages of then, or some of each."""
        if not self.known:
            return "hindsight"
        return "point-in-time" if self.known == self.months else "point-in-time in part"


@dataclass(frozen=True)
class Distance:
    """How far a reading is beyond (+) or short of (-) the nearest bar of its leg."""

    bar: float
    #: In the unit of the leg.
    by: float
    #: In standard deviations of the reading's own monthly changes; None where too few are known or it never moves.
    deviations: float | None


#: The status over the values of each parameter of a test, the others as they are.
Flips = Mapping[str, tuple[tuple[Any, Status], ...]]


@dataclass(frozen=True)
class Worth:
    """What a verdict is worth: how usual it is, and how far from another one."""

    base_rate: BaseRate | None = None
    #: What the deciding statistic reads when nothing special is going on.
    null: float | None = None
    distance: Distance | None = None
    #: The percent of its own past that is below the deciding reading.
    percentile: float | None = None
    #: The status by the bars alone, where the test does not tell now from before.
    ordinary: Status | None = None


@dataclass(frozen=True)
class Words:
    """What a verdict says: an answer of at most 20 words, and a sentence with its numbers of at most 45."""

    answer: str
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """The result of a test: the decision and the number that decided it."""

    status: Status
    value: float | None
    #: Built from the numbers.
    sentence: str
    #: The range of a reasonable parameter over which the verdict stays.
    sensitivity: str = ""
    sample: str = ""
    #: The last day the decision rests on, where that is earlier than the data's own end.
    through: date | None = None
    #: The claim answered in a sentence; empty where its test is not declared by legs.
    answer: str = ""
    #: Of the number, where it is not that of the test.
    unit: str = ""
    legs: tuple[LegFound, ...] = ()
    worth: Worth = Worth()


@dataclass(frozen=True)
class Reproduction:
    """A published figure and the function that recomputes it from the board's own series."""

    published: Published
    series: tuple[str, ...]
    compute: Callable[..., float]


@dataclass(frozen=True)
class Test:
    """The newest declared test of a claim, and the pure function from data to a `Verdict` that it makes with its words."""

    __test__ = False  # a noun of ours, not a pytest class

    declaration: Declaration
    judge: Callable[..., Verdict]

    @property
    def claim(self) -> str:
        return self.declaration.claim

    @property
    def unit(self) -> str:
        """Of its first leg; a verdict has that of the leg that decided."""
        return self.declaration.legs[0].unit


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
    #: None without a verdict.
    basis: Basis | None
    as_of: date
    at_publication: Mapping[str, Any]
    falsifier: str
    caveat: str
    series: tuple[str, ...]
    sensitivity: str = ""
    sample: str = ""
    #: Why the data is older than its cadence allows; empty when it is not.
    stale: str = ""
    #: The claim answered in a sentence.
    answer: str = ""
    legs: tuple[LegFound, ...] = ()
    worth: Worth = Worth()
    version: int = 1
    declared: date | None = None
    #: Computed on request only: see `evaluate.flips`.
    flips: Flips = field(default_factory=dict, hash=False)
