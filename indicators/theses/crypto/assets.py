"""Thesis: crypto. What bitcoin returned beside what else the young can save in, and what it moves with.

Assets are compared by the averages of calendar months, because gold and houses are published that
way; drawdowns within a month are deeper than those of averages. Prices only: no dividends, no rent,
no cost of holding.
"""

import numpy as np
import pandas as pd

from indicators.catalogue import catalogue
from indicators.i18n.messages import message
from indicators.judging.registry import indicator, tidy
from indicators.model import Control, Hints
from indicators.model.missing import MissingData
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.crypto.since_article import BITCOIN, SHARES
from indicators.theses.outlook.liquidity import net

GOLD, HOUSES = message("Gold"), message("Houses")
WAGES = message("Hourly wage")
ASSETS = {
    "BTC_USD": BITCOIN,
    "SPX_CLOSE": SHARES,
    "GOLD_USD_M": GOLD,
    "HPIPONM226S": HOUSES,
    "CES0500000003": WAGES,
}
DAILY = (BITCOIN, SHARES)
#: A wage is the yardstick and no asset: it cannot be bought.
BOUGHT = (BITCOIN, SHARES, GOLD, HOUSES)
YEARS = 5
SAVED = 100
#: Columns of the table of published points, beside use of any kind.
USES = {"investment": message("As an investment"), "payment": message("For payments")}

HORIZON = Control("horizon", "Over", (1, 3, 5, 10), YEARS, {1: "1 year", 3: "3 years", 5: "5 years", 10: "10 years"})
START = Control("start", "Saving since", default=2021, bounds=(2015, 2025, 1), help="From January of the year")
LINEAR, LOG = "linear", "log"
SCALE = Control("scale", "Scale", (LINEAR, LOG), LINEAR, {LINEAR: "Linear", LOG: "Log"})

LIQUIDITY, UNCERTAINTY = message("Net liquidity"), message("Policy uncertainty")
LIQUIDITY_PARTS = ("WALCL", "WTREGEN", "RRPONTSYD")
MOVES = ("BTC_USD", *LIQUIDITY_PARTS, "USEPUINDXD")
#: Weeks of the longer change, of a block of the bootstrap, and of the rolling window.
LONG, WINDOW = 13, 52

PRICES = "Prices only: the S&P 500 without dividends, houses without rent or upkeep. Averages of months."
LEVELS = "Two series that trend are correlated in levels whatever they have to do with each other: not evidence."


# --- prices ---------------------------------------------------------------------------------------


def month_means(daily: pd.Series) -> pd.Series:
    """Averages of the calendar months that a daily series covers from start to end, give or take a weekend."""
    means = maths.by_month(daily).mean()
    begun = means.index >= daily.index[0] - pd.Timedelta(days=4)
    ended = means.index + pd.offsets.MonthEnd(0) <= daily.index[-1] + pd.Timedelta(days=2)
    return means[begun & ended]


def prices(panel: Panel) -> pd.DataFrame:
    """Every asset's price by month, in its own unit, on the months that all of them have."""
    columns = {name: month_means(panel[id]) if name in DAILY else panel[id] for id, name in ASSETS.items()}
    return pd.concat(columns, axis=1, join="inner")


def span(monthly: pd.DataFrame, years: int) -> pd.DataFrame:
    """The last so many years, both ends included. Raises MissingData if there are fewer."""
    first = monthly.index[-1] - pd.DateOffset(years=years) if len(monthly) else None
    if first is None or first < monthly.index[0]:
        raise MissingData(message("BTC_USD: fewer than {years} years beside the other assets", years=years))
    return monthly[first:]


def drawdown(prices: maths.Dated) -> maths.Dated:
    """Percent below the highest value so far; zero at a new one."""
    return 100 * (prices / prices.cummax() - 1)


def summary(monthly: pd.DataFrame) -> pd.DataFrame:
    """One row an asset: percent returned in all and a year, volatility a year, deepest drawdown, their ratio.

    The ratio is the return a year over the drawdown (Calmar's); NaN for what never fell.
    """
    years = (len(monthly) - 1) / 12
    relative = monthly.iloc[-1] / monthly.iloc[0]
    a_year = 100 * (relative ** (1 / years) - 1)
    deepest = -drawdown(monthly).min()
    return pd.DataFrame(
        {
            "total": 100 * (relative - 1),
            "a_year": a_year,
            "volatility": 100 * np.log(monthly).diff().std() * 12**0.5,
            "drawdown": deepest,
            "ratio": a_year / deepest.replace(0, np.nan),
        }
    )


def saved(monthly: pd.Series, amount: float = SAVED) -> pd.Series:
    """Value, month by month, of an amount spent on an asset at every month's price, this month's included."""
    return (amount / monthly).cumsum() * monthly


# --- the indicators: assets -----------------------------------------------------------------------


@indicator(
    title="What each asset returned",
    unit="percent, total change in price",
    formula="average price of the last month that all have ÷ that of as many years before − 1, × 100",
    series=tuple(ASSETS),
    serves=("crypto-for-young",),
    controls=(HORIZON,),
    hints=Hints("ranks", 0),
    caveat=PRICES + " The wage is the yardstick: what an hour of work is paid.",
)
def asset_returns(panel: Panel, horizon: int) -> pd.DataFrame:
    total = summary(span(prices(panel), horizon))["total"].sort_values(ascending=False)
    return pd.DataFrame({"x": total.index, "line": message("Change in price"), "value": total.to_numpy()})


@indicator(
    title="Return, volatility and drawdown of each asset",
    unit="one row an asset",
    formula="return a year, compounded; standard deviation of monthly log changes × √12; largest fall from a peak; "
    "return a year ÷ that fall",
    series=tuple(ASSETS),
    serves=("crypto-for-young",),
    controls=(HORIZON,),
    hints=Hints("table", 2),
    caveat=PRICES + " The house index is smoothed, so it hardly falls: its ratio flatters. What never fell has none. "
    "Averages of a month vary less than closes.",
    method="Return per unit of drawdown: Young (1991), the Calmar ratio, over the chosen horizon",
)
def asset_risk(panel: Panel, horizon: int) -> pd.DataFrame:
    names = {
        "total": message("Return, %"),
        "a_year": message("A year, %"),
        "volatility": message("Volatility, % a year"),
        "drawdown": message("Deepest drawdown, %"),
        "ratio": message("Return a year per drawdown"),
    }
    table = summary(span(prices(panel), horizon)).loc[[*BOUGHT, WAGES]].rename(columns=names)
    return tidy(dict(table.items()))


@indicator(
    title=f"What ${SAVED} a month has grown to",
    unit="dollars",
    formula=f"${SAVED} spent at every month's average price since January of the chosen year, valued at each month's "
    "price",
    series=("BTC_USD", "SPX_CLOSE", "GOLD_USD_M"),
    serves=("crypto-for-young",),
    controls=(START, SCALE),
    hints=Hints(decimals=1, focus=BITCOIN, quiet=("Paid in",), recessions=False),
    caveat="No dividends, fees or tax. Houses cannot be bought by the month. The start decides much: change it.",
)
def monthly_saving(panel: Panel, start: int, scale: str) -> pd.DataFrame:
    names = {id: ASSETS[id] for id in ("BTC_USD", "SPX_CLOSE", "GOLD_USD_M")}
    columns = {name: month_means(panel[id]) if name in DAILY else panel[id] for id, name in names.items()}
    bought = pd.concat(columns, axis=1, join="inner")[f"{start:.0f}-01-01" :]
    paid = pd.Series(SAVED * np.arange(1.0, len(bought) + 1), bought.index)
    return tidy({name: saved(bought[name]) for name in bought} | {message("Paid in"): paid})


@indicator(
    title="How far each asset is below its peak",
    unit="percent below the highest so far",
    formula="value ÷ highest value up to then − 1, × 100; daily closes of bitcoin and the S&P 500, else months",
    series=("BTC_USD", "SPX_CLOSE", "GOLD_USD_M", "HPIPONM226S"),
    serves=("crypto-for-young",),
    hints=Hints(decimals=0, focus=BITCOIN, years=10),
    caveat="Closes, so falls within a day are not seen; gold and houses by month are smoother. Peaks are counted from "
    "September 2014, when the record of bitcoin's closes begins.",
)
def asset_drawdowns(panel: Panel) -> pd.DataFrame:
    first = panel["BTC_USD"].index[0]
    return tidy({ASSETS[id]: drawdown(panel[id][first:]) for id in ASSETS if ASSETS[id] in BOUGHT})


# --- the indicators: what bitcoin moves with ------------------------------------------------------


def weekly_moves(panel: Panel) -> pd.DataFrame:
    """Logs of bitcoin, net liquidity and policy uncertainty on Wednesdays; NaN where one is not known.

    Uncertainty is the mean of the seven days to the Wednesday, because a day's count of articles is noise.
    """
    liquidity, bitcoin = net(panel), panel["BTC_USD"]
    uncertainty = panel["USEPUINDXD"].rolling(7).mean()
    days = liquidity.index[liquidity.index >= bitcoin.index[0]]
    levels = {
        BITCOIN: bitcoin.reindex(days),
        LIQUIDITY: liquidity.reindex(days),
        UNCERTAINTY: uncertainty.reindex(days),
    }
    found = np.log(pd.DataFrame(levels))
    if len(found) <= WINDOW:
        raise MissingData(message("BTC_USD: less than a year beside net liquidity"))
    return found


def correlation(pairs: np.ndarray) -> np.ndarray:
    """Pearson's correlation of the two columns along the last but one axis; one value a draw."""
    centred = pairs - pairs.mean(axis=-2, keepdims=True)
    both = (centred[..., 0] * centred[..., 1]).sum(axis=-1)
    return both / np.sqrt((centred**2).sum(axis=-2).prod(axis=-1))


def correlated(logs: pd.DataFrame, other: str, weeks: int) -> maths.Interval:
    """Correlation of bitcoin with another column: of changes over so many weeks with its interval; 0: of levels."""
    pair = logs[[BITCOIN, other]]
    sample = (pair - pair.shift(weeks) if weeks else pair).dropna().to_numpy()
    if weeks:
        return maths.block_bootstrap(sample, correlation, LONG, draws=300)
    value = float(correlation(sample))
    return maths.Interval(value, value, value, len(sample))


@indicator(
    title="Bitcoin's correlation with liquidity and policy uncertainty",
    unit="correlation, with 90% interval for changes",
    formula="Pearson correlation of logs on Wednesdays: of levels, of changes over a week, of changes over 13 weeks; "
    "interval: 90%, moving-block bootstrap, blocks of 13 weeks",
    series=MOVES,
    serves=("crypto-political",),
    hints=Hints("groups", 2, thresholds={0.0: ""}, recessions=False),
    caveat=LEVELS + " An interval of levels would mislead, so none is drawn.",
    method="Granger and Newbold (1974) on spurious correlation; Kuensch (1989) for the interval",
)
def bitcoin_correlation(panel: Panel) -> pd.DataFrame:
    logs, rows = weekly_moves(panel), []
    for label, weeks in ((message("Levels"), 0), (message("Weekly changes"), 1), (message("13-week changes"), LONG)):
        for other in (LIQUIDITY, UNCERTAINTY):
            found = correlated(logs, other, weeks)
            rows.append({"x": label, "line": other, "value": found.value, "low": found.low, "high": found.high})
    return pd.DataFrame(rows)


@indicator(
    title="Bitcoin's correlation over rolling years",
    unit="correlation of weekly changes over 52 weeks",
    formula="Pearson correlation of the last 52 weekly log changes, Wednesday to Wednesday",
    series=MOVES,
    serves=("crypto-political",),
    hints=Hints(decimals=2, focus=LIQUIDITY, thresholds={0.0: ""}, recessions=False),
    caveat=f"With {WINDOW} weeks anything within ±{1.96 / WINDOW**0.5:.2f} is what unrelated series give 19 times in "
    "20.",
    method="correlation of changes: levels that trend correlate by chance (Granger and Newbold 1974)",
)
def rolling_correlation(panel: Panel) -> pd.DataFrame:
    changes = weekly_moves(panel).diff()
    pairs = {other: changes[[BITCOIN, other]].dropna() for other in (LIQUIDITY, UNCERTAINTY)}
    return tidy({other: pair[BITCOIN].rolling(WINDOW).corr(pair[other]).dropna() for other, pair in pairs.items()})


# --- the indicators: who holds it ----------------------------------------------------------------


@indicator(
    title="Adults who used or held crypto",
    unit="percent of adults, in the past twelve months",
    formula="as published by the Survey of Household Economics and Decisionmaking",
    series=("SHED_CRYPTO_USE",),
    serves=("crypto-for-young", "crypto-political"),
    hints=Hints("groups", 0, recessions=False),
    caveat="Published points. By age in words only: in 2023 most users were 30 to 44, then 18 to 29. The share held "
    "as an investment in 2022 was not quoted (CoinDesk, 2022; Cointelegraph, 2024).",
    method="Board of Governors of the Federal Reserve System, SHED",
)
def crypto_use(panel: Panel) -> pd.DataFrame:
    held = panel["SHED_CRYPTO_USE"]
    rows = [(str(day.year), message("Any use"), value) for day, value in held.items()]
    for row in catalogue.table("crypto_use"):
        if int(row["year"]) in held.index.year:
            rows += [(row["year"], name, float(row[key])) for key, name in USES.items() if row[key]]
    return pd.DataFrame(rows, columns=["x", "line", "value"])
