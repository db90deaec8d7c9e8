"""Bitcoin beside other assets: by hand from closes, its traps, and correlations in levels and in changes."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.model import Verdict
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store
from indicators.theses.crypto import assets, upside
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


def test_the_first_version_is_decided_by_the_time_since_the_article(store: Store):
    """By hand: 86,321.57 to 78,335.19 and 6,812.63 to 7,674.37, closes of 1 December 2025 and 21 August 2026."""
    first, _ = evaluate.versions(store, catalogue.claims()[CLAIM])
    assert first.status == "contradicted"
    assert first.value == pytest.approx(100 * (78335.19 / 86321.57 - 7674.37 / 6812.63))


def a_year(prices: pd.Series, last: str) -> list[float]:
    """By hand: the return a year to the last month from every month one to five years before, nearest first."""
    end = pd.Timestamp(last)
    starts = [end - pd.DateOffset(months=n) for n in range(12, 61)]
    return [100 * ((prices[end] / prices[day]) ** (12 / n) - 1) for n, day in enumerate(starts, 12)]


def monthly(daily: pd.Series) -> pd.Series:
    return pd.Series({day: values.mean() for day, values in daily.groupby(daily.index.to_period("M").to_timestamp())})


def test_from_the_median_month_bitcoin_trails_shares_and_shares_lead_pay(store: Store):
    data = read(store)
    bitcoin, shares = (np.array(a_year(monthly(data[id]), "2026-07-01")) for id in ("BTC_USD", "SPX_CLOSE"))
    pay = data["CES0500000003"]
    found = evaluate.finding(store, catalogue.claims()[CLAIM], today=date(2026, 9, 1))
    ahead, real = found.legs
    assert (found.status, found.data_through) == ("mixed", date(2026, 7, 31))
    assert ahead.value == found.value == pytest.approx(np.median(bitcoin - shares)) == pytest.approx(-2.836, abs=0.001)
    assert (ahead.low, ahead.high) == pytest.approx(np.quantile(bitcoin - shares, (0.25, 0.75)))
    assert real.value == pytest.approx(np.median(shares - np.array(a_year(pay, "2026-07-01"))))
    assert real.value == pytest.approx(14.374, abs=0.001)
    assert "ahead from 20" in found.sentence and (bitcoin > shares).sum() == 20
    assert "hangs on the starting month" in found.answer


def test_five_years_that_begin_at_the_peak_told_another_story(store: Store):
    """Why every starting month counts: to April 2026 +29% against +68%, three months later +85% against +71%."""
    data = read(store)
    bitcoin, shares = monthly(data["BTC_USD"]), monthly(data["SPX_CLOSE"])
    assert (
        bitcoin["2026-04"].iloc[0] / bitcoin["2021-04"].iloc[0] < shares["2026-04"].iloc[0] / shares["2021-04"].iloc[0]
    )
    assert (
        bitcoin["2026-07"].iloc[0] / bitcoin["2021-07"].iloc[0] > shares["2026-07"].iloc[0] / shares["2021-07"].iloc[0]
    )


def test_the_chart_since_the_article_ends_in_what_decides(store: Store):
    frame = run(store, "crypto-since-article").set_index(["line", "x"]).value
    assert frame["Bitcoin"].index[0] == pd.Timestamp("2025-12-01") and frame["Bitcoin"].iloc[0] == 0
    assert frame["Bitcoin"].iloc[-1] == pytest.approx(100 * (78335.19 / 86321.57 - 1))
    assert frame["S&P 500"].iloc[-1] == pytest.approx(100 * (7674.37 / 6812.63 - 1))


def test_before_the_article_there_is_no_chart_since_it(store: Store):
    one = registry.indicators()["crypto-since-article"]
    with pytest.raises(MissingData, match="no close after"):
        registry.run(one, panel.read(store, one.series, ARTICLE))


def test_at_publication_bitcoin_led_from_most_months_and_shares_led_pay(store: Store):
    verdict = registry.tests()[CLAIM].judge(read(store, day=ARTICLE))
    assert verdict.status == "mixed"
    assert verdict.answer.startswith("Partly: ") and "was +27.2 points" in verdict.sentence


def growing(bitcoin: float, shares: float, pay: float) -> Panel:
    """Six years in which each grows by so many percent a year, evenly."""
    days = pd.date_range("2020-01-01", "2026-06-30", freq="D")
    first = pd.date_range("2020-01-01", "2026-06-01", freq="MS")

    def path(index: pd.DatetimeIndex, rate: float) -> pd.Series:
        return pd.Series((1 + rate / 100) ** ((index - index[0]).days / 365.25), index)

    values = {"BTC_USD": path(days, bitcoin), "SPX_CLOSE": path(days, shares), "CES0500000003": path(first, pay)}
    return Panel({id: one.rename(id) for id, one in values.items()}, {}, {})


@pytest.mark.parametrize(
    ("bitcoin", "shares", "pay", "status", "words"),
    [
        (30, 2, 4, "supported", "Yes"),
        (5, 10, 4, "contradicted", "No"),
        (30, 10, 4, "mixed", "Partly"),
        (1, 2, 4, "mixed", "Not settled"),
    ],
)
def test_only_means_that_shares_have_no_upside(bitcoin: float, shares: float, pay: float, status: str, words: str):
    """A record of six years is too short for a base rate of more than a year and a half, which is all the same."""
    found = registry.tests()[CLAIM].judge(growing(bitcoin, shares, pay))
    assert decided(found) == status and found.answer.startswith(words if found.status == status else "Not settled")


def decided(verdict: Verdict) -> str:
    """What the bars say, before what was ordinary is taken into account."""
    return verdict.worth.ordinary or verdict.status


def test_a_month_of_pay_that_was_never_published_is_bridged():
    whole = growing(30, 2, 4)
    gap = whole["CES0500000003"].drop(pd.Timestamp("2024-10-01"))
    bridged = Panel({**dict(whole), "CES0500000003": gap}, {}, {})
    one, other = (upside.shares_over_pay(data, years=5, least=12) for data in (whole, bridged))
    assert one.value == pytest.approx(other.value, abs=0.01) and one.day == other.day


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
    """By hand: changes of logs from Wednesday to Wednesday, uncertainty as the mean of seven days; Fisher's interval."""
    claim = catalogue.claims()["crypto-political"]
    data, found = read(store, claim.id), evaluate.finding(store, claim, today=date(2026, 9, 1))
    bitcoin, articles = data["BTC_USD"], data["USEPUINDXD"]
    week = [np.mean([articles[day - pd.Timedelta(days=n)] for n in range(7)]) for day in WEDNESDAYS]
    pair = np.diff(np.log([[bitcoin[day] for day in WEDNESDAYS], week]), axis=1)
    by_hand = np.corrcoef(pair)[0, 1]
    low, high = np.tanh(np.arctanh(by_hand) + np.array([-1.6449, 1.6449]) / np.sqrt(pair.shape[1] - 3))
    moves, acts = found.legs
    assert (found.status, moves.value) == ("untestable", pytest.approx(by_hand))
    assert (moves.low, moves.high) == pytest.approx((low, high)) and low < 0 < high
    assert by_hand == pytest.approx(-0.02, abs=0.005) and "−0.02" in found.sentence
    assert acts.value == 7 and "listed by hand: 7, after the article: 0" in found.sentence


#: Of the record that bitcoin and policy uncertainty share.
WEDNESDAYS = pd.date_range("2014-09-17", "2025-12-31", freq="W-WED")


def test_use_of_crypto_fell_from_12_to_7_percent_of_adults(store: Store):
    """Federal Reserve, Survey of Household Economics and Decisionmaking, waves of 2021 to 2023."""
    use = run(store, "crypto-use").pivot(index="x", columns="line", values="value")
    assert use["Any use"].to_dict() == {"2021": 12, "2022": 10, "2023": 7}
    assert np.isnan(use.at["2022", "As an investment"]), "it was not quoted, and is not filled in"
