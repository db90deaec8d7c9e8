"""Ranks: horizontal bars, the first label on top. Labels stand on the left, and each bar has its value at its end."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import letter_widths
from dashboard.charts.line_names import colours
from dashboard.charts.spec import Sketch, ems, safe, wrap
from dashboard.i18n import labels
from dashboard.i18n.locale import translate

#: The height of one line of a bar's label, pixels.
ROW = 14


def draw(fig: go.Figure, sketch: Sketch) -> None:
    """A trace a line."""
    paint = colours(sketch)
    shared = _bars_to_a_label(sketch) > 1
    for name, rows in sketch.lines:
        fig.add_bar(
            x=rows.value.tolist(), y=[str(label) for label in rows.x], name=translate(name), orientation="h",
            marker={"color": paint[name], "line": {"width": 0}}, text=_amounts(sketch, rows), textposition="outside",
            textfont={"color": sketch.look.ink, "size": sketch.size.small if shared else sketch.size.label}, cliponaxis=False,
            constraintext="none", hovertemplate="%{text}<extra>%{customdata}</extra>",
            customdata=[safe(translate(str(label))) for label in rows.x],
        )  # fmt: skip
    # Where lines share no label, each bar has its row to itself.
    fig.update_layout(barmode="group" if shared else "overlay", bargap=0.15 if shared else 0.25)


def _amounts(sketch: Sketch, rows: pd.DataFrame) -> list[str]:
    return [labels.number(value, sketch.indicator.unit, sketch.indicator.hints.decimals) for value in rows.value]


def style_axes(fig: go.Figure, sketch: Sketch) -> None:
    """Labels on the left, in as many lines as they need, and no scale: the bars have their values."""
    names, size = label_lines(sketch), sketch.size
    left = 16 + size.edge + size.label * max(ems(line) for lines in names.values() for line in lines)
    font = size.small if _bars_to_a_label(sketch) > 1 else size.label
    right = (
        max(62 * size.scale, 1.05 * font * max(map(letter_widths.width, _amounts(sketch, sketch.frame))) + 8)
        + size.edge
    )
    fig.update_layout(margin_l=left, margin_r=right)
    fig.update_yaxes(tickvals=list(names), ticktext=["<br>".join(map(safe, lines)) for lines in names.values()])
    low, high = min(float(sketch.frame.value.min()), 0), max(float(sketch.frame.value.max()), 0)
    if low < 0:  # a negative bar's label stands to its left, and not on the names
        room, across = 52 * size.scale, size.width - left - right
        fig.update_xaxes(range=(low - (high - low) * room / (across - room), high))
    fig.update_xaxes(showticklabels=False, ticks="", showline=False)
    fig.update_yaxes(
        autorange="reversed", tickmode="array", nticks=0, showgrid=False, zeroline=False, ticklabelstandoff=6
    )


def label_lines(sketch: Sketch) -> dict[str, list[str]]:
    """The labels, top to bottom, each in lines of text that leave the bars half of the picture's width."""
    room = sketch.size.width * 0.45 / sketch.size.label
    names = {str(label): wrap(translate(str(label)), room) for label in dict.fromkeys(sketch.frame.x)}
    if not sketch.is_card:
        return names
    most = max(1, int(sketch.size.plot / len(names) / (ROW * sketch.size.scale)))  # a card cannot grow
    return {
        name: lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]
        for name, lines in names.items()
    }


def height(sketch: Sketch) -> float:
    """The height of the plot on a page, pixels: as many lines as the labels need."""
    rows = label_lines(sketch).values()
    return max(sketch.size.plot, 8 + len(rows) * (ROW * max(*map(len, rows), _bars_to_a_label(sketch)) + 12))


def least_height(sketch: Sketch, usual: float) -> float:
    """The least height of the plot on a card, pixels: a line of text to each bar."""
    return max(usual, sketch.frame.x.nunique() * ROW * _bars_to_a_label(sketch) * sketch.size.scale)


def _bars_to_a_label(sketch: Sketch) -> int:
    """One, or one for every line where lines share labels."""
    return sketch.frame.line.nunique() if sketch.frame.x.duplicated().any() else 1
