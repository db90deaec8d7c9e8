"""Thesis: markets move on flows. Trend followers (CTAs) by time-series momentum.

The signal is the sign of the market's own past change over 20, 60, 120 and 250 sessions: what the
claim's measure names, without the volatility scaling of the paper, since only its sign is tested.
"""

from datetime import date

import numpy as np
import pandas as pd

from indicators.i18n.messages import message, named
from indicators.judging.judgement import Said
from indicators.judging.registry import indicator, statistic, tidy, words_of
from indicators.model import Control, Hints
from indicators.model.declaration import Reading
from indicators.model.missing import MissingData, enough
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.stats import maths, newey_west

SPX, YIELD, BITCOIN = "SPX_CLOSE", "DGS10", "BTC_USD"
LOOKBACKS = (20, 60, 120, 250)
AHEAD = 10
#: Sessions in a bootstrap block: a quarter, well above the horizon, since whipsaws cluster.
BLOCK, DRAWS = 60, 500
#: Weeks over which positions are allowed to be correlated, beyond those that overlap: Newey and West's rule of thumb.
LAGS = 6
#: Weeks of positions before a response is read in hindsight: two years.
FEWEST = 104

#: Markets of the trend signal; those that do not ship join when a refresh brings them.
MARKETS = {
    SPX: "S&P 500",
    YIELD: message("10-year yield"),
    "GOLD_USD": "Gold",
    BITCOIN: message("Bitcoin"),
    "DCOILWTICO": "Oil",
}
MOMENTUM, AVERAGE = "momentum", "average"
RULE = Control(
    "rule", "Signal flips at", (MOMENTUM, AVERAGE), MOMENTUM, {MOMENTUM: "Earlier close", AVERAGE: "Moving average"},
    "Time-series momentum compares with the close so many sessions earlier; many desks with a moving average",
)  # fmt: skip
LOOKBACK = Control("lookback", "Look-back", LOOKBACKS, 250, {n: named(message("{n} sessions", n=n)) for n in LOOKBACKS})
MARKET = Control("market", "Market", tuple(MARKETS), SPX, MARKETS)
DAY = Control("day", "Levels of", help="The nearest session on or before the day")

TREND_METHOD = (
    "Time-series momentum, Moskowitz, Ooi and Pedersen (2012): the sign of the asset's own past return. Theirs is "
    "the 12-month excess return, scaled to volatility; without that scaling Kim, Tse and Wald (2016) find most of "
    "its profit gone"
)


def level(prices: pd.Series, lookback: int, rule: str = MOMENTUM) -> pd.Series:
    """The price at which each session's signal flips: the close so many sessions before, or their mean."""
    found = prices.shift(lookback) if rule == MOMENTUM else prices.rolling(lookback).mean()
    return found.dropna()


def signal(prices: pd.Series, lookback: int) -> pd.Series:
    """+1 where the price is above its flip level, -1 below; a tie keeps the signal before it."""
    sign = np.sign(prices - level(prices, lookback)).dropna()
    return sign.where(sign != 0).ffill().dropna()


def net_signal(prices: pd.Series, fastest: int = LOOKBACKS[0]) -> pd.Series:
    """The mean signal of the look-backs of at least so many sessions, from -1 (all short) to 1 (all long)."""
    signals = [signal(prices, n) for n in LOOKBACKS if n >= fastest]
    return pd.concat(signals, axis=1, join="inner").mean(axis=1)


def flips(prices: pd.Series, lookbacks: tuple[int, ...] = LOOKBACKS) -> pd.DataFrame:
    """One row a session with ten more after it: how many look-backs flipped, and whether the price then rose.

    Columns: `up` and `down` (number of the signals that turned so), `rose` (1 or 0).
    """
    turned = pd.DataFrame({n: signal(prices, n).diff() for n in lookbacks}).dropna()
    ahead = maths.forward_return(prices, AHEAD).reindex(turned.index)
    frame = pd.DataFrame({"up": (turned > 0).sum(axis=1), "down": (turned < 0).sum(axis=1), "rose": ahead > 0})
    return frame[ahead.notna()].astype("float32")


def edge(drawn: np.ndarray) -> np.ndarray:
    """How much more often the price goes on in the direction of a flip than its base rate, points.

    `drawn` has shape (draws, n, 3), columns as in `flips`. The base rate is how often the price rose
    (or fell) over ten sessions from any day, weighted by the flips up and down. A draw without a flip has none.
    """
    up, down, rose = drawn[..., 0], drawn[..., 1], drawn[..., 2]
    hits = (up * rose + down * (1 - rose)).sum(axis=-1)
    base = rose.mean(axis=-1)
    expected = up.sum(axis=-1) * base + down.sum(axis=-1) * (1 - base)
    flipped = (up + down).sum(axis=-1)
    return 100 * (hits - expected) / np.where(flipped, flipped, np.nan)


def _prices(panel: Panel, market: str) -> pd.Series | None:
    try:
        return panel[market]
    except MissingData:
        return None


@indicator(
    title="How often the S&P 500 went on in the direction of a flip",
    unit="points above the base rate by look-back, ten sessions after a flip, with 90% interval",
    formula="share of flips after which the price ten sessions later had moved in the direction of the new signal, "
    "less the same share from any day, weighted by flips up and down; interval: moving-block bootstrap, blocks of "
    "60 sessions",
    series=(SPX,),
    serves=("cta-trend",),
    hints=Hints("groups", 1, thresholds={0.0: ""}),
    caveat="Flips come in whipsaws: several within days of each other share most of their ten sessions.",
    method="Kuensch (1989) for the interval",
)
def flip_outcomes(panel: Panel) -> pd.DataFrame:
    rows = []
    for lookbacks in (*((n,) for n in LOOKBACKS), LOOKBACKS):
        name = message("All four") if len(lookbacks) > 1 else named(message("{n} days", n=lookbacks[0]))
        found = _interval(flips(panel[SPX], lookbacks))
        rows.append(
            {
                "x": name,
                "line": message("More often than usual"),
                "value": found.value,
                "low": found.low,
                "high": found.high,
            }
        )
    return pd.DataFrame(rows)


@indicator(
    title="Trend signals today, by market and look-back",
    unit="change over the look-back, in its own standard deviations",
    formula="change of the price (of the yield: in points) over the look-back ÷ (standard deviation of daily changes "
    "over 250 sessions × √look-back); above zero the signal is long, below it short",
    series=tuple(MARKETS),
    serves=("cta-trend",),
    hints=Hints("ranks", 1),
    caveat="Gold and oil have no daily series that may ship: a refresh brings them. Long the yield is short the bond.",
    method=TREND_METHOD,
)
def trend_signals(panel: Panel) -> pd.DataFrame:
    rows = []
    for market, name in MARKETS.items():
        prices = _prices(panel, market)
        if prices is None:
            continue
        steps = prices if market == YIELD else np.log(prices)
        enough(steps[max(LOOKBACKS) :])
        daily = steps.diff()[-250:].std()
        rows += [
            {
                "x": name,
                "line": named(message("{n} sessions", n=n)),
                "value": (steps.iloc[-1] - steps.iloc[-1 - n]) / (daily * np.sqrt(n)),
            }
            for n in LOOKBACKS
        ]
    return pd.DataFrame(rows)


@indicator(
    title="Distance of the S&P 500 to the levels at which its trend flips",
    unit="percent above the level, below it when negative",
    formula="close ÷ flip level − 1; the level is the close so many sessions earlier, or the mean of so many closes",
    series=(SPX,),
    serves=("cta-trend",),
    controls=(RULE, DAY),
    hints=Hints("ranks", 1),
    caveat="Illustrative: desks keep their speeds to themselves, and their levels fall inside the span of these.",
    method=TREND_METHOD,
)
def trend_distance(panel: Panel, rule: str, day: date | None) -> pd.DataFrame:
    prices = panel[SPX][: pd.Timestamp(day) if day else None]
    rows = []
    for n in LOOKBACKS if len(prices) > max(LOOKBACKS) else ():
        flip = level(prices, n, rule).iloc[-1]
        rows.append(
            {
                "x": named(message("{n} sessions: {level:,.0f}", n=n, level=flip)),
                "line": named(message("{day:day}", day=prices.index[-1])),
                "value": 100 * (prices.iloc[-1] / flip - 1),
            }
        )
    return pd.DataFrame(rows, columns=["x", "line", "value"])


@indicator(
    title="The S&P 500 and the level at which its trend flips",
    unit="index",
    formula="close, and the close so many sessions earlier or the mean of so many closes",
    series=(SPX,),
    serves=("cta-trend",),
    controls=(RULE, LOOKBACK),
    hints=Hints(decimals=0, focus="S&P 500", years=5),
    caveat="Illustrative: one rule of many.",
    method=TREND_METHOD,
)
def trend_level(panel: Panel, rule: str, lookback: int) -> pd.DataFrame:
    flip = level(panel[SPX], lookback, rule)
    enough(flip)
    return tidy({"S&P 500": panel[SPX][flip.index[0] :], message("Flips at"): flip})


@indicator(
    title="Net trend signal by month",
    unit="mean of four signals, from −1 (all short) to 1 (all long)",
    formula="sign of the change over 20, 60, 120 and 250 sessions, averaged over the four and over the month",
    series=tuple(MARKETS),
    serves=("cta-trend",),
    controls=(MARKET,),
    hints=Hints("bars", 2, years=10),
    caveat="A simulation of a rule, not of holdings.",
    method=TREND_METHOD,
)
def trend_history(panel: Panel, market: str) -> pd.DataFrame:
    monthly = maths.by_month(net_signal(panel[market])).mean().dropna()
    return tidy({message("Long"): monthly.clip(lower=0), message("Short"): monthly.clip(upper=0)})


@indicator(
    title="Net positions in S&P 500 futures",
    unit="percent of open interest, long less short",
    formula="long less short positions ÷ open interest × 100, as of each Tuesday",
    series=("COT_SP500_AM_NET", "COT_SP500_LEV_NET", "COT_SP500_NONCOMM_NET", "COT_SP500_OI"),
    serves=("cta-trend", "flows-over-fundamentals"),
    hints=Hints(decimals=0, focus="Leveraged funds", years=5),
    caveat="The check on the simulation: trend followers are among the leveraged funds and the non-commercial, but so "
    "are the funds that are short futures against stocks they hold. Open interest swells in the weeks of the quarterly "
    "roll, when shares of it dip.",
    method="CFTC, Traders in Financial Futures and legacy reports, futures only, S&P 500 Consolidated",
)
def futures_positions(panel: Panel) -> pd.DataFrame:
    names = {
        "COT_SP500_AM_NET": message("Asset managers"),
        "COT_SP500_LEV_NET": message("Leveraged funds"),
        "COT_SP500_NONCOMM_NET": message("Non-commercial"),
    }
    return tidy({name: maths.share(panel[id], panel["COT_SP500_OI"]) for id, name in names.items()})


# --- the test -------------------------------------------------------------------------------------


def _interval(frame: pd.DataFrame, level: float = 0.90) -> maths.Interval:
    """Raises TooShort where nothing flipped yet."""
    enough(frame[frame.up + frame.down > 0])
    return maths.block_bootstrap(frame.to_numpy(), edge, BLOCK, level=level, draws=DRAWS)


@statistic
def flip_edge(panel: Panel) -> Reading:
    frame = flips(panel[SPX])
    enough(frame[frame.up + frame.down > 0])
    return Reading(float(edge(frame.to_numpy()[None])[0]), frame.index[-1].date())


@statistic
def least_flip_edge(panel: Panel, *, interval: float) -> Reading:
    frame = flips(panel[SPX])
    return Reading(_interval(frame, interval / 100).low, frame.index[-1].date())


@statistic
def leveraged_funds_turn(panel: Panel, *, weeks: int, fastest: int, interval: float) -> Reading:
    return _turn(panel, "COT_SP500_LEV_NET", weeks, fastest, interval)


@statistic
def non_commercial_turn(panel: Panel, *, weeks: int, fastest: int, interval: float) -> Reading:
    return _turn(panel, "COT_SP500_NONCOMM_NET", weeks, fastest, interval)


def _turn(panel: Panel, id: str, weeks: int, fastest: int, interval: float) -> Reading:
    """The change of a group's net position, percent of open interest, as the signal goes from all short to all long."""
    held = maths.share(panel[id], panel["COT_SP500_OI"]).diff(weeks)
    turns = net_signal(panel[SPX], fastest).reindex(held.index, method="ffill").diff(weeks) / 2
    frame = pd.DataFrame({"turns": turns, "bought": held}).dropna()
    found = newey_west.slope(frame.turns.to_numpy(), frame.bought.to_numpy(), LAGS + 2 * weeks, level=interval / 100)
    return Reading(
        found.value,
        frame.index[-1].date(),
        found.low,
        found.high,
        null=0.0,
        sample=message("{weeks} weeks since {first:month}", weeks=found.n, first=frame.index[0]),
        past=newey_west.slope_so_far(frame.turns, frame.bought, FEWEST),
    )


ANSWERS = {
    "supported": message("Yes: futures positions of the groups that hold trend followers move with the trend signal."),
    "contradicted": message(
        "Not in futures positions: the groups that hold trend followers sell when the trend turns up."
    ),
    "mixed": message(
        "Not settled: the groups that hold trend followers do not both clearly move with the trend, or against it."
    ),
}


@words_of("cta-trend")
def cta_trend_words(said: Said) -> Words:
    funds, others = said["leveraged-funds-turn"], said["non-commercial-turn"]
    sentence = message(
        "For a full turn of the S&P 500's trend signal from short to long, leveraged funds changed their net futures "
        "position by {funds:+.1f}% of open interest ({low:+.1f} to {high:+.1f}), non-commercial traders by {others:+.1f}% "
        "({others_low:+.1f} to {others_high:+.1f}); without notice of the trend: 0.",
        funds=funds.value,
        low=funds.low,
        high=funds.high,
        others=others.value,
        others_low=others.low,
        others_high=others.high,
    )
    return Words(ANSWERS[said.status], sentence)
