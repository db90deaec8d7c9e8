"""Dependence on AI capital spending: the share's rise and the companies' addition by hand, and the verdict both ways."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.model import Finding
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store
from indicators.theses.ai_capex import dependence, investment

CLAIM = "capex-dependence"


@pytest.fixture(scope="module")
def data(store: Store) -> Panel:
    return panel.read(store, catalogue.claims()[CLAIM].series)


@pytest.fixture(scope="module")
def found(store: Store) -> Finding:
    return evaluate.finding(store, catalogue.find_claim(CLAIM), today=date(2026, 10, 10))


def altered(data: Panel, **changes: pd.Series) -> Panel:
    return Panel({**data, **changes}, data.provenance, data.missing)


def test_the_share_rose_by_a_point_in_three_years(data: Panel, found: Finding):
    """To 2026Q2 +1.03, usually +0.15, in deviations of all rises since 1950."""
    share = (100 * data["A679RC1Q027SBEA"] / data["GDP"]).dropna().to_numpy()
    rises = share[12:] - share[:-12]
    assert found.value == pytest.approx((rises[-1] - rises.mean()) / rises.std(ddof=1), abs=1e-5)
    assert (found.value, rises[-1], rises.mean()) == pytest.approx((3.32, 1.03, 0.15), abs=0.005)
    assert (found.status, found.data_through) == ("supported", date(2026, 6, 30))
    assert "5.05% of GDP in 2026Q2, +1.03 points in three years (usually +0.15)" in found.sentence


def test_five_companies_added_almost_a_percent_of_gdp(data: Panel, found: Finding):
    """2026Q1 over 2025Q1 at annual rates, over the GDP of 2025Q1; Oracle's quarter from March to May is spread."""
    ends = pd.Timestamp("2025-01-01"), pd.Timestamp("2026-01-01")
    whole = ("CAPEX_MSFT", "CAPEX_GOOGL", "CAPEX_AMZN", "CAPEX_META")
    spent = [sum(data[id][day] for id in whole) for day in ends]
    oracle = data["CAPEX_ORCL"]
    spread = [oracle[day - pd.DateOffset(months=1)] * 2 / 3 + oracle[day + pd.DateOffset(months=2)] / 3 for day in ends]
    added = 4 * (spent[1] + spread[1] - spent[0] - spread[0])
    leg = found.legs[1]
    assert leg.value == pytest.approx(100 * added / data["GDP"][ends[0]]) == pytest.approx(0.913, abs=0.0005)
    assert "worldwide, added 0.91% of GDP on the year to 2026Q1" in found.sentence


def test_what_was_known_then_is_all_that_a_past_rise_is_told_from(data: Panel):
    whole = dependence.ai_share_rise(data, years=3).past
    day = pd.Timestamp("2000-10-01")
    cut = {id: data[id][:day] for id in ("A679RC1Q027SBEA", "GDP")}
    assert dependence.ai_share_rise(altered(data, **cut), years=3).value == pytest.approx(whole[day])


@pytest.mark.parametrize(
    ("investment_now", "spent_now", "status"),
    [
        (1.0, 1.0, "supported"),
        (0.9, 1.0, "mixed"),
        (1.0, 0.7, "mixed"),
        (0.7, 1.0, "contradicted"),
        (1.0, 0.3, "contradicted"),
    ],
)
def test_both_must_rise_and_either_may_fall(data: Panel, investment_now: float, spent_now: float, status: str):
    def ending(id: str, factor: float, last: int) -> pd.Series:
        series = data[id].copy()
        series.iloc[-last:] *= factor
        return series

    changed = {id: ending(id, spent_now, 2) for id in investment.COMPANIES}
    changed["A679RC1Q027SBEA"] = ending("A679RC1Q027SBEA", investment_now, 1)
    assert registry.tests()[CLAIM].judge(altered(data, **changed)).status == status


@pytest.mark.parametrize("id", ["CAPEX_ORCL", "A679RC1Q027SBEA", "GDP"])
def test_without_one_of_its_parts_it_cannot_be_judged(data: Panel, id: str):
    fewer = Panel({one: data[one] for one in data if one != id}, data.provenance, {id: "not held"})
    with pytest.raises(MissingData, match=f"{id}: not held"):
        registry.tests()[CLAIM].judge(fewer)


def test_the_first_version_has_a_record_now_and_the_record_of_2000_at_publication(store: Store):
    claim = catalogue.find_claim(CLAIM)
    now, then = (evaluate.versions(store, claim, day)[0] for day in (None, date(2025, 12, 1)))
    assert (now.status, then.status) == ("supported", "mixed")
    assert np.array([now.legs[0], then.legs[0]]) == pytest.approx([5.05, 4.44], abs=0.005)


def test_the_first_version_is_contradicted_by_a_share_below_peak_and_falling(data: Panel):
    low = data["A679RC1Q027SBEA"].copy()
    low.iloc[-1] *= 0.7
    assert dependence.ai_share_to_peak(altered(data, A679RC1Q027SBEA=low)).value < 0
    low.iloc[-5] *= 0.6
    assert dependence.ai_share_to_peak(altered(data, A679RC1Q027SBEA=low)).value > 0
