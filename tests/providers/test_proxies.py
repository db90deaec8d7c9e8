"""The way out: proxies and certificates that the environment names, whole, wrong and unwilling."""

import json
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dashboard.cli import checks, main
from indicators.providers import PROVIDERS, SourceError, http
from indicators.providers.fetching import fetch
from indicators.providers.http import environment
from tests.conftest import series
from tests.programs import needs
from tests.providers.conftest import KEY
from tests.providers.proxy import Proxy, Secure, Socks, certificate
from tests.providers.server import Provider, as_csv, as_json

NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
GOOD = as_json({"fine": True})


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No proxy and no certificate of this machine's; a client of the test's own."""
    for name in (*NAMES, *map(str.lower, NAMES), *environment.TRUST):
        monkeypatch.delenv(name, raising=False)
    http.client.cache_clear()
    yield
    http.client.cache_clear()


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("signed"))


@pytest.fixture
def secure(signed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Secure]:
    """A provider with a certificate that is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(signed[0]))
    with Secure(*signed) as server:
        server.say("/x", GOOD)
        yield server


def ask(url: str) -> dict[str, bool]:
    with http.deadline():
        return http.ask(f"{url}/x", form="json").json(dict)


def failure(url: str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        ask(url)
    return caught.value


@needs("openssl")
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_a_host_is_asked_through_the_proxy_that_is_named(
    secure: Secure, monkeypatch: pytest.MonkeyPatch, variable: str
):
    with Proxy(user="someone:pass%2Fword@") as proxy:
        monkeypatch.setenv(variable, proxy.url)
        assert ask(secure.url) == {"fine": True}
        assert proxy.asked == [f"CONNECT {secure.host} HTTP/1.1 Basic c29tZW9uZTpwYXNzL3dvcmQ="]


@needs("openssl")
def test_a_host_is_asked_through_a_socks_proxy(secure: Secure, monkeypatch: pytest.MonkeyPatch):
    with Socks() as proxy:
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        assert ask(secure.url) == {"fine": True} and proxy.asked == 1


@needs("openssl")
@pytest.mark.parametrize(
    "refuses, kind, said, tries",
    [
        ("407 Proxy Authentication Required", "refused", "wants a name and a password", 1),
        ("403 Forbidden", "refused", "does not let it through (403 Forbidden)", 1),
        ("502 Bad Gateway", "unreachable", "could not reach it (502 Bad Gateway)", 4),
        ("503 Service Unavailable", "unreachable", "could not reach it", 4),
        ("504 Gateway Timeout", "unreachable", "could not reach it", 4),
    ],
)
def test_a_proxy_that_refuses_is_named_and_only_what_may_pass_is_asked_again(
    secure: Secure, monkeypatch: pytest.MonkeyPatch, refuses: str, kind: str, said: str, tries: int
):
    with Proxy(refuses, "someone:Canary-Word@") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        error = failure(secure.url)
        assert error.kind == kind and said in str(error) and len(proxy.asked) == tries
        assert f"the proxy {proxy.at} (HTTPS_PROXY)" in str(error) and secure.host in str(error)
        assert "Canary-Word" not in str(error)


@needs("openssl")
@pytest.mark.parametrize(
    "code, kind, tries",
    [(1, "unreachable", 4), (2, "refused", 1), (5, "unreachable", 4)],
    ids=["fails", "rule", "down"],
)
def test_a_socks_proxy_that_refuses_is_named(
    secure: Secure, monkeypatch: pytest.MonkeyPatch, code: int, kind: str, tries: int
):
    with Socks(code) as proxy:
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        error = failure(secure.url)
        assert error.kind == kind and "the proxy 127.0.0.1" in str(error) and proxy.asked == tries


def test_what_is_no_socks_proxy_is_said_to_be_none(monkeypatch: pytest.MonkeyPatch):
    with Socks(says=b"HTTP/1.1 400 Bad Request\r\n\r\n") as other:
        monkeypatch.setenv("ALL_PROXY", other.url)
        error = failure("https://example.org")
    assert error.kind == "refused" and "(ALL_PROXY) does not let it through (no answer of SOCKS)" in str(error)


@pytest.mark.parametrize("status", ["407 Proxy Authentication Required", "502 Bad Gateway"])
def test_a_proxy_before_plain_http_is_named_too(monkeypatch: pytest.MonkeyPatch, status: str):
    with Proxy(status) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        assert f"the proxy {proxy.at} (HTTP_PROXY)" in str(failure("http://example.org"))


def test_a_proxy_that_is_not_there_is_named_and_soon_given_up(monkeypatch: pytest.MonkeyPatch):
    with Proxy() as proxy:
        pass
    monkeypatch.setenv("ALL_PROXY", proxy.url)
    for host in ("a.example", "b.example"):
        error = failure(f"https://{host}")
        assert error.kind == "unreachable" and f"{host} cannot be asked: the proxy {proxy.at}" in str(error)
    assert http.pace.tries(proxy.at) == 1


@needs("openssl")
def test_a_certificate_that_nobody_vouches_for_is_named_and_not_asked_again(
    signed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
):
    tries: list[object] = []
    handshake = ssl.SSLContext.wrap_socket

    def counted(*given: Any, **named: Any) -> Any:
        if "server_hostname" in named:
            tries.append(named)
        return handshake(*given, **named)

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", counted)
    with Secure(*signed) as server:
        error = failure(server.url)
        assert error.kind == "unreachable" and "its certificate is not trusted" in str(error)
        assert "self-signed" in str(error) and "SSL_CERT_FILE" in str(error) and len(tries) == 1


def test_a_host_without_tls_is_said_to_have_none(provider: Provider):
    assert "no TLS" in str(failure(provider.url.replace("http:", "https:")))


@pytest.mark.parametrize(
    "variable, value, said",
    [
        ("SSL_CERT_FILE", "/nowhere/ca.pem", "SSL_CERT_FILE names no file that is there: /nowhere/ca.pem"),
        ("SSL_CERT_DIR", "/nowhere/ca", "SSL_CERT_DIR names no folder that is there: /nowhere/ca"),
        ("SSL_CERT_FILE", __file__, "SSL_CERT_FILE holds no certificates that can be read"),
        ("ALL_PROXY", "ftp://u:Canary-Word@p:1", "ALL_PROXY names a proxy of the kind 'ftp'"),
        ("HTTPS_PROXY", "quic://u:Canary-Word@p:1", "HTTPS_PROXY names a proxy of the kind 'quic'"),
        ("HTTPS_PROXY", "http://", "HTTPS_PROXY holds no address of a proxy"),
        ("https_proxy", "http://u:Canary-Word@p:port", "https_proxy holds no address of a proxy"),
        ("CLAIMBOARD_DEADLINE", "nan", "CLAIMBOARD_DEADLINE must be a number from 0.1 to 86400, not 'nan'"),
        ("CLAIMBOARD_DEADLINE", "-1", "CLAIMBOARD_DEADLINE must be"),
        ("CLAIMBOARD_DEADLINE", "inf", "CLAIMBOARD_DEADLINE must be"),
        ("CLAIMBOARD_RATE", "nan", "CLAIMBOARD_RATE must be a number from 0 to 1000, not 'nan'"),
        ("CLAIMBOARD_RATE", "-1", "CLAIMBOARD_RATE must be"),
        ("CLAIMBOARD_RATE", "inf", "CLAIMBOARD_RATE must be"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_sentence_and_nobody_is_asked(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
):
    monkeypatch.setenv(variable, value)
    monkeypatch.setenv("FRED_API_KEY", KEY)
    for words in (["find", "power"], ["refresh", "--only", "UNRATE"]):
        result = CliRunner().invoke(main.app, words)
        assert result.exit_code == 2 and result.stderr.count("\n") == 1, result.output
        assert said in result.stderr and "Canary" not in result.output
    for name in ("fred", "cboe"):
        with pytest.raises(SourceError) as caught:
            fetch(f"{name}:X", series())
        assert caught.value.kind == "setting" and said in str(caught.value)
    found = checks.network()
    assert found.state == "wrong" and said in found.says and "Canary" not in found.says


@pytest.mark.parametrize(
    "entry, host, covered",
    [
        ("*", "a.example", True),
        ("example.org", "api.example.org", True),
        (".example.org", "api.example.org", True),
        ("*.example.org", "api.example.org", True),
        ("example.org", "notexample.org", False),
        ("EXAMPLE.org", "example.org", True),
        ("127.0.0.1", "127.0.0.1", True),
        ("10.0.0.0/8", "10.1.2.3", True),
        ("10.0.0.0/8", "11.1.2.3", False),
        ("10.0.0.0/8", "example.org", False),
        ("::1", "::1", True),
        ("[::1]", "::1", True),
        ("fd00::/8", "fd12::1", True),
        ("[fd00::]/8", "fd12::1", True),
        ("fd00::/8", "10.1.2.3", False),
        ("[::1]:443", "::1", True),
        ("[::1]:444", "::1", False),
        ("example.org:443", "example.org", True),
        ("example.org:80", "example.org", False),
        ("http://example.org", "example.org", True),
        ("", "example.org", False),
        (" ", "example.org", False),
        ("exa mple", "example.org", False),
    ],
)
def test_no_proxy_names_hosts_addresses_and_ranges(entry: str, host: str, covered: bool):
    assert environment.covers(entry, host, 443) is covered


def test_an_entry_of_no_proxy_that_cannot_be_read_leaves_the_others(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
):
    provider.say("/x", GOOD)
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "[::1],fd00::/8,what is this?,300.1.1.1/99,127.0.0.1")
    assert ask(provider.url) == {"fine": True}
    assert "127.0.0.1:1" in str(failure("http://127.0.0.2"))
    found = checks.network()
    assert found.state == "wrong" and "what is this?, 300.1.1.1/99 means no host" in found.says


def test_doctor_names_the_proxy_that_is_used(monkeypatch: pytest.MonkeyPatch):
    assert checks.network().says == "providers are asked through no proxy"
    monkeypatch.setenv("HTTPS_PROXY", "http://u:Canary-Word@proxy.example:3128")
    found = json.dumps(checks.network().says)
    assert "through the proxy proxy.example:3128 (HTTPS_PROXY)" in found and "Canary" not in found


@needs("openssl")
def test_a_series_comes_through_a_proxy_and_a_certificate_of_ones_own(secure: Secure, monkeypatch: pytest.MonkeyPatch):
    secure.say("/fredgraph.csv", as_csv("observation_date,X\n2026-01-01,1\n"))
    monkeypatch.setenv("CLAIMBOARD_FREDGRAPH_URL", secure.url)
    with Proxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        assert len(fetch("fred:X", series()).rows) == 1 and len(proxy.asked) == 1


@needs("openssl")
@pytest.mark.parametrize(
    "refuses, said", [("502 Bad Gateway", "through the proxy"), ("", "certificate is not trusted")]
)
def test_yahoo_too_says_whose_fault_it_is(
    signed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, refuses: str, said: str
):
    with Secure(*signed) as server, Proxy(refuses) as proxy:
        monkeypatch.setenv("CLAIMBOARD_YAHOO_URL", server.url)
        if refuses:
            monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        with pytest.raises(SourceError, match=said) as caught:
            fetch("yahoo:CERTIFIED", series(frequency="daily"))
        assert caught.value.kind == "unreachable" and PROVIDERS["yahoo"].base not in str(caught.value)
