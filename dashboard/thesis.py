"""A thesis page: its claims as a list, and one of them in full beside its charts."""

from html import escape

import streamlit as st

from dashboard import board, details, permalink, state, wording
from dashboard.look import VERDICTS
from dashboard.view import LANGUAGES, claims_of
from dashboard.wording import day_name
from indicators.data import catalogue
from indicators.judge import Moment
from indicators.model import Claim, Finding, Thesis

#: Claims judged by acts: the kind of event that lists them, and what they do.
ACTS = {
    "policy-backs-ai": ("act", "support AI capital spending"),
    "inequality-drives-policy": ("affordability act", "aim at affordability, or bear on it"),
    "crypto-political": ("crypto act", "bear on crypto"),
}


def show(id: str) -> None:
    """The page of a thesis. `?claim=` chooses the claim; an unknown one is ignored."""
    thesis = catalogue.theses()[id]
    claims = claims_of(id)
    claim = _chosen(claims)
    permalink.stand_at(id, claim.id)
    _top(thesis, claims, claim)
    _claim(claim, state.findings()[claim.id])


def _chosen(claims: list[Claim]) -> Claim:
    asked = st.query_params.get("claim")
    return next((claim for claim in claims if claim.id == asked), claims[0])


def _top(thesis: Thesis, claims: list[Claim], current: Claim) -> None:
    rows = "".join(
        f"<li{' aria-current=true' if claim is current else ''}>{board.verdict(state.findings()[claim.id])}"
        f"<a href='{board.link(claim)}'>{escape(claim.en)}</a></li>"
        for claim in claims
    )
    st.html(
        f"<header class='cb-page'><h1>{escape(thesis.title)}</h1><p class='lead'>{escape(thesis.lead)}</p>{_travelled()}"
        f"<ol class='cb-claims'>{rows}</ol></header>"
    )


def _travelled() -> str:
    """Says, on a past day, that this is not now."""
    day = state.as_of()
    return f"<p class='stamp'>As known on {day_name(day)}.</p>" if day else ""


def _claim(claim: Claim, finding: Finding) -> None:
    st.html(
        f"<section class='cb-claim'><p class='kicker'>Claim {escape(claim.id)}, a {claim.kind}</p>"
        f"<h2>{escape(claim.en)}</h2>{_finding(claim, finding)}</section>"
    )
    _history(claim, finding)
    _quote(claim)
    if claim.id in ACTS:
        _acts(*ACTS[claim.id])
    from dashboard import exhibit, viewport  # bring Plotly, which pages without a chart do without

    viewport.probe()
    for indicator in state.indicators_for(claim):
        exhibit.show(indicator, claim)


def _finding(claim: Claim, finding: Finding) -> str:
    rows = "".join(
        f"<dt>{name}</dt><dd>{escape(text)}</dd>"
        for name, text in details.of(finding, linked=state.moment() is not None)
        if text
    )
    return (
        f"<div class='cb-finding' style='{board.paint(finding)}'>"
        f"<p class='head'>{board.verdict(finding)}{board.deciding(finding)}</p>"
        f"<p class='sentence'>{escape(finding.sentence)}</p><dl>{rows}</dl></div>"
    )


def _history(claim: Claim, finding: Finding) -> None:
    """The finding month by month, as a strip: its words are the data, so it needs no chart."""
    moments = state.history(claim)
    cells = "".join(_moment(moment, finding.unit) for moment in moments)
    if cells:
        st.html(
            "<section class='cb-history'><h3>As known at publication and at the end of each month</h3>"
            f"<ol>{cells}</ol><p class='cb-note'>° reconstructed from later vintages</p></section>"
        )


def _moment(moment: Moment, unit: str) -> str:
    word = VERDICTS[moment.status]
    mark = "°" if moment.basis == "reconstructed" else ""
    amount = wording.amount(moment.value, unit)
    return (
        f"<li style='--l:{word.light};--d:{word.dark}'><time datetime='{moment.day}'>{moment.day:%-d %b %y}</time>"
        f"<span class='cb-verdict' title='{word.word}'>{word.glyph}<span class='cb-hidden'> {word.word}</span></span>"
        f"<span>{amount}{mark}</span></li>"
    )


def _quote(claim: Claim) -> None:
    language = st.segmented_control(
        "The article's words",
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        default=_reader_language(),
        key="quote",
        bind="query-params",
        required=True,
    )
    article = catalogue.article()
    st.html(
        f"<blockquote class='cb-quote'><p lang='{language}'>{escape(getattr(claim, str(language)))}</p><footer>"
        f"{escape(article.author)}, {escape(article.publisher)}, about {day_name(article.published)}"
        "</footer></blockquote>"
    )


def _reader_language() -> str:
    locale = (st.context.locale or "")[:2]
    return locale if locale in LANGUAGES else "ja"


def _acts(kind: str, purpose: str) -> None:
    rows = "".join(
        f"<li><time datetime='{act.date}'>{day_name(act.date)}</time><span>{escape(act.label)}"
        f" <span class='cb-note'>({escape(act.source)})</span></span></li>"
        for act in catalogue.events()
        if act.kind == kind
    )
    title = f"Public acts that {purpose}: a list kept by hand, not complete"
    st.html(f"<p class='cb-note'>{title}</p><ol class='cb-acts'>{rows}</ol>")
