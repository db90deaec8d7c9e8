"""Published figures on the real economy beside the other one."""

from indicators.judging.registry import reproduces
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.overview.reproductions import jobs_added

#: Consumer prices over the twelve months to September 2025, the last before the gap: series by figure.
PRICES = {
    "T10-all": "CPIAUCSL",
    "T10-core": "CPILFESL",
    "T10-food": "CUSR0000SAF11",
    "T10-shelter": "CUSR0000SAH1",
    "T10-energy": "CPIENGSL",
}
OUTSIDE_HEALTH = ("PAYEMS", "CES6562000001")


def _inflation(figure: str, id: str) -> None:
    reproduces(figure, series=(id,))(lambda panel: maths.at(maths.year_on_year(panel[id]), "2025-09-01"))


for figure, id in PRICES.items():
    _inflation(figure, id)


@reproduces("T01-total", series=("PAYEMS",))
def jobs_of_2025_as_first_published(panel: Panel) -> float:
    return jobs_added(panel, "2024-12-01", "2025-12-01")


@reproduces("T01", series=OUTSIDE_HEALTH)
@reproduces("T02", series=OUTSIDE_HEALTH)
def jobs_of_2025_outside_health_care(panel: Panel) -> float:
    outside = panel["PAYEMS"] - panel["CES6562000001"]
    return (maths.at(outside, "2025-12-01") - maths.at(outside, "2024-12-01")) / 1e3


@reproduces("L13", series=("PAYEMS",))
def jobs_of_january_2026(panel: Panel) -> float:
    return jobs_added(panel, "2025-12-01", "2026-01-01")
