"""The overview's claim: the engine's share by hand, four families by hand, and nothing measured of its own."""

from datetime import date

import pandas as pd
import pytest

from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store
from indicators.theses.ai_capex import investment
from indicators.theses.ai_capex.investment import EQUIPMENT, GROSS, NET, SOFTWARE, YEAR
from indicators.theses.inequality import housing
from indicators.theses.overview import growth as overview

CLAIM = "only-engine"
LABOUR, HOUSEHOLDS, POWER, ASSETS = (family.name for family in overview.FAMILIES)


@pytest.fixture(scope="module")
def data(store: Store) -> Panel:
    return panel.read(store, catalogue.claims()[CLAIM].series)


# the headline, by hand


def test_the_engines_share_is_its_contribution_over_growth(store: Store, data: Panel):
    """Four quarters to 2026Q1: 30% gross; net of computer imports 16%, to 2025Q3, where trade ends."""
    found = evaluate.finding(store, catalogue.find_claim(CLAIM), today=date(2026, 10, 10))
    basket, day = (EQUIPMENT, SOFTWARE), pd.Timestamp("2026-01-01")
    gdp = data["GDPC1"]
    growth = 100 * (gdp[day] / gdp["2025-01-01"] - 1)
    gross = investment.basket_contribution(data, basket, GROSS, YEAR)
    assert found.value == pytest.approx(100 * gross[day] / growth, abs=1e-4)
    assert (found.status, round(found.value), found.data_through) == ("contradicted", 30, date(2026, 3, 31))
    net = investment.basket_contribution(data, basket, NET, YEAR)
    assert net.index[-1] == pd.Timestamp("2025-07-01") and "(16% net" in found.sentence


def test_no_family_is_worse_than_a_year_earlier(data: Panel):
    """By hand: unemployment 4.2 after 4.4 (September), delinquencies 2.92 after 3.06, real pay 376 after 373."""
    worse = {name: column.dropna().iloc[-1] for name, column in overview.worsening(data).items()}
    unemployment, cards, pay = data["UNRATE"], data["DRCCLACBS"], data["LES1252881600Q"]
    assert (unemployment["2026-09-01"], unemployment["2025-09-01"]) == (4.2, 4.4)
    assert (cards["2026-01-01"], cards["2025-01-01"]) == (2.92, 3.06)
    assert (pay["2026-01-01"], pay["2025-01-01"]) == (376, 373)
    assert all(change < 0 for change in worse.values()), worse


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


def told(data: Panel, monkeypatch: pytest.MonkeyPatch, share: float, *signs: int) -> str:
    """The verdict when AI supplies `share` percent of growth and each family is worse (1), better (-1) or still."""
    quarters = pd.date_range("2024-01-01", periods=9, freq="QS")
    level = pd.DataFrame(
        {family.name: float(sign) for family, sign in zip(overview.FAMILIES, signs, strict=True)}, quarters
    )
    monkeypatch.setattr(overview, "worsening", lambda panel: level)
    monkeypatch.setattr(investment, "growth", lambda panel, months: pd.Series(2.0, quarters))
    monkeypatch.setattr(investment, "basket_contribution", lambda *chosen: pd.Series(share * 2.0 / 100, quarters))
    return registry.tests()["only-engine"].judge(data).status


@pytest.mark.parametrize(
    "share, signs, status",
    [
        (50, (1, 1, 1, -1), "supported"),
        (49.9, (1, 1, 1, -1), "mixed"),
        (50, (1, 1, 0, 0), "mixed"),
        (90, (1, 1, -1, -1), "contradicted"),
        (24.9, (1, 1, 1, 1), "contradicted"),
        (25, (1, 1, 1, 1), "mixed"),
    ],
)
def test_half_of_growth_and_three_families_are_asked_for(
    data: Panel, monkeypatch: pytest.MonkeyPatch, share: float, signs: tuple[int, ...], status: str
):
    assert told(data, monkeypatch, share, *signs) == status
