"""Thesis: markets move on flows. Whether days of the Federal Reserve move markets more than days of data.

The test of the claim; its charts, and the moves by kind of day that its first version read, are in
`indicators.theses.flows.fed_days`.
"""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.judgement import Said
from indicators.judging.registry import statistic, words_of
from indicators.model.declaration import Reading
from indicators.model.missing import enough
from indicators.model.periods import period_end
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.theses.flows.fed_days import (
    CHANGE,
    CPI,
    FOMC,
    LAGS,
    PAYROLLS,
    TWO_YEAR,
    VIX,
    YEARS,
    latest,
    lead_lag,
    means,
    month_ends,
    moves,
    percent_change,
)
from indicators.theses.flows.scheduled_days import DATA, FED, NO_PAST, REACH, USUAL, ranks, trailing

MONTHS = 12

# --- the first version of the test ----------------------------------------------------------------


@statistic
def fed_yield_lead(panel: Panel) -> Reading:
    """Mean move of the two-year yield on decision days less the larger of those on days of data, basis points."""
    mean, day = _listed_means(panel, TWO_YEAR)
    return Reading(float(mean[FOMC] - max(mean[CPI], mean[PAYROLLS])), day, past=NO_PAST)


@statistic
def fed_moves_more(panel: Panel) -> Reading:
    return _count_of(panel, lambda mean: mean[FOMC] > max(mean[CPI], mean[PAYROLLS]))


@statistic
def fed_moves_less(panel: Panel) -> Reading:
    return _count_of(panel, lambda mean: mean[FOMC] < min(mean[CPI], mean[PAYROLLS]))


def _count_of(panel: Panel, holds: Callable[[pd.Series], bool]) -> Reading:
    """Of the two-year yield and the VIX, those of whose means by kind of day something holds."""
    found = [_listed_means(panel, id) for id in (TWO_YEAR, VIX)]
    return Reading(float(sum(holds(mean) for mean, _ in found)), found[0][1], past=NO_PAST)


def _listed_means(panel: Panel, id: str) -> tuple[pd.Series, date]:
    """Mean move by kind of day over three years, by the days of consumer prices that the events list, and the last day."""
    table = latest(moves(panel, id, as_listed=True), YEARS, as_listed=True).dropna()
    enough(table)
    return means(table), table.index[-1].date()


@statistic
def production_lag_since_2006(panel: Panel) -> Reading:
    lag = lead_lag(panel, "INDPRO", CHANGE.default).idxmax()
    return Reading(float(lag), panel["INDPRO"].index[-1].date(), past=NO_PAST)


# --- the test -------------------------------------------------------------------------------------


@statistic
def fed_day_lead_yield(panel: Panel, *, months: int, sessions: int) -> Reading:
    return _rank_lead(panel[TWO_YEAR], months, sessions)


@statistic
def fed_day_lead_vix(panel: Panel, *, months: int, sessions: int) -> Reading:
    return _rank_lead(panel[VIX], months, sessions)


def _rank_lead(series: pd.Series, months: int, sessions: int) -> Reading:
    """By how much moves on decision days rank above those on days of data, percentage points; by chance 0."""
    mean, error, count = trailing(ranks(series, sessions), months)
    past = (mean[FED] - mean[DATA]).dropna()
    enough(past)
    value, day = float(past.iloc[-1]), past.index[-1]
    reach = REACH * float(np.hypot(error.at[day, FED], error.at[day, DATA]))
    return Reading(
        value,
        day.date(),
        value - reach,
        value + reach,
        null=0.0,
        sample=message(
            "{fed} decision days, {data} days of data", fed=int(count.at[day, FED]), data=int(count.at[day, DATA])
        ),
        past=past,
        words={FED: float(mean.at[day, FED]), DATA: float(mean.at[day, DATA])},
    )


@statistic
def production_lag(panel: Panel, *, years: int) -> Reading:
    """Months by which industrial production follows the S&P 500: where their changes correlate most, in so many years."""
    price = percent_change(month_ends(panel["SPX_CLOSE"]), CHANGE.default)
    made = percent_change(panel["INDPRO"], CHANGE.default)
    both = pd.DataFrame({"price": price, "made": made}).dropna()
    earlier = {lag: both.price.shift(max(lag, 0)) for lag in LAGS}
    later = {lag: both.made.shift(max(-lag, 0)) for lag in LAGS}
    found = rolling_correlations(pd.DataFrame(earlier), pd.DataFrame(later), MONTHS * years)
    lags = found.idxmax(axis=1).astype(float)
    return Reading(float(lags.iloc[-1]), period_end(lags.index[-1].date(), "monthly"), null=0.0, past=lags)


def rolling_correlations(one: pd.DataFrame, other: pd.DataFrame, window: int) -> pd.DataFrame:
    """Of each column with the other table's of the same name, over the rows up to each; whole windows only.

    Raises TooShort where there is none.
    """
    whole = one.notna().all(axis=1) & other.notna().all(axis=1)
    enough(one[whole][window - 1 :])
    views = (np.lib.stride_tricks.sliding_window_view(part[whole].to_numpy(), window, axis=0) for part in (one, other))
    x, y = ((view - view.mean(-1, keepdims=True)) / view.std(-1, keepdims=True) for view in views)
    return pd.DataFrame((x * y).mean(-1), one.index[whole][window - 1 :], one.columns)


ANSWERS = {
    "supported": message(
        "Yes: yields and the VIX move more on decision days than on days of data, and production follows share prices."
    ),
    "contradicted": message(
        "No: yields and the VIX both move less on days of Fed decisions than on days of payrolls and consumer prices."
    ),
    "mixed": message(
        "Not settled: Fed and data days are not told apart by both measures, or production does not follow shares."
    ),
}


@words_of("fed-talk-moves-vol")
def fed_talk_words(said: Said) -> Words:
    read = said["fed-day-lead-yield"]
    sentence = message(
        "In {months} months to {day:day} moves of the two-year yield ranked {fed:.0f} on decision days, {data:.0f} on data "
        "days (ordinary: 50): a lead of {lead:+.1f}, {low:+.1f} to {high:+.1f}; of the VIX {vix:+.1f}, {vix_low:+.1f} to "
        "{vix_high:+.1f}. Production's lag behind shares, months: {lag:.0f}.",
        months=said.test.numbers()["months"],
        day=read.day,
        lead=read.value,
        low=read.low,
        high=read.high,
        vix=said["fed-day-lead-vix"].value,
        vix_low=said["fed-day-lead-vix"].low,
        vix_high=said["fed-day-lead-vix"].high,
        lag=said["production-lag"].value,
        **read.words,
    )
    return Words(USUAL if said.worth.ordinary else ANSWERS[said.status], sentence)
