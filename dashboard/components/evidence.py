"""The evidence below a verdict: its legs against their bars, what would flip it, and what earlier versions say."""

from collections.abc import Iterator
from typing import Any

from dashboard.i18n import labels
from dashboard.i18n.locale import format_number, translate, translate_list, translate_or_mark
from dashboard.theme.tokens import VERDICTS
from indicators.i18n.messages import message
from indicators.judging.evaluate import VersionFound
from indicators.model import Finding
from indicators.model.declaration import Bar, Declaration, Side
from indicators.model.verdict import Flips, LegFound

#: A side of a leg as a mark and a word.
SIDES: dict[Side, tuple[str, str]] = {
    "supports": ("●", message("supports the claim")),
    "contradicts": ("○", message("speaks against it")),
    "neither": ("◐", message("beyond neither bar")),
}


def legs(finding: Finding) -> dict[str, Any] | None:
    """The table of a finding's legs, with what they read at publication; None for a test of no legs."""
    if not finding.legs:
        return None
    head = [translate("Measure"), translate("Reads"), translate("Bars"), translate("At publication")]
    then = {leg.statistic: leg for leg in finding.at_publication["legs"]}
    rows = [_leg(leg, then.get(leg.statistic)) for leg in finding.legs]
    return {"label": translate("The legs of the test"), "head": head, "rows": rows}


def _leg(leg: LegFound, then: LegFound | None) -> dict[str, Any]:
    mark, words = SIDES[leg.side]
    return {
        "name": translate_or_mark(leg.name),
        "decided": translate("decided") if leg.decided else "",
        "value": labels.amount(leg.value, leg.unit),
        "interval": _interval(leg),
        "bars": list(_bars(leg)),
        "side": f"{mark} {translate(words)}",
        "then": labels.amount(then.value, then.unit) if then else "–",
    }


def _interval(leg: LegFound) -> str:
    """The interval of a reading, or its error of measurement; empty where it has none."""
    if leg.low is not None and leg.high is not None:
        low, high = (labels.number(one, leg.unit, 1) for one in (leg.low, leg.high))
        return translate("{low} to {high}", low=low, high=high)
    return f"± {labels.number(leg.error, leg.unit, 1)}" if leg.error else ""


def _bars(leg: LegFound) -> Iterator[str]:
    if leg.supports:
        yield translate("supports if {bar}", bar=_bar(leg.supports, leg.unit))
    if leg.contradicts:
        yield translate("against if {bar}", bar=_bar(leg.contradicts, leg.unit))
    if not leg.supports and not leg.contradicts:
        yield translate("no bar")


def _bar(bar: Bar, unit: str) -> str:
    number = labels.amount(bar.number, unit)
    if bar.is_floor:
        return translate("at least {number}", number=number) if bar.is_passed(bar.number) else f"> {number}"
    return translate("at most {number}", number=number) if bar.is_passed(bar.number) else f"< {number}"


def flip_map(flips: Flips, test: Declaration) -> dict[str, Any] | None:
    """The flip map as rows of cells; None where a test has no parameters, or cannot be judged."""
    if not flips:
        return None
    rows = [
        (translate(one.label or one.name), [_cell(value, said, value == one.value) for value, said in flips[one.name]])
        for one in test.parameters
    ]
    title = translate("The verdict over the choices of the test, one changed at a time")
    return {"title": title, "rows": rows, "key": translate("framed: as declared")}


def _cell(value: Any, status: Any, is_chosen: bool) -> dict[str, Any]:
    word = VERDICTS[status]
    shown = str(value) if isinstance(value, str) else format_number(value, ",g")
    name = translate_list([shown, translate(word.word)])
    return {"value": shown, "word": word, "name": name, "chosen": is_chosen}


def versions(found: list[VersionFound]) -> dict[str, Any] | None:
    """What each version of the test says on the same figures, newest first; None where there is one."""
    if len(found) < 2:
        return None
    head = [translate("Version"), translate("Says on these figures"), translate("Why")]
    rows = [_version(one) for one in reversed(found)]
    return {"title": translate("How the test changed"), "head": head, "rows": rows}


def _version(one: VersionFound) -> dict[str, Any]:
    name = translate("{version}, declared {day:day}", version=one.test.version, day=one.test.declared)
    number = labels.amount(one.value, one.unit)
    return {"name": name, "word": VERDICTS[one.status], "number": number, "why": translate_or_mark(one.test.why)}
