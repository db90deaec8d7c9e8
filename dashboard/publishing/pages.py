"""What each page of a site says: the same blocks as the running board, made of the same findings."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from dashboard.components import copy_link
from dashboard.i18n import finding_rows
from dashboard.i18n.locale import language, translate
from dashboard.publishing import addresses
from dashboard.publishing.addresses import Page
from dashboard.publishing.claim_charts import ClaimCharts
from dashboard.session import over_time, state
from dashboard.templates import render
from dashboard.urls.view_state import BOARD, CORRECTIONS, DATA, EDITIONS, LEDGER, METHOD, RELEASES, claims_of
from dashboard.views import (
    board,
    corrections,
    data,
    data_table,
    ledger,
    ledger_replay,
    method,
    moved,
    releases,
    thesis,
    verdict_table,
)
from indicators.catalogue import catalogue
from indicators.judging.radar import Bearing, Coming
from indicators.model import Claim, Thesis
from indicators.panel.freshness import Standing, standings

#: What each release to come means for the claims that hang on it.
Bearings = Mapping[Coming, list[Bearing]]
#: How many series a page lists.
SERIES = 100


@dataclass(frozen=True)
class Content:
    """What a page says, without its frame."""

    title: str
    #: In a sentence, for who sees the link and not the page.
    description: str
    blocks: list[str]
    #: The style of its drawings.
    style: str = ""
    #: The claim it is about.
    claim: Claim | None = None
    #: Whether it has charts.
    is_drawn: bool = False


def of_board(page: Page) -> Content:
    """The news, and a row for every claim."""
    found = list(state.findings().values())
    head = board.headline(found)
    return Content(
        f"Claimboard: {head}", board.lead(found), [board.top(found), board.rows(found), board.next_release()]
    )


def of_thesis(one: Thesis, page: Page) -> Content:
    """The claims of a thesis, each with its verdict and its answer."""
    rows = [
        {"claim": claim, "finding": found, "was": finding_rows.was(found), "address": copy_link.address_of(claim)}
        for claim in claims_of(one.id)
        if (found := state.findings()[claim.id])
    ]
    title, lead = translate(one.title), translate(one.lead)
    return Content(title, lead, [render("page.html", title=title, lead=lead), render("site_thesis.html", claims=rows)])


def of_claim(page: Page, claim: Claim, charts: ClaimCharts) -> Content:
    """A claim in full: verdict, test, chart, history, quote, and its further charts."""
    one, finding = catalogue.theses()[claim.thesis], state.findings()[claim.id]
    beside = {
        "stated": thesis.stated(claim, finding, charts.is_titled),
        "chart": charts.first(page),
        "test": thesis.test(finding),
    }
    edition = language() if language() in EDITIONS else "ja"
    blocks = [
        thesis.top(one, claims_of(one.id), claim),
        render("site_claim.html", **beside),
        thesis.more(claim, finding),
        thesis.evidence_of(claim),
        thesis.history(claim, finding),
        moved.in_full(found) if (found := moved.since_publication(claim, finding)) else "",
        thesis.quoted(claim, edition),
        thesis.acts(claim),
        charts.others(page),
        _files_of(page, claim),
    ]
    said = translate(finding.answer or finding.sentence)
    return Content(translate(claim.title), said, blocks, charts.style, claim, is_drawn=True)


def _files_of(page: Page, claim: Claim) -> str:
    """What can be taken away of a claim."""
    folder = addresses.of_claim(claim.id)
    own = [("JSON", page.to(f"{folder}.json"), translate("the finding, as the command line prints it"))]
    card = addresses.in_language(f"{folder}.png", page.language)
    own.append((translate("Card"), page.to(card), translate("a picture of claim, verdict and chart")))
    embed = Page(f"embed/{claim.id}", page.language)
    own.append((translate("Embed"), page.to(embed.file), translate("a page to be framed in another")))
    return render("site_links.html", title=translate("Take away"), entries=own)


def of_releases(bearings: Bearings, page: Page) -> Content:
    """The releases of the next weeks, and what would turn the verdicts that hang on each."""
    note = render("remark.html", words=releases.about())
    blocks = [releases.top(), releases.drawn(over_time.coming(), bearings), note]
    return Content(translate("Releases"), releases.lead(), blocks)


def of_method(page: Page) -> Content:
    """The table of all verdicts, where the tests of each thesis are, and figures recomputed."""
    entries = [
        (
            _part(translate(one.title), one, number),
            page.to(Page(addresses.of_method(one.id, number), page.language).file),
            "",
        )
        for one in catalogue.theses().values()
        for number, _ in enumerate(addresses.parts_of(one.id))
    ]
    links = render("site_links.html", title=translate("Tests, formulas and sources by thesis"), entries=entries)
    blocks = [method.top(), links, verdict_table.drawn(), method.reproductions()]
    return Content(translate("Method"), _about_tests(), blocks)


def of_method_of(one: Thesis, number: int, page: Page) -> Content:
    """The tests, formulas and sources of a thesis, or of a part of its claims."""
    title = _part(translate("{thesis}: method", thesis=one.title), one, number)
    top = render("page.html", title=title, lead=_about_tests())
    return Content(title, _about_tests(), [top, method.entries(addresses.parts_of(one.id)[number])])


def _part(name: str, one: Thesis, number: int) -> str:
    """The name of a page, with its number where it is one of several."""
    return f"{name} ({number + 1})" if len(addresses.parts_of(one.id)) > 1 else name


def _about_tests() -> str:
    return translate("Every test, formula and source, printed from the declarations that compute them.")


def of_ledger(histories: ledger_replay.Histories, page: Page) -> Content:
    """The replay month by month, and what refreshes recorded."""
    replay = [ledger_replay.heading(), ledger_replay.table(state.findings(), histories)]
    kept = [render("heading.html", title=translate("Kept at each refresh")), ledger.kept(every=False)]
    said = translate("What each test said at publication and at the end of every month since.")
    return Content(translate("Ledger"), said, [ledger.top(), joined(replay), joined(kept)])


def of_corrections(page: Page) -> Content:
    """What was found wrong."""
    said = translate("What was found wrong with published verdicts, since when, and what it did to which of them.")
    return Content(translate("Corrections"), said, [corrections.top(), corrections.all_of_them()])


def of_data(page: Page) -> Content:
    """How fresh the series are, where each of them is, and what comes next."""
    found = standings(state.store(), state.served().today)
    lists = [
        (_span(part), page.to(Page(addresses.of_series_list(number), page.language).file), "")
        for number, part in enumerate(_parts(found), start=1)
    ]
    table = render("site_links.html", title=translate("Every series"), entries=lists)
    key = render("remark.html", words=data.key(len(found), len(found)))
    blocks = [data.top(found), data.causes(found), joined([table, key]), data.coming(), data.delays()]
    return Content(translate("Data"), _about_series(), blocks)


def of_series(number: int, page: Page) -> Content:
    """A part of the series, with reach, vintage and freshness of each."""
    part = _parts(standings(state.store(), state.served().today))[number - 1]
    title = translate("{page}: {words}", page=translate("Every series"), words=_span(part))
    return Content(
        title, _about_series(), [render("page.html", title=title, lead=_about_series()), data_table.drawn(part)]
    )


def _about_series() -> str:
    return translate("Every series the board stands on: how far it reaches, and of what vintage it is.")


def _parts(found: list[Standing]) -> list[list[Standing]]:
    """The series by id, so many together as a light page has room for."""
    ordered = sorted(found, key=lambda one: one.series.id)
    return [ordered[start : start + SERIES] for start in range(0, len(ordered), SERIES)]


def _span(part: list[Standing]) -> str:
    return f"{part[0].series.id} – {part[-1].series.id}"


def joined(blocks: Iterable[str]) -> str:
    """Blocks as one."""
    return Markup("").join(blocks)


def about(page: Page) -> Iterator[tuple[str, str, bool]]:
    """The pages in the head of every page: name, address, and whether it is this one."""
    names = {
        BOARD: "Board",
        RELEASES: "Releases",
        LEDGER: "Ledger",
        METHOD: "Method",
        DATA: "Data",
        CORRECTIONS: "Corrections",
    }
    for id, name in names.items():
        folder = addresses.of_page(id)
        yield translate(name), page.to(Page(folder, page.language).file), page.folder == folder


#: How a page is made.
Maker = Callable[[Page], Content]


def makers(histories: ledger_replay.Histories, bearings: Bearings) -> Mapping[str, Maker]:
    """The pages that are about no single claim, by folder."""
    theses = [one for one in catalogue.theses().values() if claims_of(one.id)]
    lists = range(1, -(-len(catalogue.series()) // SERIES) + 1)
    return {
        addresses.of_page(BOARD): of_board,
        **{addresses.of_page(one.id): partial(of_thesis, one) for one in theses},
        **{
            addresses.of_method(one.id, number): partial(of_method_of, one, number)
            for one in theses
            for number, _ in enumerate(addresses.parts_of(one.id))
        },
        **{addresses.of_series_list(number): partial(of_series, number) for number in lists},
        RELEASES: partial(of_releases, bearings),
        LEDGER: partial(of_ledger, histories),
        METHOD: of_method,
        DATA: of_data,
        CORRECTIONS: of_corrections,
    }
