"""Fundamentals against flows: changes on a grid, adjusted R², and the claims that stand on them."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.judging import evaluate, registry
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store, open_store, start_of
from indicators.theses.flows import (
    fundamentals,
    news_and_flows,
    regressors,
    scheduled_days,
    trend_following,
    volatility_target,
)
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


def made(**values: pd.Series) -> Panel:
    return Panel({id: series.rename(id) for id, series in values.items()}, {}, {})


def test_data_days_by_hand(store, now):
    """Of every day of payrolls or consumer prices in 24 months: the percent of the 125 ordinary sessions before it."""
    moves = np.log(now["SPX_CLOSE"]).diff().abs().dropna().round(6).to_dict()
    fed, data = set(scheduled_days.listed_days("fomc")), {*scheduled_days.cpi_days(), *scheduled_days.payroll_days()}
    ordinary = [day for day in moves if day not in fed | data]
    last = max(day for day in moves if day in data - fed)
    ranks = []
    for day in sorted(set(moves) & (data - fed)):
        if day > last - pd.Timedelta(days=730):
            before = [moves[one] for one in ordinary if one < day][-125:]
            ranks.append(100 * sum((one < moves[day]) + (one == moves[day]) / 2 for one in before) / 125)
    found = evaluate.finding(store, catalogue.find_claim("fundamentals-ignored"))
    assert (len(ranks), found.value) == (46, pytest.approx(np.mean(ranks)))
    reach = 1.645 * np.std(ranks, ddof=1) / np.sqrt(46)
    assert (found.legs[0].low, found.legs[0].high) == pytest.approx((found.value - reach, found.value + reach))
    assert (found.status, round(found.value, 1), found.data_through) == ("mixed", 57.0, date(2026, 8, 12))
    assert (found.at_publication["status"], round(found.at_publication["value"], 1)) == ("contradicted", 65.8)


@pytest.mark.parametrize(("size", "status"), [(0.2, "supported"), (1.3, "mixed"), (3.0, "contradicted")])
def test_moves_on_data_days_turn_the_verdict(size, status):
    days = pd.bdate_range("2018-01-02", "2020-12-31")
    steps = np.abs(np.random.default_rng(5).normal(size=len(days)))
    steps[days.isin(scheduled_days.kinds()[scheduled_days.DATA])] *= size
    prices = pd.Series(np.exp(np.cumsum(steps * 0.01 * (-1) ** np.arange(len(days)))), days)
    assert registry.tests()["fundamentals-ignored"].judge(made(SPX_CLOSE=prices)).status == status


def test_a_quarter_more_is_a_rank_of_57():
    """Of two normal moves the one with a deviation a quarter larger is the larger in 2/pi x arctan 1.25 of cases."""
    first, second = np.abs(np.random.default_rng(1).normal(size=(2, 400_000)))
    assert 100 * (1.25 * first > second).mean() == pytest.approx(57, abs=0.3)
    (leg,) = declarations()["fundamentals-ignored"][-1].legs
    assert leg.supports.number == leg.contradicts.number == 57


def plain_r2(frame: pd.DataFrame, names: list[str]) -> float:
    """Adjusted R² with a constant, percent, by least squares of numpy."""
    y, x = frame[SPX].to_numpy(), np.column_stack([np.ones(len(frame)), frame[names]])
    rest = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    n, k = len(y), len(names)
    return 100 * (1 - (rest @ rest / (n - k - 1)) / (((y - y.mean()) ** 2).sum() / (n - 1)))


@pytest.fixture(scope="module")
def by_hand(now: Panel, weekly: pd.DataFrame) -> pd.DataFrame:
    """The weekly table of both sides: yields by kind of day and positions of the week before from the raw series."""
    frame = weekly[[SPX, LIQUIDITY, *regressors.FUNDAMENTALS.values()]].copy()
    data = {*scheduled_days.cpi_days(), *scheduled_days.payroll_days()}
    fed = set(scheduled_days.listed_days("fomc"))
    moved = now["DGS2"].diff().dropna().to_dict()
    net, held = now["COT_SP500_AM_NET"], now["COT_SP500_OI"]
    short = now["COT_SP500_LEV_NET"]
    for week in frame.index[-260:]:
        inside = {day: move for day, move in moved.items() if week - pd.Timedelta(weeks=1) < day <= week}
        frame.loc[week, "news"] = sum(move for day, move in inside.items() if day in data - fed)
        frame.loc[week, "tilt"] = sum(move for day, move in inside.items() if day in fed - data)
        for name, series in (("managers", net), ("leveraged", short)):
            share = [
                100 * series[:day].iloc[-1] / held[:day].iloc[-1]
                for day in (week - pd.Timedelta(weeks=2), week - pd.Timedelta(weeks=1))
            ]
            frame.loc[week, name] = share[1] - share[0]
    return frame.dropna()


FLOWS, REAL = [LIQUIDITY, "managers", "leveraged", "tilt"], [*regressors.FUNDAMENTALS.values(), "news"]


def test_the_lead_of_flows_by_hand(store, by_hand):
    last = by_hand[-156:]
    found = evaluate.finding(store, catalogue.find_claim("flows-over-fundamentals"))
    assert found.value == pytest.approx(plain_r2(last, FLOWS) - plain_r2(last, REAL), abs=1e-6)
    left = [last.drop(last.index[n : n + 4]) for n in range(0, 156, 4)]
    leads = np.array([plain_r2(part, FLOWS) - plain_r2(part, REAL) for part in left])
    reach = 1.645 * np.sqrt(38 / 39 * ((leads - leads.mean()) ** 2).sum())
    assert found.legs[0].high == pytest.approx(found.value + reach, abs=1e-6)
    assert (found.status, round(found.value, 2), found.data_through) == ("mixed", 0.26, date(2026, 8, 19))
    assert found.at_publication["status"] == "mixed"


def test_the_first_version_of_flows_led_by_positions(store):
    first, _ = evaluate.versions(store, catalogue.find_claim("flows-over-fundamentals"))
    assert (first.status, round(first.value)) == ("supported", 50)


@pytest.mark.parametrize(
    ("mover", "status"), [(LIQUIDITY, "supported"), ("Initial claims", "contradicted"), (None, "mixed")]
)
def test_what_moves_shares_turns_the_verdict(monkeypatch, now, mover, status):
    true = news_and_flows.weekly

    def moved(panel: Panel, lag: int) -> pd.DataFrame:
        frame = true(panel, lag)
        returns = np.random.default_rng(2).normal(size=len(frame))
        if mover:  # of late only: what was so before would not be told from now
            returns[-156:] += 2 * frame[mover][-156:] / frame[mover][-156:].std()
        return frame.assign(**{SPX: returns})

    monkeypatch.setattr(news_and_flows, "weekly", moved)
    assert registry.tests()["flows-over-fundamentals"].judge(now).status == status


def test_positions_are_those_of_the_week_before(now):
    one, two = (news_and_flows.weekly(now, lag)[regressors.MANAGERS] for lag in (1, 2))
    same = regressors.positions(now, news_and_flows.weekly(now, 0).index)[regressors.MANAGERS]
    assert one["2025"].iloc[1:].to_numpy() == pytest.approx(same["2025"].iloc[:-1].to_numpy())
    assert two["2025"].iloc[1:].to_numpy() == pytest.approx(one["2025"].iloc[:-1].to_numpy())


def test_the_standard_error_is_that_of_a_mean_where_it_is_one():
    """The jackknife of a mean that leaves out one at a time is the textbook's standard error."""
    values = np.random.default_rng(3).normal(size=(50, 1))
    found = news_and_flows.jackknife(values, lambda rows: rows.mean(axis=(1, 2)), 1)
    assert found == pytest.approx(values.std(ddof=1) / np.sqrt(50))


def test_the_forecast_is_open_and_read_on_weeks_after_the_article(store, by_hand):
    after = by_hand["2025-12-08":]
    found = evaluate.finding(store, catalogue.find_claim("sentiment-12-18m"))
    assert (found.status, len(after)) == ("open", 37)
    assert found.value == pytest.approx(plain_r2(after, FLOWS) - plain_r2(after, REAL), abs=1e-6)
    assert (round(found.value, 2), found.at_publication["status"]) == (-0.84, "open")
    assert "In the 37 weeks from the article" in found.sentence


def test_before_26_weeks_the_forecast_says_what_such_spans_did(store):
    early = evaluate.finding(store, catalogue.find_claim("sentiment-12-18m"), PUBLISHED)
    assert (early.status, early.value) == ("open", early.worth.null)
    assert early.sentence.startswith("Fewer than 26 whole weeks since the article are known.")


@pytest.mark.parametrize(
    ("mover", "status"), [(LIQUIDITY, "supported"), ("Initial claims", "contradicted"), (None, "mixed")]
)
@pytest.mark.parametrize(("last", "is_open"), [("2027-05-26", True), ("2027-06-02", False)])
def test_the_forecast_is_decided_at_its_deadline(monkeypatch, now, mover, status, last, is_open):
    known = news_and_flows.weekly(now, 1)
    weeks = pd.date_range(end=last, periods=len(known), freq="W-WED")
    made = pd.DataFrame(np.random.default_rng(4).normal(size=known.shape), weeks, known.columns)
    made[SPX] += 0 if mover is None else 3 * made[mover]
    monkeypatch.setattr(sentiment, "weekly", lambda panel, lag: made)
    assert registry.tests()["sentiment-12-18m"].judge(now).status == ("open" if is_open else status)


def test_the_first_version_of_the_forecast_is_measured_after_the_article_only(weekly):
    changed = weekly.copy()
    changed.loc[: pd.Timestamp("2025-12-03"), SPX] *= -3
    found = sentiment.since_article(weekly)
    assert sentiment.since_article(changed).equals(found)
    assert found.index[0] == pd.Timestamp("2025-12-10") + pd.Timedelta(weeks=25)


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
