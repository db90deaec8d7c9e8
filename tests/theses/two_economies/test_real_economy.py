"""The real economy's readings, each against a year earlier: by hand, by date, and no reading without a base."""

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
from indicators.theses.two_economies import real_economy as real

CLAIM = "real-economy-shrinks"
IDS = {
    "Hires rate": "JTSHIR",
    "Real disposable income": "DSPIC96",
    "Credit-card delinquency rate": "DRCCLACBS",
    "Top 1% share of net worth": "WFRBST01134",
}


@pytest.fixture(scope="module")
def data(store: Store) -> Panel:
    return panel.read(store, catalogue.claims()[CLAIM].series)


@pytest.fixture(scope="module")
def found(store: Store) -> Finding:
    return evaluate.finding(store, catalogue.find_claim(CLAIM), today=date(2026, 10, 10))


# the readings of the first version


@pytest.mark.parametrize("name, id", IDS.items())
def test_a_reading_is_its_last_value_against_the_same_period_a_year_before(data: Panel, name: str, id: str):
    row = real.against_a_year_earlier(data).loc[name]
    assert row.now == data[id][row.day] and row.then == data[id][row.day - pd.DateOffset(years=1)]
    assert row.day == data[id].index[-1]


def test_payrolls_elsewhere_fell_in_the_year_to_july_2026(data: Panel):
    """By hand from the three series of the Bureau of Labor Statistics, in persons."""
    row = real.against_a_year_earlier(data).loc["Payrolls outside health care and information"]
    now, then = (
        data["PAYEMS"][day] - data["CES6562000001"][day] - data["USINFO"][day] for day in ("2026-07-01", "2025-07-01")
    )
    assert (row.now, row.then, row.worse) == (now, then, True) and now < then


def test_necessities_are_the_plain_mean_of_three_inflations(data: Panel):
    row = real.against_a_year_earlier(data).loc["Inflation of necessities"]
    rates = [
        100 * (data[id]["2026-06-01"] / data[id]["2025-06-01"] - 1)
        for id in ("CUSR0000SAF11", "CUSR0000SAH1", "CPIENGSL")
    ]
    assert row.day == pd.Timestamp("2026-06-01") and row.now == pytest.approx(np.mean(rates))


def test_the_first_versions_share_is_four_of_seven(store: Store):
    first, _ = evaluate.versions(store, catalogue.find_claim(CLAIM))
    assert (first.status, first.value) == ("supported", pytest.approx(100 * 4 / 7))


def test_a_reading_that_did_not_move_is_not_worse(data: Panel):
    still = Panel({**data, "JTSHIR": data["JTSHIR"] * 0 + 3.3}, data.provenance, data.missing)
    assert not real.against_a_year_earlier(still).loc["Hires rate"].worse


# the newest version, by hand


def test_consumption_production_and_private_jobs_grew_on_the_year(data: Panel, found: Finding):
    """Consumption to May, production to August, private payrolls to June 2026: twelve months each."""
    by_hand = {
        "consumption-growth": 100 * (data["PCEC96"]["2026-05-01"] / data["PCEC96"]["2025-05-01"] - 1),
        "production-growth": 100 * (data["INDPRO"]["2026-08-01"] / data["INDPRO"]["2025-08-01"] - 1),
        "private-payroll-growth": 100 * (data["USPRIV"]["2026-06-01"] / data["USPRIV"]["2025-06-01"] - 1),
    }
    read = {leg.statistic: leg.value for leg in found.legs}
    assert {id: read[id] for id in by_hand} == pytest.approx(by_hand)
    assert list(by_hand.values()) == pytest.approx([2.128, 1.420, 0.535], abs=0.0005)


def test_output_without_ai_decides_with_the_others(found: Finding):
    """1.875, as it is by hand where AI is called the only engine."""
    assert (found.status, found.value) == ("contradicted", pytest.approx(1.875, abs=0.0005))
    assert found.data_through == date(2026, 3, 31) and "+1.9% (to 2026Q1)" in found.sentence
    assert [leg.error for leg in found.legs] == [0.6, 0.6, 0.3, 0.2]


@pytest.mark.parametrize(
    ("yearly", "status"),
    [
        ({"PCEC96": 0.98, "INDPRO": 0.95, "USPRIV": 0.99}, "supported"),
        ({"PCEC96": 0.98, "INDPRO": 0.95}, "mixed"),
        ({"PCEC96": 1.005, "INDPRO": 0.998}, "mixed"),
        ({"INDPRO": 0.95}, "contradicted"),
        ({"GDPC1": 0.97, "PCEC96": 0.98, "USPRIV": 0.99}, "supported"),
    ],
)
def test_three_of_four_must_fall_or_rise_by_more_than_they_are_revised(
    data: Panel, yearly: dict[str, float], status: str
):
    def on_the_year(id: str, relative: float) -> pd.Series:
        series = data[id].copy()
        series.iloc[-1] = relative * series[series.index[-1] - pd.DateOffset(years=1)]
        if id == "GDPC1":
            series["2026-01-01"] = relative * series["2025-01-01"]
        return series

    changed = {id: on_the_year(id, relative) for id, relative in yearly.items()}
    assert registry.tests()[CLAIM].judge(Panel({**data, **changed}, data.provenance, data.missing)).status == status


@pytest.mark.parametrize("id", ["USPRIV", "INDPRO", "PCEC96", "GDPC1"])
def test_without_one_of_the_four_the_claim_cannot_be_judged(data: Panel, id: str):
    fewer = Panel({one: data[one] for one in data if one != id}, data.provenance, {id: "not held"})
    with pytest.raises(MissingData, match=f"{id}: not held"):
        registry.tests()[CLAIM].judge(fewer)


# the indicators


def test_october_2025_stays_a_gap_and_its_anniversary_has_no_base(data: Panel):
    frame, _ = registry.run(registry.indicators()["necessities"], data)
    assert pd.Timestamp("2025-10-01") not in set(frame.x) and pd.Timestamp("2025-11-01") in set(frame.x)


def test_every_indicator_of_the_claim_draws_on_what_ships(store: Store):
    for one in registry.indicators().values():
        if one.compute.__module__ != real.__name__ or not all(catalogue.series()[id].ships for id in one.series):
            continue
        frame, _ = registry.run(one, panel.read(store, one.series))
        assert len(frame) and np.isfinite(frame.value).all(), one.id
