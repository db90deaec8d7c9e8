"""The test of whether the economy is splitting in two: investment in AI against all the rest of GDP.

Both are at current prices: prices of computers are adjusted for quality, so their real growth leads by construction.
"""

import numpy as np
import pandas as pd

from indicators.i18n.messages import joined, message
from indicators.judging.judgement import Said
from indicators.judging.registry import statistic, words_of
from indicators.model.declaration import Reading
from indicators.model.missing import enough
from indicators.model.periods import period_end
from indicators.model.verdict import Words
from indicators.panel.panel import Panel, shared
from indicators.stats import maths

#: Months and quarters.
QUARTER, YEAR = 3, 4
#: The normal deviate of a two-sided 90% interval, and the standard error of a rank correlation's Fisher transform
#: times the root of n - 3.
DEVIATE, RANKED = 1.645, 1.03


def two_economies(panel: Panel) -> pd.DataFrame:
    """`ai`: investment in information-processing equipment and software; `rest`: GDP less it, dollars, quarterly."""
    ai, gdp = panel["A679RC1Q027SBEA"], panel["GDP"]
    both = shared(ai, gdp)
    return pd.DataFrame({"ai": ai, "rest": gdp - ai}).loc[both.index]


@statistic
def ai_investment_lead(panel: Panel, *, quarters: int, years: int) -> Reading:
    both = two_economies(panel)
    growth = {name: maths.annualised_growth(column, QUARTER * quarters) for name, column in both.items()}
    lead = (growth["ai"] - growth["rest"]).dropna()
    before = lead.rolling(YEAR * years, min_periods=YEAR * years)
    scores = ((lead - before.mean()) / before.std()).dropna()
    enough(scores)
    day = scores.index[-1]
    return Reading(
        float(scores[day]),
        period_end(day, "quarterly"),
        null=0.0,
        sample=message("{count} quarters since {first:quarter}", count=len(lead), first=lead.index[0]),
        past=scores,
        words={
            "quarter": day,
            "lead": float(lead[day]),
            "usual": float(before.mean()[day]),
            "gdp": panel["GDP"].index[-1],
        },
    )


@statistic
def ai_rest_correlation(panel: Panel, *, span: int) -> Reading:
    """Spearman's correlation of quarterly growth in constant prices of GDP, with Fisher's interval."""
    prices = panel["GDP"] / panel["GDPC1"]
    growth = two_economies(panel).div(prices, axis=0).dropna().pct_change().dropna()
    count = YEAR * span
    enough(growth[count - 1 :])
    windows = np.lib.stride_tricks.sliding_window_view(growth.to_numpy(), count, axis=0)
    past = pd.Series(_rank_correlations(windows), growth.index[count - 1 :])
    value = float(past.iloc[-1])
    reach = DEVIATE * RANKED / np.sqrt(count - 3)
    low, high = np.tanh(np.arctanh(value) - reach), np.tanh(np.arctanh(value) + reach)
    return Reading(
        value,
        period_end(past.index[-1], "quarterly"),
        float(low),
        float(high),
        null=0.0,
        sample=message("{count} quarters to {last:quarter}", count=count, last=past.index[-1]),
        past=past,
    )


def _rank_correlations(windows: np.ndarray) -> np.ndarray:
    """Of windows of shape (windows, 2, quarters)."""
    ranks = windows.argsort(axis=2).argsort(axis=2)
    one, other = np.moveaxis(ranks - ranks.mean(axis=2, keepdims=True), 1, 0)
    correlations: np.ndarray = (one * other).sum(axis=1) / np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
    return correlations


ANSWERS = {
    "supported": message(
        "Yes: investment in AI draws away from the rest faster than usual, and the two hardly move together."
    ),
    "contradicted": message(
        "No: investment in AI does not draw away faster than usual, or it moves together with the rest."
    ),
    "mixed": message(
        "Not settled: that investment in AI draws away unusually fast and that it moves alone are not both clear."
    ),
}


@words_of("two-economies")
def drifting_words(said: Said) -> Words:
    lead, overlap = said["ai-investment-lead"], said["ai-rest-correlation"]
    sentence = message(
        "Over eight quarters to {day:quarter} AI-related investment grew {lead:.1f} points a year faster than the rest "
        "of GDP (usually {usual:+.1f}), {scores:+.1f} standard deviations; their quarterly growth correlates at "
        "{overlap:.2f} ({low:.2f} to {high:.2f}; unrelated: 0).",
        day=lead.words["quarter"],
        lead=lead.words["lead"],
        usual=lead.words["usual"],
        scores=lead.value,
        overlap=overlap.value,
        low=overlap.low,
        high=overlap.high,
    )
    held_back = (
        [message("GDP is held to {last:quarter}, investment by kind not.", last=lead.words["gdp"])]
        if lead.words["gdp"] > lead.words["quarter"]
        else []
    )
    return Words(ANSWERS[said.status], joined([sentence, *held_back], "sentences"))
