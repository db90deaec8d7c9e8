"""What moved a verdict, in words: for a claim's page, notifications and feeds."""

from collections.abc import Iterable
from typing import Any

from dashboard.i18n import labels
from dashboard.i18n.locale import translate, translate_list
from dashboard.theme.tokens import VERDICTS
from indicators.catalogue import catalogue
from indicators.judging.attribution import Attribution, Contribution
from indicators.model.frequency import FREQUENCIES


def release(one: Contribution) -> str:
    """The releases of a contribution: consumer prices."""
    if one.kind == "listed":
        return translate("acts and figures listed by hand")
    return translate("{names:and}", names=list(one.releases))


def what(one: Contribution) -> str:
    """What a release brought: a new period with its name, or a revision."""
    if one.kind == "listed":
        return ""
    if one.kind == "revised":
        return translate("revision")
    if not (one.of and one.period):
        return translate("new period")
    frequency = catalogue.find_series(one.of).frequency
    last, first = (labels.period_name(day, frequency) for day in (one.period, one.first or one.period))
    if first == last:
        return translate("new: {period}", period=last)
    if not FREQUENCIES[frequency].months:
        return translate("new: up to {period}", period=last)
    return translate("new: {first} to {last}", first=first, last=last)


def number(one: Contribution, unit: str) -> str:
    """The number before and after, with as many decimals as tell them apart; one number where it did not move."""
    before, now = one.before.value, one.now.value
    for decimals in (None, 3, 5):
        pair = [_amount(value, unit, decimals) for value in (before, now)]
        if pair[0] != pair[1]:
            return " → ".join(pair)
    return _amount(now, unit, None)


def _amount(value: float | None, unit: str, decimals: int | None) -> str:
    if value is None:
        return "–"
    return labels.amount(value, unit) if decimals is None else labels.number(value, unit, decimals)


def row(one: Contribution, unit: str) -> dict[str, Any]:
    """A contribution as a row of a table; `words` has two verdicts where it turned the word."""
    words = [VERDICTS[stand.status] for stand in (one.before, one.now)] if one.flips else []
    return {"day": one.day, "release": release(one), "what": what(one), "number": number(one, unit), "words": words}


def sentence(found: Attribution) -> str:
    """Which releases turned the verdict; else which moved its number, else that none did."""
    turned = [named(one) for one in found.flips]
    if found.before.status != found.now.status and turned:
        return translate("Turned by {releases:and}.", releases=turned)
    if turned:
        return translate("Turned and turned back by {releases:and}.", releases=turned)
    if moved := largest(found.moves):
        return translate("No release turned it; {release} moved its number most.", release=named(moved))
    return translate("No release moved it.")


def largest(moves: Iterable[Contribution]) -> Contribution | None:
    """The contribution that moved the number most; None where none is known to."""
    known = [one for one in moves if one.before.value is not None and one.now.value is not None]
    return max(known, key=lambda one: abs((one.now.value or 0.0) - (one.before.value or 0.0)), default=None)


def named(one: Contribution) -> str:
    """A release with what it brought: consumer prices (new: August 2026)."""
    said = what(one)
    return translate("{release} ({what})", release=release(one), what=said) if said else release(one)


def rows(found: Attribution) -> list[dict[str, Any]]:
    return [row(one, found.unit) for one in found.moves]


def followed(found: Attribution) -> str:
    """Which number is followed: the name of its leg, and its unit."""
    return translate_list([part for part in (translate(found.leg), labels.unit_beside(found.unit)) if part])
