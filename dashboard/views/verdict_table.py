"""The table of all verdicts on the method page: each version of every test, and what its verdict is worth."""

from typing import Any

from dashboard.components import copy_link
from dashboard.i18n import declared, labels
from dashboard.i18n.locale import translate, translate_or_mark
from dashboard.session import state
from dashboard.templates import render
from dashboard.theme.tokens import VERDICTS
from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.model import Claim, Finding
from indicators.model.verdict import BaseRate


def drawn() -> str:
    """The table as HTML. It judges every version of every test: some seconds on figures not seen before."""
    head = [
        translate("Claim"),
        translate("Version 1"),
        translate("Now"),
        translate("Deciding number"),
        translate("Base rate"),
        translate("Null"),
        translate("Distance"),
        translate("Sample"),
        translate("Would change if"),
    ]
    rows = [_row(claim, state.findings()[claim.id]) for claim in catalogue.claims().values()]
    label = translate("All verdicts, and what they are worth")
    return render("verdict_table.html", head=head, rows=rows, label=label, key=_key())


def _key() -> list[tuple[str, str]]:
    """What the columns mean, above them."""
    return [
        (translate("Version 1"), translate("what the first version of the test says of the same figures")),
        (
            translate("Base rate"),
            translate(
                "the share of past months in which the test would have said the same; in hindsight, or as known then"
            ),
        ),
        (translate("Null"), translate("what the number is when nothing special is going on")),
        (translate("Distance"), translate("how far the number is beyond (+) or short of (−) the nearest bar")),
    ]


def _row(claim: Claim, finding: Finding) -> dict[str, Any]:
    worth, unit = finding.worth, finding.unit
    far = worth.distance
    beyond = ("+" if far.by >= 0 else "−") + labels.amount(abs(far.by), unit) if far else ""
    versions = state.versions(claim)
    return {
        "title": translate(claim.title),
        "address": copy_link.address_of(claim),
        "first": VERDICTS[versions[0].status] if versions else None,
        "now": VERDICTS[finding.status],
        "number": labels.amount(finding.value, unit),
        "unit": labels.unit_beside(unit) if finding.value is not None else "",
        "rate": labels.amount(worth.base_rate.share, "percent") if worth.base_rate else "",
        "months": _months(worth.base_rate) if worth.base_rate else "",
        "cells": ["" if worth.null is None or finding.value is None else labels.amount(worth.null, unit), beyond],
        "sample": translate(finding.sample),
        "falsifier": translate_or_mark(finding.falsifier),
        "seen": declared.seen(registry.tests()[claim.id].declaration),
    }


def _months(rate: BaseRate) -> str:
    """Since when the months of a base rate are, and how many of them were judged as they were known."""
    if not rate.known:
        return translate("since {year}", year=rate.since.year)
    known = {"year": rate.since.year, "count": rate.known, "months": rate.months}
    return translate("since {year}; {count} of {months} months as known then", **known)
