"""Poverty line, childcare and housing: headline numbers, published figures and the traps of the data."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import captions, drawing
from dashboard.charts.spec import Sketch
from dashboard.theme.tokens import LIGHT
from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store, open_store
from indicators.theses.inequality import childcare, housing, poverty_line

OURS = ("poverty-line", "childcare-over-rent", "housing-out-of-reach")
PUBLICATION = date(2025, 12, 1)
dollars = st.floats(1_000, 1_000_000)
plain = settings(max_examples=50, deadline=None, database=None)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(tmp_path_factory.mktemp("inequality") / "store.sqlite")


def claimed(store: Store, claim: str, as_of: date | None = None) -> Panel:
    return panel.read(store, catalogue.claims()[claim].series, as_of)


def series(store: Store, *ids: str) -> Panel:
    return panel.read(store, ids)


def indicated(store: Store, id: str, **chosen: object) -> pd.DataFrame:
    one = registry.indicators()[id]
    return registry.run(one, panel.read(store, one.series), **chosen)[0]


def rows(frame: pd.DataFrame, line: str | None = None) -> dict[str, float]:
    chosen = frame[frame.line == line] if line else frame
    return dict(zip(chosen.x, chosen.value, strict=True))


# --- verdicts: each headline number by hand -------------------------------------------------------


def test_every_claim_is_judged_on_what_ships(store: Store):
    for claim in OURS:
        finding = evaluate.find(store, catalogue.claims()[claim], today=date(2026, 11, 1))
        assert finding.status in {"supported", "mixed", "contradicted"}, finding.sentence
        assert finding.sentence and finding.sensitivity and finding.sample and len(finding.sentence) < 330


def test_tests_read_every_series_their_claim_names(store: Store):
    """Total expenditure does not ship: it is asked after, and used once it is there."""
    for claim in OURS:
        data = claimed(store, claim)
        registry.tests()[claim].judge(data)
        unread = set(catalogue.claims()[claim].series) - set(data.seen()) - {"CXUTOTALEXPLB0101M"}
        assert not unread, claim


def test_poverty_line_is_a_third_of_the_2026_guideline_over_the_share_of_food(store: Store):
    """33,000 / 3 / 0.112: HHS guideline of 2026, Department of Agriculture's share of 2023."""
    verdict = registry.tests()["poverty-line"].judge(claimed(store, "poverty-line"))
    assert verdict.value == pytest.approx(98_214, abs=1)
    assert verdict.status == "mixed"
    assert "98,214" in verdict.sentence and "136,509" in verdict.sentence


def test_poverty_line_at_publication_rests_on_the_guideline_green_used(store: Store):
    """The guideline of 2025 was 32,150 dollars; a third of it, 10,717, is his price of food."""
    then = claimed(store, "poverty-line", PUBLICATION)
    assert then["HHS_POVERTY_GUIDELINE_4"].iloc[-1] == 32_150
    assert registry.tests()["poverty-line"].judge(then).value == pytest.approx(95_685, abs=1)


def test_the_poverty_verdict_follows_its_stated_thresholds(store: Store, monkeypatch: pytest.MonkeyPatch):
    data = claimed(store, "poverty-line")
    assert registry.tests()["poverty-line"].judge(data).status == "mixed"
    monkeypatch.setattr(poverty_line, "TODAY", 8.0)
    assert registry.tests()["poverty-line"].judge(data).status == "supported"
    monkeypatch.setattr(poverty_line, "lines_by_share", lambda official, share: {"only": 99_999.0})
    monkeypatch.setattr(poverty_line, "TODAY", 33.0)
    assert registry.tests()["poverty-line"].judge(data).status == "contradicted"


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
    assert housing._weigh(share, mean, ratio, 5.15) == status


def test_housing_is_not_judged_against_a_history_that_is_not_held(store: Store):
    data = claimed(store, "housing-out-of-reach")
    late = Panel({id: data[id]["2020":] for id in data}, data.provenance, {})
    with pytest.raises(MissingData, match="1985"):
        registry.tests()["housing-out-of-reach"].judge(late)


# --- published figures met again ------------------------------------------------------------------


def test_green_s_items_and_taxes_add_up_to_his_total():
    """I01, Green, November 2025: 136,500 gross; the items are 118,009."""
    budget = poverty_line._budget()
    assert sum(budget.values()) - budget["taxes"] == 118_009
    assert sum(budget.values()) == pytest.approx(136_500, abs=10)


@pytest.mark.parametrize("share, published", [(12.8, 83_700), (7, 153_000), (6, 178_600)])
def test_the_multiplier_meets_the_published_lines(share: float, published: float):
    """I05, on the guideline of 2025: 83,700 with BLS's share of all food; 153,000 to 178,600 with food at home."""
    assert poverty_line.multiplied(32_150, share) == pytest.approx(published, abs=150)


def test_the_multiplier_of_three_is_the_official_line():
    assert poverty_line.multiplied(33_000, 100 / 3) == pytest.approx(33_000)


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


# --- indicators -----------------------------------------------------------------------------------


def test_every_indicator_draws_on_what_ships(store: Store):
    for one in registry.indicators().values():
        if not set(one.serves) & set(OURS):
            continue
        data = panel.read(store, one.series)
        for chosen in [{}, *({c.id: option} for c in one.controls for option in c.options)]:
            frame, _ = registry.run(one, data, **chosen)
            assert len(frame) and frame.value.notna().all() and frame.line.nunique() <= 6, (one.id, chosen)
            assert not frame.duplicated(["x", "line"]).any(), (one.id, chosen)


def test_every_number_may_be_at_its_bounds(store: Store):
    for one in registry.indicators().values():
        if not set(one.serves) & set(OURS):
            continue
        data = panel.read(store, one.series)
        for control in one.controls:
            for value in control.bounds[:2] if control.bounds else ():
                assert isinstance(control.default, float)
                frame, _ = registry.run(one, data, **{control.id: value})
                assert len(frame), (one.id, control.id, value)


def test_a_chosen_food_share_has_its_own_bar(store: Store):
    assert rows(indicated(store, "poverty-line-multiplier", share=20.0))["20%: chosen"] == pytest.approx(55_000)
    assert "11.2%: all food, USDA" in rows(indicated(store, "poverty-line-multiplier"))


def test_national_figures_stand_in_where_they_are_published(store: Store):
    """BLS 2024: shelter 16,317 and utilities 4,736, food 10,169; care 2 x 13,128. The rest is the budget's own."""
    frame = indicated(store, "poverty-line-budget")
    national = rows(frame, "National where published")
    assert national == {"Total": 123_230, "Childcare": 26_256, "Housing": 21_053, "Food": 10_169}


def test_a_changed_item_changes_the_total(store: Store):
    frame = indicated(store, "poverty-line-budget", childcare=0.0)
    assert rows(frame, "Green's, or as chosen")["Total"] == 136_509 - 32_773


def test_day_care_and_rent_start_at_their_mean_of_2000_and_skip_october_2025(store: Store):
    frame = indicated(store, "childcare-and-rent-prices")
    for _, line in frame.groupby("line"):
        prices = line.set_index("x").value
        assert prices["2000"].mean() == pytest.approx(100)
        assert pd.Timestamp("2025-10-01") not in prices and pd.Timestamp("2025-11-01") in prices


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


def test_tables_say_where_they_come_from():
    for name in ("food_shares", "budget_family_of_four", "housing_payment_atlanta_fed", "childcare_by_state"):
        assert catalogue.table(name)
        assert (Path(catalogue.SEEDS) / "tables" / f"{name}.csv").read_text(encoding="utf-8").startswith("# ")


def test_a_card_says_the_numbers_chosen_and_names_every_bar(store: Store):
    one = registry.indicators()["poverty-line-multiplier"]
    frame, data = registry.run(one, panel.read(store, one.series), share=20.0)
    sketch = Sketch(one, frame, data, LIGHT, chosen={"share": 20.0})
    assert "food, % of income: 20;" in captions.measure(sketch)
    assert list(drawing.figure(sketch).layout.yaxis.tickvals) == list(dict.fromkeys(frame.x))


# --- properties -----------------------------------------------------------------------------------


@plain
@given(st.floats(0.1, 20))
def test_discounted_payments_repay_the_loan(rate: float):
    payment = housing.annuity(pd.Series([rate])).iloc[0]
    assert sum(payment / (1 + rate / 1200) ** month for month in range(1, 361)) == pytest.approx(1)


@plain
@given(dollars, st.floats(1, 100))
def test_food_takes_its_share_of_the_line(official: float, share: float):
    assert poverty_line.multiplied(official, share) * share / 100 == pytest.approx(official / 3)


@plain
@given(dollars, st.floats(1.05, 5), dollars, dollars)
def test_shares_below_go_through_both_points_and_rise(fifth: float, above: float, one: float, other: float):
    median = fifth * above
    assert poverty_line.share_below(fifth, fifth, median) == pytest.approx(20)
    assert poverty_line.share_below(median, fifth, median) == pytest.approx(50)
    low, high = sorted((one, other))
    assert poverty_line.share_below(low, fifth, median) <= poverty_line.share_below(high, fifth, median)
