"""Thesis: household inequality. How far the wealth of the richest ran from the rest, and assets from pay.

The Distributional Financial Accounts give survey shares to the national totals. Quarters after the
survey of 2022 are extrapolated by the Federal Reserve, and every release rewrites the past: of a past
day they cannot be reconstructed.
"""

from datetime import date

import pandas as pd

from indicators.i18n.messages import Message, message
from indicators.judging.registry import indicator, judges, tidy
from indicators.model import Control, Hints, Status, Verdict
from indicators.model.periods import period_end
from indicators.panel.panel import Panel
from indicators.stats import maths

NET_WORTH, EQUITIES, REAL_ESTATE = "NETWORTH", "EQUITIES", "REALESTATE"
ASSETS = {NET_WORTH: "Net worth", EQUITIES: "Equities", REAL_ESTATE: "Real estate"}
PERCENTILES = {
    "TOP1": message("Top 1%"),
    "NEXT9": message("Next 9%"),
    "NEXT40": message("Next 40%"),
    "BOTTOM50": message("Bottom 50%"),
}
#: Net worth by percentile goes by FRED's own ids.
PERCENTILE_NET_WORTH = dict(zip(PERCENTILES, ("WFRBST01134", "WFRBSN09161", "WFRBSN40188", "WFRBSB50215"), strict=True))
BY_PERCENTILE = {
    (p, a): PERCENTILE_NET_WORTH[p] if a == NET_WORTH else f"DFA_SHARE_{p}_{a}" for p in PERCENTILES for a in ASSETS
}
TOP, BOTTOM = "WFRBLT01026", "WFRBLB50107"
PRICES = {
    "SPX_CLOSE": "S&P 500",
    "CSUSHPINSA": "Case-Shiller",
    "USSTHPI": message("All house deals"),
    "HPIPONM226S": message("House purchases"),
    "CES0500000003": message("Hourly earnings"),
}
YEARS = 10

ASSET = Control("asset", "Share of", tuple(ASSETS), NET_WORTH, ASSETS)
SINCE = Control("since", "Since the start of", (2007, 2015, 2020), 2007)

EXTRAPOLATED = (date(2022, 10, 1), "extrapolated after the 2022 survey")
ACCOUNTS = "Quarters after the survey of 2022 are extrapolated, and the survey of 2025 will rewrite them. "
METHOD = "Batty et al., FEDS 2019-017: survey shares applied to the national balance sheet"


def real(nominal: pd.Series, panel: Panel) -> pd.Series:
    """Dollars of the last quarter for which both the amount and consumer prices are known."""
    prices = maths.quarters(panel["CPIAUCSL"], "mean")
    return maths.deflate(nominal, prices, nominal.index.intersection(prices.index)[-1])


def wealth_ratio(panel: Panel) -> pd.Series:
    """Net worth of the top 1% as a multiple of that of the bottom 50%."""
    return panel[TOP] / panel[BOTTOM]


def real_gap(panel: Panel) -> pd.Series:
    """Net worth of the top 1% less that of the bottom 50%, constant dollars."""
    return real(panel[TOP] - panel[BOTTOM], panel)


def last_years(series: pd.Series, years: int = YEARS) -> pd.Series:
    """Changes over four quarters, percent, at the last quarter and the same one of the years before it."""
    changes = maths.year_on_year(series)
    days = [changes.index[-1] - pd.DateOffset(years=back) for back in reversed(range(years))]
    return changes.reindex(pd.DatetimeIndex(days)).dropna()


# --- the indicators -------------------------------------------------------------------------------


@indicator(
    title="Wealth of the top 1% against the bottom 50%, and the gap",
    unit="percent, year on year",
    formula="changes over four quarters of the ratio of their net worths, and of the difference deflated by consumer "
    "prices; shown from 2014",
    series=(TOP, BOTTOM, "CPIAUCSL"),
    serves=("asset-inflation-gap",),
    hints=Hints(decimals=1, focus="Real gap", thresholds={0.0: ""}, provisional=EXTRAPOLATED),
    caveat=ACCOUNTS + "The ratio divides by what the bottom half owns, next to nothing in 2011: it falls when that "
    "recovers, though the gap in dollars widens.",
    method=METHOD,
)
def wealth_gap_change(panel: Panel) -> pd.DataFrame:
    changes = {message("Ratio"): wealth_ratio(panel), message("Real gap"): real_gap(panel)}
    return tidy({name: maths.year_on_year(series).dropna()["2014":] for name, series in changes.items()})


@indicator(
    title="Net worth of the top 1% as a multiple of the bottom 50%",
    unit="times",
    formula="net worth of the top 1% ÷ net worth of the bottom 50%",
    series=(TOP, BOTTOM),
    serves=("asset-inflation-gap",),
    hints=Hints(decimals=1, focus="Top 1% ÷ bottom 50%", log=True, provisional=EXTRAPOLATED),
    caveat=ACCOUNTS + "A ratio to something near zero is not steady: see 2009 to 2013.",
    method=METHOD,
)
def wealth_ratio_top_bottom(panel: Panel) -> pd.DataFrame:
    return tidy({message("Top 1% ÷ bottom 50%"): wealth_ratio(panel)})


@indicator(
    title="Net worth of the top 1% and of the bottom 50%",
    unit="dollars, prices of the last quarter",
    formula="net worth deflated by consumer prices",
    series=(TOP, BOTTOM, "CPIAUCSL"),
    serves=("asset-inflation-gap",),
    hints=Hints(decimals=1, focus="Top 1%", provisional=EXTRAPOLATED),
    caveat=ACCOUNTS + "Groups are formed anew each quarter: these are not the same households throughout.",
    method=METHOD,
)
def wealth_top_and_bottom(panel: Panel) -> pd.DataFrame:
    return tidy({"Top 1%": real(panel[TOP], panel), "Bottom 50%": real(panel[BOTTOM], panel)})


@indicator(
    title="Who owns what, by wealth",
    unit="percent of the total",
    formula="as published",
    series=tuple(BY_PERCENTILE.values()),
    serves=("asset-inflation-gap",),
    controls=(ASSET,),
    hints=Hints(decimals=1, focus=PERCENTILES["TOP1"], provisional=EXTRAPOLATED),
    caveat=ACCOUNTS + "Groups by net worth. Of net worth, not of total assets, of which the top 1% hold less.",
    method=METHOD,
)
def wealth_by_percentile(panel: Panel, asset: str) -> pd.DataFrame:
    return tidy({name: panel[BY_PERCENTILE[p, asset]] for p, name in PERCENTILES.items()})


@indicator(
    title="Stock and house prices against hourly earnings",
    unit="index, first quarter = 100",
    formula="means of the quarter ÷ that of the first quarter of the chosen year × 100; not deflated",
    series=tuple(PRICES),
    serves=("asset-inflation-gap",),
    controls=(SINCE,),
    hints=Hints(decimals=0, focus=PRICES["SPX_CLOSE"], log=True),
    caveat="Prices without dividends or rents. House prices: purchases only, and with appraisals for refinancing. "
    "Case-Shiller's index may not be redistributed and appears after a refresh.",
)
def assets_against_wages(panel: Panel, since: int) -> pd.DataFrame:
    held = {name: maths.quarterly(panel[id]) for id, name in PRICES.items() if id in panel}
    return tidy({name: maths.index_to(s, date(since, 1, 1))[f"{since}" :] for name, s in held.items()})


@indicator(
    title="How unequal family incomes are",
    unit="Gini ratio, from 0, all equal, to 1, one has all",
    formula="as published",
    series=("GINIALLRF",),
    serves=("asset-inflation-gap",),
    hints=Hints(decimals=3),
    caveat="Of money income before taxes and of families, not of wealth. Surveys of incomes from 1993 and from 2013 "
    "asked in new ways, and each raised it. No figure ships: a refresh brings it.",
    method="U.S. Census Bureau, Current Population Survey, Annual Social and Economic Supplement",
)
def family_income_gini(panel: Panel) -> pd.DataFrame:
    return tidy({"Gini ratio": panel["GINIALLRF"]})


# --- the test -------------------------------------------------------------------------------------


@judges(
    "asset-inflation-gap",
    unit=message("percent of the last ten years: the real gap widened"),
    threshold=message(
        "supported if the ratio or the real gap widened in {widened:words} and neither narrowed in "
        "{narrowed:words}; contradicted if one narrowed in {narrowed:words} and neither widened in {widened:words}"
    ),
    falsifier=message(
        "a ratio or a real gap that narrowed in {narrowed:words} of ten years while neither widened in {widened:words}"
    ),
    source="Distributional Financial Accounts (Batty et al. 2019)",
)
def judge_asset_inflation(panel: Panel, *, widened: int, narrowed: int) -> Verdict:
    ratio, gap = wealth_ratio(panel), real_gap(panel)
    ratios, gaps = last_years(ratio), last_years(gap)
    day = gaps.index[-1]
    status = _weigh_gap(ratios, gaps, widened, narrowed)
    start = day - pd.DateOffset(years=YEARS)
    return Verdict(
        status,
        float(100 * (gaps > 0).mean()),
        message(
            "In the {years} years to {day:quarter} the real gap between the top 1% and the bottom 50% widened in {gaps} "
            "({share:.0f}%), to {gap:.1f} trillion dollars, while the ratio of their net worths widened in {ratios} and went "
            "from {before:.1f} to {now:.1f}.",
            years=len(gaps),
            day=day,
            gaps=(gaps > 0).sum(),
            share=100 * (gaps > 0).mean(),
            gap=gap[day] / 1e12,
            ratios=(ratios > 0).sum(),
            before=ratio[start],
            now=ratio[day],
        ),
        sensitivity=_gap_sensitivity(ratio, gap),
        sample=message(
            "{count} yearly changes, {start:quarter} to {day:quarter}: a small sample; extrapolated since 2022Q4",
            count=len(gaps),
            start=start,
            day=day,
        ),
        through=period_end(day, "quarterly"),
    )


def _weigh_gap(ratios: pd.Series, gaps: pd.Series, widened: int, narrowed: int) -> Status:
    """Either measure may hold or fail; where one holds and the other fails, the verdict is mixed."""
    holds = any((changes > 0).sum() >= widened for changes in (ratios, gaps))
    fails = any((changes < 0).sum() >= narrowed for changes in (ratios, gaps))
    if holds and not fails:
        return "supported"
    return "contradicted" if fails and not holds else "mixed"


def _gap_sensitivity(ratio: pd.Series, gap: pd.Series) -> Message:
    """The counts with years that end in each of the three quarters before, where prices are known."""
    readings = []
    for day in ratio.index[-4:-1].intersection(gap.index):
        ratios, gaps = last_years(ratio[:day]), last_years(gap[:day])
        widened = {"gap": (gaps > 0).sum(), "ratio": (ratios > 0).sum()}
        readings.append(message("{day:quarter}: gap {gap}, ratio {ratio}", day=day, **widened))
    since = ratio[ratio.idxmax() :]
    return message(
        "Years widened of ten, ending {readings:semicolon}. The ratio fell from {peak:.0f} at its peak in {peak_day:quarter}, "
        "when the bottom half owned next to nothing, to {trough:.1f} in {trough_day:quarter}; it is {now:.1f} now.",
        readings=readings,
        peak=since.iloc[0],
        peak_day=since.index[0],
        trough=since.min(),
        trough_day=since.idxmin(),
        now=since.iloc[-1],
    )
