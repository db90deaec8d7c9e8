"""No label of a chart is cut or covered, in any language: every chart at every size it is laid out for, its cards, and
the pages of all claims at a desk, a tablet and a phone.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from dashboard.charts import drawing
from dashboard.charts.spec import BELOW, BESIDE, CARDS, MIDDLE, NARROW, ROOMY, WIDE, Sketch
from dashboard.exports import selection
from dashboard.exports.selection import Card
from dashboard.i18n.locale import speaking
from dashboard.theme import assets, fonts
from indicators.catalogue import catalogue
from indicators.i18n.messages import LANGUAGES
from indicators.judging import registry
from indicators.model import Claim
from indicators.store.store import Store
from tests import browser
from tests.browser import PHONE, Server
from tests.conftest import IN_BROWSER

pytestmark = IN_BROWSER

WINDOWS = {"desk": {"width": 1440, "height": 900}, "tablet": {"width": 1024, "height": 768}, "phone": PHONE}
#: What is wrong with the texts of a chart: beyond its picture or what that stands in, or two over one another.
#: Across two pixels, and six upright, are what boxes of letters have around their ink.
WRONG = """plot => {
    const within = box => {
        let edge = plot.querySelector('.main-svg').getBoundingClientRect()
        edge = {left: edge.left, right: edge.right, top: edge.top, bottom: edge.bottom}
        for (let one = plot.parentElement; one && !one.matches('[data-testid=stMain], dialog, [role=dialog]'); one = one.parentElement) {
            if (getComputedStyle(one).overflowX === 'visible') continue
            const part = one.getBoundingClientRect()
            edge.left = Math.max(edge.left, part.left)
            edge.right = Math.min(edge.right, part.right)
        }
        return box.left >= edge.left - 1 && box.right <= edge.right + 1 && box.top >= edge.top - 1 && box.bottom <= edge.bottom + 1
    }
    const shown = [...plot.querySelectorAll('.main-svg text')].filter(text =>
        text.textContent.trim() && text.checkVisibility({opacityProperty: true, visibilityProperty: true}) && !text.closest('.hoverlayer'))
    const boxes = shown.map(text => [text.textContent, text.getBoundingClientRect()]).filter(([, box]) => box.width)
    const cut = boxes.filter(([, box]) => !within(box)).map(([words]) => `cut: ${words}`)
    const over = boxes.flatMap(([words, a], n) => boxes.slice(n + 1)
        .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6)
        .map(([others]) => `one over another: ${words} / ${others}`))
    return [...cut, ...over]
}"""
ON_PAGE = f"""() => [...document.querySelectorAll('.js-plotly-plot:has(.main-svg)')].flatMap(plot =>
    ({WRONG})(plot).map(said => `${{plot.closest('[class*=st-key-chart-], [class*=st-key-card-]')?.className.match(/st-key-(\\S+)/)[1]}}: ${{said}}`))"""

#: A page without the board, which draws what it is told at the width it is told.
STUDIO = "<!doctype html><style>{faces} body {{ margin: 0 }}</style><div id=plot></div><script>{plotly}</script>"
DRAWN = f"""async figure => {{
    const plot = document.querySelector('#plot')
    plot.style.width = `${{figure.layout.width}}px`
    await Plotly.newPlot(plot, figure.data, figure.layout, {{staticPlot: true}})
    return ({WRONG})(plot)
}}"""
#: A page lays a chart out for one of these, and draws it no narrower.
FRAMES = {"wide": WIDE, "middle": MIDDLE, "narrow": NARROW, "roomy": ROOMY, "beside": BESIDE, "below": BELOW}
CHARTED = [id for id, one in registry.indicators().items() if one.hints.chart.is_drawn]


# --- every chart ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def studio(chromium: Any) -> Iterator[Any]:
    page = chromium.new_page()
    page.set_content(
        STUDIO.format(faces="".join(face.css() for face in fonts.faces()), plotly=assets.text(assets.PLOTLY))
    )
    page.evaluate("Promise.all([...document.fonts].map(face => face.load()))")
    yield page
    page.close()


@pytest.fixture(scope="module")
def cards_of(store: Store) -> Any:
    """The cards of an indicator: beside each claim it serves."""

    @cache
    def dealt(claim: str) -> list[Card]:
        return selection.deal(store, [claim])[0]

    return lambda id: [
        card for claim in registry.indicators()[id].serves for card in dealt(claim) if card.indicator.id == id
    ]


@pytest.mark.sweep(9)
@pytest.mark.parametrize("id", CHARTED)
def test_no_label_of_a_chart_or_a_card_is_cut_or_covered(studio: Any, cards_of: Any, id: str):
    found = []
    for language in LANGUAGES:
        with speaking(language):
            for card in cards_of(id):
                for name, sketch in sketches(card):
                    figure = drawing.figure(sketch).update_layout(width=sketch.size.width)
                    said = studio.evaluate(DRAWN, json.loads(figure.to_json()))
                    found += [f"{card.claim.id} {language} {name} {one}" for one in said]
    assert found == []


def sketches(card: Card) -> Iterator[tuple[str, Sketch]]:
    """Of a chart at all sizes, and of its card."""
    for name in CARDS:
        yield f"card {name}", card.sketch(name)
    plain = replace(card.sketch("850x600"), about=None, link="")
    yield from ((name, replace(plain, size=size)) for name, size in FRAMES.items())


# --- the pages ------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=WINDOWS)
def page(request: pytest.FixtureRequest, chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport=WINDOWS[request.param], has_touch=request.param == "phone")
    yield context.new_page()
    context.close()


@pytest.mark.sweep(29)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("claim", catalogue.claims().values(), ids=lambda claim: claim.id)
def test_no_label_of_a_claims_charts_is_cut_or_covered(page: Any, server: Server, claim: Claim, language: str):
    page.goto(f"{server.url}/{claim.thesis.replace('_', '-')}?claim={claim.id}&lang={language}")
    browser.settle(page, 1)
    assert wrong(page) == []


def wrong(page: Any) -> list[str]:
    """What is wrong with labels once nothing is drawn anew."""
    return browser.lasting(page, lambda: page.evaluate(ON_PAGE))
