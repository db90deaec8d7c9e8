"""Fundamentals against flows: changes on a grid, adjusted R², and the claims that stand on them."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store, open_store, start_of
from indicators.theses.flows import fundamentals, regressors, trend_following, volatility_target
from indicators.theses.flows.regressors import LIQUIDITY, MARGIN, SPX, VIX, WEEKLY
from indicators.theses.outlook import sentiment

PUBLISHED = date(2025, 12, 1)
EVERY = (*regressors.SERIES, *regressors.WIDER_SERIES, *regressors.POSITIONS, "FINRA_MARGIN_DEBT")
WEEK = pd.Timestamp("2025-11-19")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(tmp_path_factory.mktemp("store") / "figures.sqlite")


@pytest.fixture(scope="module")
def now(store: Store) -> Panel:
    return panel.read(store, EVERY)


@pytest.fixture(scope="module")
def weekly(now: Panel) -> pd.DataFrame:
    return regressors.changes(now, WEEKLY)


@pytest.fixture(scope="module")
def then(store: Store) -> Panel:
    return panel.read(store, EVERY, PUBLISHED)


# --- changes on a grid ----------------------------------------------------------------------------


def test_a_week_by_hand_from_the_published_figures(weekly):
    """12 to 19 November 2025: S&P 500 6850.92 to 6642.16, VIX 17.51 to 23.66.

    Federal Reserve assets 6,580,462 to 6,555,283 million, Treasury's closing balance 943,145 to
    900,832 million, reverse repo 5.886 to 1.129 billion: net liquidity rose by 21.891 billion.
    """
    row = weekly.loc[WEEK]
    assert row[SPX] == pytest.approx(100 * math.log(6642.16 / 6850.92))
    assert row[VIX] == pytest.approx(6.15)
    assert row[LIQUIDITY] == pytest.approx(((6555283 - 6580462) - (900832 - 943145)) * 1e6 - (1.129 - 5.886) * 1e9)


def test_fundamentals_count_in_the_week_they_became_known(now, weekly):
    """Claims of the week to 1 November 2025, 228,000 after 221,000, were due on Thursday the 6th."""
    change = 100 * math.log(228 / 221)
    assert weekly.loc["2025-11-12", "Initial claims"] == pytest.approx(change)
    happened = regressors.changes(now, WEEKLY, regressors.HAPPENED)
    assert happened.loc["2025-11-05", "Initial claims"] == pytest.approx(change)
    assert (weekly["Payrolls"][-52:] != 0).sum() <= 13, "a monthly figure moves in the week of its release only"


def test_no_reading_uses_a_fundamental_before_its_publication(then, weekly):
    """What was published by 1 December 2025 is all a week before it can hold: the two agree but for revisions."""
    before = regressors.changes(then, WEEKLY)
    assert before.index[-1] == pd.Timestamp("2025-11-26")
    assert before[SPX].equals(weekly[SPX][: before.index[-1]])


def test_a_week_average_is_never_set_against_a_wednesday_level(now):
    """The shipped daily statement has a hole from October 2021 to April 2022: there the average's own change stands."""
    grid = regressors.grid_of(now, WEEKLY)
    found = regressors.treasury_change(now, grid)
    average = now["WTREGEN"].reindex(grid).diff()
    closing = now["TGA_DAILY"].reindex(grid, method="ffill", tolerance=pd.Timedelta(days=8)).diff()
    hole = slice("2021-10-20", "2022-04-13")
    assert found[hole].equals(average[hole].rename(found.name))
    assert found["2023":].to_numpy() == pytest.approx(closing["2023":].to_numpy())
    assert found["2014":].notna().all()
    assert not np.allclose(closing["2023":], average["2023":], atol=1e9), "the two are not the same thing"


def test_a_series_that_has_ended_is_missing_and_not_unchanged(now):
    grid = pd.DatetimeIndex(["2026-10-07", "2026-10-21", "2026-12-30"])
    assert list(regressors.as_known(now, "ICSA", grid).isna()) == [False, False, True]


# --- adjusted R² ----------------------------------------------------------------------------------

numbers = st.lists(st.floats(-10, 10), min_size=30, max_size=30)


@settings(max_examples=40, deadline=None)
@given(numbers, numbers)
def test_one_regressor_gives_the_adjusted_squared_correlation(a, b):
    y, x = np.array(a) + np.linspace(0, 1, 30), np.array(b) + np.linspace(0, 1, 30) ** 2
    r2 = np.corrcoef(y, x)[0, 1] ** 2
    assert regressors.adjusted_r2(y, x[:, None]) == pytest.approx(100 * (1 - (1 - r2) * 29 / 28), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1000), st.floats(1e-6, 1e12))
def test_the_unit_of_a_regressor_does_not_matter(seed, scale):
    random = np.random.default_rng(seed)
    y, x = random.normal(size=52), random.normal(size=(52, 3))
    assert regressors.adjusted_r2(y, x * [1, scale, 1]) == pytest.approx(regressors.adjusted_r2(y, x))


def test_noise_explains_nothing_on_average_and_a_line_everything():
    random = np.random.default_rng(1)
    found = [regressors.adjusted_r2(random.normal(size=52), random.normal(size=(52, 4))) for _ in range(300)]
    assert np.mean(found) == pytest.approx(0, abs=1.5)
    x = random.normal(size=(52, 4))
    assert regressors.adjusted_r2(x @ [1, 2, 3, 4], x) == pytest.approx(100)
    assert np.isfinite(regressors.adjusted_r2(random.normal(size=52), np.column_stack([x, np.zeros(52)])))


def test_a_window_with_a_gap_has_no_reading(weekly):
    gap = weekly.copy()
    gap.loc[gap.index[-10], VIX] = np.nan
    found = regressors.rolling_r2(gap, [VIX], 52)
    assert found.index[-1] == gap.index[-11]
    assert regressors.rolling_r2(gap, ["2-year yield"], 52).index[-1] == gap.index[-1]


# --- published figures ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "levels", "weeks", "quarters"),
    [
        ("2016-02-16", "2026-02-16", 0.74, 0.03, -0.06),
        ("2020", "2022", 0.81, None, None),
        ("2023", "2026-02", -0.49, None, None),
    ],
)
def test_f28_net_liquidity_correlates_in_levels_and_not_in_changes(now, first, last, levels, weeks, quarters):
    """TraderHC (February 2026) publishes 0.9 over ten years. Redone it is 0.74 in levels and nothing in changes."""
    found = fundamentals.correlations(fundamentals.liquidity_levels(now)[first:last])
    assert found["Levels"] == pytest.approx(levels, abs=0.005)
    if weeks is not None:
        assert found["1 week"] == pytest.approx(weeks, abs=0.005)
        assert found["13 weeks"] == pytest.approx(quarters, abs=0.005)


def test_o08_liquidity_alone_explains_about_nothing(now):
    """MacroDispatch (2022): 52-week changes explain 2% of 52-week returns on average. Over single weeks: less.

    The 52-week figure itself needs reverse repo before 2013, which is not daily then, and is not redone.
    """
    frame = fundamentals.each_alone(now, WEEKLY)
    assert frame[frame.x == LIQUIDITY].value.max() < 2


# --- the claims -----------------------------------------------------------------------------------


def test_the_nfci_is_missing_at_publication_and_no_test_needs_it(then, weekly):
    assert {"NFCI", "IHLIDXUS"} <= set(then.missing)
    wider = regressors.changes(then, WEEKLY, wider=True)
    assert list(wider) == list(weekly)


@pytest.mark.parametrize(
    ("with_vix", "without", "status"),
    [(10, 10, "supported"), (70, 9.9, "mixed"), (70, -5, "mixed"), (-1, -1, "contradicted"), (-1, 20, "mixed")],
)
def test_a_lead_must_hold_with_and_without_the_vix(with_vix, without, status):
    assert fundamentals.weigh(with_vix, without, 10) == status


def test_verdict_on_fundamentals_on_the_shipped_figures(store):
    found = evaluate.finding(store, catalogue.find_claim("fundamentals-ignored"))
    assert (found.status, round(found.value, 1)) == ("mixed", 6.0)
    assert "−5% for fundamentals, 72% for flows and policy, 1% for these without the VIX" in found.sentence
    assert found.data_through == date(2026, 8, 19)
    assert found.at_publication["status"] == "mixed"
    assert round(found.at_publication["value"], 1) == -1.5


def test_verdict_on_flows_on_the_shipped_figures(store):
    found = evaluate.finding(store, catalogue.find_claim("flows-over-fundamentals"))
    assert (found.status, round(found.value)) == ("supported", 50)
    assert "With liquidity and the 2-year yield alone it is 7" in found.sentence
    assert found.at_publication["status"] == "supported"


def test_verdict_on_the_forecast_is_open_and_shows_its_progress(store):
    found = evaluate.finding(store, catalogue.find_claim("sentiment-12-18m"))
    assert (found.status, round(found.value)) == ("open", 33)
    assert "1 of the 3 months" in found.sentence
    assert (found.at_publication["status"], found.at_publication["value"]) == ("open", None)


def test_the_forecast_is_measured_after_the_article_only(weekly):
    changed = weekly.copy()
    changed.loc[: pd.Timestamp("2025-12-03"), SPX] *= -3
    found = sentiment.since_article(weekly)
    assert sentiment.since_article(changed).equals(found)
    assert found.index[0] == pd.Timestamp("2025-12-10") + pd.Timedelta(weeks=25)


def test_the_forecast_is_decided_by_most_months():
    led = pd.Series([True, True, False])
    assert sentiment.weigh_months(led, ~led, 50) == "supported"
    assert sentiment.weigh_months(~led, led, 50) == "contradicted"
    assert sentiment.weigh_months(pd.Series([True, False]), pd.Series([False, False]), 50) == "mixed"


def test_margin_debt_joins_once_it_is_held(tmp_path):
    """A refresh brings it; here any figures at all stand in, since only their joining is tested."""
    own = open_store(tmp_path / "own.sqlite")
    assert MARGIN not in regressors.monthly_changes(panel.read(own, EVERY))
    months = pd.date_range("2010-01-01", "2026-07-01", freq="MS")
    rows = [(day.toordinal(), 1000.0 + n**1.5) for n, day in enumerate(months)]
    own.add("FINRA_MARGIN_DEBT", start_of(date(2026, 8, 21)), rows, "test")
    frame = regressors.monthly_changes(panel.read(own, EVERY))
    assert MARGIN in regressors.regressors(frame)["without VIX"]
    assert frame[MARGIN].iloc[-1] == pytest.approx(100 * math.log(rows[-1][1] / rows[-2][1]))
    assert evaluate.finding(own, catalogue.find_claim("flows-over-fundamentals")).status != "no data"


@pytest.mark.parametrize("day", [None, PUBLISHED])
def test_every_indicator_draws_now_and_then(store, day):
    modules = {one.__name__ for one in (volatility_target, trend_following, fundamentals, sentiment)}
    ours = [one for one in registry.indicators().values() if one.compute.__module__ in modules]
    assert len(ours) == 17
    for one in ours:
        data = panel.read(store, one.series, day)
        if day and one.id == "r2-since-article":
            with pytest.raises(MissingData):
                registry.run(one, data)
            continue
        frame, _ = registry.run(one, data)
        assert len(frame) and np.isfinite(frame.value).all(), one.id
