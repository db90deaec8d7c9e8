"""Thesis: liquidity and policy outlook. The test of the wave of liquidity that the article foresees for 2026.

Growth is counted from the end of the year before the forecast's, so that at the year's end it is the year's; what it
would have read before is growth over spans as long.
"""

import pandas as pd

from indicators.i18n.messages import Message, message
from indicators.judging.judgement import Said
from indicators.judging.registry import statistic, words_of
from indicators.model.declaration import Reading
from indicators.model.frequency import Frequency
from indicators.model.missing import enough
from indicators.model.periods import period_end
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.theses.outlook.liquidity import (
    FIRST,
    FORECAST,
    M2,
    NET,
    PUBLISHED,
    WAVE,
    calendar_growth,
    left_of_year,
    net,
    priced,
    stock,
)

UNTIL = str(FORECAST)
WEEKS_A_YEAR, MONTHS_A_YEAR, SESSIONS_A_YEAR = 52, 12, 250


# --- the first version ----------------------------------------------------------------------------


@statistic
def growth_beyond_percentile(panel: Panel, *, percentile: float) -> Reading:
    """The nearer of net liquidity and M2 to its percentile of calendar years, percentage points beyond it."""
    stocks = [stock(panel, measure)[:UNTIL] for measure in (NET, M2)]
    gaps = pd.concat([_beyond(one, percentile) for one in stocks], axis=1, sort=True).max(axis=1)
    is_open = any(_is_in_reach(one, percentile) for one in stocks)
    return Reading(float(gaps.iloc[-1]), stocks[0].index[-1].date(), past=gaps, is_final=not is_open)


def _beyond(series: pd.Series, percentile: float) -> pd.Series:
    """Growth of each calendar year less the percentile of those before the forecast, by the year's last day."""
    growth = calendar_growth(series)
    bar = growth.full.loc[FIRST : FORECAST - 1].quantile(percentile / 100)
    return _by_day(growth.years - bar)


def _by_day(years: pd.Series) -> pd.Series:
    return years.set_axis(pd.to_datetime([f"{year}-12-31" for year in years.index]))


def _is_in_reach(series: pd.Series, percentile: float) -> bool:
    """Whether the forecast's year is not over, and the largest rise on record over its rest would reach the bar."""
    if series.index[-1].year < FORECAST:
        return True
    gap, left = _beyond(series, percentile), left_of_year(series.index)
    rise = (series / series.shift(left))[str(FIRST) :].max()
    more = (100 + calendar_growth(series).years.iloc[-1]) * (rise - 1)
    in_reach = gap.iloc[-1] + more >= 0
    return bool(in_reach and left)


@statistic
def net_liquidity_calendar_growth(panel: Panel) -> Reading:
    stocked = net(panel)[:UNTIL]
    years = calendar_growth(stocked).years
    return Reading(float(years.iloc[-1]), stocked.index[-1].date(), past=_by_day(years))


@statistic
def cuts_turned_to_rises(panel: Panel) -> Reading:
    """The smaller of the cuts priced at publication and the rises priced last, percentage points: above 0 if both."""
    spread = priced(panel)[:UNTIL].rolling(20).mean().dropna()
    turned = spread.clip(upper=-spread[:PUBLISHED].iloc[-1])
    return Reading(float(turned.iloc[-1]), turned.index[-1].date(), past=turned)


# --- the test -------------------------------------------------------------------------------------


@statistic
def net_liquidity_growth(panel: Panel, *, weeks: int) -> Reading:
    """Growth of net liquidity in the forecast's year so far, percent, between means of so many Wednesdays."""
    level = net(panel)[:UNTIL].rolling(weeks).mean().dropna()
    return _growth(level, WEEKS_A_YEAR, "weekly")


@statistic
def money_growth(panel: Panel) -> Reading:
    """Growth of M2 in the forecast's year so far, percent."""
    return _growth(panel["M2SL"][:UNTIL], MONTHS_A_YEAR, "monthly")


def _growth(level: pd.Series, a_year: int, frequency: Frequency) -> Reading:
    """Growth since the end of the year before the forecast's; before it has begun, over a year."""
    begun = int((level.index.year == FORECAST).sum())
    start = level.shift(begun or a_year)
    grown = (100 * (level / start - 1)).dropna()
    enough(grown)
    return Reading(
        float(grown.iloc[-1]),
        period_end(grown.index[-1].date(), frequency),
        null=float(grown.median()),
        past=grown,
        is_final=begun > 0 and not left_of_year(level.index),
        words={"begun": begun, "start": float(start.iloc[-1]), "change": float(level.iloc[-1] - start.iloc[-1])},
    )


@statistic
def two_year_yield_change(panel: Panel, *, sessions: int) -> Reading:
    """Change in the 2-year yield since publication, percentage points, between means of so many sessions."""
    daily = panel["DGS2"]
    level = daily[:UNTIL].rolling(sessions).mean().dropna()
    change = level.diff(int((level.index > PUBLISHED).sum()) or SESSIONS_A_YEAR).dropna()
    enough(change)
    return Reading(
        float(change.iloc[-1]),
        change.index[-1].date(),
        null=0.0,
        past=change,
        is_final=daily.index[-1] >= pd.Timestamp(FORECAST, 12, 31),
    )


ANSWERS = {
    "supported": message(
        "Yes: net liquidity and M2 grew like a wave in 2026, and markets came to price easier policy only afterwards."
    ),
    "contradicted": message("No: net liquidity did not rise in 2026, and M2 grew no more than in an ordinary year."),
    "mixed": message("Not settled: 2026 brought neither a clear wave that markets had missed nor its clear absence."),
}
NOT_BEGUN = message("Open until the end of 2026: the year has not begun.")
SMALL = message("Open until the end of 2026: so far neither net liquidity nor M2 has grown like a wave.")
LARGE = message("Open until the end of 2026: so far net liquidity, M2 or both have grown like a wave.")


@words_of(WAVE)
def wave_words(said: Said) -> Words:
    read, money = said["net-liquidity-growth"], said["money-growth"]
    known = {
        "day": read.day,
        "net": read.value,
        "usual": read.null,
        "month": money.day,
        "money": money.value,
        "usual_money": money.null,
    }
    if not read.words["begun"]:
        sentence = message(
            "Over the year to {day:day} net liquidity grew {net:+.1f}% (usual: {usual:+.1f}%), and M2 {money:+.1f}% over "
            "the year to {month:month} (usual: {usual_money:+.1f}%).",
            **known,
        )
        return Words(NOT_BEGUN, sentence)
    bars = said.test.thresholds
    sentence = message(
        "In 2026 to {day:date} net liquidity grew {net:+.1f}% or {change:+bn} (usual: {usual:+.1f}%; a wave: {bar:.1f}% or "
        "{needed:+bn}), M2 {money:+.1f}% to {month:monthname} (usual: {usual_money:+.1f}%; a wave: {money_bar:.1f}%). The "
        "2-year yield moved {priced:+.2f} points since publication.",
        **known,
        change=read.words["change"],
        bar=bars[NET],
        needed=read.words["start"] * bars[NET] / 100,
        money_bar=bars[M2],
        priced=said["two-year-yield-change"].value,
    )
    return Words(_answer(said), sentence)


def _answer(said: Said) -> Message:
    if said.status != "open":
        return ANSWERS[said.status]
    is_large = "supports" in (said.side("net-liquidity-growth"), said.side("money-growth"))
    return LARGE if is_large else SMALL
