"""Thesis: household inequality. How far the wealth of the richest ran from the rest, and assets from pay.

The Distributional Financial Accounts give survey shares to the national totals. Quarters after the
survey of 2022 are extrapolated by the Federal Reserve, and every release rewrites the past: of a past
day they cannot be reconstructed.
"""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.judgement import Said
from indicators.judging.registry import indicator, statistic, tidy, words_of
from indicators.model import Control, Hints
from indicators.model.declaration import Reading
from indicators.model.missing import enough
from indicators.model.periods import period_end
from indicators.model.verdict import Words
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
#: Fewer years than this have no correlation; the normal quantile of an interval at a level of 90%.
FEWEST_YEARS, Z90 = 8, 1.645

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


def years_of(flags: pd.Series, years: int = YEARS) -> pd.Series:
    """In how many of so many years to each quarter a flag of yearly changes was up; absent where one is unknown."""
    return sum(maths.ago(flags.astype(float), months=12 * back) for back in range(years)).dropna()


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


def _more_often(panel: Panel, sign: int) -> pd.Series:
    """Of ten years to each quarter, those in which the ratio or the real gap moved that way, whichever more often."""
    changes = (sign * maths.year_on_year(one).dropna() for one in (wealth_ratio(panel), real_gap(panel)))
    return pd.concat([years_of(one > 0) for one in changes], axis=1, join="inner").max(axis=1)


@statistic
def years_ratio_or_gap_widened(panel: Panel) -> Reading:
    return of_quarters(100 / YEARS * _more_often(panel, 1))


@statistic
def years_ratio_or_gap_narrowed(panel: Panel) -> Reading:
    return of_quarters(_more_often(panel, -1))


def of_quarters(past: pd.Series, **more: Any) -> Reading:
    """The reading of the last known quarter of a statistic by quarter."""
    known = past.dropna()
    enough(known)
    return Reading(float(known.iloc[-1]), period_end(known.index[-1], "quarterly"), past=known, **more)


def share_gap(panel: Panel) -> pd.Series:
    """Share of net worth of the top 1% less that of the bottom 50%, points, by quarter."""
    return (panel[PERCENTILE_NET_WORTH["TOP1"]] - panel[PERCENTILE_NET_WORTH["BOTTOM50"]]).dropna().round(1)


@statistic
def years_share_gap_widened(panel: Panel, *, years: int) -> Reading:
    gap = share_gap(panel)
    widened = years_of(maths.change(gap, months=12).round(1) > 0, years)
    return of_quarters(
        100 / years * widened,
        null=50.0,
        sample=message("{years} yearly changes: a small sample; extrapolated since 2022Q4", years=years),
        words={"widened": int(widened.iloc[-1]), "years": years, "gap": gap.iloc[-1]},
    )


@statistic
def share_gap_with_stocks(panel: Panel) -> Reading:
    """Correlation of yearly changes, each ending in the same quarter as the last; Fisher's interval at 90%."""
    both = pd.concat(
        {
            "gap": maths.change(share_gap(panel), months=12),
            "stocks": maths.year_on_year(maths.quarterly(panel["SPX_CLOSE"])),
        },
        axis=1,
        join="inner",
    ).dropna()
    grouped = both.groupby(both.index.quarter, group_keys=False)
    past = grouped.apply(lambda same: same.gap.expanding(FEWEST_YEARS).corr(same.stocks)).dropna().sort_index()
    enough(past)
    value, count = float(past.iloc[-1]), int((both.index.quarter == past.index[-1].quarter).sum())
    low, high = np.tanh(np.arctanh(value) + np.array([-1, 1]) * Z90 / np.sqrt(count - 3))
    sample = message("{count} yearly changes", count=count)
    return of_quarters(past, low=float(low), high=float(high), null=0.0, sample=sample)


ANSWERS = {
    "supported": message("Yes: the gap in shares of wealth widened nearly every year, and with stock prices."),
    "mixed": message(
        "Partly: the gap in shares of wealth did not widen nearly every year, or not clearly with stock prices."
    ),
}
NOT_OFTEN = message("No: the gap in shares of wealth widened in no more than half of the years.")
NOT_BY_STOCKS = message("No: the gap in shares of wealth narrows when stock prices rise.")


@words_of("asset-inflation-gap")
def gap_words(said: Said) -> Words:
    often, stocks = said["years-share-gap-widened"], said["share-gap-with-stocks"]
    sentence = message(
        "In {widened} of {years} years to {day:quarter} ({share:.0f}%; by chance: 50%) the top 1%'s share of wealth less the "
        "bottom half's widened, to {gap:.1f} points; its yearly changes correlate with stock prices at {value:.2f} ({low:.2f} "
        "to {high:.2f}; unrelated: 0).",
        day=often.day,
        share=often.value,
        value=stocks.value,
        low=stocks.low,
        high=stocks.high,
        **often.words,
    )
    no = NOT_BY_STOCKS if said.deciding.leg.statistic == "share-gap-with-stocks" else NOT_OFTEN
    return Words(ANSWERS.get(said.status, no), sentence)
