"""The larger board that growth is measured on: so many copies, of the same figures, and gone afterwards."""

from datetime import date
from pathlib import Path

import pytest

from indicators.catalogue import catalogue
from indicators.judging import evaluate
from indicators.model.vintage import Vintage
from indicators.store.store import Store, end_of, open_store
from tests.bench.figures import BARS, GROWING, GROWS
from tests.bench.grown import Size, attempted, catalogued, figures, revised
from tests.conftest import figure_folder

TODAY = date(2026, 6, 1)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = figure_folder(
        tmp_path / "small", X=(("2026-01-01", {"2025-12-01": 1.0}), ("2026-02-01", {"2026-01-01": 2.0}))
    )
    monkeypatch.setattr(catalogue, "FIGURES", folder)
    return tmp_path


def test_copies_of_series_have_the_same_figures(small: Path):
    store = open_store(small / "store.sqlite", figures(small / "ten", Size(series=3)))
    held = store.states({id: end_of(TODAY) for id in ("X", "X~1", "X~2")})
    assert held["X"] and held["X"] == held["X~1"] == held["X~2"]


def test_each_vintage_is_revised_on_the_days_after_it_up_to_the_next():
    first = Vintage(date(2026, 1, 1), ((1, 2.0), (2, None)))
    found = list(revised([first, Vintage(date(2026, 1, 3), ((3, 1.0),))], 3))
    assert [one.known_from.day for one in found] == [1, 2, 3, 4, 5]
    assert found[0].rows == first.rows
    assert found[1].rows == ((1, 2.0 * (1 + 1e-6)), (2, None))


def test_a_copy_of_a_claim_is_judged_as_the_claim(store: Store):
    before = dict(catalogue.claims())
    with catalogued(Size(claims=2)):
        assert len(catalogue.claims()) == 2 * len(before)
        one, copy = evaluate.findings(store, [catalogue.claims()[id] for id in ("vol-target", "vol-target~1")], TODAY)
        assert copy.id == "vol-target~1" and (copy.status, copy.value) == (one.status, one.value)
    assert catalogue.claims() == before


def test_each_series_has_been_tried_ten_times_for_every_time_of_its_history(tmp_path: Path):
    store = open_store(
        tmp_path / "store.sqlite", figure_folder(tmp_path / "few", X=(("2026-01-01", {"2025-12-01": 1.0}),))
    )
    with catalogued(Size(series=2)):
        attempted(store, Size(series=2))
    assert {"UNRATE", "UNRATE~1"} <= store.attempts(["UNRATE", "UNRATE~1"]).keys()


def test_all_work_has_a_bar_for_whatever_grows():
    assert {what for more in GROWS.values() for what in more} <= {*GROWING}
    assert len([name for name in BARS if name.endswith("× 10")]) == len(GROWS) * len(GROWING)
