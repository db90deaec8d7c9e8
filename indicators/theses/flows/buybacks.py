"""Thesis: markets move on flows. Share buybacks: who buys equities on balance, and the buyback season.

Two different things go by the name. Gross repurchases of S&P 500 companies are what firms spend on
their own shares; net demand is that less what they issue, beside what every other sector bought
(Financial Accounts, Z.1). The blackout window is a desk convention, not law: Rule 10b-18 is a safe
harbour, and plans under Rule 10b5-1 go on buying through it.
"""

from collections.abc import Mapping
from functools import partial

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
from indicators.stats import maths, newey_west

COMPANIES = message("Nonfinancial companies")
#: What each sector buys on balance; of the companies it is what they issue, so the sign is turned.
SECTORS = {
    "NCBCEBQ027S": COMPANIES,
    "HNOCESQ027S": message("Households"),
    "ROWCEAQ027S": message("Rest of the world"),
    "BOGZ1FA653064100Q": message("Mutual funds"),
    "BOGZ1FA563064100Q": message("Exchange-traded funds"),
    "BOGZ1FA593064105Q": message("Pension funds"),
}
#: Charted beside them, and no part of the claim's test.
BESIDE = {"BOGZ1FA523064105Q": message("Insurers")}
#: One buyer in the test: money moves from one kind to the other.
FUNDS, ALL_FUNDS = ("BOGZ1FA653064100Q", "BOGZ1FA563064100Q"), message("Mutual and exchange-traded funds")
QUARTER, YEAR = 1, 4

#: About two weeks before the quarter's end to about three and a half weeks after it.
BEFORE, AFTER = 14, 25
HALVES = {
    message("2006 to 2015"): slice("2006", "2015"),
    message("Since 2016"): slice("2016", None),
    "Since 2006": slice("2006", None),
}
INSIDE, OUTSIDE = message("Blackout"), message("Open window")
#: Quarters drawn together, so that what ties one season to the next survives the draw.
BLOCK = 2
QUARTER_MONTHS = 3
#: Quarters before a past reading is made.
FEWEST = 8

OVER = Control("over", "Over", (QUARTER, YEAR), QUARTER, {QUARTER: "A quarter", YEAR: "Four quarters"})
DAYS_BEFORE = Control(
    "before", "Days before quarter-end", default=BEFORE, bounds=(0, 40, 1), help="When the blackout begins"
)
DAYS_AFTER = Control(
    "after", "Days after quarter-end", default=AFTER, bounds=(5, 45, 1), help="When most companies have reported"
)
CONVENTION = (
    "The window is a convention, not companies' own dates: at its opening about 45% of them are closed (Goldman "
    "Sachs desk, 17 March 2025). Price changes without dividends."
)


# --- who buys -------------------------------------------------------------------------------------


def year_sum(quarterly: pd.Series) -> pd.Series:
    """Sum of four consecutive quarters, at the last of them; a gap leaves no value."""
    earlier = [maths.ago(quarterly, months=3 * n) for n in range(4)]
    return sum(earlier[1:], earlier[0]).dropna()


def net_purchases(panel: Panel, sectors: Mapping[str, str] = SECTORS) -> pd.DataFrame:
    """Net purchases of equities over four quarters, dollars, by sector, for the sectors that are held.

    Published at annual rates, so that four quarters are the sum of a quarter of each. Raises
    MissingData where the companies' own issuance is missing.
    """
    issued = panel["NCBCEBQ027S"]
    bought = {name: panel[id] for id, name in sectors.items() if id in panel} | {COMPANIES: -issued}
    return pd.DataFrame({name: year_sum(flow / 4) for name, flow in bought.items()})


@indicator(
    title="Gross share repurchases of S&P 500 companies",
    unit="dollars",
    formula="repurchases of the quarter as S&P Dow Jones Indices first published them, or the sum of four quarters",
    series=("SPX_BUYBACKS_Q",),
    serves=("buybacks-largest-buyer",),
    controls=(OVER,),
    hints=Hints("bars", 1, focus="Repurchases", recessions=False),
    caveat="Gross: what companies issue, to staff and in offerings, is not taken off, so this does not say who bought "
    "most on balance. First figures of press releases, not revised, and none after the third quarter of 2025 is held.",
    method="S&P Dow Jones Indices, quarterly press releases",
)
def gross_buybacks(panel: Panel, over: int) -> pd.DataFrame:
    spent = panel["SPX_BUYBACKS_Q"]
    return tidy({message("Repurchases"): year_sum(spent) if over == YEAR else spent})


@indicator(
    title="Net purchases of US equities by sector",
    unit="dollars over four quarters",
    formula="transactions of the Financial Accounts at annual rates ÷ 4, added up over four quarters; companies: "
    "their net issuance with the sign turned",
    series=(*SECTORS, *BESIDE),
    serves=("buybacks-largest-buyer",),
    hints=Hints("line", 1, focus=COMPANIES, years=20),
    caveat="No figure ships: a refresh brings them. Households are the residual and hold hedge funds too; funds buy "
    "for households, and creations of exchange-traded funds blur the split.",
    method="Federal Reserve Board, Financial Accounts of the United States (Z.1), transactions in corporate equities",
)
def equity_purchases(panel: Panel) -> pd.DataFrame:
    bought = net_purchases(panel, SECTORS | BESIDE)
    return tidy({str(name): flow.dropna() for name, flow in bought.items()})


# --- the test of the largest buyer ----------------------------------------------------------------


@statistic
def lead_over_sectors(panel: Panel) -> Reading:
    """Of every sector by itself, over four quarters. Raises MissingData for any that is not there."""
    for id in SECTORS:
        panel[id]
    bought = net_purchases(panel).dropna()
    enough(bought)
    lead = bought[COMPANIES] - bought.drop(columns=COMPANIES).max(axis=1)
    return Reading(float(lead.iloc[-1]), period_end(lead.index[-1], "quarterly"))


@statistic
def lead_over_buyers(panel: Panel, *, quarters: int) -> Reading:
    """At an annual rate, with mutual and exchange-traded funds as one; the interval leaves each quarter out."""
    bought = pd.concat({id: panel[id] for id in SECTORS}, axis=1, join="inner").asfreq("QS")
    companies = -bought.pop("NCBCEBQ027S")
    bought[FUNDS[0]] += bought.pop(FUNDS[1])
    past = _lead(companies.rolling(quarters).mean(), bought.rolling(quarters).mean()).dropna()
    enough(past)
    last = bought[: past.index[-1]].iloc[-quarters:]
    spent = companies[last.index]
    others = [(spent.drop(day).mean(), last.drop(day).mean()) for day in last.index]
    without = _lead(pd.Series([one for one, _ in others]), pd.DataFrame([rest for _, rest in others]))
    largest = str(last.mean().idxmax())
    return Reading(
        float(past.iloc[-1]),
        period_end(past.index[-1], "quarterly"),
        float(without.min()),
        float(without.max()),
        null=0.0,
        past=past,
        words={
            "companies": float(spent.mean()),
            "buyer": ALL_FUNDS if largest in FUNDS else SECTORS[largest],
            "bought": float(last[largest].mean()),
        },
    )


def _lead(companies: pd.Series, others: pd.DataFrame) -> pd.Series:
    return companies - others.max(axis=1, skipna=False)


BUYER = {
    "supported": message("Yes: nonfinancial companies, by buying back, are the largest net buyer of equities."),
    "contradicted": message("No: another sector is a larger net buyer of equities than nonfinancial companies."),
    "mixed": message(
        "Not settled: whether nonfinancial companies are the largest net buyer hangs on a single quarter."
    ),
}


@words_of("buybacks-largest-buyer")
def largest_buyer_words(said: Said) -> Words:
    read = said["lead-over-buyers"]
    sentence = message(
        "Over the {quarters} quarters to {day:quarter} nonfinancial companies bought {companies:bn} of equities a year net "
        "of issuance; of the others {buyer:lower} bought most, {bought:bn}: a lead of {lead:+bn} "
        "({low:+bn} to {high:+bn} as each quarter is left out).",
        day=read.day,
        lead=read.value,
        low=read.low,
        high=read.high,
        **read.words,
        **said.test.numbers(),
    )
    return Words(BUYER[said.status], sentence)


# --- the buyback season ---------------------------------------------------------------------------


def in_blackout(days: pd.DatetimeIndex, before: int, after: int) -> np.ndarray:
    """Whether each day is at most `before` days ahead of its quarter's last day, or `after` days past the last one."""
    month = days.to_numpy().astype("datetime64[M]").astype("int64") // QUARTER_MONTHS * QUARTER_MONTHS
    start, following = (np.array(month + n, dtype="datetime64[M]").astype("datetime64[D]") for n in (0, QUARTER_MONTHS))
    day, one = days.to_numpy().astype("datetime64[D]"), np.timedelta64(1, "D")
    return np.asarray(((following - day) // one <= before + 1) | ((day - start) // one < after))


def season(panel: Panel, before: int, after: int) -> pd.DataFrame:
    """By calendar quarter: `inside` and `outside`, summed daily returns of the S&P 500, basis points, and their days.

    Columns `inside`, `days_inside`, `outside`, `days_outside`; indexed by the quarter's first day.
    """
    returns = 1e4 * panel["SPX_CLOSE"].pct_change().dropna()
    closed = in_blackout(returns.index, before, after)
    parts = pd.DataFrame(
        {
            "inside": returns.where(closed, 0.0),
            "days_inside": closed.astype(float),
            "outside": returns.where(~closed, 0.0),
            "days_outside": (~closed).astype(float),
        }
    )
    return maths.by_month(parts, 3).sum()


def gap(quarters: np.ndarray) -> np.ndarray:
    """Mean daily return inside less that outside, for arrays (..., quarters, the four columns of `season`)."""
    inside, days_inside, outside, days_outside = np.moveaxis(quarters.sum(axis=-2), -1, 0)
    return inside / days_inside - outside / days_outside


def _mean(quarters: np.ndarray, column: int) -> np.ndarray:
    sums = quarters.sum(axis=-2)
    return sums[..., column] / sums[..., column + 1]


@indicator(
    title="The S&P 500 inside and outside the buyback blackout",
    unit="basis points a day, mean with 90% interval",
    formula="mean daily change of the S&P 500 on days inside and outside the window; interval: 90%, moving-block "
    "bootstrap over quarters, two at a time",
    series=("SPX_CLOSE",),
    serves=("buyback-season",),
    controls=(DAYS_BEFORE, DAYS_AFTER),
    hints=Hints("groups", 1, recessions=False, thresholds={0.0: ""}),
    caveat=CONVENTION,
    method="Kuensch (1989); blocks of two quarters hold two whole seasons",
)
def blackout_returns(panel: Panel, before: int, after: int) -> pd.DataFrame:
    quarters = season(panel, before, after)
    rows = []
    for period, years in HALVES.items():
        sample = quarters[years].to_numpy()
        for column, line in ((0, INSIDE), (2, OUTSIDE)):
            found = maths.block_bootstrap(sample, partial(_mean, column=column), BLOCK, draws=500)
            rows.append({"x": period, "line": line, "value": found.value, "low": found.low, "high": found.high})
    return pd.DataFrame(rows)


@indicator(
    title="Blackout days less other days, by year",
    unit="basis points a day, S&P 500",
    formula="mean daily change of the S&P 500 inside the window less that outside it, in each calendar year",
    series=("SPX_CLOSE",),
    serves=("buyback-season",),
    controls=(DAYS_BEFORE, DAYS_AFTER),
    hints=Hints("bars", 1, focus="Inside less outside", recessions=False),
    caveat=CONVENTION + " A year has four windows: single years say little. The last year is not complete.",
)
def blackout_by_year(panel: Panel, before: int, after: int) -> pd.DataFrame:
    found = _by_year(season(panel, before, after))
    return pd.DataFrame(
        {"x": found.index.astype(str), "line": message("Inside less outside"), "value": found.to_numpy()}
    )


def _by_year(quarters: pd.DataFrame) -> pd.Series:
    """Inside less outside by year, basis points a day; a year without a day of either has none."""
    years = quarters.groupby(quarters.index.year).sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        found = gap(years.to_numpy()[:, None, :])
    return pd.Series(found, index=years.index).replace([np.inf, -np.inf], np.nan).dropna()


# --- the test of the season -----------------------------------------------------------------------


@statistic
def blackout_gap(panel: Panel) -> Reading:
    found = gap(season(panel, BEFORE, AFTER).to_numpy())
    return Reading(float(found), panel["SPX_CLOSE"].index[-1].date())


@statistic
def greatest_blackout_gap(panel: Panel, *, interval: float) -> Reading:
    quarters = season(panel, BEFORE, AFTER).to_numpy()
    found = maths.block_bootstrap(quarters, gap, BLOCK, level=interval / 100, draws=500)
    return Reading(found.high, panel["SPX_CLOSE"].index[-1].date())


def quarter_means(panel: Panel, before: int, after: int) -> pd.DataFrame:
    """Mean daily change of the S&P 500 by calendar quarter, basis points: `closing`, `blackout` (with it) and `open`.

    Only quarters that are over and have days of each.
    """
    returns = 1e4 * panel["SPX_CLOSE"].pct_change().dropna()
    closed, closing = (in_blackout(returns.index, before, days) for days in (after, -1))
    parts = {"closing": returns[closing], "blackout": returns[closed], "open": returns[~closed]}
    means = {name: maths.by_month(part, QUARTER_MONTHS).mean() for name, part in parts.items()}
    over = returns.index[-1] - pd.offsets.QuarterBegin(startingMonth=1)
    return pd.DataFrame(means).dropna()[: over - pd.Timedelta(days=1)]


@statistic
def closing_weakness(panel: Panel, *, before: int, after: int, interval: float) -> Reading:
    means = quarter_means(panel, before, after)
    return _weakness(means.open - means.closing, interval)


@statistic
def blackout_weakness(panel: Panel, *, before: int, after: int, interval: float) -> Reading:
    means = quarter_means(panel, before, after)
    return _weakness(means.open - means.blackout, interval)


def _weakness(gaps: pd.Series, interval: float) -> Reading:
    found = newey_west.mean(gaps.to_numpy(), YEAR, level=interval / 100)
    every = pd.Series(1.0, gaps.index)
    return Reading(
        found.value,
        period_end(gaps.index[-1], "quarterly"),
        found.low,
        found.high,
        null=0.0,
        sample=message("{quarters} quarters since {year}", quarters=found.n, year=gaps.index[0].year),
        past=newey_west.slope_so_far(every, gaps, FEWEST, centred=False),
    )


SEASON = {
    "supported": message(
        "Yes: the S&P 500 does better while companies can buy, and weakens markedly when their window closes."
    ),
    "contradicted": message(
        "No: the S&P 500 does no better while companies can buy, and hardly weakens when their window closes."
    ),
    "mixed": message("Not settled: open and closed windows do not differ clearly in both of the ways the claim says."),
}


@words_of("buyback-season")
def season_words(said: Said) -> Words:
    closing, blackout = said["closing-weakness"], said["blackout-weakness"]
    sentence = message(
        "In the open window the S&P 500 did {closing:+.1f} basis points a day better than in the {before} days before a "
        "quarter's end ({low:+.1f} to {high:+.1f}; markedly: {marked}) and {blackout:+.1f} better than in the blackout "
        "({least:+.1f} to {most:+.1f}; no season: 0).",
        closing=closing.value,
        low=closing.low,
        high=closing.high,
        blackout=blackout.value,
        least=blackout.low,
        most=blackout.high,
        **said.test.numbers(),
    )
    return Words(SEASON[said.status], sentence)
