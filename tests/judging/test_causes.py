"""Why a verdict changed from one month to the next: a release or a revision, and never another composition."""

from datetime import date
from itertools import pairwise

import pandas as pd
import pytest

from indicators.catalogue import catalogue
from indicators.judging import evaluate
from indicators.judging.causes import Cause, between
from indicators.panel.panel import Panel
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
