"""Thesis: energy. What producers at home get for chips and computers."""

import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.registry import indicator, tidy
from indicators.model import Hints
from indicators.model.missing import enough
from indicators.panel.panel import Panel
from indicators.stats import maths

PRICES = {
    "PCU33443344": message("Semiconductors and other components"),
    "PCU334413334413": message("Semiconductors alone"),
    "PCU334111334111": message("Electronic computers"),
    "WPU115": message("Computers and computer equipment"),
}


@indicator(
    title="Producer prices of chips and computers",
    unit="percent, year on year",
    formula="producer price index against the same month a year earlier",
    series=tuple(PRICES),
    serves=("energy-not-gpu",),
    hints=Hints(decimals=1, focus=message("Semiconductors and other components"), years=10),
    caveat="Adjusted for quality: a price that only stands still is a dearer chip. Prices of producers at home, and most "
    "chips for AI are made abroad. Semiconductors alone and electronic computers come with a refresh.",
)
def chip_prices(panel: Panel) -> pd.DataFrame:
    grown: dict[str, pd.Series] = {
        name: maths.year_on_year(panel[id]).dropna() for id, name in PRICES.items() if id in panel
    }
    enough(grown)
    return tidy(grown)
