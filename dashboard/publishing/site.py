"""A publication: every page in every language, written beside the last one and put in its place when it is whole.

What a page depends on is in the key under which it is kept; so a second run makes what changed, and takes the rest over.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import msgspec

from dashboard.api.asked import Asked
from dashboard.exports import text_card
from dashboard.i18n.locale import NAMES, language, speaking
from dashboard.publishing import addresses, archive, assets, data_files, draft, embeds, feeds, frame, pages
from dashboard.publishing.addresses import Page
from dashboard.publishing.cache import Cache, digest, program
from dashboard.publishing.charts import Pictures
from dashboard.publishing.claim_charts import ClaimCharts
from dashboard.publishing.draft import Draft
from dashboard.publishing.frame import Site
from dashboard.session import state
from dashboard.session.state import Served, View
from dashboard.urls import links
from dashboard.urls.view_state import METHOD
from indicators.catalogue import catalogue
from indicators.i18n.messages import ENGLISH
from indicators.judging import finding_json
from indicators.judging.evaluate import Moment
from indicators.model import Claim, Series
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
    #: Pages and pictures that were made, and not taken over.
    made: int
    drawn: int


def publish(
    out: Path, url: str, cache: Path, *, languages: tuple[str, ...] = tuple(NAMES), archived: bool = False
) -> Published:
    """Write the whole board as a site into a folder. Raises UrlError, NotOurs, StoreError, StudioError, OSError."""
    site, kept = Site(_address(url), languages), Cache(cache)
    with _links_to(site), state.unread(last_day(state.store())) as now, draft.written(out) as made:
        drawn = _Writing(site, kept, now, made).write()
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


def _marks(now: Served) -> dict[str, str]:
    """A name for all that is held of each series: the same figures, the same name."""
    ids = catalogue.series()
    held = {id: {known.at for known in vintages} for id, vintages in now.edition.vintages(ids).items()}
    return {id: digest([one for one in sums if one[0] in held[id]]) for id, sums in now.edition.checksums(ids).items()}


class _Writing:
    """One publication while it is written."""

    def __init__(self, site: Site, cache: Cache, now: Served, made: Draft) -> None:
        self.site, self.cache, self.now, self.made = site, cache, now, made
        self.series = frozenset(data_files.passed_on(now.edition))
        self.found = {id: digest(finding_json.as_json(one)) for id, one in state.findings().items()}
        self.marks = _marks(now)
        #: On what every page depends: the program, the site's address and languages.
        self.always = (program(), site.url, site.languages)

    def write(self) -> int:
        """Write all files; returns how many pictures were drawn."""
        for path, content in assets.files().items():
            self.made.put(path, content)
        drawn = self._claims()
        self._pages()
        self._data()
        return drawn

    def _mark(self, ids: Iterable[str]) -> str:
        """A name for all that is held of some series."""
        return digest([(id, self.marks[id]) for id in dict.fromkeys(ids)])

    # --- claims -----------------------------------------------------------------------------------

    def _claims(self) -> int:
        """The pages of claims, with their files: charts of all of them are drawn together."""
        pictures = Pictures(self.cache)
        waiting: list[tuple[str, Claim, ClaimCharts]] = []
        for spoken in self.site.languages:
            with speaking(spoken):
                for claim in catalogue.claims().values():
                    kept = self.cache.kept(*self._of_claim(claim, spoken))
                    if kept is not None:
                        self._put(kept)
                    else:
                        waiting.append((spoken, claim, ClaimCharts(claim, pictures)))
        drawn = pictures.draw()
        for spoken, claim, charts in waiting:
            with speaking(spoken):
                self._put(self.cache.keep(self._made_of(claim, charts, spoken), *self._of_claim(claim, spoken)))
        return drawn

    def _of_claim(self, claim: Claim, spoken: str) -> tuple[object, ...]:
        """The key of a claim's page: its series, what was found, and what the claims beside it say."""
        ids = [*claim.series, *(id for one in state.indicators_for(claim) for id in one.series)]
        beside = [self.found[one.id] for one in catalogue.claims().values() if one.thesis == claim.thesis]
        missing = [id for id in ids if id not in self.series]
        return (*self.always, "claim", spoken, claim.id, self._mark(ids), beside, state.last_month(), missing)

    def _made_of(self, claim: Claim, charts: ClaimCharts, spoken: str) -> bytes:
        page = Page(addresses.of_claim(claim.id), spoken)
        with addresses.standing_at(page, self.series):
            content = pages.of_claim(page, claim, charts)
            files = {page.file: frame.framed(self.site, page, content), **charts.files(spoken)}
        files |= embeds.files(self.site, claim, charts, spoken)
        if spoken == ENGLISH:
            files |= charts.figures()
            told = data_files.finding(self.now.edition, claim)
            files[f"{page.folder}.json"] = data_files.as_json(told)
        return msgspec.msgpack.encode(files)

    def _put(self, bundle: bytes) -> None:
        for path, content in msgspec.msgpack.decode(bundle, type=dict[str, bytes]).items():
            self.made.put(path, content)

    # --- other pages ------------------------------------------------------------------------------

    def _pages(self) -> None:
        histories = {id: self._history(claim) for id, claim in catalogue.claims().items()}
        entries = [(one.claim, one.computed_at) for one in state.store().ledger()]
        whole = digest(self.found, self._mark(catalogue.series()), self.now.today, state.last_month(), entries)
        for spoken in self.site.languages:
            with speaking(spoken):
                for folder, make in pages.makers(histories).items():
                    on = "" if folder.startswith(f"{METHOD}/") else self._beside(folder) or whole
                    page = Page(folder, spoken)
                    work = partial(self._framed, page, make)
                    self.made.put(page.file, self.cache.of(work, *self.always, "page", folder, spoken, on))

    def _beside(self, folder: str) -> object:
        """On what the page of a thesis depends; empty for another page."""
        ids = [one.id for one in catalogue.claims().values() if addresses.of_page(one.thesis) == folder]
        return [self.found[id] for id in ids]

    def _framed(self, page: Page, make: pages.Maker) -> bytes:
        with addresses.standing_at(page, self.series):
            return frame.framed(self.site, page, make(page))

    def _history(self, claim: Claim) -> list[Moment]:
        """A claim month by month, kept: to judge all months of all claims takes as long as all else."""
        key = (program(), "history", claim.id, self._mark(claim.series), state.last_month())
        kept = self.cache.of(lambda: msgspec.json.encode(state.history(claim), enc_hook=str), *key)
        return msgspec.json.decode(kept, type=list[Moment])

    def _packed(self, asked: Asked, one: Series) -> bytes:
        return msgspec.msgpack.encode(data_files.series(asked, one))

    # --- for machines -----------------------------------------------------------------------------

    def _data(self) -> None:
        edition, site = self.now.edition, self.site
        found = [data_files.finding(edition, claim) for claim in catalogue.claims().values()]
        self.made.put(frame.CLAIMS, data_files.as_json(found))
        asked = Asked(self.now, View(), ENGLISH, site.url, frozen=False)
        for id in sorted(self.series):
            work = partial(self._packed, asked, catalogue.series()[id])
            self._put(self.cache.of(work, program(), "series", id, self._mark([id])))
        for spoken in site.languages:
            with speaking(spoken):
                self.made.put(addresses.in_language(frame.FEED, spoken), feeds.atom(site))
                statuses = [one.status for one in state.findings().values()]
                picture = text_card.board(statuses, site.url)
                self.made.put(addresses.in_language(frame.BOARD_PICTURE, spoken), picture)
        self.made.put(frame.CALENDAR, feeds.calendar(site))
        self.made.put(
            "sitemap.xml",
            data_files.sitemap(site, [*pages.makers({}), *map(addresses.of_claim, catalogue.claims())]),
        )
        self.made.put("robots.txt", data_files.robots(site))
