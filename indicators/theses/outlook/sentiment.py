"""Thesis: the outlook. Whether markets keep moving on sentiment and flows, measured after the article only.

The regressions of `indicators.theses.flows.news_and_flows`, on weeks that began on or after 1 December 2025; the
chart and the first version of the test are those of `indicators.theses.flows.fundamentals`.
"""

from collections.abc import Callable

import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.judgement import Said
from indicators.judging.registry import indicator, statistic, words_of
from indicators.model import Control, Hints
from indicators.model.declaration import Reading
from indicators.model.missing import MissingData, enough
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.theses.flows.fundamentals import CAUTION, LISTS, METHOD, UNIT, YEAR, by_name, leads
from indicators.theses.flows.news_and_flows import lead, standard_error, weekly
from indicators.theses.flows.regressors import SERIES, SPX, WEEKLY, adjusted_r2, changes, regressors
from indicators.theses.flows.scheduled_days import NO_PAST, REACH

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


# --- the first version of the test ----------------------------------------------------------------


@statistic
def months_flows_led(panel: Panel) -> Reading:
    return _months_led(panel, lambda monthly: monthly.min(axis=1) > 0)


@statistic
def months_fundamentals_led(panel: Panel) -> Reading:
    return _months_led(panel, lambda monthly: monthly.max(axis=1) < 0)


def _months_led(panel: Panel, led: Callable[[pd.DataFrame], pd.Series]) -> Reading:
    """Percent of months since the article that one side led, with the VIX and without it; zero of none."""
    frame = changes(panel, WEEKLY)
    enough(known := frame.dropna())
    last, monthly = known.index[-1], led_by_month(since_article(frame))
    share = float(100 * led(monthly).mean()) if len(monthly) else 0.0
    return Reading(share, last.date(), past=NO_PAST, is_final=bool(last >= DEADLINE))


def led_by_month(found: pd.DataFrame) -> pd.DataFrame:
    """The leads at the last Wednesday of each month."""
    return leads(found).groupby(pd.DatetimeIndex(found.index).to_period("M")).last()


# --- the test -------------------------------------------------------------------------------------


@statistic
def flows_lead_since_article(panel: Panel, *, least: int, lag: int) -> Reading:
    """Points of adjusted R² by which flows lead news of fundamentals over all weeks since the article.

    Until `least` weeks are known it reads what such spans did before the article: their mean, and nine in ten of them.
    """
    frame = weekly(panel, lag)
    enough(frame)
    after, day = whole_weeks(frame), frame.index[-1]
    before = lead(frame[: ARTICLE - pd.Timedelta(days=1)], max(least, len(after))).lead
    enough(before)
    words = {"weeks": len(after), "least": least, "flows": 0.0, "real": 0.0}
    if len(after) < least:
        low, high = before.quantile([0.05, 0.95])
        mean = float(before.mean())
        return Reading(mean, day.date(), low, high, null=mean, past=NO_PAST, is_final=False, words=words)
    past = pd.concat([lead(after[:weeks], weeks) for weeks in range(least, len(after) + 1)])
    last, reach = past.iloc[-1], REACH * standard_error(after)
    return Reading(
        float(last.lead),
        day.date(),
        float(last.lead - reach),
        float(last.lead + reach),
        null=float(before.mean()),
        sample=message("{weeks} weeks", weeks=len(after)),
        past=past.lead,
        is_final=bool(day >= DEADLINE),
        words=words | {"flows": float(last.flows), "real": float(last.real)},
    )


ANSWERS = {
    "open": message("Open until June 2027: it is measured on the weeks since the article, and they are not over."),
    "supported": message("Yes: since the article flows accounted for more of shares' moves than news of fundamentals."),
    "contradicted": message(
        "No: since the article news of fundamentals accounted for more of shares' moves than flows."
    ),
    "mixed": message(
        "Not settled: in eighteen months neither flows nor news of fundamentals accounted for clearly more."
    ),
}


@words_of("sentiment-12-18m")
def sentiment_words(said: Said) -> Words:
    read = said["flows-lead-since-article"]
    if read.words["weeks"] < read.words["least"]:
        early = message(
            "Fewer than {least} whole weeks since the article are known. Over such spans before it the lead of flows over "
            "news of fundamentals was {lead:+.1f} points of R² on average, {low:+.1f} to {high:+.1f} in nine of ten.",
            least=read.words["least"],
            lead=read.value,
            low=read.low,
            high=read.high,
        )
        return Words(ANSWERS[said.status], early)
    sentence = message(
        "In the {weeks} weeks from the article to {day:day} flows accounted for {flows:.1f}% of the S&P 500's moves, news "
        "of fundamentals for {real:.1f}% (adjusted R²): a lead of {lead:+.1f} points, {low:+.1f} to {high:+.1f} (before "
        "the article {null:+.1f} on average).",
        day=read.day,
        lead=read.value,
        low=read.low,
        high=read.high,
        null=read.null,
        **{name: read.words[name] for name in ("weeks", "flows", "real")},
    )
    return Words(ANSWERS[said.status], sentence)
