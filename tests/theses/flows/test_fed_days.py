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
    table = fed.latest(fed.moves(data, fed.TWO_YEAR), 3)
    assert table.index[-1] == pd.Timestamp("2026-07-14") and table.index[0] > pd.Timestamp("2023-07-14")
    assert table.kind.value_counts()[[fed.FOMC, fed.CPI, fed.PAYROLLS]].tolist() == [23, 31, 35]


def test_a_rolling_line_begins_three_years_after_its_calendar(data: Panel):
    lines = fed.rolling_means(data, fed.TWO_YEAR)
    assert lines[fed.FOMC].index[0].strftime("%Y-%m") == "2008-02"
    assert lines[fed.CPI].index[0].strftime("%Y-%m") == "2025-02"
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


def test_fed_days_move_more_than_cpi_days_and_less_than_payroll_days(store: Store, data: Panel):
    found = evaluate.finding(store, catalogue.find_claim(CLAIM), today=date(2026, 8, 22))
    means = fed.means(fed.latest(fed.moves(data, fed.TWO_YEAR), 3))
    assert means[[fed.FOMC, fed.CPI, fed.PAYROLLS, fed.OTHER]].tolist() == pytest.approx(
        [7.17, 6.42, 8.94, 3.81], abs=0.01
    )
    assert (found.status, found.data_through) == ("mixed", date(2026, 7, 14))
    assert found.value == pytest.approx(means[fed.FOMC] - means[fed.PAYROLLS])
    assert "follows the S&P 500 by 2 months" in found.sentence
    assert found.at_publication["status"] == "mixed"


@pytest.mark.parametrize(
    "yields, vix, lag, status",
    [
        ((9, 8, 7), (1, 2, 3), 2, "supported"),
        ((6, 8, 7), (3, 2, 1), 2, "supported"),
        ((9, 8, 7), (3, 2, 1), 0, "mixed"),
        ((7.5, 8, 7), (1, 2, 3), 2, "mixed"),
        ((6, 8, 7), (1, 2, 3), 2, "contradicted"),
    ],
)
def test_the_words_of_the_test_decide(yields: tuple, vix: tuple, lag: int, status: str):
    kinds = [fed.FOMC, fed.CPI, fed.PAYROLLS]
    assert fed._weigh(pd.Series(yields, kinds), pd.Series(vix, kinds), lag) == status


def test_every_indicator_draws_at_every_option(store: Store):
    for id, lines in {"two-year-moves": 4, "vix-moves": 4, "event-multiples": 2, "activity-lag": 3}.items():
        one = registry.indicators()[id]
        read = panel.read(store, one.series)
        for control in one.controls or (None,):
            for option in control.options if control else ({},):
                table, _ = registry.run(one, read, **({control.id: option} if control else {}))
                assert table.line.nunique() == lines, (id, option)
