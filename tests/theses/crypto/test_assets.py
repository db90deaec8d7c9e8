"""Bitcoin beside other assets: by hand from closes, its traps, and correlations in levels and in changes."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store
from indicators.theses.crypto import assets
from indicators.theses.crypto.assets import BITCOIN, GOLD, HOUSES, LIQUIDITY, SHARES, WAGES

ARTICLE = date(2025, 12, 1)
CLAIM = "crypto-for-young"

paths = st.lists(st.floats(0.1, 1e4), min_size=2, max_size=40)


def read(store: Store, claim: str = CLAIM, day: date | None = None) -> Panel:
    return panel.read(store, catalogue.claims()[claim].series, day)


def months(values: list[float], start: str = "2020-01-01") -> pd.Series:
    return pd.Series(values, pd.date_range(start, periods=len(values), freq="MS"))


def run(store: Store, id: str, **chosen: object) -> pd.DataFrame:
    one = registry.indicators()[id]
    return registry.run(one, panel.read(store, one.series), **chosen)[0]


# returns


def test_five_years_to_april_2026_by_hand(store: Store):
    """World Bank gold, 1,760 to 4,721 dollars; FHFA houses; the mean of April's closes of the others."""
    data = read(store)
    five = assets.summary(assets.span(assets.prices(data), 5))
    assert assets.prices(data).index[-1] == pd.Timestamp("2026-04-01")
    assert five.at[GOLD, "total"] == pytest.approx(100 * (4721 / 1760 - 1))
    for id, name in (("BTC_USD", BITCOIN), ("SPX_CLOSE", SHARES)):
        by_hand = data[id]["2026-04"].mean() / data[id]["2021-04"].mean()
        assert five.at[name, "total"] == pytest.approx(100 * (by_hand - 1))
    assert five["total"].round().to_dict() == {BITCOIN: 29, SHARES: 68, GOLD: 168, HOUSES: 36, WAGES: 24}


def test_a_wage_that_never_fell_has_no_ratio(store: Store):
    five = assets.summary(assets.span(assets.prices(read(store)), 5))
    assert five.at[WAGES, "drawdown"] == 0 and np.isnan(five.at[WAGES, "ratio"])
    assert five.at[BITCOIN, "ratio"] == pytest.approx(5.21 / 72.04, abs=0.001)


def test_a_month_that_is_not_over_has_no_mean(store: Store):
    bitcoin = read(store)["BTC_USD"]
    means = assets.month_means(bitcoin)
    assert bitcoin.index[-1] == pd.Timestamp("2026-08-21") and means.index[-1] == pd.Timestamp("2026-07-01")
    assert bitcoin.index[0] == pd.Timestamp("2014-09-17") and means.index[0] == pd.Timestamp("2014-10-01")


def test_a_month_that_ends_on_a_weekend_is_over():
    """February 2026 ends on a Saturday: Friday's close is its last."""
    sessions = pd.Series(1.0, pd.bdate_range("2026-01-01", "2026-02-27"))
    assert assets.month_means(sessions).index[-1] == pd.Timestamp("2026-02-01")


def test_fewer_years_than_asked_for_are_missing_data():
    with pytest.raises(MissingData, match="BTC_USD"):
        assets.span(pd.DataFrame({"a": months([1.0] * 60)}), 5)
    assert len(assets.span(pd.DataFrame({"a": months([1.0] * 61)}), 5)) == 61


@given(paths, st.floats(0.01, 100))
def test_a_summary_does_not_depend_on_the_unit_of_a_price(values: list[float], scale: float):
    frame = pd.DataFrame({"a": months(values)})
    one, other = assets.summary(frame), assets.summary(scale * frame)
    columns = ["total", "drawdown"]
    np.testing.assert_allclose(one[columns], other[columns], rtol=1e-6, atol=1e-6)


@given(paths)
def test_a_drawdown_is_never_above_zero_and_zero_at_a_peak(values: list[float]):
    found = assets.drawdown(months(values))
    assert found.between(-100, 0).all()
    assert found.iloc[int(np.argmax(values))] == 0


# saving


def test_saving_at_a_constant_price_is_what_was_paid_in():
    assert assets.saved(months([50.0] * 4)).tolist() == pytest.approx([100, 200, 300, 400])


def test_saving_by_hand():
    """100 at 10 buys ten, 100 at 20 buys five: fifteen at 20 are 300."""
    assert assets.saved(months([10.0, 20.0])).tolist() == [100, 300]


@given(paths, st.floats(0.01, 100))
def test_saving_does_not_depend_on_the_unit_of_a_price(values: list[float], scale: float):
    monthly = months(values)
    np.testing.assert_allclose(assets.saved(monthly), assets.saved(scale * monthly), rtol=1e-6)


def test_saving_can_start_in_every_year_offered(store: Store):
    low, high, _ = assets.START.bounds
    for start in range(low, high + 1):
        frame = run(store, "monthly-saving", start=start)
        assert frame.x.min() == pd.Timestamp(start, 1, 1)
        assert frame[frame.line == "Paid in"].value.iloc[0] == assets.SAVED


# the verdict


def test_since_the_article_bitcoin_trails_the_sp_500(store: Store):
    """By hand: 86,321.57 to 78,335.19 and 6,812.63 to 7,674.37, closes of 1 December 2025 and 21 August 2026."""
    verdict = registry.tests()[CLAIM].judge(read(store))
    assert verdict.status == "contradicted"
    assert verdict.value == pytest.approx(100 * (78335.19 / 86321.57 - 7674.37 / 6812.63))
    assert verdict.through == date(2026, 8, 21)
    assert "−9.3%" in verdict.sentence and "+12.6%" in verdict.sentence


def test_the_chart_since_the_article_ends_in_what_decides(store: Store):
    frame = run(store, "crypto-since-article").set_index(["line", "x"]).value
    assert frame["Bitcoin"].index[0] == pd.Timestamp("2025-12-01") and frame["Bitcoin"].iloc[0] == 0
    assert frame["Bitcoin"].iloc[-1] == pytest.approx(100 * (78335.19 / 86321.57 - 1))
    assert frame["S&P 500"].iloc[-1] == pytest.approx(100 * (7674.37 / 6812.63 - 1))


def test_before_the_article_there_is_no_chart_since_it(store: Store):
    one = registry.indicators()["crypto-since-article"]
    with pytest.raises(MissingData, match="no close after"):
        registry.run(one, panel.read(store, one.series, ARTICLE))


def test_at_publication_bitcoin_led_on_return_and_not_per_drawdown(store: Store):
    verdict = registry.tests()[CLAIM].judge(read(store, day=ARTICLE))
    assert (verdict.status, verdict.value) == ("mixed", None)
    assert "+962% (the best; next: S&P 500, +96%)" in verdict.sentence
    assert "best: houses, 9.17" in verdict.sentence


def test_a_lead_is_not_judged_before_a_quarter_has_passed(store: Store):
    """At the end of January 2026 bitcoin trailed by four points, for 60 days."""
    verdict = registry.tests()[CLAIM].judge(read(store, day=date(2026, 1, 31)))
    assert verdict.value is not None and verdict.value < 0
    assert verdict.status == "mixed"


def best_of_all(last: float) -> Panel:
    """Bitcoin doubles with one small dip while the others stand or dip deeper; then it changes by `last` percent."""
    days = pd.date_range("2020-01-01", "2026-06-30", freq="D")
    since = days > pd.Timestamp(ARTICLE)
    bitcoin = pd.Series(np.linspace(1, 2, len(days)), days)
    bitcoin[since] = bitcoin[~since].iloc[-1] * (1 + last / 100 * np.linspace(0, 1, since.sum()))
    bitcoin.iloc[700:731] *= 0.95  # what never fell has no ratio
    dips = months(list(np.tile([1.0, 0.9], 39)))
    values = {"BTC_USD": bitcoin, "SPX_CLOSE": pd.Series(1.0, days).where(days != days[700], 0.5)}
    values |= dict.fromkeys(("GOLD_USD_M", "HPIPONM226S", "CES0500000003"), dips)
    return Panel({id: one.rename(id) for id, one in values.items()}, {}, {})


@pytest.mark.parametrize("last, status", [(10, "supported"), (-0.5, "contradicted")])
def test_it_can_be_supported_and_trailing_since_the_article_overturns_that(last: float, status: str):
    assert registry.tests()[CLAIM].judge(best_of_all(last)).status == status


# correlations


def test_levels_correlate_and_changes_do_not(store: Store):
    """Lesson 3: 0.75 in levels and 0.04 in weekly changes."""
    frame = run(store, "bitcoin-correlation").set_index(["x", "line"])
    levels, weekly = frame.loc[("Levels", LIQUIDITY)], frame.loc[("Weekly changes", LIQUIDITY)]
    assert levels.value == pytest.approx(0.745, abs=0.005)
    assert weekly.value == pytest.approx(0.038, abs=0.005)
    assert weekly.low < 0 < weekly.high
    assert levels.low == levels.value == levels.high, "no interval of levels"


@given(st.integers(3, 60))
def test_correlation_is_pearsons(n: int):
    pairs = np.random.default_rng(n).normal(size=(n, 2))
    assert float(assets.correlation(pairs)) == pytest.approx(np.corrcoef(pairs.T)[0, 1])
    assert assets.correlation(np.stack([pairs, -pairs])).shape == (2,)


def test_crypto_politics_is_shown_and_not_judged(store: Store):
    judge = registry.tests()["crypto-political"].judge
    now, then = (judge(read(store, "crypto-political", day)) for day in (None, ARTICLE))
    assert (now.status, then.status) == ("untestable", "untestable")
    assert "net liquidity 0.75 and 0.04" in now.sentence and "policy uncertainty 0.59 and −0.02" in now.sentence


def test_use_of_crypto_fell_from_12_to_7_percent_of_adults(store: Store):
    """Federal Reserve, Survey of Household Economics and Decisionmaking, waves of 2021 to 2023."""
    use = run(store, "crypto-use").pivot(index="x", columns="line", values="value")
    assert use["Any use"].to_dict() == {"2021": 12, "2022": 10, "2023": 7}
    assert np.isnan(use.at["2022", "As an investment"]), "it was not quoted, and is not filled in"
