"""What a site has for machines: findings and series as JSON and CSV, a map of its pages, and what a crawler may read."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from dashboard.exports import bundle
from dashboard.publishing.addresses import Page
from dashboard.publishing.frame import Site
from dashboard.session import state
from dashboard.templates import render
from indicators.catalogue import catalogue
from indicators.judging import evaluate, finding_json
from indicators.model import Claim, Series
from indicators.providers import may_pass_on
from indicators.store.edition import Edition


def finding(edition: Edition, claim: Claim) -> dict[str, Any]:
    """A finding as `claimboard claims --json` prints it."""
    return finding_json.as_json(evaluate.with_flips(edition, state.findings()[claim.id]))


def as_json(content: Any) -> bytes:
    return bundle.dumped(content).encode()


def passed_on(edition: Edition) -> list[str]:
    """The series whose figures may be passed on, and of which there are some."""
    held = edition.vintages(catalogue.series())
    return [
        id
        for id, one in catalogue.series().items()
        if one.ships and held[id] and all(may_pass_on(known.source) for known in held[id])
    ]


def series(edition: Edition, one: Series) -> dict[str, bytes]:
    """The newest figures of a series as CSV and JSON, by path."""
    known = edition.vintages([one.id])[one.id][-1]
    rows = [(date.fromordinal(day), value) for day, value in edition.states({one.id: known.at})[one.id]]
    about = {
        "id": one.id,
        "title": one.title,
        "agency": one.agency,
        "unit": one.unit,
        "frequency": one.frequency,
        "source": known.source,
        "terms": one.terms,
        "vintage": known.day,
        "observations": rows,
    }
    text = json.dumps(about, ensure_ascii=False, indent=1, default=str)
    table = bundle.table([("date", "value"), *rows]).encode()
    return {f"series/{one.id}.csv": table, f"series/{one.id}.json": f"{text}\n".encode()}


def sitemap(site: Site, folders: Iterable[str]) -> bytes:
    """All pages with their languages, as sitemaps.org has it."""
    urls = [
        (
            site.at(Page(folder, one).address),
            [(other, site.at(Page(folder, other).address)) for other in site.languages],
        )
        for folder in folders
        for one in site.languages
    ]
    return f"{render('sitemap.xml', urls=urls)}\n".encode()


def robots(site: Site) -> bytes:
    return f"User-agent: *\nAllow: /\nSitemap: {site.at('sitemap.xml')}\n".encode()


def oembed(site: Site, claim: Claim, title: str, page: Page) -> Iterator[tuple[str, bytes]]:
    """The answer of oEmbed for a claim's page, as a file."""
    address = site.at(Page(f"embed/{claim.id}", page.language).address)
    frame = f'<iframe src="{address}" title="{title}" width="700" height="620" style="border:0"></iframe>'
    told = {"version": "1.0", "type": "rich", "provider_name": "Claimboard", "title": title, "html": frame}
    yield f"{page.folder}/oembed.json", as_json(told | {"width": 700, "height": 620})
