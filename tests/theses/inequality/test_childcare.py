"""What care for children costs, against rent and mortgage: the test and the charts."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.judging import evaluate, registry
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store
from indicators.theses.inequality import childcare
from tests.theses.inequality.reading import claimed, indicated, series

CLAIM = "childcare-over-rent"


def test_care_for_two_is_a_hair_above_the_new_mortgage_in_2024(store: Store):
    """2 x 13,128 (Child Care Aware) against 12 x 1,487 and 12 x 2,035 (ACS) and four quarters of the payment."""
    data = claimed(store, CLAIM)
    payments = []
    for quarter in pd.date_range("2024-01-01", "2024-10-01", freq="QS"):
        rate = data["MORTGAGE30US"][quarter : quarter + pd.offsets.QuarterEnd()].mean() / 1200
        payments.append(12 * 0.8 * data["MSPUS"][quarter] * rate / (1 - (1 + rate) ** -360))
    expected = [100 * 26_256 / (12 * 1_487), 100 * 26_256 / (12 * 2_035), 100 * 26_256 / np.mean(payments)]
    found = evaluate.finding(store, catalogue.claims()[CLAIM], today=date(2026, 11, 1))
    assert [one.value for one in found.legs] == pytest.approx(expected)
    assert expected == pytest.approx([147.14, 107.52, 100.94], abs=0.005)
    assert [one.error for one in found.legs] == pytest.approx([0.027 * one for one in expected])
    assert [one.side for one in found.legs] == ["supports", "supports", "neither"]
    assert (found.status, found.value, found.data_through) == (
        "mixed",
        pytest.approx(100.94, abs=0.01),
        date(2024, 12, 31),
    )
    assert "26,256" in found.sentence and "74% of rent" in found.sentence


@pytest.mark.parametrize(
    ("price", "status", "answer"),
    [(15_000, "supported", "Yes"), (13_128, "mixed", "Partly"), (9_000, "mixed", "Not"), (8_000, "contradicted", "No")],
)
def test_dearer_and_cheaper_care_would_turn_the_claim(store: Store, price: float, status: str, answer: str):
    data = claimed(store, CLAIM)
    care = pd.Series([price], pd.DatetimeIndex(["2024-01-01"]), dtype=float)
    found = registry.tests()[CLAIM].judge(Panel({**dict(data), "CHILDCARE_PRICE_US": care}, data.provenance, {}))
    assert found.status == status and found.answer.startswith(answer)


def test_the_spread_is_that_of_the_publishers_ways_of_averaging():
    (spread,) = (one.value for one in declarations()[CLAIM][-1].parameters if one.name == "spread")
    assert spread == pytest.approx(100 * (9_600 - 9_100) / 2 / 9_350, abs=0.05)


def test_childcare_without_a_common_year_is_missing_and_says_so(store: Store):
    data = panel.read(store, catalogue.claims()["childcare-over-rent"].series, date(2024, 1, 15))
    with pytest.raises(MissingData):
        registry.tests()["childcare-over-rent"].judge(data)


def test_childcare_prices_are_the_published_ones(store: Store):
    """I07, Child Care Aware of America: 13,128 for 2024; unweighted mean of 47 states, infants in centres: 15,629."""
    assert series(store, "CHILDCARE_PRICE_US")["CHILDCARE_PRICE_US"]["2024-01-01"] == 13_128
    prices = childcare.infant_prices()
    assert len(prices) == 47 and prices.mean() == pytest.approx(15_629, abs=1)


def test_states_above_rent_and_mortgage_are_the_published_counts(store: Store):
    """I08, Child Care Aware of America, May 2025: 49 states above rent, 45 above mortgages; a year before 50 and 45."""
    frame = indicated(store, "childcare-state-counts")
    above = frame[frame.line == "States above rent"].value.tolist()
    assert above == [50, 49]
    assert frame[frame.line == "States above mortgage"].value.tolist() == [45, 45]


def test_day_care_and_rent_start_at_their_mean_of_2000_and_skip_october_2025(store: Store):
    frame = indicated(store, "childcare-and-rent-prices")
    for _, line in frame.groupby("line"):
        prices = line.set_index("x").value
        assert prices["2000"].mean() == pytest.approx(100)
        assert pd.Timestamp("2025-10-01") not in prices and pd.Timestamp("2025-11-01") in prices
