"""Whether a median income buys a median house: the test and the charts."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.judging import registry
from indicators.model.missing import MissingData
from indicators.panel.panel import Panel
from indicators.store.store import Store
from indicators.theses.inequality import housing
from tests.theses.inequality.reading import claimed, indicated

plain = settings(max_examples=50)


def test_the_payment_of_the_last_quarter_of_2025_by_hand(store: Store):
    """412,300 dollars (Census), 20% down, mean rate of the quarter (Freddie Mac), income 87,460 (Census)."""
    data = claimed(store, "housing-out-of-reach")
    rate = data["MORTGAGE30US"]["2025-10":"2025-12"].mean() / 1200
    monthly = 0.8 * 412_300 * rate / (1 - (1 + rate) ** -360)
    assert data["MSPUS"]["2025-10-01"] == 412_300 and data["MEHOINUSA646N"]["2025-01-01"] == 87_460
    verdict = registry.tests()["housing-out-of-reach"].judge(data)
    assert verdict.value == pytest.approx(100 * 12 * monthly / 87_460)
    assert verdict.value == pytest.approx(27.80, abs=0.01)
    assert verdict.status == "mixed" and verdict.through == date(2025, 12, 31)


@pytest.mark.parametrize(
    "share, mean, ratio, status",
    [(31, 27, 5.2, "supported"), (31, 27, 5.0, "mixed"), (28, 27, 5.2, "mixed"), (26, 27, 5.2, "contradicted")],
)
def test_the_housing_verdict_follows_its_stated_thresholds(share: float, mean: float, ratio: float, status: str):
    assert housing._weigh(share > 30, share < mean, ratio > 5.15) == status


def test_housing_is_not_judged_against_a_history_that_is_not_held(store: Store):
    data = claimed(store, "housing-out-of-reach")
    late = Panel({id: data[id]["2020":] for id in data}, data.provenance, {})
    with pytest.raises(MissingData, match="1985"):
        registry.tests()["housing-out-of-reach"].judge(late)


def test_the_atlanta_fed_s_payment_is_met_from_its_parts():
    """I17, 21 January 2026: 3,034 a month needs 121,342 a year at 30%; 808 of it, 26.6%, is not principal and "
    "interest."""
    parts = housing.atlanta_fed()
    assert 12 * parts["payment"] / 0.30 == pytest.approx(parts["qualifying_income"], abs=30)
    assert 100 * parts["other_than_principal_and_interest"] / parts["payment"] == pytest.approx(26.6, abs=0.05)
    simple = 0.9 * parts["median_price"] * housing.annuity(pd.Series([6.25])).iloc[0]
    assert simple == pytest.approx(parts["payment"] - parts["other_than_principal_and_interest"], abs=5)


def test_definitions_disagree_in_the_same_quarter(store: Store):
    """Lesson of the field: affordable by one index, not by the other."""
    last = indicated(store, "housing-affordability").groupby("line").value.last()
    assert last["Realtors' method"] > 100 > last["Atlanta Fed's method"]


def test_income_of_a_year_that_is_not_published_is_missing():
    income = pd.Series([100.0], pd.DatetimeIndex(["2024-01-01"]))
    days = pd.DatetimeIndex(["2024-10-01", "2025-01-01"])
    found = housing.income_of_the_year(income, days)
    assert found.iloc[0] == 100 and pd.isna(found.iloc[1])


def test_no_rent_burden_is_drawn_for_2020(store: Store):
    burden = indicated(store, "homeownership-and-rent-burden").query("line == 'Burdened renters'")
    assert 2020 not in set(burden.x.dt.year)


def test_the_realtors_own_index_is_absent_and_not_missed(store: Store):
    assert "Realtors' index, as published" not in set(indicated(store, "housing-affordability").line)


@plain
@given(st.floats(0.1, 20))
def test_discounted_payments_repay_the_loan(rate: float):
    payment = housing.annuity(pd.Series([rate])).iloc[0]
    assert sum(payment / (1 + rate / 1200) ** month for month in range(1, 361)) == pytest.approx(1)
