"""Thesis: labour. Whether the labour market got worse on most of its measures while productivity rose."""

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
from indicators.theses.labor.employment import QUARTER, TOTAL

HIRES, QUITS, LAYOFFS, CLAIMS = "JTSHIR", "JTSQUR", "JTSLDR", "CCSA"
MEASURES = {
    TOTAL: message("Unemployment"),
    HIRES: message("Hires"),
    QUITS: message("Quits"),
    LAYOFFS: message("Layoffs"),
    CLAIMS: message("Continued claims"),
}
#: The measures of which less is worse.
GOOD = (HIRES, QUITS)


def worse(panel: Panel, months: int, errors: dict[str, float]) -> pd.DataFrame:
    """Whether each measure is worse than so many months before, by more than its error; in months that all have."""
    claims = maths.by_month(panel[CLAIMS]).mean()
    known = pd.concat({**{id: panel[id] for id in errors}, CLAIMS: claims}, axis=1, join="outer", sort=True)
    level = maths.every_month(known[panel[HIRES].index[0] :]).rolling(QUARTER).mean()
    before = level.shift(months)
    moved = (level - before).assign(**{CLAIMS: 100 * (level[CLAIMS] / before[CLAIMS] - 1)}).dropna()
    moved[list(GOOD)] *= -1
    return moved.round(9) > pd.Series(errors)


@statistic
def labour_market_breadth(
    panel: Panel, *, months: int, unemployment_error: float, turnover_error: float, claims_error: float
) -> Reading:
    """Percent of the measures that are worse."""
    turnover = dict.fromkeys((HIRES, QUITS, LAYOFFS), turnover_error)
    table = worse(panel, months, {TOTAL: unemployment_error, **turnover, CLAIMS: claims_error})
    enough(table)
    past = 100 * table.mean(axis=1)
    return Reading(
        float(past.iloc[-1]),
        period_end(past.index[-1], "monthly"),
        null=float(past.mean()),
        sample=message("five measures, and {count} months since {first:month}", count=len(past), first=past.index[0]),
        past=past,
        words={"worse": [MEASURES[id] for id in table.columns[table.iloc[-1]]], "months": months},
    )


NO_WORSE = message("No: the labour market did not worsen on most of its measures, so there was little to hide.")
NO_MASK = message("No: productivity grew no faster than usual, so it hid nothing.")
ANSWERS = {
    "supported": message("Yes: the labour market worsened on most measures while productivity grew faster than usual."),
    "mixed": message("Not settled: nothing tells a deterioration hidden by productivity from ordinary times."),
}


@words_of("productivity-masks")
def masks_words(said: Said) -> Words:
    breadth, mask = said["labour-market-breadth"], said["productivity-above-normal"]
    known = {
        "day": breadth.day,
        "months": breadth.words["months"],
        "share": breadth.value,
        "null": breadth.null,
        "quarter": mask.day,
        "growth": mask.words["growth"],
        "lead": mask.value,
        "years": mask.words["years"],
    }
    names = breadth.words["worse"]
    if names:
        sentence = message(
            "In {day:month} {share:.0f}% of five labour market measures were worse than {months} months before (mean: "
            "{null:.0f}%): {names:comma lower}. Output per hour grew by {growth:.1f}% in the year to {quarter:quarter}, "
            "{lead:±.1f} points from its {years}-year mean.",
            names=names,
            **known,
        )
    else:
        sentence = message(
            "In {day:month} {share:.0f}% of five labour market measures were worse than {months} months before (mean: "
            "{null:.0f}%). Output per hour grew by {growth:.1f}% in the year to {quarter:quarter}, {lead:±.1f} points from "
            "its {years}-year mean.",
            **known,
        )
    no = NO_MASK if said.deciding.leg.statistic == "productivity-above-normal" else NO_WORSE
    return Words(ANSWERS.get(said.status, no), sentence)
