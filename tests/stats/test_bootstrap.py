"""Medians, and intervals by the moving-block bootstrap."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.judging import registry
from indicators.model.missing import TooShort
from indicators.panel import panel
from indicators.stats import maths
from indicators.store.store import Store


@given(st.integers(1, 60), st.sampled_from(["float32", "float64"]))
def test_a_median_is_the_usual_one_to_the_last_bit(n: int, kind: str):
    values = np.random.default_rng(n).normal(size=(3, n)).astype(kind)
    for axis in (0, 1):
        found, usual = maths.median(values, axis), np.median(values, axis)
        assert (found == usual).all() and found.dtype == usual.dtype


def test_nothing_has_no_median():
    assert np.isnan(maths.median(np.array([])))
    assert np.isnan(maths.median(np.zeros((3, 0)))).tolist() == [True] * 3, "nor has any of three draws of nothing"


# intervals


def mean(drawn: np.ndarray) -> np.ndarray:
    return drawn.mean(axis=1)


def test_the_same_data_give_the_same_interval():
    sample = np.random.default_rng(1).normal(size=50)
    first = maths.block_bootstrap(sample, mean, 5)
    assert first == maths.block_bootstrap(sample, mean, 5) != maths.block_bootstrap(sample, mean, 5, seed=1)
    assert first.low < first.value < first.high and first.n == 50
    assert first.value == pytest.approx(sample.mean())


@pytest.mark.parametrize(("block", "error"), [(0, ValueError), (-1, ValueError), (11, TooShort)])
def test_a_block_that_does_not_fit_is_refused(block: int, error: type[Exception]):
    with pytest.raises(error):
        maths.block_bootstrap(np.zeros(10), mean, block)


def test_nine_in_ten_intervals_hold_the_truth():
    rng = np.random.default_rng(7)
    found = [maths.block_bootstrap(rng.normal(size=100), mean, 1, draws=200, seed=n) for n in range(300)]
    assert 0.84 < np.mean([one.low < 0 < one.high for one in found]) < 0.95


def test_blocks_keep_dependence_and_widen_the_interval():
    rng = np.random.default_rng(3)
    noise = rng.normal(size=600)
    walk = np.zeros(600)
    for n in range(1, 600):
        walk[n] = 0.9 * walk[n - 1] + noise[n]
    by_day, by_block = (maths.block_bootstrap(walk, mean, block) for block in (1, 40))
    assert by_block.high - by_block.low > 2 * (by_day.high - by_day.low)


def test_blocks_are_drawn_from_the_whole_sample_and_kept_together():
    drawn: list[np.ndarray] = []

    def keep(rows: np.ndarray) -> np.ndarray:
        drawn.append(rows)
        return rows[:, 0].astype(float)

    maths.block_bootstrap(np.arange(10), keep, 4, draws=500)
    rows = drawn[0]
    assert rows.shape == (500, 10)
    assert (np.diff(rows[:, :4]) == 1).all() and (np.diff(rows[:, 4:8]) == 1).all()
    assert set(rows[:, 0]) == set(range(7)), "every block start there is, and none beyond"


def test_the_columns_of_an_observation_are_drawn_together():
    drawn: list[np.ndarray] = []

    def keep(rows: np.ndarray) -> np.ndarray:
        drawn.append(rows)
        return rows[:, 0, 0].astype(float)

    days = np.arange(10)
    maths.block_bootstrap(np.column_stack([days, 100 + days]), keep, 4, draws=50)
    rows = drawn[0]
    assert rows.shape == (50, 10, 2)
    assert (rows[..., 1] == 100 + rows[..., 0]).all() and (np.diff(rows[:, :4, 0]) == 1).all()


def test_a_block_of_the_whole_sample_leaves_nothing_to_draw():
    found = maths.block_bootstrap(np.arange(10.0), mean, 10)
    assert (found.low, found.value, found.high) == (4.5, 4.5, 4.5)


def test_a_draw_without_a_value_does_not_spoil_the_interval():
    def sometimes(rows: np.ndarray) -> np.ndarray:
        return np.where(rows[:, 0] > 5, np.nan, rows.mean(axis=1))

    found = maths.block_bootstrap(np.arange(10.0), sometimes, 2)
    assert found.low < found.high


@pytest.mark.parametrize("horizon", [20, 60])
def test_blocks_of_the_inversion_chart_are_as_long_as_its_horizon(
    store: Store, monkeypatch: pytest.MonkeyPatch, horizon: int
):
    """Shorter ones would cut the overlap of the returns, and narrow the interval."""
    blocks: list[int] = []
    real = maths.block_bootstrap

    def noted(sample: np.ndarray, statistic: Any, block: int, **more: Any) -> maths.Interval:
        blocks.append(block)
        return real(sample, statistic, block, **more)

    monkeypatch.setattr(maths, "block_bootstrap", noted)
    one = registry.indicators()["inversion-split"]
    registry.run(one, panel.read(store, one.series), horizon=horizon)
    assert set(blocks) == {horizon}
