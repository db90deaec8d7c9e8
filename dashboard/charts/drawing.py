"""Charts: an indicator's frame as one Plotly figure that carries its own title, source and dates.

The figure is the card (`dashboard.charts.card_layout`): what a reader saves is what is on the screen. It is built
deterministically, so that an unchanged chart costs nothing on a rerun.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
import plotly.graph_objects as go

from dashboard.charts import captions, card_layout, kinds, line_names
from dashboard.charts.kinds import panels
from dashboard.charts.spec import Sketch


class Finished(go.Figure):
    """A figure as the JSON that `spec` has of it: to unpack that takes a fortieth of drawing it anew.

    It can be nothing but shown: a figure that can be changed would be made ready for that, which takes as long again.
    """

    def __init__(self, spec: str) -> None:
        self._spec = spec

    def to_dict(self) -> Any:
        return msgspec.json.decode(self._spec)


def figure(sketch: Sketch) -> go.Figure:
    """The chart of a sketch, with its captions, marks and names of lines; its height is set, and of a card its width.

    Drawn twice it is the same, to the byte. Raises KeyError for an indicator that is shown as a table.
    """
    # Named, for Streamlit makes another one the default when it has shown its first chart.
    fig, said = go.Figure(layout={"template": "plotly"}), captions.compose(sketch)
    at_end = line_names.stand_at_end(sketch)
    fitted, placed = card_layout.place(said, sketch, [] if at_end or sketch.names_one else line_names.key(sketch))
    if at_end and line_names.height(fitted) > fitted.size.plot:
        at_end = False
        fitted, placed = card_layout.place(said, sketch, line_names.key(sketch))
    kinds.of(sketch).draw(fig, fitted)
    card_layout.lay_out(fig, fitted, placed)
    card_layout.write(fig, fitted, placed, _named_within(fig, fitted, at_end))
    return fig


def _named_within(fig: go.Figure, sketch: Sketch, at_end: bool) -> Iterable[Any]:
    """The annotations among the data: names at the ends of lines, and of panels the head of each plot."""
    if sketch.indicator.hints.chart.has_plots:
        return panels.fill(fig, sketch, figure)
    return line_names.at_end(fig, sketch) if at_end else []
