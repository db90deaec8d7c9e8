"""Points of a trace: thinned where they are many, broken where a period is missing, and named as text."""

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import drawing, traces
from tests.charts.made_up import made_up
from tests.charts.test_axes import HOSTILE


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=400), st.integers(10, 60))
def test_little_is_not_thinned(values: list[float], most: int):
    _, kept = traces.thin(pd.Series(range(len(values[:most]))), pd.Series(values[:most]), most)
    assert list(kept) == values[:most]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(-1e9, 1e9), min_size=64, max_size=200), st.integers(10, 60))
def test_thinning_keeps_ends_and_extremes_and_the_limit(values: list[float], most: int):
    y = pd.Series(values)
    x, kept = traces.thin(pd.Series(range(len(values))), y, most)
    assert list(x) == sorted(set(x)) and list(kept.index) == list(x)
    assert {0, len(values) - 1} <= set(x)
    assert (kept.min(), kept.max()) == (y.min(), y.max())
    assert (kept == y.loc[kept.index]).all()
    assert len(kept) <= most + most % 2 + 2  # two a bucket, and both ends


def test_a_gap_stays_a_gap():
    days = pd.date_range("2025-01-01", periods=24, freq="MS").delete(9)  # no October 2025
    (trace,) = drawing.figure(made_up([float(n) for n in range(23)], days)).data
    assert trace.connectgaps is not True
    between = [value for day, value in zip(trace.x, trace.y, strict=True) if "2025-09-01" < day < "2025-11-01"]
    assert between and all(value is None or np.isnan(value) for value in between), "the line runs across it"


def test_a_name_in_the_hover_is_not_read_as_markup():
    sketch = made_up([1.0, 2.0], pd.date_range("2025-01-01", periods=2, freq="MS"))
    (trace,) = drawing.figure(replace(sketch, frame=sketch.frame.assign(line=HOSTILE))).data
    assert "<script" not in trace.name


def test_a_line_is_broken_where_a_month_is_missing_and_not_where_a_market_was_closed():
    months = pd.date_range("2025-06-01", "2026-02-01", freq="MS").drop(pd.Timestamp("2025-10-01"))
    days = pd.date_range("2025-01-01", periods=60, freq="B").delete(slice(20, 24))
    for dates, broken in ((months, 1), (days, 0)):
        (trace,) = drawing.figure(made_up([1.0] * len(dates), dates)).data
        assert sum(value is None or np.isnan(value) for value in trace.y) == broken
    assert traces.gaps(pd.Series(months)) == [4]


@settings(deadline=None)
@given(
    st.lists(st.none() | st.floats(-1e12, 1e12) | st.sampled_from([0.0, 1e-9, float("nan")]), max_size=50),
    st.integers(0, 4),
)
def test_what_is_drawn_differs_by_less_than_is_seen_and_reads_the_same(values: list[float | None], decimals: int):
    drawn = traces.seen(values, decimals)
    known = [one for one in values if one is not None and one == one]
    span = max(known) - min(known) if known else 0.0
    for before, now in zip(values, drawn, strict=True):
        if before is None or before != before:
            assert now is before
        else:
            assert now is not None and f"{now:.{decimals}f}" == f"{before:.{decimals}f}"
            assert abs(now - before) <= 1e-5 * max(abs(before), 1e-300) and (
                not span or abs(now - before) <= 1e-5 * span
            )


def test_figures_are_sent_as_short_as_they_are_seen():
    assert traces.seen([1.6507453570913369, 102.54000000000001, None], 1) == [1.65075, 102.54, None]
    assert traces.seen([5_000_000.123456, 5_000_000.123987], 0) == [5_000_000.123456, 5_000_000.123987], "a narrow span"
