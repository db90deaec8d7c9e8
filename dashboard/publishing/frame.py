"""The frame of a page: its head for machines, its navigation, its foot. No date of the figures stands in it, for that
would make every page another with every publication.
"""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dashboard.api import unfurl
from dashboard.api.asked import Asked
from dashboard.exports import bundle
from dashboard.exports.text_card import BOARD_SIZE
from dashboard.i18n.locale import NAMES, language, translate
from dashboard.publishing import addresses, assets, pages
from dashboard.publishing.addresses import Page
from dashboard.publishing.pages import Content
from dashboard.session import state
from dashboard.session.state import View
from dashboard.templates import render
from dashboard.urls.view_state import BOARD, claims_of
from dashboard.views import layout
from indicators.catalogue import catalogue
from indicators.i18n.messages import ENGLISH
from indicators.model import Claim

#: The letters of a title that leave no room for our name: search engines cut titles at 70.
LONG = 57
FEED, CALENDAR, CLAIMS, BOARD_PICTURE = "feed.atom", "calendar.ics", "claims.json", "board.png"


@dataclass(frozen=True)
class Site:
    """What all pages of a publication have in common."""

    #: Where it will be, without a slash at its end.
    url: str
    languages: tuple[str, ...]

    def at(self, path: str) -> str:
        """The whole address of a file or a page."""
        return f"{self.url}/{path}"

    # What feeds lead to, in the current language: `dashboard.feeds.places.Places`.

    def page(self, id: str) -> str:
        return self.at(Page(addresses.of_page(id), language()).address)

    def claim(self, claim: Claim) -> str:
        return self.at(Page(addresses.of_claim(claim.id), language()).address)

    def card(self, claim: Claim) -> str:
        return self.file(f"{addresses.of_claim(claim.id)}.png")

    def file(self, name: str) -> str:
        return self.at(addresses.in_language(name, language()))


def framed(site: Site, page: Page, content: Content) -> bytes:
    """A page as HTML."""
    own = {
        "software": bundle.software(),
        "title": _titled(content),
        "head": _head(site, page, content),
        "icon": page.to(assets.icon()[0]),
        "sheet": page.to(assets.sheet(page.language)[0]),
        "type": [page.to(one) for one in assets.at_once(page.language)],
        "style": content.style,
        "script": page.to(assets.script()[0]) if content.is_drawn else "",
        "plotly": page.to(assets.plotly()[0]),
        "blocks": content.blocks,
    }
    html = f"{render('site.html', **own, **_around(site, page))}\n"
    for style, name in assets.COLOURS.items():  # on a page of many verdicts they are a fifth of it
        html = html.replace(style, name)
    return html.encode()


def _head(site: Site, page: Page, content: Content) -> str:
    """What the page says to previews and crawlers, in the words of the running board's."""
    own, claim = site.at(page.address), content.claim
    each = {one: site.at(page.spoken(one).address) for one in site.languages}
    embed = addresses.in_language(f"embed/{claim.id}/oembed.json", page.language) if claim else ""
    return render(
        "unfurl.html",
        title=_titled(content),
        description=content.description,
        canonical=own,
        alternates=each | {"x-default": site.at(page.spoken(ENGLISH).address)},
        json=site.at(f"{addresses.of_claim(claim.id)}.json" if claim else CLAIMS),
        oembed=site.at(embed) if embed else "",
        feed=site.at(addresses.in_language(FEED, page.language)),
        kind="article" if claim else "website",
        picture=site.at(
            addresses.in_language(f"{addresses.of_claim(claim.id)}.png" if claim else BOARD_PICTURE, page.language)
        ),
        size=BOARD_SIZE.split("x"),
        alt=content.description,
        locale=unfurl.LOCALES[page.language],
        locales=[unfurl.LOCALES[one] for one in site.languages if one != page.language],
        review=Markup(unfurl.script(review)) if (review := _review(site, claim, own, page.language)) else "",
    )


def _review(site: Site, claim: Claim | None, address: str, spoken: str) -> dict[str, Any]:
    """The finding as ClaimReview, at the address of its page; empty for another page."""
    if claim is None:
        return {}
    asked = Asked(state.served(), View(), spoken, site.url, frozen=False)
    return unfurl.review(asked, claim, state.findings()[claim.id], spoken) | {"url": address}


def _titled(content: Content) -> str:
    is_named = content.title.startswith("Claimboard") or len(content.title) > LONG
    return content.title if is_named else f"{content.title} · Claimboard"


def _around(site: Site, page: Page) -> dict[str, Any]:
    """Navigation and foot."""
    theses = [one for one in catalogue.theses().values() if claims_of(one.id)]
    files = [
        (translate("Feed"), addresses.in_language(FEED, page.language)),
        (translate("Calendar"), addresses.in_language(CALENDAR, page.language)),
    ]
    files.append((translate("All verdicts as JSON"), CLAIMS))
    return {
        "home": page.to(Page(addresses.of_page(BOARD), page.language).file),
        "pages": list(pages.about(page)),
        "languages": [(one, NAMES[one], page.to(page.spoken(one).file)) for one in site.languages],
        "theses": [
            (translate(one.title), page.to(Page(addresses.of_page(one.id), page.language).file)) for one in theses
        ],
        "files": [(name, page.to(path)) for name, path in files],
        "foot": layout.foot(),
        "words": {
            "skip": translate("Skip to the content"),
            "pages": translate("Pages"),
            "languages": translate("Languages"),
            "theses": translate("Theses"),
        },
    }
