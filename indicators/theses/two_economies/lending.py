"""Thesis: two economies. Whom banks make it harder to borrow, and who wants to."""

import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.registry import indicator, tidy
from indicators.model import Hints
from indicators.panel.panel import Panel

LARGE = "DRTSCILM"
ASKED = {
    LARGE: message("Large firms"),
    "DRTSCIS": message("Small firms"),
    "DRTSCLCC": message("Credit cards"),
    "STDSAUTO": message("Auto loans"),
    "DRSDCILM": message("Large firms' demand"),
}


@indicator(
    title="Banks' lending standards by borrower",
    unit="net percent of banks",
    formula="as published: banks tightening less banks easing; demand: banks reporting stronger less weaker demand",
    series=tuple(ASKED),
    serves=("real-economy-shrinks",),
    hints=Hints(decimals=0, focus=ASKED[LARGE], years=20, thresholds={0.0: ""}),
    caveat="A survey of lenders: net shares say how many changed, not by how much. Only large firms ship; the other "
    "lines come with a refresh.",
    method="Federal Reserve Board, Senior Loan Officer Opinion Survey on Bank Lending Practices",
)
def lending_by_borrower(panel: Panel) -> pd.DataFrame:
    lines: dict[str, pd.Series] = {ASKED[LARGE]: panel[LARGE]}
    return tidy(lines | {name: panel[id] for id, name in ASKED.items() if id in panel})
