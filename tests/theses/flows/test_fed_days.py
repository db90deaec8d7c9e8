"""Fed days and data days: the calendar by rule, the moves by day, and which comes first."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store, open_store
from indicators.theses.flows import fed_days as fed
from indicators.theses.flows import scheduled_days

CLAIM = "fed-talk-moves-vol"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(Path(tmp_path_factory.mktemp("shipped")) / "store.sqlite")


@pytest.fixture(scope="module")
def data(store: Store) -> Panel:
    return panel.read(store, ("DGS2", "VIXCLS", "SPX_CLOSE", "INDPRO", "PAYEMS", "ICSA"))


def made(**values: pd.Series) -> Panel:
    return Panel({id: series.rename(id) for id, series in values.items()}, {}, {})


# what others published


def test_press_reports_a_jump_of_the_yield_and_none_of_the_vix_on_29_october_2025(data: Panel):
    """F30: two-year yield +12 basis points, VIX +0.5."""
    yields, vix = fed.moves(data, fed.TWO_YEAR).loc["2025-10-29"], fed.moves(data, fed.VIX).loc["2025-10-29"]
    assert (yields.kind, yields.move, vix.move) == (fed.FOMC, pytest.approx(12), pytest.approx(0.5))


def test_press_reports_a_delayed_payroll_release_on_20_november_2025(data: Panel):
    """F04: September payrolls (119 thousand) came out inside the swing in odds."""
    assert fed.moves(data, fed.TWO_YEAR).loc["2025-11-20"].kind == fed.PAYROLLS


def test_the_bureau_of_labor_statistics_released_payrolls_on_these_days():
    """BLS release schedules of 2024 to 2026; the third-Friday rule misses January, July 4 and the lapses."""
    published = {
        2024: "0105 0202 0308 0405 0503 0607 0705 0802 0906 1004 1101 1206",
        2025: "0110 0207 0307 0404 0502 0606 0703 0801 0905 1120 1216",
        2026: "0109 0211 0306 0403 0508 0605 0702",
    }
    days = fed.payroll_days()
    for year, expected in published.items():
        of_year = days[(days.year == year) & (days < "2026-08")]
        assert " ".join(of_year.strftime("%m%d")) == expected


@pytest.mark.parametrize("day", ["2013-10-22", "2013-11-08", "2015-01-09", "2020-07-02", "2022-07-08", "2023-03-10"])
def test_awkward_payroll_days_are_right(day: str):
    assert pd.Timestamp(day) in fed.payroll_days()


@given(st.integers(1995, 2028))
def test_payrolls_come_out_at_most_once_a_month_from_the_first_to_the_twenty_second(year: int):
    days = fed.payroll_days()
    of_year = days[days.year == year]
    assert 11 <= len(of_year) <= 12 and of_year.month.is_unique and of_year.day.max() <= 22


# days and moves


def test_a_day_of_two_kinds_is_of_none(data: Panel):
    """12 June 2024 was a decision day and the day of consumer prices."""
    assert pd.Timestamp("2024-06-12") in fed.listed_days("fomc").intersection(fed.listed_days("cpi"))
    assert pd.isna(fed.moves(data, fed.VIX).loc["2024-06-12"].kind)


def test_moves_are_absolute_and_in_basis_points():
    yields = pd.Series([4.00, 3.95, 4.10], pd.to_datetime(["2025-03-18", "2025-03-19", "2025-03-20"]))
    table = fed.moves(made(DGS2=yields), fed.TWO_YEAR)
    assert table.move.tolist() == pytest.approx([5, 15]) and table.kind.tolist() == [fed.FOMC, fed.OTHER]


def test_the_window_ends_with_the_last_cpi_release_listed(data: Panel):
    table = fed.latest(fed.moves(data, fed.TWO_YEAR, as_listed=True), 3, as_listed=True)
    assert table.index[-1] == pd.Timestamp("2026-07-14") and table.index[0] > pd.Timestamp("2023-07-14")
    assert table.kind.value_counts()[[fed.FOMC, fed.CPI, fed.PAYROLLS]].tolist() == [23, 31, 35]


def test_the_days_of_january_to_march_2026_are_days_of_consumer_prices(data: Panel):
    """BLS published on 13 January, 13 February and 11 March; the events alone made other days of them."""
    days = ["2026-01-13", "2026-02-13", "2026-03-11"]
    assert (fed.moves(data, fed.VIX).kind[days] == fed.CPI).all()
    assert (fed.moves(data, fed.VIX, as_listed=True).kind[days] == fed.OTHER).all()
    table = fed.latest(fed.moves(data, fed.TWO_YEAR), 3)
    assert table.index[-1] == pd.Timestamp("2026-08-12")
    assert table.kind.value_counts()[[fed.FOMC, fed.CPI, fed.PAYROLLS]].tolist() == [23, 34, 35]


def test_consumer_prices_come_out_once_a_month_from_2006_on():
    days = scheduled_days.cpi_days()
    months = pd.period_range("2006-01", days[-1].to_period("M"), freq="M")
    assert set(months) - set(days.to_period("M")) == {pd.Period("2025-11")}  # October 2025 was not collected
    assert days.to_period("M").is_unique and (days.day_of_week < 5).all() and days.day.isin(range(9, 31)).all()


def test_a_rolling_line_begins_three_years_after_its_calendar(data: Panel):
    lines = fed.rolling_means(data, fed.TWO_YEAR)
    assert lines[fed.FOMC].index[0].strftime("%Y-%m") == "2008-02"
    assert lines[fed.CPI].index[0].strftime("%Y-%m") == "2009-01"
    assert all(line.index.is_unique for line in lines.values())


def test_a_rolling_mean_is_the_mean_of_its_days(data: Panel):
    """Checked by hand at the end of 2024 for decision days since 2022."""
    table = fed.moves(data, fed.TWO_YEAR)
    days = table[(table.kind == fed.FOMC) & (table.index > "2022-01-01") & (table.index <= "2024-12-31")]
    assert fed.rolling_means(data, fed.TWO_YEAR)[fed.FOMC]["2024-12"].iloc[0] == pytest.approx(days.move.mean())


# lead and lag


@given(st.integers(-5, 11))
def test_the_lag_that_was_put_in_is_found(lag: int):
    months = pd.date_range("2000-01-01", periods=240, freq="MS")
    price = pd.Series(np.random.default_rng(3).normal(size=240), months)
    activity = pd.Series(price.to_numpy(), months + pd.DateOffset(months=lag))
    found = fed.by_lag(price, activity)
    assert found.idxmax() == lag and found[lag] == pytest.approx(1)


def test_percent_changes_go_by_date_and_claims_are_turned():
    monthly = pd.Series([100.0, 110, 121], pd.to_datetime(["2025-08-01", "2025-09-01", "2025-11-01"]))
    assert fed.percent_change(monthly, 1).index.tolist() == [pd.Timestamp("2025-09-01")]
    assert fed.percent_change(-monthly, 1).tolist() == pytest.approx([-10])


def test_the_month_that_may_go_on_is_left_out():
    daily = pd.Series([1.0, 2, 3], pd.to_datetime(["2026-07-30", "2026-07-31", "2026-08-03"]))
    assert fed.month_ends(daily).to_dict() == {pd.Timestamp("2026-07-01"): 2.0}


# the verdict


def test_the_first_version_read_the_mean_moves(store: Store, data: Panel):
    means = fed.means(fed.latest(fed.moves(data, fed.TWO_YEAR, as_listed=True), 3, as_listed=True))
    assert means[[fed.FOMC, fed.CPI, fed.PAYROLLS, fed.OTHER]].tolist() == pytest.approx(
        [7.17, 6.42, 8.94, 3.81], abs=0.01
    )
    first, _ = evaluate.versions(store, catalogue.find_claim(CLAIM))
    assert (first.status, first.value) == ("mixed", pytest.approx(means[fed.FOMC] - means[fed.PAYROLLS]))


def mean_rank(series: pd.Series, days: set, others: set, months: int = 36) -> tuple[float, float, int]:
    """By hand, of the last months up to the last scheduled day: mean rank, its standard error and the days."""
    moves = series["2006":].diff().abs().dropna().round(6).to_dict()
    named = (
        days
        | others
        | set(scheduled_days.payroll_days())
        | set(scheduled_days.cpi_days())
        | set(fed.listed_days("fomc"))
    )
    ordinary = [day for day in moves if day not in named]
    last = max(day for day in moves if day in days | others)
    found = []
    for day in days & set(moves):
        if day > last - pd.Timedelta(days=round(365.25 / 12 * months)):
            before = [moves[one] for one in ordinary if one < day][-125:]
            found.append(100 * sum((one < moves[day]) + (one == moves[day]) / 2 for one in before) / 125)
    return float(np.mean(found)), float(np.std(found, ddof=1) / np.sqrt(len(found))), len(found)


def test_ranks_of_decision_days_and_data_days_by_hand(store: Store, data: Panel):
    decisions = set(fed.listed_days("fomc"))
    released = {*scheduled_days.cpi_days(), *scheduled_days.payroll_days()}
    of_fed, of_data = decisions - released, released - decisions
    found = evaluate.finding(store, catalogue.find_claim(CLAIM), today=date(2026, 8, 22))
    # On Good Friday 2026 payrolls came out while shares did not trade.
    for (id, count), leg in zip((("DGS2", 69), ("VIXCLS", 68)), found.legs, strict=False):
        one, its_error, days = mean_rank(data[id], of_fed, of_data)
        other, other_error, releases = mean_rank(data[id], of_data, of_fed)
        assert (days, releases) == (23, count)
        reach = 1.645 * np.hypot(its_error, other_error)
        assert (leg.value, leg.low, leg.high) == pytest.approx((one - other, one - other - reach, one - other + reach))
    assert (found.status, found.data_through) == ("mixed", date(2026, 8, 12))
    assert [round(leg.value, 1) for leg in found.legs] == [1.0, 5.0, 1.0]
    assert (found.at_publication["status"], round(found.at_publication["value"], 1)) == ("mixed", -9.7)


def test_production_follows_by_the_lag_of_the_highest_correlation(store: Store, data: Panel):
    """Ten years to July 2026, six-month changes: by hand for each lag on the same 120 months."""
    price = fed.percent_change(fed.month_ends(data["SPX_CLOSE"]), 6)
    activity = fed.percent_change(data["INDPRO"], 6)
    both = sorted(set(price.index) & set(activity.index))
    known = [(price[one], activity[one]) for one in both]
    found = {}
    for lag in range(-6, 13):
        ends = range(len(known) - 120, len(known))
        pairs = [(known[n - max(lag, 0)][0], known[n - max(-lag, 0)][1]) for n in ends]
        found[lag] = np.corrcoef(np.array(pairs).T)[0, 1]
    leg = evaluate.finding(store, catalogue.find_claim(CLAIM)).legs[2]
    assert leg.value == max(found, key=lambda lag: found[lag]) == 1


@pytest.mark.parametrize(
    ("on_decisions", "on_data", "status"),
    [(4.0, 1.0, "supported"), (1.0, 4.0, "contradicted"), (1.0, 1.0, "mixed")],
)
def test_moves_by_kind_of_day_turn_the_verdict(on_decisions: float, on_data: float, status: str):
    """Random walks whose moves grow of late on one kind of day, and production that follows shares by three months."""
    days, random = pd.bdate_range("2006-01-02", "2026-08-14"), np.random.default_rng(8)
    kinds = scheduled_days.kinds()
    late = days >= "2021-01-01"

    def walk() -> pd.Series:
        steps = random.normal(size=len(days))
        steps[late & days.isin(kinds[scheduled_days.FED])] *= on_decisions
        steps[late & days.isin(kinds[scheduled_days.DATA])] *= on_data
        return pd.Series(np.cumsum(steps), days)

    shares = np.exp(walk() / 100)
    month_ends = fed.month_ends(shares)
    made_of = month_ends.set_axis(month_ends.index + pd.DateOffset(months=3))[: month_ends.index[-1]]
    panel_ = made(DGS2=walk(), VIXCLS=walk(), SPX_CLOSE=shares, INDPRO=made_of)
    verdict = registry.tests()[CLAIM].judge(panel_)
    assert (verdict.status, verdict.legs[2].value) == (status, 3)


def test_every_indicator_draws_at_every_option(store: Store):
    for id, lines in {
        "two-year-moves": 4,
        "vix-moves": 4,
        "event-multiples": 2,
        "activity-lag": 3,
        "scheduled-day-ranks": 2,
    }.items():
        one = registry.indicators()[id]
        read = panel.read(store, one.series)
        for control in one.controls or (None,):
            for option in control.options if control else ({},):
                table, _ = registry.run(one, read, **({control.id: option} if control else {}))
                assert table.line.nunique() == lines, (id, option)
