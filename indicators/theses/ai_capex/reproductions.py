"""Published figures on AI capital spending."""

import pandas as pd

from indicators.judging.registry import reproduces
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.ai_capex import investment
from indicators.theses.ai_capex.investment import EQUIPMENT, SOFTWARE

SHARE = ("A679RC1Q027SBEA", "GDP")
PARTS = ("A679RC1Q027SBEA", "B985RC1Q027SBEA", "Y034RX1Q020SBEA", "B985RX1Q020SBEA", "GDP", "GDPC1")
FIRST_HALF = ("2025-01-01", "2025-04-01")
BILLION = 1e9
FOUR = ("CAPEX_AMZN", "CAPEX_MSFT", "CAPEX_GOOGL", "CAPEX_META")


def _first_half(panel: Panel) -> tuple[float, float]:
    """Mean of the two quarters of the first half of 2025: contribution of the basket, and GDP growth."""
    basket = investment.basket_contribution(panel, (EQUIPMENT, SOFTWARE), investment.GROSS, investment.QUARTER)
    return float(maths.between(basket, *FIRST_HALF).mean()), first_half_growth(panel)


def _four(panel: Panel) -> pd.Series:
    """Capital expenditure of the four largest by calendar quarter, dollars."""
    spent = pd.concat([investment.calendar_quarters(panel[id]) for id in FOUR], axis=1, join="inner")
    return spent.sum(axis=1)


@reproduces("A01", series=PARTS)
def share_of_first_half_growth(panel: Panel) -> float:
    basket, total = _first_half(panel)
    return 100 * basket / total


@reproduces("A01-slip", series=("Y034RX1Q020SBEA", "B985RX1Q020SBEA", "GDPC1"))
def share_by_subtracting_chained_dollars(panel: Panel) -> float:
    """What comes of the shortcut that BEA warns against: never used on a chart."""
    real = panel["Y034RX1Q020SBEA"] + panel["B985RX1Q020SBEA"]
    return 100 * _rise(real) / _rise(panel["GDPC1"])


def _rise(series: pd.Series) -> float:
    """Change over the first half of 2025, in the series' unit."""
    return maths.at(series, "2025-04-01") - maths.at(series, "2024-10-01")


@reproduces("A02", series=PARTS)
def first_half_growth_without(panel: Panel) -> float:
    basket, total = _first_half(panel)
    return total - basket


@reproduces("A08", series=("GDPC1",))
def first_half_growth(panel: Panel) -> float:
    return float(maths.between(investment.growth(panel, investment.QUARTER), *FIRST_HALF).mean())


@reproduces("A05-ai", series=PARTS)
@reproduces("A08-gross", series=PARTS)
def first_half_contribution(panel: Panel) -> float:
    return _first_half(panel)[0]


@reproduces("A03", series=SHARE)
@reproduces("A04", series=SHARE)
def share_of_gdp(panel: Panel) -> float:
    return maths.at(maths.share(panel["A679RC1Q027SBEA"], panel["GDP"]), "2025-04-01")


@reproduces("A15-2024", series=FOUR)
@reproduces("A18-2024", series=FOUR)
def big_four_2024(panel: Panel) -> float:
    return float(maths.of_year(_four(panel), 2024).sum()) / BILLION


@reproduces("A15-2025", series=FOUR)
@reproduces("A18-2025", series=FOUR)
def big_four_2025(panel: Panel) -> float:
    return float(maths.of_year(_four(panel), 2025).sum()) / BILLION


@reproduces("A15-gdp", series=(*FOUR, "GDP"))
def big_four_of_gdp(panel: Panel) -> float:
    return 100 * big_four_2025(panel) / float(maths.of_year(panel["GDP"], 2025).mean() / BILLION)


@reproduces("A10", series=PARTS)
def three_quarters_of_2025(panel: Panel) -> float:
    basket = investment.basket_contribution(panel, (EQUIPMENT, SOFTWARE), investment.GROSS, investment.QUARTER)
    return float(maths.between(basket, "2025-01-01", "2025-07-01").mean())


@reproduces("A17", series=FOUR)
def big_four_in_the_third_quarter(panel: Panel) -> float:
    return maths.at(_four(panel), "2025-07-01") / BILLION


@reproduces("A20", series=("CAPEX_MSFT",))
def microsoft_in_the_first_quarter(panel: Panel) -> float:
    return maths.at(panel["CAPEX_MSFT"], "2026-01-01") / BILLION


@reproduces("A20-growth", series=("CAPEX_MSFT",))
def microsoft_on_the_year(panel: Panel) -> float:
    return maths.at(maths.year_on_year(panel["CAPEX_MSFT"]), "2026-01-01")


@reproduces("A21-2024", series=("CAPEX_GOOGL",))
def alphabet_in_2024(panel: Panel) -> float:
    return float(maths.of_year(panel["CAPEX_GOOGL"], 2024).sum()) / BILLION


@reproduces("A21-2026", series=("CAPEX_GOOGL",))
def alphabet_in_the_first_quarter(panel: Panel) -> float:
    return maths.at(panel["CAPEX_GOOGL"], "2026-01-01") / BILLION
