"""Who is losing work: the figures against their publishers, the gap of October 2025, and the rule."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.panel import panel
from indicators.store.store import Store, open_store
from indicators.theses.labor import employment

PUBLISHED = date(2025, 12, 1)
CLAIM = "low-skill-third"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(tmp_path_factory.mktemp("labor") / "store.sqlite")


@pytest.fixture(scope="module")
def data(store: Store) -> panel.Panel:
    return panel.read(store, [id for one in mine() for id in one.series])


def mine():
    return [one for one in registry.indicators().values() if one.compute.__module__ == employment.__name__]


def payrolls(store: Store, day: date | None) -> pd.Series:
    return panel.read(store, ["PAYEMS"], day)["PAYEMS"] / 1e3


# --- what others published ------------------------------------------------------------------------


def test_software_postings_recovered_since_the_article(data):
    """Indeed Hiring Lab: 66.2 in November 2025 and 74.4 in August 2026, 1 February 2020 = 100."""
    postings = data[employment.SOFTWARE_POSTINGS]
    assert (postings["2025-11-01"], postings["2026-08-01"]) == (66.2, 74.4)


@pytest.mark.parametrize(
    "day, added",
    [(PUBLISHED, 684), (date(2026, 2, 28), 232), (None, 232)],
)
def test_jobs_added_december_2024_to_september_2025_by_vintage(store, day, added):
    """BLS employment situation: 684 thousand as known at publication, 232 since the benchmark of February 2026."""
    jobs = payrolls(store, day)
    assert jobs["2025-09-01"] - jobs["2024-12-01"] == added


# --- traps ----------------------------------------------------------------------------------------


def test_ages_20_to_24_are_not_the_rate_of_20_and_over():
    assert "ages 20-24" in catalogue.series()[employment.YOUNG].title
    assert employment.YOUNG == "LNS14000036"


def test_october_2025_stays_a_gap_and_three_months_around_it_too(data):
    assert pd.Timestamp("2025-10-01") not in employment.unemployment(data, employment.YOUNG, 1).index
    rates = employment.unemployment(data, employment.YOUNG)
    assert rates["2025-10-01":"2026-01-31"].index.tolist() == [pd.Timestamp("2026-01-01")]


def test_a_month_short_of_a_day_is_no_mean(data):
    assert data[employment.ALL_POSTINGS].index[-1] == pd.Timestamp("2026-08-14")
    assert employment.monthly_mean(data[employment.ALL_POSTINGS]).index[-1] == pd.Timestamp("2026-07-01")


def test_payroll_groups_add_up_to_the_total(data):
    frame, _ = registry.run(registry.indicators()["payrolls-by-group"], data)
    jobs = data["PAYEMS"]
    july = frame[frame.x == "2026-07-01"].value.sum()
    assert july == pytest.approx(jobs["2026-07-01"] - jobs["2025-07-01"])


def test_openings_rate_is_the_agency_definition(data):
    """BLS: openings as a percent of employment and openings together."""
    jobs, openings = data["PAYEMS"]["2026-08-01"], data["JTSJOL"]["2026-08-01"]
    assert employment.openings_rate(data)["2026-08-01"] == pytest.approx(100 * openings / (jobs + openings))


@settings(deadline=None)  # time is the benchmark's matter
@given(st.lists(st.floats(2, 20), min_size=40, max_size=60), st.integers(0, 36))
def test_the_gap_of_a_group_to_itself_is_nothing_whatever_is_missing(rates, hole):
    index = pd.date_range("2020-01-01", periods=len(rates), freq="MS")
    series = pd.Series(rates, index).drop(index[hole])
    values = {id: series.rename(id) for id in (employment.TOTAL, employment.YOUNG)}
    gap = employment.gap(panel.Panel(values, {}, {}), employment.YOUNG)
    assert np.allclose(gap, 0)
    touched = pd.date_range(index[hole], periods=3, freq="MS")
    assert not gap.index.isin(touched).any()


# --- the test of the claim ------------------------------------------------------------------------


def changes(unschooled: float, young: float, graduates: float) -> pd.Series:
    return pd.Series([unschooled, young, graduates], index=list(employment.EXPOSED))


FELL_MORE, FELL_LESS = {"software": -20.0, "all": -5.0}, {"software": -2.0, "all": -5.0}


@pytest.mark.parametrize(
    "moved, postings, status",
    [
        (changes(0.5, 0.6, 0.7), FELL_MORE, "supported"),
        (changes(0.5, 0.6, 0.7), FELL_LESS, "mixed"),
        (changes(0.5, 0.6, 0.7), None, "mixed"),
        (changes(0.49, 0.6, 0.7), FELL_MORE, "mixed"),
        (changes(-0.3, -0.4, 0.7), FELL_LESS, "mixed"),
        (changes(0.0, -0.4, -0.1), FELL_MORE, "contradicted"),
    ],
)
def test_the_rule(moved, postings, status):
    assert employment.weigh(moved, postings, 0.5) == status


def test_the_verdict_now_says_that_graduates_and_not_the_low_skilled_lost_ground(store):
    found = evaluate.finding(store, catalogue.find_claim(CLAIM), today=date(2026, 10, 10))
    # by hand from BLS: (6.4 + 6.0 + 5.5 − 4.3 − 4.3 − 4.2) ÷ 3 = 1.70, less (6.0 × 3 − 3.9 − 3.9 − 4.1) ÷ 3 = 2.03
    assert found.status == "mixed"
    assert found.value == pytest.approx(-0.33, abs=0.005)
    assert "educated entrants lost ground, not the low-skilled" in found.sentence
    assert found.data_through == date(2026, 6, 30)
    assert "software +5%, all −12%" in found.sentence


def test_the_verdict_at_publication_does_without_postings_and_stops_in_september(store):
    found = evaluate.finding(store, catalogue.find_claim(CLAIM), PUBLISHED)
    assert found.status == "mixed"
    assert found.value == pytest.approx(0.47, abs=0.005)
    assert "Postings as known then are not held" in found.sentence
    assert found.data_through == date(2025, 9, 30)
    assert found.basis == "reconstructed"


def test_every_indicator_runs_with_every_option_and_stops_before_the_day(store):
    for one in mine():
        past = panel.read(store, one.series, PUBLISHED)
        for control in one.controls:
            for option in control.options:
                frame, _ = registry.run(one, past, **{control.id: option})
                assert len(frame) and np.isfinite(frame.value).all(), (one.id, option)
                if one.hints.kind != "ranks":
                    assert frame.x.max() < pd.Timestamp(PUBLISHED), one.id
