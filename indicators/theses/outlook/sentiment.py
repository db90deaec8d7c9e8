"""Thesis: the outlook. Whether markets keep moving on sentiment and flows, measured after the article only.

The regressions of `indicators.theses.flows.fundamentals`, on weeks that began on or after 1 December 2025.
"""

import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.registry import indicator, judges
from indicators.model import Control, Hints, Status, Verdict
from indicators.model.missing import MissingData, enough
from indicators.panel.panel import Panel
from indicators.theses.flows.fundamentals import (
    CAUTION,
    LISTS,
    METHOD,
    SOURCE,
    UNIT,
    WITH,
    WITHOUT,
    YEAR,
    accounted,
    by_name,
    leads,
    whole,
)
from indicators.theses.flows.regressors import SERIES, SPX, WEEKLY, adjusted_r2, changes, regressors

ARTICLE, DEADLINE = pd.Timestamp("2025-12-01"), pd.Timestamp("2027-06-01")
#: Weeks before a first reading: six for each of the four fundamentals.
LEAST = 26

BEGIN = Control("least", "First reading after", (13, LEAST), LEAST, {13: "13 weeks", LEAST: "26 weeks"})


@indicator(
    title="Weekly S&P 500 returns since the article",
    unit=UNIT,
    formula=LISTS + "; over all whole weeks after 1 December 2025, at most the last 52",
    series=SERIES,
    serves=("sentiment-12-18m",),
    controls=(BEGIN,),
    hints=Hints(decimals=0, focus="Flows without the VIX", recessions=False),
    caveat=CAUTION + "Few weeks so far.",
    method=METHOD,
)
def r2_since_article(panel: Panel, least: int) -> pd.DataFrame:
    found = since_article(changes(panel, WEEKLY), least)
    if found.empty:
        raise MissingData(message("{weeks} weeks have not passed since the article", weeks=least))
    return by_name(found)


def whole_weeks(frame: pd.DataFrame) -> pd.DataFrame:
    """The weeks that began on or after the article's day, as far as every change of them is known."""
    return frame[frame.index >= ARTICLE + pd.Timedelta(weeks=1)].dropna()


def since_article(frame: pd.DataFrame, least: int = LEAST) -> pd.DataFrame:
    """The three readings by week, over whole weeks after the article only: at least `least`, at most 52."""
    after = whole_weeks(frame)
    sets = regressors(frame)
    rows = {}
    for end in range(least, len(after) + 1):
        part = after[max(end - YEAR, 0) : end]
        rows[part.index[-1]] = {
            kind: adjusted_r2(part[SPX].to_numpy(), part[names].to_numpy()) for kind, names in sets.items()
        }
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(sets))


@judges(
    "sentiment-12-18m",
    unit=message("percent of months since the article in which flows and policy lead, with and without the VIX"),
    threshold=message(
        "open until 1 June 2027; then supported above {share}, contradicted when fundamentals lead in most months"
    ),
    falsifier=message(
        "fundamentals leading in most months from December 2025 to June 2027, with the VIX and without it"
    ),
    source=SOURCE,
)
def judge_sentiment(panel: Panel, *, share: float) -> Verdict:
    frame = changes(panel, WEEKLY)
    enough(known := frame.dropna())
    last, weeks = known.index[-1], len(whole_weeks(frame))
    monthly = led_by_month(since_article(frame))
    if monthly.empty:
        sentence = message(
            "{weeks} whole weeks after the article are known: a first reading needs {least}.", weeks=weeks, least=LEAST
        )
        return Verdict("open", None, sentence, through=last.date())
    flows, real = monthly.min(axis=1) > 0, monthly.max(axis=1) < 0
    low, high = monthly.min().map(whole), monthly.max().map(whole)
    return Verdict(
        weigh_months(flows, real, share) if last >= DEADLINE else "open",
        float(100 * flows.mean()),
        message(
            "Flows and policy led, with and without the VIX, in {led} of the {months} months so far, {first:month} to "
            "{last:month}; fundamentals in {real}. Since the article {readings}.",
            led=flows.sum(),
            months=len(monthly),
            first=monthly.index[0].start_time,
            last=monthly.index[-1].start_time,
            real=real.sum(),
            readings=accounted(since_article(frame).iloc[-1]),
        ),
        sensitivity=message(
            "By month the lead without the VIX runs from {low_without} to {high_without} points, with it from {low} to "
            "{high}.",
            low_without=low[WITHOUT],
            high_without=high[WITHOUT],
            low=low[WITH],
            high=high[WITH],
        ),
        sample=message(
            "{weeks} weeks; a month is read at its last Wednesday, from week {least} on",
            weeks=min(weeks, YEAR),
            least=LEAST,
        ),
        through=last.date(),
    )


def led_by_month(found: pd.DataFrame) -> pd.DataFrame:
    """The leads at the last Wednesday of each month."""
    return leads(found).groupby(pd.DatetimeIndex(found.index).to_period("M")).last()


def weigh_months(flows: pd.Series, real: pd.Series, share: float) -> Status:
    if 100 * flows.mean() > share:
        return "supported"
    return "contradicted" if 100 * real.mean() > share else "mixed"
