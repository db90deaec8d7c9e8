"""New delinquencies: what ships is what the New York Fed's table has, from the day it was out."""

from datetime import date

import pytest

from indicators.judging import registry
from indicators.panel import panel
from indicators.store.store import Store


def test_flows_are_those_of_the_report_of_february_2026(store: Store):
    """Reuters, 10 February 2026: student loans 0.7 to 16.2, mortgages 1.09 to 1.4, all debt 1.7 to 3.3."""
    one = registry.indicators()["new-delinquencies"]
    found = one.compute(panel.read(store, one.series))
    assert list(found.line.unique()) == ["2025Q4", "2024Q4"]
    flows = found.set_index(["line", "x"]).value
    for name, year_earlier, now in (("Student loans", 0.7, 16.2), ("Mortgages", 1.1, 1.4), ("All debt", 1.7, 3.3)):
        assert flows["2024Q4", name] == pytest.approx(year_earlier, abs=0.05)
        assert flows["2025Q4", name] == pytest.approx(now, abs=0.05)
    before = one.compute(panel.read(store, one.series, date(2026, 2, 9)))
    assert set(before.line) == {"2024Q4"}
