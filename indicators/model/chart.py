"""An indicator: a computation on series, the reader's controls, and hints for drawing."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from indicators.model.chart_kind import KINDS, ChartKind, KindName
from indicators.model.event_kind import EventKind


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
    #: The label of an option on screen; an option without one is its own label.
    names: Mapping[Any, str] = field(default_factory=dict)
    help: str = ""
    #: Several options at once, in which case `default` is a tuple.
    many: bool = False
    #: Lowest, highest, step.
    bounds: tuple[float, float, float] | None = None
    #: Its options are proper names: they keep their capital within a sentence.
    is_of_names: bool = False


@dataclass(frozen=True)
class Hints:
    """Hints for drawing, in terms of the data, never of pixels."""

    #: Over time: line, bars (stacked), dots. Over labels: groups (points with intervals), curve,
    #: ranks (horizontal bars). panels: lines over time, a plot a unit. table: no chart.
    kind: KindName = "line"
    #: Decimals of a value on an axis, a label and in the table.
    decimals: int = 1
    #: Level -> meaning of crossing it.
    thresholds: Mapping[float, str] = field(default_factory=dict)
    #: The line the chart is about: drawn over the others, and the board's sparkline. None: all alike.
    focus: str | None = None
    #: Lines that are a reference and not data: drawn dotted and grey.
    quiet: tuple[str, ...] = ()
    #: Years shown on opening; None: all.
    years: int | None = None
    recessions: bool = True
    log: bool = False
    #: Kinds of event marked by thin upright lines.
    marks: tuple[EventKind, ...] = ()
    #: Whether it is what a verdict is decided by: its last point is marked, and every threshold is within the scale.
    decides: bool = False
    #: From this day on lines are dotted: extrapolated or estimated by their publisher, and why.
    provisional: tuple[datetime.date, str] | None = None

    @property
    def chart(self) -> ChartKind:
        """The properties of its kind of chart."""
        return KINDS[self.kind]


@dataclass(frozen=True)
class Indicator:
    """A pure function from series and controls to a tidy frame, with its title, unit, formula and caveats.

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
