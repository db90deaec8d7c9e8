"""Thesis: markets move on flows. The volatility-target fund.

Simulated from prices alone by the rule of the S&P Risk Control indices: a rule, not anyone's holdings.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from indicators.i18n.messages import message, named
from indicators.judging.judgement import Said
from indicators.judging.registry import indicator, statistic, tidy, words_of
from indicators.model import Control, Hints
from indicators.model.declaration import Reading
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.stats import maths, newey_west

SPX, BITCOIN = "SPX_CLOSE", "BTC_USD"
#: Sessions in a year, by which volatility is annualised: bitcoin trades every day.
SESSIONS = {SPX: 252, BITCOIN: 365}
#: A rebalancing at the close of a day goes by the volatility known two sessions before it.
DELAY = 2
AFTER_CUT = 5
#: Percent of all cuts that are called the largest.
LARGEST = 5
#: Sessions over which a move of the VIX counts.
WEEK = 5
#: Sessions in a bootstrap block: a quarter, well above the horizon, since volatility clusters.
BLOCK, DRAWS = 60, 500

TARGET = Control(
    "target",
    "Target volatility, %",
    default=10.0,
    bounds=(5.0, 30.0, 1.0),
    help="S&P publishes its Risk Control indices at 5, 10, 12, 15 and 18 percent",
)
WINDOW = Control(
    "window", "Volatility of", (20, 40, 60), 20, {n: named(message("{n} sessions", n=n)) for n in (20, 40, 60)}
)
CAP = Control("cap", "Exposure at most", (1.0, 1.5, 2.0), 1.5, {1.0: "100%", 1.5: "150%", 2.0: "200%"})
ASSET = Control("asset", "Asset", (SPX, BITCOIN), SPX, {SPX: "S&P 500", BITCOIN: "Bitcoin"})
FUND = (TARGET, WINDOW, CAP, ASSET)
VOLATILITY, RETURN = "vol", "ahead"
OUTCOME = Control(
    "outcome", "What followed", (VOLATILITY, RETURN), VOLATILITY, {VOLATILITY: "Volatility", RETURN: "Price"}
)

A_RULE = "A simulation of a rule, not of holdings: how much money follows it is not public."


# --- the volatility-target fund -------------------------------------------------------------------


def realised(prices: pd.Series, window: int, sessions: int) -> pd.Series:
    """Volatility of daily log returns over `window` sessions about a mean of zero, annualised, percent."""
    squares = np.log(prices).diff() ** 2
    return 100 * np.sqrt(sessions * squares.rolling(window).mean())


def exposure(panel: Panel, target: float, window: int, cap: float, asset: str) -> pd.Series:
    """What the fund holds after each close, as a fraction of its assets."""
    volatility = realised(panel[asset], window, SESSIONS[asset]).shift(DELAY)
    return (target / volatility).clip(upper=cap).dropna()


def rebalancing(panel: Panel, target: float, window: int, cap: float, asset: str) -> pd.DataFrame:
    """One row a session: `change` of exposure and what came in the next five sessions.

    `vol` is their realised volatility (annualised percent), `ahead` the price change (percent). The
    last five sessions are left out.
    """
    prices = panel[asset]
    frame = pd.DataFrame({"change": exposure(panel, target, window, cap, asset).diff()})
    frame[VOLATILITY] = realised(prices, AFTER_CUT, SESSIONS[asset]).shift(-AFTER_CUT)
    frame[RETURN] = maths.forward_return(prices, AFTER_CUT)
    return frame.dropna()


def largest_cuts(change: pd.Series, largest: float = LARGEST) -> pd.Series:
    """Whether a session's cut of exposure is among the largest of all cuts, of which they are `largest` percent."""
    return change <= change[change < 0].quantile(largest / 100)


Middle = Callable[..., Any]


def gap(frame: pd.DataFrame, chosen: pd.Series, column: str, middle: Middle, level: float = 0.90) -> maths.Interval:
    """Median or mean of a column over the chosen rows, less that over all rows; its interval."""
    sample = np.column_stack([chosen, frame[column]]).astype("float32")
    return maths.block_bootstrap(sample, lambda drawn: _gaps(drawn, middle), BLOCK, level=level, draws=DRAWS)


def _gaps(drawn: np.ndarray, middle: Middle) -> np.ndarray:
    chosen, values = drawn[..., 0] == 1, drawn[..., 1]
    return np.array([middle(row[some]) for row, some in zip(values, chosen, strict=True)]) - middle(values, axis=1)


@indicator(
    title="Exposure of a volatility-target fund",
    unit="percent of the fund's assets",
    formula="target volatility ÷ realised volatility two sessions earlier, at most the cap; realised: root mean square "
    "of daily log returns, annualised",
    series=(SPX, BITCOIN),
    serves=("vol-target",),
    controls=FUND,
    hints=Hints(decimals=0, focus="Exposure", years=5),
    caveat=A_RULE,
    method="S&P Dow Jones Indices, Risk Control indices; Moreira and Muir (2017)",
)
def vol_target_exposure(panel: Panel, target: float, window: int, cap: float, asset: str) -> pd.DataFrame:
    return tidy({message("Exposure"): 100 * exposure(panel, target, window, cap, asset)})


@indicator(
    title="Mechanical buying and selling by a volatility-target fund",
    unit="percentage points of the fund's assets, by week",
    formula="change of the exposure from Friday to Friday: above zero the rule buys, below it sells",
    series=(SPX, BITCOIN),
    serves=("vol-target",),
    controls=FUND,
    hints=Hints("bars", 0, years=2),
    caveat=A_RULE + " Price drift between rebalancings is left out.",
    method="S&P Dow Jones Indices, Risk Control indices",
)
def vol_target_flow(panel: Panel, target: float, window: int, cap: float, asset: str) -> pd.DataFrame:
    held = 100 * exposure(panel, target, window, cap, asset)
    flow = held.resample("W-FRI").last().diff().dropna()
    return tidy({message("Buying"): flow.clip(lower=0), message("Selling"): flow.clip(upper=0)})


@indicator(
    title="What the fund does after moves of the VIX",
    unit="percentage points of the fund's assets, mean change of exposure over five sessions",
    formula="mean change of exposure over the next five sessions, by the change of the VIX over the last five",
    series=(SPX, "VIXCLS"),
    serves=("vol-target",),
    controls=(TARGET, WINDOW, CAP),
    hints=Hints("ranks", 1),
    caveat=A_RULE + " The rule reads past volatility, not the VIX: the two move together.",
    method="exposure after S&P Dow Jones Indices, Risk Control indices",
)
def flow_after_vix(panel: Panel, target: float, window: int, cap: float) -> pd.DataFrame:
    held = 100 * exposure(panel, target, window, cap, SPX)
    vix = panel["VIXCLS"].reindex(held.index)
    frame = pd.DataFrame({"move": vix - vix.shift(5), "flow": held.shift(-5) - held}).dropna()
    edges, names = (
        (-np.inf, -5, -2, 2, 5, np.inf),
        (
            message("VIX fell 5 or more"),
            message("VIX fell 2 to 5"),
            message("VIX within 2"),
            message("VIX rose 2 to 5"),
            message("VIX rose 5 or more"),
        ),
    )
    mean = frame.flow.groupby(pd.cut(frame.move, edges, labels=names), observed=True).mean()
    return pd.DataFrame({"x": mean.index.astype(str), "line": message("Mean change"), "value": mean.to_numpy()})


@indicator(
    title="What followed the largest mechanical cuts",
    unit="percent over five sessions after the largest 5% of cuts, other cuts, additions and all, with 90% interval",
    formula="median of realised volatility (annualised), or mean price change, over the five sessions after a "
    "rebalancing, by its size; interval: moving-block bootstrap, blocks of 60 sessions",
    series=(SPX, BITCOIN),
    serves=("vol-target",),
    controls=(*FUND, OUTCOME),
    hints=Hints("groups", 1),
    caveat="Volatility clusters whoever sells: high volatility after a cut does not show that the cut caused it.",
    method="Kuensch (1989) for the interval",
)
def after_cuts(panel: Panel, target: float, window: int, cap: float, asset: str, outcome: str) -> pd.DataFrame:
    frame = rebalancing(panel, target, window, cap, asset)
    largest = largest_cuts(frame.change)
    groups = {
        message("Largest"): largest,
        message("Other cuts"): (frame.change < 0) & ~largest,
        message("Additions"): frame.change > 0,
        "All": frame.change.notna(),
    }
    middle: Middle = maths.median if outcome == VOLATILITY else np.mean
    rows = [
        {"x": name, "line": _named(outcome), **_level(frame, chosen, outcome, middle)}
        for name, chosen in groups.items()
    ]
    return pd.DataFrame(rows)


def _named(outcome: str) -> str:
    return message("Realised volatility, median") if outcome == VOLATILITY else message("Price change, mean")


def _level(frame: pd.DataFrame, chosen: pd.Series, column: str, middle: Middle) -> dict[str, float]:
    sample = np.column_stack([chosen, frame[column]]).astype("float32")
    found = maths.block_bootstrap(
        sample,
        lambda drawn: np.array([middle(some) for row in drawn if len(some := row[row[:, 0] == 1, 1])]),
        BLOCK,
        draws=300,
    )
    return {"value": found.value, "low": found.low, "high": found.high}


# --- the test -------------------------------------------------------------------------------------


def _first(panel: Panel, largest: float, interval: float, column: str, middle: Middle) -> tuple[maths.Interval, date]:
    """How what followed the largest cuts differs from what follows any session, as the first version asked."""
    frame = rebalancing(panel, TARGET.default, WINDOW.default, CAP.default, SPX)
    found = gap(frame, largest_cuts(frame.change, largest), column, middle, interval / 100)
    return found, frame.index[-1].date()


@statistic
def least_excess_after_cuts(panel: Panel, *, largest: float, interval: float) -> Reading:
    found, day = _first(panel, largest, interval, VOLATILITY, maths.median)
    return Reading(found.low, day)


@statistic
def least_rebound_after_cuts(panel: Panel, *, largest: float, interval: float) -> Reading:
    found, day = _first(panel, largest, interval, RETURN, np.mean)
    return Reading(found.low, day)


@statistic
def excess_after_cuts(panel: Panel, *, largest: float) -> Reading:
    frame = rebalancing(panel, TARGET.default, WINDOW.default, CAP.default, SPX)
    sample = np.column_stack([largest_cuts(frame.change, largest), frame[VOLATILITY]]).astype("float32")
    return Reading(float(_gaps(sample[None], maths.median)[0]), frame.index[-1].date())


@statistic
def exposure_after_vix_rise(panel: Panel, *, jump: float, sessions: int, interval: float) -> Reading:
    """Of the rule, in points of assets, after the VIX had risen so much in a week, against all other sessions."""
    return _response(panel, sessions, interval, lambda move: move >= jump)


@statistic
def exposure_after_vix_fall(panel: Panel, *, jump: float, sessions: int, interval: float) -> Reading:
    return _response(panel, sessions, interval, lambda move: move <= -jump)


def _response(panel: Panel, sessions: int, interval: float, chosen: Callable[[pd.Series], pd.Series]) -> Reading:
    """Dated by the session in which the change of exposure is complete; changes that overlap share lags."""
    held = 100 * exposure(panel, TARGET.default, WINDOW.default, CAP.default, SPX)
    move = panel["VIXCLS"].reindex(held.index).diff(WEEK)
    frame = pd.DataFrame({"moved": move.shift(sessions), "change": held.diff(sessions)}).dropna()
    moved = chosen(frame.moved).astype(float)
    found = newey_west.slope(moved.to_numpy(), frame.change.to_numpy(), 2 * sessions, level=interval / 100)
    return Reading(
        found.value,
        frame.index[-1].date(),
        found.low,
        found.high,
        null=0.0,
        sample=message(
            "{days} of {all} sessions since {year}", days=int(moved.sum()), all=found.n, year=held.index[0].year
        ),
        past=newey_west.slope_so_far(moved, frame.change, SESSIONS[SPX]),
    )


ANSWERS = {
    "supported": message(
        "Yes, by the rule: exposure is cut after volatility jumps and restored after it falls. Actual holdings are not public."
    ),
    "contradicted": message("No: even by the rule, exposure does not follow jumps and falls of volatility this way."),
    "mixed": message(
        "Partly: even by the rule, exposure does not clearly respond to both jumps and falls of volatility."
    ),
}


@words_of("vol-target")
def vol_target_words(said: Said) -> Words:
    rise, fall = said["exposure-after-vix-rise"], said["exposure-after-vix-fall"]
    sentence = message(
        "Over {sessions} sessions a 10%-volatility fund's exposure changed by {rise:+.1f} points of assets after the VIX "
        "had risen {jump} in a week ({low:+.1f} to {high:+.1f}) and by {fall:+.1f} after such a fall "
        "({fall_low:+.1f} to {fall_high:+.1f}), relative to other sessions.",
        rise=rise.value,
        low=rise.low,
        high=rise.high,
        fall=fall.value,
        fall_low=fall.low,
        fall_high=fall.high,
        **said.test.numbers(),
    )
    return Words(ANSWERS[said.status], sentence)
