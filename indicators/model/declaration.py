"""A test as it is declared: legs with their bars, how legs combine, and since when.

A leg is one statistic with a bar that would support the claim, one that would contradict it, or both. What the
statistic reads is a `Reading`; `indicators.judging.decider` makes a status of declaration and readings.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

#: What a claim is about, and so what its test may say. A *standing* fact holds or does not, whatever the day; what
#: is said of *now* must be told from before; a *rule* holds by construction; a *forecast* is open until its day; no
#: public figure can decide what is *untestable*, and its legs have no bars.
About = Literal["standing", "now", "rule", "forecast", "untestable"]
Side = Literal["supports", "contradicts", "neither"]
#: How many of the legs that have such a bar must be beyond it.
Quorum = Literal["all", "any"] | int


@dataclass(frozen=True)
class Bar:
    """A bound on a reading, in the unit of its leg. One of the four is a number."""

    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None
    under: float | None = None

    def __post_init__(self) -> None:
        if len(self._given()) != 1:
            raise ValueError("a bar has one of at_least, above, at_most and under")

    def _given(self) -> list[float]:
        return [one for one in (self.at_least, self.above, self.at_most, self.under) if one is not None]

    @property
    def number(self) -> float:
        return self._given()[0]

    @property
    def is_floor(self) -> bool:
        """Whether what is beyond the bar is above it."""
        return self.at_least is not None or self.above is not None

    def is_passed(self, value: Any) -> Any:
        """Whether a value is beyond the bar: a truth value, or an array of them for an array."""
        beyond = value > self.number if self.is_floor else value < self.number
        on_it_passes = self.at_least is not None or self.at_most is not None
        return beyond | (value == self.number) if on_it_passes else beyond


@dataclass(frozen=True)
class Leg:
    """A statistic and its bars."""

    #: The name under which the statistic is registered; the leg's own within its test.
    statistic: str
    unit: str
    #: What the statistic measures, as a short noun phrase.
    name: str = ""
    supports: Bar | None = None
    contradicts: Bar | None = None
    #: Whether what it read before can be known, and so be drawn: not of what happened once.
    has_past: bool = True


@dataclass(frozen=True)
class Parameter:
    """A choice that a test makes, the values it could reasonably have had, and the one it has."""

    name: str
    value: Any
    values: tuple[Any, ...]
    #: What pages call it.
    label: str = ""


@dataclass(frozen=True)
class Declaration:
    """One version of the test of a claim. A part that cannot be read means that the claim cannot be judged."""

    claim: str
    version: int
    declared: datetime.date
    #: What was wrong with the version before, or why its bars are where they are.
    why: str
    about: About
    legs: tuple[Leg, ...]
    #: The test in words.
    measure: str = ""
    holds_if: str = ""
    fails_if: str = ""
    method: str = ""
    supported: Quorum = "all"
    contradicted: Quorum = "any"
    parameters: tuple[Parameter, ...] = ()
    #: Its numbers by name: its bars, its words and its statistics have them from here.
    thresholds: Mapping[str, int | float] = field(default_factory=dict, hash=False)
    #: The accepted method and its citation.
    source: str = ""
    #: What of it was chosen when its reading was known already, as a noun phrase; empty where nothing was.
    seen: str = ""

    def numbers(self, chosen: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What its statistics are given: thresholds and parameters, with other values of the latter where chosen."""
        return {**self.thresholds, **{one.name: one.value for one in self.parameters}, **(chosen or {})}


@dataclass(frozen=True)
class Reading:
    """What a statistic reads on a panel, in the unit of its leg."""

    value: float
    #: The last day it rests on.
    day: date
    #: An interval, where it has a sampling error; else both are the value.
    low: float | None = None
    high: float | None = None
    #: Known measurement error: so far to either side the value is not told from a bar.
    error: float = 0.0
    #: What it reads when nothing special is going on.
    null: float | None = None
    #: Observations it was made of, in words.
    sample: str = ""
    #: What it would have read before, by date, in hindsight: on the figures of this panel, cut there.
    past: "pd.Series" = field(default_factory=lambda: _no_past(), compare=False)
    #: Whether nothing that is still to come can change it; a forecast is open until then.
    is_final: bool = True
    #: Further numbers for the sentence, by name.
    words: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def span(self) -> tuple[float, float]:
        """From where to where the value could be: its interval, widened by the error of measurement."""
        low = self.value if self.low is None else self.low
        high = self.value if self.high is None else self.high
        return low - self.error, high + self.error


def _no_past() -> "pd.Series":
    import pandas as pd  # 0.5 s, which the catalogue does not need

    return pd.Series(dtype=float, index=pd.DatetimeIndex([]))
