"""Published figures on labour and productivity."""

import pandas as pd

from indicators.judging.registry import reproduces
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.labor import employment

PER_HOUR, COSTS, GDP_REAL = ("OPHNFB",), ("ULCNFB",), ("GDPC1",)
GRADUATES = (employment.GRADUATES,)
LAST_OF_2025 = "2025-10-01"


def _annualised(series: pd.Series, day: str) -> float:
    return maths.at(maths.annualised_growth(series), day)


@reproduces("L01", series=PER_HOUR)
def productivity_of_the_third_quarter(panel: Panel) -> float:
    return _annualised(panel["OPHNFB"], "2025-07-01")


@reproduces("L01-costs", series=COSTS)
def labour_costs_of_the_third_quarter(panel: Panel) -> float:
    return _annualised(panel["ULCNFB"], "2025-07-01")


@reproduces("L03-quarter", series=PER_HOUR)
def productivity_of_the_fourth_quarter(panel: Panel) -> float:
    return _annualised(panel["OPHNFB"], LAST_OF_2025)


@reproduces("L03-costs", series=COSTS)
def labour_costs_of_the_fourth_quarter(panel: Panel) -> float:
    return _annualised(panel["ULCNFB"], LAST_OF_2025)


@reproduces("L03-four", series=PER_HOUR)
def productivity_over_four_quarters(panel: Panel) -> float:
    return maths.at(maths.year_on_year(panel["OPHNFB"]), LAST_OF_2025)


@reproduces("L03-year", series=PER_HOUR)
def productivity_of_the_year(panel: Panel) -> float:
    index = panel["OPHNFB"]
    return float(100 * (maths.of_year(index, 2025).mean() / maths.of_year(index, 2024).mean() - 1))


@reproduces("L04", series=PER_HOUR)
def productivity_since_2019(panel: Panel) -> float:
    """Percent a year from 2019Q4 to 2025Q2, 22 quarters."""
    index = panel["OPHNFB"]
    return 100 * ((maths.at(index, "2025-04-01") / maths.at(index, "2019-10-01")) ** (4 / 22) - 1)


@reproduces("A25", series=GDP_REAL)
def growth_of_the_third_quarter(panel: Panel) -> float:
    return _annualised(panel["GDPC1"], "2025-07-01")


@reproduces("L06", series=GRADUATES)
def graduates_in_the_second_quarter(panel: Panel) -> float:
    return float(maths.between(panel[employment.GRADUATES], "2025-04-01", "2025-06-01").mean())


@reproduces("L07", series=GRADUATES)
@reproduces("L06-first", series=GRADUATES)
def graduates_in_the_first_quarter(panel: Panel) -> float:
    return float(maths.between(panel[employment.GRADUATES], "2025-01-01", "2025-03-01").mean())
