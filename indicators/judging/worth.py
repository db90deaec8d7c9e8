"""What a verdict is worth: how often its test would have said the same, how far it is from its bars, what would flip it.

All of it is computed from the declaration, the readings, and what the test said of months that are known as they were.
The rest of the past is in hindsight, of the figures of one panel cut by period: revisions are in it, so a rate from it
flatters no test but may blame one.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from indicators.judging.decider import Decision, LegResult, monthly
from indicators.model import Status
from indicators.model.declaration import Bar, Declaration, Parameter, Reading
from indicators.model.verdict import BaseRate, Distance, Flips, Worth

#: A test that said the same in more than this percent of the past does not tell now from before.
ORDINARY = 80.0
#: Fewer past readings than this have no rate, no percentile and no deviation: a year of months.
FEWEST = 12


#: What a test said at the ends of months as they were known; asked for only where a rate is made of it.
Known = Callable[[], Mapping[date, Status]]


def worth(test: Declaration, found: Decision, past: pd.Series, known: Known = dict) -> Worth:
    """What a decision is worth, of what the test would have said before."""
    has_rate = found.status not in ("open", "untestable") and all(leg.has_past for leg in test.legs)
    rate, deciding = base_rate(past, found.status, known()) if has_rate else None, found.deciding
    return Worth(
        rate,
        deciding.reading.null,
        distance(deciding),
        percentile(deciding.reading),
        found.status if told(test, found.status, rate) != found.status else None,
    )


def base_rate(past: pd.Series, status: Status, known: Mapping[date, Status]) -> BaseRate | None:
    """The rate of a status among those of past months, of which the known ones count as known; None for too few."""
    said = dict(zip(past.index.date, past, strict=True)) | dict(known)
    if len(said) < FEWEST:
        return None
    share = 100 * sum(one == status for one in said.values()) / len(said)
    return BaseRate(share, min(said), len(said), len(known), min(known, default=None))


def told(test: Declaration, status: Status, rate: BaseRate | None) -> Status:
    """The status that may be published: of a claim about now, *mixed* where the test does not tell now from before."""
    ordinary = rate is not None and rate.share > ORDINARY
    return "mixed" if test.about == "now" and ordinary and status in ("supported", "contradicted") else status


def distance(result: LegResult) -> Distance | None:
    """The distance to the bar nearest to the value; None for a leg without one."""
    bars = [bar for bar in (result.leg.supports, result.leg.contradicts) if bar is not None]
    if not bars:
        return None
    value = result.reading.value
    bar = min(bars, key=lambda one: (abs(value - one.number), not one.is_passed(value)))
    by = _beyond(bar, value)
    spread = monthly(result.reading.past).diff().std() if len(result.reading.past) > FEWEST else 0.0
    return Distance(bar.number, by, float(by / spread) if spread else None)


def _beyond(bar: Bar, value: float) -> float:
    return value - bar.number if bar.is_floor else bar.number - value


def percentile(reading: Reading) -> float | None:
    """The percent of the reading's own past that is below its value, ties by half; None where too little is known."""
    past = monthly(reading.past)
    if len(past) < FEWEST:
        return None
    return float(100 * ((past < reading.value).mean() + (past == reading.value).mean() / 2))


def flips(test: Declaration, judged: Callable[[Mapping[str, Any]], Status]) -> Flips:
    """The status over the values of each declared parameter, the others as they are: by parameter, value and status."""
    chosen = {one.name: one.value for one in test.parameters}
    return {one.name: _over(one, chosen, judged) for one in test.parameters}


def _over(
    one: Parameter, chosen: Mapping[str, Any], judged: Callable[[Mapping[str, Any]], Status]
) -> tuple[tuple[Any, Status], ...]:
    return tuple((value, judged({**chosen, one.name: value})) for value in one.values)
