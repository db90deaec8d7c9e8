"""The evidence below a verdict: its legs against their bars, what would flip it, and what earlier versions say."""

from typing import Any

from dashboard.i18n import declared, labels
from dashboard.i18n.locale import format_number, translate, translate_list, translate_or_mark
from dashboard.theme.tokens import VERDICTS
from indicators.judging.evaluate import VersionFound
from indicators.model.declaration import Declaration
from indicators.model.verdict import Flips


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
    why, seen = translate_or_mark(one.test.why), declared.seen(one.test)
    return {"name": name, "word": VERDICTS[one.status], "number": number, "why": why, "seen": seen}
