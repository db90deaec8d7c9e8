"""Thesis: markets move on flows. The odds of a rate move, and their swing in the autumn of 2025.

Odds are CME's reading of federal funds futures: a contract's month averages the rate before a meeting
and the rate after it by days, and what it implies for the meeting is read in steps of a quarter point.
The swing itself is known from single values that the press quoted: dots, never joined to a line.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from indicators.catalogue import catalogue
from indicators.i18n.messages import Message, message
from indicators.judging.judgement import Said
from indicators.judging.registry import indicator, statistic, tidy, words_of
from indicators.model import Hints
from indicators.model.declaration import Reading
from indicators.model.event_kind import EventKind
from indicators.model.missing import enough
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.theses.flows.scheduled_days import NO_PAST, cpi_days, listed_days, payroll_days

STEP = 0.25
#: Contracts that are no front month, by the month they settle on.
DATED = {"ZQZ26": pd.Timestamp("2026-12-01")}
#: Days that must be left after a decision for its own month to tell the rate after it: the smaller M is, the more
#: a hundredth of a point in the price weighs, and CME reads the month after instead.
LEFT = 7
#: Years of past meetings that are shown beside the next one.
YEARS = 5
#: The odds that the article names.
LOW, HIGH = (catalogue.claims()["cut-odds-swing"].thresholds[name] for name in ("low", "high"))
AUTUMN = slice("2025-10-01", "2025-12-12")
CUT, RISE = "Cut", "Rise"


# --- CME's method ---------------------------------------------------------------------------------


def days_around(meeting: pd.Timestamp) -> tuple[int, int]:
    """Days of the meeting's month up to and including the decision, and after it: a move holds from the next day."""
    return meeting.day, meeting.days_in_month - meeting.day


def rate_after(average: pd.Series, before: pd.Series, n: int, m: int) -> pd.Series:
    """The rate after a meeting from its month's average, in percent; `n` days before and `m` after it."""
    return (average * (n + m) - before * n) / m


def rate_before(average: pd.Series, after: pd.Series, n: int, m: int) -> pd.Series:
    """The rate before a meeting from its month's average, in percent; `n` days before and `m` after it."""
    return (average * (n + m) - after * m) / n


def step_odds(change: float) -> dict[int, float]:
    """Probability of each number of quarter-point steps, for an expected change in percentage points.

    Whole steps are certain and the remainder is the probability of one more: -0.30 is one cut with
    probability 0.8 and two with 0.2. Negative steps are cuts.
    """
    whole = int(np.floor(change / STEP + 1e-9))
    remainder = max(change / STEP - whole, 0.0)
    return {whole: 1 - remainder} | ({whole + 1: remainder} if remainder > 0 else {})


def cut_and_rise(change: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Percent probability of any cut and of any rise, from expected changes in percentage points."""
    steps = change / STEP
    return 100 * (-steps).clip(0, 1), 100 * steps.clip(0, 1)


def expected_change(
    meeting: pd.Timestamp,
    meetings: pd.DatetimeIndex,
    implied: dict[pd.Timestamp, pd.Series],
    in_force: pd.Series,
) -> pd.Series:
    """Change of the rate expected of a meeting, percentage points, on each day for which it can be told.

    `implied` holds the average rate by contract month and day. A month without a meeting anchors one
    end: the month before gives the rate before, the month after the rate after. Within the meeting's
    own month the rate in force is the rate before. A decision with under a week of its month left is
    told by the month after or not at all. A day that lacks a part is absent.
    """
    month = meeting.replace(day=1)
    busy = set(meetings.to_period("M").to_timestamp())
    average = implied.get(month, NONE)
    earlier = _anchor(implied, month - pd.DateOffset(months=1), busy)
    after = _anchor(implied, month + pd.DateOffset(months=1), busy)
    before = in_force[(in_force.index >= month) & (in_force.index < meeting)].combine_first(earlier)
    n, m = days_around(meeting)
    if m >= LEFT:
        after = after.combine_first(rate_after(average, before, n, m).dropna())
    before = before.combine_first(rate_before(average, after, n, m).dropna())
    return (after - before).dropna()


NONE = pd.Series(dtype=float, index=pd.DatetimeIndex([]))


def _anchor(implied: dict[pd.Timestamp, pd.Series], month: pd.Timestamp, busy: set[pd.Timestamp]) -> pd.Series:
    return NONE if month in busy else implied.get(month, NONE)


def implied_rates(panel: Panel) -> dict[pd.Timestamp, pd.Series]:
    """The average rate that each contract month implies, percent, by trading day: 100 less the price."""
    front = 100 - panel["ZQ_FRONT"]
    months = dict(iter(front.groupby(front.index.to_period("M").to_timestamp())))
    for id, month in DATED.items():
        if id in panel:
            months[month] = (100 - panel[id]).combine_first(months.get(month, NONE))
    return months


# --- the indicators -------------------------------------------------------------------------------


@indicator(
    title="Odds of a cut on 10 December 2025, as quoted",
    unit="percent, probability of a target range of 3.50 to 3.75 or lower",
    formula="CME FedWatch probabilities as the press quoted them for single days",
    series=("FEDWATCH_DEC2025_QUOTED",),
    serves=("cut-odds-swing",),
    hints=Hints(
        "groups",
        1,
        focus="Quoted odds",
        recessions=False,
        marks=(EventKind.FOMC, EventKind.CPI, EventKind.SHUTDOWN),
        thresholds={HIGH: "the article's 80%", LOW: "the article's 30%"},
    ),
    caveat="Single values, and the days between them are not known here: the peak of mid-October was near 100, the "
    "29 October press conference one of the steps. September payrolls came out on 20 November.",
    method="CME Group, FedWatch",
)
def quoted_cut_odds(panel: Panel) -> pd.DataFrame:
    return tidy({message("Quoted odds"): panel["FEDWATCH_DEC2025_QUOTED"]})


@indicator(
    title="The two-year yield through the swing in cut odds",
    unit="percent",
    formula="market yield on Treasury securities at two-year constant maturity, and the federal funds target range",
    series=("DGS2", "DFEDTARU", "DFEDTARL"),
    serves=("cut-odds-swing",),
    hints=Hints(
        decimals=2,
        focus="Two-year yield",
        quiet=("Target, upper", "Target, lower"),
        recessions=False,
        marks=(EventKind.FOMC, EventKind.CPI, EventKind.SHUTDOWN),
    ),
    caveat="The yield prices the policy rate over two years, not one meeting: it shows on which days expectations "
    "moved, not by how much the odds did.",
)
def autumn_two_year(panel: Panel) -> pd.DataFrame:
    names = {"DGS2": "Two-year yield", "DFEDTARU": message("Target, upper"), "DFEDTARL": message("Target, lower")}
    return tidy({name: panel[id][AUTUMN] for id, name in names.items()})


@indicator(
    title="Odds of a move at the next FOMC meeting",
    unit="percent, probability on the days before a decision",
    formula="rate after = (month's average × (N + M) − N × rate before) ÷ M, with N days up to the decision and M "
    "after it; change ÷ 0.25 is whole steps, and the remainder the probability of one more",
    series=("ZQ_FRONT", "ZQZ26", "EFFR"),
    serves=("cut-odds-swing",),
    hints=Hints("dots", 0, recessions=False, years=1, marks=(EventKind.FOMC,)),
    caveat="Futures do not ship: a refresh brings the front month and December 2026, so a meeting has odds from the "
    "first day of its own month, that of December 2026 from November on, and one with under a week of its month left "
    "has none. Steps of a quarter point and no risk premium are assumed. The rest is the probability of no change.",
    method="CME Group, Fed funds futures probability tree calculator and FedWatch methodology",
)
def next_meeting_odds(panel: Panel) -> pd.DataFrame:
    implied, meetings = implied_rates(panel), listed_days(EventKind.FOMC)
    last = panel["ZQ_FRONT"].index[-1]
    # What was in force on a day is known the day after.
    in_force = panel["EFFR"].shift(1).reindex(panel["ZQ_FRONT"].index, method="ffill").dropna()
    parts = [
        expected_change(meeting, meetings, implied, in_force)[before : meeting - pd.Timedelta(days=1)]
        for before, meeting in pairwise(meetings)
        if meeting > last - pd.DateOffset(years=YEARS) and before <= last
    ]
    cut, rise = cut_and_rise(pd.concat(parts).sort_index())
    return tidy({CUT: cut, RISE: rise})


# --- the swing ------------------------------------------------------------------------------------

#: Quotes of one day differ by so many points: 30 to 35 on 19 November 2025.
QUOTE_ERROR = 5.0


@dataclass(frozen=True)
class Swing:
    """The quoted odds, percent, from the last day they were high before their lowest to the first after it."""

    odds: pd.Series
    start: pd.Timestamp
    trough: pd.Timestamp
    end: pd.Timestamp

    @property
    def released(self) -> dict[pd.Timestamp, str]:
        return releases(self.start, self.end)

    @property
    def steps(self) -> pd.Series:
        """Changes from quote to quote, points, by the later day."""
        return self.odds[self.start : self.end].diff().dropna()

    def reading(self, value: float, **more: Any) -> Reading:
        quotes = message("{count} quoted days; the days between are not known here", count=len(self.steps) + 1)
        return Reading(float(value), self.end.date(), sample=quotes, past=NO_PAST, **more)


def swing_of(panel: Panel, level: float) -> Swing:
    """The swing around the lowest quote, high being `level` or more. Raises TooShort before it is regained."""
    odds = panel["FEDWATCH_DEC2025_QUOTED"]
    trough = odds.idxmin()
    fallen, regained = odds[:trough], odds[trough:]
    enough(regained[1:])
    high, again = fallen[fallen >= level], regained[regained >= level]
    start = high.index[-1] if len(high) else fallen.idxmax()
    return Swing(odds, start, trough, again.index[0] if len(again) else regained.idxmax())


def releases(start: pd.Timestamp, end: pd.Timestamp) -> dict[pd.Timestamp, str]:
    """First-tier data releases after one day and up to another: consumer prices and payrolls."""
    days = dict.fromkeys(cpi_days(), message("consumer prices"))
    days |= dict.fromkeys(payroll_days(), message("payrolls"))
    return {day: name for day, name in sorted(days.items()) if start < day <= end}


@statistic
def odds_releases(panel: Panel, *, high: float, within: float) -> Reading:
    swing = swing_of(panel, high - within)
    return swing.reading(len(swing.released))


# --- the first version of the test ----------------------------------------------------------------


@statistic
def odds_swing(panel: Panel, *, high: float, within: float) -> Reading:
    """The smaller of the fall from the highest quote and the rise to the highest after it, points."""
    swing = swing_of(panel, high - within)
    odds, trough = swing.odds, swing.trough
    return swing.reading(min(odds[:trough].max(), odds[trough:].max()) - odds[trough])


@statistic
def odds_trough(panel: Panel, *, high: float, within: float) -> Reading:
    swing = swing_of(panel, high - within)
    return swing.reading(swing.odds[swing.trough])


@statistic
def odds_regained(panel: Panel, *, high: float, within: float) -> Reading:
    swing = swing_of(panel, high - within)
    return swing.reading(swing.odds[swing.end])


@statistic
def odds_days(panel: Panel, *, high: float, within: float) -> Reading:
    swing = swing_of(panel, high - within)
    return swing.reading((swing.end - swing.start).days)


@statistic
def yield_jump_on_release(panel: Panel, *, high: float, within: float) -> Reading:
    """One where the largest daily move of the two-year yield in the swing came on the day of a release, else zero."""
    swing = swing_of(panel, high - within)
    return swing.reading(panel["DGS2"].diff()[swing.start : swing.end].abs().idxmax() in swing.released)


# --- the test -------------------------------------------------------------------------------------


@statistic
def odds_fall_and_rise(panel: Panel, *, high: float, within: float) -> Reading:
    """The smaller of the fall from the last high odds and the rise to the first, points."""
    swing = swing_of(panel, high - within)
    return swing.reading(swing.odds[[swing.start, swing.end]].min() - swing.odds[swing.trough], error=QUOTE_ERROR)


@statistic
def odds_release_share(panel: Panel, *, high: float, within: float) -> Reading:
    """Percent of the way down and back that the odds went from a quote to one after a release; by days' share its null."""
    swing = swing_of(panel, high - within)
    steps, before = swing.steps.abs(), swing.odds[swing.start : swing.end].index[:-1]
    released = [bool(releases(one, other)) for one, other in zip(before, steps.index, strict=True)]
    largest = steps.idxmax()
    weekdays = len(pd.bdate_range(swing.start, swing.end)) - 1
    return swing.reading(
        100 * steps[released].sum() / steps.sum(),
        null=100 * len(swing.released) / weekdays,
        words={
            "start": swing.start,
            "trough": swing.trough,
            "first": float(swing.odds[swing.start]),
            "low": float(swing.odds[swing.trough]),
            "last": float(swing.odds[swing.end]),
            "between": _between(swing.released),
            "step": float(swing.steps[largest]),
            "largest": largest,
        },
    )


def _between(released: dict[pd.Timestamp, str]) -> Message:
    if not released:
        return message("No CPI or payroll release fell between.")
    named = [message("{release} on {day:date}", release=name, day=day) for day, name in released.items()]
    return message("Between them came {releases:and}.", releases=named)


ANSWERS = {
    "supported": message(
        "Yes: the odds fell from about 80% to 30% and back, with no payrolls or consumer prices between."
    ),
    "contradicted": message("No: the odds swung by less, or mostly on days of payrolls or consumer prices."),
    "mixed": message(
        "Partly: the odds swung, mostly on days without first-tier data, but by less or not on remarks alone."
    ),
}


@words_of("cut-odds-swing")
def cut_odds_words(said: Said) -> Words:
    read = said["odds-release-share"]
    sentence = message(
        "Quoted odds went from {first:.1f}% on {start:day} to {low:.1f}% on {trough:date} and {last:.1f}% on {end:date}. "
        "{between} Releases' days took {share:.0f}% of the way (of days {null:.0f}%); the largest step, {step:+.1f} points, "
        "was of {largest:date}.",
        end=read.day,
        share=read.value,
        null=read.null,
        **read.words,
    )
    return Words(ANSWERS[said.status], sentence)
