"""Published figures on household inequality."""

from indicators.judging.registry import reproduces
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.inequality import generations, housing, poverty_line, wealth

TRILLION = 1e12
#: The poverty line of 1963 for a family of four (Fisher 1992), dollars.
LINE_1963 = 3_128
#: Shares that the charts show as published: series and quarter, by figure.
SHARES = {
    "I10-boomers": ("DFA_SHARE_BABYBOOM_NETWORTH", "2025-04-01"),
    "I10-x": ("DFA_SHARE_GENX_NETWORTH", "2025-04-01"),
    "I10-millennials": ("DFA_SHARE_MILLENNIAL_NETWORTH", "2025-04-01"),
    "I10-silent": ("DFA_SHARE_SILENT_NETWORTH", "2025-04-01"),
    "I11-40": ("DFA_SHARE_AGEUNDER40_NETWORTH", "2025-04-01"),
    "I11-54": ("DFA_SHARE_AGE40TO54_NETWORTH", "2025-04-01"),
    "I11-69": ("DFA_SHARE_AGE55TO69_NETWORTH", "2025-04-01"),
    "I11-70": ("DFA_SHARE_AGE70PLUS_NETWORTH", "2025-04-01"),
    "I12-share": ("WFRBST01134", "2025-07-01"),
    "I13-top": ("WFRBST01134", "1989-07-01"),
    "I20": ("WFRBST01134", "2025-04-01"),
}
NET_WORTH = tuple(generations.LEVELS[g, wealth.NET_WORTH] for g in generations.NAMES)
OVER_54 = ("DFA_SHARE_AGE55TO69_NETWORTH", "DFA_SHARE_AGE70PLUS_NETWORTH")
UNDER_90 = ("WFRBSN40188", "WFRBSB50215")


def _share(figure: str, id: str, day: str) -> None:
    reproduces(figure, series=(id,))(lambda panel: maths.at(panel[id], day))


for figure, (id, day) in SHARES.items():
    _share(figure, id, day)


@reproduces("I10-total", series=NET_WORTH)
def total_net_worth(panel: Panel) -> float:
    return float(sum(maths.at(panel[id], "2025-04-01") for id in NET_WORTH)) / TRILLION


@reproduces("I15-young", series=("DFA_SHARE_AGEUNDER40_NETWORTH",))
def share_of_the_young_in_2019(panel: Panel) -> float:
    return float(maths.of_year(panel["DFA_SHARE_AGEUNDER40_NETWORTH"], 2019).mean())


@reproduces("I15-old", series=OVER_54)
def share_of_the_old_in_2019(panel: Panel) -> float:
    return float(sum(maths.of_year(panel[id], 2019).mean() for id in OVER_54))


@reproduces("I12-level", series=(wealth.TOP,))
def net_worth_of_the_top(panel: Panel) -> float:
    return maths.at(panel[wealth.TOP], "2025-07-01") / TRILLION


@reproduces("I13-level", series=(wealth.TOP,))
def net_worth_of_the_top_in_1989(panel: Panel) -> float:
    return maths.at(panel[wealth.TOP], "1989-07-01") / TRILLION


@reproduces("I13-bottom", series=UNDER_90)
def share_of_the_bottom_in_1989(panel: Panel) -> float:
    return float(sum(maths.at(panel[id], "1989-07-01") for id in UNDER_90))


@reproduces("I04", series=("CPIAUCSL",))
def orshanskys_line_indexed(panel: Panel) -> float:
    prices = panel["CPIAUCSL"]
    return float(LINE_1963 * maths.of_year(prices, 2024).mean() / maths.of_year(prices, 1963).mean())


@reproduces("I05", series=(poverty_line.GUIDELINE,))
def multiplier_redone(panel: Panel) -> float:
    official = maths.at(panel[poverty_line.GUIDELINE], "2025-01-01")
    food = official / poverty_line.MULTIPLIER
    return poverty_line.multiplied(official, poverty_line.TODAY) / food


@reproduces("I18", series=(*housing.PAYMENT, housing.INCOMES[housing.FAMILY]))
def realtors_index_on_new_houses(panel: Panel) -> float:
    index = housing.qualifying_index(panel, panel[housing.INCOMES[housing.FAMILY]])
    return maths.at(index, "2025-10-01")
