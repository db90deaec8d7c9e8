"""What moved a verdict: by a release or a revision, one step after the other, and nothing but the whole change."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.judging import evaluate
from indicators.judging.attribution import AsKnown, Attribution, Cause, attribute, between
from indicators.model import Series, Verdict
from indicators.model.verdict import LegFound
from indicators.panel.panel import Panel, Provenance
from indicators.store.store import Store

UNTIL = date(2026, 10, 31)


def panel(**series: list[float]) -> Panel:
    months = {id: pd.date_range("2026-01-01", periods=len(values), freq="MS") for id, values in series.items()}
    return Panel({id: pd.Series(values, months[id]) for id, values in series.items()}, {}, {})


@pytest.mark.parametrize(
    ("before", "now", "cause"),
    [
        ({"A": [1.0]}, {"A": [1.0, 2.0]}, Cause("A", "released")),
        ({"A": [1.0, 2.0]}, {"A": [1.5, 2.0]}, Cause("A", "revised")),
        ({}, {"A": [1.0]}, Cause("A", "appeared")),
        ({"A": [1.0]}, {}, Cause("A", "gone")),
    ],
)
def test_what_changed_is_told_from_what_did_not(before: dict, now: dict, cause: Cause):
    same = {"B": [3.0, 4.0]}
    assert between(panel(**before, **same), panel(**now, **same)) == (cause,)
    assert between(panel(**same), panel(**same)) == ()


@pytest.mark.parametrize("id", list(catalogue.claims()))
def test_every_change_of_a_verdict_since_publication_has_a_cause_and_none_is_of_composition(store: Store, id: str):
    moments = evaluate.history(store, catalogue.claims()[id], UNTIL)
    changed = [now for before, now in pairwise(moments) if before.status != now.status]
    for one in changed:
        assert one.causes, f"{one.day}: {one.status} without a cause"
        judged_before = "no data" not in (one.status, moments[moments.index(one) - 1].status)
        assert not judged_before or {cause.change for cause in one.causes} <= {"released", "revised"}, one


# --- the attribution ------------------------------------------------------------------------------

#: Two of one release and calendar, one of that release with a calendar of its own, and one without either.
FAMILIES = {"GDP": ("accounts", "gdp"), "PCE": ("accounts", "gdp"), "PROFIT": ("accounts", "profits"), "VIX": ("", "")}


def series(id: str) -> Series:
    release, calendar = FAMILIES[id]
    return Series(id, id, f"agency of {id}", "index", "monthly", "", "", 30, (f"fred:{id}",), release, calendar)


def known(values: dict[str, list[float]], vintage: date = date(2026, 6, 1), as_of: date | None = None) -> Panel:
    given = dict(panel(**{id: held for id, held in values.items() if held}).items())
    reach = {id: one.index[-1].date() for id, one in given.items()}
    provenance = {id: Provenance(series(id), "current", vintage, "shipped", reach[id], reach[id]) for id in given}
    return Panel(given, provenance, {id: "none is held" for id in FAMILIES if id not in given}, as_of)


def judged(read: Panel) -> Verdict:
    """A test of one leg, the sum of all last values and a tenth of all others: high supports, low does not."""
    found = [read[id] for id in FAMILIES if id in read]
    if not found:
        return Verdict("no data", None, "")
    number = float(sum(one.iloc[-1] + one.iloc[:-1].sum() / 10 for one in found))
    leg = LegFound("sum", "The sum", "index", number, "neither", decided=True)
    return Verdict("supported" if number > 0 else "mixed", number, "", legs=(leg,))


def told(before: dict[str, list[float]], now: dict[str, list[float]]) -> Attribution:
    return attribute(known(before), known(now), judged)


def steps(found: Attribution) -> list[tuple[str, tuple[str, ...], float | None, float | None]]:
    return [(one.kind, one.series, one.before.value, one.now.value) for one in found.contributions]


def test_of_one_series_the_revision_is_taken_first_and_then_the_new_period():
    found = told({"VIX": [10.0, 20.0]}, {"VIX": [10.0, 30.0, 5.0]})
    assert steps(found) == [("revised", ("VIX",), 21.0, 31.0), ("released", ("VIX",), 31.0, 9.0)]
    assert [one.period for one in found.contributions] == [date(2026, 2, 1), date(2026, 3, 1)]
    assert (found.leg, found.unit) == ("The sum", "index")
    assert {one.releases for one in found.contributions} == {("agency of VIX",)}


def test_what_is_revised_together_is_one_step_and_what_is_published_apart_is_not():
    now = {"GDP": [2.0, 1.0], "PCE": [3.0, 1.0], "PROFIT": [4.0, 1.0]}
    found = told({"GDP": [1.0], "PCE": [1.0], "PROFIT": [1.0]}, now)
    assert [(one.kind, one.releases) for one in found.contributions] == [
        ("revised", ("gdp", "profits")),
        ("released", ("gdp",)),
        ("released", ("profits",)),
    ]


def test_the_word_is_flipped_by_the_step_that_changed_it():
    found = told({"GDP": [-5.0], "VIX": [1.0]}, {"GDP": [-5.0, 9.0], "VIX": [1.0, 1.0]})
    (flip,) = found.flips
    assert (flip.releases, flip.before.status, flip.now.status) == (("gdp",), "mixed", "supported")
    assert flip in found.moves


def test_a_series_that_is_not_read_moves_nothing_and_nothing_is_judged_for_it():
    asked = []

    def first_only(read: Panel) -> Verdict:
        asked.append(1)
        number = float(read["GDP"].iloc[-1])
        return Verdict("mixed", number, "", legs=(LegFound("gdp", "", "index", number, "neither", decided=True),))

    found = attribute(known({"GDP": [1.0], "VIX": [1.0]}), known({"GDP": [1.0], "VIX": [1.0, 2.0]}), first_only)
    assert (len(found.contributions), found.moves, len(asked)) == (1, (), 2)


def test_a_series_that_appears_or_goes_is_a_step_and_so_is_what_is_listed_by_day():
    found = told({}, {"GDP": [1.0]})
    assert [(one.kind, one.before.status, one.now.status) for one in found.flips] == [
        ("released", "no data", "supported")
    ]
    found = told({"GDP": [1.0], "VIX": [3.0]}, {"GDP": [1.0]})
    assert steps(found) == [("revised", ("VIX",), 4.0, 1.0)]
    before, now = known({"GDP": [1.0]}, as_of=date(2026, 1, 31)), known({"GDP": [1.0]}, as_of=date(2026, 2, 28))

    def counts_days(read: Panel) -> Verdict:
        number = float(read.as_of.month) if read.as_of else 0.0
        return Verdict("mixed", number, "", legs=(LegFound("acts", "", "acts", number, "neither", decided=True),))

    (listed,) = attribute(before, now, counts_days).contributions
    assert (listed.kind, listed.day, listed.before.value, listed.now.value) == ("listed", date(2026, 2, 28), 1.0, 2.0)


values = st.lists(st.floats(-1e9, 1e9), min_size=0, max_size=5)
panels = st.fixed_dictionaries(dict.fromkeys(FAMILIES, values))


@given(before=panels, now=panels)
def test_steps_add_up_to_the_whole_change_exactly(before: dict[str, list[float]], now: dict[str, list[float]]):
    found, last = told(before, now), judged(known(now))
    ends = [found.before, *(one.now for one in found.contributions)]
    assert [one.before for one in found.contributions] == ends[:-1], "each begins where the one before ended"
    assert ends[-1] == found.now and found.now.status == last.status
    if all(one.value is not None for one in ends):
        moved = (Fraction(one.now.value) - Fraction(one.before.value) for one in found.contributions)
        assert sum(moved) == Fraction(found.now.value) - Fraction(found.before.value)
    days = [one.day for one in found.contributions]
    assert days == sorted(days)


@pytest.mark.parametrize(
    "id", ["capex-dependence", "bigger-bottlenecks", "inequality-drives-policy", "young-no-capital"]
)
def test_what_moved_a_claim_since_publication_ends_at_its_finding(store: Store, id: str):
    claim = catalogue.claims()[id]
    found = evaluate.attribution(store, claim, AsKnown(catalogue.article().published))
    finding = evaluate.finding(store, claim)
    assert (found.before.status, found.now.status) == (finding.at_publication["status"], finding.status)
    ends = [found.before, *(one.now for one in found.contributions)]
    assert [one.before for one in found.contributions] == ends[:-1] and ends[-1] == found.now
    assert np.isclose(found.now.value, next(leg.value for leg in finding.legs if leg.decided))
    assert found.moves


def test_the_release_that_turned_a_claim_is_named_by_day_and_period(store: Store):
    """BEA's advance estimate of 2026Q2, with the revision that came with it."""
    found = evaluate.attribution(store, catalogue.claims()["capex-dependence"], AsKnown(catalogue.article().published))
    (flip,) = found.flips
    assert (flip.day, flip.kind, flip.releases) == (date(2026, 7, 30), "released", ("gross domestic product",))
    assert (flip.period, flip.before.status, flip.now.status) == (date(2026, 4, 1), "mixed", "supported")
    assert flip.first == date(2025, 7, 1), "what was published since then is taken at once"
    assert [one.kind for one in found.moves] == ["revised", "released"]
