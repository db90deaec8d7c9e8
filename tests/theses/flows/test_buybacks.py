"""Buybacks: published totals are met, annual rates are not added up, and the season is a window of dates."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.judging import decider, evaluate, judgement, registry
from indicators.model import Verdict
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store, open_store
from indicators.theses.flows import buybacks as flows


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(Path(tmp_path_factory.mktemp("shipped")) / "store.sqlite")


@pytest.fixture(scope="module")
def data(store: Store) -> Panel:
    return panel.read(store, ("SPX_BUYBACKS_Q", "SPX_CLOSE"))


def made(**values: pd.Series) -> Panel:
    return Panel({id: series.rename(id) for id, series in values.items()}, {}, {})


def by_quarter(values: list[float], start: str = "2024-01-01") -> pd.Series:
    return pd.Series(values, pd.date_range(start, periods=len(values), freq="QS"), dtype=float)


# what others published


def test_a_quick_run_over_2005_to_2026_gave_53_and_32_basis_points(data: Panel):
    """F24: 5.3 inside and 3.2 outside since 2005; ours since 2006. Alpha Architect (2019) found no harm either."""
    quarters = flows.season(data, flows.BEFORE, flows.AFTER).to_numpy()
    assert [float(flows._mean(quarters, c)) for c in (0, 2)] == pytest.approx([5.3, 3.2], abs=0.6)


def test_goldman_sachs_dates_the_opening_of_the_window_17_march_2025():
    """F25: the desk's first day of the blackout, two weeks before 31 March."""
    days = pd.DatetimeIndex(["2025-03-16", "2025-03-17"])
    assert flows.in_blackout(days, flows.BEFORE, flows.AFTER).tolist() == [False, True]


# who buys


def test_four_quarters_need_four_consecutive_quarters():
    assert flows.year_sum(by_quarter([1, 2, 3, 4, 5])).tolist() == [10, 14]
    gapped = by_quarter([1, 2, 3, 4, 5, 6]).drop(pd.Timestamp("2024-10-01"))
    assert flows.year_sum(gapped).empty


def sectors(**changed: list[float]) -> Panel:
    quiet = {id: by_quarter([100e9] * 4) for id in flows.SECTORS}
    return made(**quiet | {id: by_quarter(values) for id, values in changed.items()})


def test_annual_rates_are_divided_before_they_are_added_up_and_issuance_changes_sign():
    """-400, -600, -200 and -400 billion at annual rates are 100 + 150 + 50 + 100 bought in the quarters."""
    bought = flows.net_purchases(sectors(NCBCEBQ027S=[-400e9, -600e9, -200e9, -400e9]))
    assert bought[flows.COMPANIES].iloc[-1] == 400e9 and bought["Households"].iloc[-1] == 100e9


def test_the_first_version_ranks_every_sector_by_itself():
    test = declarations()["buybacks-largest-buyer"][0]

    def first(**changed: list[float]) -> tuple[str, float]:
        read = judgement.read(test, registry.statistics(), sectors(**changed))
        return decider.decide(test, read).status, read["lead-over-sectors"].value

    assert first(NCBCEBQ027S=[-400e9] * 4) == ("supported", 300e9)
    assert first(NCBCEBQ027S=[-400e9] * 4, HNOCESQ027S=[500e9] * 4) == ("contradicted", -100e9)


def judged(**changed: list[float]) -> Verdict:
    return registry.tests()["buybacks-largest-buyer"].judge(sectors(**changed))


def test_the_largest_buyer_decides():
    """A year of 600 billion against 100 of households, 200 of both kinds of funds."""
    supported = judged(NCBCEBQ027S=[-600e9] * 4)
    assert (supported.status, supported.value, supported.through) == ("supported", 400e9, date(2024, 12, 31))
    other = judged(NCBCEBQ027S=[-400e9] * 4, HNOCESQ027S=[500e9] * 4)
    assert (other.status, other.value) == ("contradicted", -100e9)
    assert "of the others households bought most, $500bn" in other.sentence


def test_money_that_moves_from_one_kind_of_fund_to_the_other_makes_no_buyer():
    moved = judged(NCBCEBQ027S=[-400e9] * 4, BOGZ1FA653064100Q=[-700e9] * 4, BOGZ1FA563064100Q=[800e9] * 4)
    assert (moved.status, moved.value) == ("supported", 300e9)
    bought = judged(NCBCEBQ027S=[-100e9] * 4, BOGZ1FA563064100Q=[800e9] * 4)
    assert bought.status == "contradicted" and "mutual and exchange-traded funds bought most, $900bn" in bought.sentence


def test_one_odd_quarter_settles_nothing():
    """Means of 325 and 300; without the last quarter 200 and 300, without another 367 and 300."""
    found = judged(NCBCEBQ027S=[-200e9] * 3 + [-700e9], HNOCESQ027S=[300e9] * 4)
    (lead,) = found.legs
    assert (found.status, found.value) == ("mixed", pytest.approx(25e9))
    assert (lead.low, lead.high) == (pytest.approx(-100e9), pytest.approx(1100e9 / 3 - 300e9))


def test_a_quarter_that_a_sector_lacks_is_not_bridged():
    eight = {id: by_quarter([100e9] * 8) for id in flows.SECTORS} | {"NCBCEBQ027S": by_quarter([-900e9] * 8)}
    gapped = eight | {"ROWCEAQ027S": eight["ROWCEAQ027S"].drop(pd.Timestamp("2025-04-01"))}
    read = flows.lead_over_buyers(made(**gapped), quarters=4)
    assert (read.day, len(read.past)) == (date(2025, 3, 31), 2)


def test_without_the_financial_accounts_there_is_no_data_and_gross_buybacks_do_not_stand_in(store: Store):
    found = evaluate.finding(store, catalogue.find_claim("buybacks-largest-buyer"))
    assert (found.status, found.value) == ("no data", None)
    assert "NCBCEBQ027S" in found.sentence and "SPX_BUYBACKS_Q" not in found.series


def test_one_sector_missing_leaves_a_chart_and_no_verdict():
    held = sectors()
    held = Panel({id: held[id] for id in held if id != "ROWCEAQ027S"}, {}, {"ROWCEAQ027S": "no figure"})
    assert "Rest of the world" not in flows.net_purchases(held)
    with pytest.raises(MissingData, match="ROWCEAQ027S"):
        registry.tests()["buybacks-largest-buyer"].judge(held)


def test_gross_buybacks_are_by_quarter_or_over_four(store: Store):
    one = registry.indicators()["gross-buybacks"]
    data = panel.read(store, one.series)
    assert len(registry.run(one, data)[0]) - len(registry.run(one, data, over=flows.YEAR)[0]) == 3


# the buyback season


@pytest.mark.parametrize(
    "day, inside",
    [
        ("2025-12-16", False),
        ("2025-12-17", True),
        ("2025-12-31", True),
        ("2026-01-01", True),
        ("2026-01-25", True),
        ("2026-01-26", False),
        ("2026-03-01", False),
    ],
)
def test_the_window_runs_from_14_days_before_quarter_end_to_25_after(day: str, inside: bool):
    assert flows.in_blackout(pd.DatetimeIndex([day]), 14, 25).tolist() == [inside]


@given(st.integers(0, 40), st.integers(5, 45))
def test_a_wider_window_holds_every_day_of_a_narrower_one(before: int, after: int):
    days = pd.date_range("2024-01-01", "2025-12-31")
    narrow, wide = flows.in_blackout(days, before, after), flows.in_blackout(days, before + 1, after + 1)
    assert (wide >= narrow).all() and wide.sum() > narrow.sum()


def test_quarters_add_up_to_the_mean_over_days(data: Panel):
    returns = 1e4 * data["SPX_CLOSE"].pct_change().dropna()
    inside = flows.in_blackout(returns.index, flows.BEFORE, flows.AFTER)
    quarters = flows.season(data, flows.BEFORE, flows.AFTER)
    assert float(flows.gap(quarters.to_numpy())) == pytest.approx(returns[inside].mean() - returns[~inside].mean())
    assert quarters.days_inside.sum() + quarters.days_outside.sum() == len(returns)


def test_the_first_version_saw_blackout_days_do_no_worse(store: Store):
    first, _ = evaluate.versions(store, catalogue.find_claim("buyback-season"))
    assert (first.status, first.value) == ("contradicted", pytest.approx(2.80, abs=0.01))


def by_hand(data: Panel) -> list[tuple[float, float]]:
    """Open window less closing days, and less blackout, of each quarter that is over, with no pandas in it."""
    closes = [(day.date(), close) for day, close in data["SPX_CLOSE"].items()]
    found: dict[date, dict[str, list[float]]] = {}
    for (_, before), (day, close) in pairwise(closes):
        first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        following = date(day.year + (first.month == 10), (first.month + 2) % 12 + 1, 1)
        to_end = (following - day).days - 1
        is_closing, is_reporting = to_end <= 14, (day - first).days < 25
        quarter = found.setdefault(first, {"closing": [], "blackout": [], "open": []})
        change = 1e4 * (close / before - 1)
        if is_closing:
            quarter["closing"].append(change)
        quarter["blackout" if is_closing or is_reporting else "open"].append(change)
    last = closes[-1][0]
    means = [
        {k: float(np.mean(v)) for k, v in q.items()}
        for at, q in found.items()
        if (at.year, at.month + 2) < (last.year, last.month)
    ]
    return [(one["open"] - one["closing"], one["open"] - one["blackout"]) for one in means]


def test_neither_the_closing_nor_the_blackout_is_told_from_the_open_window(store: Store, data: Panel):
    found, gaps = evaluate.finding(store, catalogue.find_claim("buyback-season")), np.array(by_hand(data))
    closing, blackout = found.legs
    assert [closing.value, blackout.value] == pytest.approx(gaps.mean(axis=0))
    assert [closing.value, blackout.value] == pytest.approx([0.39, -3.08], abs=0.005)
    assert (found.status, found.data_through) == ("mixed", date(2026, 6, 30))
    assert found.sample.startswith(f"{len(gaps)} quarters")


def test_a_quarter_counts_once_it_is_over():
    days = pd.date_range("2024-01-02", "2025-03-31", freq="B")
    steady = pd.Series(1.001 ** np.arange(len(days)), days)
    for last, quarters in (("2024-12-20", 3), ("2024-12-31", 3), ("2025-01-02", 4)):
        assert len(flows.quarter_means(made(SPX_CLOSE=steady[:last]), 14, 25)) == quarters


def drift(inside: float, outside: float) -> Panel:
    """Prices that gain so many basis points a day inside and outside the window, with some noise."""
    days = pd.date_range("2006-01-02", "2015-12-31", freq="B")
    noise = np.random.default_rng(1).normal(0, 20, len(days))
    gains = np.where(flows.in_blackout(days, flows.BEFORE, flows.AFTER), inside, outside) + noise
    return made(SPX_CLOSE=pd.Series(1000 * np.cumprod(1 + gains / 1e4), days))


def test_the_season_can_be_supported_contradicted_and_mixed():
    judged = registry.tests()["buyback-season"].judge
    assert [judged(drift(*gains)).status for gains in ((-10, 10), (10, -10), (2, 3))] == [
        "supported",
        "contradicted",
        "mixed",
    ]


def test_in_the_first_version_too():
    def first(panel: Panel) -> str:
        test = declarations()["buyback-season"][0]
        return decider.decide(test, judgement.read(test, registry.statistics(), panel)).status

    assert [first(drift(*gains)) for gains in ((-10, 10), (10, -10), (4.0, 4.8))] == [
        "supported",
        "contradicted",
        "mixed",
    ]


def test_by_year_has_every_year_once_and_the_controls_move_it(store: Store):
    one = registry.indicators()["blackout-by-year"]
    data = panel.read(store, one.series)
    table, _ = registry.run(one, data)
    assert list(table.x) == [str(year) for year in range(2006, 2027)]
    assert not registry.run(one, data, before=21, after=32)[0].value.equals(table.value)


def test_means_lie_inside_their_intervals(store: Store):
    one = registry.indicators()["blackout-returns"]
    table, _ = registry.run(one, panel.read(store, one.series))
    assert len(table) == 6 and table.value.between(table.low, table.high).all()
