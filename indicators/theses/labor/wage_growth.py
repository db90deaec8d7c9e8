"""Thesis: labour. Whose wages rise: one person's wage against the same person's a year earlier, by the wage."""

import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.registry import indicator, tidy
from indicators.model import Hints
from indicators.panel.panel import Panel

QUARTERS = {
    "FRBATLWGT12MMUMHWGWD1WP": message("Lowest quarter"),
    "FRBATLWGT12MMUMHWGWD26WP": message("Second quarter"),
    "FRBATLWGT12MMUMHWGWD51WP": message("Third quarter"),
    "FRBATLWGT12MMUMHWGWD76WP": message("Highest quarter"),
}


@indicator(
    title="Wage growth of low and high wages",
    unit="percent, year on year, mean of 12 months",
    formula="median change of the hourly wage of one person over 12 months, by quarter of the distribution of wages",
    series=tuple(QUARTERS),
    serves=("low-skill-third",),
    hints=Hints(decimals=1, focus=message("Lowest quarter"), years=10),
    caveat="No figure ships: a refresh brings them. Of those who had work both times: who lost it is not in it. Wages, "
    "not skills or tasks, make the groups.",
    method="Federal Reserve Bank of Atlanta, Wage Growth Tracker, from the Current Population Survey",
)
def wage_growth_by_wage(panel: Panel) -> pd.DataFrame:
    return tidy({name: panel[id] for id, name in QUARTERS.items()})
