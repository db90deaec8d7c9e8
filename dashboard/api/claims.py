"""Claims as answers: findings as JSON, the figures of a chart as CSV, its picture."""

from collections.abc import Hashable, Mapping
from typing import Any

from dashboard.api.asked import Asked, Refused
from dashboard.exports import bundle
from dashboard.exports.claim_picture import SIZES, Kind, Theme, View, Wanted
from dashboard.exports.selection import Card
from dashboard.i18n import labels
from dashboard.i18n.locale import translate
from dashboard.session import state
from dashboard.urls import links, view_state
from dashboard.urls.view_state import ViewState
from indicators.catalogue import catalogue
from indicators.judging import faults, finding_json
from indicators.model import Claim, Finding, Indicator
from indicators.model.missing import MissingData

#: The texts of a finding that are said in the language asked for; the others are names, which programs compare.
SAID = ("answer", "sentence", "threshold", "falsifier", "sensitivity", "stale", "sample", "caveat", "unit")
CHARTS = ("light", "dark")


def claim_of(id: str) -> Claim:
    """Raises Refused for an unknown one."""
    if claim := catalogue.claims().get(id):
        return claim
    raise Refused(404, translate("There is no claim of this name; /claims.json lists them."))


def every(asked: Asked) -> str:
    """All findings, as `claimboard claims --json` prints them."""
    found = state.findings_of(asked.now, asked.view)
    return bundle.dumped([_finding(asked, catalogue.claims()[id], finding) for id, finding in found.items()])


def as_json(asked: Asked, claim: Claim) -> str:
    """A finding, its claim, and where its charts are."""
    finding = _finding(asked, claim, finding_of(asked, claim))
    words = {"title": translate(claim.title), "thesis": claim.thesis, "quote": labels.quoted(claim), "en": claim.en}
    test = {name: translate(getattr(claim, name)) for name in ("measure", "holds_if", "fails_if")}
    charts = [_chart(asked, claim, one) for one in view_state.indicators_of([claim])]
    own = {"claim": words | test, "page": page_of(asked, claim), "charts": charts, "software": bundle.software()}
    return bundle.dumped(finding | own | {"as_of": asked.view.day, "language": asked.language})


def _finding(asked: Asked, claim: Claim, finding: Finding) -> dict[str, Any]:
    flips = faults.spared(f"flips of {claim.id}", lambda: state.flips_of(asked.now, asked.view, claim), lambda _: {})
    table = finding_json.as_json(finding) | {"flips": finding_json.flips(flips)}
    return table | {name: translate(table[name]) for name in SAID if table.get(name)}


def _chart(asked: Asked, claim: Claim, one: Indicator) -> dict[str, str]:
    at = {kind: address(asked, f"/claims/{claim.id}.{kind}", chart=one.id) for kind in ("csv", "svg", "png")}
    return {"id": one.id, "title": translate(one.title), "unit": translate(one.unit)} | at


def finding_of(asked: Asked, claim: Claim) -> Finding:
    return state.finding_of(asked.now, asked.view, claim)


def card_of(asked: Asked, claim: Claim) -> Card | None:
    """The card of the chart asked for, else of what decided; None where no figures are held for it. Raises Refused."""
    finding = finding_of(asked, claim)
    indicator = _indicator(asked, claim, finding)
    chosen = _chosen(asked, claim, indicator)
    try:
        found = state.frame_of(asked.now, asked.view, indicator.id, state.settled(indicator, chosen))
    except MissingData:
        return None
    return Card(claim, finding, indicator, *found, chosen, asked.view.at)


def _indicator(asked: Asked, claim: Claim, finding: Finding) -> Indicator:
    known = {one.id: one for one in view_state.indicators_of([claim])}
    usual = state.headline(claim, finding) or next(iter(known.values()))
    return known[asked.one_of("chart", known, usual.id)]


def chart_key(asked: Asked, claim: Claim) -> Hashable:
    """What was asked of a claim's charts. Raises Refused for a chart that it does not have."""
    known = [one.id for one in view_state.indicators_of([claim])]
    chart = asked.one_of("chart", known, known[0]) if "chart" in asked.texts else None
    held = ViewState.from_query(claim.thesis, dict(asked.texts) | {"claim": [claim.id]}).controls
    usual = view_state.params(claim.thesis, claim.id)
    return chart, tuple((name, str(value)) for name, value in held.items() if value != usual[name].default)


def _chosen(asked: Asked, claim: Claim, indicator: Indicator) -> Mapping[str, Any]:
    """The controls of a chart, by the same parameters as on its page; what cannot be read has its default."""
    held = ViewState.from_query(claim.thesis, dict(asked.texts) | {"claim": [claim.id]}).controls
    start = f"{indicator.id}-"
    named = [*(control.id for control in indicator.controls), "years"]
    return {name: held[start + name] for name in named if start + name in held}


def as_csv(asked: Asked, claim: Claim) -> str:
    """The rows behind a chart, as its menu Take has them. Raises Refused where there are none."""
    if card := card_of(asked, claim):
        return bundle.as_csv(card)
    raise Refused(404, translate("No figures are held for that choice."))


def wanted(asked: Asked, kind: Kind) -> Wanted:
    """Which picture is asked for. Raises Refused."""
    view: View = "chart" if asked.one_of("view", SIZES, "card") == "chart" else "card"
    size = asked.one_of("size", SIZES[view], SIZES[view][0])
    theme: Theme = (
        "dark" if asked.one_of("theme", CHARTS if view == "chart" else CHARTS[:1], "light") == "dark" else "light"
    )
    return Wanted(kind, view, size, theme, letters="outlines" if view == "card" else "faces")


def relative(asked: Asked, card: Card, size: str, theme: str) -> str:
    """The query by which the chart of a card is drawn alone, of the same day and figures, with the same controls."""
    own = {"view": "chart", "size": size, "theme": theme, "chart": card.indicator.id}
    chosen = ViewState.of(card.claim.thesis, card.claim.id, None, None, _keyed(card)).to_query()
    controls = {key: texts for key, texts in chosen.items() if key != "claim"}
    return links.query(asked.view.day, asked.view.at, asked.language, **own, **controls)


def _keyed(card: Card) -> dict[str, Any]:
    return {f"{card.indicator.id}-{name}": value for name, value in card.chosen.items()}


def page_of(asked: Asked, claim: Claim) -> str:
    """The address of a claim's page, of the same day and figures."""
    chosen = ViewState.of(claim.thesis, claim.id, asked.view.day, links.moment_of(asked.view.at), {})
    return f"{asked.base}/{chosen.path}?{chosen.query}"


def address(asked: Asked, path: str, **parameters: str) -> str:
    """An address of ours, of the same day, figures and language."""
    return asked.base + path + links.query(asked.view.day, asked.view.at, asked.language, **parameters)
