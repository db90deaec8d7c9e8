"""The chart of what decides: its bars say their levels, its number is that of the verdict, and counts are steps."""

import pandas as pd

from dashboard.charts import drawing
from indicators.judging import leg_chart
from indicators.model import Hints
from indicators.model.declaration import Bar, Leg
from tests.charts.made_up import made_up

MONTHS = pd.date_range("2015-01-01", periods=120, freq="MS")


def drawn(values: list[float], leg: Leg):  # type: ignore[no-untyped-def]
    hints = Hints(focus="Line", thresholds=dict(leg_chart.bars(leg)), decides=True)
    return drawing.figure(made_up(values, MONTHS, hints=hints, unit=leg.unit))


def texts(figure) -> list[str]:  # type: ignore[no-untyped-def]
    return [one.text for one in figure.layout.annotations]


def test_a_bar_says_its_level_and_whether_it_is_beyond_itself():
    leg = Leg("any", "percent", supports=Bar(at_least=60), contradicts=Bar(under=12.5))
    said = texts(drawn([20.0, 30.5] * 60, leg))
    assert "60% or more: supports the claim" in said and "below 12%: speaks against it" in said


def test_one_bar_for_both_says_both():
    leg = Leg("any", "percent", supports=Bar(under=0.25), contradicts=Bar(above=0.25))
    assert "below 0.25%: supports the claim; above: speaks against it" in texts(drawn([0.1, 0.3] * 60, leg))


def test_the_number_at_the_end_is_written_as_the_verdict_is():
    said = texts(drawn([0.5] * 119 + [0.084], Leg("any", "ratio", supports=Bar(above=1))))
    assert "0.08" in said and not any("Reading" in one for one in said)


def test_a_count_goes_in_steps_and_has_whole_numbers_on_its_scale():
    leg = Leg("any", "items", supports=Bar(at_least=4))
    counted, measured = drawn([0.0, 3.0] * 60, leg), drawn([0.5, 3.0] * 60, leg)
    assert (counted.data[0].line.shape, counted.layout.yaxis.dtick) == ("hv", 1)
    assert (measured.data[0].line.shape, measured.layout.yaxis.dtick) == (None, None)
