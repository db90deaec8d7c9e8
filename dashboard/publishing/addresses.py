"""Where the files of a site are, and how its pages lead to one another: always relatively.

So a site works at the root of a host, in a folder of one, and opened from a disk; of a folder a link names the page in
it, as a disk has no server that would.
"""

import posixpath
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from dashboard.i18n.locale import language
from dashboard.urls import links, view_state
from dashboard.urls.explorer_params import SERIES
from dashboard.urls.view_state import DATA, EXPLORER, METHOD, ViewState
from indicators.catalogue import catalogue
from indicators.i18n.messages import ENGLISH
from indicators.model import Claim

INDEX = "index.html"
#: How many claims' tests a page has room for.
TESTS = 6
#: The folder of what no language is of: style, scripts, type.
ASSETS = "assets"


@dataclass(frozen=True)
class Page:
    """A page of a site: its folder, below that of its language; empty for the Board."""

    folder: str
    language: str

    @property
    def file(self) -> str:
        """Its path in the site."""
        return in_language(posixpath.join(self.folder, INDEX), self.language)

    @property
    def address(self) -> str:
        """What follows the site's address: a server needs no name of a file."""
        return self.file.removesuffix(INDEX)

    def to(self, path: str) -> str:
        """The relative address of a file of the site."""
        return posixpath.relpath(path, posixpath.dirname(self.file) or ".")

    def spoken(self, language: str) -> "Page":
        """The same page in another language."""
        return Page(self.folder, language)


def in_language(path: str, spoken: str) -> str:
    """A path below the folder of a language; English is at the root."""
    return path if spoken == ENGLISH else f"{spoken}/{path}"


def of_claim(id: str) -> str:
    return f"claims/{id}"


def of_page(id: str) -> str:
    """The folder of a page of the board, as its path in the running one."""
    return view_state.path_of(id)


def of_method(thesis: str, number: int = 0) -> str:
    """The folder of a page with the tests of a thesis' claims, of as many of them as it has room for."""
    return posixpath.join(METHOD, view_state.path_of(thesis), f"{number + 1}" if number else "").rstrip("/")


def parts_of(thesis: str) -> list[list[Claim]]:
    """The claims of a thesis by the page that has their tests."""
    claims = view_state.claims_of(thesis)
    return [claims[start : start + TESTS] for start in range(0, len(claims), TESTS)]


def of_series_list(number: int) -> str:
    """The folder of a page that lists some of the series."""
    return posixpath.join(DATA, f"{number}")


def of_series(id: str) -> str:
    return f"series/{id}.csv"


@contextmanager
def standing_at(page: Page, series: Collection[str]) -> Iterator[None]:
    """Context in which pages lead to one another from a page of the site. `series`: those with a file of figures."""

    def href(shown: ViewState) -> str:
        if shown.page == EXPLORER:
            (id,) = shown.controls[SERIES]
            return page.to(of_series(id)) if id in series else ""
        return page.to(Page(_folder(shown), language()).file) + _entry(shown)

    with links.written(href):
        yield


def _folder(shown: ViewState) -> str:
    if shown.page == METHOD and shown.claim:
        thesis = catalogue.claims()[shown.claim].thesis
        return of_method(thesis, [one.id for one in view_state.claims_of(thesis)].index(shown.claim) // TESTS)
    if shown.claim:
        return of_claim(shown.claim)
    return of_page(shown.page)


def _entry(shown: ViewState) -> str:
    """The place on the page: a claim's entry of the method page."""
    return f"#cb-entry-{shown.claim}" if shown.page == METHOD and shown.claim else ""
