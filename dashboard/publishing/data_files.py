"""What a site has for machines: findings and series as JSON and CSV, a map of its pages, and what a crawler may read."""

from collections.abc import Iterable
from typing import Any

from dashboard.api import series as api_series
from dashboard.api.asked import Asked
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


def series(asked: Asked, one: Series) -> dict[str, bytes]:
    """The figures of a series as CSV and JSON, by path, as the running board answers."""
    found = {"csv": api_series.as_csv(asked, one), "json": api_series.as_json(asked, one)}
    return {f"series/{one.id}.{ending}": text.encode() for ending, text in found.items()}


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
