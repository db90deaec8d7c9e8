"""How each kind of chart is drawn, by its name: one module a kind, and its row here.

What a kind *is* (whether it is stacked, horizontal, over time) is declared in `indicators.model.chart_kind`. A kind is
added there and here; nothing else asks for one by its name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.kinds import bars, curve, dots, groups, line, panels, ranks
from dashboard.charts.spec import Sketch
from indicators.model.chart_kind import KindName

#: Changes a figure that is being drawn.
Step = Callable[[go.Figure, Sketch], None]


def _plain(fig: go.Figure, sketch: Sketch) -> None:
    """Nothing beyond what all kinds have."""


def _plot(sketch: Sketch) -> float:
    return sketch.size.plot


def _usual(sketch: Sketch, usual: float) -> float:
    return usual


@dataclass(frozen=True)
class Drawn:
    """How a kind of chart is drawn. All heights are in pixels."""

    #: Adds the traces.
    draw: Step
    #: Changes the axes from what all charts have; not the ticks of an axis of dollars, which come after it.
    style_axes: Step = _plain
    #: The height of the plot on a page.
    height: Callable[[Sketch], float] = _plot
    #: The least height of the plot on a card, given that of most kinds.
    least_height: Callable[[Sketch, float], float] = _usual


DRAWN: Mapping[KindName, Drawn] = {
    "line": Drawn(line.draw, line.style_axes),
    "bars": Drawn(bars.draw),
    "dots": Drawn(dots.draw),
    "groups": Drawn(groups.draw, groups.style_axes),
    "curve": Drawn(curve.draw),
    "ranks": Drawn(ranks.draw, ranks.style_axes, ranks.height, ranks.least_height),
    "panels": Drawn(panels.draw, height=panels.height, least_height=panels.least_height),
}


def of(sketch: Sketch) -> Drawn:
    """How the chart of a sketch is drawn. Raises KeyError for a kind that is shown as a table."""
    return DRAWN[sketch.indicator.hints.kind]
