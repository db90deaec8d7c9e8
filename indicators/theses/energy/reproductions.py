"""Published figures on electricity."""

import pandas as pd

from indicators.judging.registry import reproduces
from indicators.panel.panel import Panel
from indicators.stats import maths

TOTAL, COMMERCIAL = "ELEC_SALES_TOTAL", "ELEC_SALES_COMMERCIAL"
RESIDENTIAL, INDUSTRIAL = "ELEC_SALES_RESIDENTIAL", "ELEC_SALES_INDUSTRIAL"
CENTRES, TRANSFORMERS = "DATACENTER_ELEC_LBNL", "PCU335311335311"
AUCTION, QUEUE = "PJM_CAPACITY_PRICE", "INTERCONNECTION_QUEUE_LBNL"
#: Growth in percent between two years or delivery years: series, first, last, by figure.
GROWTH = {
    "E04-commercial": (COMMERCIAL, "2024-01-01", "2025-01-01"),
    "E04-industrial": (INDUSTRIAL, "2024-01-01", "2025-01-01"),
    "E04-residential": (RESIDENTIAL, "2024-01-01", "2025-01-01"),
    "E04-total": (TOTAL, "2024-01-01", "2025-01-01"),
    "E08-since": (TOTAL, "2020-01-01", "2024-01-01"),
    "E08-before": (TOTAL, "2010-01-01", "2020-01-01"),
    "E11": (AUCTION, "2025-06-01", "2026-06-01"),
    "E13": (QUEUE, "2023-01-01", "2024-01-01"),
}


def growth(series: pd.Series, first: str, last: str) -> float:
    """Percent change from one date to another."""
    return 100 * (maths.at(series, last) / maths.at(series, first) - 1)


def _grown(figure: str, id: str, first: str, last: str) -> None:
    reproduces(figure, series=(id,))(lambda panel: growth(panel[id], first, last))


for figure, (id, first, last) in GROWTH.items():
    _grown(figure, id, first, last)


@reproduces("E01", series=(CENTRES, TOTAL))
def share_of_data_centres_in_2023(panel: Panel) -> float:
    return maths.at(maths.share(panel[CENTRES], panel[TOTAL]), "2023-01-01")


@reproduces("E02", series=(CENTRES, TOTAL))
def share_of_data_centres_in_2018(panel: Panel) -> float:
    return maths.at(maths.share(panel[CENTRES], panel[TOTAL]), "2018-01-01")


@reproduces("E05-residential", series=(RESIDENTIAL,))
def record_of_households(panel: Panel) -> float:
    return float(panel[RESIDENTIAL][:"2024"].max())


@reproduces("E05-commercial", series=(COMMERCIAL,))
def record_of_the_commercial_sector(panel: Panel) -> float:
    return float(panel[COMMERCIAL][:"2024"].max())


@reproduces("E05-total", series=(TOTAL,))
def sales_of_2025(panel: Panel) -> float:
    return maths.at(panel[TOTAL], "2025-01-01")


@reproduces("E07", series=(TOTAL,))
def growth_a_year_from_2005(panel: Panel) -> float:
    sales = panel[TOTAL]
    return 100 * ((maths.at(sales, "2020-01-01") / maths.at(sales, "2005-01-01")) ** (1 / 15) - 1)


@reproduces("E10", series=(TRANSFORMERS,))
def rise_of_transformer_prices(panel: Panel) -> float:
    """From the mean of 2020 to December 2024, percent."""
    prices = panel[TRANSFORMERS]
    return float(100 * (maths.at(prices, "2024-12-01") / maths.of_year(prices, 2020).mean() - 1))
