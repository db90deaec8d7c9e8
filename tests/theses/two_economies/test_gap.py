"""Two baskets: z-scores and the gap by hand, every part visible and switchable, and a gap that stays one."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store
from indicators.theses.two_economies import gap as two

LAST = pd.Timestamp("2025-07-01")


@pytest.fixture(scope="module")
def data(store: Store) -> Panel:
    return panel.read(store, two.SERIES)


def standard(series: pd.Series, day: pd.Timestamp = LAST) -> float:
    return float((series[day] - series.mean()) / series.std())


# the headline, by hand


def test_the_ai_basket_of_2025q3_is_the_mean_of_four_scores(data: Panel):
    """Output per hour 2.0% up on the year, profits and investment over GDP, and jobs in computer systems design."""
    per_hour, jobs = data["OPHNFB"], data["CES6054150001"] / data["PAYEMS"]
    by_quarter = jobs.resample("QS").mean()[jobs.resample("QS").count() == 3]
    parts = [
        standard(per_hour / per_hour.shift(4) - 1),
        standard((data["CPROFIT"] / data["GDP"]).dropna()),
        -standard(by_quarter),
        standard((data["A679RC1Q027SBEA"] / data["GDP"]).dropna()),
    ]
    assert two.baskets(data)[two.AI_NAME][LAST] == pytest.approx(sum(parts) / 4)


def test_up_is_strength_in_either_basket(data: Panel):
    """Delinquencies, concentration and inflation count with their sign turned."""
    scores = two.scores(data, two.REAL_ECONOMY, two.REAL_PARTS.default).loc[LAST]
    for part, id in (("consumers", "DRCCLACBS"), ("concentration", "WFRBST01134")):
        assert scores[two.REAL_ECONOMY[part].name] == pytest.approx(-standard(data[id]))


def test_the_gap_is_the_ai_economy_less_the_real_one_and_its_trend_a_mean_of_eight(data: Panel):
    both = two.baskets(data)
    frame = two.basket_gap(data, two.AI_PARTS.default, two.REAL_PARTS.default)
    gap, trend = (frame[frame.line == line].set_index("x").value for line in ("Gap", "Mean of 8 quarters"))
    assert gap[LAST] == pytest.approx(both.loc[LAST, two.AI_NAME] - both.loc[LAST, two.REAL_NAME])
    assert trend[LAST] == pytest.approx(gap[-8:].mean()) and len(trend) == len(gap) - 7


def test_the_verdict_is_the_change_of_the_gap_and_the_correlation_of_changes(store: Store, data: Panel):
    """+1.07 in 2025Q3 and +0.63 in 2023Q3; changes correlate at 0.30, so widening alone makes it mixed."""
    found = evaluate.finding(store, catalogue.find_claim("two-economies"), today=date(2026, 10, 10))
    both = two.baskets(data)
    gap = both[two.AI_NAME] - both[two.REAL_NAME]
    assert found.value == pytest.approx(gap[LAST] - gap[LAST - pd.DateOffset(years=2)], abs=1e-5)
    assert (found.status, round(found.value, 2), found.data_through) == ("mixed", 0.43, date(2025, 9, 30))
    assert "+1.07" in found.sentence and "+0.63" in found.sentence and "correlate at 0.30" in found.sentence
    assert both.diff()[-40:].corr().iloc[0, 1] == pytest.approx(0.30, abs=0.005)


# parts and weights


def test_every_part_stands_on_its_chart_with_what_it_weighs(data: Panel):
    frame = two.basket_parts(data)
    assert set(frame.x) == {part.name for part in (*two.AI_ECONOMY.values(), *two.REAL_ECONOMY.values())}
    assert frame.line.value_counts().to_dict() == {"AI economy, 25% each": 4, "Real economy, 20% each": 5}
    means = frame.groupby("line").value.mean()
    assert means.to_numpy() == pytest.approx(two.baskets(data).loc[LAST, [two.AI_NAME, two.REAL_NAME]].to_numpy())


@pytest.mark.parametrize("id", ["two-baskets", "basket-gap"])
def test_every_part_can_be_switched(id: str):
    controls = {control.id: control for control in registry.indicators()[id].controls}
    assert set(controls["ai"].options) == set(two.AI_ECONOMY) and controls["ai"].many
    assert set(controls["real"].options) == set(two.REAL_ECONOMY) and controls["real"].many


@pytest.mark.parametrize("left_out", two.REAL_ECONOMY)
def test_a_basket_without_a_part_is_the_mean_of_the_others(data: Panel, left_out: str):
    kept = tuple(key for key in two.REAL_ECONOMY if key != left_out)
    each = two.scores(data, two.REAL_ECONOMY, kept)
    assert two.REAL_ECONOMY[left_out].name not in each and len(each.columns) == 4
    found = two.baskets(data, real=kept)[two.REAL_NAME]
    assert found[LAST] == pytest.approx(each.loc[LAST].sum() / 4)


def test_how_firm_it_is_is_told_by_leaving_out_each_part(data: Panel):
    changes = []
    for key in two.AI_ECONOMY:
        both = two.baskets(data, ai=tuple(one for one in two.AI_ECONOMY if one != key))
        gap = both[two.AI_NAME] - both[two.REAL_NAME]
        changes.append(gap.iloc[-1] - gap.iloc[-9])
    text = registry.tests()["two-economies"].judge(data).sensitivity
    low, high = (float(word.rstrip(".")) for word in text.split() if word[0] in "+-")
    assert low - 0.005 <= min(changes) and max(changes) <= high + 0.005


# what is missing


def without(data: Panel, *ids: str) -> Panel:
    return Panel({id: data[id] for id in data if id not in ids}, data.provenance, dict.fromkeys(ids, "not held"))


def test_a_part_that_is_not_held_is_left_out_and_counted(data: Panel):
    fewer = without(data, "WFRBST01134")
    assert registry.tests()["two-economies"].judge(fewer).sample.endswith("8 of 9 parts")
    assert "Real economy, 25% each" in set(two.basket_parts(fewer).line)


def test_without_any_part_of_a_basket_it_says_which_series_is_missing(data: Panel):
    with pytest.raises(MissingData, match="not held"):
        two.baskets(without(data, *two.SERIES))


def test_the_quarter_whose_october_was_never_collected_stays_a_gap(data: Panel):
    gap = pd.Timestamp("2025-10-01")
    scores = two.scores(data, two.REAL_ECONOMY, two.REAL_PARTS.default)
    assert gap not in scores.index and gap + pd.DateOffset(months=3) in scores.index


# the rule


def moving(ai: list[float], real: list[float]) -> pd.DataFrame:
    index = pd.date_range("2010-01-01", periods=len(ai), freq="QS")
    return pd.DataFrame({two.AI_NAME: ai, two.REAL_NAME: real}, index)


@pytest.mark.parametrize(
    "slope, together, status",
    [(0.1, False, "supported"), (0.1, True, "mixed"), (-0.1, False, "contradicted"), (-0.1, True, "contradicted")],
)
def test_a_wider_gap_and_little_overlap_are_both_asked_for(
    data: Panel, monkeypatch: pytest.MonkeyPatch, slope: float, together: bool, status: str
):
    wave = [float(n % 2) for n in range(50)]
    other = wave if together else [float(n // 2 % 2) for n in range(50)]
    ai = [value + slope * n for n, value in enumerate(wave)]
    monkeypatch.setattr(two, "baskets", lambda panel, *chosen: moving(ai, other))
    assert registry.tests()["two-economies"].judge(data).status == status


@given(st.lists(st.floats(-1e3, 1e3), min_size=12, max_size=40, unique=True), st.floats(0.1, 1e6))
def test_the_unit_of_a_part_does_not_matter(values: list[float], unit: float):
    quarters = pd.Series(values, pd.date_range("2010-01-01", periods=len(values), freq="QS"))
    part = {"a": two.Part("A", ("A",), lambda p: p["A"])}
    one, other = (two.scores(Panel({"A": s}, {}, {}), part, ("a",)) for s in (quarters, quarters * unit))
    assert one.to_numpy() == pytest.approx(other.to_numpy(), rel=1e-6, abs=1e-9)


def test_where_the_baskets_have_no_quarter_in_common_the_parts_say_so(store: Store):
    one = registry.indicators()["basket-parts"]
    with pytest.raises(MissingData):
        registry.run(one, panel.read(store, one.series, date(2000, 2, 17)))
