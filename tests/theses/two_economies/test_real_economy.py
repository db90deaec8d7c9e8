"""The real economy's readings, each against a year earlier: by hand, by date, and no reading without a base."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
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


def test_four_of_seven_readings_are_worse(store: Store):
    found = evaluate.finding(store, catalogue.find_claim(CLAIM), today=date(2026, 10, 10))
    assert (found.status, found.value) == ("supported", pytest.approx(100 * 4 / 7, abs=1e-4))
    assert "4 of 7 readings (57%)" in found.sentence
    assert "Shrinking in level, not only slowing: payrolls outside health care and information." in found.sentence


def readings(*worse: bool) -> Panel:
    """Hires, income, delinquencies and wealth over two years, each worse or better than a year earlier."""
    index = pd.date_range("2024-01-01", periods=24, freq="MS")
    falls = {"JTSHIR": 1, "DSPIC96": 1, "DRCCLACBS": -1, "WFRBST01134": -1}
    values = {
        id: pd.Series(100.0 + sign * (-1 if bad else 1) * np.arange(24), index)
        for (id, sign), bad in zip(falls.items(), worse, strict=True)
    }
    others = ("PAYEMS", "CES6562000001", "USINFO", "TOTLL", "CPIAUCSL", "CUSR0000SAF11", "CUSR0000SAH1", "CPIENGSL")
    return Panel(values, {}, dict.fromkeys(others, "not held"))


@pytest.mark.parametrize(
    "worse, status",
    [
        ((True, True, True, False), "supported"),
        ((True, True, False, False), "mixed"),
        ((True, False, False, False), "contradicted"),
    ],
)
def test_most_readings_decide_and_half_do_not(worse: tuple[bool, ...], status: str):
    found = registry.tests()[CLAIM].judge(readings(*worse))
    assert (found.status, found.value) == (status, 25.0 * sum(worse))


def test_a_fall_in_level_is_told_from_a_slowing():
    assert "had shrunk in level" in registry.tests()[CLAIM].judge(readings(True, False, True, True)).sentence
    assert "Shrinking in level" in registry.tests()[CLAIM].judge(readings(True, True, True, True)).sentence


def test_a_reading_that_did_not_move_is_not_worse():
    flat = readings(True, True, True, True)
    still = Panel({**flat, "JTSHIR": flat["JTSHIR"] * 0 + 3.3}, {}, flat.missing)
    assert not real.against_a_year_earlier(still).loc["Hires rate"].worse


def test_without_any_reading_the_missing_series_is_named():
    with pytest.raises(MissingData, match="JTSHIR: not held"):
        registry.tests()[CLAIM].judge(Panel({}, {}, dict.fromkeys(catalogue.claims()[CLAIM].series, "not held")))


def test_october_2025_stays_a_gap_and_its_anniversary_has_no_base(data: Panel):
    frame, _ = registry.run(registry.indicators()["necessities"], data)
    assert pd.Timestamp("2025-10-01") not in set(frame.x) and pd.Timestamp("2025-11-01") in set(frame.x)


def test_every_indicator_of_the_claim_draws_on_what_ships(store: Store):
    for one in registry.indicators().values():
        if one.compute.__module__ != real.__name__ or not all(catalogue.series()[id].ships for id in one.series):
            continue
        frame, _ = registry.run(one, panel.read(store, one.series))
        assert len(frame) and np.isfinite(frame.value).all(), one.id
