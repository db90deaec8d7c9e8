"""The first version of every declared test says what it said while it was a function of its own.

`first_versions.csv` is what the 34 functions came to on the frozen pack, now and on three past days, before the first of
them was declared by legs.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.judging import evaluate
from indicators.store.store import Store

ROWS = list(csv.DictReader((Path(__file__).parent / "first_versions.csv").read_text(encoding="utf-8").splitlines()))
DECLARED = list(catalogue.claims())


def kept(id: str) -> Iterator[tuple[date | None, str, str]]:
    for row in ROWS:
        if row["claim"] == id:
            yield (date.fromisoformat(row["day"]) if row["day"] else None), row["status"], row["value"]


@pytest.mark.parametrize("id", DECLARED)
def test_the_first_version_says_what_it_said(store: Store, id: str):
    assert declarations()[id][0].version == 1
    for day, status, value in kept(id):
        first = evaluate.versions(store, catalogue.claims()[id], day)[0]
        read = {f"{one:.6g}" for one in first.legs}
        assert (day, first.status) == (day, status)
        assert not value or value in read, f"{day}: {value} is read by no leg: {read}"


def test_every_claim_is_kept_on_every_day():
    days = {row["day"] for row in ROWS}
    assert {(row["claim"], row["day"]) for row in ROWS} == {(id, day) for id in catalogue.claims() for day in days}
