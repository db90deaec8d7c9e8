"""Thesis: markets move on flows. Trend followers (CTAs) by time-series momentum.

The signal is the sign of the market's own past change over 20, 60, 120 and 250 sessions: what the
claim's measure names, without the volatility scaling of the paper, since only its sign is tested.
"""

from datetime import date

import numpy as np
import pandas as pd

from indicators.i18n.messages import Message, message, named
from indicators.judging.registry import indicator, judges, tidy
from indicators.model import Control, Hints, Status, Verdict
from indicators.model.missing import MissingData, enough
from indicators.panel.panel import Panel
from indicators.stats import maths

SPX, YIELD, BITCOIN = "SPX_CLOSE", "DGS10", "BTC_USD"
LOOKBACKS = (20, 60, 120, 250)
AHEAD = 10
#: Sessions in a bootstrap block: a quarter, well above the horizon, since whipsaws cluster.
BLOCK, DRAWS = 60, 500

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
    (or fell) over ten sessions from any day, weighted by the flips up and down.
    """
    up, down, rose = drawn[..., 0], drawn[..., 1], drawn[..., 2]
    hits = (up * rose + down * (1 - rose)).sum(axis=-1)
    base = rose.mean(axis=-1)
    expected = up.sum(axis=-1) * base + down.sum(axis=-1) * (1 - base)
    return 100 * (hits - expected) / (up + down).sum(axis=-1)


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
    signals = pd.concat([signal(panel[market], n) for n in LOOKBACKS], axis=1, join="inner").mean(axis=1)
    monthly = maths.by_month(signals).mean().dropna()
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


@judges(
    "cta-trend",
    unit=message("points by which flips are followed in their direction more often than the base rate"),
    threshold=message("supported when the {interval}% interval lies above zero; contradicted at zero or less"),
    falsifier=message("flips that are followed in their own direction no more often than any ten days are"),
    source="Moskowitz, Ooi and Pedersen (2012) for the signal; Kuensch (1989) for the interval",
)
def judge_cta_trend(panel: Panel, *, interval: float) -> Verdict:
    frame = flips(panel[SPX])
    found, base = _interval(frame, interval / 100), base_rate(frame)
    status: Status = "supported" if found.low > 0 else "contradicted" if found.value <= 0 else "mixed"
    nearest, away = _nearest(panel[SPX])
    return Verdict(
        status,
        found.value,
        message(
            "Since {year} {followed:.0f}% of the flips of the S&P 500's trend signal were followed by a move in their "
            "direction over ten sessions, against a base rate of {base:.0f}% (difference {edge:+.1f} points, {interval}% "
            "interval {low:+.1f} to {high:+.1f}). The nearest flip level on {day:day} was {level:,.0f}, {away:.1f}% away.",
            year=frame.index[0].year,
            followed=base + found.value,
            base=base,
            edge=found.value,
            interval=interval,
            low=found.low,
            high=found.high,
            day=panel[SPX].index[-1],
            level=nearest,
            away=away,
        ),
        sensitivity=_by_market(panel),
        sample=message(
            "{flips} flips of four look-backs on {days} days since {first:month}",
            flips=int(frame.up.sum() + frame.down.sum()),
            days=int(((frame.up + frame.down) > 0).sum()),
            first=frame.index[0],
        ),
        through=frame.index[-1].date(),
    )


def base_rate(frame: pd.DataFrame) -> float:
    """How often any ten sessions went the way of the flips, percent: rises and falls weighted by flips up and down."""
    up, down, rose = frame.up.sum(), frame.down.sum(), frame.rose.mean()
    return float(100 * (up * rose + down * (1 - rose)) / (up + down))


def _interval(frame: pd.DataFrame, level: float = 0.90) -> maths.Interval:
    return maths.block_bootstrap(frame.to_numpy(), edge, BLOCK, level=level, draws=DRAWS)


def _nearest(prices: pd.Series) -> tuple[float, float]:
    """The flip level closest to the last price, and how far it is in percent of that price."""
    levels = [level(prices, n).iloc[-1] for n in LOOKBACKS]
    nearest = min(levels, key=lambda flip: abs(flip / prices.iloc[-1] - 1))
    return nearest, 100 * abs(nearest / prices.iloc[-1] - 1)


def _by_market(panel: Panel) -> Message:
    by_lookback = [
        message("{sessions}: {edge:+.1f}", sessions=n, edge=_excess(flips(panel[SPX], (n,)))) for n in LOOKBACKS
    ]
    markets = {id: flips(panel[id]) for id in (YIELD, BITCOIN)}
    others = [
        message("{name} {edge:+.1f}", name=MARKETS[id], edge=_excess(frame))
        for id, frame in markets.items()
        if len(frame)  # as of an early day a market has no flip yet
    ]
    return message(
        "By look-back, {lookbacks:semicolon} points; the same test elsewhere: {others}.",
        lookbacks=by_lookback,
        others=others,
    )


def _excess(frame: pd.DataFrame) -> float:
    return float(edge(frame.to_numpy()[None])[0])
