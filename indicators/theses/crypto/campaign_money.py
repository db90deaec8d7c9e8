"""Thesis: crypto. What the committees that crypto firms pay for take in, one election cycle beside another."""

import pandas as pd

from indicators.judging.registry import indicator, tidy
from indicators.model import Control, Hints
from indicators.panel.panel import Panel

COMMITTEES = {
    "FEC_FAIRSHAKE_RECEIPTS": "Fairshake",
    "FEC_DEFEND_AMERICAN_JOBS_RECEIPTS": "Defend American Jobs",
    "FEC_PROTECT_PROGRESS_RECEIPTS": "Protect Progress",
}
LEAD = next(iter(COMMITTEES))
COMMITTEE = Control("committee", "Committee", tuple(COMMITTEES), LEAD, COMMITTEES, is_of_names=True)
CYCLE = 2


def by_cycle(receipts: pd.Series) -> dict[str, pd.Series]:
    """Receipts added up from the start of each two-year election cycle, dollars, by months into it."""
    days = receipts.index
    first = days.year - (days.year + 1) % CYCLE
    month = (days.year - first) * 12 + days.month
    return {
        f"{year}–{year + CYCLE - 1}": part.cumsum().groupby(month[first == year]).last()
        for year, part in receipts.groupby(first)
    }


@indicator(
    title="Money of crypto committees, by election cycle",
    unit="dollars, by months into the two-year cycle",
    formula="receipts of each report of the committee, added up from 1 January of the odd year to the report's last month",
    series=tuple(COMMITTEES),
    serves=("crypto-political",),
    controls=(COMMITTEE,),
    hints=Hints("curve", 1, recessions=False),
    caveat="No figure ships: a refresh brings them, with a key. Fairshake passes money on to the other two, so the three "
    "must not be added up. Other committees, and gifts to candidates, are not in it. Reports are a month to half a year "
    "apart. Money shows an interest in elections, not whether an asset divides parties or generations.",
    method="Federal Election Commission, reports of receipts and disbursements (Form 3X)",
)
def crypto_committee_receipts(panel: Panel, committee: str) -> pd.DataFrame:
    return tidy(by_cycle(panel[committee]))
