"""Thesis: crypto. What is known of whether it turns political: acts, and what bitcoin moves with; nothing that decides."""

import numpy as np

from indicators.catalogue import acts
from indicators.i18n.messages import message
from indicators.judging.judgement import Said
from indicators.judging.registry import statistic, words_of
from indicators.model.declaration import Reading
from indicators.model.event_kind import EventKind
from indicators.model.missing import enough
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.theses.crypto.assets import LIQUIDITY, UNCERTAINTY, WINDOW, weekly_moves
from indicators.theses.crypto.since_article import BITCOIN

POLITICAL = "crypto-political"
#: Standard normal deviate of a 90% interval.
DEVIATE = 1.6449


@statistic
def bitcoin_and_liquidity_levels(panel: Panel) -> Reading:
    """Correlation of the logs of bitcoin and of net liquidity, in levels, which trend."""
    logs = weekly_moves(panel)[[BITCOIN, LIQUIDITY]].dropna()
    past = logs[BITCOIN].expanding(WINDOW).corr(logs[LIQUIDITY]).dropna()
    enough(past)
    return Reading(float(past.iloc[-1]), past.index[-1].date(), past=past)


@statistic
def bitcoin_and_policy_uncertainty(panel: Panel, *, weeks: int) -> Reading:
    """Correlation of log changes over so many weeks of bitcoin and of policy uncertainty, with a 90% interval."""
    changes = weekly_moves(panel)[[BITCOIN, UNCERTAINTY]].diff(weeks).dropna()
    past = changes[BITCOIN].expanding(WINDOW).corr(changes[UNCERTAINTY]).dropna()
    enough(past)
    value, reach = float(past.iloc[-1]), DEVIATE / np.sqrt(len(changes) / weeks - 3)
    low, high = np.tanh(np.arctanh(value) + np.array([-reach, reach]))
    return Reading(value, past.index[-1].date(), float(low), float(high), null=0.0, past=past)


@statistic
def crypto_acts(panel: Panel) -> Reading:
    """Federal acts on crypto listed by hand."""
    return acts.counted(EventKind.CRYPTO_ACT, panel.as_of)


@words_of(POLITICAL)
def political_words(said: Said) -> Words:
    moves, listed = said["bitcoin-and-policy-uncertainty"], said["crypto-acts"]
    sentence = message(
        "Federal acts on crypto listed by hand: {acts}, after the article: {since}. As context, weekly changes of bitcoin "
        "and of policy uncertainty to {day:month} correlate at {value:.2f} ({low:.2f} to {high:.2f}; unrelated: 0).",
        acts=int(listed.value),
        since=listed.words["since"],
        day=moves.day,
        value=moves.value,
        low=moves.low,
        high=moves.high,
    )
    answer = message(
        "Cannot be decided by the figures held: campaign money, votes and holdings by age would decide it."
    )
    return Words(answer, sentence)
