"""Investment in AI against the rest of GDP: lead and rank correlation by hand, and the verdict turned both ways."""

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

CLAIM = "two-economies"


@pytest.fixture(scope="module")
def data(store: Store) -> Panel:
    return panel.read(store, catalogue.claims()[CLAIM].series)


@pytest.fixture(scope="module")
def found(store: Store) -> Finding:
    return evaluate.finding(store, catalogue.find_claim(CLAIM), today=date(2026, 10, 10))


def economies(data: Panel) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Investment, the rest of GDP and the price of GDP, to 2026Q1."""
    until = pd.Timestamp("2026-01-01")
    ai = data["A679RC1Q027SBEA"][:until].to_numpy()
    gdp, chained = (data[id][:until].to_numpy() for id in ("GDP", "GDPC1"))
    return ai, gdp - ai, gdp / chained


def test_the_lead_of_eight_quarters_is_told_from_its_mean_of_twenty_years(data: Panel, found: Finding):
    ai, rest, _ = economies(data)
    leads = [100 * ((ai[n] / ai[n - 8]) ** 0.5 - (rest[n] / rest[n - 8]) ** 0.5) for n in range(8, len(ai))]
    lead = found.legs[0]
    assert lead.value == pytest.approx((leads[-1] - np.mean(leads[-80:])) / np.std(leads[-80:], ddof=1))
    assert (lead.value, leads[-1], np.mean(leads[-80:])) == pytest.approx((4.23, 11.7, 1.4), abs=0.05)
    assert "grew 11.7 points a year faster than the rest of GDP (usually +1.4)" in found.sentence


def test_the_correlation_is_of_ranks_with_fishers_interval(data: Panel, found: Finding):
    """0.08, from -0.20 to 0.34: it includes the bar of 0.3, so that they hardly move together is not settled."""
    ai, rest, price = economies(data)
    real = [part / price for part in (ai, rest)]
    ranks = [pd.Series(part[1:] / part[:-1] - 1).tail(40).rank() for part in real]
    value = float(np.corrcoef(*ranks)[0, 1])
    ends = np.tanh(np.arctanh(value) + np.array([-1, 1]) * 1.645 * 1.03 / 37**0.5)
    overlap = found.legs[1]
    assert (overlap.value, overlap.low, overlap.high) == pytest.approx((value, *ends))
    assert (value, *ends) == pytest.approx((0.079, -0.197, 0.343), abs=0.0005)
    assert (found.status, found.value, found.data_through) == (
        "mixed",
        pytest.approx(value, abs=1e-5),
        date(2026, 3, 31),
    )


def test_what_holds_it_back_is_said(found: Finding):
    assert found.sentence.endswith("GDP is held to 2026Q2, investment by kind not.")


@pytest.mark.parametrize(
    ("lead", "together", "status"),
    [(2.0, -0.9, "supported"), (1.0, 0.98, "contradicted"), (-2.0, -0.9, "contradicted"), (2.0, 0.4, "mixed")],
)
def test_a_wide_lead_and_little_overlap_are_both_asked_for(data: Panel, lead: float, together: float, status: str):
    """Both grow by 1% a quarter, with waves that are so alike for ten years, and investment by a lead in the last two."""
    days = data["GDP"].index
    wave, own = np.random.default_rng(1).normal(0, 1, (2, len(days)))
    ahead = lead * (np.arange(len(days)) >= len(days) - 8)
    rest = pd.Series(900 * np.cumprod(1.01 + wave / 100), days)
    alike = together * (np.arange(len(days)) >= len(days) - 40)
    ai = pd.Series(10 * np.cumprod(1.01 + (alike * wave + (1 - alike**2) ** 0.5 * own + ahead) / 100), days)
    changed = {"A679RC1Q027SBEA": ai, "GDP": ai + rest, "GDPC1": ai + rest}
    assert registry.tests()[CLAIM].judge(Panel({**data, **changed}, data.provenance, data.missing)).status == status


@pytest.mark.parametrize("id", ["A679RC1Q027SBEA", "GDP", "GDPC1"])
def test_without_one_of_the_accounts_it_cannot_be_judged(data: Panel, id: str):
    fewer = Panel({one: data[one] for one in data if one != id}, data.provenance, {id: "not held"})
    with pytest.raises(MissingData, match=f"{id}: not held"):
        registry.tests()[CLAIM].judge(fewer)
