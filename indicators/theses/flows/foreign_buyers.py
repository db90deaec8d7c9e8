"""Thesis: markets move on flows. What foreigners buy of US equities, by the month, beside the quarterly accounts."""

import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.registry import indicator, tidy
from indicators.model import Control, Hints
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.flows.buybacks import COMPANIES, year_sum

MONTHLY, ACCOUNTS, ISSUED = "TIC_EQUITIES_NET", "ROWCEAQ027S", "NCBCEBQ027S"
BY_MONTH, BY_QUARTER = message("Foreigners, by month"), message("Rest of the world, by quarter")
QUARTER, YEAR = 3, 12
SUM = Control("months", "Sum over", (QUARTER, YEAR), YEAR, {QUARTER: "A quarter", YEAR: "A year"})


@indicator(
    title="Foreigners' net purchases of US equities, by month",
    unit="dollars",
    formula="by month: net sales of US corporate equity to foreigners, added up over the chosen time; by quarter: "
    "transactions of the Financial Accounts at annual rates ÷ 4, added up likewise, of companies with the sign turned",
    series=(MONTHLY, ACCOUNTS, ISSUED),
    serves=("buybacks-largest-buyer",),
    controls=(SUM,),
    hints=Hints(decimals=0, focus=BY_MONTH, years=5, thresholds={0.0: ""}),
    caveat="No figure ships: a refresh brings them. The Treasury's survey is out a month before the Financial Accounts, and "
    "covers one buyer: it cannot rank buyers. It knows where a security is held, not who owns it, so that funds of London "
    "or the Cayman Islands are foreign. It begins in February 2023; the survey before it is not spliced on.",
    method="U.S. Treasury, Treasury International Capital, form SLT; Federal Reserve Board, Financial Accounts (Z.1)",
)
def foreign_equity_purchases(panel: Panel, months: int) -> pd.DataFrame:
    lines: dict[str, pd.Series] = {BY_MONTH: maths.sum_over(panel[MONTHLY], months)}
    for id, name, sign in ((ACCOUNTS, BY_QUARTER, 1), (ISSUED, COMPANIES, -1)):
        if id in panel:
            flow = sign * panel[id] / 4
            lines[name] = year_sum(flow) if months == YEAR else flow
    return tidy(lines)
