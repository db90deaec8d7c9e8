"""The addresses of a running board: behind its middlewares, for pages of other origins, and framed by one."""

import http.server
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import escape
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from dashboard.api.addresses import ADDRESSES
from tests import browser
from tests.browser import Server
from tests.patience import LONG

pytestmark = pytest.mark.served
NAME, CLAIM = "board.example.org", "capex-dependence"
PATHS = [
    one.path.replace("{id}", "GDP" if "series" in one.path else CLAIM) for one in ADDRESSES if one.path != "/oembed"
]
FOREIGN = {"Origin": "https://notebook.example.com"}


@pytest.fixture(scope="module")
def public(store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A board that others reach by a name."""
    told = {"CLAIMBOARD_ALLOWED_HOSTS": NAME}
    with browser.serving(tmp_path_factory.mktemp("public"), store.name, told=told) as running:
        yield running


def ask(server: Server, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    return httpx.request(method, server.url + path, headers={"Host": NAME} | headers, timeout=LONG)


@pytest.mark.parametrize("path", PATHS)
def test_pages_of_any_origin_may_read_a_public_board(public: Server, path: str):
    answer = ask(public, path, **FOREIGN)
    assert answer.status_code == 200 and answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["x-content-type-options"] == "nosniff" and "etag" in answer.headers
    names = [name for name, _ in answer.headers.multi_items()]
    assert len(names) == len(set(names))
    again = ask(public, path, **FOREIGN, **{"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = ask(public, path, "HEAD")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", answer.headers["etag"])


def test_its_pages_are_read_by_no_other_origin(public: Server):
    answer = ask(public, "/ai-capex", **FOREIGN)
    assert answer.status_code == 403 and "access-control-allow-origin" not in answer.headers


def test_a_board_for_one_machine_is_not_open_to_pages_of_others(server: Server):
    assert httpx.get(f"{server.url}/claims/{CLAIM}.json", headers=FOREIGN, timeout=LONG).status_code == 403
    answer = httpx.get(f"{server.url}/claims/{CLAIM}.json", timeout=LONG)
    assert answer.status_code == 200 and "access-control-allow-origin" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_a_foreign_name_is_turned_away(public: Server):
    assert httpx.get(f"{public.url}/claims.json", headers={"Host": "evil.example.com"}, timeout=LONG).status_code == 421


@pytest.mark.parametrize(
    "path",
    [
        "/claims/../../etc/passwd", "/claims/%2e%2e/%2e%2e/etc/passwd.json", "/claims/..%5c..%5cwindows.csv", "/series/%00.csv",
        "/embed/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/claims/" + "a" * 7000 + ".json", "/claims/x.json?" + "a" * 9000,
        "/series//etc/passwd.csv", "/claims/capex-dependence.json/", "/claims.json/x", "/oembed?url=file:///etc/passwd",
        "/claims/%F0%9F%92%A9.png", "/claims/capex-dependence.svg?size=%00", "/embed/capex-dependence?lang=%ff%fe",
    ],
)  # fmt: skip
def test_hostile_addresses_get_a_sentence(public: Server, path: str):
    try:
        request = urllib.request.Request(public.url + path, headers={"Host": NAME})
        answer: Any = urllib.request.urlopen(request, timeout=LONG)
    except urllib.error.HTTPError as error:
        answer = error
    body = answer.read()
    assert 400 <= answer.status < 500, path
    assert body.strip() and b"Traceback" not in body and b"root:" not in body and b"<script>alert" not in body


def test_a_page_says_what_was_found_before_it_runs(public: Server):
    page = ask(public, f"/ai-capex?claim={CLAIM}&lang=ja").text
    assert '<html lang="ja"' in page and page.count("<title>") == 1 and page.count("<noscript>") == 1
    assert f'property="og:image" content="http://{NAME}/claims/{CLAIM}.png?lang=ja"' in page
    assert "支持" in page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "You need to enable" not in page and "_stcore/agent" not in page


def test_many_readers_at_once_are_all_answered(public: Server):
    with httpx.Client(headers={"Host": NAME}, timeout=LONG) as client, ThreadPoolExecutor(50) as pool:
        client.get(f"{public.url}/claims/{CLAIM}.csv")
        found = [*pool.map(lambda _: client.get(f"{public.url}/claims/{CLAIM}.csv").status_code, range(1000))]
    assert found == [200] * 1000


class Other(http.server.BaseHTTPRequestHandler):
    """A page of another origin, which frames what its query names."""

    def do_GET(self) -> None:
        frame = escape(unquote(self.path.partition("?")[2]), quote=True)
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        if frame:
            self.wfile.write(f"<iframe src='{frame}' style='width:400px;height:900px'></iframe>".encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def other() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://a.example.org:{serving.server_port}"
        serving.shutdown()


@pytest.mark.skipif(bool(browser.why_none()) and not browser.is_required(), reason=browser.why_none() or "unused")
@pytest.mark.parametrize(("theme", "paper"), [("light", "rgb(253, 252, 249)"), ("dark", "rgb(20, 23, 26)")])
def test_a_page_of_another_origin_frames_a_claim(public: Server, chromium: Any, other: str, theme: str, paper: str):
    page = chromium.new_page()
    answers: list[Any] = []
    page.on("requestfinished", lambda request: answers.append(request) if NAME in request.url else None)
    page.goto(f"{other}/?http://{NAME}:{public.port}/embed/{CLAIM}?theme={theme}")
    frame = page.frames[1]
    frame.wait_for_selector("img")
    browser.until(frame, "document.images[0].complete && document.images[0].naturalWidth > 0")
    assert frame.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth") and "Supported" in frame.inner_text(
        "body"
    )
    sent = sum(sum(one.sizes()[part] for part in ("responseBodySize", "responseHeadersSize")) for one in answers)
    assert len(answers) <= 3 and sent <= 100_000, (len(answers), sent)
    page.close()


@pytest.mark.skipif(bool(browser.why_none()) and not browser.is_required(), reason=browser.why_none() or "unused")
@pytest.mark.parametrize("path", ["/ai-capex", f"/claims/{CLAIM}.svg"])
def test_nothing_else_is_framed(public: Server, chromium: Any, other: str, path: str):
    page = chromium.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "frame-ancestors" in message.text else None)
    page.goto(f"{other}/?http://{NAME}:{public.port}{path}")
    assert browser.lasting(page, lambda: [] if refused else ["it was framed"]) == []
    page.close()


@pytest.mark.skipif(bool(browser.why_none()) and not browser.is_required(), reason=browser.why_none() or "unused")
def test_the_button_embed_gives_what_frames_the_chart(public: Server, chromium: Any):
    page = chromium.new_page()
    page.goto(f"http://{NAME}:{public.port}/ai-capex?claim={CLAIM}&asof=2026-06-01")
    browser.settle(page, 1)
    page.locator(".st-key-share-ai-share-rise button").first.click()
    page.get_by_role("button", name="Embed").first.click()
    field = page.locator(
        ".cb-links input:not([hidden])"
    )  # over plain http a browser lets nobody write to the clipboard
    field.wait_for()
    asked = f"http://{NAME}:{public.port}/embed/{CLAIM}?"
    assert (
        field.input_value().startswith("<iframe")
        and asked in field.input_value()
        and "chart=ai-share-rise" in field.input_value()
    )
    page.set_content(field.input_value())
    frame = page.frames[1]
    frame.wait_for_selector("img")
    assert "asof=2026-06-01" in frame.url and "data=" not in frame.url and "Supported" in frame.inner_text("body")
    page.close()
