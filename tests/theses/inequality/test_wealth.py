"""Wealth by generation and percentile: headline numbers and the traps of the accounts."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.judging import evaluate, judgement, registry
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store, open_store
from indicators.theses.inequality import generations, wealth

OURS = ("boomers-own", "young-no-capital", "asset-inflation-gap")
plain = settings(max_examples=50, deadline=None, database=None)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(tmp_path_factory.mktemp("wealth") / "store.sqlite")


@pytest.fixture(scope="module")
def data(store: Store) -> Panel:
    """All that the indicators of these claims read."""
    return panel.read(store, {id: None for one in ours() for id in one.series})


def ours() -> list[registry.Indicator]:
    """The indicators of these claims that the figures which ship can draw, but for those of what decides."""
    shipped = (one for one in registry.indicators().values() if any(catalogue.series()[id].ships for id in one.series))
    return [one for one in shipped if set(one.serves) & set(OURS) and not one.hints.decides]


def indicated(data: Panel, id: str, **chosen: object) -> pd.DataFrame:
    return registry.run(registry.indicators()[id], data, **chosen)[0]


def at(frame: pd.DataFrame, line: str, day: str) -> float:
    return float(frame[(frame.line == line) & (frame.x == day)].value.iloc[0])


def verdict(store: Store, claim: str) -> registry.Verdict:
    return registry.tests()[claim].judge(panel.read(store, catalogue.claims()[claim].series))


# --- verdicts -------------------------------------------------------------------------------------


def test_tests_read_every_series_their_claim_names(store: Store):
    for claim in OURS:
        known = panel.read(store, catalogue.claims()[claim].series)
        registry.tests()[claim].judge(known)
        for test in declarations()[claim]:
            judgement.read(test, registry.statistics(), known)
        assert set(known.seen()) == set(catalogue.claims()[claim].series), claim


def test_sentences_fit_and_what_they_rest_on_is_stated(store: Store):
    for claim in OURS:
        found = verdict(store, claim)
        assert found.sample and len(found.sentence) < 330, claim
        assert found.through == date(2026, 3, 31)


def test_the_first_version_reads_that_boomers_hold_more_than_half(store: Store):
    """Federal Reserve, DFA, 2026Q1: 51.630% of net worth, 53.876% of equities; 40.4 of 135.1 million households."""
    first, _ = evaluate.versions(store, catalogue.claims()["boomers-own"])
    assert first.status == "supported"
    assert first.legs == pytest.approx((51.63, 53.876 / 29.92, 51.63 - 25.9), abs=0.5)


def test_boomers_hold_about_half_and_less_of_real_estate(store: Store):
    """As published: half of net worth and of equities give or take two points, two fifths of real estate."""
    found = verdict(store, "boomers-own")
    known = panel.read(store, catalogue.claims()["boomers-own"].series)
    read = [known[f"DFA_SHARE_BABYBOOM_{one}"]["2026-01-01"] for one in ("NETWORTH", "EQUITIES", "REALESTATE")]
    assert [leg.value for leg in found.legs] == read == [51.63, 53.876, 40.714]
    assert [leg.side for leg in found.legs] == ["neither", "supports", "neither"]
    assert found.status == "mixed" and found.value == 51.63
    heads = sum(known[f"DFA_HOUSEHOLDS_{g}"]["2026-01-01"] for g in ("SILENT", "BABYBOOM", "GENX", "MILLENNIAL"))
    assert found.legs[0].null == pytest.approx(100 * known["DFA_HOUSEHOLDS_BABYBOOM"]["2026-01-01"] / heads)


@pytest.mark.parametrize(("factor", "status"), [(1.3, "supported"), (1.1, "mixed"), (0.7, "contradicted")])
def test_other_shares_would_turn_what_boomers_own(store: Store, factor: float, status: str):
    known = panel.read(store, catalogue.claims()["boomers-own"].series)
    other = {id: known[id] * factor for id in known if id.startswith("DFA_SHARE_BABYBOOM")}
    found = registry.tests()["boomers-own"].judge(Panel({**dict(known), **other}, known.provenance, known.missing))
    assert found.status == status


def test_the_first_version_reads_that_millennials_hold_three_tenths_of_their_share(store: Store):
    """10.985% of net worth over 50.0 of 135.1 million households, 37.01%: 29.7."""
    first, _ = evaluate.versions(store, catalogue.claims()["young-no-capital"])
    assert (first.status, first.value) == ("supported", pytest.approx(100 * 10.985 / 37.013, abs=0.01))


def test_at_the_same_age_millennials_have_more_than_boomers_had(store: Store, data: Panel):
    """Age 37: 19.1 trillion over 50.0 million in 2026Q1; 130,486 dollars in 1992Q3 at 2.33 times its prices."""
    prices = data["CPIAUCSL"]
    rise = prices["2026-01":"2026-03"].mean() / prices["1992-07":"1992-09"].mean()
    read = {}
    for asset in ("NETWORTH", "EQUITIES"):
        young, old = (data[f"DFA_LEVEL_{one}_{asset}"] for one in ("MILLENNIAL", "BABYBOOM"))
        now = young["2026-01-01"] / data["DFA_HOUSEHOLDS_MILLENNIAL"]["2026-01-01"]
        then = old["1992-07-01"] / data["DFA_HOUSEHOLDS_BABYBOOM"]["1992-07-01"]
        read[asset] = 100 * now / (then * rise)
        assert asset != "NETWORTH" or (now, then) == (pytest.approx(382_179, abs=1), pytest.approx(130_486, abs=1))
    found = verdict(store, "young-no-capital")
    assert [leg.value for leg in found.legs[:2]] == [pytest.approx(one) for one in read.values()]
    assert found.status == "contradicted" and found.value == pytest.approx(125.68, abs=0.005)
    assert "aged 37" in found.sentence


def test_the_young_family_in_the_middle_has_twice_that_of_1989_and_most_hold_stocks(store: Store):
    """Survey of Consumer Finances, 2022 dollars: 39,040 in 2022, 18,744 in 1989; 54.4% hold stocks, 22.7% did."""
    found = verdict(store, "young-no-capital")
    assert [leg.value for leg in found.legs[2:]] == pytest.approx([100 * 39_040.001 / 18_744.404, 54.361], abs=0.001)
    assert "In 2022 54% of families under 35 held stocks; their median was 208% of 1989's." in found.sentence


@pytest.mark.parametrize(
    ("wealth", "holders", "status"),
    [(0.1, 40.0, "supported"), (0.1, 60.0, "mixed"), (1.0, 51.0, "mixed"), (1.0, 54.0, "contradicted")],
)
def test_poorer_young_would_turn_the_claim(store: Store, wealth: float, holders: float, status: str):
    known = panel.read(store, catalogue.claims()["young-no-capital"].series)
    other = {id: known[id] * wealth for id in known if id.startswith("DFA_LEVEL_MILLENNIAL")}
    surveys = known["SCF_STOCKS_HELD_UNDER35"].index
    last = pd.Series([1.0] * (len(surveys) - 1) + [2 * wealth], surveys)
    other |= {"SCF_MEDIAN_NETWORTH_UNDER35": 20_000 * last, "SCF_STOCKS_HELD_UNDER35": 0 * last + holders}
    found = registry.tests()["young-no-capital"].judge(Panel({**dict(known), **other}, known.provenance, known.missing))
    assert found.status == status


def test_the_first_version_counts_eight_years_of_a_wider_gap(store: Store):
    first, _ = evaluate.versions(store, catalogue.claims()["asset-inflation-gap"])
    assert (first.status, first.legs) == ("mixed", (80, 7))


def test_the_gap_in_shares_widened_in_four_of_ten_years_and_hardly_with_stocks(store: Store):
    """Yearly changes to first quarters by hand; the correlation is numpy's, its interval Fisher's."""
    claim = catalogue.claims()["asset-inflation-gap"]
    data = panel.read(store, claim.series)
    gaps = [round(data["WFRBST01134"][f"{y}-01-01"] - data["WFRBSB50215"][f"{y}-01-01"], 1) for y in range(2007, 2027)]
    stocks = [
        data["SPX_CLOSE"][f"{y}-01" : f"{y}-03"].groupby(lambda day: day.month).mean().mean() for y in range(2006, 2027)
    ]
    changes = np.diff([round(data["WFRBST01134"]["2006-01-01"] - data["WFRBSB50215"]["2006-01-01"], 1), *gaps]).round(1)
    r = np.corrcoef(changes, np.diff(stocks) / stocks[:-1])[0, 1]
    found = verdict(store, "asset-inflation-gap")
    assert (found.status, found.value) == ("contradicted", 100 * np.mean(changes[-10:] > 0)) == ("contradicted", 40)
    assert found.legs[1].value == pytest.approx(r) == pytest.approx(0.35, abs=0.005)
    assert found.legs[1].low == pytest.approx(np.tanh(np.arctanh(r) - 1.645 / np.sqrt(17)))


@pytest.mark.parametrize(
    ("step", "with_stocks", "status", "answer"),
    [
        (40.0, 1, "supported", "Yes"),
        (40.0, 0, "mixed", "Partly"),
        (-40.0, 1, "contradicted", "no more than half"),
        (40.0, -1, "contradicted", "narrows when stock prices rise"),
    ],
)
def test_other_gaps_would_turn_the_claim(store: Store, step: float, with_stocks: int, status: str, answer: str):
    known = panel.read(store, catalogue.claims()["asset-inflation-gap"].series)
    stocks = wealth.maths.quarterly(known["SPX_CLOSE"])
    time = np.arange(len(stocks))
    gap = step * time / 4 + with_stocks * stocks / 100 + np.sin(time)
    wider = {"WFRBST01134": gap, "WFRBSB50215": 0 * gap}
    found = registry.tests()["asset-inflation-gap"].judge(
        Panel({**dict(known), **wider}, known.provenance, known.missing)
    )
    assert found.status == status and answer in found.answer


def test_the_accounts_of_a_past_day_are_not_reconstructed(store: Store):
    for claim in OURS:
        finding = evaluate.finding(store, catalogue.claims()[claim], as_of=date(2025, 12, 1))
        assert finding.status == "no data" and "rewritten over its whole history" in finding.sentence


# --- indicators and traps -------------------------------------------------------------------------


def test_every_indicator_draws_on_what_ships(data: Panel):
    for one in ours():
        for chosen in [{}, *({c.id: option} for c in one.controls for option in c.options)]:
            frame, _ = registry.run(one, data, **chosen)
            assert len(frame) and frame.value.notna().all() and frame.line.nunique() <= 6, (one.id, chosen)
            assert not frame.duplicated(["x", "line"]).any(), (one.id, chosen)


def test_shares_add_up_to_a_hundred(data: Panel):
    for id in ("wealth-by-generation", "wealth-by-percentile"):
        for asset in wealth.ASSETS:
            total = indicated(data, id, asset=asset).groupby("x").value.sum()
            assert total.between(99.7, 100.3).all(), (id, asset)


def test_what_is_extrapolated_is_drawn_as_such(data: Panel):
    """Over time every chart of the accounts is dotted after the survey of 2022."""
    for one in ours():
        dated = "x" in (frame := registry.run(one, data)[0]) and pd.api.types.is_datetime64_any_dtype(frame.x)
        if dated and any(id.startswith(("DFA", "WFRB")) for id in one.series):
            assert one.hints.provisional and one.hints.provisional[0] == date(2022, 10, 1), one.id


def test_a_newer_release_is_not_spliced_on():
    assert not [id for one in ours() for id in one.series if "VINTAGE" in id]


def test_real_wealth_has_no_value_where_prices_were_not_collected(data: Panel):
    """October 2025 is missing, so the last quarter of 2025 has no mean price and no real gap."""
    gap = wealth.real_gap(data)
    assert pd.Timestamp("2025-10-01") not in gap and pd.Timestamp("2026-01-01") in gap


def test_means_per_household_are_those_of_the_accounts(data: Panel):
    """2026Q1, in its own prices: 89.84 trillion over 40.42 million households of baby boomers is 2,222,485 dollars."""
    mean = generations.per_household(data, generations.BOOMERS, generations.NET_WORTH)
    assert mean["2026-01-01"] == pytest.approx(2_222_485, abs=1)


def test_millennials_before_their_first_household_have_no_mean(data: Panel):
    mean = generations.per_household(data, generations.YOUNG, generations.NET_WORTH)
    assert mean.index[0] > pd.Timestamp("1997-01-01") and mean.notna().all()


def test_ages_go_by_the_middle_of_the_birth_years(data: Panel):
    quarters = pd.Series(1.0, pd.date_range("1989-07-01", "2026-01-01", freq="QS"))
    ages = generations.by_age(quarters, generations.BORN[generations.BOOMERS])
    assert list(ages.index) == list(range(34, 71))
    frame = indicated(data, "wealth-at-same-age")
    assert frame.groupby("line").x.max().to_dict() == {"Baby boomers": 55, "Generation X": 53, "Millennials": 37}


def test_assets_and_wages_start_together(data: Panel):
    for since in (2007, 2015, 2020):
        frame = indicated(data, "assets-against-wages", since=since)
        first = frame.groupby("line").first()
        assert (first.x == pd.Timestamp(since, 1, 1)).all() and first.value.to_numpy() == pytest.approx(100)
        assert "Case-Shiller" not in set(frame.line), "it does not ship"


def test_a_quarter_short_of_a_month_is_left_out(data: Panel):
    """The S&P 500 reaches August 2026: the third quarter is not whole."""
    stocks = indicated(data, "assets-against-wages").query("line == 'S&P 500'")
    assert stocks.x.max() == pd.Timestamp("2026-04-01")


@plain
@given(st.lists(st.booleans(), min_size=60, max_size=60), st.integers(1, 10))
def test_years_of_counts_the_flags_of_one_quarter(flags: list[bool], years: int):
    counted = wealth.years_of(pd.Series(flags, pd.date_range("2011-01-01", periods=60, freq="QS")), years)
    assert len(counted) == 60 - 4 * (years - 1)
    assert counted.iloc[-1] == sum(flags[::-4][:years])
