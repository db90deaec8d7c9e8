"""What the addresses answer, of the same objects as the pages, and what they refuse."""

import io
import json
from datetime import date
from xml.etree import ElementTree

import pandas as pd
import pytest
from PIL import Image

from dashboard.api.addresses import ADDRESSES
from dashboard.charts.spec import CARDS
from dashboard.exports import bundle, selection
from dashboard.i18n.locale import NAMES
from dashboard.urls import access
from indicators.catalogue import catalogue
from indicators.judging import evaluate, finding_json
from indicators.store.edition import edition
from tests.conftest import ROOT

CLAIM, SERIES = "capex-dependence", "GDP"
PAST = "asof=2025-12-01"
FROZEN = "data=2026-11-01T00:00:00Z"
#: An example of each path.
PATHS = [one.path.replace("{id}", SERIES if "series" in one.path else CLAIM) for one in ADDRESSES]
ASKED = [f"{path}?url=https://board.example.org/embed/{CLAIM}" if path == "/oembed" else path for path in PATHS]
HOSTILE = (
    "..",
    "%2e%2e%2fetc%2fpasswd",
    "<script>",
    "%00",
    "a" * 3000,
    "con",
    "x' OR 1=1",
    "💣",
    "capex-dependence%0d%0aX: y",
)


# --- the same as elsewhere ------------------------------------------------------------------------


def test_a_finding_is_the_one_that_the_command_prints(client, store):
    found = client.get(f"/claims/{CLAIM}.json").json()
    claim = catalogue.find_claim(CLAIM)
    printed = finding_json.as_json(evaluate.with_flips(edition(store), evaluate.findings(edition(store), [claim])[0]))
    assert {name: found[name] for name in printed if name != "as_of"} == {
        name: value for name, value in json.loads(json.dumps(printed)).items() if name != "as_of"
    }
    assert found["page"] == f"https://board.example.org/ai-capex?claim={CLAIM}"


def test_the_list_has_every_claim_in_its_order(client):
    found = client.get("/claims.json").json()
    assert [one["id"] for one in found] == list(catalogue.claims())
    assert found[0]["legs"] and all(len(one["flips"]) for one in found if one["id"] == CLAIM)


def test_the_rows_of_a_chart_are_those_of_its_menu(client, store):
    cards, _ = selection.deal(store, [CLAIM])
    for card in cards:
        answer = client.get(f"/claims/{CLAIM}.csv?chart={card.indicator.id}")
        assert answer.text == bundle.as_csv(card), card.indicator.id


def test_a_program_reads_the_rows_as_they_are(client):
    chart = pd.read_csv(io.StringIO(client.get(f"/claims/{CLAIM}.csv").text))
    rows = pd.read_csv(io.StringIO(client.get(f"/series/{SERIES}.csv").text), parse_dates=["Day"])
    assert chart.columns[:2].tolist() == ["Entity", "Day"] and chart.iloc[:, 2].dtype == float
    assert rows["Gross domestic product"].gt(1e11).all() and rows.Day.is_monotonic_increasing
    assert rows.Unit.eq("dollars").all() and "Bureau of Economic Analysis" in rows.Source[0]


def test_a_past_day_and_a_moment_are_those_of_the_pages(client, store):
    then = client.get(f"/claims/{CLAIM}.json?{PAST}").json()
    judged = evaluate.findings(store, [catalogue.find_claim(CLAIM)], as_of=date(2025, 12, 1))[0]
    assert (then["status"], then["as_of"]) == (judged.status, "2025-12-01")
    rows = client.get(f"/series/{SERIES}.json?{PAST}").json()
    assert rows["last"] < client.get(f"/series/{SERIES}.json").json()["last"] and rows["basis"] != "current"
    assert "data=2026-" in client.get(f"/claims/{CLAIM}.json?{FROZEN}").json()["page"]


def test_controls_of_a_chart_are_those_of_its_page(client):
    usual = client.get("/claims/housing-out-of-reach.csv").text
    charts = client.get("/claims/housing-out-of-reach.json").json()["charts"]
    assert all(client.get(one["csv"].removeprefix("https://board.example.org")).status_code == 200 for one in charts)
    assert client.get("/claims/housing-out-of-reach.csv?no-such-control=5").text == usual


@pytest.mark.parametrize("language", NAMES)
def test_a_finding_is_said_in_the_language_asked_for(client, language: str):
    found = client.get(f"/claims/{CLAIM}.json?lang={language}").json()
    assert found["status"] == "supported" and found["language"] == language
    assert found["claim"]["quote"] == getattr(catalogue.find_claim(CLAIM), language)
    assert (found["answer"] == client.get(f"/claims/{CLAIM}.json").json()["answer"]) == (language == "en")


@pytest.mark.parametrize("size", CARDS)
def test_a_picture_has_the_size_asked_for(client, size: str):
    answer = client.get(f"/claims/{CLAIM}.png?size={size}")
    assert "x".join(map(str, Image.open(io.BytesIO(answer.content)).size)) == size
    drawn = ElementTree.fromstring(client.get(f"/claims/{CLAIM}.svg?size={size}").content)
    assert f"{drawn.get('width')}x{drawn.get('height')}" == size


def test_a_claim_without_figures_on_a_day_has_a_picture_and_an_embed(client):
    claim = "vix-inversion"
    for path in (f"/claims/{claim}.png", f"/claims/{claim}.svg", f"/embed/{claim}", f"/claims/{claim}.json"):
        assert client.get(f"{path}?asof=2006-01-02").status_code == 200, path
    refused = client.get(f"/claims/{claim}.csv?asof=2006-01-02")
    assert (refused.status_code, refused.text) == (404, "Error\r\nNo figures are held for that choice.\r\n")


# --- what crawlers and previews are told ------------------------------------------------------------


def test_the_sitemap_has_every_claim_in_every_language(client):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    space = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    places = [one.text for one in tree.findall("m:url/m:loc", space)]
    assert {f"https://board.example.org/ai-capex?claim={CLAIM}", "https://board.example.org/"} < set(places)
    assert len(places) == len(set(places)) > len(catalogue.claims()) + len(catalogue.theses())
    assert {one.get("hreflang") for one in tree.findall("m:url/x:link", space)} == {*NAMES, "x-default"}
    assert client.get("/robots.txt").text.endswith("Sitemap: https://board.example.org/sitemap.xml\n")


@pytest.mark.parametrize("page", ["/ai-capex?claim={}&lang=ja", "/embed/{}", "/claims/{}.png?size=540x540"])
def test_the_address_of_a_claim_is_framed(client, page: str):
    found = client.get(
        "/oembed", params={"url": f"https://board.example.org{page.format(CLAIM)}", "maxwidth": "400"}
    ).json()
    assert (found["type"], found["version"], found["width"]) == ("rich", "1.0", 400)
    assert f"src='https://board.example.org/embed/{CLAIM}'" in found["html"] and found["thumbnail_url"].endswith(".png")


@pytest.mark.parametrize(
    "query",
    [
        "", "url=https://elsewhere.example.org/embed/capex-dependence", "url=https://board.example.org/", "url=[",
        "url=https://board.example.org/embed/capex-dependence&maxwidth=-1", "url=javascript:alert(1)",
        "url=https://board.example.org/embed/capex-dependence&format=xml",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_claim_is_not_framed(client, query: str):
    answer = client.get(f"/oembed?{query}")
    assert answer.status_code in (400, 404) and answer.json()["error"].endswith(".")


def test_openapi_has_every_address_and_its_parameters(client):
    paths = client.get("/openapi.json").json()["paths"]
    assert list(paths) == [one.path for one in ADDRESSES]
    for one in ADDRESSES:
        named = [p["name"] for p in paths[one.path]["get"]["parameters"]]
        assert named == [*(["id"] if "{id}" in one.path else []), *one.parameters]


def test_the_readme_has_every_address():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [one.path for one in ADDRESSES if f"`{one.path.replace('{id}', '<id>')}`" not in readme]
    assert not missing


def test_an_embed_needs_a_page_and_a_picture(client):
    answer = client.get(f"/embed/{CLAIM}?lang=ja&theme=auto")
    assert len(answer.content) < 100_000 and "<script" not in answer.text
    assert answer.text.count("<img") == 1 and "prefers-color-scheme: dark" in answer.text
    assert "支持" in answer.text and f"href='https://board.example.org/ai-capex?claim={CLAIM}'" in answer.text
    for place in ("&theme=dark", "&size=350", "lang=ja"):
        assert place.replace("&", "&amp;") in answer.text
    assert "prefers-color-scheme" not in client.get(f"/embed/{CLAIM}?theme=light").text


# --- caching --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ASKED)
def test_an_answer_is_asked_for_again_by_its_tag(client, path: str):
    first = client.get(path)
    assert first.status_code == 200 and first.headers["content-length"] == str(len(first.content))
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"") and again.headers["etag"] == first.headers["etag"]
    head = client.head(path)
    assert head.headers["content-length"] == first.headers["content-length"]
    assert "immutable" not in first.headers["cache-control"]


def test_an_answer_that_names_its_figures_never_changes(client):
    frozen = client.get(f"/claims/{CLAIM}.csv?{FROZEN}")
    assert "immutable" in frozen.headers["cache-control"]
    latest = client.get(f"/claims/{CLAIM}.csv?{FROZEN}&figures=Latest+figures")
    assert "immutable" not in latest.headers["cache-control"] and latest.headers["etag"] != frozen.headers["etag"]


def test_every_difference_of_an_answer_is_one_of_its_tag(client):
    asked = [
        "",
        "?lang=ja",
        f"?{PAST}",
        "?size=540x540",
        "?view=chart",
        "?view=chart&theme=dark",
        "?chart=ai-investment-share",
    ]
    assert len({client.get(f"/claims/{CLAIM}.svg{query}").headers["etag"] for query in asked}) == len(asked)


def test_the_language_of_an_embed_is_the_readers(client):
    told = client.get(f"/embed/{CLAIM}", headers={"Accept-Language": "ko"})
    assert "<html lang='ko'>" in told.text and told.headers["vary"] == "accept-language"
    assert "vary" not in client.get(f"/embed/{CLAIM}?lang=ko").headers


# --- refusals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("path", [one.path for one in ADDRESSES if "{id}" in one.path])
def test_a_hostile_name_is_refused_in_the_format_asked_for(client, path: str, name: str):
    answer = client.get(path.replace("{id}", name))
    assert answer.status_code == 404 and b"Traceback" not in answer.content and b"root:" not in answer.content
    if path.endswith(".json"):
        assert answer.json()["error"].endswith(".")
    if path.endswith(".csv") and answer.headers["content-type"].startswith("text/csv"):
        assert answer.text.startswith("Error\r\n")
    if path.endswith(".png"):
        assert Image.open(io.BytesIO(answer.content)).width
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "asof=2025-02-30", "asof=", "asof=1999-01-01", "asof=2999-01-01", "asof=2025-01-01&asof=2025-01-02", "asof=٢٠٢٥-٠١-٠١",
        "data=now", "data=9999-99-99T99:99:99Z", "lang=xx", "lang=", "lang=../../en", "figures=all", "size=1x1", "size=",
        "size=99999999x99999999", "view=page", "theme=dark", "chart=no-such", "chart=../x", "view=chart&size=1200x628",
        "&".join(f"a{n}=1" for n in range(200)),
    ],
)  # fmt: skip
def test_a_parameter_that_cannot_be_read_is_told_in_a_sentence(client, query: str):
    answer = client.get(f"/claims/{CLAIM}.svg?{query}")
    assert answer.status_code == 400 and ElementTree.fromstring(answer.content) is not None
    label = ElementTree.fromstring(answer.content).get("aria-label") or ""
    assert label.endswith(". Claimboard"), label


@pytest.mark.parametrize("path", PATHS)
def test_addresses_are_only_read(client, path: str):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = client.request(method, path)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS") and answer.text.endswith(
            ".\n"
        )
    asked = client.options(path)
    assert asked.status_code == 204 and asked.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    "path", ["/claims/a/b.json", "/claims/", "/series/x/y", "/embed/", "/claims/x.exe", "/series/GDP"]
)
def test_nothing_else_is_below_our_folders(client, path: str):
    answer = client.get(path, headers={"Accept-Language": "ja"})
    assert answer.status_code == 404 and "ページ" in (answer.json()["error"] if path.endswith("json") else answer.text)


def test_only_embeds_are_framed(client, monkeypatch):
    def framed(path: str) -> str:
        return client.get(path).headers["content-security-policy"].rpartition("frame-ancestors ")[2]

    assert framed(f"/embed/{CLAIM}") == "*" and framed(f"/claims/{CLAIM}.svg") == "'none'"
    monkeypatch.setenv(access.EMBED_FROM, "https://a.example.org, https://b.example.org")
    assert framed(f"/embed/{CLAIM}") == "'self' https://a.example.org https://b.example.org"
    monkeypatch.setenv(access.EMBED_FROM, "none")
    assert framed(f"/embed/{CLAIM}") == "'none'"
