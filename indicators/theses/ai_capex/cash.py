"""Thesis: AI capital spending. How much of what the business earns in cash goes into it."""

import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.registry import indicator, tidy
from indicators.model import Hints
from indicators.model.missing import enough
from indicators.panel.panel import Panel
from indicators.stats import maths

COMPANIES = {
    "AMZN": message("Amazon"),
    "MSFT": message("Microsoft"),
    "GOOGL": message("Alphabet"),
    "META": message("Meta"),
    "ORCL": message("Oracle"),
}
SPENT, EARNED = ({company: f"{what}_{company}" for company in COMPANIES} for what in ("CAPEX", "CASHFLOW"))


def over_a_year(quarterly: pd.Series) -> pd.Series:
    """Sum of four consecutive fiscal quarters, at the last of them; a gap leaves no value."""
    return sum((maths.ago(quarterly, months=3 * n) for n in (1, 2, 3)), quarterly).dropna()


def share_of_cash(spent: pd.Series, earned: pd.Series) -> pd.Series:
    """Capital spending, percent of cash from operations, over four quarters."""
    return (100 * over_a_year(spent) / over_a_year(earned)).dropna()


@indicator(
    title="Capital spending as a share of cash from operations",
    unit="percent of cash from operations, four quarters",
    formula="cash paid for property and equipment ÷ net cash provided by operating activities, each the sum of four "
    "fiscal quarters",
    series=(*SPENT.values(), *EARNED.values()),
    serves=("capex-dependence",),
    hints=Hints(decimals=0, years=10, recessions=False, thresholds={100.0: message("All of it")}),
    caveat="No cash from operations ships: a refresh brings it. Above 100% the rest is borrowed, raised or saved before. "
    "Assets under finance leases are left out, and so is what others build for them.",
    method="SEC XBRL company concepts",
)
def capex_of_cash(panel: Panel) -> pd.DataFrame:
    lines = {
        name: share_of_cash(panel[SPENT[company]], panel[EARNED[company]])
        for company, name in COMPANIES.items()
        if EARNED[company] in panel
    }
    enough(lines)
    return tidy({str(name): line for name, line in lines.items()})
