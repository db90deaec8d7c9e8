"""Thesis: AI capital spending holds up GDP. What is known of the backing that policy gives it: nothing that decides."""

import pandas as pd

from indicators.catalogue import acts
from indicators.i18n.messages import message
from indicators.judging.judgement import Said
from indicators.judging.registry import statistic, words_of
from indicators.model.declaration import Reading
from indicators.model.event_kind import EventKind
from indicators.model.missing import enough
from indicators.model.periods import period_end
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.stats import maths

BACKING = "policy-backs-ai"


@statistic
def bank_lending_growth(panel: Panel) -> Reading:
    """Growth of commercial and industrial loans on the year, percent."""
    grown = maths.year_on_year(panel["BUSLOANS"]).dropna()
    enough(grown)
    listed = acts.listed(EventKind.ACT, panel.as_of)
    return Reading(
        float(grown.iloc[-1]),
        period_end(grown.index[-1].date(), "monthly"),
        null=float(grown.mean()),
        past=grown,
        words={"acts": len(listed), "since": acts.since_article(listed)},
    )


@statistic
def banks_tightening(panel: Panel) -> Reading:
    """Banks tightening standards for loans to business less banks easing, percent of banks."""
    net: pd.Series = panel["DRTSCILM"]
    enough(net)
    return Reading(float(net.iloc[-1]), period_end(net.index[-1].date(), "quarterly"), null=float(net.mean()), past=net)


@words_of(BACKING)
def backing_words(said: Said) -> Words:
    lending, tightening = said["bank-lending-growth"], said["banks-tightening"]
    sentence = message(
        "Acts of support listed by hand: {acts}, after the article: {since}. As context, lending to business in {day:month}: "
        "{lending:+.1f}% on the year (mean {usual:+.1f}%); banks tightening, net, in {quarter:quarter}: {tightening:.1f}% "
        "(mean {usual_tightening:.1f}%).",
        day=lending.day,
        lending=lending.value,
        usual=lending.null,
        quarter=tightening.day,
        tightening=tightening.value,
        usual_tightening=tightening.null,
        **lending.words,
    )
    answer = message("Cannot be decided by the figures held: acts of policy after the article would decide it.")
    return Words(answer, sentence)
