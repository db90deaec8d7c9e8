"""A thesis page: its claims as a list, and one of them in full beside its charts."""

from typing import Any

import streamlit as st

from dashboard.charts import ruler
from dashboard.components import copy_link, evidence, method_entry
from dashboard.i18n import finding_rows, labels
from dashboard.i18n.locale import format_day, language, translate, translate_list
from dashboard.session import over_time, state
from dashboard.templates import render
from dashboard.theme.tokens import VERDICTS
from dashboard.urls.view_state import CORRECTIONS, EDITIONS, FURTHER, claims_of, params_of
from dashboard.views import moved
from indicators.catalogue import catalogue
from indicators.i18n.messages import ENGLISH, message
from indicators.judging import registry
from indicators.judging.evaluate import Moment
from indicators.model import Claim, Finding, Indicator, Thesis
from indicators.model.event_kind import EventKind

#: Claims judged by public acts: the kind of event that lists them, and their heading.
ACTS = {
    "policy-backs-ai": (EventKind.ACT, message("Public acts that support AI capital spending")),
    "inequality-drives-policy": (
        EventKind.AFFORDABILITY_ACT,
        message("Public acts that aim at affordability, or bear on it"),
    ),
    "crypto-political": (EventKind.CRYPTO_ACT, message("Public acts that bear on crypto")),
}


def show(id: str) -> None:
    """The page of a thesis. `?claim=` chooses the claim; of an unknown one it says so."""
    thesis = catalogue.theses()[id]
    claims = claims_of(id)
    claim = _chosen(thesis, claims)
    copy_link.stand_at(id, claim.id)
    st.html(top(thesis, claims, claim))
    _claim(claim, state.findings()[claim.id])


def _chosen(thesis: Thesis, claims: list[Claim]) -> Claim:
    asked = st.query_params.get("claim")
    found = next((claim for claim in claims if claim.id == asked), None)
    if asked and not found:
        words = translate(
            "No claim of “{thesis}” is called {name}; this is its first.", thesis=thesis.title, name=asked
        )
        st.html(render("remark.html", words=words))
    return found or claims[0]


def top(thesis: Thesis, claims: list[Claim], current: Claim) -> str:
    """The thesis in a line: its claims, and the ones before and after."""
    day, rows = state.as_of(), [(one, state.findings()[one.id], copy_link.address_of(one)) for one in claims]
    stamp = translate("As known on {day:day}.", day=day) if day else ""  # marks a past day
    number = claims.index(current)
    near = {
        "place": translate("{number} of {count}", number=number + 1, count=len(claims)),
        "before": rows[number - 1][2] if number else "",
        "after": rows[number + 1][2] if number + 1 < len(rows) else "",
        "words": {"before": translate("The claim before"), "after": translate("The next claim")},
    }
    head = {"title": translate(thesis.title), "label": translate(thesis.lead), "stamp": stamp}
    return render("thesis.html", **head, **near, claims=rows, current=current)


def _claim(claim: Claim, finding: Finding) -> None:
    from dashboard.components import chart_panel, viewport  # Plotly: 0.1 s, not for pages without a chart

    viewport.probe()
    first, *others = in_order(state.indicators_for(claim), finding)
    beside = viewport.beside()
    with st.container(key="claim-beside" if beside else "claim-below"):
        st.html(stated(claim, finding, decides(first, finding)))
        chart_panel.show(first, claim, beside or viewport.below())
        st.html(test(finding))
    st.html(more(claim, finding))
    for block in (evidence_of(claim), history(claim, finding)):
        if block:
            st.html(block)
    place = st.empty()
    _quote(claim)
    if claim.id in ACTS:
        st.html(acts(claim))
    if others and _further(others):
        for indicator in others:
            st.html("<hr class='cb-between'>")
            chart_panel.show(indicator, claim)
    moved.show(place, claim, finding)


def _further(others: list[Indicator]) -> bool:
    """Whether the charts besides the one that decides are drawn: when the reader asks, or came by a link to one of them."""
    keys = {param.key for one in others for param in params_of(one)}
    if st.query_params.get("chart") in {one.id for one in others} or keys & {*st.query_params}:
        st.session_state.setdefault(FURTHER, True)
    asked = translate("{count} more chart", "{count} more charts", count=len(others))
    is_open = st.toggle(asked, key=FURTHER, bind="query-params")
    if not is_open:
        st.html(render("remark.html", words=translate_list([translate(one.title) for one in others], "semicolon")))
    return bool(is_open)


def in_order(indicators: list[Indicator], finding: Finding) -> list[Indicator]:
    """What decided first; legs without a past have no chart."""
    drawn = [one for one in indicators if not one.hints.decides or state.opening(one) is not None]
    return sorted(drawn, key=lambda one: not decides(one, finding))


def decides(indicator: Indicator, finding: Finding) -> bool:
    """Whether a chart is of the leg that decided; its title is then the answer."""
    return any(leg.decided and leg.statistic == indicator.id for leg in finding.legs)


def stated(claim: Claim, finding: Finding, is_titled: bool) -> str:
    """The claim, its quote and its verdict: what stands beside the chart, `is_titled` where that says the answer too."""
    # Below the words of the reader's edition our English, on which the test is based; below our English an edition.
    edition = "ja" if language() == ENGLISH else ENGLISH
    kicker = translate("The claim, {day:short}", day=catalogue.article().published)
    said = {"kicker": kicker, "edition": edition, "words": getattr(claim, edition), "was": finding_rows.was(finding)}
    return render("claim.html", claim=claim, finding=finding, is_titled=is_titled, **said)


def test(finding: Finding) -> str:
    """The legs of the test with their rulers, what would overturn the verdict, and whether its data is late."""
    return render("claim_test.html", **ruler.test(finding))


def more(claim: Claim, finding: Finding) -> str:
    """The sentence with the numbers, and the rows of the test."""
    first, rest = finding_rows.first(finding), finding_rows.more(finding, linked=state.moment() is not None)
    own = {"finding": finding, "summary": translate("How firm, sample and data"), "first": first, "more": rest}
    link = {"corrected": _corrected(claim), "corrections": copy_link.address_of_page(CORRECTIONS)}
    way = {
        "method": method_entry.address_of(claim),
        "to_method": translate("All of its test, formulas and sources in Method"),
    }
    return render("claim_more.html", **own, **link, **way)


def evidence_of(claim: Claim) -> str:
    """The flip map of a claim's test and its versions; empty without either."""
    test = registry.tests()[claim.id].declaration
    parts = {
        "flips": evidence.flip_map(state.flips(claim), test),
        "versions": evidence.versions(state.versions(claim)),
    }
    return render("evidence.html", **parts) if any(parts.values()) else ""


def _corrected(claim: Claim) -> str:
    """The words that lead to the corrections of a claim; empty where it has none."""
    found = catalogue.corrections_of(claim.id)
    if not found:
        return ""
    if all(one.mended for one in found):
        newest = max(one.mended for one in found if one.mended)
        return translate("Corrected on {day:day}", day=newest)
    return translate("To be corrected: found on {day:day}", day=found[0].day)


def history(claim: Claim, finding: Finding) -> str:
    """The verdict month by month, as a strip of words without a chart; empty for an untestable claim, which has none."""
    moments = over_time.history(claim)
    if all(moment.value is None for moment in moments):
        return ""
    title = translate("As known at publication and at the end of each month")
    rows = [_moment(before, one, finding.unit) for before, one in zip([None, *moments], moments, strict=False)]
    return render("history.html", title=title, moments=rows, key=translate("reconstructed from later vintages"))


def _moment(before: Moment | None, moment: Moment, unit: str) -> dict[str, Any]:
    word = VERDICTS[moment.status]
    causes = labels.causes(moment.causes) if before and before.status != moment.status else ""
    when = {"day": moment.day, "day_name": format_day(moment.day, "short")}
    mark = "°" if moment.basis == "reconstructed" else ""
    return when | {
        "word": word,
        "name": translate_list([*filter(None, (translate(word.word), causes))]),
        "amount": labels.amount(moment.value, moment.unit or unit),
        "mark": mark,
    }


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
    st.html(quoted(claim, str(edition)))


def quoted(claim: Claim, edition: str) -> str:
    """The claim in the words of an edition; below it our English, on which the test is based, for who reads another."""
    english = "" if language() == ENGLISH else claim.en
    quote = {"edition": edition, "words": getattr(claim, edition), "signed": _signed()}
    return render("quote.html", **quote, lead=translate("In our English:"), english=english)


def _signed() -> str:
    """The attribution of the quote."""
    article = catalogue.article()
    return translate(
        "{author}, {publisher}, about {day:day}",
        author=article.author,
        publisher=article.publisher,
        day=article.published,
    )


def acts(claim: Claim) -> str:
    """The public acts by which a claim is judged; empty for a claim that is not."""
    if claim.id not in ACTS:
        return ""
    kind, title = ACTS[claim.id]
    note = translate("{acts}: a list kept by hand, not complete", acts=title)
    return render("acts.html", note=note, acts=[act for act in catalogue.events() if act.kind == kind])
