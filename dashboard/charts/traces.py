"""What the traces of every kind of chart have in common: their points, thinned and broken, and what a pointer shows."""

from math import floor, isfinite, log10
from typing import Any

import pandas as pd

from dashboard.charts.spec import Sketch, safe
from dashboard.i18n import labels
from dashboard.i18n.locale import translate
from indicators.model.frequency import FREQUENCIES
from indicators.model.unit import parse

#: A line of more points than this is thinned in its picture; the table has them all.
MOST_POINTS = 2000


def points(sketch: Sketch, name: str, rows: pd.DataFrame) -> dict[str, Any]:
    """The points of a line, its name and its hover text, as arguments of a Plotly trace.

    Dates are plain ISO days: they are short, and no browser shifts them by a timezone.
    """
    x, y = thin(rows.x, rows.value)
    days = list(x.dt.strftime("%Y-%m-%d")) if sketch.is_dated else x.tolist()
    values = y.tolist()
    for place in reversed(_gaps(sketch, rows, x)):
        between = x.iloc[place - 1] + (x.iloc[place] - x.iloc[place - 1]) / 2
        days.insert(place, between.strftime("%Y-%m-%d"))
        values.insert(place, None)
    drawn = seen(values, sketch.indicator.hints.decimals)
    return {"x": days, "y": drawn, "name": safe(translate(name)), **_hover(sketch, values)}


def seen(values: list[float | None], decimals: int) -> list[float | None]:
    """Values as precise as a picture of any size can show them, which are half as long to send.

    They differ by less than a hundred thousandth of their span and of themselves, and read the same at `decimals`.
    """
    known = [one for one in values if one is not None and isfinite(one)]
    fine = max(decimals, _places(max(known) - min(known))) if known else decimals
    return [one if one is None or not isfinite(one) else _rounded(one, fine, decimals) for one in values]


def _places(size: float) -> int:
    """To how many decimals a number of a size is rounded when six of its digits are kept."""
    return 5 - floor(log10(abs(size))) if size and isfinite(size) else 0


def _rounded(value: float, fine: int, decimals: int) -> float:
    shorter = round(value, max(fine, _places(value)))
    return shorter if f"{shorter:.{decimals}f}" == f"{value:.{decimals}f}" else value


def thin(x: pd.Series, y: pd.Series, most: int = MOST_POINTS) -> tuple[pd.Series, pd.Series]:
    """At most about `most` points: the lowest and the highest of each bucket, and both ends."""
    if len(y) <= most:
        return x, y
    buckets = pd.Series(range(len(y)), index=y.index) // -(-2 * len(y) // most)
    groups = y.groupby(buckets)
    keep = sorted({*groups.idxmin(), *groups.idxmax(), y.index[0], y.index[-1]})
    return x.loc[keep], y.loc[keep]


def _gaps(sketch: Sketch, rows: pd.DataFrame, x: pd.Series) -> list[int]:
    """Where a line of monthly or longer periods has one missing. Markets close now and then: days have no gaps."""
    if not sketch.is_dated or not sketch.indicator.hints.chart.runs_on:
        return []
    return gaps(x) if FREQUENCIES[labels.frequency_of(rows, sketch.panel)].months else []


def gaps(x: pd.Series) -> list[int]:
    """The places of dates that come later than usual after the one before: no line is drawn over what is not known."""
    steps = x.diff().dt.days
    usual = steps.median()
    return [place for place, step in enumerate(steps) if step > 1.5 * usual]


def _hover(sketch: Sketch, values: list[float | None]) -> dict[str, Any]:
    """What a pointer at a point shows; amounts of dollars as the board writes them: Plotly's own would read 228G."""
    unit, decimals = sketch.indicator.unit, sketch.indicator.hints.decimals
    if not parse(unit).is_currency:
        return {"hovertemplate": f"%{{y:,.{decimals}f}}<extra>%{{fullData.name}}</extra>"}
    words = ["" if value is None else labels.number(value, unit, max(1, decimals)) for value in values]
    return {"hovertemplate": "%{customdata}<extra>%{fullData.name}</extra>", "customdata": words}
