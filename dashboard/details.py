"""What stands below a verdict, on its page and in a note: test, falsifier, then and now, data."""

from collections.abc import Mapping
from typing import Any

from dashboard.look import VERDICTS
from dashboard.wording import amount, day_name
from indicators.model import Finding

BASES = {
    "current": "latest figures",
    "point-in-time": "point in time: as known that day",
    "reconstructed": "reconstructed: of some series a later vintage, cut at what had been published",
}


def of(finding: Finding, linked: bool = False) -> list[tuple[str, str]]:
    """Names and words, the words empty where there is nothing to say; `linked` where the figures are those of a link."""
    then = finding.at_publication
    basis = BASES[finding.basis] + (" when the link was made" if linked and finding.basis == "current" else "")
    data = f"through {day_name(finding.data_through)}, {basis}" if finding.data_through else ""
    return [
        ("Test", finding.threshold),
        ("Would be overturned by", finding.falsifier),
        ("At publication", _at_publication(then, finding.unit)),
        ("How firm", finding.sensitivity),
        ("Sample", finding.sample),
        ("Data", data),
        ("Stale", finding.stale),
        ("Caution", finding.caveat),
    ]


def _at_publication(then: Mapping[str, Any], unit: str) -> str:
    word, number = VERDICTS[then["status"]].word, amount(then["value"], unit)
    if then["status"] == "no data":
        return f"{word}. {then['sentence']}"
    return f"{word}{', ' + number if number else ''} ({BASES[then['basis']]})"
