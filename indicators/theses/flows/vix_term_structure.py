"""Thesis: markets move on flows. The VIX term structure and its inversions.

The ratio of Cboe's 30-day to its 3-month volatility index, both at the close of the same day: above
one the curve is inverted (backwardation of implied volatility; not the futures curve). Inversions
come in runs, so episodes are counted as well as days.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from indicators.i18n.messages import message, named
from indicators.judging.judgement import Said
from indicators.judging.registry import indicator, statistic, tidy, words_of
from indicators.model import Control, Hints
from indicators.model.declaration import Reading
from indicators.model.missing import enough
from indicators.model.periods import period_end
from indicators.model.verdict import Words
from indicators.panel.panel import Panel, shared
from indicators.stats import maths, newey_west

SPLIT = pd.Timestamp("2022-01-01")
BEFORE, SINCE = message("2006 to 2021"), "Since 2022"
HORIZONS = (5, 20, 60)
WEEKS = 4

#: A rise of the high-yield spread by 50 basis points in 20 sessions, the claim's measure of credit
#: stress, happened on 12.7% of days from 1997 to August 2026 (ICE BofA index, not ours to ship). The
#: same rarity is asked of the Chicago Fed's index, which stands in for it.
STRESS_RARITY = 12.7
STRESS_SINCE = "1997"

#: Sessions over which inverted days are allowed to hang together, and before a past reading is made: two years.
QUARTER, YEARS = 63, 504
#: Points by which a month of the excess bond premium changes between vintages, in the median.
REFITTED = 0.01

THRESHOLD = Control(
    "threshold",
    "Inverted above",
    (0.95, 1.0, 1.05),
    1.0,
    {0.95: "0.95", 1.0: "1.00", 1.05: "1.05"},
    "Ratio of VIX to VIX3M above which a day counts as inverted; one is the definition",
)
SMOOTHING = Control("smoothing", "Mean over", (1, 5, 20), 1, {1: "the day", 5: "5 sessions", 20: "20 sessions"})
HORIZON = Control("horizon", "Over the next", HORIZONS, 20, {n: named(message("{n} sessions", n=n)) for n in HORIZONS})
DAY = Control("day", "Term structure of", help="The nearest session on or before the day")

RATIO = ("VIXCLS", "VIX3M")
TENORS = {
    "VIX9D": (9, message("9 days")),
    "VIXCLS": (30, message("30 days")),
    "VIX3M": (93, "3 months"),
    "VIX6M": (184, "6 months"),
}
CLOSES = "By closes: during a day the ratio moves more. A ratio of index levels, not the futures curve."


def ratio(panel: Panel, smoothing: int = 1) -> pd.Series:
    """VIX over VIX3M on the days both closed; with `smoothing` the mean over so many sessions."""
    both = pd.concat([panel["VIXCLS"], panel["VIX3M"]], axis=1, join="inner")
    return (both.VIXCLS / both.VIX3M).rolling(smoothing).mean().dropna()


def episode_table(panel: Panel, threshold: float, smoothing: int = 1) -> pd.DataFrame:
    """One row an inversion episode, indexed by its first session.

    Columns: `length` (sessions), `peak` (highest ratio), `nfci` and `spread` (change of the index
    and of the high-yield spread from the last value before it to the first at its end; NaN where
    they are not known) and `next_5`, `next_20`, `next_60` (percent change of the S&P 500 after the
    first session; NaN at the right edge).
    """
    found = maths.episodes(ratio(panel, smoothing), threshold)
    nfci, spread = (_if_held(panel, id) for id in ("NFCI", "BAMLH0A0HYM2"))
    ahead = {f"next_{n}": maths.forward_return(panel["SPX_CLOSE"], n) for n in HORIZONS}
    rows = [
        {"length": e.length, "peak": e.peak}
        | {"nfci": _change(nfci, e.start, e.end), "spread": _change(spread, e.start, e.end)}
        | {name: series.get(e.start, np.nan) for name, series in ahead.items()}
        for e in found
    ]
    columns = ["length", "peak", "nfci", "spread", *ahead]
    return pd.DataFrame(rows, index=pd.DatetimeIndex([e.start for e in found]), columns=columns)


def _if_held(panel: Panel, id: str) -> pd.Series:
    return panel[id] if id in panel else pd.Series(dtype=float, index=pd.DatetimeIndex([]))


def _change(weekly: pd.Series, start: pd.Timestamp, end: pd.Timestamp) -> float:
    """From the last value before a span to the first value at or after its end."""
    before, after = weekly[: start - timedelta(days=1)], weekly[end:]
    return float(after.iloc[0] - before.iloc[-1]) if len(before) and len(after) else np.nan


def stress_threshold(nfci: pd.Series) -> float:
    """The four-week rise of the NFCI that is as rare as the claim's 50 basis points of spread."""
    changes = (nfci - nfci.shift(WEEKS))[STRESS_SINCE:]
    return float(changes.quantile(1 - STRESS_RARITY / 100))


def inverted_days(panel: Panel, threshold: float) -> pd.DataFrame:
    """Every session since 2006: `inverted`, `next_20` (S&P 500, percent), `rise` (NFCI, four weeks on).

    A day whose four weeks or 20 sessions have not passed has NaN there.
    """
    closes = ratio(panel)
    nfci = panel["NFCI"]
    then = nfci.reindex(closes.index, method="ffill")
    later = nfci.reindex(closes.index + pd.Timedelta(weeks=WEEKS), method="ffill").to_numpy()
    known = closes.index + pd.Timedelta(weeks=WEEKS) <= nfci.index[-1]
    frame = pd.DataFrame({"inverted": closes > threshold, "rise": np.where(known, later - then, np.nan)})
    frame["next_20"] = maths.forward_return(panel["SPX_CLOSE"], 20).reindex(closes.index)
    return frame


@indicator(
    title="VIX term structure: 30-day against 3-month implied volatility",
    unit="ratio of VIX to VIX3M",
    formula="close of VIX ÷ close of VIX3M on the same day; days that only one of them has are left out",
    series=RATIO,
    serves=("vix-inversion",),
    controls=(THRESHOLD, SMOOTHING),
    hints=Hints(decimals=2, focus="VIX ÷ VIX3M", quiet=("Inverted above",), years=5),
    caveat=CLOSES,
)
def vix_ratio(panel: Panel, threshold: float, smoothing: int) -> pd.DataFrame:
    closes = ratio(panel, smoothing)
    return tidy({"VIX ÷ VIX3M": closes, "Inverted above": pd.Series(threshold, closes.index)})


@indicator(
    title="What the S&P 500 did after each inversion began",
    unit="percent change of the S&P 500",
    formula="change of the S&P 500 over the next sessions from the close of the first inverted day",
    series=(*RATIO, "SPX_CLOSE"),
    serves=("vix-inversion",),
    controls=(THRESHOLD, SMOOTHING, HORIZON),
    hints=Hints("dots", 1, thresholds={0.0: ""}),
    caveat="Price changes without dividends. Episodes close together share sessions and are not independent.",
)
def inversion_returns(panel: Panel, threshold: float, smoothing: int, horizon: int) -> pd.DataFrame:
    returns = episode_table(panel, threshold, smoothing)[f"next_{horizon}"].dropna()
    return tidy({BEFORE: returns[returns.index < SPLIT], SINCE: returns[returns.index >= SPLIT]})


@indicator(
    title="The S&P 500 after inverted and other days, before 2022 and since",
    unit="percent change of the S&P 500, mean with 90% interval",
    formula="mean change of the S&P 500 over the next sessions; interval: 90%, moving-block bootstrap with blocks "
    "as long as the horizon",
    series=(*RATIO, "SPX_CLOSE"),
    serves=("vix-inversion",),
    controls=(THRESHOLD, HORIZON),
    hints=Hints("groups", 1, recessions=False),
    caveat="Days cluster: hundreds of inverted days are a few dozen episodes, so intervals are wide.",
    method="Kuensch (1989); block length at least the horizon",
)
def inversion_split(panel: Panel, threshold: float, horizon: int) -> pd.DataFrame:
    ahead = maths.forward_return(panel["SPX_CLOSE"], horizon)
    frame = pd.DataFrame({"inverted": ratio(panel) > threshold, "ahead": ahead}).dropna()
    periods = {BEFORE: frame[frame.index < SPLIT], SINCE: frame[frame.index >= SPLIT]}
    rows = []
    for period, days in periods.items():
        if len(days) < horizon:
            continue
        for line, wanted in ((message("Inverted days"), 1.0), ("Other days", 0.0)):
            found = mean_after(days, wanted, horizon)
            rows.append({"x": period, "line": line, "value": found.value, "low": found.low, "high": found.high})
    return pd.DataFrame(rows, columns=["x", "line", "value", "low", "high"])


def mean_after(days: pd.DataFrame, wanted: float, horizon: int) -> maths.Interval:
    """Mean of the second column where the first is `wanted`, with a 90% interval by blocks of `horizon` rows."""
    sample = days.astype(float).to_numpy()
    return maths.block_bootstrap(sample, lambda drawn: _mean_where(drawn, wanted), horizon, draws=500)


def _mean_where(drawn: np.ndarray, wanted: float) -> np.ndarray:
    """Mean of column 1 over the rows whose column 0 is `wanted`, for every draw; NaN where none is."""
    chosen = drawn[..., 0] == wanted
    with np.errstate(invalid="ignore"):
        return np.where(chosen, drawn[..., 1], 0).sum(axis=-1) / chosen.sum(axis=-1)


@indicator(
    title="Implied volatility by horizon, against a year earlier",
    unit="index, annualised percent",
    formula="closes of Cboe's volatility indices of the chosen session and of the session a year before it",
    series=tuple(TENORS),
    serves=("vix-inversion",),
    controls=(DAY,),
    hints=Hints("curve", 1, recessions=False),
    caveat="The six-month index may not be redistributed: it appears after a refresh.",
)
def term_structure(panel: Panel, day: date | None) -> pd.DataFrame:
    held = {id: panel[id] for id in TENORS if id in panel or id in RATIO}
    closes = shared(*held.values()).set_axis(list(held), axis=1)
    chosen = _session(closes, pd.Timestamp(day) if day else closes.index[-1])
    earlier = _session(closes, chosen - pd.DateOffset(years=1))
    rows = [
        {"x": TENORS[id][1], "line": named(message("{day:day}", day=session)), "value": closes.at[session, id]}
        for session in dict.fromkeys((chosen, earlier))
        for id in held
    ]
    return pd.DataFrame(rows)


def _session(closes: pd.DataFrame, day: pd.Timestamp) -> pd.Timestamp:
    """The last session on or before a day; the first there is if the day is earlier still."""
    return closes.index[max(closes.index.searchsorted(day, side="right") - 1, 0)]


@indicator(
    title="Every inversion since 2006",
    unit="one row an episode",
    formula="runs of consecutive closes above the threshold; NFCI: from the last week before to the first week "
    "after it ended; S&P 500: from the close of its first day",
    series=(*RATIO, "SPX_CLOSE", "NFCI", "BAMLH0A0HYM2"),
    serves=("vix-inversion",),
    controls=(THRESHOLD, SMOOTHING),
    hints=Hints("table", 2),
    caveat="The NFCI is rewritten over its whole history at each release: this is the latest vintage. The "
    "high-yield spread may not be redistributed: its column fills after a refresh.",
)
def inversion_episodes(panel: Panel, threshold: float, smoothing: int) -> pd.DataFrame:
    names = {
        "length": message("Sessions"),
        "peak": message("Highest ratio"),
        "nfci": message("Change of NFCI"),
        "spread": message("Change of high-yield spread, points"),
        **{f"next_{n}": named(message("S&P 500, next {n} sessions, %", n=n)) for n in HORIZONS},
    }
    return tidy(dict(episode_table(panel, threshold, smoothing).rename(columns=names).items()))


# --- the test -------------------------------------------------------------------------------------


def _first(panel: Panel) -> pd.DataFrame:
    """The days since 2022 whose four weeks and 20 sessions have passed. Raises TooShort where none was inverted."""
    days = inverted_days(panel, THRESHOLD.default)[SPLIT:].dropna()
    enough(days[days.inverted])
    return days


@statistic
def calm_after_inversion(panel: Panel) -> Reading:
    days = _first(panel)
    calm = 100 * (days.rise[days.inverted] < stress_threshold(panel["NFCI"])).mean()
    return Reading(float(calm), days.index[-1].date())


@statistic
def return_after_inversion(panel: Panel) -> Reading:
    days = _first(panel)
    means = days.next_20.groupby(days.inverted).mean()
    return Reading(float(means[True] - means.get(False, np.nan)), days.index[-1].date())


def credit_by_day(panel: Panel, threshold: float, since: int) -> pd.DataFrame:
    """Every session since a year: `inverted` (1 or 0) and `rise`, the change of the excess bond premium over its month."""
    closes = ratio(panel)[str(since) :]
    rise = maths.every_month(panel["EBP"]).diff()
    months = closes.index.to_numpy().astype("datetime64[M]").astype("datetime64[s]")
    return pd.DataFrame(
        {"inverted": (closes > threshold).astype(float), "rise": rise.reindex(pd.DatetimeIndex(months)).to_numpy()}
    ).dropna()


@statistic
def credit_when_inverted(panel: Panel, *, ratio: float, since: int, interval: float) -> Reading:
    days = credit_by_day(panel, ratio, since)
    found = newey_west.slope(days.inverted.to_numpy(), days.rise.to_numpy(), QUARTER, level=interval / 100)
    past = newey_west.slope_so_far(days.inverted, days.rise, YEARS)
    return _of_credit(days, found, past, null=0.0, error=REFITTED)


@statistic
def stress_when_inverted(panel: Panel, *, ratio: float, since: int, rise: float, interval: float) -> Reading:
    days = credit_by_day(panel, ratio, since)
    stress = 100.0 * (days.rise >= rise)
    inverted, others = days.inverted, 1 - days.inverted
    found = newey_west.slope(inverted.to_numpy(), stress.to_numpy(), QUARTER, level=interval / 100, centred=False)
    past = newey_west.slope_so_far(inverted, stress, YEARS, centred=False)
    return _of_credit(days, found, past, null=float((stress * others).sum() / others.sum()))


def _of_credit(days: pd.DataFrame, found: maths.Interval, past: pd.Series, null: float, error: float = 0.0) -> Reading:
    inverted = days.inverted == 1
    return Reading(
        found.value,
        period_end(days.index[-1], "monthly"),
        found.low,
        found.high,
        error,
        null,
        sample=message(
            "{days} inverted days in {episodes} episodes",
            days=int(inverted.sum()),
            episodes=int((inverted & ~inverted.shift(fill_value=False)).sum()),
        ),
        past=past,
    )


ANSWERS = {
    "supported": message(
        "Yes: most inversions come without credit stress, and credit then worsens little more than usual."
    ),
    "contradicted": message("No: most inverted days come with credit stress."),
    "mixed": message("Not settled: some inversions come with credit stress, others do not, and the episodes are few."),
}


@words_of("vix-inversion")
def vix_inversion_words(said: Said) -> Words:
    credit, stress = said["credit-when-inverted"], said["stress-when-inverted"]
    sentence = message(
        "To {day:month} the excess bond premium changed by {rise:+.2f} points more over months of inverted days than "
        "of others ({low:+.2f} to {high:+.2f}); {share:.0f}% of these fell in months of credit stress ({least:.0f} to {most:.0f}%), "
        "of other days {others:.0f}%.",
        day=credit.day,
        rise=credit.value,
        low=credit.low,
        high=credit.high,
        share=stress.value,
        least=stress.low,
        most=stress.high,
        others=stress.null,
    )
    return Words(ANSWERS[said.status], sentence)
