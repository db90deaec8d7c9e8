"""Published figures on what pulls growth."""

from indicators.judging.registry import reproduces
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.ai_capex.reproductions import FIRST_HALF

CONSUMPTION = ("DPCERY2Q224SBEA",)


@reproduces("A05-consumption", series=CONSUMPTION)
def consumption_in_the_first_half(panel: Panel) -> float:
    return float(maths.between(panel["DPCERY2Q224SBEA"], *FIRST_HALF).mean())


@reproduces("A24", series=CONSUMPTION)
def consumption_in_the_second_quarter(panel: Panel) -> float:
    return maths.at(panel["DPCERY2Q224SBEA"], "2025-04-01")


@reproduces("A04-slip", series=("Y034RX1Q020SBEA", "B985RX1Q020SBEA", "GDPC1"))
def share_of_gdp_in_chained_dollars(panel: Panel) -> float:
    """What comes of dividing chained dollars, which do not add up: never used on a chart."""
    real = panel["Y034RX1Q020SBEA"] + panel["B985RX1Q020SBEA"]
    return maths.at(maths.share(real, panel["GDPC1"]), "2025-04-01")


@reproduces("L11", series=("PAYEMS",))
def jobs_of_2025(panel: Panel) -> float:
    return jobs_added(panel, "2024-12-01", "2025-12-01")


def jobs_added(panel: Panel, first: str, last: str) -> float:
    """Change of payrolls from one month to another, thousands."""
    return (maths.at(panel["PAYEMS"], last) - maths.at(panel["PAYEMS"], first)) / 1e3
