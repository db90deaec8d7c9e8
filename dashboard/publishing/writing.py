"""The files of a publication: every page in every language, and what machines read.

What a page depends on is in the key under which it is kept; so a second run makes what changed, and takes the rest over.
What is not kept is made first, by as many processes as there are processors; then all is written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import msgspec

from dashboard.api.asked import Asked
from dashboard.exports import text_card
from dashboard.feeds import atom, ical
from dashboard.i18n.locale import speaking
from dashboard.publishing import addresses, assets, data_files, embeds, frame, hands, pages
from dashboard.publishing.addresses import Page
from dashboard.publishing.cache import Cache, digest, program
from dashboard.publishing.charts import Pictures
from dashboard.publishing.claim_charts import ClaimCharts
from dashboard.publishing.draft import Draft
from dashboard.publishing.frame import Site
from dashboard.session import over_time, state
from dashboard.session.state import Served, View
from dashboard.urls.view_state import METHOD
from indicators.catalogue import catalogue
from indicators.i18n.messages import ENGLISH
from indicators.judging import finding_json
from indicators.judging.evaluate import Moment
from indicators.judging.radar import Bearing, Coming
from indicators.model import Claim

Key = tuple[object, ...]
#: Series whose files are made one after the other.
SOME = 25


def _marks(now: Served) -> dict[str, str]:
    """A name for all that is held of each series: the same figures, the same name."""
    ids = catalogue.series()
    held = {id: {known.at for known in vintages} for id, vintages in now.edition.vintages(ids).items()}
    return {id: digest([one for one in sums if one[0] in held[id]]) for id, sums in now.edition.checksums(ids).items()}


class Writing:
    """One publication while it is written."""

    def __init__(self, site: Site, cache: Cache, now: Served, made: Draft) -> None:
        self.site, self.cache, self.now, self.made = site, cache, now, made
        self.series = frozenset(data_files.passed_on(now.edition))
        self.found = {id: digest(finding_json.as_json(one)) for id, one in state.findings().items()}
        self.marks = _marks(now)
        self.coming = over_time.coming()
        #: On what every page depends: the program, the site's address and languages.
        self.always = (program(), site.url, site.languages)
        entries = [(one.claim, one.computed_at) for one in state.store().ledger()]
        #: On what pages depend that are about everything.
        self.whole = digest(self.found, self._mark(catalogue.series()), now.today, over_time.last_month(), entries)

    def write(self) -> int:
        """Write all files; returns how many pictures were drawn."""
        for path, content in assets.files().items():
            self.made.put(path, content)
        drawn = hands.share([*self._claims_to_make(), *self._bearings_to_find()], self._pictures)
        makers = self._makers()
        hands.share([*self._pages_to_make(makers), *self._series_to_make()], self._pictures)
        self._put_claims()
        self._put_pages(makers)
        self._put_data()
        return drawn

    def _pictures(self) -> Pictures:
        return Pictures(self.cache)

    def _mark(self, ids: Iterable[str]) -> str:
        """A name for all that is held of some series."""
        return digest([(id, self.marks[id]) for id in dict.fromkeys(ids)])

    def _put(self, bundle: bytes) -> None:
        for path, content in msgspec.msgpack.decode(bundle, type=dict[str, bytes]).items():
            self.made.put(path, content)

    # --- claims -----------------------------------------------------------------------------------

    def _claims_to_make(self) -> list[hands.Piece[Pictures]]:
        """The claims whose pages are not kept, each in the languages in which they are not."""
        found: list[hands.Piece[Pictures]] = []
        for claim in catalogue.claims().values():
            spoken = [one for one in self.site.languages if not self.cache.has(*self._of_claim(claim, one))]
            if spoken:
                found.append(partial(self._make_claim, claim, spoken))
        return found

    def _of_claim(self, claim: Claim, spoken: str) -> Key:
        """The key of a claim's page: its series, what was found, and what the claims beside it say."""
        ids = [*claim.series, *(id for one in state.indicators_for(claim) for id in one.series)]
        beside = [self.found[one.id] for one in catalogue.claims().values() if one.thesis == claim.thesis]
        missing = [id for id in ids if id not in self.series]
        return (*self.always, "claim", spoken, claim.id, self._mark(ids), beside, over_time.last_month(), missing)

    def _make_claim(self, claim: Claim, languages: Sequence[str], pictures: Pictures) -> int:
        """Make a claim's page in some languages, with its files; returns how many pictures were drawn."""
        self._history(claim), self._finding(claim)
        waiting: list[tuple[str, ClaimCharts]] = []
        for spoken in languages:
            with speaking(spoken):
                waiting.append((spoken, ClaimCharts(claim, pictures, self._mark)))
        drawn = pictures.draw()
        for spoken, charts in waiting:
            with speaking(spoken):
                self.cache.keep(self._claim_in(claim, charts, spoken), *self._of_claim(claim, spoken))
        return drawn

    def _claim_in(self, claim: Claim, charts: ClaimCharts, spoken: str) -> bytes:
        page = Page(addresses.of_claim(claim.id), spoken)
        with addresses.standing_at(page, self.series):
            content = pages.of_claim(page, claim, charts)
            files = {page.file: frame.framed(self.site, page, content), **charts.files(spoken)}
        files |= embeds.files(self.site, claim, charts, spoken)
        if spoken == ENGLISH:
            files |= charts.figures()
            files[f"{page.folder}.json"] = data_files.as_json(self._finding(claim))
        return msgspec.msgpack.encode(files)

    def _put_claims(self) -> None:
        for claim in catalogue.claims().values():
            for spoken in self.site.languages:
                self._put(self._kept(partial(self._make_claim, claim, [spoken]), *self._of_claim(claim, spoken)))

    def _kept(self, make: hands.Piece[Pictures], *key: object) -> bytes:
        """What is kept by now; where the disk kept nothing, it is made once more."""
        if (content := self.cache.kept(*key)) is None:
            with self._pictures() as pictures:
                make(pictures)
            content = self.cache.kept(*key)
        if content is None:
            raise OSError(f"nothing can be kept in {self.cache.folder}")
        return content

    # --- what is judged ---------------------------------------------------------------------------

    def _history(self, claim: Claim) -> list[Moment]:
        """A claim month by month, kept: to judge all months of all claims takes as long as all else."""
        key = (program(), "history", claim.id, self._mark(claim.series), over_time.last_month())
        kept = self.cache.of(lambda: msgspec.json.encode(over_time.history(claim), enc_hook=str), *key)
        return msgspec.json.decode(kept, type=list[Moment])

    def _finding(self, claim: Claim) -> dict[str, Any]:
        """A finding as JSON, kept: for its flips a claim is judged some dozens of times."""
        key = (program(), "finding", claim.id, self._mark(claim.series), self.found[claim.id])
        kept = self.cache.of(lambda: data_files.as_json(data_files.finding(self.now.edition, claim)), *key)
        return msgspec.json.decode(kept, type=dict[str, Any])

    def _bearings_to_find(self) -> list[hands.Piece[Pictures]]:
        each = [replace(one, claims=(claim,)) for one in self.coming for claim in one.claims]
        return [partial(self._find_bearings, one) for one in each if not self.cache.has(*self._of_bearings(one))]

    def _of_bearings(self, one: Coming) -> Key:
        ids = [id for claim in one.claims for id in catalogue.claims()[claim].series]
        return (program(), "bearings", str(one.period), one.series, one.claims, self._mark(ids))

    def _find_bearings(self, one: Coming, _: Pictures) -> int:
        self._bearings_of(one)
        return 0

    def _bearings(self, one: Coming) -> list[Bearing]:
        """What a release means for each claim that hangs on it."""
        return [found for claim in one.claims for found in self._bearings_of(replace(one, claims=(claim,)))]

    def _bearings_of(self, one: Coming) -> list[Bearing]:
        """The same of one claim, kept: it is judged some twenty times."""
        kept = self.cache.of(
            lambda: msgspec.json.encode(over_time.bearings(one), enc_hook=str), *self._of_bearings(one)
        )
        return msgspec.json.decode(kept, type=list[Bearing])

    # --- other pages ------------------------------------------------------------------------------

    def _makers(self) -> Mapping[str, pages.Maker]:
        histories = {id: self._history(claim) for id, claim in catalogue.claims().items()}
        return pages.makers(histories, {one: self._bearings(one) for one in self.coming if one.claims})

    def _pages_to_make(self, makers: Mapping[str, pages.Maker]) -> list[hands.Piece[Pictures]]:
        """The other pages that are not kept, each in the languages in which they are not."""
        found: list[hands.Piece[Pictures]] = []
        for folder, make in makers.items():
            spoken = [one for one in self.site.languages if not self.cache.has(*self._of_page(folder, one))]
            if spoken:
                found.append(partial(self._make_page, folder, make, spoken))
        return found

    def _of_page(self, folder: str, spoken: str) -> Key:
        on = "" if folder.startswith(f"{METHOD}/") else self._beside(folder) or self.whole
        return (*self.always, "page", folder, spoken, on)

    def _beside(self, folder: str) -> object:
        """On what the page of a thesis depends; empty for another page."""
        ids = [one.id for one in catalogue.claims().values() if addresses.of_page(one.thesis) == folder]
        return [self.found[id] for id in ids]

    def _make_page(self, folder: str, make: pages.Maker, languages: Sequence[str], _: object) -> int:
        for spoken in languages:
            page = Page(folder, spoken)
            with speaking(spoken), addresses.standing_at(page, self.series):
                self.cache.keep(frame.framed(self.site, page, make(page)), *self._of_page(folder, spoken))
        return 0

    def _put_pages(self, makers: Mapping[str, pages.Maker]) -> None:
        for folder, make in makers.items():
            for spoken in self.site.languages:
                make_it = partial(self._make_page, folder, make, [spoken])
                self.made.put(Page(folder, spoken).file, self._kept(make_it, *self._of_page(folder, spoken)))

    # --- for machines -----------------------------------------------------------------------------

    def _series_to_make(self) -> list[hands.Piece[Pictures]]:
        """The series whose files are not kept, in as many parts as there are pages that list them."""
        ids = [id for id in sorted(self.series) if not self.cache.has(*self._of_series(id))]
        return [partial(self._make_series, ids[n : n + SOME]) for n in range(0, len(ids), SOME)]

    def _of_series(self, id: str) -> Key:
        return (program(), "series", id, self._mark([id]))

    def _make_series(self, ids: Sequence[str], _: object) -> int:
        asked = Asked(self.now, View(), ENGLISH, self.site.url, frozen=False)
        for id in ids:
            files = data_files.series(asked, catalogue.series()[id])
            self.cache.keep(msgspec.msgpack.encode(files), *self._of_series(id))
        return 0

    def _put_data(self) -> None:
        for id in sorted(self.series):
            self._put(self._kept(partial(self._make_series, [id]), *self._of_series(id)))
        self.made.put(frame.CLAIMS, data_files.as_json([*map(self._finding, catalogue.claims().values())]))
        for spoken in self.site.languages:
            with speaking(spoken):
                self._put_in_language(spoken)
        folders = [*pages.makers({}, {}), *map(addresses.of_claim, catalogue.claims())]
        self.made.put("sitemap.xml", data_files.sitemap(self.site, folders))
        self.made.put("robots.txt", data_files.robots(self.site))

    def _put_in_language(self, spoken: str) -> None:
        """Feed, calendar and the picture of the Board."""
        feed = self.cache.of(self._feed, *self.always, "feed", spoken, self.whole)
        calendar = ical.text(self.coming, self.site, self.now.edition.newest()).encode()
        said = ([one.status for one in state.findings().values()], self.site.url)
        picture = self.cache.of(partial(text_card.board, *said), program(), "board", spoken, *said)
        for name, content in ((frame.FEED, feed), (frame.CALENDAR, calendar), (frame.BOARD_PICTURE, picture)):
            self.made.put(addresses.in_language(name, spoken), content)

    def _feed(self) -> bytes:
        return atom.text(over_time.changes_of(self.now, View())[1], self.site).encode()
