"""Kinds of chart and their properties, in one table. Each is drawn by its module of `dashboard.charts.kinds`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

KindName = Literal["line", "bars", "dots", "groups", "curve", "ranks", "panels", "table"]


@dataclass(frozen=True)
class ChartKind:
    """The properties of a kind of chart, for drawing, for line names and for captions."""

    name: KindName
    #: Whether there is a picture; else the frame is shown as a table.
    is_drawn: bool = True
    #: A plot a unit, one over the other, each a line chart of its own; the frame says which row is in which.
    has_plots: bool = False
    #: Values run to the right, and labels stand one over the other.
    is_horizontal: bool = False
    #: Marks are stacked.
    is_stacked: bool = False
    #: Lines run on in time: each is named beside its end where there is room, is broken where a period is missing, and
    #: the scale is cut to their values.
    runs_on: bool = False
    #: A line's name is followed by its last value.
    tells_last: bool = True
    #: The tooltip shows all lines at once.
    hovers_together: bool = False
    #: Dates are single days, such as those of decisions, and not periods: labelled by day, and no measure of how far
    #: the data reaches.
    is_of_days: bool = False


KINDS: Mapping[KindName, ChartKind] = {
    one.name: one
    for one in (
        ChartKind("line", runs_on=True, hovers_together=True),
        ChartKind("bars", is_stacked=True, hovers_together=True),
        ChartKind("dots", tells_last=False, is_of_days=True),
        ChartKind("groups", tells_last=False),
        ChartKind("curve", tells_last=False),
        ChartKind("ranks", tells_last=False, is_horizontal=True),
        ChartKind("panels", has_plots=True),
        ChartKind("table", is_drawn=False),
    )
}
