"""A thesis page: its claims as a list, and one of them in full beside its charts."""

from html import escape

import streamlit as st

from dashboard.components import copy_link, verdict
from dashboard.i18n import finding_rows, labels
from dashboard.i18n.labels import day_name
from dashboard.i18n.locale import format_day, language, translate
from dashboard.session import state
from dashboard.theme.tokens import VERDICTS
from dashboard.urls.view_state import EDITIONS, claims_of
from indicators.catalogue import catalogue
from indicators.i18n.messages import ENGLISH, message
from indicators.judging.evaluate import Moment
from indicators.model import Claim, Finding, Thesis

#: Claims judged by acts: the kind of event that lists them, and what they are.
ACTS = {
    "policy-backs-ai": ("act", message("Public acts that support AI capital spending")),
    "inequality-drives-policy": ("affordability act", message("Public acts that aim at affordability, or bear on it")),
    "crypto-political": ("crypto act", message("Public acts that bear on crypto")),
}


def show(id: str) -> None:
    """The page of a thesis. `?claim=` chooses the claim; an unknown one is ignored."""
    thesis = catalogue.theses()[id]
    claims = claims_of(id)
    claim = _chosen(claims)
    copy_link.stand_at(id, claim.id)
    _top(thesis, claims, claim)
    _claim(claim, state.findings()[claim.id])


def _chosen(claims: list[Claim]) -> Claim:
    asked = st.query_params.get("claim")
    return next((claim for claim in claims if claim.id == asked), claims[0])


def _top(thesis: Thesis, claims: list[Claim], current: Claim) -> None:
    rows = "".join(
        f"<li{' aria-current=true' if claim is current else ''}>{verdict.badge(state.findings()[claim.id])}"
        f"<a href='{verdict.link(claim)}' title='{escape(labels.quoted(claim))}'>{escape(translate(claim.title))}</a></li>"
        for claim in claims
    )
    st.html(
        f"<header class='cb-page'><h1>{escape(translate(thesis.title))}</h1><p class='lead'>{escape(translate(thesis.lead))}</p>{_travelled()}"
        f"<ol class='cb-claims'>{rows}</ol></header>"
    )


def _travelled() -> str:
    """Says, on a past day, that this is not now."""
    day = state.as_of()
    return f"<p class='stamp'>{translate('As known on {day:day}.', day=day)}</p>" if day else ""


def _claim(claim: Claim, finding: Finding) -> None:
    kicker = translate("Claim {id}, a {kind}", id=claim.id, kind=claim.kind)
    st.html(
        f"<section class='cb-claim'><p class='kicker'>{escape(kicker)}</p>"
        f"<h2>{escape(labels.quoted(claim))}</h2>{_finding(finding)}</section>"
    )
    from dashboard.components import chart_panel, viewport  # bring Plotly, which pages without a chart do without

    viewport.probe()
    first, *others = state.indicators_for(claim)
    chart_panel.show(first, claim)
    _history(claim, finding)
    _quote(claim)
    if claim.id in ACTS:
        _acts(*ACTS[claim.id])
    for indicator in others:
        st.html("<hr class='cb-between'>")
        chart_panel.show(indicator, claim)


def _finding(finding: Finding) -> str:
    more = finding_rows.as_list(finding_rows.more(finding, linked=state.moment() is not None))
    return (
        f"<div class='cb-finding' style='{verdict.colours(finding)}'>"
        f"<p class='head'>{verdict.badge(finding)}{verdict.number(finding)}</p>"
        f"<p class='sentence'>{escape(translate(finding.sentence))}</p>{finding_rows.as_list(finding_rows.first(finding))}"
        f"<details><summary>{translate('How firm, sample and data')}</summary>{more}</details></div>"
    )


def _history(claim: Claim, finding: Finding) -> None:
    """The finding month by month, as a strip: its words are the data, so it needs no chart."""
    moments = state.history(claim)
    cells = "".join(_moment(moment, finding.unit) for moment in moments)
    if any(moment.value is not None for moment in moments):  # what no series can settle has no history
        st.html(
            f"<section class='cb-history'><h3>{translate('As known at publication and at the end of each month')}</h3>"
            f"<ol>{cells}</ol><p class='cb-note'>° {translate('reconstructed from later vintages')}</p></section>"
        )


def _moment(moment: Moment, unit: str) -> str:
    word = VERDICTS[moment.status]
    mark = "°" if moment.basis == "reconstructed" else ""
    amount, name = labels.amount(moment.value, unit), translate(word.word)
    return (
        f"<li style='--l:{word.light};--d:{word.dark}'><time datetime='{moment.day}'>{format_day(moment.day, 'short')}</time>"
        f"<span class='cb-verdict' title='{name}'>{word.glyph}<span class='cb-hidden'> {name}</span></span>"
        f"<span>{amount}{mark}</span></li>"
    )


def _quote(claim: Claim) -> None:
    edition = st.segmented_control(
        translate("The article's words"),
        list(EDITIONS),
        format_func=EDITIONS.__getitem__,
        default=language() if language() in EDITIONS else "ja",
        key="quote",
        bind="query-params",
        required=True,
    )
    st.html(
        f"<blockquote class='cb-quote'><p lang='{edition}'>{escape(getattr(claim, str(edition)))}</p><footer>"
        f"{escape(_signed())}</footer></blockquote>{_in_english(claim)}"
    )


def _signed() -> str:
    """Whose words they are."""
    article = catalogue.article()
    return translate(
        "{author}, {publisher}, about {day:day}",
        author=article.author,
        publisher=article.publisher,
        day=article.published,
    )


def _in_english(claim: Claim) -> str:
    """Our English, which the test was written on, for who reads the quote itself above."""
    if language() == ENGLISH:
        return ""
    return f"<p class='cb-note'>{translate('In our English:')} <span lang='en'>{escape(claim.en)}</span></p>"


def _acts(kind: str, title: str) -> None:
    rows = "".join(
        f"<li><time datetime='{act.date}'>{day_name(act.date)}</time><span>{escape(translate(act.label))}"
        f" <span class='cb-note'>({escape(act.source)})</span></span></li>"
        for act in catalogue.events()
        if act.kind == kind
    )
    note = translate("{acts}: a list kept by hand, not complete", acts=title)
    st.html(f"<p class='cb-note'>{note}</p><ol class='cb-acts'>{rows}</ol>")
