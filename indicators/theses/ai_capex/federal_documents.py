"""Thesis: AI capital spending holds up GDP. How often the federal government writes of artificial intelligence."""

import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.registry import indicator, tidy
from indicators.model import Control, Hints
from indicators.panel.panel import Panel
from indicators.stats import maths

#: The series of all documents of a kind; those that name artificial intelligence are beside it.
KINDS = {
    "PRESIDENTIAL": message("Presidential documents"),
    "RULES": message("Rules, final and proposed"),
    "NOTICES": message("Notices"),
}
QUARTER, YEAR = 3, 12
OVER = Control("months", "Over", (QUARTER, YEAR), YEAR, {QUARTER: "A quarter", YEAR: "A year"})


@indicator(
    title="Federal documents that name artificial intelligence",
    unit="percent of all documents of the kind",
    formula="documents with “artificial intelligence” in title, abstract or text ÷ all documents of the kind × 100, each "
    "counted over the chosen time",
    series=tuple(f"FEDREG_{part}{kind}" for kind in KINDS for part in ("AI_", "")),
    serves=("policy-backs-ai",),
    controls=(OVER,),
    hints=Hints(decimals=1, focus="Presidential documents", years=12),
    caveat="No figure ships: a refresh brings them. A document that names it may be for it, against it or about something "
    "else: the share shows attention, not support, and decides nothing. Presidential documents are few, so that "
    "their share moves in steps.",
    method="Office of the Federal Register, counts of documents by full-text query",
)
def documents_on_ai(panel: Panel, months: int) -> pd.DataFrame:
    pairs = {name: (panel[f"FEDREG_AI_{kind}"], panel[f"FEDREG_{kind}"]) for kind, name in KINDS.items()}
    return tidy({name: maths.share_over(*pair, months) for name, pair in pairs.items()})
