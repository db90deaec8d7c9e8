"""The odds of a rate move: CME's method by hand, and the swing of autumn 2025 as others told it."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store, open_store
from indicators.theses.flows import rate_odds as odds
from indicators.theses.flows.fed_days import listed_days

CLAIM = "cut-odds-swing"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(Path(tmp_path_factory.mktemp("shipped")) / "store.sqlite")


@pytest.fixture(scope="module")
def data(store: Store) -> Panel:
    return panel.read(store, ("FEDWATCH_DEC2025_QUOTED", "DGS2", "VIXCLS"))


def made(**values: pd.Series) -> Panel:
    return Panel({id: series.rename(id) for id, series in values.items()}, {}, {})


def on(**values: float) -> pd.Series:
    """`on(d20260902=4.2)`: a series by day."""
    return pd.Series(list(values.values()), pd.to_datetime([name[1:] for name in values]), dtype=float)


def quoted(two_year: pd.Series, **values: float) -> Panel:
    return made(FEDWATCH_DEC2025_QUOTED=on(**values), DGS2=two_year)


# what others published


def test_mishtalk_and_coinspeaker_quote_629_then_50_and_30(data: Panel):
    """F01, F02 and F04: CME FedWatch as quoted on 13 and 20 November 2025; intraday they were 51.9, 33 and 35."""
    values = data["FEDWATCH_DEC2025_QUOTED"]
    found = [values[day] for day in ("2025-10-13", "2025-11-12", "2025-11-18", "2025-11-19")]
    assert found == [95.5, 62.9, 50.0, 30.0]


def test_the_article_has_the_trough_and_the_rebound_right_and_not_the_start(data: Panel):
    """F08: 80-30-80. Our quotes: 95.5, 30, 85; by CME's own file the odds were 90.9 before 29 October, never 80."""
    values = data["FEDWATCH_DEC2025_QUOTED"]
    assert (values.iloc[0], values.min(), values.iloc[-1]) == (95.5, 30.0, 85.0)


def test_on_the_day_of_the_williams_speech_the_two_year_fell_4_basis_points(data: Panel):
    """F30: 21 November 2025, two-year -4 basis points, VIX -3.0."""
    assert 100 * data["DGS2"].diff()["2025-11-21"] == pytest.approx(-4)
    assert data["VIXCLS"].diff()["2025-11-21"] == pytest.approx(-3.0, abs=0.05)


# the verdict


def test_the_swing_by_hand(store: Store):
    """90.9, 62.9, 50, 30, 39.1, 71 and 84.4 percent: 20 November, the day of payrolls, took 9.1 of 115.3 points."""
    found = evaluate.finding(store, catalogue.find_claim(CLAIM), today=date(2026, 8, 22))
    assert (found.status, found.value, found.data_through) == ("mixed", 1, date(2025, 11, 24))
    assert [leg.value for leg in found.legs] == pytest.approx([54.4, 1, 100 * 9.1 / 115.3])
    assert found.legs[2].null == pytest.approx(100 / 19)  # weekdays after 28 October and up to 24 November
    assert "90.9% on 28 October 2025 to 30.0% on 19 November and 84.4% on 24 November" in found.sentence
    assert "payrolls on 20 November" in found.sentence and "October." not in found.sentence
    assert "+31.9 points, was of 21 November" in found.sentence
    assert found.at_publication["status"] == "mixed"


def test_the_first_version_is_mixed_for_the_payrolls_between(store: Store):
    first, _ = evaluate.versions(store, catalogue.find_claim(CLAIM))
    assert (first.status, first.legs[0]) == ("mixed", 55.0)


def test_before_the_rebound_was_quoted_the_claim_cannot_be_judged(store: Store):
    found = evaluate.finding(store, catalogue.find_claim(CLAIM), date(2025, 11, 20))
    assert found.status == "no data"


def judged(**values: float) -> str:
    return registry.tests()[CLAIM].judge(made(FEDWATCH_DEC2025_QUOTED=on(**values))).status


def test_a_swing_with_nothing_between_is_supported_and_a_small_one_contradicted():
    assert judged(d20251027=80.0, d20251104=30.0, d20251114=80.0) == "supported"
    assert judged(d20251027=80.0, d20251104=60.0, d20251114=80.0) == "contradicted"
    assert judged(d20251027=80.0, d20251104=45.0, d20251114=80.0) == "mixed"


def test_a_swing_mostly_on_days_of_releases_is_contradicted():
    """Consumer prices of 24 October took the odds down, payrolls of 20 November part of the way up."""
    assert judged(d20251023=80.0, d20251024=30.0, d20251119=60.0, d20251120=80.0) == "contradicted"
    assert judged(d20251023=80.0, d20251024=60.0, d20251105=30.0, d20251114=80.0) == "mixed"


def test_quotes_that_differ_by_the_error_decide_nothing():
    assert judged(d20251027=80.0, d20251104=37.0, d20251114=80.0) == "mixed"


@pytest.mark.parametrize("day, is_told", [(24, True), (25, False)])
def test_a_decision_is_told_by_its_own_month_where_a_week_of_it_is_left(day: int, is_told: bool):
    meeting = pd.Timestamp(2026, 10, day)
    implied = {pd.Timestamp("2026-10-01"): on(d20261020=3.61)}
    found = odds.expected_change(meeting, pd.DatetimeIndex([meeting]), implied, on(d20261020=3.63))
    assert found.empty != is_told


def test_releases_after_one_day_and_up_to_another():
    found = odds.releases(pd.Timestamp("2025-10-24"), pd.Timestamp("2025-11-20"))
    assert {day.date(): name for day, name in found.items()} == {date(2025, 11, 20): "payrolls"}


# CME's method


def test_a_worked_example_of_the_weighting_by_days():
    """16 September, 30 days: 16 at 4.33 and 14 after it. An average of 4.236667 leaves 4.13: a cut with 80 percent.

    16 x 4.33 + 14 x 4.13 = 69.28 + 57.82 = 127.10 = 30 x 4.236667, after CME's probability tree calculator.
    """
    n, m = odds.days_around(pd.Timestamp("2026-09-16"))
    after = odds.rate_after(pd.Series([127.10 / 30]), pd.Series([4.33]), n, m)
    assert (n, m, after[0]) == (16, 14, pytest.approx(4.13))
    assert odds.rate_before(pd.Series([127.10 / 30]), after, n, m)[0] == pytest.approx(4.33)
    assert odds.step_odds(4.13 - 4.33) == pytest.approx({-1: 0.8, 0: 0.2})


@pytest.mark.parametrize(
    "change, expected",
    [(0.0, {0: 1}), (-0.25, {-1: 1}), (-0.30, {-2: 0.2, -1: 0.8}), (0.10, {0: 0.6, 1: 0.4}), (0.6, {2: 0.6, 3: 0.4})],
)
def test_whole_steps_and_a_remainder(change: float, expected: dict[int, float]):
    assert {k: p for k, p in odds.step_odds(change).items() if p > 1e-9} == pytest.approx(expected)


@given(st.floats(-2, 2))
def test_steps_are_probabilities_whose_mean_is_the_change(change: float):
    found = odds.step_odds(change)
    assert sum(found.values()) == pytest.approx(1) and min(found.values()) >= 0
    assert sum(steps * p for steps, p in found.items()) * odds.STEP == pytest.approx(change, abs=1e-6)
    cut, rise = odds.cut_and_rise(pd.Series([change]))
    assert cut[0] == pytest.approx(100 * sum(p for steps, p in found.items() if steps < 0), abs=1e-4)
    assert rise[0] == pytest.approx(100 * sum(p for steps, p in found.items() if steps > 0), abs=1e-4)


@given(st.floats(0, 8), st.floats(0, 8), st.integers(1, 27))
def test_the_rate_before_and_after_undo_each_other(before: float, after: float, n: int):
    average = pd.Series([(before * n + after * (30 - n)) / 30])
    assert odds.rate_after(average, pd.Series([before]), n, 30 - n)[0] == pytest.approx(after, abs=1e-9)
    assert odds.rate_before(average, pd.Series([after]), n, 30 - n)[0] == pytest.approx(before, abs=1e-9)


MEETINGS = pd.DatetimeIndex(["2026-09-16", "2026-10-28", "2026-12-09"])


def months(**rates: float) -> dict[pd.Timestamp, pd.Series]:
    """Implied averages by contract month, all quoted on 20 November 2026."""
    return {pd.Timestamp(f"{name[1:5]}-{name[5:]}-01"): on(d20261120=rate) for name, rate in rates.items()}


def test_a_month_without_a_meeting_before_it_anchors_the_start():
    """9 December, 31 days: 9 at November's 3.63, 22 at 3.38: (9 x 3.63 + 22 x 3.38) / 31."""
    implied = months(m202611=3.63, m202612=(9 * 3.63 + 22 * 3.38) / 31)
    found = odds.expected_change(MEETINGS[2], MEETINGS, implied, odds.NONE)
    assert found["2026-11-20"] == pytest.approx(-0.25)


def test_a_month_without_a_meeting_after_it_anchors_the_end():
    implied = months(m202610=(28 * 3.63 + 3 * 3.50) / 31, m202611=3.50)
    found = odds.expected_change(MEETINGS[1], MEETINGS, implied, odds.NONE)
    assert found["2026-11-20"] == pytest.approx(-0.13)


def test_a_month_with_a_meeting_is_no_anchor_and_a_late_meeting_is_not_told_by_its_own_month():
    late = months(m202609=3.6, m202610=3.6)
    assert odds.expected_change(MEETINGS[1], MEETINGS, late, odds.NONE).empty
    in_force = on(d20261020=3.63)
    october = {pd.Timestamp("2026-10-01"): on(d20261020=3.61)}
    assert odds.expected_change(MEETINGS[1], MEETINGS, october, in_force).empty


def test_within_its_month_the_rate_in_force_is_the_rate_before():
    october = {pd.Timestamp("2026-09-01"): on(d20260910=127.10 / 30)}
    found = odds.expected_change(MEETINGS[0], MEETINGS, october, on(d20260910=4.33, d20260916=4.10))
    assert list(found.index) == [pd.Timestamp("2026-09-10")] and found.iloc[0] == pytest.approx(-0.20)


def test_the_indicator_reads_the_next_meeting_once_the_contracts_are_there():
    """20 November 2026: November has no meeting, so the front month and December give the odds of 9 December."""
    december = (9 * 3.63 + 22 * 3.43) / 31
    futures = made(
        ZQ_FRONT=on(d20261118=96.37, d20261120=96.37),
        ZQZ26=on(d20261120=100 - december),
        EFFR=on(d20261117=3.63, d20261118=3.63),
    )
    table, _ = registry.run(registry.indicators()["next-meeting-odds"], futures)
    assert table[["line", "value"]].to_numpy().tolist() == [["Cut", pytest.approx(80)], ["Rise", 0.0]]
    assert list(table.x.unique()) == [pd.Timestamp("2026-11-20")]


def test_without_futures_the_indicator_says_which_is_missing(store: Store):
    one = registry.indicators()["next-meeting-odds"]
    with pytest.raises(MissingData, match=r"ZQ_FRONT.*refresh"):
        registry.run(one, panel.read(store, one.series))


def test_the_dated_contract_settles_in_a_month_of_a_meeting_that_its_neighbour_anchors():
    busy = set(listed_days("fomc").to_period("M"))
    assert pd.Period("2026-12") in busy and pd.Period("2026-11") not in busy


def test_every_indicator_of_the_claim_draws_its_lines(store: Store):
    for id, lines in {
        "quoted-cut-odds": {"Quoted odds"},
        "autumn-two-year": {"Two-year yield", "Target, upper", "Target, lower"},
    }.items():
        one = registry.indicators()[id]
        table, _ = registry.run(one, panel.read(store, one.series))
        assert set(table.line) == lines and table.x.dt.year.eq(2025).all()
