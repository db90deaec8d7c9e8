"""The arithmetic, against closed forms and definitions."""

from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.model.missing import TooShort
from indicators.panel import panel
from indicators.stats import maths
from indicators.store.store import Store
from tests.stats.dated import daily, monthly, quarterly

# changes


def test_a_year_is_counted_by_date_and_not_by_position():
    prices = monthly([100.0 * 1.01**n for n in range(36)]).drop(pd.Timestamp("2025-03-01"))
    change = maths.year_on_year(prices)
    assert change.dropna().to_numpy() == pytest.approx(100 * (1.01**12 - 1))
    assert pd.Timestamp("2025-03-01") not in change.index
    assert np.isnan(change["2026-03-01"])
    assert change["2025-01-01":].isna().sum() == 1


def test_a_share_over_months_is_of_the_sums_and_absent_where_a_month_is():
    part, whole = monthly([1, 2, 3, 4]), monthly([10, 10, 20, 20])
    assert maths.share_over(part, whole, 2).tolist() == pytest.approx([15, 100 * 5 / 30, 17.5])
    short = part.drop(part.index[1])
    assert maths.sum_over(short, 2).to_dict() == {pd.Timestamp("2024-04-01"): 7}
    assert maths.share_over(short, whole, 2).to_dict() == {pd.Timestamp("2024-04-01"): 17.5}


def test_a_change_and_its_percent_go_by_date():
    series = monthly([10, 20, 40, 50]).drop(pd.Timestamp("2024-02-01"))
    assert maths.change(series, months=1).to_dict() == {pd.Timestamp("2024-04-01"): 10}
    assert maths.growth(series, months=2)["2024-03-01"] == pytest.approx(300)
    assert maths.change(daily([1, 2, 4]), days=2).to_dict() == {pd.Timestamp("2025-01-03"): 3}


def test_growth_goes_back_by_days_as_well():
    assert maths.growth(daily([50, 60, 75]), days=2).dropna().to_dict() == {pd.Timestamp("2025-01-03"): 50}


@pytest.mark.parametrize("id", ["UNRATE", "CPIAUCSL"])
def test_october_2025_has_no_change_on_the_year_and_november_has_the_one_by_date(store: Store, id: str):
    values = panel.read(store, [id])[id]
    change = maths.year_on_year(values)
    assert pd.Timestamp("2025-10-01") not in change.index
    assert change["2025-11-01"] == pytest.approx(100 * (values["2025-11-01"] / values["2024-11-01"] - 1))


@pytest.mark.parametrize("id", ["UNRATE", "CPIAUCSL"])
def test_a_year_after_the_month_never_collected_there_is_no_change_either(store: Store, id: str):
    values = panel.read(store, [id])[id]
    values = values[~values.index.isin(pd.date_range("2026-10-01", "2026-11-01", freq="MS"))]
    values = pd.concat([values, pd.Series([values.iloc[-1]] * 2, pd.to_datetime(["2026-10-01", "2026-11-01"]))])
    change = maths.year_on_year(values)
    assert np.isnan(change["2026-10-01"]) and change.notna()["2026-11-01"]


@given(st.floats(-0.2, 0.2), st.sampled_from([1, 3, 6, 12]))
def test_steady_growth_is_the_same_at_any_step(rate: float, months: int):
    series = monthly([100 * (1 + rate) ** (n / 12) for n in range(15)])
    found = maths.annualised_growth(series, months).dropna()
    assert len(found) == 15 - months
    assert found.to_numpy() == pytest.approx(100 * rate, abs=1e-9)


def test_nothing_grows_from_zero_or_is_a_share_of_it():
    values = pd.Series([0.0, 2.0, 0.0, 3.0], pd.date_range("2024-01-01", periods=4, freq="MS"))
    for found in (maths.growth(values, months=1), maths.annualised_growth(values, 1), maths.share(values, values)):
        assert np.isfinite(found.dropna()).all()
    assert list(maths.growth(values, months=1).dropna()) == [-100.0]


def test_growth_of_a_quarter_is_compounded_and_not_multiplied():
    assert maths.annualised_growth(quarterly([100, 101])).iloc[-1] == pytest.approx(4.060401)


def test_ago_looks_back_by_months_and_days():
    series = daily([1, 2, 3, 4])
    assert maths.ago(series, days=2).tolist()[2:] == [1, 2]
    assert maths.ago(monthly([5, 6, 7]), months=1).tolist()[1:] == [5, 6]


def test_a_share_is_of_the_dates_both_have():
    found = maths.share(quarterly([1, 2, 3]), quarterly([4, 6], "2024-04-01"))
    assert found.tolist() == [50, 50]


# prices and levels


def test_deflating_keeps_the_base_period_and_undoes_inflation():
    prices = quarterly([100, 110, 121])
    real = maths.deflate(quarterly([50, 55, 60.5]), prices, date(2024, 4, 1))
    assert real.to_numpy() == pytest.approx([55, 55, 55])
    with pytest.raises(KeyError):
        maths.deflate(quarterly([50, 55]), prices, date(2020, 1, 1))


def test_what_has_no_price_of_its_date_is_not_deflated():
    found = maths.deflate(quarterly([50, 55, 60]), quarterly([100, 110]), date(2024, 1, 1))
    assert found.to_dict() == {pd.Timestamp("2024-01-01"): 50, pd.Timestamp("2024-04-01"): pytest.approx(50)}


def test_an_index_is_level_at_its_base_or_the_last_date_before_it():
    series = daily([4, 8, 16])
    assert maths.index_to(series, date(2025, 1, 2)).tolist() == [50, 100, 200]
    assert maths.index_to(series, date(2026, 1, 1), 1).tolist() == [0.25, 0.5, 1]
    with pytest.raises(TooShort):
        maths.index_to(series, date(2024, 12, 31))


def test_zscores_have_mean_zero_and_deviation_one():
    found = maths.zscore(daily([3, 1, 4, 1, 5, 9, 2, 6]))
    assert (found.mean(), found.std()) == (pytest.approx(0, abs=1e-12), pytest.approx(1))


def test_a_rolling_zscore_looks_only_back():
    series = daily([1, 2, 3, 10, -50])
    found = maths.zscore(series, 3)
    assert found.isna().tolist() == [True, True, False, False, False]
    assert found.iloc[2] == pytest.approx(1)
    assert found.iloc[:4].equals(maths.zscore(series[:4], 3))


def test_a_zscore_is_divided_by_the_deviation():
    """0, 0, 6 is 4 above its mean of 2, and its variance (4 + 4 + 16) / 2; 1 and 3 are 1 from theirs, of variance 2."""
    assert maths.zscore(daily([0, 0, 6]), 3).iloc[-1] == pytest.approx(4 / 12**0.5)
    assert maths.zscore(daily([1, 3])).tolist() == pytest.approx([-1 / 2**0.5, 1 / 2**0.5])


@pytest.mark.parametrize("value", [0.0, 5.0, 0.1, 1e9 / 3])
@pytest.mark.parametrize("window", [None, 5])
def test_where_nothing_varies_there_is_no_zscore(value: float, window: int | None):
    assert maths.zscore(daily([value] * 30), window).isna().all()


# contributions


def fisher(quantities: np.ndarray, prices: np.ndarray) -> np.ndarray:
    """A chained Fisher quantity index from scratch: rows are periods, columns are components."""
    index = [1.0]
    for t in range(1, len(quantities)):
        q0, q1, p0, p1 = quantities[t - 1], quantities[t], prices[t - 1], prices[t]
        index.append(index[-1] * float(np.sqrt((p0 @ q1) / (p0 @ q0) * (p1 @ q1) / (p1 @ q0))))
    return np.array(index)


STEPS = st.floats(-0.03, 0.03)
LEVELS = st.floats(0.1, 10)


@given(
    st.tuples(LEVELS, LEVELS, LEVELS, LEVELS),
    st.lists(st.tuples(STEPS, STEPS, STEPS, STEPS), min_size=1, max_size=4),
    st.sampled_from([3, 12]),
)
def test_contributions_of_the_parts_add_up_to_the_growth_of_the_whole(levels: tuple, steps: list, months: int):
    paths = np.array(levels) * np.exp(np.cumsum([(0, 0, 0, 0), *steps], axis=0))
    quantities, prices = paths[:, :2], paths[:, 2:]
    days = pd.date_range("2024-01-01", periods=len(paths), freq="QS" if months == 3 else "YS")
    spent = quantities * prices
    total_nominal = pd.Series(spent.sum(axis=1), days)
    total_real = pd.Series(fisher(quantities, prices), days)
    parts = [
        maths.contribution(
            pd.Series(spent[:, n], days), pd.Series(quantities[:, n], days), total_nominal, total_real, months
        )
        for n in (0, 1)
    ]
    growth = maths.annualised_growth(total_real, months).dropna()
    assert (parts[0] + parts[1]).to_numpy() == pytest.approx(growth.to_numpy(), abs=0.005)


def test_the_only_part_contributes_all_of_the_growth():
    real = quarterly([100, 101, 104, 99])
    nominal = real * quarterly([1.0, 1.02, 1.05, 1.01])
    found = maths.contribution(nominal, real, nominal, real)
    assert found.to_numpy() == pytest.approx(maths.annualised_growth(real).dropna().to_numpy(), abs=1e-6)


def test_a_part_that_stands_still_contributes_nothing():
    real = quarterly([100, 100])
    found = maths.contribution(real, real, quarterly([300, 330]), quarterly([300, 310]))
    assert found.tolist() == [0]


def test_a_part_counts_at_the_mean_of_its_old_and_its_new_price():
    """Its quantity doubles from 100 as its price halves from 1: 100 more are worth 100 at the old price and 50 at the
    new one, 75 in the mean. The whole was 200, grew by a fifth (240 at the old prices) and cost no more: 37.5 points."""
    nominal, real = quarterly([100, 100]), quarterly([100, 200])
    days = pd.DatetimeIndex(["2024-01-01", "2025-01-01"])
    yearly = [one.set_axis(days) for one in (nominal, real, quarterly([200, 240]), quarterly([100, 120]))]
    assert maths.contribution(*yearly, months=12).tolist() == pytest.approx([37.5])


def test_where_the_whole_stands_still_parts_are_still_scaled_to_a_year():
    found = maths.contribution(quarterly([50, 51]), quarterly([50, 51]), quarterly([100, 100]), quarterly([100, 100]))
    assert found.iloc[0] == pytest.approx(4 * 1, rel=0.01), "half of the whole grew by two percent"


def test_a_quarter_after_a_gap_has_no_contribution():
    real = quarterly([100, 101, 102, 103]).drop(pd.Timestamp("2024-07-01"))
    found = maths.contribution(real, real, real, real)
    assert list(found.index) == [pd.Timestamp("2024-04-01")]


# episodes and what follows


RATIOS = st.lists(st.sampled_from([0.8, 0.9, 1.0, 1.1, 1.2]), min_size=1, max_size=30)


@given(RATIOS)
def test_episodes_cover_exactly_the_days_above(values: list[float]):
    series = daily(values)
    found = maths.episodes(series, 1.0)
    covered = [day for e in found for day in series[e.start : e.end].index]
    assert covered == list(series[series > 1.0].index)


@given(RATIOS)
def test_episodes_are_apart_and_described_by_their_own_days(values: list[float]):
    series = daily(values)
    found = maths.episodes(series, 1.0)
    for e in found:
        part = series[e.start : e.end]
        assert (e.length, e.peak, series[e.peak_day]) == (len(part), part.max(), part.max())
    for a, b in pairwise(found):
        assert (series[a.end : b.start].iloc[1:-1] <= 1.0).all() and b.start - a.end > pd.Timedelta(days=1)


def test_a_run_that_still_goes_on_ends_at_the_last_day_and_the_threshold_itself_is_not_above():
    (only,) = maths.episodes(daily([1.1, 1.0, 1.2, 1.3]), 1.1)
    assert (only.start, only.end, only.length) == (pd.Timestamp("2025-01-03"), pd.Timestamp("2025-01-04"), 2)
    assert maths.episodes(daily([0.5]), 1.0) == []


def test_the_return_ahead_ends_before_the_data_does():
    assert maths.forward_return(daily([100, 110, 99, 99]), 2).tolist() == pytest.approx([-1, -10])
    assert maths.forward_return(daily([1, 2]), 2).empty
    assert maths.forward_return(daily([1, 2]), 5).empty
