"""Thesis: liquidity and policy outlook. Of what the Fed holds of the Treasury's debt, how much is short."""

import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.registry import indicator, tidy
from indicators.model import Hints
from indicators.panel.panel import Panel

HELD, BILLS = "TREAST", "WSHOBL"


@indicator(
    title="The Federal Reserve's Treasury bills and its longer Treasuries",
    unit="dollars",
    formula="bills as published; longer: Treasury securities less bills",
    series=(HELD, BILLS),
    serves=("treasury-replaces-qe",),
    hints=Hints(decimals=0, focus=message("Bills"), years=10),
    caveat="No figure of bills ships: a refresh brings them. Buying bills adds reserves and takes no interest-rate risk "
    "from the market, as buying longer debt does.",
    method="Federal Reserve Board, H.4.1",
)
def fed_bills(panel: Panel) -> pd.DataFrame:
    bills = panel[BILLS]
    return tidy({message("Bills"): bills, message("Longer"): (panel[HELD] - bills).dropna()})
