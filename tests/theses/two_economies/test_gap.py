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


def test_the_first_version_is_the_change_of_the_gap_and_the_correlation_of_changes(store: Store, data: Panel):
    """+1.07 in 2025Q3 and +0.63 in 2023Q3; changes correlate at 0.30, so widening alone makes it mixed."""
    first, _ = evaluate.versions(store, catalogue.find_claim("two-economies"))
    both = two.baskets(data)
    gap = both[two.AI_NAME] - both[two.REAL_NAME]
    assert (gap[LAST], gap[LAST - pd.DateOffset(years=2)]) == pytest.approx((1.07, 0.63), abs=0.01)
    assert first.status == "mixed"
    assert first.legs == pytest.approx((gap.iloc[-1] - gap.iloc[-9], both.diff()[-40:].corr().iloc[0, 1]))
    assert first.legs == pytest.approx((0.43, 0.30), abs=0.005)


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


# what is missing


def without(data: Panel, *ids: str) -> Panel:
    return Panel({id: data[id] for id in data if id not in ids}, data.provenance, dict.fromkeys(ids, "not held"))


def test_a_part_that_is_not_held_is_left_out_of_the_chart_and_counted(data: Panel):
    fewer = without(data, "WFRBST01134")
    assert "Real economy, 25% each" in set(two.basket_parts(fewer).line)


def test_without_any_part_of_a_basket_it_says_which_series_is_missing(data: Panel):
    with pytest.raises(MissingData, match="not held"):
        two.baskets(without(data, *two.SERIES))


def test_the_quarter_whose_october_was_never_collected_stays_a_gap(data: Panel):
    gap = pd.Timestamp("2025-10-01")
    scores = two.scores(data, two.REAL_ECONOMY, two.REAL_PARTS.default)
    assert gap not in scores.index and gap + pd.DateOffset(months=3) in scores.index


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
