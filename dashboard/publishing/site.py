"""A publication: the whole board as a site, written beside the last one and put in its place when it is whole."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dashboard.i18n.locale import NAMES, language
from dashboard.publishing import addresses, archive, draft
from dashboard.publishing.addresses import Page
from dashboard.publishing.cache import Cache
from dashboard.publishing.frame import Site
from dashboard.publishing.writing import Writing
from dashboard.session import state
from dashboard.urls import links
from indicators.catalogue import catalogue
from indicators.model import Claim
from indicators.store.store import Store

#: The form of a site's address: a scheme, a host, and folders.
_URL = re.compile(r"https?://[^/\s?#]+(/[^\s?#]*)?")


class UrlError(ValueError):
    """What is no address of a site. The message gives the form."""


@dataclass(frozen=True)
class Published:
    """What a publication came to."""

    files: int
    changed: int
    #: What was made, and not taken over; and the pictures that were drawn for it.
    made: int
    drawn: int


def publish(
    out: Path, url: str, cache: Path, *, languages: tuple[str, ...] = tuple(NAMES), archived: bool = False
) -> Published:
    """Write the whole board as a site into a folder. Raises UrlError, NotOurs, StoreError, StudioError, OSError."""
    site, kept = Site(_address(url), languages), Cache(cache)
    with _links_to(site), state.unread(last_day(state.store())) as now, draft.written(out) as made:
        drawn = Writing(site, kept, now, made).write()
        if archived:
            archive.keep(made, now.today)
        else:
            archive.carry(made)
    kept.sweep()
    return Published(len(made.paths), len(made.changed), kept.made, drawn)


def _address(url: str) -> str:
    if not _URL.fullmatch(url):
        raise UrlError(
            f"--url takes the address that the site will have, as https://board.example.org/macro, not {url[:80]!a}"
        )
    return url.rstrip("/")


@contextmanager
def _links_to(site: Site) -> Iterator[None]:
    """Context in which cards lead to the site's own pages."""

    def address(claim: Claim) -> str:
        return site.at(Page(addresses.of_claim(claim.id), language()).address)

    with links.published(address):
        yield


def last_day(store: Store) -> date:
    """The day of the last thing that happened to a store: the day of what is published, whenever that is done."""
    known = [held[-1].at for held in store.vintages(catalogue.series()).values() if held]
    asked = [one.at for one in store.attempts(catalogue.series()).values()]
    return datetime.fromtimestamp(max([*known, *asked], default=0), UTC).date()
