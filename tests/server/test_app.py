"""The running server: what it answers, what it refuses, and whom it listens to."""

import asyncio
import re
import socket
import tomllib
import urllib.request
from base64 import b64encode
from hashlib import sha256
from http.client import HTTPResponse
from urllib.error import HTTPError

import httpx
import pytest
import websockets

from dashboard.server.websocket import LARGEST
from dashboard.urls.hosts import LOOPBACK
from tests.browser import ROOT, Server
from tests.patience import LONG

CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
PATHS = ("/", "/ai-capex", "/no-such-page", "/app/static/fonts/inter-latin.woff2", "/_stcore/health")
#: Sources that a policy may name without letting anything in from elsewhere, or out.
OWN = {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}


def get(server: Server, path: str, **headers: str) -> HTTPResponse:
    request = urllib.request.Request(server.url + path, headers=headers)
    try:
        return urllib.request.urlopen(request, timeout=LONG)
    except HTTPError as error:
        return error  # type: ignore[return-value]


def policy(response: HTTPResponse) -> dict[str, set[str]]:
    """The content security policy, by directive."""
    directives = (part.split() for part in response.headers["content-security-policy"].split(";"))
    return {name: set(sources) for name, *sources in directives}


# --- headers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_security_headers(server: Server, path: str):
    response = get(server, path)
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] in ("same-origin", "no-referrer")
    assert "content-security-policy" in response.headers


def test_no_header_is_sent_twice(server: Server):
    for path in PATHS:
        names = [name.lower() for name, _ in get(server, path).headers.items()]
        assert len(names) == len(set(names)), f"{path}: {sorted(n for n in names if names.count(n) > 1)}"


def test_the_policy_lets_nothing_in_from_elsewhere(server: Server):
    allowed = policy(get(server, "/"))
    assert allowed["default-src"] == {"'self'"}
    assert allowed["object-src"] == {"'none'"}
    assert allowed["frame-ancestors"] <= {"'self'", "'none'"}
    assert {one for one in set().union(*allowed.values()) if not one.startswith("'sha256-")} <= OWN
    assert allowed["connect-src"] == {"'self'"} and "'unsafe-inline'" not in allowed["script-src"]


def test_the_policy_names_each_script_that_stands_in_the_page(server: Server):
    page = get(server, "/ai-capex?lang=ja")
    inline = re.findall(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", page.read(), re.S)
    named = {f"'sha256-{b64encode(sha256(one).digest()).decode()}'" for one in inline}
    assert len(named) == 4 and named < policy(page)["script-src"]


@pytest.mark.parametrize("path", PATHS)
def test_no_answer_lets_others_reach_into_the_page(server: Server, path: str):
    response = get(server, path)
    assert response.headers["cross-origin-opener-policy"] == "same-origin"
    assert response.headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in response.headers["permissions-policy"]
    assert "clipboard-write" not in response.headers["permissions-policy"], "Copy link writes there"


# --- pages ----------------------------------------------------------------------------------------


def test_the_page_loads_nothing_from_elsewhere(server: Server):
    page = get(server, "/").read().decode()
    assert "<title>Claimboard</title>" in page
    # What says where the page is, or leads elsewhere without script, loads nothing.
    loaded = re.sub(
        r"""<link rel=["']?(?:canonical|alternate)\b[^>]*>|<noscript>.*?</noscript>""", "", page, flags=re.S
    )
    assert not re.findall(r"""(?:src|href|url\()\s*=?\s*["']?\s*(?:https?:)?//""", loaded)


@pytest.mark.parametrize("path", ["/", "/ai-capex", "/ai-capex/"])
def test_a_page_is_as_long_as_it_says(server: Server, path: str):
    for coding in ("identity", "gzip"):
        response = get(server, path, **{"Accept-Encoding": coding})
        assert response.status == 200
        assert len(response.read()) == int(response.headers["content-length"]) > 1000


@pytest.mark.parametrize(
    "path",
    [
        "/no-such-page",
        "/_stcore/no-such",
        "/app/static/no-such.woff2",
        "/%00",
        "/..%2f..%2fetc/passwd",
        "/ai-capex/" * 40,
    ],
)
def test_an_odd_path_is_answered_without_a_traceback(server: Server, path: str):
    response = get(server, path)
    body = response.read()
    assert response.status < 500
    assert b"Traceback" not in body and b"root:" not in body


def test_files_outside_the_static_folder_are_not_served(server: Server):
    for path in ("/app/static/../server.py", "/app/static/%2e%2e/server.py", "/app/static/..%2fserver.py"):
        assert b"st.App(" not in get(server, path).read()


@pytest.mark.parametrize(
    "path",
    [
        "/a/b", "/no-such-page", "/index.html", "/_stcore/metrics", "/_stcore/script-health-check",
        "/_stcore/agent/openapi.json", "/auth/login", "/oauth2callback", "/component/x/index.html", "/ai-capex/labor",
    ],
)  # fmt: skip
def test_what_is_no_page_and_no_part_of_one_is_turned_away_in_a_sentence(server: Server, path: str):
    answer = httpx.get(server.url + path, headers={"Accept-Language": "ko"})
    assert answer.status_code == 404
    assert '<html lang="ko">' in answer.text and "href=" in answer.text and "페이지" in answer.text


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("/ai_capex", "./ai-capex"),
        ("/ai_capex/", "../ai-capex"),
        ("/two_economies?claim=two-economies&asof=2026-01-01", "./two-economies?claim=two-economies&asof=2026-01-01"),
    ],
)
def test_a_thesis_by_the_name_it_has_in_json_leads_to_its_page(server: Server, asked: str, place: str):
    answer = httpx.get(server.url + asked)
    assert (answer.status_code, answer.headers["location"]) == (307, place)
    assert httpx.get(server.url + asked, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/_stcore/upload_file/session/file", "/_stcore/agent/interact"])
def test_nothing_is_taken_from_a_reader(server: Server, method: str, path: str):
    cookie = httpx.get(f"{server.url}/_stcore/health").cookies.get("_streamlit_xsrf", "")
    answer = httpx.request(method, server.url + path, content=b"x" * 1000, headers={"X-Xsrftoken": cookie})
    assert answer.status_code == 405 and answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/_stcore/streams", "/stream", "/_stcore/agent/mcp"])
def test_there_is_one_websocket(server: Server, path: str):
    assert connect(server, path) == 403


def test_no_file_is_uploaded():
    assert CONFIG["server"]["maxUploadSize"] == 1


# --- what a browser keeps -------------------------------------------------------------------------


def test_a_page_is_kept_for_its_language_and_release(server: Server):
    tags = {}
    for language in ("en", "ja"):
        answer = httpx.get(server.url, headers={"Accept-Language": language})
        assert "accept-language" in answer.headers["vary"] and answer.headers["cache-control"] == "no-cache"
        tags[language] = answer.headers["etag"]
    assert len(set(tags.values())) == 2
    for language in tags:
        again = httpx.get(server.url, headers={"Accept-Language": "ja", "If-None-Match": tags[language]})
        assert again.status_code == (304 if language == "ja" else 200)
        assert bool(again.content) == (language == "en") and again.headers["etag"] == tags["ja"]


def test_a_page_is_not_taken_for_the_one_that_streamlit_ships(server: Server):
    date = "Fri, 01 Jan 2100 00:00:00 GMT"
    answer = httpx.get(server.url, headers={"If-Modified-Since": date, "Range": "bytes=0-9"})
    assert answer.status_code == 200 and len(answer.content) > 1000 and "last-modified" not in answer.headers


def test_the_head_of_a_page_is_that_of_the_whole(server: Server):
    whole, head = httpx.get(server.url), httpx.head(server.url)
    assert head.content == b"" and head.headers["etag"] == whole.headers["etag"]
    assert head.headers["content-length"] == whole.headers["content-length"]


# --- websockets -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "code"), [("text", 1003), (b"\xff" * 50, 1002), (b"", 1002), (b"\0" * (LARGEST + 1), 1009)]
)
def test_what_is_no_message_of_a_page_ends_its_websocket(server: Server, sent: str | bytes, code: int):
    async def ask() -> int:
        address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
        async with websockets.connect(address, proxy=None, max_size=None) as link:
            await link.send(sent)
            while True:
                await asyncio.wait_for(link.recv(), 60)

    with pytest.raises(websockets.ConnectionClosed) as ended:
        asyncio.run(ask())
    assert ended.value.rcvd and ended.value.rcvd.code == code


def test_health_is_answered(server: Server):
    response = get(server, "/_stcore/health")
    assert (response.status, response.read()) == (200, b"ok")


# --- who may connect ------------------------------------------------------------------------------


def connect(server: Server, path: str = "/_stcore/stream", **headers: str) -> int:
    """The status with which the stream is answered: 101 lets in."""

    async def ask() -> int:
        address = f"ws://127.0.0.1:{server.port}{path}"
        origin = headers.pop("Origin", None)
        try:
            async with websockets.connect(address, origin=origin, additional_headers=headers, proxy=None):
                return 101
        except websockets.InvalidStatus as error:
            return error.response.status_code

    return asyncio.run(ask())


def raw_connect(server: Server, host: str) -> int:
    """As `connect`, with a Host header of one's own choosing."""
    lines = (
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {host}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=LONG) as link:
        link.sendall("\r\n".join((*lines, "", "")).encode())
        return int(link.recv(64).split()[1])


def test_our_own_page_may_connect(server: Server):
    assert connect(server, Origin=server.url) == 101
    assert raw_connect(server, f"127.0.0.1:{server.port}") == 101
    assert raw_connect(server, f"localhost:{server.port}") == 101


@pytest.mark.parametrize("origin", ["http://evil.example", "https://evil.example:8501", "null"])
def test_a_page_of_another_site_may_not_connect(server: Server, origin: str):
    assert connect(server, Origin=origin) == 403
    answer = get(server, "/", Origin=origin)
    assert answer.status == 403 and b"CLAIMBOARD_ALLOWED_HOSTS" in answer.read()


def test_another_program_of_this_machine_may_not_connect(server: Server):
    for origin in (f"http://127.0.0.1:{server.port + 1}", f"http://0.0.0.0:{server.port}", "http://localhost:3000"):
        assert connect(server, Origin=origin) == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8501", "127.0.0.1.evil.example"])
def test_a_foreign_name_for_this_machine_is_refused(server: Server, host: str):
    assert raw_connect(server, host) == 403
    for path in PATHS[:-1]:
        answer = get(server, path, Host=host)
        assert answer.status == 421 and b"CLAIMBOARD_ALLOWED_HOSTS" in answer.read()
    assert get(server, "/_stcore/health", Host=host).status == 200  # asked for by what knows no name


def test_only_this_machine_is_listened_to(server: Server):
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert set(CONFIG["server"]["allowedHosts"]) <= set(LOOPBACK)
    for address in other_addresses():
        with pytest.raises(OSError), socket.create_connection((address, server.port), timeout=2):
            pass


def other_addresses() -> set[str]:
    """This machine's addresses besides loopback."""
    try:
        found = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    except OSError:
        return set()
    return {str(address) for address in found if not str(address).startswith("127.")}


def test_readers_are_neither_counted_nor_shown_errors():
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["client"]["showErrorLinks"] is False


# --- in the reader's language ---------------------------------------------------------------------


def test_the_server_answers_a_foreign_address_by_where_it_is_in_the_readers_language(server: Server):
    path = f"{server.url}/ai-capex?gdp-without-ai-horizon=A+quarter%2C+annualised"
    answer = httpx.get(path, headers={"Accept-Language": "ja"}, follow_redirects=False)
    assert answer.status_code == 307 and "A+quarter" not in answer.headers["location"]
    there = httpx.get(answer.url.join(answer.headers["location"]), headers={"Accept-Language": "ja"})
    assert there.status_code == 200 and '<html lang="ja"' in there.text


@pytest.mark.parametrize(
    ("query", "header", "language"), [("", "", "en"), ("?lang=ko", "ja", "ko"), ("", "vi-VN", "vi")]
)
def test_the_page_says_what_language_it_is_in(server: Server, query: str, header: str, language: str):
    answer = httpx.get(f"{server.url}/{query}", headers={"Accept-Language": header}, follow_redirects=False)
    assert answer.status_code == 200 and f'<html lang="{language}"' in answer.text


def test_the_server_has_complained_of_nothing(server: Server):
    """Last in the file: after all that was asked of it."""
    assert "Traceback" not in server.log.read_text()
