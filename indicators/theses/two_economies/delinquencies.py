"""Thesis: two economies. What of households' debt turned bad within a year, by kind of loan."""

import pandas as pd

from indicators.i18n.messages import message, named
from indicators.judging.registry import indicator
from indicators.model import Hints
from indicators.model.missing import enough
from indicators.panel.panel import Panel

KINDS = {
    "NYFED_FLOW_90_STUDENT_LOANS": message("Student loans"),
    "NYFED_FLOW_90_CARDS": message("Credit cards"),
    "NYFED_FLOW_90_AUTO_LOANS": message("Auto loans"),
    "NYFED_FLOW_90_MORTGAGES": message("Mortgages"),
    "NYFED_FLOW_90_HOME_EQUITY": message("Home equity"),
    "NYFED_FLOW_90_ALL": message("All debt"),
}


@indicator(
    title="Household debt that became seriously delinquent",
    unit="percent of the balance, annual rate",
    formula="balances newly 90 days or more past due ÷ balances, as published for the two quarters that are held",
    series=tuple(KINDS),
    serves=("real-economy-shrinks",),
    hints=Hints("ranks", 2, recessions=False),
    caveat="Missed payments of federal student loans were not reported until the end of 2024: their rise is the end of "
    "a pause, and most of that of all debt is theirs. Two quarters of one report, no history.",
    method="New York Fed Consumer Credit Panel/Equifax, Quarterly Report on Household Debt and Credit",
)
def new_delinquencies(panel: Panel) -> pd.DataFrame:
    flows = pd.concat({name: panel[id] for id, name in KINDS.items()}, axis=1, join="inner")
    enough(flows)
    rows = [
        {"x": name, "line": named(message("{day:quarter}", day=day)), "value": flow}
        for day, quarter in flows[::-1].iterrows()
        for name, flow in quarter.items()
    ]
    return pd.DataFrame(rows)
