"""What care for children costs, against rent and mortgage: the test and the charts."""

from datetime import date

import pandas as pd
import pytest

from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.store.store import Store
from indicators.theses.inequality import childcare
from tests.theses.inequality.reading import claimed, indicated, series


def test_care_for_two_is_a_hair_above_the_new_mortgage_in_2024(store: Store):
    """2 x 13,128 (Child Care Aware) against 12 x 1,487 (ACS) and the mean of four quarters of the payment."""
    data = claimed(store, "childcare-over-rent")
    year, costs = childcare.yearly_costs(data)
    assert (year, costs["two"], costs["rent"]) == (2024, 26_256, 17_844)
    assert costs["payment"] == pytest.approx(26_012, abs=1)
    verdict = registry.tests()["childcare-over-rent"].judge(data)
    assert verdict.status == "supported" and verdict.value == pytest.approx(100.94, abs=0.01)


def test_care_for_two_with_a_cheaper_second_child_is_below_the_payment(store: Store):
    _, costs = childcare.yearly_costs(claimed(store, "childcare-over-rent"), second=97.0)
    assert costs["rent"] < costs["two"] < costs["payment"]


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
