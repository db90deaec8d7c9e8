"""Who is losing work: the figures against their publishers, the gap of October 2025, and the rule."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.judging import evaluate, judgement, registry
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


def first_version(store: Store, **moved: pd.Series) -> str:
    """The status of the first version, with some series in place of the store's."""
    known = panel.read(store, catalogue.find_claim(CLAIM).series)
    altered = panel.Panel({**dict(known), **moved}, known.provenance, known.missing)
    return judgement.judged(declarations()[CLAIM][0], registry.statistics(), altered)[0]


def rising(series: pd.Series, by: float) -> pd.Series:
    """The series, lifted by so many points from 2025 on."""
    return series + by * (series.index >= "2025-01-01")


def test_the_first_version_wants_all_groups_and_postings(store, data):
    groups = {id: data[id] for id in employment.EXPOSED}
    up, down = ({id: rising(one, by) for id, one in groups.items()} for by in (3.0, -3.0))
    fewer = data[employment.SOFTWARE_POSTINGS].copy()
    fewer["2026":] *= 0.5
    assert first_version(store) == "mixed"
    assert first_version(store, **up) == "mixed"
    assert first_version(store, **up, INDEED_SOFTWARE_POSTINGS_MONTHLY=fewer) == "supported"
    assert first_version(store, **down) == "contradicted"


def test_the_first_version_reads_less_than_high_school_first(store):
    """By hand from BLS: (6.4 + 6.0 + 5.5 − 4.3 − 4.3 − 4.2) ÷ 3 = 1.70, less (6.0 × 3 − 3.9 − 3.9 − 4.1) ÷ 3 = 2.03."""
    first, _ = evaluate.versions(store, catalogue.find_claim(CLAIM))
    assert first.legs[0] == pytest.approx(-0.33, abs=0.005)


def low_gap(data: panel.Panel, months: list[str]) -> float:
    """By hand: a fifth of less than high school and four fifths of high school, less degrees, mean of months."""
    rates = {id: np.mean([data[id][f"{month}-01"] for month in months]) for id in employment.SCHOOLING}
    return float(0.2 * rates["LNS14027659"] + 0.8 * rates["LNS14027660"] - rates["LNS14027662"])


def test_the_low_schooled_third_gained_on_those_with_degrees(store, data):
    found = evaluate.finding(store, catalogue.find_claim(CLAIM), today=date(2026, 10, 10))
    now, then = (low_gap(data, [f"{year}-0{month}" for month in (6, 7, 8)]) for year in (2026, 2024))
    assert found.status == "contradicted" and found.data_through == date(2026, 8, 31)
    assert found.value == pytest.approx(now - then)
    assert found.value == pytest.approx(-0.63, abs=0.005)


@pytest.mark.parametrize(("by", "status"), [(1.5, "supported"), (0.6, "mixed"), (0.0, "contradicted")])
def test_lost_ground_would_turn_the_claim(store, by, status):
    known = panel.read(store, catalogue.find_claim(CLAIM).series)
    moved = {id: rising(known[id], by) for id in ("LNS14027659", "LNS14027660")}
    found = registry.tests()[CLAIM].judge(panel.Panel({**dict(known), **moved}, known.provenance, known.missing))
    assert found.status == status


def test_the_verdict_at_publication_stops_in_september(store):
    found = evaluate.finding(store, catalogue.find_claim(CLAIM), PUBLISHED)
    assert found.status == "mixed"
    assert found.value == pytest.approx(0.05, abs=0.005)
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
