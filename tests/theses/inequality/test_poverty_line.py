"""The poverty line of a family of four, and what all claims on households have in common."""

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
from indicators.catalogue.declarations import declarations
from indicators.judging import evaluate, judgement, registry
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store
from indicators.theses.inequality import poverty_line
from tests.theses.inequality.reading import claimed, indicated, rows

OURS = ("poverty-line", "childcare-over-rent", "housing-out-of-reach")
PUBLICATION = date(2025, 12, 1)
dollars = st.floats(1_000, 1_000_000)
plain = settings(max_examples=50, deadline=None, database=None)


# --- verdicts: each headline number by hand -------------------------------------------------------


def test_every_claim_is_judged_on_what_ships(store: Store):
    for claim in OURS:
        finding = evaluate.finding(store, catalogue.claims()[claim], today=date(2026, 11, 1))
        assert finding.status in {"supported", "mixed", "contradicted"}, finding.sentence
        assert finding.sentence and finding.sample and len(finding.sentence) < 330


def test_tests_read_every_series_their_claim_names(store: Store):
    for claim in OURS:
        data = claimed(store, claim)
        registry.tests()[claim].judge(data)
        for test in declarations()[claim]:
            judgement.read(test, registry.statistics(), data)
        assert set(catalogue.claims()[claim].series) == set(data.seen()), claim


def test_poverty_line_is_a_third_of_the_2026_guideline_over_the_share_of_food(store: Store):
    """33,000 / 3 / 0.112: HHS guideline of 2026, Department of Agriculture's share of 2023; 13.3% and 10.7% around it."""
    found = evaluate.finding(store, catalogue.claims()["poverty-line"], today=date(2026, 11, 1))
    (leg,) = found.legs
    assert (found.value, leg.low, leg.high) == (
        pytest.approx(33_000 / 3 / 0.112),
        pytest.approx(33_000 / 3 / 0.133),
        pytest.approx(33_000 / 3 / 0.107),
    )
    assert found.value == pytest.approx(98_214, abs=1)
    assert (found.status, found.data_through) == ("mixed", date(2026, 1, 31))
    assert "98,214" in found.sentence and "guideline of 33,000" in found.sentence


def test_poverty_line_at_publication_rests_on_the_guideline_green_used(store: Store):
    """The guideline of 2025 was 32,150 dollars; a third of it, 10,717, is his price of food."""
    then = claimed(store, "poverty-line", PUBLICATION)
    assert then["HHS_POVERTY_GUIDELINE_4"].iloc[-1] == 32_150
    assert registry.tests()["poverty-line"].judge(then).value == pytest.approx(95_685, abs=1)


@pytest.mark.parametrize(
    ("guideline", "status", "answer"),
    [(30_000, "contradicted", "No"), (33_000, "mixed", "Partly"), (60_000, "supported", "Yes")],
)
def test_the_poverty_verdict_follows_its_stated_thresholds(guideline: float, status: str, answer: str):
    official = pd.Series([guideline], pd.DatetimeIndex(["2026-01-01"]), dtype=float)
    found = registry.tests()["poverty-line"].judge(Panel({"HHS_POVERTY_GUIDELINE_4": official}, {}, {}))
    assert found.status == status and found.answer.startswith(answer)


@pytest.mark.parametrize("day", [date(1999, 1, 1), date(2019, 1, 1), date(2024, 11, 6)])
def test_a_day_before_the_shares_were_published_is_not_judged_by_them(store: Store, day: date):
    with pytest.raises(MissingData, match="no share of all food"):
        registry.tests()["poverty-line"].judge(claimed(store, "poverty-line", day))
    assert registry.tests()["poverty-line"].judge(claimed(store, "poverty-line", date(2024, 11, 7))).value


def test_a_share_of_food_at_home_decides_nothing():
    assert {row["food"] for row in catalogue.table("food_shares")} == {"all", "at home"}
    assert poverty_line.all_food(Panel({}, {}, {}), "after-tax income")["share"] == "11.2"


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
