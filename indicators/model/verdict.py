"""The test of a claim, its verdict and finding, and the reproduction of a published figure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from indicators.model.catalogue import Kind, Published

Status = Literal["supported", "mixed", "contradicted", "open", "untestable", "no data", "error"]
Basis = Literal["current", "point-in-time", "reconstructed"]
#: The statuses without a verdict: for want of data, and through a fault of ours.
UNJUDGED: tuple[Status, ...] = ("no data", "error")


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
    #: The accepted method and its citation.
    source: str = ""
    #: Counts the declarations of this claim's test: verdicts of two versions are two series.
    version: int = 1


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
