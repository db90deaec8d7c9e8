"""The board: every claim with its verdict, the number that decided it, and what it was at publication.

One block of our own HTML a thesis and no Plotly: it paints at the speed of an empty page.
"""

import base64
from collections import Counter
from datetime import date
from html import escape

import streamlit as st

from dashboard.components import copy_link, download_menu, verdict
from dashboard.i18n import finding_rows, labels
from dashboard.i18n.locale import translate, translate_list
from dashboard.session import state
from dashboard.theme.tokens import VERDICTS
from dashboard.urls.view_state import VERDICT_NAMES, path_of
from dashboard.views import layout
from indicators.catalogue import catalogue
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
    tally = Counter(finding.status for finding in findings.values())
    words = "".join(
        f"<span><b>{tally[status]}</b> <span class='cb-verdict' style='--l:{w.light};--d:{w.dark}'>{w.glyph} "
        f"{translate(w.word).lower()}</span></span>"
        for status, w in VERDICTS.items()
        if tally[status]
    )
    lead = translate(
        "An article of {day:month} makes {count} claims about the US economy. Each stands here beside the public data "
        "that can hold it or break it, with a stated test, the number that decided it, and what would overturn it.",
        day=article.published,
        count=len(findings),
    )
    stamp = translate("{figures}. Every verdict is of the date its data reaches.", figures=layout.shipped_line())
    st.html(
        f"<header class='cb-page'><h1>{escape(translate('What the data says back'))}</h1><p class='lead'>{escape(lead)}</p>"
        f"<div class='cb-tally'>{words}</div><p class='stamp'>{escape(stamp)}</p></header>"
    )


def _glance(findings: dict[str, Finding]) -> str:
    """Every verdict in one look: a line a thesis, a glyph a claim."""
    rows = "".join(
        f"<li><a class='thesis' href='{path_of(thesis.id)}?{escape(copy_link.kept().lstrip('&'))}'>{escape(translate(thesis.title))}</a>"
        f"<span>{''.join(_glyph(one) for one in findings.values() if one.thesis == thesis.id)}</span></li>"
        for thesis in catalogue.theses().values()
    )
    return f"<ol class='cb-glance'>{rows}</ol>"


def _glyph(finding: Finding) -> str:
    claim, word = catalogue.claims()[finding.id], VERDICTS[finding.status]
    name = escape(translate("{word}: {claim}", word=word.word, claim=claim.title))
    return (
        f"<a class='cb-verdict' style='{verdict.colours(finding)}' href='{verdict.link(claim)}' title='{name}' aria-label='{name}'>"
        f"{word.glyph}</a>"
    )


def _section(thesis: Thesis, findings: list[Finding]) -> str:
    rows = "".join(_row(catalogue.claims()[finding.id], finding) for finding in findings)
    return f"<section class='cb-thesis'><h2>{escape(translate(thesis.title))}</h2><ol>{rows}</ol></section>"


def _row(claim: Claim, finding: Finding) -> str:
    title = f"<a href='{verdict.link(claim)}'>{escape(labels.quoted(claim))}</a>"
    return (
        f"<li class='cb-row'><div class='state'>{verdict.badge(finding)}{_then(finding)}</div>"
        f"<div class='what'>{title}<span class='why'>{escape(translate(finding.sentence))}</span></div>"
        f"<div>{verdict.number(finding)}</div><div>{_spark(claim, finding)}</div></li>"
    )


def _then(finding: Finding) -> str:
    """What the finding was at publication; nothing on a day before it."""
    if finding_rows.is_before_publication(finding):
        return ""
    then = finding.at_publication
    before = VERDICTS[then["status"]]
    words = translate_list(
        [*filter(None, (translate(before.word).lower(), labels.amount(then["value"], finding.unit)))]
    )
    changed = " class='changed'" if then["status"] != finding.status else ""
    return f"<span class='then'>{translate('at publication')} <br><span{changed}>{before.glyph} {words}</span></span>"


def _spark(claim: Claim, finding: Finding) -> str:
    """The headline line as a small picture, and what it is of; none where its figures judge nothing."""
    line = state.sparkline(claim)
    if len(line) < 2 or finding.status in UNJUDGED:
        return ""
    first = line.index[0]
    since = (
        translate("{line}, since {day:year}", line=line.name, day=first)
        if isinstance(first, date)
        else translate(line.name)
    )
    return f"<img alt='' src='{_drawn([float(value) for value in line])}'><span class='unit'>{escape(since)}</span>"


def _drawn(values: list[float]) -> str:
    """A line as the address of a picture."""
    low, high = min(values), max(values)
    span = (high / 2 - low / 2) or 1  # by halves, so that it is finite
    across, down = 116 / (len(values) - 1), 26
    points = " ".join(f"{2 + n * across:.1f},{30 - (v / 2 - low / 2) / span * down:.1f}" for n, v in enumerate(values))
    end = points.rsplit(" ", 1)[-1].split(",")
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 120 34'>"
        f"<polyline points='{points}' fill='none' stroke='#3A86A3' stroke-width='1.6' stroke-linejoin='round'/>"
        f"<circle cx='{end[0]}' cy='{end[1]}' r='2.4' fill='#3A86A3'/></svg>"
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
