"""GDPNow beside the accounts: one number a quarter of each, and near each other."""

from indicators.judging import registry
from indicators.panel import panel
from indicators.store.store import Store


def test_growth_by_news_is_beside_growth_by_the_accounts(store: Store):
    one = registry.indicators()["growth-by-news"]
    found = one.compute(panel.read(store, one.series)).pivot(index="x", columns="line", values="value")
    assert found.loc["2026-07-01", "GDPNow"] == 3.5862
    assert found.loc["2020-04-01"].between(-33, -27).all()
    assert (found.GDPNow - found.GDP).abs().median() < 1.5
