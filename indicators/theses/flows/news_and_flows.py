"""Thesis: markets move on flows. Liquidity, positions and policy against news of fundamentals, week by week.

The two-year yield moves with data and with policy alike: its moves on days of payrolls and consumer prices are booked
under news, those on days of decisions under policy, and the rest under neither. Positions follow prices within the
week, so those of the week before are taken; the VIX, which is priced from options on the index, is not.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.judgement import Said
from indicators.judging.registry import statistic, words_of
from indicators.model.declaration import Reading
from indicators.model.missing import enough
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.theses.flows.regressors import (
    FUNDAMENTALS,
    LEVERAGED,
    LIQUIDITY,
    MANAGERS,
    SPX,
    WEEKLY,
    adjusted_r2,
    changes,
    positions,
    rolling_r2,
)
from indicators.theses.flows.scheduled_days import DATA, FED, REACH, USUAL, kinds

NEWS, TILT = "2-year yield on data days", "2-year yield on decision days"
REAL = [*FUNDAMENTALS.values(), NEWS]
FLOWS = [LIQUIDITY, MANAGERS, LEVERAGED, TILT]
#: Weeks that are left out together for a standard error, and from one reading of the past to the next.
BLOCK = 4


def weekly(panel: Panel, lag: int) -> pd.DataFrame:
    """The S&P 500's weekly return, changes of REAL and of FLOWS; positions `lag` weeks earlier. Whole rows only."""
    frame = changes(panel, WEEKLY)[[SPX, *FUNDAMENTALS.values(), LIQUIDITY]]
    frame = frame.join(positions(panel, frame.index).shift(lag))
    moves = panel["DGS2"].diff()
    for name, kind in ((NEWS, DATA), (TILT, FED)):
        frame[name] = _by_week(moves[moves.index.isin(kinds()[kind])], frame.index)
    return frame.dropna()


def _by_week(moves: pd.Series, weeks: pd.DatetimeIndex) -> pd.Series:
    """The sum of the moves after each Wednesday and up to the next, by the latter; zero where there are none."""
    place = weeks.searchsorted(moves.index)
    inside = (place < len(weeks)) & (moves.index > weeks[0] - pd.Timedelta(weeks=1))
    return moves[inside].groupby(weeks[place[inside]]).sum().reindex(weeks, fill_value=0.0)


def lead(frame: pd.DataFrame, weeks: int) -> pd.DataFrame:
    """Adjusted R² of FLOWS and of REAL over so many weeks, to the last and each fourth before it, and their lead."""
    found = pd.DataFrame(
        {name: rolling_r2(frame, names, weeks, BLOCK) for name, names in (("flows", FLOWS), ("real", REAL))}
    )
    return found.assign(lead=found.flows - found.real)


def standard_error(frame: pd.DataFrame) -> float:
    """Of the lead over all rows: by the jackknife that leaves out four weeks at a time (Kuensch 1989)."""
    names = [SPX, *FLOWS, *REAL]

    def leads(rows: np.ndarray) -> np.ndarray:
        y, flows, real = rows[..., 0], rows[..., 1 : 1 + len(FLOWS)], rows[..., 1 + len(FLOWS) :]
        return adjusted_r2(y, flows) - adjusted_r2(y, real)

    return jackknife(frame[names].to_numpy(), leads, BLOCK)


def jackknife(rows: np.ndarray, statistic: Callable[[np.ndarray], np.ndarray], block: int) -> float:
    """The standard error of a statistic, by leaving out consecutive blocks in turn; the oldest odd rows always stay.

    `rows` has observations along its first axis; `statistic` takes an array (left out, n, ...) and returns (left out,).
    """
    n = len(rows)
    blocks = n // block
    place = (np.arange(n) - n % block) // block
    left = np.stack([rows[place != one] for one in range(blocks)])
    found = statistic(left)
    return float(np.sqrt((blocks - 1) / blocks * ((found - found.mean()) ** 2).sum()))


@statistic
def flows_lead(panel: Panel, *, weeks: int, lag: int) -> Reading:
    """Points of adjusted R² by which FLOWS lead REAL over the last weeks, with a 90% interval; by chance 0."""
    frame = weekly(panel, lag)
    found = lead(frame, weeks)
    enough(found)
    last, reach = found.iloc[-1], REACH * standard_error(frame[-weeks:])
    return Reading(
        float(last.lead),
        found.index[-1].date(),
        float(last.lead - reach),
        float(last.lead + reach),
        null=0.0,
        sample=message("{weeks} weeks", weeks=weeks),
        past=found.lead,
        words={"flows": float(last.flows), "real": float(last.real)},
    )


ANSWERS = {
    "supported": message(
        "Yes: liquidity, positions and policy account for more of shares' moves than news of fundamentals."
    ),
    "contradicted": message(
        "No: news of fundamentals accounts for more of shares' moves than liquidity, positions and policy."
    ),
    "mixed": message(
        "Not settled: whether flows or news of fundamentals account for more of shares' moves cannot be told."
    ),
}


@words_of("flows-over-fundamentals")
def flows_words(said: Said) -> Words:
    read = said["flows-lead"]
    sentence = message(
        "In the {weeks} weeks to {day:day} liquidity, earlier positions and decision days accounted for {flows:.1f}% of "
        "the S&P 500's moves, news of fundamentals for {real:.1f}% (adjusted R²): a lead of {lead:+.1f} points, {low:+.1f} "
        "to {high:+.1f} (by chance 0).",
        weeks=said.test.numbers()["weeks"],
        day=read.day,
        lead=read.value,
        low=read.low,
        high=read.high,
        **read.words,
    )
    return Words(USUAL if said.worth.ordinary else ANSWERS[said.status], sentence)
