"""One screen answers one claim: the claim, its verdict, its test and the chart that decides it, for every claim."""

from collections.abc import Iterator
from typing import Any

import pytest

from indicators.catalogue import catalogue
from indicators.model import Claim
from tests import browser
from tests.browser import PHONE, Server
from tests.conftest import IN_BROWSER

pytestmark = IN_BROWSER

DESK = {"width": 1440, "height": 900}
#: Where a claim's parts begin and end, pixels from the top of the page; far away while they are not there.
PLACES = """(() => {
    const place = one => { const box = one?.getBoundingClientRect(); return box ? [box.top + scrollY, box.bottom + scrollY] : [1e9, 1e9] }
    const claim = document.querySelector('.st-key-claim-beside, .st-key-claim-below')
    return {
        claim: place(claim?.querySelector('h2')), chart: place(claim?.querySelector('.main-svg')),
        plot: Math.max(...[...claim?.querySelectorAll('.main-svg :is(.plot, .bglayer, .xtick text, .ytick text)') ?? []]
            .map(one => one.getBoundingClientRect().bottom)) + scrollY, test: place(claim?.querySelector('.overturn')),
        width: document.documentElement.scrollWidth,
    }
})()"""


#: Where a phone's chart begins lower, pixels: the longest claim has four lines.
LATE = {"cut-odds-swing": 385}


@pytest.fixture(scope="module", params=["desk", "phone"])
def page(request: pytest.FixtureRequest, chromium: Any, server: Server) -> Iterator[tuple[str, Any]]:
    size = {"desk": DESK, "phone": PHONE}[request.param]
    context = chromium.new_context(viewport=size, has_touch=request.param == "phone")
    opened = context.new_page()
    opened.goto(server.url + "/")
    yield request.param, opened
    context.close()


@pytest.mark.parametrize("claim", catalogue.claims().values(), ids=lambda claim: claim.id)
def test_a_claim_its_verdict_and_its_chart_are_in_the_first_screen(page: tuple[str, Any], server: Server, claim: Claim):
    name, opened = page
    opened.goto(f"{server.url}/{claim.thesis.replace('_', '-')}?claim={claim.id}")
    browser.settle(opened, 1)
    browser.until(opened, "document.querySelector('.cb-legs .overturn')")
    assert browser.lasting(opened, lambda: misplaced(opened.evaluate(PLACES), name, claim)) == []


def misplaced(found: dict[str, Any], name: str, claim: Claim) -> list[str]:
    """Which parts of a claim's page are not where the first screen has them."""
    (claim_top, _), (chart_top, chart_end), (_, test_end) = found["claim"], found["chart"], found["test"]
    if name == "desk":
        right = {
            "wide": found["width"] == DESK["width"],
            "claim": claim_top < 220,
            "chart beside": abs(chart_top - claim_top) < 60 and chart_end <= 750,
            "test": test_end <= 720,
        }
    else:
        right = {
            "wide": found["width"] == PHONE["width"],
            "chart": chart_top <= LATE.get(claim.id, 360),
            "plot": found["plot"] <= 700,
        }
    return [f"{part}: {found}" for part, holds in right.items() if not holds]
