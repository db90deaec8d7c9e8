"""The board: every claim with its verdict, the number that decided it, and what it was at publication.

One block of our own HTML for each thesis and no Plotly: it renders as fast as an empty page.
"""

import base64
from collections import Counter
from datetime import date
from typing import Any

import streamlit as st

from dashboard.components import copy_link, download_menu
from dashboard.i18n import finding_rows, labels
from dashboard.i18n.locale import translate, translate_list
from dashboard.session import state
from dashboard.templates import render
from dashboard.theme.tokens import VERDICTS, Word
from dashboard.urls.view_state import VERDICT_NAMES, path_of
from dashboard.views import layout
from indicators.catalogue import catalogue
from indicators.judging.shared import counted_once
from indicators.model import UNJUDGED, Claim, Finding, Thesis


def show() -> None:
    findings = state.findings()
    _top(findings)
    st.html(_glance(findings))
    chosen = st.pills(
        translate("Show"),
        list(VERDICT_NAMES),
        selection_mode="multi",
        default=[],
        format_func=lambda status: translate(VERDICT_NAMES[status]),
        key="verdict",
        bind="query-params",
        help=translate("Only claims of these verdicts; none chosen shows all"),
    )
    shown = [f for f in findings.values() if not chosen or f.status in chosen]
    if not shown:
        st.write(translate("No claim has this verdict."))
    for thesis in catalogue.theses().values():
        rows = [finding for finding in shown if finding.thesis == thesis.id]
        if rows:
            st.html(_section(thesis, rows))
    download_menu.offer()


def _top(findings: dict[str, Finding]) -> None:
    article = catalogue.article()
    tally = Counter(counted_once((finding.id, finding.status) for finding in findings.values()))
    counts = [(tally[status], word, translate(word.word).lower()) for status, word in VERDICTS.items() if tally[status]]
    lead = translate(
        "An article of {day:month} makes {count} claims about the US economy. Each stands here beside the public data "
        "that can hold it or break it, with a stated test, the number that decided it, and what would overturn it.",
        day=article.published,
        count=len(findings),
    )
    stamp = translate("{figures}. Every verdict is of the date its data reaches.", figures=layout.shipped_line())
    st.html(render("board.html", title=translate("What the data says back"), lead=lead, tally=counts, stamp=stamp))


def _glance(findings: dict[str, Finding]) -> str:
    """The overview of all verdicts: a line for each thesis, a glyph for each claim."""
    kept = copy_link.kept().lstrip("&")
    rows = [
        (one, f"{path_of(one.id)}?{kept}", [_glyph(found) for found in findings.values() if found.thesis == one.id])
        for one in catalogue.theses().values()
    ]
    return render("glance.html", rows=rows)


def _glyph(finding: Finding) -> tuple[Word, str, str]:
    """A verdict's word, the link to its claim, and their accessible name."""
    claim, word = catalogue.claims()[finding.id], VERDICTS[finding.status]
    return word, copy_link.address_of(claim), translate("{word}: {claim}", word=word.word, claim=claim.title)


def _section(thesis: Thesis, findings: list[Finding]) -> str:
    return render("board_section.html", thesis=thesis, rows=[_row(catalogue.claims()[one.id], one) for one in findings])


def _row(claim: Claim, finding: Finding) -> dict[str, Any]:
    told_of = {"address": copy_link.address_of(claim), "then": _then(finding), "spark": _spark(claim, finding)}
    return {"claim": claim, "finding": finding} | told_of


def _then(finding: Finding) -> dict[str, Any] | None:
    """The verdict at publication; None on a day before it."""
    if finding_rows.is_before_publication(finding):
        return None
    then = finding.at_publication
    before = VERDICTS[then["status"]]
    words = translate_list(
        [*filter(None, (translate(before.word).lower(), labels.amount(then["value"], then["unit"])))]
    )
    changed = then["status"] != finding.status
    return {"lead": translate("at publication"), "glyph": before.glyph, "words": words, "changed": changed}


def _spark(claim: Claim, finding: Finding) -> dict[str, str] | None:
    """The sparkline of the headline line with its caption; None for a claim without a verdict."""
    line = state.sparkline(claim)
    if len(line) < 2 or finding.status in UNJUDGED:
        return None
    first = line.index[0]
    since = (
        translate("{line}, since {day:year}", line=line.name, day=first)
        if isinstance(first, date)
        else translate(line.name)
    )
    return {"picture": _drawn([float(value) for value in line]), "since": since}


def _drawn(values: list[float]) -> str:
    """A line as the data URL of a picture."""
    low, high = min(values), max(values)
    span = (high / 2 - low / 2) or 1  # halved first, against overflow
    across, down = 116 / (len(values) - 1), 26
    points = " ".join(f"{2 + n * across:.1f},{30 - (v / 2 - low / 2) / span * down:.1f}" for n, v in enumerate(values))
    end = points.rsplit(" ", 1)[-1].split(",")
    svg = render("sparkline.svg", points=points, end=end)
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
