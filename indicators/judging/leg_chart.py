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
        Hints(focus=LINE, years=YEARS, thresholds=dict(bars(leg)), decides=True),
        claim.caveat,
        test.source,
    )


def _control(one: Parameter) -> Control:
    names = SWITCH if tuple(one.values) == tuple(SWITCH) else {}
    label = one.label or one.name.replace("_", " ").capitalize()
    return Control(f"{CHOSEN}{one.name}", label, one.values, one.value, names=names)


#: The names of a parameter's values that says whether something counts.
SWITCH = {0: message("No"), 1: message("Yes")}


def bars(leg: Leg) -> Iterator[tuple[float, str]]:
    """The bars as levels, with what is beyond them; one that is on both sides says both."""
    supports, contradicts = leg.supports, leg.contradicts
    if supports and contradicts and supports.number == contradicts.number:
        yield supports.number, BOTH[supports.is_floor]
        return
    if supports:
        yield supports.number, SUPPORTS[supports.is_floor, bool(supports.is_passed(supports.number))]
    if contradicts:
        yield contradicts.number, AGAINST[contradicts.is_floor, bool(contradicts.is_passed(contradicts.number))]


#: What is beyond a bar, by whether that is above it, and whether the bar itself is. Its level is written in by the chart.
SUPPORTS = {
    (True, False): message("above {level}: supports the claim"),
    (True, True): message("{level} or more: supports the claim"),
    (False, False): message("below {level}: supports the claim"),
    (False, True): message("{level} or less: supports the claim"),
}
AGAINST = {
    (True, False): message("above {level}: speaks against it"),
    (True, True): message("{level} or more: speaks against it"),
    (False, False): message("below {level}: speaks against it"),
    (False, True): message("{level} or less: speaks against it"),
}
#: Of one bar for both, by whether what is above it supports.
BOTH = {
    True: message("above {level}: supports the claim; below: speaks against it"),
    False: message("below {level}: supports the claim; above: speaks against it"),
}
