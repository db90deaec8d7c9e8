"""Thesis: liquidity and policy outlook. How often the federal government writes of inequality and of affordability."""

import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.registry import indicator, tidy
from indicators.model import Control, Hints
from indicators.panel.panel import Panel
from indicators.stats import maths

NAMED = {"FEDREG_AFFORDABILITY": message("Affordability"), "FEDREG_INEQUALITY": message("Inequality")}
#: Documents that are, or may become, law.
ALL = ("FEDREG_PRESIDENTIAL", "FEDREG_RULES")
QUARTER, YEAR = 3, 12
OVER = Control("months", "Over", (QUARTER, YEAR), YEAR, {QUARTER: "A quarter", YEAR: "A year"})


@indicator(
    title="Federal documents that name affordability or inequality",
    unit="percent of presidential documents and rules",
    formula="presidential documents and final and proposed rules with the word in title, abstract or text ÷ all of them "
    "× 100, each counted over the chosen time",
    series=(*NAMED, *ALL),
    serves=("inequality-drives-policy",),
    controls=(OVER,),
    hints=Hints(decimals=1, focus="Affordability", years=12),
    caveat="No figure ships: a refresh brings them. A word is no act: rules on health insurance name affordability "
    "because the law of 2010 does. The share shows attention, neither what a document does nor why it was made.",
    method="Office of the Federal Register, counts of documents by full-text query",
)
def documents_on_inequality(panel: Panel, months: int) -> pd.DataFrame:
    whole = panel[ALL[0]] + panel[ALL[1]]
    return tidy({name: maths.share_over(panel[id], whole, months) for id, name in NAMED.items()})
