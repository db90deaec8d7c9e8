"""Output between hours and productivity, income between labour and capital: figures, identities, rules."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.judging import evaluate, judgement, registry
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store, open_store
from indicators.theses.labor import productivity

PUBLISHED = date(2025, 12, 1)
TODAY = date(2026, 10, 10)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(tmp_path_factory.mktemp("productivity") / "store.sqlite")


@pytest.fixture(scope="module")
def data(store: Store) -> Panel:
    return panel.read(store, [id for one in mine() for id in one.series])


def mine():
    return [one for one in registry.indicators().values() if one.compute.__module__ == productivity.__name__]


# --- what others published ------------------------------------------------------------------------


def test_labour_share_fell_on_the_accounts_as_on_the_bureaus_measure(data):
    """BLS labour share fell from 54.6 to 53.8 in 2025Q3 (13 January 2026), a sector not held here.

    Compensation over gross domestic income, NIPA 1.10, falls as well, and less: 51.69 to 51.51.
    """
    share = productivity.income_shares(data, productivity.OF_GDI).labour
    assert [round(share[day], 2) for day in ("2025-04-01", "2025-07-01", "2026-01-01")] == [51.69, 51.51, 51.05]


# --- identities and traps -------------------------------------------------------------------------


def test_both_sides_of_the_growth_accounts_are_of_one_vintage_of_the_national_accounts(store):
    """The update of September 2026 moved 2021 onward: newer GDP is not divided by older productivity."""
    both = panel.read(store, ["OPHNFB", "GDPC1"])
    update = date(2026, 9, 30)
    assert all(origin.vintage < update for origin in both.provenance.values())
    assert panel.read(store, ["GDPC1"]).provenance["GDPC1"].vintage >= update


@settings(deadline=None)  # time is the benchmark's matter
@given(
    st.lists(st.floats(50, 200), min_size=9, max_size=30),
    st.lists(st.floats(50, 200), min_size=30, max_size=30),
)
def test_hours_and_productivity_add_up_to_output(output, rate):
    index = pd.date_range("2015-01-01", periods=len(output), freq="QS")
    values = {"GDPC1": pd.Series(output, index), "OPHNFB": pd.Series(rate[: len(output)], index)}
    missing = dict.fromkeys((productivity.OUTPUT, productivity.HOURS), "not held")
    accounts = productivity.growth_accounts(Panel(values, {}, missing))
    assert np.allclose(accounts.productivity + accounts.work, accounts.output)
    assert np.allclose(accounts.productivity, productivity.log_growth(values["OPHNFB"], 12))


def test_published_hours_are_used_once_they_are_held():
    index = pd.date_range("2024-01-01", periods=6, freq="QS")
    flat, rising = pd.Series(100.0, index), pd.Series([100, 100, 100, 100, 110, 110.0], index)
    held = Panel({"GDPC1": rising, "OPHNFB": rising, "OUTNFB": rising, "HOANBS": rising / 1.0}, {}, {})
    assert np.allclose(productivity.growth_accounts(held).productivity, 0)
    missing = {"OUTNFB": "not held", "HOANBS": "not held"}
    bare = Panel({"GDPC1": rising, "OPHNFB": flat}, {}, missing)
    assert np.allclose(productivity.growth_accounts(bare).work, productivity.growth_accounts(bare).output)


def test_real_unit_labour_costs_move_as_the_labour_share_did_over_decades(data):
    """Both fall between the 1960s and the 2020s; the stand-in is at its low in the last quarter held."""
    index = productivity.real_unit_labour_costs(data)
    assert index["2017"].mean() == pytest.approx(100)
    assert index.idxmin() == index.index[-1] == pd.Timestamp("2026-01-01")


# --- the rules ------------------------------------------------------------------------------------


def with_growth(store, output: float, work: float):
    """The panel of productivity-masks with output and hours grown so, in log points, in the last four quarters."""
    whole = panel.read(store, catalogue.find_claim("productivity-masks").series)
    quarters = pd.date_range("2025-01-01", periods=5, freq="QS")
    grown = {
        id: pd.Series(np.exp(np.linspace(0, by / 100, 5)), quarters)
        for id, by in (("OUTNFB", output), ("HOANBS", work))
    }
    return altered(whole, **grown)


def altered(whole: Panel, **series: pd.Series) -> Panel:
    """The panel with some series in place of its own."""
    return Panel(
        {**dict(whole), **series}, whole.provenance, {k: v for k, v in whole.missing.items() if k not in series}
    )


@pytest.mark.parametrize(
    "output, work, status",
    [
        (2.4, 0.4, "supported"),
        (2.4, -0.2, "supported"),
        (2.4, 0.6, "mixed"),
        (1.0, 0.4, "mixed"),
        (2.4, 1.3, "contradicted"),
    ],
)
def test_the_first_rule_of_productivity(store, output, work, status):
    first = declarations()["productivity-masks"][0]
    assert judgement.judged(first, registry.statistics(), with_growth(store, output, work))[0] == status


def test_of_output_that_shrinks_there_is_nothing_to_supply_a_part_of(store):
    with pytest.raises(MissingData, match="nothing to supply"):
        productivity.productivity_part_of_output(with_growth(store, -1.0, -2.0))


@pytest.mark.parametrize(
    "labour, profits, costs, status",
    [
        (0.98, 1.1, 0.98, "supported"),
        (0.98, 0.9, 0.98, "mixed"),
        (1.03, 1.1, 0.98, "mixed"),
        (1.03, 1.0, 1.05, "contradicted"),
    ],
)
def test_the_first_rule_of_the_labour_share(store, labour, profits, costs, status):
    """With the last quarter of compensation, of profits and of unit labour costs so many times what it was."""
    whole = panel.read(store, catalogue.find_claim("labor-to-capital").series)
    factors = {"NIPA_1_10_COMPENSATION_PAID": labour, "NIPA_1_10_DOMESTIC_PROFITS": profits, "ULCNFB": costs}
    last = {id: lifted(whole[id], "2026", by) for id, by in factors.items()}
    first = declarations()["labor-to-capital"][0]
    assert judgement.judged(first, registry.statistics(), altered(whole, **last))[0] == status


def lifted(series: pd.Series, since: str, factor: float) -> pd.Series:
    return series * np.where(series.index >= since, factor, 1.0)


@pytest.mark.parametrize(
    "costs, pay, status", [(0.97, 0.85, "supported"), (1.06, 0.85, "mixed"), (1.06, 1.06, "contradicted")]
)
def test_a_larger_fall_on_both_measures_would_turn_the_claim(store, costs, pay, status):
    whole = panel.read(store, catalogue.find_claim("labor-to-capital").series)
    last = {"ULCNFB": lifted(whole["ULCNFB"], "2026", costs), "COE": lifted(whole["COE"], "2025-07", pay)}
    assert registry.tests()["labor-to-capital"].judge(altered(whole, **last)).status == status


def test_the_first_version_of_productivity_masks_now_and_at_publication(store):
    """By hand: ln(119.437 ÷ 116.187) = 2.76% of ln(24,180.4 ÷ 23,548.2) = 2.65%, vintages of July and August 2026."""
    claim = catalogue.find_claim("productivity-masks")
    now, then = evaluate.versions(store, claim)[0], evaluate.versions(store, claim, PUBLISHED)[0]
    assert (now.status, round(now.legs[0])) == ("supported", 104)
    assert (then.status, round(then.legs[0])) == ("mixed", 72)


#: By hand: how much worse each measure is at the least, and which way is worse.
ERRORS = {"UNRATE": (0.2, 1), "JTSHIR": (0.15, -1), "JTSQUR": (0.15, -1), "JTSLDR": (0.15, 1), "CCSA": (5, 1)}


def spring(series: pd.Series, year: int) -> float:
    """The mean of March, April and May, of means of the month."""
    return float(np.mean([series[f"{year}-0{month}"].mean() for month in (3, 4, 5)]))


def test_one_of_five_measures_is_worse_and_productivity_above_its_mean(store):
    """May 2026 against May 2025; output per hour rose 2.80% over the year to 2026Q1, its mean of 80 quarters 1.69%."""
    claim = catalogue.find_claim("productivity-masks")
    whole, now = panel.read(store, claim.series), evaluate.finding(store, claim, today=TODAY)
    worse = []
    for id, (error, sign) in ERRORS.items():
        before, last = spring(whole[id], 2025), spring(whole[id], 2026)
        worse.append(sign * (100 * (last / before - 1) if id == "CCSA" else last - before) > error)
    per_hour = whole["OPHNFB"].to_numpy()
    growth = 100 * (per_hour[4:] / per_hour[:-4] - 1)
    assert [leg.value for leg in now.legs] == pytest.approx([100 * np.mean(worse), growth[-1] - growth[-81:-1].mean()])
    assert now.legs[1].value == pytest.approx(1.10, abs=0.005)
    assert (now.status, now.value, now.data_through) == ("contradicted", 20, date(2026, 5, 31))


@pytest.mark.parametrize(
    "hires, layoffs, unemployment, per_hour, status",
    [
        (-1.0, 1.0, 1.0, 1.0, "supported"),
        (-1.0, 1.0, 1.0, 0.99, "mixed"),
        (-1.0, 1.0, 1.0, 0.9, "contradicted"),
        (0.0, 0.0, 0.0, 1.0, "contradicted"),
    ],
)
def test_a_worse_labour_market_and_more_productivity_would_turn_the_claim(
    store, hires, layoffs, unemployment, per_hour, status
):
    whole = panel.read(store, catalogue.find_claim("productivity-masks").series)
    since = {
        id: whole[id] + by * (whole[id].index >= "2026")
        for id, by in (("JTSHIR", hires), ("JTSLDR", layoffs), ("UNRATE", unemployment))
    }
    last = whole["OPHNFB"] * np.where(whole["OPHNFB"].index >= "2026", per_hour, 1.0)
    found = registry.tests()["productivity-masks"].judge(altered(whole, OPHNFB=last, **since))
    assert found.status == status


def test_the_first_version_of_labor_to_capital_now_and_at_publication(store):
    """By hand from NIPA 1.10: 16,100.8 ÷ 31,539.4 against 51.85% in 2024Q1; at publication over GDP."""
    claim = catalogue.find_claim("labor-to-capital")
    now, then = evaluate.versions(store, claim)[0], evaluate.versions(store, claim, PUBLISHED)[0]
    assert (now.status, round(now.legs[0], 2)) == ("supported", -0.80)
    assert (then.status, round(then.legs[0], 2)) == ("mixed", 0.02)


def test_labours_share_moved_less_than_it_usually_does(store):
    """Eight-quarter changes of both measures over their root mean squares; COE of 2025Q3 is 15,754.9, profits 4,095.7."""
    claim = catalogue.find_claim("labor-to-capital")
    whole, now = panel.read(store, claim.series), evaluate.finding(store, claim, today=TODAY)
    cost = (whole["ULCNFB"] / whole["GDPDEF"]).dropna().to_numpy()
    part = (100 * whole["COE"] / (whole["COE"] + whole["CPROFIT"])).dropna().to_numpy()
    nonfarm, net = 100 * (cost[8:] / cost[:-8] - 1), part[8:] - part[:-8]
    assert part[-1] == pytest.approx(100 * 15754.924 / (15754.924 + 4095.713))
    by_hand = [one[-1] / np.sqrt(np.mean(one**2)) for one in (nonfarm, net)]
    assert [leg.value for leg in now.legs] == pytest.approx(by_hand)
    assert by_hand == pytest.approx([-0.98, -0.18], abs=0.005)
    assert (now.status, now.data_through) == ("mixed", date(2026, 3, 31))
    assert "2025Q3" in now.sentence


@pytest.mark.parametrize("id", ["productivity-masks", "labor-to-capital", "low-skill-third"])
def test_a_test_reads_every_series_that_its_claim_names_now_or_at_publication(store, id):
    claim = catalogue.find_claim(id)
    seen: set[str] = set()
    for day in (None, PUBLISHED):
        whole = panel.read(store, claim.series, day)
        for test in declarations()[id]:
            judgement.read(test, registry.statistics(), whole)
        seen |= set(whole.seen())
    assert seen == set(claim.series) - set(panel.read(store, claim.series).missing)


def test_every_indicator_runs_with_every_option_now_and_at_publication(store):
    for one in mine():
        for day in (None, PUBLISHED):
            whole = panel.read(store, one.series, day)
            for control in one.controls:
                for option in control.options:
                    frame, _ = registry.run(one, whole, **{control.id: option})
                    assert len(frame) and np.isfinite(frame.value).all(), (one.id, option, day)
