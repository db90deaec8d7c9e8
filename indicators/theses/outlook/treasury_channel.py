"""Thesis: liquidity and policy outlook. The test of whether the Treasury takes the Fed's place in adding liquidity.

Changes are counted from the last Wednesday before the article, over four quarters at the most; what they would have
been before is changes over spans as long.
"""

import pandas as pd

from indicators.i18n.messages import Message, message
from indicators.judging.judgement import Said
from indicators.judging.registry import statistic, words_of
from indicators.model.declaration import Reading
from indicators.model.missing import enough
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.theses.outlook.liquidity import PUBLISHED
from indicators.theses.outlook.policy import TREASURY, causes

CHANNEL = "treasury-replaces-qe"
A_YEAR = 52
#: The Wednesday on which the forecast's four quarters end.
END = pd.Timestamp("2026-11-25")
ACCOUNT, BONDS, MORTGAGES = "account", "bonds", "mortgages"


def balances(panel: Panel, weeks: int) -> pd.DataFrame:
    """What adds to liquidity, dollars, means of so many Wednesdays: the account with its sign, holdings."""
    held = {ACCOUNT: causes(panel)[TREASURY], BONDS: panel["TREAST"], MORTGAGES: panel["WSHOMCB"]}
    return pd.DataFrame(held).rolling(weeks).mean().dropna()


def weeks_since(levels: pd.DataFrame) -> int:
    """How many Wednesdays have passed since the article."""
    return int((levels.index >= PUBLISHED).sum())


def moved(levels: pd.DataFrame) -> pd.DataFrame:
    """Changes over as many weeks as have passed since the article: a year at the most, and before it. Every Wednesday."""
    found = levels.diff(min(weeks_since(levels), A_YEAR) or A_YEAR).dropna()
    enough(found)
    return found


def _reading(past: pd.Series, levels: pd.DataFrame, error: float = 0.0, **words: object) -> Reading:
    return Reading(
        float(past.iloc[-1]),
        past.index[-1].date(),
        error=error,
        null=0.0,
        past=past,
        is_final=weeks_since(levels) >= A_YEAR,
        words=words,
    )


# --- the first version ----------------------------------------------------------------------------


@statistic
def treasury_part_of_change(panel: Panel) -> Reading:
    """The Treasury's change as a percent of it and the Fed's, both without sign."""
    levels = balances(panel, 1)
    change = moved(levels)
    return _reading(treasury_part(change[ACCOUNT], change[BONDS] + change[MORTGAGES]), levels)


@statistic
def treasury_account_release(panel: Panel) -> Reading:
    levels = balances(panel, 1)
    return _reading(moved(levels)[ACCOUNT], levels)


def treasury_part(treasury: pd.Series, fed: pd.Series) -> pd.Series:
    """The Treasury's change as a percent of the two, both without sign; NaN where nothing moved."""
    return 100 * treasury.abs() / (treasury.abs() + fed.abs())


# --- the test -------------------------------------------------------------------------------------


@statistic
def treasury_lead_over_fed(panel: Panel, *, weeks: int, mortgages: float) -> Reading:
    """What the Treasury's account added to liquidity less what the Fed's securities did, dollars."""
    levels = balances(panel, weeks)[:END]
    change = moved(levels)
    last, begun = change.iloc[-1], min(weeks_since(levels), A_YEAR)
    lead = levels[ACCOUNT] - levels[BONDS] - mortgages * levels[MORTGAGES]
    return _reading(
        change[ACCOUNT] - change[BONDS] - mortgages * change[MORTGAGES],
        levels,
        float(lead.diff().std()),
        begun=begun,
        start=levels.index[-1 - (begun or A_YEAR)].date(),
        fed=last[BONDS] + last[MORTGAGES],
        **last,
    )


@statistic
def liquidity_from_treasury(panel: Panel, *, weeks: int) -> Reading:
    """What the Treasury's account added to liquidity, dollars."""
    levels = balances(panel, weeks)[:END]
    return _reading(moved(levels)[ACCOUNT], levels, float(levels[ACCOUNT].diff().std()))


ANSWERS = {
    "supported": message("Yes: over the four quarters the Treasury added liquidity, and more than the Fed."),
    "contradicted": message(
        "No: over the four quarters the Fed's securities did more for liquidity than the Treasury."
    ),
    "mixed": message(
        "Not settled: the Treasury did not clearly add liquidity and clearly do more for it than the Fed."
    ),
}
NOT_BEGUN = message("Open until late November 2026: the four quarters have not begun.")
SO_FAR = {
    "supports": message("Open until late November 2026: so far the Treasury has done more for liquidity than the Fed."),
    "contradicts": message(
        "Open until late November 2026: so far the Fed has done more for liquidity than the Treasury."
    ),
    "neither": message("Open until late November 2026: so far neither the Treasury nor the Fed is clearly ahead."),
}


@words_of(CHANNEL)
def channel_words(said: Said) -> Words:
    read = said["treasury-lead-over-fed"]
    sentence = message(
        "From {start:day} to {last:day} the Fed's securities moved liquidity by {fed:+bn} (Treasuries {bonds:+bn}, "
        "mortgage-backed {mortgages:+bn}), the Treasury's account by {account:+bn}. The Treasury's less the Fed's is "
        "{lead:+bn}, give or take {error:bn} (equal: 0).",
        last=read.day,
        lead=read.value,
        error=read.error,
        **{name: read.words[name] for name in ("start", "fed", BONDS, MORTGAGES, ACCOUNT)},
    )
    return Words(_answer(said), sentence)


def _answer(said: Said) -> Message:
    if said.status != "open":
        return ANSWERS[said.status]
    begun = said["treasury-lead-over-fed"].words["begun"]
    return SO_FAR[said.side("treasury-lead-over-fed")] if begun else NOT_BEGUN
