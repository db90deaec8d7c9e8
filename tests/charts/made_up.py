"""Sketches of made-up data, for what real data show too rarely."""

from dataclasses import replace

import pandas as pd

from dashboard.charts.spec import Sketch
from dashboard.theme.tokens import LIGHT
from indicators.judging import registry
from indicators.model import Hints
from indicators.panel.panel import Panel

DATA = Panel({}, {}, {})


def made_up(values: list[float], days: pd.DatetimeIndex, **changed: object) -> Sketch:
    """A sketch of one monthly line."""
    plain_one = replace(registry.indicators()["business-lending"], series=(), **changed)
    return Sketch(plain_one, pd.DataFrame({"x": days, "line": "Line", "value": values}), DATA, LIGHT)


def labelled(values: dict[str, list[float]], hints: Hints) -> Sketch:
    """A sketch of values over labels, as many lines as each has values."""
    rows = [(label, f"Line {n}", value) for label, given in values.items() for n, value in enumerate(given)]
    plain_one = replace(registry.indicators()["business-lending"], series=(), unit="dollars", hints=hints)
    return Sketch(plain_one, pd.DataFrame(rows, columns=["x", "line", "value"]), DATA, LIGHT)
