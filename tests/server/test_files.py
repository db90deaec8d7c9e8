"""Scripts and styles on the wire: compressed for who takes that, and otherwise as they are."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from plotly.offline import get_plotlyjs_version
from streamlit.file_util import get_static_dir

from dashboard.server import scripts
from dashboard.server.edits import EDITS
from dashboard.theme import assets
from tests.browser import Server
from tests.patience import until


def script(server: Server) -> str:
    """The address of the script that starts Streamlit's page."""
    return server.url + "/" + re.findall(r'src="\./(static/js/index[^"]+)"', httpx.get(server.url).text)[0]


def packed(address: str) -> httpx.Response:
    """The answer to who takes gzip, once the file is packed: the first ones are not made to wait."""
    answers = []

    def is_packed() -> bool:
        answers.append(httpx.get(address, headers={"Accept-Encoding": "gzip"}))
        return answers[-1].headers.get("content-encoding") == "gzip"

    until(is_packed)
    return answers[-1]


@pytest.mark.parametrize("own", [True, False])
def test_a_script_or_style_goes_out_compressed_and_is_the_same(server: Server, own: bool):
    address = f"{server.url}/app/static/style.css" if own else script(server)
    plain, small = httpx.get(address, headers={"Accept-Encoding": "identity"}), packed(address)
    assert small.content == plain.content and "content-encoding" not in plain.headers
    assert int(small.headers["content-length"]) < 0.5 * int(plain.headers["content-length"])
    assert "accept-encoding" in small.headers["vary"].lower()
    assert small.headers.get("cache-control") == plain.headers.get("cache-control")


def test_a_browser_asks_once_for_a_file_whose_address_names_its_content(server: Server):
    page = httpx.get(server.url).text
    ours = re.findall(r'href="\./(app/static/[^"]+)"', page)
    assert len(ours) == 3
    kept = {one.partition("?")[0]: httpx.get(f"{server.url}/{one}").headers["cache-control"] for one in ours}
    assert "immutable" in kept["app/static/style.css"] and "immutable" in kept["app/static/ruler.css"]
    assert "max-age=86400" in kept["app/static/fonts/faces.css"]
    assert "max-age=86400" in httpx.get(f"{server.url}/app/static/fonts/inter-latin.woff2").headers["cache-control"]
    theirs = packed(script(server))
    again = httpx.get(script(server), headers={"If-None-Match": theirs.headers["etag"], "Accept-Encoding": "gzip"})
    assert "immutable" in theirs.headers["cache-control"] and again.status_code == 304


def test_a_part_of_a_script_is_a_part_of_the_plain_one(server: Server):
    address = script(server)
    packed(address)
    part = httpx.get(address, headers={"Range": "bytes=0-9", "Accept-Encoding": "gzip"})
    assert part.content == httpx.get(address, headers={"Accept-Encoding": "identity"}).content[: len(part.content)]
    assert "content-encoding" not in part.headers


def test_what_is_no_file_is_not_found_however_often_it_is_asked_for(server: Server):
    for _ in range(3):
        answer = httpx.get(f"{server.url}/app/static/none.css", headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 404


def test_the_page_brings_our_styles_after_streamlits(server: Server):
    page = httpx.get(server.url + "/ai-capex").text
    assert re.findall(r'href="\./app/static/(\w+)\.css\?v=\w{12}"></?', page)[-2:] == ["style", "ruler"]
    assert "SourceSans" not in page, "a typeface of Streamlit's that no page is set in"
    assert page.index("ruler.css") > page.index('id="root"')


def chart_script(server: Server) -> str:
    """The address of the script that draws charts, which Streamlit names in its own."""
    name = re.findall(r"PlotlyChart\.[\w-]+\.js", httpx.get(script(server)).text)[0]
    return f"{server.url}/static/js/{name}"


def test_charts_are_drawn_by_the_bundle_of_our_kinds_a_quarter_of_the_whole(server: Server):
    address = chart_script(server)
    whole = (Path(get_static_dir()) / "static" / "js" / address.rpartition("/")[2]).read_bytes()
    plain = httpx.get(address, headers={"Accept-Encoding": "identity"})
    assert assets.text(assets.PLOTLY).encode() in plain.content and len(plain.content) < 0.3 * len(whole)
    assert "immutable" in plain.headers["cache-control"]
    assert packed(address).content == plain.content
    part = httpx.get(address, headers={"Range": "bytes=0-9", "Accept-Encoding": "identity"})
    assert part.status_code == 200 and part.content == plain.content
    assert httpx.head(address).status_code == 200


@pytest.mark.parametrize("edit", EDITS.values())
def test_a_script_of_another_form_stays_as_it_is(edit: Callable[[str], str]):
    assert edit("import a from 'b'") == "import a from 'b'"


def test_the_bundle_is_of_the_plotly_that_is_installed():
    """One version draws pages, cards and notes."""
    assert re.search(r"plotly\.js \(basic - minified\) v([\d.]+)", assets.text(assets.PLOTLY))[1] == (
        get_plotlyjs_version()
    )


@pytest.mark.parametrize("path", ["/", "/ai-capex"])
def test_what_every_page_has_is_asked_for_with_the_page(server: Server, path: str):
    page = httpx.get(server.url + path).text
    asked = re.findall(r'(?:src|href)="\./(static/js/[^"]+)"', page)
    assert len(asked) == len({*asked})
    for kind in scripts.KINDS:
        own = re.search(rf'import \* as {kind} from "\./(.+?)"', page)[1]
        needed = re.findall(r'from"\./([\w.-]+)"', httpx.get(f"{server.url}/{own}").text)
        assert needed and {own, *(f"static/js/{name}" for name in needed)} <= {*asked}


def test_streamlits_script_takes_what_is_at_hand_before_it_asks(server: Server):
    theirs = httpx.get(script(server)).text
    for kind in scripts.KINDS:
        assert re.search(rf"lazy\)\(\(\)=>window\.atHand\?\.{kind}\?\?\w+\(\(\)=>import\(`\./{kind}\.", theirs)
