"""Whether a median income buys a median house: the test and the charts."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.judging import evaluate, registry
from indicators.model.missing import MissingData
from indicators.panel.panel import Panel
from indicators.store.store import Store
from indicators.theses.inequality import housing
from tests.theses.inequality.reading import claimed, indicated

plain = settings(max_examples=50)


CLAIM = "housing-out-of-reach"


def test_the_first_version_reads_the_payment_of_the_last_quarter_of_2025(store: Store):
    """412,300 dollars (Census), 20% down, mean rate of the quarter (Freddie Mac), income 87,460 (Census)."""
    data = claimed(store, CLAIM)
    rate = data["MORTGAGE30US"]["2025-10":"2025-12"].mean() / 1200
    monthly = 0.8 * 412_300 * rate / (1 - (1 + rate) ** -360)
    assert data["MSPUS"]["2025-10-01"] == 412_300 and data["MEHOINUSA646N"]["2025-01-01"] == 87_460
    first, _ = evaluate.versions(store, catalogue.claims()[CLAIM])
    assert first.legs[0] == pytest.approx(100 * 12 * monthly / 87_460) == pytest.approx(27.80, abs=0.01)
    assert first.status == "mixed"


def by_quarter(data: Panel) -> tuple[dict[pd.Timestamp, float], dict[pd.Timestamp, float]]:
    """By hand: the payment with 10% down and 2.4% of the price a year, percent of income, and the price in incomes."""
    shares, ratios = {}, {}
    for quarter, price in data["MSPUS"].items():
        income = data["MEHOINUSA646N"].get(pd.Timestamp(quarter.year, 1, 1))
        weeks = data["MORTGAGE30US"][quarter : quarter + pd.offsets.QuarterEnd()]
        if income and len(weeks):
            rate = weeks.mean() / 1200
            year = 12 * 0.9 * price * rate / (1 - (1 + rate) ** -360) + 0.024 * price
            shares[quarter], ratios[quarter] = 100 * year / income, price / income
    return shares, ratios


def test_the_payment_of_2025_is_above_the_line_and_not_clearly_above_its_mean(store: Store):
    shares, ratios = by_quarter(claimed(store, CLAIM))
    last, price = (np.mean([one[day] for day in list(one)[-4:]]) for one in (shares, ratios))
    values = np.array(list(shares.values()))
    off, lags = values - values.mean(), round(1.3 * len(values) ** 0.5)
    spread = off @ off + 2 * sum((1 - k / (lags + 1)) * off[k:] @ off[:-k] for k in range(1, lags + 1))
    reach = 1.959964 * np.sqrt(spread) / len(values)
    before = [one for day, one in ratios.items() if 1985 <= day.year <= 2019]
    found = evaluate.finding(store, catalogue.claims()[CLAIM], today=date(2026, 11, 1))
    share, excess, rank = found.legs
    assert share.value == pytest.approx(last) == pytest.approx(44.18, abs=0.005)
    assert excess.value == pytest.approx(last - values.mean()) == pytest.approx(2.14, abs=0.005)
    assert (excess.low, excess.high) == (pytest.approx(excess.value - reach), pytest.approx(excess.value + reach))
    assert rank.value == pytest.approx(100 * np.mean([one < price for one in before])) == pytest.approx(70)
    assert (found.status, found.value, found.data_through) == ("mixed", excess.value, date(2025, 12, 31))


@pytest.mark.parametrize(
    ("factor", "status", "answer"), [(1.4, "supported", "Yes"), (1.0, "mixed", "Partly"), (0.6, "contradicted", "No")]
)
def test_dearer_and_cheaper_houses_would_turn_the_claim(store: Store, factor: float, status: str, answer: str):
    data = claimed(store, CLAIM)
    prices = data["MSPUS"] * np.where(data["MSPUS"].index.year >= 2025, factor, 1.0)
    found = registry.tests()[CLAIM].judge(Panel({**dict(data), "MSPUS": prices}, data.provenance, {}))
    assert found.status == status and found.answer.startswith(answer)


def test_charges_are_those_that_the_atlanta_feds_payment_implies():
    (charges,) = (one.value for one in declarations()[CLAIM][-1].parameters if one.name == "charges")
    assert charges == pytest.approx(housing.charges_rate(), abs=0.05)


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
