"""The label of a threshold stands where it covers no line."""

import pandas as pd
import pytest

from dashboard.charts import drawing
from indicators.model import Hints
from tests.charts.made_up import made_up

MONTHS = pd.date_range("2015-01-01", periods=120, freq="MS")
MEANING = "above: supports the claim"
HINTS = Hints(thresholds={10.0: MEANING})


def spot(values: list[float]) -> tuple[str, str]:
    figure = drawing.figure(made_up(values, MONTHS, hints=HINTS))
    (label,) = [one for one in figure.layout.annotations if one.text == MEANING]
    return label.xanchor, label.yanchor


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.0] * 120, ("left", "bottom")),
        ([10.5] * 60 + [0.0] * 60, ("left", "top")),
        ([10.5, 9.5] * 30 + [0.0] * 60, ("right", "bottom")),
        ([10.5, 9.5] * 30 + [0.0] * 30 + [10.5] * 30, ("right", "top")),
    ],
)
def test_it_stands_on_the_side_that_is_free(values: list[float], expected: tuple[str, str]):
    assert spot([*values[:-2], 0.0, 20.0]) == expected
