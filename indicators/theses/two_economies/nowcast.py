"""Thesis: two economies. Growth as news had it while the quarter ran, beside what the accounts have by now."""

import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.registry import indicator, tidy
from indicators.model import Hints
from indicators.panel.panel import Panel
from indicators.stats import maths

NOWCAST, GDP_REAL = "GDPNOW", "GDPC1"


@indicator(
    title="Growth as the news had it, and as the accounts have it",
    unit="percent, annual rate",
    formula="GDPNow: the last estimate for the quarter; GDP: change of real gross domestic product from the quarter "
    "before, compounded to a year",
    series=(NOWCAST, GDP_REAL),
    serves=("real-economy-shrinks",),
    hints=Hints(decimals=1, focus="GDPNow", years=5),
    caveat="GDPNow estimates the first figure of the accounts, which have been revised since: the distance is not its "
    "error. The quarter that runs, or has just ended, is estimated anew until that figure is out.",
    method="Federal Reserve Bank of Atlanta, GDPNow (Higgins 2014)",
)
def growth_by_news(panel: Panel) -> pd.DataFrame:
    return tidy({"GDPNow": panel[NOWCAST], message("GDP"): maths.annualised_growth(panel[GDP_REAL]).dropna()})
