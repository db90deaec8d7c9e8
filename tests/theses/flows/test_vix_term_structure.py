"""VIX against VIX3M: published counts are met, no gap is filled, and the right edge is not guessed."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.judging import decider, evaluate, judgement, registry
from indicators.model.missing import MissingData, TooShort
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store
from indicators.theses.flows import vix_term_structure as vix


@pytest.fixture(scope="module")
def data(store: Store) -> Panel:
    return panel.read(store, (*vix.RATIO, "VIX9D", "VIX6M", "SPX_CLOSE", "NFCI", "EBP"))


def made(**values: pd.Series) -> Panel:
    return Panel({id: series.rename(id) for id, series in values.items()}, {}, {})


def sessions(values: list[float], start: str = "2025-01-01") -> pd.Series:
    return pd.Series(values, pd.date_range(start, periods=len(values)), dtype=float)


# what others published


@pytest.mark.parametrize("day, close, ratio", [("2024-08-05", 38.57, 1.144), ("2025-04-08", 52.33, 1.261)])
def test_the_press_closes_of_two_panics_are_met(data: Panel, day: str, close: float, ratio: float):
    assert data["VIXCLS"][day] == close
    assert vix.ratio(data)[day] == pytest.approx(ratio, abs=0.0005)


def test_inverted_days_were_9_in_2024_and_29_in_2025(data: Panel):
    inverted = vix.ratio(data) > 1
    assert (inverted["2024"].sum(), inverted["2025"].sum(), inverted["2025-03-31":"2025-04-24"].sum()) == (9, 29, 17)


# the ratio


def test_a_day_that_only_one_index_has_is_left_out_and_never_filled():
    near = sessions([10, 20, 30, 40])
    found = vix.ratio(made(VIXCLS=near, VIX3M=sessions([10, 10, 10]).drop(pd.Timestamp("2025-01-02"))))
    assert found.to_dict() == {pd.Timestamp("2025-01-01"): 1.0, pd.Timestamp("2025-01-03"): 3.0}


def test_every_ratio_that_ships_is_of_two_closes_of_its_day(data: Panel):
    ratio = vix.ratio(data)
    assert set(ratio.index) == set(data["VIXCLS"].index) & set(data["VIX3M"].index)
    assert (ratio * data["VIX3M"][ratio.index]).to_numpy() == pytest.approx(data["VIXCLS"][ratio.index].to_numpy())


def test_smoothing_is_the_mean_of_sessions_up_to_the_day():
    ones = sessions([1.0] * 4)
    found = vix.ratio(made(VIXCLS=sessions([1, 2, 3, 7]), VIX3M=ones), 3)
    assert found.to_dict() == {pd.Timestamp("2025-01-03"): 2.0, pd.Timestamp("2025-01-04"): 4.0}


# credit stress


def test_stress_is_as_rare_as_the_spread_it_stands_for(data: Panel):
    nfci = data["NFCI"]
    changes = (nfci - nfci.shift(4))["1997":].dropna()
    assert 100 * (changes > vix.stress_threshold(nfci)).mean() == pytest.approx(12.7, abs=0.1)


def test_stress_counts_weeks_from_1997_only():
    weeks = pd.date_range("1990-01-05", "2005-12-30", freq="W-FRI")
    nfci = pd.Series(np.where(weeks.year < 1996, np.arange(len(weeks)) * 100.0, 0.0), weeks)
    assert vix.stress_threshold(nfci) == 0


def test_the_rise_is_from_the_week_known_that_day_to_four_weeks_on():
    weeks = pd.date_range("2025-01-03", periods=8, freq="W-FRI")
    nfci = pd.Series(np.arange(8.0) ** 2, weeks)
    days = sessions([1.0] * 40, "2025-01-06")
    frame = vix.inverted_days(made(VIXCLS=days, VIX3M=days / 1.1, SPX_CLOSE=days, NFCI=nfci), 1.0)
    assert frame.rise["2025-01-09"] == 4**2 - 0**2
    assert frame.rise["2025-01-10"] == 5**2 - 1**2
    assert frame.inverted.all()


def test_days_whose_four_weeks_or_20_sessions_have_not_passed_are_not_judged(data: Panel):
    days = vix.inverted_days(data, 1.0)
    last_week, last_session = data["NFCI"].index[-1], data["SPX_CLOSE"].index[-21]
    assert days.rise[last_week - pd.Timedelta(weeks=4) + pd.Timedelta(days=1) :].isna().all()
    assert days.rise[: last_week - pd.Timedelta(weeks=4)].notna().all()
    assert days.next_20[last_session + pd.Timedelta(days=1) :].isna().all()


# episodes


def test_an_episode_near_the_end_of_the_data_has_no_return_yet():
    prices = sessions([100, 100, 110] + [121] * 7)
    near = sessions([0.9, 1.2, 1.3, 0.9, 0.9, 0.9, 0.9, 0.9, 1.1, 0.9])
    table = vix.episode_table(made(VIXCLS=near, VIX3M=sessions([1.0] * 10), SPX_CLOSE=prices), 1.0)
    assert list(table.index) == [pd.Timestamp("2025-01-02"), pd.Timestamp("2025-01-09")]
    assert table.length.tolist() == [2, 1] and table.peak.tolist() == [1.3, 1.1]
    assert table.next_5.iloc[0] == pytest.approx(21) and np.isnan(table.next_5.iloc[1])
    assert table[["next_20", "next_60", "nfci"]].isna().all(axis=None)


def test_without_any_inversion_the_table_and_its_charts_are_empty():
    calm = made(VIXCLS=sessions([0.5] * 5), VIX3M=sessions([1.0] * 5), SPX_CLOSE=sessions([1.0] * 5))
    assert vix.episode_table(calm, 1.0).empty
    for id in ("inversion-returns", "inversion-episodes"):
        with pytest.raises(MissingData, match="nothing is known"):
            registry.run(registry.indicators()[id], calm)


def test_the_change_over_an_episode_is_from_the_week_before_to_the_week_it_ended():
    weekly = pd.Series([1.0, 2.0, 4.0, 8.0], pd.date_range("2025-01-03", periods=4, freq="W-FRI"))
    change = vix._change
    assert change(weekly, pd.Timestamp("2025-01-10"), pd.Timestamp("2025-01-17")) == 4 - 1
    assert change(weekly, pd.Timestamp("2025-01-11"), pd.Timestamp("2025-01-18")) == 8 - 2
    assert np.isnan(change(weekly, pd.Timestamp("2025-01-03"), pd.Timestamp("2025-01-17")))
    assert np.isnan(change(weekly, pd.Timestamp("2025-01-11"), pd.Timestamp("2025-01-25")))


def test_the_shipped_table_agrees_with_the_ratio_and_the_index(data: Panel):
    table = vix.episode_table(data, 1.0)
    assert table.length.sum() == (vix.ratio(data) > 1).sum()
    first = table.index[5]
    prices = data["SPX_CLOSE"]
    at = prices.index.get_loc(first)
    assert table.next_20[first] == pytest.approx(100 * (prices.iloc[at + 20] / prices.iloc[at] - 1))


# the curve of one day


def curve(store: Store, day: date | None) -> pd.DataFrame:
    one = registry.indicators()["term-structure"]
    return registry.run(one, panel.read(store, one.series), day=day)[0]


@pytest.mark.parametrize(
    "day, chosen",
    [
        (date(2024, 8, 5), "5 August 2024"),
        (date(2024, 8, 4), "2 August 2024"),
        (date(1990, 1, 1), None),
        (date(2099, 1, 1), "20 August 2026"),
        (None, "20 August 2026"),
    ],
)
def test_the_curve_is_of_the_nearest_session_on_or_before_the_day(store: Store, day: date | None, chosen: str | None):
    frame = curve(store, day)
    lines = list(dict.fromkeys(frame["line"]))
    assert lines[0] == chosen if chosen else len(lines) == 1
    assert frame["x"].unique().tolist() == ["9 days", "30 days", "3 months"]


def test_the_curve_has_the_closes_of_its_session_and_of_a_year_before(store: Store):
    frame = curve(store, date(2025, 8, 5)).pivot(index="x", columns="line", values="value")
    assert frame.loc["30 days", "5 August 2024"] == 38.57


# the verdict


def test_inverted_and_other_days_are_split_at_2022_with_an_interval(store: Store):
    one = registry.indicators()["inversion-split"]
    frame, _ = registry.run(one, panel.read(store, one.series))
    assert frame[["x", "line"]].to_numpy().tolist() == [
        [period, line] for period in (vix.BEFORE, vix.SINCE) for line in ("Inverted days", "Other days")
    ]
    width = (frame.high - frame.low).to_numpy()
    assert width[0] > width[1] and width[2] > width[3], "fewer days, wider interval"


FIRST = declarations()["vix-inversion"][0]


def first(panel: Panel) -> tuple[str, float]:
    """What the first version says of a panel: status and percent of inverted days that were calm."""
    read = judgement.read(FIRST, registry.statistics(), panel)
    return decider.decide(FIRST, read).status, read["calm-after-inversion"].value


def test_the_first_version_counts_calm_days_among_the_inverted_since_2022(data: Panel):
    days = vix.inverted_days(data, 1.0)["2022":].dropna()
    inverted = days[days.inverted]
    calm = 100 * (inverted.rise < vix.stress_threshold(data["NFCI"])).mean()
    assert first(data) == ("supported", pytest.approx(calm))


def first_of(*, jump: float, price_after: float) -> tuple[str, float]:
    """When 20 sessions of 2022 are inverted, conditions jump after them, and prices move."""
    days = sessions([1.0] * 400, "2022-01-03")
    inverted = (days.index >= "2022-06-01") & (days.index < "2022-06-21")
    weeks = pd.date_range("1997-01-03", "2023-12-29", freq="W-FRI")
    nfci = pd.Series(np.random.default_rng(0).normal(scale=0.01, size=len(weeks)), weeks)
    nfci["2022-06-24":] += jump
    prices = days.where(days.index < "2022-06-20", price_after)
    return first(made(VIXCLS=days.where(~inverted, 1.2), VIX3M=days, NFCI=nfci, SPX_CLOSE=prices))


def test_in_the_first_version_calm_and_no_worse_prices_support_the_claim():
    status, calm = first_of(jump=0, price_after=1.1)
    assert status == "supported" and calm > 75


def test_in_the_first_version_stress_or_worse_prices_contradict_the_claim():
    assert first_of(jump=1, price_after=1.1) == ("contradicted", 0)
    assert first_of(jump=0, price_after=0.9)[0] == "contradicted"


def test_without_an_inversion_or_credit_conditions_there_is_no_verdict(store: Store):
    calm = sessions([1.0] * 400, "2022-01-03")
    with pytest.raises(TooShort):
        vix.calm_after_inversion(made(VIXCLS=calm, VIX3M=calm * 2, NFCI=calm, SPX_CLOSE=calm))
    read = panel.read(store, catalogue.claims()["vix-inversion"].series, date(2025, 12, 1))
    with pytest.raises(MissingData, match="NFCI"):
        first(read)


def by_hand(data: Panel) -> tuple[list[float], list[float]]:
    """The month's change of the excess bond premium, of every inverted and of every other day, with no pandas in it."""
    premium = {(at.year, at.month): value for at, value in data["EBP"].items()}
    three, inverted, others = dict(data["VIX3M"]), [], []
    for day, near in data["VIXCLS"].items():
        before = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
        if day in three and (day.year, day.month) in premium:
            rise = premium[day.year, day.month] - premium[before]
            (inverted if near / three[day] > 1 else others).append(rise)
    return inverted, others


def test_credit_worsens_more_on_inverted_days_and_most_of_them_see_no_stress(store: Store, data: Panel):
    """July 2006 to March 2025: 524 inverted days in 140 episodes."""
    found = evaluate.finding(store, catalogue.claims()["vix-inversion"])
    credit, stress = found.legs
    inverted, others = map(np.array, by_hand(data))
    assert credit.value == pytest.approx(inverted.mean() - others.mean())
    assert (stress.value, stress.null) == (
        pytest.approx(100 * (inverted >= 0.25).mean()),
        pytest.approx(100 * (others >= 0.25).mean()),
    )
    assert (found.status, credit.value, stress.value) == (
        "mixed",
        pytest.approx(0.22, abs=0.005),
        pytest.approx(24.4, abs=0.05),
    )
    assert found.sample.startswith(f"{len(inverted)} inverted days in ")
    assert found.data_through == date(2025, 3, 31)


@pytest.mark.parametrize(("rise", "status"), [(0.0, "supported"), (0.6, "contradicted"), (0.25, "mixed")])
def test_premiums_that_rise_in_months_of_inversions_turn_the_claim(rise: float, status: str):
    """Every fifth month of 2006 to 2015 begins with ten inverted days, and its premium rises as given."""
    days = sessions([1.0] * 3650, "2006-01-01")
    chosen = (days.index.year * 12 + days.index.month) % 5 == 0
    months = pd.date_range("2005-12-01", "2015-12-01", freq="MS")
    jumps = np.where((months.year * 12 + months.month) % 5 == 0, rise, -rise / 4)
    noise = np.random.default_rng(4).normal(0, 0.02, len(months))
    near = days.where(~(chosen & (days.index.day <= 10)), 1.2)
    calm = days * np.nan
    altered = made(VIXCLS=near, VIX3M=days, EBP=pd.Series(np.cumsum(jumps + noise), months), SPX_CLOSE=calm, NFCI=calm)
    assert registry.tests()["vix-inversion"].judge(altered).status == status
