"""The frame of a page: its head for machines, its navigation, its foot. No date of the figures stands in it, for that
would make every page another with every publication.
"""

from dataclasses import dataclass
from typing import Any

from dashboard.exports import bundle
from dashboard.i18n.locale import NAMES, translate
from dashboard.publishing import addresses, assets, pages
from dashboard.publishing.addresses import Page
from dashboard.publishing.pages import Content
from dashboard.templates import render
from dashboard.urls.view_state import BOARD, claims_of
from dashboard.views import layout
from indicators.catalogue import catalogue

#: Open Graph's names of the languages.
LOCALES = {"en": "en_US", "ja": "ja_JP", "ko": "ko_KR", "vi": "vi_VN"}
FEED, CALENDAR, CLAIMS = "feed.atom", "calendar.ics", "claims.json"


@dataclass(frozen=True)
class Site:
    """What all pages of a publication have in common."""

    #: Where it will be, without a slash at its end.
    url: str
    languages: tuple[str, ...]

    def at(self, path: str) -> str:
        """The whole address of a file or a page."""
        return f"{self.url}/{path}"


def framed(site: Site, page: Page, content: Content) -> bytes:
    """A page as HTML."""
    own = {
        "software": bundle.software(),
        "title": content.title if content.title.startswith("Claimboard") else f"{content.title} · Claimboard",
        "description": content.description,
        "links": _links(site, page, content),
        "spoken": _spoken(site, page),
        "graph": _graph(site, page, content),
        "card": bool(content.card),
        "sheet": page.to(assets.sheet()[0]),
        "style": content.style,
        "script": page.to(assets.script()[0]) if content.is_drawn else "",
        "plotly": page.to(assets.plotly()[0]),
        "blocks": content.blocks,
    }
    return f"{render('site.html', **own, **_around(site, page))}\n".encode()


def _links(site: Site, page: Page, content: Content) -> list[tuple[str, str, str, str]]:
    """Links of the head: relation, type, title and address."""
    feed = addresses.in_language(FEED, page.language)
    found = [
        ("canonical", "", "", site.at(page.address)),
        ("icon", "image/svg+xml", "", page.to(assets.icon()[0])),
        ("alternate", "application/atom+xml", "Claimboard", page.to(feed)),
    ]
    if content.claim:
        found.append(("alternate", "application/json", "", page.to(f"{addresses.of_claim(content.claim.id)}.json")))
    return found


def _spoken(site: Site, page: Page) -> list[tuple[str, str]]:
    """The page in each language, and the one for all others."""
    each = [(one, site.at(page.spoken(one).address)) for one in site.languages]
    return [*each, ("x-default", site.at(page.spoken("en").address))]


def _graph(site: Site, page: Page, content: Content) -> list[tuple[str, str]]:
    """Open Graph: what a link to the page shows."""
    found = [
        ("og:site_name", "Claimboard"),
        ("og:type", "article" if content.claim else "website"),
        ("og:title", content.title),
        ("og:description", content.description),
        ("og:url", site.at(page.address)),
        ("og:locale", LOCALES[page.language]),
        *(("og:locale:alternate", LOCALES[one]) for one in site.languages if one != page.language),
    ]
    if content.card:
        found += [("og:image", site.at(content.card)), ("og:image:width", "1200"), ("og:image:height", "628")]
        found += [("og:image:alt", content.description)]
    return found


def _around(site: Site, page: Page) -> dict[str, Any]:
    """Navigation and foot."""
    theses = [one for one in catalogue.theses().values() if claims_of(one.id)]
    files = [(translate("Feed"), addresses.in_language(FEED, page.language)), (translate("Calendar"), CALENDAR)]
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
