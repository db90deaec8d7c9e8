"""Which bottlenecks of the article's list are tight: the count by hand, chance, and what would turn it."""

from datetime import date
from math import comb

import numpy as np
import pandas as pd
import pytest

from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.judging import evaluate, registry
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store
from indicators.theses.energy import bottlenecks

CLAIM = "bigger-bottlenecks"
MAY = pd.Timestamp("2026-05-01")


@pytest.fixture(scope="module")
def data(store: Store) -> Panel:
    return panel.read(store, catalogue.claims()[CLAIM].series)


def rank(data: Panel, ids: tuple[str, ...]) -> float:
    """By hand: the share of the last 120 real changes over 12 months to May 2026 that the latest one exceeds."""
    prices = {id: data[id].to_dict() for id in (*ids, "CPIAUCSL")}
    changes = []
    for at in sorted(prices[ids[0]]):
        before = at.replace(year=at.year - 1)
        if at <= MAY and all(day in price for day in (at, before) for price in prices.values()):
            grown = [prices[id][at] / prices[id][before] for id in prices]
            changes.append(np.prod(grown[:-1]) ** (1 / len(ids)) / grown[-1])
    last = changes[-120:]
    return float(np.mean([one < last[-1] for one in last]))


def test_three_of_five_items_are_tight_in_may_2026(store: Store, data: Panel):
    """Real changes over 12 months: electricity, the backlog of cooling, and copper with aluminium."""
    tight = [item for item, ids in bottlenecks.COUNTED.items() if rank(data, ids) >= 0.75]
    assert tight == ["Electricity", "Cooling", "Copper and minerals"]
    found = evaluate.finding(store, catalogue.claims()[CLAIM], today=date(2026, 11, 1))
    assert (found.value, found.status, found.data_through) == (3, "mixed", date(2026, 5, 31))
    assert ": electricity, cooling, copper and minerals." in found.sentence


def test_the_bars_are_those_of_the_binomial_distribution():
    """Five items, each tight by chance one time in four: four or more in 1.6%, three or more in 10.4%, none or one in 63%."""
    chance = [comb(5, k) * 0.25**k * 0.75 ** (5 - k) for k in range(6)]
    assert sum(chance[4:]) == pytest.approx(0.016, abs=0.0005)
    assert sum(chance[3:]) == pytest.approx(0.104, abs=0.0005)
    (leg,) = declarations()[CLAIM][-1].legs
    assert leg.supports and sum(chance[int(leg.supports.number) :]) < 0.05 < sum(chance[int(leg.supports.number) - 1 :])
    assert leg.contradicts and leg.contradicts.number <= 5 * 0.25 < leg.contradicts.number + 1


def test_data_centres_are_not_counted():
    assert "DATACENTER_CONSTRUCTION_REAL" not in {id for ids in bottlenecks.COUNTED.values() for id in ids}


@pytest.mark.parametrize(("factor", "status"), [(3.0, "supported"), (0.3, "contradicted")])
def test_dearer_and_cheaper_items_would_turn_the_claim(data: Panel, factor: float, status: str):
    def moved(id: str) -> pd.Series:
        year = (data[id].index > MAY - pd.DateOffset(months=12)) & (id != "CPIAUCSL")
        return data[id] * np.where(year, factor, 1.0)

    found = registry.tests()[CLAIM].judge(Panel({id: moved(id) for id in data}, data.provenance, {}))
    assert found.status == status
    assert ("none" in found.sentence) == (status == "contradicted")


def test_the_first_version_reads_the_panel_twice(store: Store):
    """In their own last months cooling, copper and aluminium; in January 2026, the last month of all six, four."""
    first, _ = evaluate.versions(store, catalogue.claims()[CLAIM])
    assert (first.status, first.legs) == ("mixed", (2, 4))
