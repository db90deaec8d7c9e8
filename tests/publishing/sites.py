"""Sites for tests: a small one of two claims in two languages, and what of a site leads where."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from dashboard.i18n.locale import NAMES
from dashboard.publishing import site
from dashboard.publishing.site import Published
from dashboard.session import over_time, state
from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.store.store import Store

URL = "https://board.example.org/a/b"
CLAIMS = ("capex-dependence", "labor-to-capital")
LANGUAGES = ("en", "ja")


@contextmanager
def few_claims(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Context in which the article makes two claims, and nothing of it was corrected."""
    registry.indicators()  # the theses are read by all of them
    kept = {id: catalogue.claims()[id] for id in CLAIMS}
    kept_by_claims = (state._findings, over_time._histories, over_time._coming)
    with monkeypatch.context() as patch:
        patch.setattr(catalogue, "claims", lambda: kept)
        patch.setattr(catalogue, "corrections", lambda: ())
        for one in kept_by_claims:
            one.cache_clear()
        yield
    for one in kept_by_claims:
        one.cache_clear()


def published(
    store: Store,
    out: Path,
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    whole: bool = False,
    archived: bool = False,
    url: str = URL,
) -> Published:
    """Publish the small site of a store, or the whole one."""
    with nullcontext() if whole else few_claims(monkeypatch), monkeypatch.context() as patch:
        patch.setattr(state, "store", lambda: store)
        languages = tuple(NAMES) if whole else LANGUAGES
        return site.publish(out, url, cache, languages=languages, archived=archived)


@contextmanager
def served(root: Path, under: str = "") -> Iterator[str]:
    """Context with a plain file server of a folder; the address of what is `under` it. Nothing of it is packed."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/{under}"
        finally:
            server.shutdown()
            thread.join()


class _Page(HTMLParser):
    """What a page names: addresses, and the places in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.leads: list[str] = []
        self.places: set[str] = set()
        self.headings: list[str] = []
        self.unnamed: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attributes}
        kinds = ("href", "src", "data-figure", "data-plotly", "data-type1", "data-type2")
        self.leads += [own[name] for name in kinds if name in own]
        self.leads += [own["content"]] if own.get("property") == "og:image" else []
        self.places |= {own["id"]} if "id" in own else set()
        self.headings += [tag] if tag == "h1" else []
        if (tag == "img" and "alt" not in own) or (tag == "svg" and not own.get("aria-label")):
            self.unnamed.append(str(own)[:80])


def parsed(path: Path) -> _Page:
    return _Page(path.read_text(encoding="utf-8"))


def broken(root: Path, url: str) -> list[str]:
    """The links of a site that lead nowhere: to no file, to no place on a page, or out of the folder it is in.

    `url` is its address: what begins with that is a link to itself.
    """
    pages = {path: parsed(path) for path in sorted(root.rglob("*.html"))}
    found = []
    for path, page in pages.items():
        for link in page.leads:
            whole = link.removeprefix(f"{url}/") if link.startswith(f"{url}/") else ""
            if urlsplit(link).scheme and not whole and link != f"{url}/":
                continue
            address, place = urldefrag(whole if whole or link == f"{url}/" else link)
            target = (
                root / unquote(address) if whole or link == f"{url}/" else path.parent / unquote(address)
            ).resolve()
            target = target / "index.html" if target.is_dir() and (whole or link == f"{url}/") else target
            if not address and not whole and link != f"{url}/":
                target = path.resolve()
            if not target.is_relative_to(root.resolve()) or not target.is_file():
                found.append(f"{path.relative_to(root)}: {link}")
            elif place and place not in (pages[path] if target == path.resolve() else parsed(target)).places:
                found.append(f"{path.relative_to(root)}: {link} has no such place")
    return found
