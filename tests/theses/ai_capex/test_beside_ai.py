"""Growth with and without AI-related investment: both bounds by hand, each in its own last quarter."""

from datetime import date

import pandas as pd
import pytest

from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.model import Finding
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store
from indicators.theses.ai_capex import beside_ai

CLAIM = "gdp-without-ai"


@pytest.fixture(scope="module")
def data(store: Store) -> Panel:
    return panel.read(store, catalogue.claims()[CLAIM].series)


@pytest.fixture(scope="module")
def found(store: Store) -> Finding:
    return evaluate.finding(store, catalogue.find_claim(CLAIM), today=date(2026, 10, 10))


def points(data: Panel, nominal: pd.Series, quantity: pd.Series, day: str) -> float:
    """BEA's contribution to growth over four quarters, written out."""
    now, then = pd.Timestamp(day), pd.Timestamp(day) - pd.DateOffset(years=1)
    gdp, growth = data["GDP"], data["GDPC1"][now] / data["GDPC1"][then]
    price, q = gdp[now] / gdp[then] / growth, quantity[now] / quantity[then]
    change = nominal[then] * (q - 1) / price + nominal[now] * (1 - 1 / q)
    return float(100 * change / (gdp[then] / price + gdp[now] / growth))


def basket(data: Panel, day: str) -> float:
    software, both = data["B985RC1Q027SBEA"], data["A679RC1Q027SBEA"]
    return points(data, software, data["B985RX1Q020SBEA"], day) + points(
        data, both - software, data["Y034RX1Q020SBEA"], day
    )


def leg(found: Finding, statistic: str) -> float:
    return next(one.value for one in found.legs if one.statistic == statistic)


def test_gross_is_of_2026q1_and_net_of_2025q3_where_trade_ends(data: Panel, found: Finding):
    assert leg(found, "ai-contribution-gross") == pytest.approx(basket(data, "2026-01-01"))
    assert leg(found, "ai-contribution-gross") == pytest.approx(0.810, abs=0.0005)
    equipment = data["A679RC1Q027SBEA"] - data["B985RC1Q027SBEA"]
    imports = data["B852RC1Q027SBEA"] - data["B850RC1Q027SBEA"]
    quantity = (imports / (equipment / data["Y034RX1Q020SBEA"])).dropna()
    net = basket(data, "2025-07-01") - points(data, imports, quantity, "2025-07-01")
    assert found.value == pytest.approx(net, abs=1e-5) == pytest.approx(0.379, abs=0.0005)
    assert (found.status, found.data_through) == ("mixed", date(2025, 9, 30))


def test_the_sentence_has_the_quarter_of_either_and_what_holds_them_back(found: Finding):
    assert "0.81 percentage points" in found.sentence and "four quarters to 2026Q1" in found.sentence
    assert "known to 2025Q3, 0.38" in found.sentence
    assert found.sentence.endswith("GDP is held to 2026Q2, real investment by kind only to 2026Q1.")


def test_accounts_of_one_quarter_hold_nothing_back(store: Store):
    found = evaluate.finding(store, catalogue.find_claim(CLAIM), date(2025, 12, 1))
    assert "GDP is held to" not in found.sentence


@pytest.mark.parametrize(
    ("equipment", "imports", "status"), [(1.0, 1.0, "mixed"), (1.0, 0.6, "supported"), (0.9, 1.0, "contradicted")]
)
def test_the_net_reading_supports_and_the_gross_one_contradicts(
    data: Panel, equipment: float, imports: float, status: str
):
    """Imports that fall leave all of the basket; equipment that falls leaves little even gross."""

    def ending(id: str, factor: float) -> pd.Series:
        series = data[id].copy()
        series.iloc[-2:] *= factor
        return series

    changed = {
        "Y034RX1Q020SBEA": ending("Y034RX1Q020SBEA", equipment),
        "B852RC1Q027SBEA": ending("B852RC1Q027SBEA", imports),
    }
    assert registry.tests()[CLAIM].judge(Panel({**data, **changed}, data.provenance, data.missing)).status == status


def test_without_trade_in_computers_the_claim_cannot_be_judged(data: Panel):
    fewer = Panel({id: data[id] for id in data if id != "B852RC1Q027SBEA"}, {}, {"B852RC1Q027SBEA": "not held"})
    with pytest.raises(MissingData, match="B852RC1Q027SBEA: not held"):
        registry.tests()[CLAIM].judge(fewer)


def test_growth_and_its_parts_add_up(data: Panel):
    rest = beside_ai.growth_beside_ai(data, quarters=4, revision=0.6)
    gross = beside_ai.ai_contribution_gross(data, quarters=4)
    growth = 100 * (data["GDPC1"]["2026-01-01"] / data["GDPC1"]["2025-01-01"] - 1)
    assert rest.value + gross.value == pytest.approx(growth)
