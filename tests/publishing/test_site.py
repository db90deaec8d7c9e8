"""A small site, whole: two claims in two languages."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from dashboard.publishing import charts, site
from dashboard.publishing.site import UrlError
from dashboard.theme.tokens import DARK, LIGHT
from indicators.store.store import Store, open_store
from tests import browser
from tests.conftest import IN_BROWSER
from tests.publishing.sites import CLAIMS, LANGUAGES, URL, broken, parsed, published
from tests.publishing.weights import MOST, weights

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("publishing")


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def small(store: Store, place: Path, patch: pytest.MonkeyPatch) -> Path:
    """The site, published once."""
    made = published(store, place / "site", place / "cache", patch)
    assert made.drawn == len(CLAIMS) * len(LANGUAGES) * 3, "a chart for a desk and one for a phone, and a card"
    return place / "site"


def pages(root: Path) -> list[Path]:
    return sorted(root.rglob("*.html"))


@pytest.mark.sweep(2)
@pytest.mark.parametrize("whole", [False, True])
def test_no_link_is_broken_and_every_page_is_light(
    small: Path, place: Path, store: Store, patch: pytest.MonkeyPatch, whole: bool
):
    root = place / "whole" if whole else small
    if whole:
        published(store, root, place / "cache", patch, whole=True)
    assert broken(root, URL) == []
    assert {one.page: one for one in weights(root) if one.whole > MOST} == {}


def test_no_link_is_broken_at_the_root_of_a_host(small: Path, store: Store, place: Path, patch: pytest.MonkeyPatch):
    published(store, place / "rooted", place / "cache", patch, url="https://board.example.org")
    assert broken(place / "rooted", "https://board.example.org") == []


def test_the_checker_of_links_finds_a_broken_one(small: Path, tmp_path: Path):
    (tmp_path / "index.html").write_text(
        "<a href='here.html'></a><a href='#place'></a><a href='../out.html'></a><a href='https://board.example.org/a/b/x/'></a>"
    )
    assert len(broken(tmp_path, URL)) == 4


def test_a_page_has_one_heading_its_language_and_words_for_each_picture(small: Path):
    for path in pages(small):
        page, text = parsed(path), path.read_text()
        spoken = "ja" if path.is_relative_to(small / "ja") else "en"
        assert page.headings == ["h1"] and page.unnamed == [], path
        assert f"<html lang='{spoken}'" in text and not re.search("&lt;(div|p|section|svg)", text), path
        if "embed" not in path.parts:  # which is no page of its own
            assert '<meta name="description" content="' in text, path
            assert f'<link rel="canonical" href="{URL}/' in text, path


def test_a_page_says_what_it_is_in_each_language(small: Path):
    text = (small / "ja/claims/capex-dependence/index.html").read_text()
    for one, folder in (("en", ""), ("ja", "ja/"), ("x-default", "")):
        assert f'hreflang="{one}" href="{URL}/{folder}claims/capex-dependence/"' in text
    assert f'<meta property="og:image" content="{URL}/ja/claims/capex-dependence.png"' in text and "ClaimReview" in text


def test_a_claim_reads_whole_without_script(small: Path, store: Store):
    text = (small / "claims/capex-dependence/index.html").read_text()
    bare = re.sub(r"<script.*?</script>|<style.*?</style>", "", text, flags=re.DOTALL)
    for words in (
        "3.32",
        "Supported",
        "Holds if",
        "As known at publication",
        "これは、政策立案者",
        "aria-label='Rise of",
        "What moved this verdict since publication",
        "Turned by gross domestic product",
    ):
        assert words in bare
    assert bare.count("<svg data-size=") == 2


def test_releases_are_read_without_script_in_each_language(small: Path):
    for folder, title in (("", "Releases"), ("ja", "発表")):
        text = (small / folder / "releases/index.html").read_text()
        bare = re.sub(r"<script.*?</script>|<style.*?</style>", "", text, flags=re.DOTALL)
        assert title in re.findall("<h1>(.*?)</h1>", bare)[0]
        assert bare.count("class='release") >= 5 and "claims/labor-to-capital/index.html" in bare


def test_the_same_store_makes_the_same_bytes_and_nothing_is_drawn_again(
    small: Path, store: Store, place: Path, patch: pytest.MonkeyPatch
):
    again = published(store, place / "again", place / "other cache", patch)
    assert again.drawn and contents(place / "again") == contents(small)
    over = published(store, small, place / "cache", patch)
    assert (over.changed, over.made, over.drawn) == (0, 0, 0)


def test_when_a_series_changes_only_what_stands_on_it_is_written_again(
    small: Path, place: Path, patch: pytest.MonkeyPatch
):
    own, out, cache = open_store(place / "own.sqlite"), place / "renewed", place / "cache"
    published(own, out, cache, patch)
    newest = own.vintages(["A679RC1Q027SBEA"])["A679RC1Q027SBEA"][-1]
    day, value = own.states({"A679RC1Q027SBEA": newest.at})["A679RC1Q027SBEA"][-1]
    own.add("A679RC1Q027SBEA", newest.at + 1, [(day, 3 * value)], newest.source)
    before = contents(out)
    published(own, out, cache, patch)
    now = contents(out)
    changed = {path for path in now if before.get(path) != now[path]}
    assert {
        "claims/capex-dependence/index.html",
        "embed/capex-dependence/index.html",
        "series/A679RC1Q027SBEA.csv",
        "claims.json",
    } <= changed
    assert not [path for path in changed if re.search(r"labor|assets|feed|method/ai-capex|series/GDP", path)]


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_files_for_machines_are_what_they_say(small: Path):
    found = json.loads((small / "claims.json").read_text())
    assert [one["id"] for one in found] == list(CLAIMS)
    assert json.loads((small / "claims/capex-dependence.json").read_text()) == found[0]
    assert (small / "claims/capex-dependence.csv").read_text().startswith("Entity,Day,")
    assert (small / "series/GDP.csv").read_text().startswith("Entity,Day,")
    for name in ("sitemap.xml", "feed.atom", "ja/feed.atom"):
        ElementTree.parse(small / name)
    assert (small / "calendar.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert f"URL:{URL}/ja/releases/" in (small / "ja/calendar.ics").read_bytes().decode().replace("\r\n ", "")
    assert f'href="{URL}/ja/ledger/"' in (small / "ja/feed.atom").read_text()
    assert not (small / "series/SP500_PE.csv").exists()


def test_a_drawing_has_both_themes_and_the_type_of_its_page():
    style = charts.in_both(
        'fill: rgb(15, 92, 122); font-family: Inter, "Noto Sans JP", "Noto Sans KR", system-ui, sans-serif;'
    )
    assert style == f"fill: light-dark({LIGHT.series[0].lower()},{DARK.series[0]}); font-family: var(--sans);"


@pytest.mark.parametrize("url", ["board.example.org", "ftp://x", "https://", "https://x/?a", "https://x y"])
def test_what_is_no_address_is_refused_in_a_sentence(url: str, tmp_path: Path):
    with pytest.raises(UrlError, match="--url takes the address"):
        site.publish(tmp_path / "site", url, tmp_path / "cache")
    assert not (tmp_path / "site").exists()


def test_a_publication_is_kept_at_its_day_between_those_beside_it(
    store: Store, place: Path, patch: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch
):
    out, day = place / "kept", site.last_day(store)
    days = [day.replace(day=1), day.replace(day=2), day.replace(day=3)]
    for one in days:
        monkeypatch.setattr(site, "last_day", lambda _, one=one: one)
        published(store, out, place / "cache", patch, archived=True)
    assert broken(out, URL) == []
    _, second, third = (out / "archive" / f"{one}" / "ja/index.html" for one in days)
    assert f"href='../../{days[0]}/ja/index.html'" in second.read_text()
    assert f"href='../../{days[2]}/ja/index.html'" in second.read_text()
    assert f"{days[2]}" not in re.findall(r"<aside.*?</aside>", third.read_text())[0]
    before = contents(out / "archive")
    published(store, out, place / "cache", patch)
    assert contents(out / "archive") == before, "a publication that is not kept takes the kept ones over"


def test_from_a_disk_offline_a_chart_becomes_one_with_values(small: Path, chromium: Any):
    with chromium.new_context(viewport=browser.PHONE, offline=True, has_touch=True) as window:
        page = window.new_page()
        trouble: list[str] = []
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("requestfailed", lambda request: trouble.append(request.url))
        page.on("request", lambda one: None if one.url.startswith(("file:", "data:")) else trouble.append(one.url))
        page.goto((small / "claims/capex-dependence/index.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= browser.PHONE["width"]
        page.locator("svg[data-size=phone]").first.wait_for()
        assert not page.evaluate("'Plotly' in window")
        page.locator(".cb-chart .cb-open").first.click()
        page.locator(".cb-chart.live .plot .main-svg").first.wait_for()
        assert page.locator(".cb-chart.live svg[data-size]").first.is_hidden()
        page.locator("a[hreflang=ja]").first.click()
        page.wait_for_url("**/ja/claims/capex-dependence/index.html")
        assert page.locator("h1").inner_text()
        assert trouble == []


def test_axe_finds_nothing_in_light_nor_in_dark_on_a_phone(small: Path, chromium: Any):
    from tests.views.test_accessible import audit

    paths = ("index.html", "claims/capex-dependence/index.html", "ja/method/index.html", "data/1/index.html", "ledger/index.html", "embed/capex-dependence/index.html")  # fmt: skip
    for scheme, size in (("light", browser.WIDE), ("dark", browser.PHONE)):
        with chromium.new_context(viewport=size, color_scheme=scheme) as window:
            page = window.new_page()
            for path in paths:
                page.goto((small / path).as_uri())
                assert audit(page) == [], path


def test_a_page_fetches_no_more_than_it_was_weighed_with(small: Path, chromium: Any):
    weighed = {one.page: one for one in weights(small)}
    for path in (
        "index.html",
        "claims/capex-dependence/index.html",
        "ja/ledger/index.html",
        "method/ai-capex/index.html",
    ):
        with chromium.new_context(viewport=browser.WIDE) as window:
            page = window.new_page()
            fetched: list[str] = []
            page.on("request", lambda request, fetched=fetched: fetched.append(request.url))
            page.goto((small / path).as_uri(), wait_until="load")
            page.evaluate("document.fonts.ready")
            files = {small / one.removeprefix(f"{small.as_uri()}/") for one in fetched if one.startswith("file:")}
            assert any(one.suffix == ".woff2" for one in files), path
            sent = sum(one.stat().st_size for one in files if one.suffix != ".svg")
            assert sent <= weighed[path].whole <= MOST, (path, sorted(one.name for one in files))


def test_an_embed_is_light_or_dark_as_its_address_asks(small: Path, chromium: Any):
    with chromium.new_context(viewport=browser.WIDE, color_scheme="light") as window:
        page = window.new_page()
        seen = {}
        for asked in ("", "?theme=dark", "?theme=light", "?theme=<b>"):
            page.goto((small / "embed/capex-dependence/index.html").as_uri() + asked)
            seen[asked] = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert seen["?theme=dark"] != seen[""] == seen["?theme=light"] == seen["?theme=<b>"]
