"""The forecast of a decade of nuclear, gas and grid: its numbers by hand, and when and how it ends."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.model.missing import TooShort
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store
from indicators.theses.energy import supply

CLAIM = "nuclear-gas-grid-decade"
SHARE, PLANT = "power-construction-lead", "nuclear-gas-lead"


@pytest.fixture(scope="module")
def data(store: Store) -> Panel:
    return panel.read(store, catalogue.claims()[CLAIM].series)


def leads(found: object) -> dict[str, float]:
    return {one.statistic: one.value for one in found.legs}  # type: ignore[attr-defined]


def test_the_last_year_is_set_against_the_ten_before_it(store: Store, data: Panel):
    """Construction of June 2025 to May 2026 against the 120 months before; capacity of 2024 against 2014 to 2023."""
    months = pd.date_range("2015-06-01", "2026-05-01", freq="MS")
    shares = np.array([100 * data["TLPWRCONS"][at] / data["TTLCONS"][at] for at in months])
    plant = {
        at.year: data["ELEC_CAPACITY_GAS"][at] + data["ELEC_CAPACITY_NUCLEAR"][at]
        for at in data["ELEC_CAPACITY_GAS"].index
    }
    found = evaluate.finding(store, catalogue.claims()[CLAIM], today=date(2026, 11, 1))
    read = leads(found)
    assert read[SHARE] == pytest.approx(shares[-12:].mean() - shares[:-12].mean()) == pytest.approx(0.185, abs=0.0005)
    assert read[PLANT] == pytest.approx(plant[2024] - plant[2023] - (plant[2023] - plant[2013]) / 10)
    assert read[PLANT] == pytest.approx(-6.348, abs=0.0005)
    assert (found.status, found.data_through) == ("open", date(2024, 12, 31))


def ended(data: Panel, power: float, added: float, last: str = "2035-12-01") -> Panel:
    """The panel carried on to a month: construction by a factor for power, gigawatts of gas added a year."""
    months = pd.date_range("2002-01-01", last, freq="MS")
    years = pd.date_range("2008-01-01", last, freq="YS")
    new = months >= "2026-01-01"
    series = {
        "TTLCONS": pd.Series(100.0, months),
        "TLPWRCONS": pd.Series(np.where(new, 8.0 * power, 8.0), months),
        "ELEC_CAPACITY_NUCLEAR": pd.Series(100.0, years),
        "ELEC_CAPACITY_GAS": pd.Series(400 + 5.0 * np.arange(len(years)), years),
    }
    series["ELEC_CAPACITY_GAS"]["2026":] += (added - 5.0) * np.arange(1, (years >= "2026-01-01").sum() + 1)
    return Panel({**dict(data), **series}, data.provenance, {})


@pytest.mark.parametrize(
    ("power", "added", "status", "answer"),
    [(1.2, 9.0, "supported", "Yes"), (0.8, 2.0, "contradicted", "No"), (1.2, 2.0, "mixed", "Partly")],
)
def test_the_decade_ends_by_both_of_its_parts(data: Panel, power: float, added: float, status: str, answer: str):
    found = registry.tests()[CLAIM].judge(ended(data, power, added))
    assert found.status == status and found.answer.startswith(answer)
    read = leads(found)
    assert read[SHARE] == pytest.approx(8 * power - 8) and read[PLANT] == pytest.approx(added - 5)


def test_it_stays_open_until_the_decade_is_in(data: Panel):
    found = registry.tests()[CLAIM].judge(ended(data, 1.2, 9.0, "2035-11-01"))
    assert found.status == "open" and "From January 2026 to November 2035" in found.sentence


def test_a_lead_without_ten_years_before_it_is_too_short():
    with pytest.raises(TooShort):
        supply._decade_so_far(pd.Series(1.0, pd.date_range("2010-01-01", "2019-01-01", freq="YS")), "annual", 10)


def test_the_first_version_is_98_4_percent_of_the_record_of_2019(store: Store):
    """BEA table 5.3.6: 142.129 in 2026Q1 against 144.474 in 2019Q4, billions of 2017 dollars; no record yet."""
    first, _ = evaluate.versions(store, catalogue.claims()[CLAIM])
    assert (first.status, first.legs[0]) == ("open", pytest.approx(100 * 142.129 / 144.474, abs=0.001))
