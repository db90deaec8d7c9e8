"""The page of a claim that other pages frame, and what oEmbed says of it."""

from dashboard.i18n.locale import translate
from dashboard.publishing import addresses, assets, data_files
from dashboard.publishing.addresses import Page
from dashboard.publishing.claim_charts import ClaimCharts
from dashboard.publishing.frame import Site
from dashboard.session import state
from dashboard.templates import render
from indicators.model import Claim

#: A frame that asks for light or dark has it: `?theme=dark`.
THEME = "const t=new URLSearchParams(location.search).get('theme');if(t==='light'||t==='dark')document.documentElement.style.colorScheme=t"


def files(site: Site, claim: Claim, charts: ClaimCharts, spoken: str) -> dict[str, bytes]:
    """The files of a claim's embed in a language, by path."""
    page, own = Page(f"embed/{claim.id}", spoken), Page(addresses.of_claim(claim.id), spoken)
    html = render(
        "site_embed.html",
        claim=claim,
        finding=state.findings()[claim.id],
        titled=charts.is_titled,
        drawings=charts.drawings,
        style=charts.style,
        canonical=site.at(own.address),
        address=site.at(own.address),
        more=translate("The claim, its test and its history on Claimboard"),
        sheet=page.to(assets.sheet()[0]),
        script=THEME,
    )
    return {page.file: f"{html}\n".encode(), **dict(data_files.oembed(site, claim, translate(claim.title), page))}
