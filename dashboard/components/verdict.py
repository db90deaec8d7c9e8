"""A verdict on a page: its badge, its colours, its deciding number, and the link to its claim."""

from html import escape

from dashboard.components import copy_link
from dashboard.i18n import labels
from dashboard.i18n.locale import translate
from dashboard.theme.tokens import VERDICTS
from indicators.model import Claim, Finding


def badge(finding: Finding) -> str:
    """The verdict as glyph, word and colour."""
    word = VERDICTS[finding.status]
    return f"<span class='cb-verdict' style='{colours(finding)}'>{word.glyph} {translate(word.word)}</span>"


def colours(finding: Finding) -> str:
    """The verdict's pair of colours as CSS variables."""
    word = VERDICTS[finding.status]
    return f"--l:{word.light};--d:{word.dark}"


def link(claim: Claim) -> str:
    """Where a claim is shown in full, as of the same day and of the same figures, for an `href`."""
    there = copy_link.there(claim)
    return f"{there.path}?{escape(there.query)}"


def number(finding: Finding) -> str:
    """The deciding number with its unit; empty where there is none."""
    value, unit = labels.amount(finding.value, finding.unit), escape(labels.unit_beside(finding.unit))
    return value and f"<span class='number'>{value}</span><span class='unit'>{unit}</span>"
