"""Thesis: markets move on flows. Whether the market for corporate bonds was in distress while the VIX was inverted."""

import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.registry import indicator
from indicators.model import Hints
from indicators.model.missing import enough
from indicators.panel.panel import Panel
from indicators.theses.flows.vix_term_structure import RATIO, THRESHOLD, mean_after, ratio

MARKETS = {
    "CMDI_MARKET": message("All bonds"),
    "CMDI_IG": message("Investment grade"),
    "CMDI_HY": message("High yield"),
}
#: The share of all weeks that counts as distress, percent; weeks drawn together for an interval, a quarter.
HIGHEST, BLOCK = 25.0, 13


def by_week(panel: Panel, id: str, threshold: float) -> pd.DataFrame:
    """Every week, by its Friday: `inverted`, whether a close was (1 or 0), and `distress`, 100 in the highest quarter."""
    inverted = (ratio(panel) > threshold).astype(float).resample("W-FRI").max().rename("inverted")
    weeks = pd.concat([inverted, panel[id].rename("index")], axis=1, join="inner").dropna()
    enough(weeks)
    distress = 100.0 * (weeks["index"] > weeks["index"].quantile(1 - HIGHEST / 100))
    return weeks[["inverted"]].assign(distress=distress)


@indicator(
    title="Distress of the corporate bond market in weeks of inversion",
    unit="percent of weeks in the highest quarter of the index, with 90% interval",
    formula="share of weeks in which the Corporate Bond Market Distress Index was above the 75th percentile of all weeks "
    "since 2006: of those with a close of VIX ÷ VIX3M above the threshold, and of the others; interval: 90%, "
    "moving-block bootstrap with blocks of 13 weeks",
    series=(*RATIO, *MARKETS),
    serves=("vix-inversion",),
    controls=(THRESHOLD,),
    hints=Hints("groups", 0, thresholds={HIGHEST: message("all weeks")}, recessions=False),
    caveat="No figure of the index ships: a refresh brings it. It is estimated anew each month with its whole history, "
    "so a week is placed by what was known later. Weeks of inversion come in a few episodes.",
    method="Federal Reserve Bank of New York; Boyarchenko, Crump, Kovner and Shachar (2021), Measuring Corporate Bond Market "
    "Dislocations; Kuensch (1989)",
)
def distress_when_inverted(panel: Panel, threshold: float) -> pd.DataFrame:
    rows = []
    for id, name in MARKETS.items():
        weeks = by_week(panel, id, threshold)
        for line, wanted in ((message("Weeks with an inverted close"), 1.0), (message("Other weeks"), 0.0)):
            found = mean_after(weeks, wanted, BLOCK)
            rows.append({"x": name, "line": line, "value": found.value, "low": found.low, "high": found.high})
    return pd.DataFrame(rows)
