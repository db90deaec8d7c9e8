"""Net liquidity: by hand from the H.4.1, in dollars, its traps, and the forecast that waits for the year's end."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.judging import evaluate, registry
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store
from indicators.theses.outlook import liquidity, wave
from indicators.theses.outlook.liquidity import AVERAGE, WEDNESDAY

ARTICLE = date(2025, 12, 1)
CLAIM = "liquidity-wave-2026"


def read(store: Store, day: date | None = None) -> Panel:
    return panel.read(store, catalogue.claims()[CLAIM].series, day)


def run(store: Store, id: str, **chosen: object) -> pd.DataFrame:
    one = registry.indicators()[id]
    frame, _ = registry.run(one, panel.read(store, one.series), **chosen)
    return frame.pivot(index="x", columns="line", values="value")


def made(**series: pd.Series) -> Panel:
    return Panel({name: values.rename(name) for name, values in series.items()}, {}, {})


def weeks(values: list[float], start: str = "2015-01-07") -> pd.Series:
    return pd.Series(values, pd.date_range(start, periods=len(values), freq="7D"))


# net liquidity


def test_net_liquidity_of_26_november_2025_by_hand_from_the_h41(store: Store):
    """6,552,419 million of assets, 903,394 million in the account, and 2.217 billion of reverse repo."""
    assert liquidity.net(read(store))["2025-11-26"] == pytest.approx((6_552_419 - 903_394 - 2_217) * 1e6)


def test_reverse_repo_is_in_billions_and_the_rest_in_millions(store: Store):
    """A factor of a thousand either way would show: at the peak of 2022 reverse repo was 2.6 trillion."""
    units = {id: catalogue.series()[id].unit for id in ("WALCL", "WTREGEN", "RRPONTSYD")}
    assert units == {
        "WALCL": "millions of dollars",
        "WTREGEN": "millions of dollars",
        "RRPONTSYD": "billions of dollars",
    }
    data = read(store)
    gap = data["WALCL"] - data["WTREGEN"] - liquidity.net(data)
    assert gap["2022-12-28"] == pytest.approx(2.29e12, rel=0.02)


def test_net_liquidity_covers_reserves(store: Store):
    """The identity: what is left of assets holds reserves, currency and other liabilities."""
    data = panel.read(store, ["WALCL", "WTREGEN", "RRPONTSYD", "WRESBAL"])
    rest = (liquidity.net(data) - data["WRESBAL"]).dropna()
    assert rest.between(1.2e12, 3.2e12).all()


def test_on_a_holiday_reverse_repo_is_what_stood_since_the_session_before(store: Store):
    """Christmas 2024 was a Wednesday: no operation, and Tuesday's matured on Thursday."""
    repo = read(store)["RRPONTSYD"]
    christmas = pd.DatetimeIndex(["2024-12-25"])
    assert christmas[0] not in repo.index
    assert liquidity.on(repo, christmas).iloc[0] == repo["2024-12-24"]


def test_a_gap_longer_than_a_holiday_is_not_bridged():
    repo = pd.Series([5.0], pd.DatetimeIndex(["2024-01-02"]))
    assert np.isnan(liquidity.on(repo, pd.DatetimeIndex(["2024-01-10"])).iloc[0])


def test_the_account_is_a_week_average_unless_wednesdays_are_asked_for(store: Store):
    """Week to 29 October 2025: average 957.99 billion, close of the Wednesday 983.86 (both H.4.1)."""
    data = panel.read(store, liquidity.BALANCE)
    assert liquidity.account(data, AVERAGE)["2025-10-29"] == 957_990e6
    assert liquidity.account(data, WEDNESDAY)["2025-10-29"] == 983_859e6


def test_there_is_no_net_liquidity_before_reverse_repo(store: Store):
    assert liquidity.net(read(store)).index[0] == pd.Timestamp("2014-01-01")
    with pytest.raises(MissingData, match="RRPONTSYD"):
        liquidity.net(read(store, date(2010, 6, 1)))


# calendar years


def test_growth_of_2026_to_date_by_hand(store: Store):
    """H.4.1 of 31 December 2025 and 19 August 2026; M2 of the H.6, December 2025 and June 2026."""
    grown = liquidity.calendar_growth(liquidity.net(read(store)))
    printed = liquidity.calendar_growth(read(store)["M2SL"])
    then, now = 6_640_618 - 837_306 - 105_993, 6_745_699 - 953_612 - 317
    assert grown.years[2026] == pytest.approx(100 * (now / then - 1))
    assert printed.years[2026] == pytest.approx(100 * (23155.2 / 22355.3 - 1))
    assert not grown.complete and not printed.complete


def test_the_bars_of_a_wave_are_the_top_quarter_of_the_years_before_the_article(store: Store):
    """To half a point: 6.6 and 8.5 percent, and half of all years of M2 above 6.2; the claim says from when on."""
    data = read(store)
    level = liquidity.net(data).rolling(4).mean()
    bars = declarations()[CLAIM][-1].thresholds
    for stock, first, bar in ((level, 2015, bars["net"]), (data["M2SL"], 1960, bars["m2"])):
        years = liquidity.calendar_growth(stock).years.loc[first:2025]
        assert round(2 * np.quantile(years, 0.75)) / 2 == bar
    assert round(2 * np.median(years)) / 2 == bars["ordinary"]


def test_a_year_is_complete_with_its_last_wednesday_or_december():
    assert liquidity.left_of_year(pd.DatetimeIndex(["2026-12-16", "2026-12-23"])) == 1
    assert liquidity.left_of_year(pd.DatetimeIndex(["2026-12-23", "2026-12-30"])) == 0
    assert liquidity.left_of_year(pd.DatetimeIndex(["2026-10-01", "2026-11-01"])) == 1
    assert liquidity.left_of_year(pd.DatetimeIndex(["2026-11-01", "2026-12-01"])) == 0


def test_one_year_has_no_growth():
    with pytest.raises(MissingData, match="not yet two years"):
        liquidity.calendar_growth(weeks([1.0, 2.0]).rename("X"))


@given(st.floats(0.5, 2), st.floats(1e-3, 1e3))
def test_growth_does_not_depend_on_the_unit(rate: float, scale: float):
    stock = pd.Series(rate ** np.arange(36), pd.date_range("2014-12-01", periods=36, freq="MS"))
    one, other = liquidity.calendar_growth(stock), liquidity.calendar_growth(scale * stock)
    assert one.years.to_numpy() == pytest.approx(other.years.to_numpy(), rel=1e-6, abs=1e-6)
    assert one.years[2015] == pytest.approx(100 * (rate**12 - 1), rel=1e-6, abs=1e-6)


# the verdict


def test_growth_of_the_year_so_far_by_hand(store: Store):
    """Means of the last four Wednesdays of August 2026 and of December 2025; M2 of June over December."""
    data = read(store)
    repo = data["RRPONTSYD"].to_dict()

    def mean(*days: str) -> float:
        at = [pd.Timestamp(day) for day in days]
        return float(np.mean([data["WALCL"][day] - data["WTREGEN"][day] - repo[day] for day in at]))

    now = mean("2026-07-29", "2026-08-05", "2026-08-12", "2026-08-19")
    then = mean("2025-12-10", "2025-12-17", "2025-12-24", "2025-12-31")
    found = evaluate.finding(store, catalogue.claims()[CLAIM], today=date(2026, 9, 1))
    by_leg = {leg.statistic: leg for leg in found.legs}
    assert (found.status, found.data_through) == ("open", date(2026, 8, 19))
    assert found.value == pytest.approx(100 * (now / then - 1)) == pytest.approx(1.867, abs=0.001)
    assert (
        by_leg["money-growth"].value == pytest.approx(100 * (23155.2 / 22355.3 - 1)) == pytest.approx(3.578, abs=0.001)
    )
    yields = data["DGS2"]
    moved = yields.iloc[-20:].mean() - yields[:"2025-12-01"].iloc[-20:].mean()
    assert by_leg["two-year-yield-change"].value == pytest.approx(moved) == pytest.approx(0.6705, abs=0.0001)
    for words in ("+1.9% or +$107bn", "a wave: 6.5% or +$371bn", "M2 +3.6% to June", "+0.67 points"):
        assert words in found.sentence
    assert "neither" in found.answer


def test_what_is_usual_is_the_median_over_spans_as_long(store: Store):
    """33 Wednesdays of 2026 so far: growth over 33 weeks, in every week since there are as many."""
    level = liquidity.net(read(store)).rolling(4).mean().dropna().to_numpy()
    assert wave.net_liquidity_growth(read(store), weeks=4).null == pytest.approx(
        np.median(100 * (level[33:] / level[:-33] - 1))
    )


def test_at_publication_the_year_had_not_begun(store: Store):
    verdict = registry.tests()[CLAIM].judge(read(store, ARTICLE))
    assert verdict.status == "open"
    assert verdict.answer == "Open until the end of 2026: the year has not begun."
    assert "Over the year to 26 November 2025" in verdict.sentence


def test_the_nfci_is_missing_at_publication_by_rule_and_the_test_does_without(store: Store):
    assert "NFCI" in panel.read(store, ["NFCI"], ARTICLE).missing
    assert "NFCI" not in catalogue.claims()[CLAIM].series


def year_of(net: float, money: float, moved: float, until: str = "2026-12-31") -> Panel:
    """Stocks that stand still for years, and in 2026 grow by so many percent; the 2-year yield moves by so much."""
    wednesdays = pd.date_range("2014-01-01", until, freq="W-WED")
    months = pd.date_range("2014-01-01", until, freq="MS")
    sessions = pd.bdate_range("2024-01-01", until)

    def path(days: pd.DatetimeIndex, growth: float) -> pd.Series:
        return pd.Series(np.where(days.year == 2026, 1 + growth / 100, 1.0), days)

    flat = pd.Series(0.0, wednesdays)
    yields = pd.Series(np.where(sessions.year == 2026, 4 + moved, 4.0), sessions)
    return made(
        WALCL=path(wednesdays, net), WTREGEN=flat, TGA_DAILY=flat, RRPONTSYD=flat, M2SL=path(months, money),
        DGS2=yields, DFEDTARU=yields,
    )  # fmt: skip


@pytest.mark.parametrize(
    "net, money, moved, status",
    [
        (7, 9, -0.5, "supported"),
        (7, 9, -0.1, "mixed"),
        (7, 4, -0.5, "mixed"),
        (3, 4, -0.5, "mixed"),
        (-1, 4, 0.5, "contradicted"),
        (-1, 9, 0.5, "mixed"),
    ],
)
def test_a_wave_is_both_stocks_and_not_priced_and_none_is_neither(net: float, money: float, moved: float, status: str):
    verdict = registry.tests()[CLAIM].judge(year_of(net, money, moved))
    assert verdict.status == status
    assert verdict.answer == wave.ANSWERS[status]


@pytest.mark.parametrize(("net", "words"), [(3, "neither"), (7, "or both")])
def test_a_year_that_is_not_over_is_open_whatever_it_reads(net: float, words: str):
    verdict = registry.tests()[CLAIM].judge(year_of(net, 4, 0.0, until="2026-11-30"))
    assert verdict.status == "open" and words in verdict.answer


# the charts


def test_the_calendar_years_stand_with_the_bar_in_order(store: Store):
    frame, _ = registry.run(
        registry.indicators()["growth-by-year"], panel.read(store, registry.indicators()["growth-by-year"].series)
    )
    assert frame.value.is_monotonic_decreasing and frame.x.is_unique
    assert dict(zip(frame.x, frame.line, strict=True))["2026 to date"] == "Year to date"
    assert len(frame) == 13


def test_changes_since_the_article_start_at_nothing(store: Store):
    lines = run(store, "liquidity-since-publication")
    assert lines["Net liquidity"]["2025-11-26"] == 0 == lines["M2"]["2025-11-01"]
    assert lines["Net liquidity"].dropna().iloc[-1] == pytest.approx(144.96e9, rel=1e-3)


def test_growth_over_a_year_goes_by_date(store: Store):
    assert run(store, "liquidity-growth")["M2"]["2026-06-01"] == pytest.approx(5.5, abs=0.05)


def test_moves_priced_turned_from_cuts_to_rises(store: Store):
    spread = run(store, "rate-moves-priced")["2-year yield"]
    assert spread["2025-12-01"] == pytest.approx(3.54 - 4.00)
    assert spread["2026-08-20"] == pytest.approx(4.19 - 3.75)


def test_futures_appear_with_a_refresh():
    days = pd.bdate_range("2026-01-01", periods=3)
    data = made(DGS2=pd.Series(4.0, days), DFEDTARU=pd.Series(3.75, days), ZQZ26=pd.Series(96.5, days))
    frame = liquidity.rate_moves_priced(data)
    assert frame[frame.line == "December 2026 futures"].value.tolist() == [-0.25] * 3
