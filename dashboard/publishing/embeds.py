"""The page of a claim that other pages frame, and what oEmbed says of it."""

from dashboard.exports import bundle, embed
from dashboard.i18n.locale import translate
from dashboard.publishing import addresses
from dashboard.publishing.addresses import Page
from dashboard.publishing.claim_charts import ClaimCharts
from dashboard.publishing.frame import Site
from dashboard.session import state
from indicators.model import Claim


def page_of(claim: Claim, spoken: str) -> Page:
    return Page(f"embed/{claim.id}", spoken)


def files(site: Site, claim: Claim, charts: ClaimCharts, spoken: str) -> dict[str, bytes]:
    """The files of a claim's embed in a language, by path: the page of the running board with its drawings in it."""
    page, own = page_of(claim, spoken), site.at(Page(addresses.of_claim(claim.id), spoken).address)
    drawings = (charts.drawings, charts.style) if charts.drawings else None
    html = embed.page(
        claim, state.findings()[claim.id], charts.card, lambda size, theme: "", own, drawings=drawings, is_file=True
    )
    return {page.file: html.encode(), page.file.replace(addresses.INDEX, "oembed.json"): _oembed(site, claim, page)}


def _oembed(site: Site, claim: Claim, page: Page) -> bytes:
    """What oEmbed (rich, version 1.0) says of a claim's page, as a file."""
    title, address = translate(claim.title), site.at(page.address)
    told = {
        "version": "1.0",
        "type": "rich",
        "provider_name": "Claimboard",
        "title": title,
        "html": embed.snippet(address, title),
        "width": embed.WIDTH,
        "height": embed.HEIGHT,
    }
    return bundle.dumped(told).encode()
