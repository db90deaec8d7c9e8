"""Published figures on bitcoin."""

from indicators.judging.registry import reproduces
from indicators.panel.panel import Panel
from indicators.stats import maths

BITCOIN = ("BTC_USD",)
#: What the publisher says the United States government held.
HELD = 207_000


@reproduces("C01", series=BITCOIN)
def highest_close(panel: Panel) -> float:
    return float(panel["BTC_USD"].max())


@reproduces("C02", series=BITCOIN)
def mid_january(panel: Panel) -> float:
    return maths.at(panel["BTC_USD"], "2026-01-15")


@reproduces("C07", series=BITCOIN)
def government_holdings(panel: Panel) -> float:
    return HELD * maths.at(panel["BTC_USD"], "2025-03-15") / 1e9
