"""Thesis: crypto. The test of whether bitcoin alone has upside, from every month in which the young could have begun.

A return over one fixed span begins at a peak or a trough by chance. Here it is a year's, from every starting month of
the last years to the last month, and what counts is the median of starting months and their middle half.
"""

import numpy as np
import pandas as pd

from indicators.i18n.messages import Message, message
from indicators.judging.judgement import Said
from indicators.judging.registry import statistic, words_of
from indicators.model.declaration import Reading
from indicators.model.missing import enough
from indicators.model.periods import period_end
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.theses.crypto.assets import BOUGHT, YEARS, month_means, prices, span, summary
from indicators.theses.crypto.since_article import BITCOIN, since_article
from indicators.theses.outlook.liquidity import PUBLISHED

YOUNG = "crypto-for-young"
PAY = "CES0500000003"


# --- the first version ----------------------------------------------------------------------------


@statistic
def bitcoin_lead_since_article(panel: Panel, *, days: int) -> Reading:
    """Bitcoin's return since the article less that of the S&P 500, percentage points; 0 until so many days have passed."""
    change = since_article(panel)
    gap = change["BTC_USD"] - change["SPX_CLOSE"]
    gap = gap.where(gap.index >= PUBLISHED + pd.Timedelta(days=days), 0.0)
    return Reading(float(gap.iloc[-1]), gap.index[-1].date(), past=gap)


@statistic
def bitcoin_firsts_over_five_years(panel: Panel) -> Reading:
    """Whether bitcoin returned most over five years, and whether most per unit of drawdown: how many of the two."""
    monthly = span(prices(panel), YEARS)
    best = summary(monthly).loc[list(BOUGHT), ["total", "ratio"]].idxmax()
    firsts = pd.Series([float((best == BITCOIN).sum())], monthly.index[-1:])
    return Reading(float(firsts.iloc[0]), period_end(monthly.index[-1].date(), "monthly"), past=firsts)


# --- the test -------------------------------------------------------------------------------------


def a_year(monthly: np.ndarray, longest: int, least: int) -> np.ndarray:
    """Return a year, percent, to each month (rows) from `least` to `longest` months before it (columns)."""
    spans = np.arange(least, longest + 1)
    ends = np.arange(longest, len(monthly))[:, None]
    return 100 * ((monthly[ends] / monthly[ends - spans]) ** (12 / spans) - 1)


def _ahead(pair: pd.DataFrame, years: int, least: int) -> Reading:
    """Return a year of the first of two columns less that of the second, over starting months."""
    first, second = (pair[name].to_numpy(float) for name in pair)
    enough(first[12 * years :])
    gaps = a_year(first, 12 * years, least) - a_year(second, 12 * years, least)
    past = pd.Series(np.median(gaps, axis=1), pair.index[12 * years :])
    low, high = np.quantile(gaps[-1], (0.25, 0.75))
    return Reading(
        float(past.iloc[-1]),
        period_end(past.index[-1].date(), "monthly"),
        float(low),
        float(high),
        null=0.0,
        sample=message("{months} starting months", months=gaps.shape[1]),
        past=past,
        words={"ahead": int((gaps[-1] > 0).sum()), "starts": gaps.shape[1]},
    )


@statistic
def bitcoin_over_shares(panel: Panel, *, years: int, least: int) -> Reading:
    """Bitcoin's return a year less that of the S&P 500, percentage points, over starting months."""
    return _ahead(_paired(month_means(panel["BTC_USD"]), month_means(panel["SPX_CLOSE"])), years, least)


@statistic
def shares_over_pay(panel: Panel, *, years: int, least: int) -> Reading:
    """The S&P 500's return a year less the growth of hourly pay, percentage points, over starting months."""
    return _ahead(_paired(month_means(panel["SPX_CLOSE"]), panel[PAY]), years, least)


def _paired(one: pd.Series, other: pd.Series) -> pd.DataFrame:
    """Both in every month from the first to the last that both have; a month that was never published is bridged."""
    both = pd.concat([one, other], axis=1, join="inner").dropna()
    return both.asfreq("MS").interpolate()


ANSWERS = {
    "supported": message(
        "Yes: from three in four starting months bitcoin gained more than shares, and shares no more than pay."
    ),
    "contradicted": message(
        "No: from three in four starting months shares gained more than bitcoin, and more than pay."
    ),
}
#: What is mixed, by the sides of the two legs.
MIXED = {
    ("supports", "contradicts"): message(
        "Partly: from three in four starting months bitcoin gained more than shares, but shares gained more than pay."
    ),
    ("neither", "contradicts"): message(
        "Not settled: whether bitcoin beat shares hangs on the starting month; but shares gained more than pay."
    ),
}
UNTOLD = message("Not settled: the starting months do not agree, or say what they said before.")


@words_of(YOUNG)
def young_words(said: Said) -> Words:
    bitcoin, shares = said["bitcoin-over-shares"], said["shares-over-pay"]
    sentence = message(
        "To {month:month}, from the median of {starts} starting months, bitcoin's return a year less the S&P 500's was "
        "{lead:+.1f} points (equal: 0; middle half {low:+.1f} to {high:+.1f}; ahead from {ahead}); the S&P 500's less pay, "
        "{real:+.1f} ({real_low:+.1f} to {real_high:+.1f}).",
        month=bitcoin.day,
        starts=bitcoin.words["starts"],
        lead=bitcoin.value,
        low=bitcoin.low,
        high=bitcoin.high,
        ahead=bitcoin.words["ahead"],
        real=shares.value,
        real_low=shares.low,
        real_high=shares.high,
    )
    return Words(_answer(said), sentence)


def _answer(said: Said) -> Message:
    sides = said.side("bitcoin-over-shares"), said.side("shares-over-pay")
    return ANSWERS.get(said.status) or MIXED.get(sides, UNTOLD)
