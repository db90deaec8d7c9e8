"""Prices of chips on the year: by what ships, and by what is there."""

import pytest

from indicators.judging import registry
from indicators.panel import panel
from indicators.store.store import Store


def test_semiconductors_rose_by_a_quarter_in_the_year_to_august_2026(store: Store):
    one = registry.indicators()["chip-prices"]
    found = one.compute(panel.read(store, one.series))
    assert set(found.line) == {"Semiconductors and other components", "Computers and computer equipment"}
    chips = found[found.line == "Semiconductors and other components"].set_index("x").value
    assert chips["2026-08-01"] == pytest.approx(100 * (75.548 / 59.626 - 1))
    assert chips.index[0].isoformat().startswith("1985-12-01")
    assert chips[:"2025"].max() < 6, "since the series began, before 2026"
