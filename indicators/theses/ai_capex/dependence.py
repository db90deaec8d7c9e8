"""The test of whether the economy depends on AI capital spending: its share of GDP, and what five companies added."""

import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.judgement import Said
from indicators.judging.registry import statistic, words_of
from indicators.model.declaration import Reading
from indicators.model.missing import enough
from indicators.model.periods import period_end
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.ai_capex import investment
from indicators.theses.ai_capex.investment import AS_BEFORE, YEAR

#: Quarters of rises before a deviation is taken of them: twenty years.
FEWEST = 80


def ai_share(panel: Panel) -> pd.Series:
    """Investment in information-processing equipment and software, percent of GDP, quarterly."""
    return maths.share(panel["A679RC1Q027SBEA"], panel["GDP"]).dropna()


def hyperscaler_capex(panel: Panel) -> pd.Series:
    """Capital expenditure of the five by calendar quarter, dollars at an annual rate."""
    return 4 * investment.company_capex(panel).sum(axis=1)


def _latest(past: pd.Series, **more: object) -> Reading:
    """The last of a quarterly statistic."""
    enough(past)
    return Reading(float(past.iloc[-1]), period_end(past.index[-1], "quarterly"), past=past, **more)  # type: ignore[arg-type]


# --- the first version ----------------------------------------------------------------------------


@statistic
def ai_investment_gdp_share(panel: Panel) -> Reading:
    return _latest(ai_share(panel))


@statistic
def ai_share_to_record(panel: Panel) -> Reading:
    share = ai_share(panel)
    return _latest(share - share.cummax())


@statistic
def ai_share_to_peak(panel: Panel) -> Reading:
    """Less the lower of the peak of 2000 and a year earlier: below both it is below zero."""
    share = ai_share(panel)
    peak = share["1999":"2001"].max()
    return _latest((share - maths.ago(share, months=YEAR).clip(upper=peak)).dropna())


@statistic
def hyperscaler_gdp_share(panel: Panel) -> Reading:
    return _latest(maths.share(hyperscaler_capex(panel), panel["GDP"]).dropna())


# --- the second version ---------------------------------------------------------------------------


@statistic
def ai_share_rise(panel: Panel, *, years: int) -> Reading:
    """The rise over so many years, in deviations from the mean of all rises known at the time."""
    share = ai_share(panel)
    rise = maths.change(share, months=YEAR * years).dropna()
    known = rise.expanding(FEWEST)
    scores = ((rise - known.mean()) / known.std()).dropna()
    enough(scores)
    day = scores.index[-1]
    return _latest(
        scores,
        null=0.0,
        sample=message("{count} quarters since {first:quarter}", count=len(rise), first=rise.index[0]),
        words={"quarter": day, "share": share[day], "rise": rise[day], "usual": float(rise.mean())},
    )


@statistic
def hyperscaler_addition(panel: Panel) -> Reading:
    """The rise on the year of what the five spent, percent of GDP a year earlier."""
    spent = hyperscaler_capex(panel)
    past = (100 * maths.change(spent, months=YEAR) / maths.ago(panel["GDP"], months=YEAR)).dropna()
    enough(past)
    return _latest(
        past,
        null=float(past.mean()),
        sample=message("five companies, {count} quarters to {last:quarter}", count=len(past), last=past.index[-1]),
        words={"quarter": past.index[-1]},
    )


ANSWERS = {
    "supported": message(
        "Yes: investment in AI grows unusually fast against GDP; what policymakers admit is not measured."
    ),
    "contradicted": message(
        "No: investment in AI rises no faster than usual against GDP, or its largest spenders cut back."
    ),
    "mixed": message(
        "Partly: investment in AI rises against GDP, but not on both measures by enough to call it dependence."
    ),
}


@words_of("capex-dependence")
def dependence_words(said: Said) -> Words:
    share, added = said["ai-share-rise"], said["hyperscaler-addition"]
    sentence = message(
        "AI-related investment was {share:.2f}% of GDP in {day:quarter}, {rise:+.2f} points in three years (usually "
        "{usual:+.2f}): {scores:+.1f} standard deviations. Five companies' capital expenditure, worldwide, added "
        "{added:.2f}% of GDP on the year to {added_day:quarter} (usually {before:.2f}).",
        day=share.words["quarter"],
        **{name: share.words[name] for name in ("share", "rise", "usual")},
        scores=share.value,
        added=added.value,
        added_day=added.words["quarter"],
        before=added.null,
    )
    return Words(AS_BEFORE if said.worth.ordinary else ANSWERS[said.status], sentence)
