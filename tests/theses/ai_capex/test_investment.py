"""AI capital spending: what others published, what we get from the same accounts, and why they differ."""

from datetime import date

import pandas as pd
import pytest

from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store
from indicators.theses.ai_capex import investment
from indicators.theses.ai_capex.investment import EQUIPMENT, GROSS, NET, QUARTER, SOFTWARE, STRUCTURES, YEAR

TWO = (EQUIPMENT, SOFTWARE)
UPDATE = date(2026, 9, 30)


@pytest.fixture(scope="module")
def accounts(store: Store) -> Panel:
    """The national accounts from before the annual update of September 2026, as all parts are held."""
    read = panel.read(store, catalogue.claims()["gdp-without-ai"].series)
    families = [one for one in read.provenance.values() if one.series.release == "national accounts"]
    assert families and all(one.vintage < UPDATE for one in families)
    return read


def run(store: Store, id: str, **chosen: object) -> pd.DataFrame:
    one = registry.indicators()[id]
    frame, _ = registry.run(one, panel.read(store, one.series), **chosen)
    return frame.pivot(index="x", columns="line", values="value")


def test_the_season_of_structures_is_in_no_single_quarter(accounts: Panel, monkeypatch: pytest.MonkeyPatch):
    """Spending that differs by season alone adds nothing to growth, over a quarter as over four."""
    quarters = accounts["GDP"].index[-40:]
    seasonal = pd.Series([100.0, 140.0, 150.0, 110.0] * 10, quarters) * 1e9
    monkeypatch.setattr(investment, "nominal", lambda panel, part: seasonal)
    monkeypatch.setattr(investment, "real", lambda panel, part: seasonal)
    steady = Panel({id: pd.Series(2e13, quarters) for id in ("GDP", "GDPC1")}, accounts.provenance, {})
    for months in (QUARTER, YEAR):
        assert investment.contribution(steady, STRUCTURES, months).abs().max() == pytest.approx(0, abs=1e-9)
    assert investment.contribution(steady, SOFTWARE, QUARTER).abs().max() > 0.1, "what is adjusted is taken as it is"


# shares of GDP


def test_the_share_of_gdp_is_a_record_in_2026_against_the_peak_of_2000(store: Store):
    total = run(store, "ai-investment-share")["Total"]
    assert total["2026-04-01"] == pytest.approx(5.05, abs=0.005)
    assert total["2000-10-01"] == pytest.approx(4.46, abs=0.005) == total["1999":"2001"].max()
    assert total.idxmax() == pd.Timestamp("2026-04-01")


def test_the_parts_add_up_to_what_bea_publishes_as_one(store: Store):
    read = panel.read(store, ["A679RC1Q027SBEA", "B985RC1Q027SBEA"])
    total = investment.nominal(read, EQUIPMENT) + investment.nominal(read, SOFTWARE)
    assert total.dropna().to_numpy() == pytest.approx(read["A679RC1Q027SBEA"][total.dropna().index].to_numpy())


def test_a_single_part_has_no_total(store: Store):
    assert list(run(store, "ai-investment-share", parts=["software"])) == ["Software"]


# contributions to growth


def test_dutta_has_ai_above_consumption_and_the_update_of_2026_agrees(store: Store, accounts: Panel):
    """Renaissance Macro (Dutta), 31 July 2025. Consumption after the update of 2026: 0.94."""
    consumption = panel.read(store, ["DPCERY2Q224SBEA"])["DPCERY2Q224SBEA"]["2025-01-01":"2025-04-01"].mean()
    assert consumption == pytest.approx(0.935, abs=0.001)
    ours = investment.basket_contribution(accounts, TWO, GROSS, QUARTER)["2025-01-01":"2025-04-01"].mean()
    assert ours > consumption


def test_growth_without_the_basket_is_growth_less_its_parts(store: Store):
    frame = run(store, "gdp-without-ai").dropna()
    parts = run(store, "ai-contribution").sum(axis=1)
    gap = frame["Real GDP growth"] - frame["Without AI-related investment"]
    assert gap.to_numpy() == pytest.approx(parts[gap.index].to_numpy())


def test_net_of_imports_is_less_than_gross_where_imports_rose(accounts: Panel):
    gross, net = (investment.basket_contribution(accounts, TWO, kind, YEAR) for kind in (GROSS, NET))
    imports = investment.import_contribution(accounts, YEAR)
    both = net.index
    assert (imports[both] > 0).any() and (net < gross[both]).equals(imports[both] > 0)
    assert (gross[both] - net).to_numpy() == pytest.approx(imports[both].to_numpy())
    assert net["2025-07-01"] < gross["2025-07-01"]


def test_imports_take_nothing_from_a_basket_without_equipment(accounts: Panel):
    gross, net = (investment.basket_contribution(accounts, (SOFTWARE,), kind, YEAR) for kind in (GROSS, NET))
    pd.testing.assert_series_equal(gross, net)


# companies


def test_oracles_quarter_from_march_to_may_is_one_month_of_winter_and_two_of_spring():
    fiscal = pd.Series([30.0, 60.0, 90.0], pd.to_datetime(["2024-12-01", "2025-03-01", "2025-06-01"]))
    found = investment.calendar_quarters(fiscal)
    assert found.to_dict() == {pd.Timestamp("2025-01-01"): 10 + 10 + 20, pd.Timestamp("2025-04-01"): 20 + 20 + 30}


def test_spreading_over_calendar_quarters_loses_no_dollar(store: Store):
    fiscal = panel.read(store, ["CAPEX_ORCL"])["CAPEX_ORCL"]
    found = investment.calendar_quarters(fiscal)
    months = pd.concat(
        [pd.Series(fiscal.to_numpy() / 3, fiscal.index + pd.DateOffset(months=ahead)) for ahead in range(3)]
    )
    covered = months[(months.index >= found.index[0]) & (months.index < found.index[-1] + pd.DateOffset(months=3))]
    assert found.sum() == pytest.approx(covered.sum())
    assert len(months) - len(covered) <= 4, "only the ends of the series fall outside whole quarters"


def test_calendar_quarters_come_back_unchanged_and_a_gap_stays_one():
    quarters = pd.Series([3.0, 6.0, 9.0], pd.to_datetime(["2025-01-01", "2025-04-01", "2025-10-01"]))
    assert investment.calendar_quarters(quarters).to_dict() == quarters.to_dict()


@pytest.fixture(scope="module")
def companies(store: Store) -> pd.DataFrame:
    return investment.company_capex(panel.read(store, investment.COMPANIES)) / 1e9


@pytest.mark.parametrize(
    "company, first, last, published",
    [
        ("Alphabet", "2024-01-01", "2024-10-01", 52.5),
        ("Alphabet", "2025-01-01", "2025-10-01", 91.4),
        ("Alphabet", "2026-01-01", "2026-01-01", 35.7),
        ("Microsoft", "2026-01-01", "2026-01-01", 30.9),
        ("Amazon", "2025-07-01", "2025-07-01", 35.1),
    ],
)
def test_what_companies_reported_is_what_we_hold(
    companies: pd.DataFrame, company: str, first: str, last: str, published: float
):
    """Alphabet and Microsoft as reported (TrendForce, October 2025; filings to April 2026), cash definition."""
    assert companies[company][first:last].sum() == pytest.approx(published, abs=0.06)


def test_the_five_are_far_above_one_percent_of_gdp(store: Store):
    share = run(store, "hyperscaler-capex-share")
    assert share["Of GDP"]["2026-01-01"] == pytest.approx(1.85, abs=0.02)
    assert (share["Of private nonresidential fixed investment"] > share["Of GDP"]).all()


# the verdicts


def test_what_policymakers_will_do_is_untestable_and_says_so(store: Store):
    """By hand: loans of 2,894.2 billion in June 2026; none of the acts listed came after the article."""
    claim = catalogue.claims()["policy-backs-ai"]
    read, found = panel.read(store, claim.series), evaluate.finding(store, claim, today=UPDATE)
    loans, banks = read["BUSLOANS"], read["DRTSCILM"]
    grown = 100 * (loans["2026-06"].iloc[0] / loans["2025-06"].iloc[0] - 1)
    assert (found.status, found.legs[0].value) == ("untestable", pytest.approx(grown))
    assert found.legs[1].value == banks["2026-07-01"] == 0
    assert f"{grown:+.1f}% on the year" in found.sentence and "0.0%" in found.sentence
    assert "Acts of support listed by hand: 8, after the article: 0" in found.sentence
