"""The arithmetic of the bench: ratios to floors, bars, and what fell behind the results that are kept."""

from pathlib import Path

import pytest

from tests.bench import figures
from tests.bench.figures import Measure
from tests.bench.readers import Read, measures, percentile


@pytest.fixture(autouse=True)
def bars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two bars, one a ratio and one in megabytes, and a place for results that is empty."""
    monkeypatch.setattr(figures, "BARS", {"page": ("empty page", 2.0), "memory": (None, 250.0)})
    monkeypatch.setattr(figures, "KEPT", tmp_path / "results.json")
    return tmp_path / "results.json"


def found(page: float, memory: float = 100.0) -> list[Measure]:
    return [Measure("empty page", [10.0, 11.0, 90.0]), Measure("page", [page]), Measure("memory", [memory], "MB")]


def test_a_ratio_is_of_the_middles_and_a_bar_without_a_floor_is_in_its_own_unit():
    assert figures.ratios(found(33.0)) == {"page": 3.0, "memory": 100.0}


def test_a_measure_without_a_bar_has_no_ratio():
    assert "empty page" not in figures.ratios(found(11.0))


@pytest.mark.parametrize(("page", "memory", "met"), [(22.0, 250.0, True), (22.1, 250.0, False), (22.0, 250.1, False)])
def test_a_bar_is_met_up_to_its_number(page: float, memory: float, met: bool):
    table, fine = figures.report(found(page, memory))
    assert fine is met and ("OVER" in table) is not met


def test_the_table_names_a_floor_and_gives_the_ratio():
    table, _ = figures.report(found(16.5))
    floor, page = (line for line in table.splitlines() if "page" in line)
    assert floor.endswith("floor") and "1.50" in page and "2 × empty page" in page


def test_what_takes_over_a_fifth_more_fell():
    before = {"page": 1.0, "memory": 100.0, "gone": 1.0}
    assert list(figures.fallen(before, {"page": 1.2, "memory": 120.0, "new": 9.0})) == []
    assert list(figures.fallen(before, {"page": 1.21, "memory": 119.0})) == ["page: 1.21, was 1"]


def test_nothing_is_kept_before_the_first_and_what_is_not_measured_again_stays(bars: Path):
    assert figures.kept() == {}
    figures.keep({"page": 1.5, "memory": 90.0})
    figures.keep({"page": 1.4})
    assert figures.kept() == {"memory": 90.0, "page": 1.4}
    assert bars.read_text().endswith("}\n")


def test_a_percentile_is_the_value_that_so_many_do_not_exceed():
    values = [float(n) for n in range(1, 101)]
    assert percentile(values, 0.95) == 95 and percentile(values[:20], 0.95) == 19
    assert percentile([7.0], 0.95) == 7 and percentile([1.0, 2.0], 0.95) == 2


def test_throughput_is_of_the_pages_that_came_in_time_and_waits_are_of_all():
    read = Read(10.0, waits=[0.1, 0.2, 4.0], in_time=[True, True, False])
    often, middle, last = measures("page", read)
    assert (often.middle, middle.middle, last.middle) == (5000.0, 200.0, 4000.0)
