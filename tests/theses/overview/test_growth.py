"""The overview's claim: growth without the engine by hand, four families by hand, and nothing measured of its own."""

from datetime import date

import pandas as pd
import pytest

from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.model import Finding, Verdict
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store
from indicators.theses.ai_capex import investment
from indicators.theses.ai_capex.investment import EQUIPMENT, GROSS, SOFTWARE, YEAR
from indicators.theses.inequality import housing
from indicators.theses.overview import growth as overview

CLAIM = "only-engine"
LABOUR, HOUSEHOLDS, POWER, ASSETS = (family.name for family in overview.FAMILIES)


@pytest.fixture(scope="module")
def data(store: Store) -> Panel:
    return panel.read(store, catalogue.claims()[CLAIM].series)


@pytest.fixture(scope="module")
def found(store: Store) -> Finding:
    return evaluate.finding(store, catalogue.find_claim(CLAIM), today=date(2026, 10, 10))


# the headline, by hand


def test_no_family_is_worse_than_a_year_earlier(data: Panel, found: Finding):
    """By hand: unemployment 4.2 after 4.4 (September), delinquencies 2.92 after 3.06, real pay 376 after 373."""
    unemployment, cards, pay = data["UNRATE"], data["DRCCLACBS"], data["LES1252881600Q"]
    assert (unemployment["2026-09-01"], unemployment["2025-09-01"]) == (4.2, 4.4)
    assert (cards["2026-01-01"], cards["2025-01-01"]) == (2.92, 3.06)
    assert (pay["2026-01-01"], pay["2025-01-01"]) == (376, 373)
    house = overview.monthly_payment(data)
    assert house["2026-04-01"] < house["2025-04-01"]
    assert (found.status, found.value, found.data_through) == ("contradicted", 0, date(2026, 9, 30))
    assert "September 2026: 0 of 4 (usually 1.3)" in found.sentence


def test_growth_without_the_engine_is_bea_s_formula_by_hand(data: Panel, found: Finding):
    """Four quarters to 2026Q1: 2.7% in all, of which equipment and software 0.81 points; trade takes no part."""
    now, then = pd.Timestamp("2026-01-01"), pd.Timestamp("2025-01-01")
    gdp, chained = data["GDP"], data["GDPC1"]
    growth = chained[now] / chained[then]
    price = gdp[now] / gdp[then] / growth
    software = data["B985RC1Q027SBEA"], data["B985RX1Q020SBEA"]
    equipment = data["A679RC1Q027SBEA"] - data["B985RC1Q027SBEA"], data["Y034RX1Q020SBEA"]
    ai = 0.0
    for nominal, quantity in (software, equipment):
        q = quantity[now] / quantity[then]
        change = nominal[then] * (q - 1) / price + nominal[now] * (1 - 1 / q)
        ai += 100 * change / (gdp[then] / price + gdp[now] / growth)
    (rest,) = (leg for leg in found.legs if leg.statistic == "growth-beside-ai")
    assert rest.value == pytest.approx(100 * (growth - 1) - ai) == pytest.approx(1.875, abs=0.0005)
    assert ai == pytest.approx(0.81, abs=0.005) and rest.error == 0.6
    assert found.sentence.endswith("GDP is held to 2026Q2, real investment by kind only to 2026Q1.")


def test_a_count_is_of_the_latest_quarter_that_had_ended(data: Panel):
    """At the end of May 2025 the quarter from April to June is not over: that from January to March stands."""
    changes = overview.worsening(data)
    past = overview.families_worse(data, band=0.15).past
    labour = changes[LABOUR][pd.Timestamp("2025-05-01")]
    quarter = [changes[name][pd.Timestamp("2025-01-01")] for name in (HOUSEHOLDS, POWER, ASSETS)]
    assert past["2025-05-01"] == sum(change > 0.15 for change in (labour, *quarter))


def test_without_one_of_the_families_the_claim_cannot_be_judged(data: Panel):
    fewer = Panel({id: data[id] for id in data if id != "DRCCLACBS"}, data.provenance, {"DRCCLACBS": "not held"})
    with pytest.raises(MissingData, match="DRCCLACBS: not held"):
        registry.tests()[CLAIM].judge(fewer)


def test_the_payment_is_that_of_the_housing_claim_on_the_last_income_published(data: Panel):
    """410,700 dollars in 2026Q2, 20% down, 30 years, on the income of 2025: 28.2%."""
    rate = data["MORTGAGE30US"]["2026-04":"2026-06"].mean() / 1200
    monthly = 0.8 * 410_700 * rate / (1 - (1 + rate) ** -360)
    found = overview.monthly_payment(data)
    assert found["2026-04-01"] == pytest.approx(100 * 12 * monthly / 87_460)
    shared, _ = housing.payment_shares(data, data["MEHOINUSA646N"], 20.0, 0.0)
    assert found[shared.index].to_numpy() == pytest.approx(shared.to_numpy())


def test_up_is_worse_in_deviations_of_each_familys_own_changes(data: Panel):
    frame = overview.worsening(data)
    assert list(frame) == [LABOUR, HOUSEHOLDS, POWER, ASSETS]
    assert frame.std().to_numpy() == pytest.approx(1)
    pay = data["LES1252881600Q"]
    fell = (pay - pay.shift(4)).dropna()
    fell = fell[fell < 0].index
    assert (frame[POWER].reindex(fell).dropna() > 0).all()


def test_a_quarter_without_earnings_has_no_change_and_neither_has_october(data: Panel):
    frame = overview.worsening(data)
    assert pd.isna(frame[POWER].get(pd.Timestamp("2025-10-01")))
    assert pd.isna(frame[LABOUR].get(pd.Timestamp("2025-10-01")))


# built from the others


def test_the_engine_is_drawn_as_the_ai_thesis_draws_it(store: Store):
    one = registry.indicators()["engine"]
    read = panel.read(store, one.series)
    frame, _ = registry.run(one, read)
    gross = frame[frame.line == "AI, gross"].set_index("x").value
    pd.testing.assert_series_equal(
        gross,
        investment.basket_contribution(read, (EQUIPMENT, SOFTWARE), GROSS, YEAR)[gross.index],
        check_names=False,
        check_freq=False,
    )


def test_published_contributions_are_those_of_all_demand(store: Store):
    """Consumption, private investment, net exports and government add up to growth, to BEA's rounding."""
    read = panel.read(store, [*overview.DEMAND, "GDPC1"])
    frame, _ = registry.run(registry.indicators()["demand-contributions"], read)
    total = frame.groupby("x").value.sum()
    growth = investment.growth(read, investment.QUARTER)
    both = total.index.intersection(growth.index)[-8:]
    assert total[both].to_numpy() == pytest.approx(growth[both].to_numpy(), abs=0.06)


# the rule


def told(data: Panel, monkeypatch: pytest.MonkeyPatch, contribution: float, *signs: int) -> Verdict:
    """The verdict on growth of 2% with so much of it AI's, and each family worse (1), better (-1) or as before (0)."""
    quarters = pd.date_range("2015-01-01", periods=44, freq="QS")
    level = pd.DataFrame(
        {family.name: float(sign) for family, sign in zip(overview.FAMILIES, signs, strict=True)}, quarters
    )
    level.iloc[:-4] = [[1.0, 1.0, -1.0, -1.0]] * 40
    monkeypatch.setattr(overview, "worsening", lambda panel: level)
    monkeypatch.setattr(investment, "growth", lambda panel, months: pd.Series(2.0, quarters))
    monkeypatch.setattr(investment, "basket_contribution", lambda *chosen: pd.Series(contribution, quarters))
    return registry.tests()[CLAIM].judge(data)


@pytest.mark.parametrize(
    "contribution, signs, status",
    [
        (2.7, (1, 1, 1, -1), "supported"),
        (2.5, (1, 1, 1, -1), "mixed"),
        (2.7, (1, 1, 0, 0), "mixed"),
        (1.0, (1, 1, 1, 1), "mixed"),
        (1.0, (1, 1, 0, -1), "mixed"),
        (1.0, (1, 0, -1, -1), "contradicted"),
        (1.5, (0, 0, 0, 0), "mixed"),
    ],
)
def test_both_halves_of_the_claim_must_hold_or_fail_beyond_what_growth_is_revised_by(
    data: Panel, monkeypatch: pytest.MonkeyPatch, contribution: float, signs: tuple[int, ...], status: str
):
    assert told(data, monkeypatch, contribution, *signs).status == status
