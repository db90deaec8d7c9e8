"""The test ruler: a leg of a test as a short bar with its zones, ○ at publication and ● now.

It is drawn from the finding alone, in plain HTML, so that a page, a note and an embed have the same picture. Zones are
told apart by pattern as well as by colour, and the label says in words what it shows.
"""

import math
from typing import Any

from dashboard.i18n import finding_rows, labels
from dashboard.i18n.locale import translate, translate_list
from indicators.i18n.messages import message
from indicators.judging import registry
from indicators.model import Finding
from indicators.model.declaration import Bar, Declaration, Side
from indicators.model.verdict import LegFound

#: A side of a leg as a mark and a word.
SIDES: dict[Side, tuple[str, str]] = {
    "supports": ("✓", message("supports the claim")),
    "contradicts": ("✗", message("speaks against it")),
    "neither": ("~", message("beyond neither bar")),
}
#: The air at either end of a ruler, as a share of what it spans.
AIR = 0.12


def test(finding: Finding) -> dict[str, Any]:
    """What `claim_test.html` shows: the legs with their rulers, what would overturn the verdict, whether data is late."""
    asks = _asks(registry.tests()[finding.id].declaration)
    overturn = translate("Will fail if") if finding.status == "open" else translate("Would change if")
    words = {"overturn": overturn, "mind": translate("Mind"), "decided": translate("decides")}
    own = {"rulers": rulers(finding), "falsifier": finding.falsifier, "stale": translate(finding.stale)}
    return {"asks": asks, **own, **words}


def _asks(test: Declaration) -> str:
    """How the legs of a test combine."""
    if len(test.legs) == 1 or test.about == "untestable":
        return translate("What the test asks")
    if isinstance(test.supported, int):
        return translate("What the test asks: {count} of {of} must hold", count=test.supported, of=len(test.legs))
    return (
        translate("What the test asks: all must hold")
        if test.supported == "all"
        else translate("What the test asks: one must hold")
    )


def rulers(finding: Finding) -> list[dict[str, Any]]:
    """The rulers of a finding's legs, the one that decided first; empty for a claim that cannot be judged."""
    before = finding_rows.is_before_publication(finding)
    then = {} if before else {leg.statistic: leg for leg in finding.at_publication["legs"]}
    legs = sorted(finding.legs, key=lambda leg: not leg.decided)
    return [ruler(leg, then.get(leg.statistic)) for leg in legs]


def ruler(leg: LegFound, then: LegFound | None) -> dict[str, Any]:
    """A leg as places on a ruler, percent of its width, with its words."""
    low, high = _ends(leg, then)

    def at(value: float) -> float:
        return round(100 * min(1.0, max(0.0, (value - low) / (high - low))), 1)

    mark, words = SIDES[leg.side]
    return {
        "name": leg.name,
        "decided": leg.decided,
        "mark": mark,
        "side": leg.side,
        "value": labels.amount(leg.value, leg.unit),
        "bars": translate_list(
            [*filter(None, (_bar(leg.supports, leg.unit), _bar(leg.contradicts, leg.unit)))], "slash"
        ),
        "zones": [
            (kind, *_stretch(bar, at)) for kind, bar in (("for", leg.supports), ("against", leg.contradicts)) if bar
        ],
        "span": _span(leg, at),
        "now": at(leg.value),
        "then": at(then.value) if then else None,
        "label": _label(leg, then, translate(words)),
    }


def _ends(leg: LegFound, then: LegFound | None) -> tuple[float, float]:
    """From where to where the ruler goes: readings, interval and bars are on it, with some air."""
    known = [leg.value, leg.low, leg.high, then.value if then else None]
    known += [bar.number for bar in (leg.supports, leg.contradicts) if bar]
    values = [value for value in known if value is not None and math.isfinite(value)]
    low, high = min(values), max(values)
    air = (high - low or abs(high) or 1.0) * AIR
    return low - air, high + air


def _stretch(bar: Bar, at: Any) -> tuple[float, float]:
    """Where the zone beyond a bar begins, and how wide it is; percent."""
    edge = at(bar.number)
    return (edge, round(100 - edge, 1)) if bar.is_floor else (0.0, edge)


def _span(leg: LegFound, at: Any) -> tuple[float, float] | None:
    """Where the interval of a reading begins, and how wide it is; percent."""
    low = leg.value - leg.error if leg.low is None else leg.low - leg.error
    high = leg.value + leg.error if leg.high is None else leg.high + leg.error
    return (at(low), round(at(high) - at(low), 1)) if high > low else None


def _bar(bar: Bar | None, unit: str) -> str:
    if bar is None:
        return ""
    number = labels.amount(bar.number, unit)
    if bar.is_passed(bar.number):
        return f"≥ {number}" if bar.is_floor else f"≤ {number}"
    return f"> {number}" if bar.is_floor else f"< {number}"


def _label(leg: LegFound, then: LegFound | None, side: str) -> str:
    """The ruler in words."""
    parts = [
        translate("now {value}, {side}", value=labels.amount(leg.value, leg.unit), side=side),
        translate("supports if {bar}", bar=_bar(leg.supports, leg.unit)) if leg.supports else "",
        translate("against if {bar}", bar=_bar(leg.contradicts, leg.unit)) if leg.contradicts else "",
        translate("at publication {value}", value=labels.amount(then.value, then.unit)) if then else "",
    ]
    return translate_list([*filter(None, parts)], "semicolon")
