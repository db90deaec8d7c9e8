"""Thesis: labour. How many businesses use AI, by the Census Bureau's survey every two weeks."""

import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.registry import indicator, tidy
from indicators.model import Hints
from indicators.panel.panel import Panel

NOW, BEFORE = "BTOS_AI_USE", "BTOS_AI_USE_PRODUCTION"
QUESTIONS = {NOW: message("In any business function"), BEFORE: message("In producing goods or services")}


@indicator(
    title="Businesses that use AI",
    unit="percent of employer businesses",
    formula="share that answered yes to having used AI within the last two weeks, by the last day asked about",
    series=tuple(QUESTIONS),
    serves=("low-skill-third", "productivity-masks"),
    hints=Hints(decimals=1, focus=message("In any business function")),
    caveat="No figure ships: a refresh brings them. In November 2025 a wider question took the place of the first: the two "
    "lines are not one, and nobody was asked in between. Of businesses, most of them small, not of workers or output: how "
    "much AI is used, and for whose work, is not in it.",
    method="U.S. Census Bureau, Business Trends and Outlook Survey",
)
def ai_use(panel: Panel) -> pd.DataFrame:
    lines: dict[str, pd.Series] = {QUESTIONS[NOW]: panel[NOW]}
    if BEFORE in panel:
        lines[QUESTIONS[BEFORE]] = panel[BEFORE]
    return tidy(lines)
