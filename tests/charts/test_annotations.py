"""The label of a threshold stands where it covers no line."""

import pandas as pd
import pytest

from dashboard.charts import drawing
from indicators.model import Hints
from tests.charts.made_up import made_up

MONTHS = pd.date_range("2015-01-01", periods=120, freq="MS")
MEANING = "above: supports the claim"
HINTS = Hints(thresholds={10.0: MEANING})


def spot(values: list[float]) -> tuple[float, str, str]:
    """Where the label is held, as a part of the plot's width, and by which of its ends."""
    figure = drawing.figure(made_up(values, MONTHS, hints=HINTS))
    (label,) = [one for one in figure.layout.annotations if one.text == MEANING]
    return label.x, label.xanchor, label.yanchor


JAGGED = [10.5, 9.5] * 30


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([*[0.0] * 118, 0.0, 20.0], (0.0, "left", "bottom")),
        ([*[10.5] * 60, *[0.0] * 59, 20.0], (0.0, "left", "top")),
        ([20.0, *JAGGED, *[0.0] * 59], (1.0, "right", "bottom")),
        ([20.0, *JAGGED, *[0.0] * 29, *[10.5] * 30], (1.0, "right", "top")),
        ([*JAGGED, *[0.0] * 59, 20.0], (0.5, "left", "bottom")),
    ],
)
def test_it_stands_on_the_side_that_is_free(values: list[float], expected: tuple[str, str]):
    assert spot(values) == expected


def test_it_does_not_stand_on_a_line_that_passes_steeply():
    """A needle of one month every year until 2021, which forty samples of the line would miss."""
    assert spot([20.0 if month % 12 == 6 and month < 72 else 0.0 for month in range(120)])[0] in (0.6, 0.65, 0.7, 1.0)
