"""The chart of a leg of a declared test: what its statistic would have read before, with its bars as lines.

It is made of the declaration and of `Reading.past`, so that what is drawn is what decides: its controls are the
parameters of the test, and their defaults are what the verdict is judged with.
"""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from indicators.catalogue import catalogue
from indicators.i18n.messages import message
from indicators.judging.judgement import Statistic, taken
from indicators.model import Control, Hints, Indicator
from indicators.model.declaration import Declaration, Leg, Parameter
from indicators.model.missing import enough
from indicators.panel.panel import Panel

#: The name of the line.
LINE = message("Reading")
#: Years shown on opening.
YEARS = 20
#: Before the name of a parameter, in the id of its control: a chart has controls of its own.
CHOSEN = "test-"


def of(claims: tuple[str, ...], test: Declaration, leg: Leg, statistic: Statistic) -> Indicator:
    """The chart of a leg; its id is that of the statistic, and it serves every claim that has such a leg."""
    claim = catalogue.find_claim(test.claim)
    used = taken(statistic)

    def compute(panel: Panel, **chosen: Any) -> pd.DataFrame:
        numbers = test.numbers({id.removeprefix(CHOSEN): value for id, value in chosen.items()})
        past = statistic(panel, **{name: numbers[name] for name in used}).past
        enough(past)
        return pd.DataFrame({"x": past.index, "line": LINE, "value": past.to_numpy()})

    return Indicator(
        leg.statistic,
        claim.thesis,
        leg.name,
        leg.unit,
        str(test.measure),
        claim.series,
        claims,
        compute,
        tuple(_control(one) for one in test.parameters if one.name in used),
        Hints(focus=LINE, years=YEARS, thresholds=dict(_bars(leg)), decides=True),
        claim.caveat,
        test.source,
    )


def _control(one: Parameter) -> Control:
    return Control(f"{CHOSEN}{one.name}", one.label or one.name.replace("_", " ").capitalize(), one.values, one.value)


def _bars(leg: Leg) -> Iterator[tuple[float, str]]:
    """The bars as levels: one that is on both sides says both."""
    supports, contradicts = leg.supports, leg.contradicts
    if supports and contradicts and supports.number == contradicts.number:
        yield supports.number, UP if supports.is_floor else DOWN
        return
    if supports:
        yield supports.number, SUPPORTS_ABOVE if supports.is_floor else SUPPORTS_BELOW
    if contradicts:
        yield contradicts.number, AGAINST_ABOVE if contradicts.is_floor else AGAINST_BELOW


SUPPORTS_ABOVE, SUPPORTS_BELOW = message("above: supports the claim"), message("below: supports the claim")
AGAINST_ABOVE, AGAINST_BELOW = message("above: speaks against it"), message("below: speaks against it")
UP = message("above: supports the claim; below: speaks against it")
DOWN = message("below: supports the claim; above: speaks against it")
